"""What the engine computes for measures: the trend of a series, and its experience curve."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import accumulate

import numpy as np

from ayni.measures.experience import Experience, experience_curve
from ayni.measures.trend import mann_kendall, theil_sen, theil_sen_interval

DAYS = 365.25


@dataclass(frozen=True, slots=True)
class Trend:
    """Median change a year with its interval, and the probability of as much without a trend; None: too few periods.

    ``slope``, ``low`` and ``high`` are in the unit of the measure.
    """

    slope: float | None
    p_value: float | None
    points: int
    low: float | None = None
    high: float | None = None


def trend(points: Sequence[tuple[date, Decimal]]) -> Trend:
    """Trend of values in time: Theil-Sen's slope a year with its interval of 95 %, and Mann-Kendall's test."""
    if not points:
        return Trend(None, None, 0)
    years = np.array([day.toordinal() / DAYS for day, _ in points])
    values = np.array([[float(value) for _, value in points]])
    slope, p_value = theil_sen(years=years, values=values).slope[0], mann_kendall(values=values).p_value[0]
    between = theil_sen_interval(years=years, values=values)
    return Trend(*map(_known, (slope, p_value)), len(points), *map(_known, (between.low[0], between.high[0])))


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def experience(points: Sequence[tuple[Decimal, Decimal]]) -> Experience | None:
    """Experience curve through costs with the output of their period, in order; None where it cannot be drawn."""
    if any(cost <= 0 or output <= 0 for cost, output in points):
        return None
    cumulative = np.array([float(each) for each in accumulate(output for _, output in points)], dtype=np.float64)
    found = experience_curve(
        cumulative=cumulative, cost=np.array([float(cost) for cost, _ in points], dtype=np.float64)
    )
    return None if np.isnan(found.learning_rate) else found
