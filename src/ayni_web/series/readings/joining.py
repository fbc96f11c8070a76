"""How members do against what they told of themselves before they joined: their baseline (#1)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from ayni_web.series.models import Measure
from ayni_web.series.readings.periods import moved
from ayni_web.series.readings.queries import Period, members_in, standing
from ayni_web.series.readings.rolling import Own, Spread, Told, owns_of, spread


def since_joining(measure: Measure, periods: Sequence[Period]) -> Spread | None:
    """The last period that members told against the last of each that ended before it joined; None: nobody told both.

    A member that left and came back is held against what came before the first time.
    """
    last = next((period for period in reversed(periods) if period.owns), None)
    if last is None or measure.of != "organisation":
        return None
    joined = _joined(measure, last.owns)
    before = _before(measure, joined)
    found = spread(measure.roll_up, measure.better, last.owns, before)
    return found if found.compared else None


def _joined(measure: Measure, owns: Mapping[Any, Own]) -> dict[UUID, date]:
    """Day on which each member first joined; who founded the cluster, or of whom the day is not known, is left out."""
    days: dict[UUID, date | None] = {}
    for held in members_in([measure.cluster])[measure.cluster_id]:
        if held.organisation in owns:
            known = days.get(held.organisation, held.since)
            days[held.organisation] = min(known, held.since) if known and held.since else None
    return {organisation: day for organisation, day in days.items() if day}


def _before(measure: Measure, joined: Mapping[UUID, date]) -> dict[UUID, Own]:
    rows = standing([measure.pk]).filter(organisation__in=joined, starts_on__lt=max(joined.values(), default=date.min))
    told: dict[date, list[Told]] = {}
    columns = ("starts_on", "organisation_id", "part", "value", "weight")
    for start, *row in rows.order_by("starts_on").values_list(*columns):
        if moved(measure.period, start, 1) <= joined[row[0]]:
            told.setdefault(start, []).append(Told(*row))
    found: dict[UUID, Own] = {}
    for each in told.values():
        owns = owns_of(measure.roll_up, measure.parts, each)
        found |= {organisation: own for organisation, own in owns.items() if own.value is not None}
    return found
