"""On whom the members depend (#60, #61): what was delivered to whom and by whom, and what each says of its largest."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal
from uuid import UUID

from django.db.models import Prefetch
from django.utils import timezone

from ayni_web.diagnosis.analysis import herfindahl
from ayni_web.events.models import Event, Participation
from ayni_web.events.units import kilograms
from ayni_web.members.models import Cluster, Membership, Organisation, Relation

Side = Literal["buyers", "suppliers"]
DAYS = 365
NAMED = 5
HALF = 0.5
DELIVERY = "delivery"
# What role of a delivery stands at each side, and of which relation the share is one's own.
ROLES: dict[Side, str] = {"buyers": "receives", "suppliers": "delivers"}
OWN: dict[Side, str] = {"buyers": Relation.Kind.SUPPLIES, "suppliers": Relation.Kind.BUYS}


@dataclass(frozen=True, slots=True)
class Dealt:
    """What one organisation received or delivered: kilograms, and its share of all, 0 to 1."""

    organisation: Organisation
    kilograms: float
    share: float


@dataclass(frozen=True, slots=True)
class Dependence:
    """How much the members depend on few, on one side.

    Attributes
    ----------
    side : str
    dealt : list of Dealt
        Those with most in a year of deliveries, the largest first.
    others : int
        How many more there are.
    herfindahl : float or None
        Concentration of what was delivered, 1/n to 1; None without deliveries that have a weight.  Over 0.25 it is
        commonly called high (U.S. Department of Justice and FTC (2010), Horizontal Merger Guidelines, 5.3).
    unweighed : int
        Deliveries left out: told in pieces, or without a quantity or that side.
    members, told : int
        Members, and those of whom it is known which part goes to whom.
    over_half : list of (Organisation, Organisation, float)
        Members with more than half at one other, with that share.
    """

    side: Side
    dealt: list[Dealt]
    others: int
    herfindahl: float | None
    unweighed: int
    members: int
    told: int
    over_half: list[tuple[Organisation, Organisation, float]]

    @property
    def leader(self) -> Dealt | None:
        """The one with most."""
        return self.dealt[0] if self.dealt else None


def dependences(cluster: Cluster) -> list[Dependence]:
    """Dependence of the members on buyers and on suppliers: four queries, however many there are."""
    members = set(_members(cluster))
    deliveries = list(_deliveries(cluster))
    relations = list(_relations(members))
    return [_dependence(side, members, deliveries, relations) for side in ROLES]


def _members(cluster: Cluster) -> list[UUID]:
    rows = cluster.memberships.filter(state=Membership.State.MEMBER)
    return list(rows.values_list("organisation_id", flat=True))


def _deliveries(cluster: Cluster) -> list[Event]:
    since = timezone.now() - timedelta(days=DAYS)
    took_part = Prefetch("participations", Participation.objects.select_related("organisation"))
    rows = Event.objects.filter(
        cluster=cluster, kind=DELIVERY, cancelled_at__isnull=True, starts_at__range=(since, timezone.now())
    )
    return list(rows.prefetch_related(took_part))


def _relations(members: set[UUID]) -> list[Relation]:
    rows = Relation.objects.filter(until__isnull=True, share_of_value__isnull=False, source_id__in=members)
    return list(rows.select_related("source", "target"))


def _dependence(side: Side, members: set[UUID], deliveries: list[Event], relations: list[Relation]) -> Dependence:
    amounts, known, unweighed = _amounts(side, deliveries)
    ordered = sorted(amounts, key=lambda pk: (-amounts[pk], known[pk].name_folded))
    whole = sum(amounts.values())
    dealt = [Dealt(known[pk], amounts[pk], amounts[pk] / whole) for pk in ordered if whole]
    own = [each for each in relations if each.kind == OWN[side]]
    over = [(each.source, each.target, float(each.share_of_value or 0)) for each in own]
    return Dependence(
        side=side, dealt=dealt[:NAMED], others=max(len(dealt) - NAMED, 0),
        herfindahl=herfindahl([each.kilograms for each in dealt]), unweighed=unweighed, members=len(members),
        told=len({each.source_id for each in own}),
        over_half=sorted((each for each in over if each[2] > HALF), key=lambda each: (-each[2], each[0].name_folded)),
    )  # fmt: skip


def _amounts(side: Side, deliveries: list[Event]) -> tuple[dict[UUID, float], dict[UUID, Organisation], int]:
    """Kilograms by organisation; a delivery with several on that side is parted evenly among them."""
    amounts: dict[UUID, float] = defaultdict(float)
    known: dict[UUID, Organisation] = {}
    unweighed = 0
    for event in deliveries:
        weight = kilograms(event.quantity, event.unit)
        took = [each.organisation for each in event.participations.all() if each.role == ROLES[side]]
        if weight is None or not took:
            unweighed += 1
            continue
        for each in took:
            known[each.pk] = each
            amounts[each.pk] += float(weight) / len(took)
    return amounts, known, unweighed
