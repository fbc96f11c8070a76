"""What the page of a measure shows of its periods: the drawing, the trend, the experience curve, what to look at."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.safestring import SafeString, mark_safe

from ayni import words
from ayni.charts.lines import Line, lines
from ayni_web.common.language import current, said
from ayni_web.series.analysis import Trend, experience, trend
from ayni_web.series.models import Measure
from ayni_web.series.readings.queries import Period

PLACES = 2


def written(value: float | Decimal, unit: str) -> str:
    """Value with its unit, with at most two decimals."""
    rounded = Decimal(str(round(float(value), PLACES))).normalize()
    decimals = max(0, -int(rounded.as_tuple().exponent))
    return said(f"units.of_{unit}", value=words.number(float(rounded), current(), decimals))


@dataclass(frozen=True, slots=True)
class Shown:
    """What is said of a measure beside its table; empty where it cannot be said."""

    chart: SafeString
    trend: str
    experience: str
    flags: tuple[str, ...]


def shown_of(measure: Measure, periods: list[Period]) -> Shown:
    """What the periods of a measure say, as far as the reader is told them."""
    told = [period for period in periods if period.value is not None]
    flags = tuple(
        said("readings.few_gain", period=period.label, lost=str(period.spread.lost),
             compared=str(period.spread.compared))
        for period in periods if period.spread and period.spread.few_gain
    )  # fmt: skip
    return Shown(_chart(measure, told), _trend(measure, told), _experience(measure, told), flags)


def _chart(measure: Measure, told: list[Period]) -> SafeString:
    """Line over years; of shorter periods the last of each year is drawn."""
    by_year: dict[int, Decimal] = {period.starts_on.year: period.value for period in told if period.value is not None}
    if len(by_year) < 2 or min(by_year.values()) < 0:
        return SafeString("")
    points = tuple((year, float(value)) for year, value in sorted(by_year.items()))
    label = said("readings.chart", measure=str(measure), first=told[0].label, last=told[-1].label)
    line = Line(str(measure), points, written(points[-1][1], measure.unit))
    drawn = lines([line], label=label, written=lambda value: words.number(value, current(), 0))
    return mark_safe(drawn)  # noqa: S308 - drawn by the engine, which escapes every word


def _trend(measure: Measure, told: list[Period]) -> str:
    points: list[tuple[date, Decimal]] = [
        (period.starts_on, period.value) for period in told if period.value is not None
    ]
    found: Trend = trend(points)
    if found.slope is None or found.p_value is None:
        return said("readings.trend_few")
    facts = {"change": written(abs(found.slope), measure.unit), "n": str(found.points)}
    key = "readings.trend_up" if found.slope >= 0 else "readings.trend_down"
    trend_said = said(key, p=words.percent(found.p_value, current(), 0), **facts)
    if found.low is None or found.high is None:
        return f"{trend_said} {said('readings.trend_wide')}"
    low, high = (written(each, measure.unit) for each in (found.low, found.high))
    return f"{trend_said} {said('readings.trend_between', low=low, high=high)}"


def _experience(measure: Measure, told: list[Period]) -> str:
    points = [(period.value, period.weight) for period in told if period.value is not None and period.weight]
    found = experience([(cost, output) for cost, output in points if output]) if measure.experience else None
    if found is None:
        return ""
    rate, low, high = (words.percent(each, current(), 1) for each in (found.learning_rate, found.low, found.high))
    return said("readings.experience_text", rate=rate, low=low, high=high)
