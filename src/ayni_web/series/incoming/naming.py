"""Measures and periods in a cell, as people name them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from ayni_web.members.folding import folded
from ayni_web.series.models import Measure
from ayni_web.series.readings.access import may_tell, tellers, visible_measures
from ayni_web.series.readings.periods import label
from ayni_web.spreadsheets.reading import Came, Wrong, word

NUMBER = {"kind": "number"}
DECIMALS, FIGURES = 4, 14


@dataclass(slots=True)
class Known:
    """Measures that a person sees, and who tells each: a query a measure that the file names, whatever its rows.

    ``days``: first days of the periods of a length that a cell may name.
    """

    person: Any
    measures: list[Measure]
    days: Callable[[str], list[date]]
    _tellers: dict[UUID, frozenset[UUID]] = field(default_factory=dict)
    _periods: dict[UUID, dict[str, date]] = field(default_factory=dict)

    def measure(self, cluster: str | None, text: str) -> Measure:
        """Measure that two cells name: by its title in any language, of a cluster where that is told."""
        own = [each for each in self.measures if not cluster or folded(each.cluster.name) == folded(cluster)]
        found = [each for each in own if folded(text) in _titles(each) or str(each.pk) == text.lower()]
        going = [each for each in found if each.ended_at is None] or found
        if len(going) != 1:
            names = ", ".join(f"«{each}»" for each in own[:6])
            raise Wrong("readings.sheet_measures" if going else "readings.sheet_measure", known=names)
        return going[0]

    def period(self, measure: Measure, text: str) -> date:
        """First day of the period that a cell names, as people write it or by its first day."""
        if measure.pk not in self._periods:
            days = self.days(measure.period)
            self._periods[measure.pk] = {name: day for day in days
                                         for name in (folded(label(measure.period, day)), day.isoformat())}  # fmt: skip
        known = self._periods[measure.pk]
        day = known.get(folded(text)) or known.get(text)
        if day is None:
            raise Wrong("readings.sheet_period", example=label(measure.period, min(known.values())))
        return day

    def may_tell(self, measure: Measure, organisation: UUID | None) -> bool:
        """Whether the person tells a value of a member, or of the cluster."""
        if organisation is None:
            return measure.of == "cluster" and may_tell(self.person, measure)
        if measure.pk not in self._tellers:
            told = tellers(self.person, measure).values_list("pk", flat=True) if measure.ended_at is None else ()
            self._tellers[measure.pk] = frozenset(told)
        return organisation in self._tellers[measure.pk]


def _titles(measure: Measure) -> set[str]:
    return {folded(text) for text in measure.texts.get("title", {}).values() if text}


def known_to(person: Any, days: Callable[[str], list[date]]) -> Known:
    """Measures of a person, for the cells of a file."""
    return Known(person, list(visible_measures(person).order_by("added_at", "pk")), days)


def number(came: Came, column: str, at: int, cell: float | None) -> Decimal | None:
    """Number of a cell, as finely as it is kept."""
    if cell is None:
        return None
    try:
        value = Decimal(str(cell))
    except InvalidOperation:
        return None
    if value != round(value, DECIMALS) or value.adjusted() >= FIGURES:
        came.refuse(at, column, "readings.sheet_decimals")
        return None
    return value


def measure_of(came: Came, known: Known, read: dict[str, list[Any]], at: int) -> Measure | None:
    """Measure of a row, in the unit that the row tells, if it does."""
    if not read["measure"][at]:
        return None
    try:
        found = known.measure(read["cluster"][at], read["measure"][at])
    except Wrong as wrong:
        came.refuse(at, "measure", wrong.key, **wrong.facts)
        return None
    if read["unit"][at] and read["unit"][at] != found.unit:
        came.refuse(at, "unit", "readings.sheet_unit", unit=word("units", found.unit))
    return found


def written(value: Any) -> str:
    """What a cell would hold."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value or "")
