"""Every read of commitments: lists, one with its history, what is due (the joint board: ``board.py``)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, When
from django.utils import timezone

from ayni_web.accounts.access import is_staff
from ayni_web.commitments.access import seers, sight
from ayni_web.commitments.kinds import PUBLIC
from ayni_web.commitments.models import OUTCOMES, Commitment, Match, State, Turn
from ayni_web.common.kept import counts, kept
from ayni_web.members.access import joined, managed, represented
from ayni_web.members.models import Cluster, Membership, Organisation
from ayni_web.members.queries import standing_clusters

_MEMBER = Membership.State.MEMBER


def visible_commitments(person: Any) -> QuerySet[Commitment]:
    """Commitments that a person sees; none without an account."""
    if not person.is_authenticated:
        return Commitment.objects.none()
    return Commitment.objects.filter(seers(person)).select_related("maker", "receiver", "cluster")


def found_commitments(
    person: Any, *, whose: str = "", state: str = "", kind: str = "", cluster: Any = None, organisation: Any = None
) -> QuerySet[Commitment]:
    """Commitments ``to_keep`` or ``to_receive`` by the person's organisations, in a state, of a kind, of a cluster.

    What is open and nearest its day stands first.
    """
    found = visible_commitments(person)
    if whose == "to_keep":
        found = found.filter(maker_id__in=represented(person))
    elif whose == "to_receive":
        found = found.filter(receiver_id__in=represented(person))
    if kind:
        found = found.filter(kind=kind)
    if cluster:
        found = found.filter(cluster=cluster)
    if organisation:
        found = found.filter(Q(maker=organisation) | Q(receiver=organisation))
    found = in_state(found, state) if state else found
    over = Case(When(state__in=(State.PROPOSED, State.AGREED), then=0), default=1)
    return found.order_by(over, "due_on", "pk")


COLUMNS = ("pk", "content", "kind", "maker__name", "receiver__name", "quantity", "unit", "due_on", "state", "disputed")


def listed(keys: Iterable[UUID]) -> list[Any]:
    """What a list shows of these commitments, in their order: names are joined to those of a page, not to them all."""
    rows = Commitment.objects.filter(pk__in=keys).order_by().values_list(*COLUMNS, named=True)
    told = {row.pk: row for row in rows}
    return [told[key] for key in keys]


def written() -> tuple[int, ...]:
    """What sums of commitments stand on: every word of a side, every match, and what organisations are."""
    return counts(Commitment, Turn, Match, Organisation.history.model)


def seen_written() -> tuple[Any, ...]:
    """What lists of commitments stand on: the same, who is a member, and the day."""
    told = counts(Commitment, Turn, Match, Organisation.history.model, Membership.history.model, Cluster.history.model)
    return (*told, timezone.localdate())


class Listed(Sequence[Any]):
    """Commitments of a list that a person sees, told a part at a time, and each part kept: one query where it is."""

    def __init__(self, person: Any, wanted: Mapping[str, Any]) -> None:
        told = tuple(sorted((name, getattr(value, "pk", value)) for name, value in wanted.items()))
        # Whose they are is asked of whoever reads, also where all is seen.
        whose = represented(person) if "whose" in wanted else None
        self.person, self.wanted, self.key = person, wanted, ("listed", sight(person), whose, told)
        self.stamp = seen_written()

    def _found(self) -> QuerySet[Commitment]:
        return found_commitments(self.person, **self.wanted)

    def __len__(self) -> int:
        return kept(self.key, self.stamp, lambda: self._found().count())

    def __getitem__(self, part: Any) -> Any:
        def made() -> list[Any]:
            return listed(self._found().select_related(None).values_list("pk", flat=True)[part])

        return kept((*self.key, part.start, part.stop), self.stamp, made)


@dataclass(frozen=True, slots=True)
class Due:
    """Agreed commitments of a cluster that a person sees: the nearest, how many, and how many are over their day."""

    rows: list[Commitment]
    n: int
    overdue: int


def due_in(person: Any, cluster: Cluster, most: int) -> Due:
    """What is due in a cluster; one query where it is kept, two more where it is not."""
    return kept(("due", sight(person), cluster.pk, most), seen_written(), lambda: _due_in(person, cluster, most))


def _due_in(person: Any, cluster: Cluster, most: int) -> Due:
    found = found_commitments(person, cluster=cluster, state="open")
    over = Q(due_on__lt=timezone.localdate())
    counted = found.order_by().aggregate(n=Count("pk"), overdue=Count("pk", filter=over))
    return Due(list(found[:most]) if counted["n"] else [], counted["n"], counted["overdue"])


def in_state(found: QuerySet[Commitment], state: str) -> QuerySet[Commitment]:
    """Those of a state; ``overdue``: agreed, and its day has passed; ``disputed``: the two sides differ."""
    if state == "overdue":
        return overdue(found)
    if state == "open":
        return found.filter(state=State.AGREED)
    if state == "disputed":
        return found.filter(disputed=True)
    return found.filter(state=state)


def overdue(found: QuerySet[Commitment]) -> QuerySet[Commitment]:
    """Agreed commitments whose day has passed."""
    return found.filter(state=State.AGREED, due_on__lt=timezone.localdate())


def days_over(commitment: Any) -> int:
    """Days since the day of an open commitment; 0 while it lies ahead."""
    agreed = commitment.state == State.AGREED
    return max(0, (timezone.localdate() - commitment.due_on).days) if agreed else 0


def turns_of(commitment: Commitment) -> QuerySet[Turn]:
    """History of a commitment, the first word first."""
    return commitment.turns.select_related("by").order_by("pk")


def matched_with(person: Any, commitment: Commitment) -> list[Commitment]:
    """Commitments across the joint board that answer this one, or that it answers, as far as the person sees them."""
    ids = Match.objects.filter(Q(public=commitment) | Q(private=commitment)).values_list("public_id", "private_id")
    across = {each for pair in ids for each in pair} - {commitment.pk}
    return list(visible_commitments(person).filter(pk__in=across)) if across else []


def to_match(person: Any, commitment: Commitment) -> QuerySet[Commitment]:
    """Commitments of the other column of the same cluster."""
    standing = visible_commitments(person).filter(cluster=commitment.cluster_id, cluster__isnull=False)
    standing = standing.exclude(state__in=(State.PROPOSED, State.DECLINED, State.WITHDRAWN))
    public = commitment.maker.kind in PUBLIC
    return standing.exclude(maker__kind__in=PUBLIC) if public else standing.filter(maker__kind__in=PUBLIC)


def speaking_for(person: Any) -> QuerySet[Organisation]:
    """Organisations for which a person proposes: the own, members of managed clusters, for staff the entity itself."""
    within = Membership.objects.filter(cluster_id__in=managed(person), state=_MEMBER).order_by()
    mine = Q(pk__in=represented(person)) | Q(pk__in=within.values("organisation_id"))
    if is_staff(person):
        mine |= Q(entity__isnull=False)
    return Organisation.objects.filter(mine, merged_into__isnull=True)


def counterparts(person: Any, *own: Organisation) -> QuerySet[Organisation]:
    """Organisations with which others may agree something: members of their clusters, public ones there, the entity.

    The entity itself agrees with members of every cluster.
    """
    mine = Membership.objects.filter(organisation__in=own, state=_MEMBER).order_by().values("cluster_id")
    clusters = Q(cluster_id__in=mine) | Q(cluster_id__in=managed(person) | joined(person))
    rows = Membership.objects.filter(state=_MEMBER).order_by()
    within = rows if is_staff(person) else rows.filter(clusters)
    known = Q(pk__in=within.values("organisation_id")) | Q(entity__isnull=False)
    return Organisation.objects.filter(known, merged_into__isnull=True)


def clusters_between(person: Any, own: Organisation, other: Organisation) -> list[Cluster]:
    """Clusters that a commitment of two organisations can be of: those of both, else those of either."""
    held = members_of(clusters_open_to(person).filter(memberships__organisation__in=(own, other)).distinct())
    return list(Cluster.objects.filter(pk__in=between(held, own.pk, other.pk)).order_by("name"))


def clusters_open_to(person: Any) -> QuerySet[Cluster]:
    """Clusters that a commitment which a person proposes can be of at all."""
    seen = standing_clusters()
    return seen if is_staff(person) else seen.filter(pk__in=managed(person) | joined(person))


def members_of(clusters: QuerySet[Cluster]) -> dict[UUID, set[UUID]]:
    """Members of each of some clusters; two queries."""
    found: dict[UUID, set[UUID]] = {pk: set() for pk in clusters.order_by().values_list("pk", flat=True)}
    rows = Membership.objects.filter(cluster__in=list(found), state=_MEMBER).order_by()
    for cluster, organisation in rows.values_list("cluster_id", "organisation_id"):
        found[cluster].add(organisation)
    return found


def between(held: Mapping[UUID, set[UUID]], own: UUID, other: UUID) -> list[UUID]:
    """Those of some clusters, with their members, in which both organisations are; else those of either."""
    both = [pk for pk, members in held.items() if {own, other} <= members]
    return both or [pk for pk, members in held.items() if {own, other} & members]


def clusters_of_choice(person: Any, own: Iterable[Organisation]) -> QuerySet[Cluster]:
    """Clusters that a form offers: those of the organisations a person proposes for; for staff every standing one."""
    rows = standing_clusters()
    if is_staff(person):
        return rows
    member = Membership.objects.filter(organisation__in=own, state=_MEMBER, cluster=OuterRef("pk"))
    return rows.filter(Q(pk__in=managed(person) | joined(person)) & (Exists(member) | Q(pk__in=managed(person))))


def due_of(person: Any, organisation: Organisation, most: int) -> list[Commitment]:
    """What is open of an organisation, as far as the person sees it, at most so many: the nearest days first."""
    own = Q(maker=organisation) | Q(receiver=organisation)
    found = visible_commitments(person).filter(own, state__in=(State.PROPOSED, State.AGREED))
    return list(found.order_by("due_on", "pk")[:most])


def concluded(found: QuerySet[Commitment], since: date | None = None, until: date | None = None) -> QuerySet[Any]:
    """Commitments of which the receiver told the outcome, with their day in a period."""
    rows = found.filter(state__in=OUTCOMES)
    if since:
        rows = rows.filter(due_on__gte=since)
    return rows.filter(due_on__lte=until) if until else rows


def late_by(found: QuerySet[Commitment]) -> dict[str, int]:
    """How many open ones are over their day by up to 30 days, up to 90, and more: ageing of arrears."""
    month, quarter = (timezone.localdate() - timedelta(days) for days in (30, 90))
    return overdue(found).order_by().aggregate(
        month=Count("pk", filter=Q(due_on__gte=month)),
        quarter=Count("pk", filter=Q(due_on__lt=month, due_on__gte=quarter)),
        more=Count("pk", filter=Q(due_on__lt=quarter)),
    )  # fmt: skip
