"""Rows of a plan's file that tell experience curves, diffusions, savings and what was measured of them."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from ayni.measures.experience import FEWEST, experience_curve
from ayni.venture.adoption import FEWEST as FEWEST_SALES
from ayni.venture.adoption import bass
from ayni.venture.fields import BadVenture, Row, rows
from ayni.venture.games import FloatArray
from ayni.venture.plan import GROUP, Adoption, Curve, Measured, Saving

CURVE = ("code", "title", "ratio", "ratio_low", "ratio_high", "volumes", "costs", "costs_of", "before", "source",
         "illustrative")  # fmt: skip
ADOPTION = (
    "code", "title", "market", "market_low", "market_high", "innovation", "innovation_low", "innovation_high",
    "imitation", "imitation_low", "imitation_high", "sales", "starts", "before", "again", "source", "illustrative",
)  # fmt: skip
SAVING = ("code", "title", "who", "planned", "starts", "ends", "source", "illustrative")
MEASURED = ("saving", "year", "value", "source", "illustrative")
# What a doubling may leave of a unit cost: beyond, readings tell no curve.
LEAST_RATIO, MOST_RATIO = 0.1, 2.0
MOST_BUYERS = 1e12


def curve_of(row: Row) -> Curve:
    """Experience curve of a row: told with its interval, or fitted to readings."""
    row.only(*CURVE)
    code, source = row.code(), row.source()
    title = row.text("title", code)
    volumes, costs = row.numbers("volumes"), row.numbers("costs")
    if not volumes and not costs:
        low, ratio, high = _interval(row, "ratio", LEAST_RATIO, MOST_RATIO)
        return Curve(code, title, ratio, low, high, row.number("before", 1e-9, 1e15), 0, source)
    if row.told.get("ratio") is not None:
        raise BadVenture("bad_venture.told_and_fitted", where=row.where, told="ratio", fitted="volumes, costs")
    if len(volumes) != len(costs) or len(volumes) < FEWEST:
        raise BadVenture("bad_venture.curve_readings", where=row.where, n=len(volumes), m=len(costs), least=FEWEST)
    row.whole("costs_of", 1900, 2200)
    if min(*volumes, *costs) <= 0 or bool((np.diff(volumes) < 0).any()):
        raise BadVenture("bad_venture.curve_falls", where=row.where)
    found = experience_curve(cumulative=np.array(volumes), cost=np.array(costs))
    low, high = 1 - found.high, 1 - found.low
    if math.isnan(found.exponent) or not LEAST_RATIO <= low <= high <= MOST_RATIO:
        raise BadVenture("bad_venture.curve_untold", where=row.where)
    before = row.number("before", 1e-9, 1e15, volumes[-1])
    return Curve(code, title, found.progress_ratio, low, high, before, found.points, source)


def adoption_of(row: Row, periods: int) -> Adoption:
    """Diffusion of a row: told with its intervals, or fitted to sales of some years."""
    row.only(*ADOPTION)
    code, source, sales = row.code(), row.source(), row.numbers("sales")
    title, starts, again = row.text("title", code), row.whole("starts", 1, periods, 1), row.yes("again")
    if not sales:
        told = (
            _interval(row, "market", 1e-9, MOST_BUYERS), _interval(row, "innovation", 1e-9, 1),
            _interval(row, "imitation", 1e-9, 5),
        )  # fmt: skip
        low, value, high = zip(*told, strict=True)
        return Adoption(code, title, value, low, high, starts, row.number("before", 0, 100, 0.0), again, 0, source)
    if row.told.get("market") is not None:
        raise BadVenture("bad_venture.told_and_fitted", where=row.where, told="market", fitted="sales")
    if min(sales) < 0 or len(sales) < FEWEST_SALES:
        raise BadVenture("bad_venture.sales_few", where=row.where, n=len(sales), least=FEWEST_SALES)
    found = bass(sales=np.array(sales))
    if found.reason or not _is_told(found.low, found.high):
        raise BadVenture("bad_venture.sales_untold", where=row.where)
    before = row.number("before", 0, 100, float(len(sales)))
    numbers = (found.market, found.innovation, found.imitation)
    return Adoption(code, title, numbers, _three(found.low), _three(found.high), starts, before, again, len(sales),
                    source)  # fmt: skip


def saving_of(row: Row, types: tuple[str, ...], periods: int) -> Saving:
    """Saving of a row."""
    row.only(*SAVING)
    code = row.code()
    starts, ends = row.span(1, periods, periods)
    return Saving(
        code, row.text("title", code), row.one_of("who", (*types, GROUP)), row.number("planned", 0, 1e15), starts, ends,
        row.source(),
    )  # fmt: skip


def measured_of(row: Row, savings: Mapping[str, Saving], codes: tuple[str, ...], a_year: int, periods: int) -> Measured:
    """What was measured of a saving, in a year in which it runs."""
    row.only(*MEASURED)
    code = row.one_of("saving", codes)
    of = savings.get(code)
    first, last = ((of.starts - 1) // a_year + 1, (of.ends - 1) // a_year + 1) if of else (1, -(-periods // a_year))
    year = row.whole("year", first, last)
    return Measured(code, year, row.number("value", -1e15, 1e15), row.source())


def once_a_year(told: Mapping[str, Any]) -> None:
    """Nothing, where each saving was measured once for each year."""
    said = [(str(each.told.get("saving")), str(each.told.get("year"))) for each in rows(told, "measured")]
    for saving, year in said:
        if said.count((saving, year)) > 1:
            raise BadVenture("bad_venture.measured_twice", saving=saving, year=year)


def _interval(row: Row, name: str, least: float, most: float) -> tuple[float, float, float]:
    """Low end, value and high end of a number that is told with its interval."""
    value = row.number(name, least, most)
    low, high = row.number(f"{name}_low", least, most), row.number(f"{name}_high", least, most)
    if not low <= value <= high:
        raise BadVenture("bad_venture.interval", where=row.where, name=name, low=low, value=value, high=high)
    return low, value, high


def _is_told(low: FloatArray, high: FloatArray) -> bool:
    """Whether intervals are narrow enough to draw from: no end a thousandfold the other."""
    return bool(np.all(low > 0) and np.all(high < 1000 * low))


def _three(numbers: FloatArray) -> tuple[float, float, float]:
    one, two, three = (float(each) for each in numbers)
    return one, two, three
