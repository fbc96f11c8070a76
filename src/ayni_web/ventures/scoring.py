"""What came of a year that was forecast, out of the readings of a measure; what is missing is not filled in."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from ayni_web.series.models import Measure, Reading
from ayni_web.ventures.models import Forecast, Score, Version
from ayni_web.ventures.queries import GROUP

PERIODS = {"month": 12, "quarter": 4, "year": 1, "farm_year": 1}
# Units of measures that are money, by the currency of a plan.
UNITS = {"PEN": "pen", "USD": "usd"}


@dataclass(frozen=True, slots=True)
class Came:
    """What came in a year: of each, and of how many it is told."""

    value: float
    told: int


def measures_for(version: Version, currency: str) -> QuerySet[Measure]:
    """Measures of the cluster in the currency of the plan."""
    unit = UNITS.get(currency, "")
    return Measure.objects.filter(cluster=version.plan.cluster_id, unit=unit).order_by("added_at", "pk")


def due(version: Version, who: str) -> QuerySet[Forecast]:
    """Forecasts whose day has come."""
    return version.forecasts.filter(who=who, due_on__lte=timezone.localdate())


def came(version: Version, forecast: Forecast, measure: Measure, starts: str) -> Came | None:
    """What came of the group, or on average of each member of a type that told its whole year; None of nobody."""
    first, after = _month(starts, forecast.year), _month(starts, forecast.year + 1)
    rows = Reading.objects.filter(measure=measure, part="", revised_by__isnull=True, starts_on__gte=first,
                                  starts_on__lt=after)  # fmt: skip
    if forecast.who == GROUP:
        rows = rows.filter(organisation__isnull=True)
    else:
        members = version.plan.participants.filter(type=forecast.who).values("organisation_id")
        rows = rows.filter(organisation_id__in=members)
    told: dict[Any, list[float]] = defaultdict(list)
    for organisation, value in rows.order_by().values_list("organisation_id", "value"):
        told[organisation].append(float(value))
    whole = [sum(values) for values in told.values() if len(values) == PERIODS[measure.period]]
    return Came(sum(whole) / len(whole), len(whole)) if whole else None


def _month(starts: str, year: int) -> date:
    """First day of a year of the plan, counted from 1."""
    return date(int(starts[:4]) + year - 1, int(starts[5:7] or 1), 1)


def last_scores(version: Version) -> dict[int, Score]:
    """The last score of each forecast, by its key."""
    rows = Score.objects.filter(forecast__version=version).select_related("measure").order_by("at", "pk")
    return {row.forecast_id: row for row in rows}
