"""On whom the members depend (#60, #61): what was delivered to whom and by whom, and what each says of its largest."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from django.db.models import Case, Count, Q, QuerySet, When
from django.utils import timezone

from ayni_web.common.kept import kept, raw
from ayni_web.diagnosis.analysis import herfindahl
from ayni_web.events.models import Event, Participation
from ayni_web.events.units import kilograms
from ayni_web.members.models import Cluster, Membership, Organisation, Relation
from ayni_web.members.queries.stamps import relations_written

Side = Literal["buyers", "suppliers"]
DAYS, MONTHS = 365, 12
NAMED = 5
TOLD = 10
HALF = 0.5
DELIVERY = "delivery"
# What role of a delivery stands at each side, and of which relation the share is one's own.
ROLES: dict[Side, str] = {"buyers": "receives", "suppliers": "delivers"}
OWN: dict[Side, str] = {"buyers": Relation.Kind.SUPPLIES, "suppliers": Relation.Kind.BUYS}


@dataclass(frozen=True, slots=True)
class Dealt:
    """What one organisation received or delivered: kilograms, its share of all, 0 to 1, and kilograms a year before."""

    organisation: Organisation
    kilograms: float
    share: float
    before: float = 0.0

    @property
    def more(self) -> float:
        """Kilograms more than in the year before; below zero where less."""
        return self.kilograms - self.before


@dataclass(frozen=True, slots=True)
class Dependence:
    """How much the members depend on few, on one side.

    Attributes
    ----------
    side : str
    dealt : list of Dealt
        Those with most in a year of deliveries, the largest first.
    growing : list of Dealt
        Those with most more than in the year before, the largest growth first (#61: growth counts more than volume);
        none where nothing is known of that year.
    others : int
        How many more there are.
    herfindahl : float or None
        Concentration of what was delivered, 1/n to 1; None without deliveries that have a weight.  Over 0.25 it is
        commonly called high (U.S. Department of Justice and FTC (2010), Horizontal Merger Guidelines, 5.3).
    unweighed : int
        Deliveries left out: told in pieces, or without a quantity or that side.
    members, told : int
        Members, and those of whom it is known which part goes to whom.
    over_half, over_half_count : list of Relation, int
        Those of members with more than half at one other, the largest first, a few of them; and how many there are.
    """

    side: Side
    dealt: list[Dealt]
    growing: list[Dealt]
    others: int
    herfindahl: float | None
    unweighed: int
    members: int
    told: int
    over_half: list[Relation]
    over_half_count: int

    @property
    def leader(self) -> Dealt | None:
        """The one with most."""
        return self.dealt[0] if self.dealt else None


@dataclass(frozen=True, slots=True)
class Delivery:
    """What was delivered, in kilograms (None for what is no weight), and who took part: role, organisation, name.

    ``earlier``: more than a year ago, in the year before.
    """

    kilograms: Decimal | None
    parties: list[tuple[str, UUID, str]]
    earlier: bool


def dependences(cluster: Cluster) -> list[Dependence]:
    """Dependence of the members on buyers and on suppliers; two queries where it is kept, seven more where it is not.

    Deliveries are rewritten in place and grow old: each stands in the stamp, with the year in which it lies.
    """
    year = timezone.now() - timedelta(days=DAYS)
    earlier = Case(When(starts_at__lt=year, then=1), default=0)
    told = (
        _told(cluster, year)
        .order_by("pk", "participations__pk")
        .values_list("pk", earlier, "quantity", "unit", "participations__role", "participations__organisation_id")
    )
    stamp = (relations_written(cluster), raw(told))
    return kept(("dependences", cluster.pk), stamp, lambda: _dependences(cluster))


def _dependences(cluster: Cluster) -> list[Dependence]:
    members = cluster.memberships.filter(state=Membership.State.MEMBER).order_by().values("organisation_id")
    count, deliveries = members.count(), _deliveries(cluster)
    now, then = ([each for each in deliveries if each.earlier == earlier] for earlier in (False, True))
    sides = {side: (*_amounts(role, now), _amounts(role, then)[0]) for side, role in ROLES.items()}
    shown = {pk for amounts, _, before in sides.values() for pk in [*list(amounts)[:NAMED], *_growing(amounts, before)]}
    named = Organisation.objects.in_bulk(shown)
    return [_dependence(side, count, *told, named, _own(side, members)) for side, told in sides.items()]


def _growing(amounts: dict[UUID, float], before: dict[UUID, float]) -> list[UUID]:
    """Those with most more than a year before, a few of them; none where nothing is known of that year."""
    growth = {pk: value - before.get(pk, 0.0) for pk, value in amounts.items()}
    return sorted((pk for pk in growth if growth[pk] > 0), key=lambda pk: -growth[pk])[:NAMED] if before else []


def _deliveries(cluster: Cluster) -> list[Delivery]:
    """What was delivered in a year and in the one before, with who took part: two queries, columns alone."""
    year = timezone.now() - timedelta(days=DAYS)
    rows = _told(cluster, year).order_by()
    parties: dict[UUID, list[tuple[str, UUID, str]]] = defaultdict(list)
    took = Participation.objects.filter(event__in=rows.values("pk"), role__in=ROLES.values())
    for event, *party in took.values_list("event_id", "role", "organisation_id", "organisation__name_folded"):
        parties[event].append(tuple(party))
    return [
        Delivery(kilograms(quantity, unit), parties[pk], starts < year)
        for pk, quantity, unit, starts in rows.values_list("pk", "quantity", "unit", "starts_at")
    ]


def _told(cluster: Cluster, year: datetime) -> QuerySet[Event]:
    """Deliveries of a cluster since a year before some moment a year ago."""
    since = year - timedelta(days=DAYS)
    of = Event.objects.filter(cluster=cluster, kind=DELIVERY, cancelled_at__isnull=True)
    return of.filter(starts_at__range=(since, timezone.now()))


def _own(side: Side, members: QuerySet[Membership, dict[str, Any]]) -> QuerySet[Relation]:
    """What members say of which part of theirs goes to whom, or comes from whom."""
    return Relation.objects.filter(
        until__isnull=True, share_of_value__isnull=False, kind=OWN[side], source_id__in=members
    ).order_by()


def _dependence(
    side: Side, members: int, amounts: dict[UUID, float], unweighed: int, before: dict[UUID, float],
    named: dict[UUID, Organisation], own: QuerySet[Relation],
) -> Dependence:  # fmt: skip
    whole = sum(amounts.values())
    dealt = list(amounts.items()) if whole else []
    over = Q(share_of_value__gt=HALF)
    counted = own.aggregate(told=Count("source", distinct=True), over=Count("pk", filter=over))
    over_half = own.filter(over).order_by("-share_of_value", "source__name_folded").values_list("pk", flat=True)
    largest = list(over_half[:TOLD]) if counted["over"] else []
    shown = Relation.objects.select_related("source", "target").in_bulk(largest)

    def row(pk: UUID) -> Dealt:
        return Dealt(named[pk], amounts[pk], amounts[pk] / whole, before.get(pk, 0.0))

    return Dependence(
        side=side, dealt=[row(pk) for pk, _ in dealt[:NAMED]],
        growing=[row(pk) for pk in _growing(dict(dealt), before)],
        others=max(len(dealt) - NAMED, 0), herfindahl=herfindahl([amount for _, amount in dealt]), unweighed=unweighed,
        members=members, told=counted["told"], over_half=[shown[pk] for pk in largest], over_half_count=counted["over"],
    )  # fmt: skip


def _amounts(role: str, deliveries: list[Delivery]) -> tuple[dict[UUID, float], int]:
    """Kilograms by organisation, the most first, and deliveries left out.

    A delivery with several in that role is parted evenly among them.
    """
    amounts: dict[UUID, float] = defaultdict(float)
    names: dict[UUID, str] = {}
    unweighed = 0
    for delivery in deliveries:
        took = [(pk, name) for held, pk, name in delivery.parties if held == role]
        if delivery.kilograms is None or not took:
            unweighed += 1
            continue
        names |= dict(took)
        for pk, _ in took:
            amounts[pk] += float(delivery.kilograms) / len(took)
    return {pk: amounts[pk] for pk in sorted(amounts, key=lambda pk: (-amounts[pk], names[pk]))}, unweighed
