"""Every read of clusters: the list, the page of one, who is in it, what waits for its managers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When, Window
from django.db.models.functions import RowNumber
from django.http import Http404
from django.utils import timezone

from ayni_web.common.language import day, said
from ayni_web.members.access import joined, managed, represented
from ayni_web.members.folding import folded
from ayni_web.members.models import (
    Cluster,
    Management,
    Membership,
    Organisation,
    Relation,
    Representation,
    Scope,
    SeatLimit,
    Sponsor,
)

State = Membership.State
# Below this the number of members is not told to the public: a few could be guessed.
LEAST = 5
SOON = 60


def listed_clusters(person: Any) -> QuerySet[Cluster]:
    """Clusters with their members counted and places at hand: the person's own first, those that ended last."""
    own = managed(person) | joined(person)
    rank = Case(
        When(pk__in=own, then=Value(0)), When(state=Cluster.State.ENDED, then=Value(2)), default=Value(1),
        output_field=IntegerField(),
    )  # fmt: skip
    members = Count("memberships", filter=Q(memberships__state=State.MEMBER), distinct=True)
    rows = Cluster.objects.annotate(rank=rank, members=members)
    return rows.order_by("rank", "name", "id").prefetch_related("places")


def shown_to_public(count: int) -> int | None:
    """Number of members as the public reads it; None where it is too small to be told."""
    return count if count >= LEAST else None


def cluster_called(pk: UUID) -> Cluster:
    """Cluster with its places, or 404."""
    row = Cluster.objects.prefetch_related("places").filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def members_count(cluster: Cluster) -> int:
    """Members today."""
    return cluster.memberships.filter(state=State.MEMBER).count()


def scope_in_force(cluster: Cluster) -> Scope | None:
    """Scope that was approved and not replaced."""
    return cluster.scopes.filter(state=Scope.State.APPROVED).first()


def scope_proposed(cluster: Cluster) -> Scope | None:
    """Scope that waits for a decision."""
    return cluster.scopes.filter(state=Scope.State.PROPOSED).select_related("proposed_by").first()


def scopes_of(cluster: Cluster) -> list[Scope]:
    """Every version of a scope, the last first."""
    return list(cluster.scopes.select_related("proposed_by", "decided_by"))


def managers_of(cluster: Cluster) -> list[Management]:
    """Those who manage a cluster today."""
    rows = cluster.managements.filter(until__isnull=True)
    return list(rows.select_related("person", "given_by").order_by("since"))


def former_managers(cluster: Cluster) -> list[Management]:
    """Those who managed a cluster, the last first."""
    rows = cluster.managements.filter(until__isnull=False)
    return list(rows.select_related("person").order_by("-until")[:20])


def sponsors_of(cluster: Cluster) -> list[Sponsor]:
    """Sponsors whose terms run today or begin later."""
    rows = cluster.sponsors.filter(_running()).select_related("organisation")
    return list(rows.order_by("organisation__name_folded", "since"))


def former_sponsors(cluster: Cluster) -> list[Sponsor]:
    """Sponsors whose terms are over."""
    return list(cluster.sponsors.exclude(_running()).select_related("organisation").order_by("-until"))


def _running() -> Q:
    return Q(until__isnull=True) | Q(until__gte=timezone.localdate())


def ends_soon(sponsors: Iterable[Sponsor]) -> list[Sponsor]:
    """Sponsors whose terms end within 60 days."""
    last = timezone.localdate() + timedelta(days=SOON)
    return [each for each in sponsors if each.until and each.until <= last]


@dataclass(frozen=True, slots=True)
class Seats:
    """Seats of a kind: ``limit`` is None where any number is taken."""

    kind: str
    taken: int
    waiting: int
    limit: SeatLimit | None

    @property
    def free(self) -> int | None:
        """Seats that are free; None where there is no limit."""
        return None if self.limit is None else max(self.limit.most - self.taken, 0)


def seats_of(cluster: Cluster) -> list[Seats]:
    """Seats of every kind that has a limit, a member or someone waiting: two queries."""
    limits = {each.kind: each for each in cluster.seat_limits.all()}
    counted = cluster.memberships.filter(state__in=(State.MEMBER, State.WAITING)).values("kind").order_by("kind")
    rows = {
        each["kind"]: each
        for each in counted.annotate(taken=Count("pk", filter=Q(state=State.MEMBER)),
                                     waiting=Count("pk", filter=Q(state=State.WAITING)))
    }  # fmt: skip
    none = {"taken": 0, "waiting": 0}
    return [
        Seats(kind, rows.get(kind, none)["taken"], rows.get(kind, none)["waiting"], limits.get(kind))
        for kind in sorted({*limits, *rows}, key=lambda each: (each not in limits, each))
    ]


def members_of(cluster: Cluster, *, words: str = "", kind: str = "", link: Any = None) -> QuerySet[Membership]:
    """Members by name, with their parts at hand."""
    rows = cluster.memberships.filter(state=State.MEMBER)
    for word in folded(words).split()[:8]:
        rows = rows.filter(organisation__name_folded__contains=word)
    rows = rows.filter(kind=kind) if kind else rows
    rows = rows.filter(pk__in=link.parts.values("membership_id")) if link else rows
    acting = Representation.objects.filter(organisation=OuterRef("organisation"), until__isnull=True)
    rows = rows.annotate(acted_for=Exists(acting))
    return rows.select_related("organisation").prefetch_related("parts__link").order_by(
        "organisation__name_folded", "id"
    )  # fmt: skip


def asking(cluster: Cluster) -> list[Membership]:
    """Those who asked to join and were not answered, the first first."""
    rows = cluster.memberships.filter(state=State.APPLIED)
    return list(rows.select_related("organisation").order_by("applied_at", "id")[:100])


def waiting(cluster: Cluster) -> QuerySet[Membership]:
    """The queue of every kind: each row has its ``place`` in it, and the ``free`` seats of its kind."""
    queue = Window(RowNumber(), partition_by=[F("kind")], order_by=[F("applied_at").asc(), F("id").asc()])
    limit = SeatLimit.objects.filter(cluster=OuterRef("cluster"), kind=OuterRef("kind")).values("most")
    taken = (
        Membership.objects.filter(cluster=OuterRef("cluster"), kind=OuterRef("kind"), state=State.MEMBER)
        .order_by().values("kind").annotate(n=Count("pk")).values("n")
    )  # fmt: skip
    rows = cluster.memberships.filter(state=State.WAITING).select_related("organisation")
    return rows.annotate(place=queue, most=Subquery(limit), taken=Subquery(taken)).order_by("kind", "place")


def has_turn(row: Any) -> bool:
    """Whether a row of the queue is first, and a seat of its kind is free."""
    return row.place == 1 and (row.most is None or (row.taken or 0) < row.most)


def place_in_queue(row: Membership) -> int:
    """Place of one that waits, counted from 1."""
    before = Q(applied_at__lt=row.applied_at) | Q(applied_at=row.applied_at, id__lt=row.pk)
    same = Membership.objects.filter(cluster_id=row.cluster_id, kind=row.kind, state=State.WAITING)
    return same.filter(before).count() + 1


def own_memberships(person: Any, cluster: Cluster) -> list[Membership]:
    """What the organisations of a person have asked of a cluster, or are in it; the last of each."""
    if not represented(person):
        return []
    rows = cluster.memberships.filter(organisation_id__in=represented(person)).select_related("organisation")
    last: dict[Any, Membership] = {}
    for row in rows.order_by("applied_at"):
        last[row.organisation_id] = row
    for row in last.values():
        row.queue_place = place_in_queue(row) if row.state == State.WAITING else None
    return list(last.values())


def own_organisations(person: Any) -> QuerySet[Organisation]:
    """Organisations that a person acts for."""
    return Organisation.objects.filter(pk__in=represented(person), merged_into__isnull=True)


def may_apply(person: Any, cluster: Cluster) -> QuerySet[Organisation]:
    """Organisations of a person that may ask to join."""
    within = cluster.memberships.filter(state__in=Membership.OPEN).values("organisation_id")
    return own_organisations(person).exclude(pk__in=within)


FACTS = ("name", "field", "state", "started_on", "ended_on")


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact that was changed, from what to what, as people read it."""

    name: str
    before: str
    after: str


def changes_of(cluster: Cluster) -> list[Any]:
    """How a cluster was changed, the last first: rows of its history, each with the facts that it ``changed``."""
    rows = list(cluster.history.select_related("history_user")[:30])
    for new, old in zip(rows, [*rows[1:], None], strict=True):
        differing = [] if old is None else [name for name in FACTS if getattr(new, name) != getattr(old, name)]
        new.changed = [Fact(name, _told(name, old), _told(name, new)) for name in differing]
    return rows


def _told(name: str, row: Any) -> str:
    value = getattr(row, name)
    if name == "state":
        return said(f"states.{value}")
    return day(value) if name in ("started_on", "ended_on") else str(value)


def stale_relations(cluster: Cluster) -> QuerySet[Relation]:
    """Open relations of members that nobody confirmed in a year."""
    ids = cluster.memberships.filter(state=State.MEMBER).values("organisation_id")
    rows = Relation.objects.filter(Q(source_id__in=ids) | Q(target_id__in=ids), until__isnull=True)
    return rows.filter(Relation.unconfirmed())
