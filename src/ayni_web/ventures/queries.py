"""Every read of plans: lists, a version with what it comes to, a member's own page."""

from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.utils import timezone

from ayni_web.commitments.models import Commitment
from ayni_web.commitments.queries import found_commitments
from ayni_web.members.models import Management, Membership, Organisation
from ayni_web.ventures.access import own_participants, seers
from ayni_web.ventures.models import Computation, MemberRow, Participant, Plan, ScenarioRow, Version, YearRow

GROUP = "group"
# Of what members of the cluster promised one another, so many stand on a sheet.
MOST_PROMISES = 20


def visible_plans(person: Any) -> QuerySet[Plan]:
    """Plans that a person sees whole, with the number and state of their last version."""
    last = Version.objects.filter(plan=OuterRef("pk")).order_by("-number")
    return (
        Plan.objects.filter(seers(person))
        .select_related("cluster")
        .annotate(last=Subquery(last.values("number")[:1]), last_state=Subquery(last.values("state")[:1]),
                  last_version=Subquery(last.values("pk")[:1]))
        .order_by("cluster__name", "title", "pk")
    )  # fmt: skip


def visible_versions(person: Any) -> QuerySet[Version]:
    """Versions of the plans that a person sees whole."""
    plans = Plan.objects.filter(seers(person))
    return Version.objects.filter(plan__in=plans).select_related("plan__cluster", "author", "signed_by")


def own_pages(person: Any) -> list[tuple[Participant, bool]]:
    """What the person's organisations take part in, and whether there is a signed version to read."""
    signed = Version.objects.filter(plan=OuterRef("plan"), state=Version.State.SIGNED)
    found = own_participants(person).select_related("plan__cluster", "organisation")
    rows = found.annotate(signed=Subquery(signed.values("number")[:1])).order_by("plan__title", "organisation__name")
    return [(row, row.signed is not None) for row in rows]


def versions_of(plan: Plan) -> QuerySet[Version]:
    """Versions of a plan, the last first."""
    return plan.versions.select_related("author", "signed_by")


def signed_version(plan: Plan) -> Version | None:
    """The version that members read: the last that was signed."""
    return plan.versions.select_related("plan__cluster", "signed_by").filter(state=Version.State.SIGNED).first()


def standing_computation(version: Version) -> Computation | None:
    """The computation of what the version says now; None where it was changed since, or never computed."""
    done = version.computations.filter(state=Computation.State.DONE, figures_sha256=version.figures_sha256)
    return done.order_by("-ended_at").first()


def last_computation(version: Version) -> Computation | None:
    """The computation that was asked for last, however it stands."""
    return version.computations.order_by("-asked_at").first()


def managers_of(plan: Plan) -> list[str]:
    """Names of those who manage the cluster of a plan now."""
    rows = Management.objects.filter(cluster=plan.cluster_id, until=None).select_related("person")
    return sorted(str(row.person) for row in rows)


def promises_in(person: Any, plan: Plan) -> list[Commitment]:
    """What is agreed and open in the cluster of a plan, the nearest day first, as far as the person sees it."""
    return list(found_commitments(person, cluster=plan.cluster_id, state="open")[:MOST_PROMISES])


def organisations_to_add(plan: Plan) -> QuerySet[Organisation]:
    """Members of the cluster that take no part yet."""
    members = Membership.objects.filter(cluster=plan.cluster_id, state=Membership.State.MEMBER)
    ids = members.order_by().values("organisation_id")
    taken = plan.participants.order_by().values("organisation_id")
    return Organisation.objects.filter(pk__in=ids).exclude(pk__in=taken).order_by("name_folded", "pk")


def participants_of(plan: Plan) -> QuerySet[Participant]:
    """Who takes part, by type and name."""
    return plan.participants.select_related("organisation", "plan__cluster").order_by(
        "type", "organisation__name", "pk"
    )


@dataclass(frozen=True, slots=True)
class Results:
    """What a version comes to.

    Attributes
    ----------
    computation : Computation
        Of which the rows are.
    members : list of MemberRow
        By type, in the order of the plan.
    group : list of YearRow
        Money of the group, year by year.
    scenarios : list of (title, rows)
        Named futures, the one as planned first (its title is empty), with a row for each type.
    """

    computation: Computation
    members: list[MemberRow]
    group: list[YearRow]
    scenarios: list[tuple[str, list[ScenarioRow]]]

    @property
    def count(self) -> int:
        """Members in all."""
        return sum(each.count for each in self.members)

    @property
    def losing(self) -> list[MemberRow]:
        """Types that would be worse off."""
        return [each for each in self.members if not each.joins]


def results_of(computation: Computation) -> Results:
    """Rows of a computation; three queries."""
    scenarios: dict[str, tuple[str, list[ScenarioRow]]] = {}
    for row in computation.scenarios.all():
        scenarios.setdefault(row.scenario, (row.title, []))[1].append(row)
    members, group = list(computation.members.all()), list(computation.years.filter(who=GROUP))
    return Results(computation, members, group, list(scenarios.values()))


def years_of(computation: Computation, who: str) -> list[tuple[YearRow, YearRow]]:
    """Years of a member of a type: alone and together."""
    rows = {(row.basis, row.year): row for row in computation.years.filter(who=who)}
    years = sorted({year for _, year in rows})
    return [(rows["alone", year], rows["together", year]) for year in years]


def group_is_safe(members: list[MemberRow], own: str) -> bool:
    """Whether a member may read the group's figures: with one other member alone, they would tell that one's."""
    return sum(each.count for each in members if each.type != own) != 1


def with_expired(person: Any) -> QuerySet[Version]:
    """Signed versions a person manages whose assumptions have expired: they are to be planned anew."""
    last = (
        Version.objects.filter(plan=OuterRef("plan"), state=Version.State.SIGNED).order_by("-number").values("pk")[:1]
    )
    found = visible_versions(person).filter(state=Version.State.SIGNED, pk=Subquery(last))
    return found.filter(assumptions__expires_on__lt=timezone.localdate()).distinct()


def to_compare(person: Any, version: Version) -> list[Version]:
    """Other versions with figures that stand, of plans that the person sees: of the same plan first."""
    done = Computation.objects.filter(state=Computation.State.DONE)
    found = visible_versions(person).exclude(pk=version.pk).exclude(state=Version.State.DRAFT)
    rows = found.prefetch_related(Prefetch("computations", queryset=done)).order_by("plan__title", "-number")[:200]
    return sorted(rows, key=lambda each: each.plan_id != version.plan_id)
