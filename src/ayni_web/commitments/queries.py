"""Every read of commitments: lists, one with its history, the joint board, what is due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from ayni_web.accounts.access import is_staff
from ayni_web.commitments.access import seers
from ayni_web.commitments.kinds import PUBLIC
from ayni_web.commitments.models import OUTCOMES, Commitment, Match, State, Turn
from ayni_web.members.access import joined, managed, represented
from ayni_web.members.models import Cluster, Membership, Organisation
from ayni_web.members.queries import standing_clusters

_MEMBER = Membership.State.MEMBER
SHOWN = 5


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
    own = represented(person)
    if whose == "to_keep":
        found = found.filter(maker_id__in=own)
    elif whose == "to_receive":
        found = found.filter(receiver_id__in=own)
    if kind:
        found = found.filter(kind=kind)
    if cluster:
        found = found.filter(cluster=cluster)
    if organisation:
        found = found.filter(Q(maker=organisation) | Q(receiver=organisation))
    found = in_state(found, state) if state else found
    closed = Q(state__in=[State.PROPOSED, State.AGREED])
    return found.annotate(over=~closed).order_by("over", "due_on", "pk")


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


def days_over(commitment: Commitment) -> int:
    """Days since the day of an open commitment; 0 while it lies ahead."""
    return max(0, (timezone.localdate() - commitment.due_on).days) if commitment.is_open else 0


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


@dataclass(frozen=True, slots=True)
class Pair:
    """A line of the joint board: a public commitment with the private ones that answer it; either may be missing."""

    public: Commitment | None
    private: list[Commitment]


def board(person: Any, cluster: Cluster) -> list[Pair]:
    """The joint board of a cluster: public ones without a counterpart first, private ones that answer none last."""
    rows = visible_commitments(person).filter(cluster=cluster, inside=True)
    standing = {row.pk: row for row in rows.exclude(state__in=(State.PROPOSED, State.DECLINED, State.WITHDRAWN))}
    pairs: dict[UUID, list[Commitment]] = {pk: [] for pk, row in standing.items() if row.maker.kind in PUBLIC}
    answering = set()
    for public, private in Match.objects.filter(public__in=list(pairs)).values_list("public_id", "private_id"):
        if private in standing:
            pairs[public].append(standing[private])
            answering.add(private)
    alone = [row for pk, row in standing.items() if pk not in pairs and pk not in answering]
    found = sorted(pairs.items(), key=lambda each: (bool(each[1]), standing[each[0]].due_on))
    return [*(Pair(standing[pk], private) for pk, private in found), *(Pair(None, [row]) for row in alone)]


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
    seen = standing_clusters()
    if not is_staff(person):
        seen = seen.filter(pk__in=managed(person) | joined(person))
    held = {
        cluster.pk: {row.organisation_id for row in cluster.memberships.all() if row.state == _MEMBER}
        for cluster in seen.filter(memberships__organisation__in=(own, other))
        .distinct()
        .prefetch_related("memberships")
    }
    both = [pk for pk, members in held.items() if {own.pk, other.pk} <= members]
    either = [pk for pk, members in held.items() if {own.pk, other.pk} & members]
    return list(Cluster.objects.filter(pk__in=both or either).order_by("name"))


def clusters_of_choice(person: Any, own: Iterable[Organisation]) -> QuerySet[Cluster]:
    """Clusters that a form offers: those of the organisations a person proposes for; for staff every standing one."""
    rows = standing_clusters()
    if is_staff(person):
        return rows
    member = Membership.objects.filter(organisation__in=own, state=_MEMBER, cluster=OuterRef("pk"))
    return rows.filter(Q(pk__in=managed(person) | joined(person)) & (Exists(member) | Q(pk__in=managed(person))))


def due_of(person: Any, organisation: Organisation) -> list[Commitment]:
    """What is open of an organisation, as far as the person sees it: the nearest days first."""
    own = Q(maker=organisation) | Q(receiver=organisation)
    found = visible_commitments(person).filter(own, state__in=(State.PROPOSED, State.AGREED))
    return list(found.order_by("due_on", "pk")[: SHOWN + 1])


def concluded(found: QuerySet[Commitment], since: date | None = None, until: date | None = None) -> QuerySet[Any]:
    """Commitments of which the receiver told the outcome, with their day in a period."""
    rows = found.filter(state__in=OUTCOMES)
    if since:
        rows = rows.filter(due_on__gte=since)
    return rows.filter(due_on__lte=until) if until else rows


def late_by(found: QuerySet[Commitment]) -> dict[str, int]:
    """How many open ones are over their day by up to 30 days, up to 90, and more: ageing of arrears."""
    today = timezone.localdate()
    rows = overdue(found).annotate(day=F("due_on")).values_list("day", flat=True)
    bands = {"month": 0, "quarter": 0, "more": 0}
    for day in rows:
        late = today - day
        bands["month" if late <= timedelta(30) else "quarter" if late <= timedelta(90) else "more"] += 1
    return bands
