"""The joint board of a cluster (#24): what public institutions promise, what firms put beside it, and how much."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, IntegerChoices, IntegerField, Q, QuerySet, Sum, When

from ayni_web.commitments.access import sees_each
from ayni_web.commitments.kinds import PUBLIC
from ayni_web.commitments.models import Commitment, Match, State
from ayni_web.commitments.queries import listed, visible_commitments, written
from ayni_web.common.kept import kept
from ayni_web.members.access import joined, represented
from ayni_web.members.models import Cluster


@dataclass(frozen=True, slots=True)
class Pair:
    """A line of the joint board: a public commitment with the private ones that answer it; either may be missing.

    Each is what ``queries.listed`` tells of a commitment.
    """

    public: Any | None
    private: list[Any]


class Side(IntegerChoices):
    """Where a commitment stands on the joint board, in its order; ``ANSWERING`` stands beside what it answers."""

    UNANSWERED = 0
    ANSWERED = 1
    ALONE = 2
    ANSWERING = 3


def on_the_board(person: Any, cluster: Cluster) -> QuerySet[Commitment]:
    """Commitments of the joint board of a cluster, with the ``place`` of each; what is nearest its day first."""
    rows = visible_commitments(person).filter(cluster=cluster, inside=True)
    rows = rows.exclude(state__in=(State.PROPOSED, State.DECLINED, State.WITHDRAWN))
    public = Q(maker__kind__in=PUBLIC)
    answered, answering = _matched(rows, public, cluster)
    place = Case(
        When(public & Q(pk__in=answered), then=Side.ANSWERED), When(public, then=Side.UNANSWERED),
        When(pk__in=answering, then=Side.ANSWERING), default=Side.ALONE, output_field=IntegerField(),
    )  # fmt: skip
    return rows.annotate(place=place).order_by("place", "due_on", "pk")


def _matched(rows: QuerySet[Commitment], public: Q, cluster: Cluster) -> tuple[set[UUID], set[UUID]]:
    """Public commitments that are answered and private ones that answer, both among these rows; three queries.

    As lists of keys: a condition within the board's own query would be tried for every row against every other.
    """
    found = list(Match.objects.filter(public__cluster=cluster).order_by().values_list("public_id", "private_id"))
    known = rows.order_by().values_list("pk", flat=True)
    publics = set(known.filter(public, pk__in={pair[0] for pair in found}))
    privates = set(known.filter(pk__in={pair[1] for pair in found}))
    both = [pair for pair in found if pair[0] in publics and pair[1] in privates]
    return {pair[0] for pair in both}, {pair[1] for pair in both}


@dataclass(slots=True)
class Amounts:
    """What both columns of the joint board promise in a unit or currency, each commitment once.

    Attributes
    ----------
    unit : str
        Code of the unit.
    public, unanswered : Decimal
        Public commitments, and those of them that no private one answers.
    private, answering : Decimal
        Private commitments, and those of them that answer a public one.
    """

    unit: str
    public: Decimal = Decimal(0)
    unanswered: Decimal = Decimal(0)
    private: Decimal = Decimal(0)
    answering: Decimal = Decimal(0)


PARTS = {
    Side.UNANSWERED: ("public", "unanswered"),
    Side.ANSWERED: ("public",),
    Side.ALONE: ("private",),
    Side.ANSWERING: ("private", "answering"),
}


def amounts(found: QuerySet[Commitment]) -> tuple[list[Amounts], int]:
    """Both columns by unit, without what was broken or waived, and how many tell no amount; one query."""
    standing = found.exclude(state__in=(State.BROKEN, State.WAIVED)).order_by().values_list("place", "unit")
    told: dict[str, Amounts] = {}
    without = 0
    for place, unit, value, count in standing.annotate(value=Sum("quantity"), n=Count("pk")):
        if not unit:
            without += count
            continue
        line = told.setdefault(unit, Amounts(unit))
        for part in PARTS[Side(place)]:
            setattr(line, part, getattr(line, part) + value)
    return [told[unit] for unit in sorted(told)], without


@dataclass(frozen=True, slots=True)
class Board:
    """The joint board of a cluster, as its members see it.

    Attributes
    ----------
    firsts : list of (UUID, Side)
        First commitment of each line: public ones without a counterpart first, private ones that answer none last.
    beside : dict
        Private commitments that answer each public one.
    amounts : list of Amounts
        Both columns by unit.
    without : int
        Commitments that tell no amount.
    """

    firsts: list[tuple[UUID, Side]]
    beside: dict[UUID, list[UUID]]
    amounts: list[Amounts]
    without: int


def board_of(person: Any, cluster: Cluster) -> Board:
    """Joint board of a cluster as a person sees it; one query where it is kept, which every word anew makes another."""
    # Whoever sees each sees them all; others what is of all and of the own organisations.
    sight = "all" if sees_each(person, cluster) else (represented(person), cluster.pk in joined(person))
    return kept(("board", cluster.pk, sight), written(), lambda: _board(person, cluster))


def _board(person: Any, cluster: Cluster) -> Board:
    found = on_the_board(person, cluster)
    firsts, known = [], set()
    for pk, place in found.select_related(None).values_list("pk", "place"):
        known.add(pk)
        if place != Side.ANSWERING:
            firsts.append((pk, Side(place)))
    beside: dict[UUID, list[UUID]] = {}
    matches = Match.objects.filter(public__cluster=cluster).order_by("pk").values_list("public_id", "private_id")
    for public, private in matches:
        if public in known and private in known:
            beside.setdefault(public, []).append(private)
    return Board(firsts, beside, *amounts(found))


def pairs(board: Board, firsts: Iterable[tuple[UUID, Side]]) -> list[Pair]:
    """Lines of the joint board that begin with these commitments; one query."""
    lines = [(pk, place, board.beside.get(pk, [])) for pk, place in firsts]
    asked = [key for pk, _, beside in lines for key in (pk, *beside)]
    told = dict(zip(asked, listed(asked), strict=True))
    return [
        Pair(None, [told[pk]]) if place == Side.ALONE else Pair(told[pk], [told[key] for key in beside])
        for pk, place, beside in lines
    ]
