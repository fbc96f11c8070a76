"""How sure it is: the gain of each member over many futures, and the range of each year's money."""

from dataclasses import dataclass

import numpy as np

from ayni.venture.fields import BadVenture
from ayni.venture.flows import yearly
from ayni.venture.games import FloatArray, IntArray
from ayni.venture.plan import Plan
from ayni.venture.returns import discounts
from ayni.venture.risk import Exposure, Factors, Futures, futures, root_of
from ayni.venture.worth import Split, Stream, counts, paths, rate


@dataclass(frozen=True, slots=True)
class Ranges:
    """What 90 of 100 futures lie within, year by year.

    Attributes
    ----------
    together, alone : array of shape (types, years, 2)
        Ends of the range of each member of a type.
    group : array of shape (years, 2)
        Ends of the range of the group.
    """

    together: FloatArray
    alone: FloatArray
    group: FloatArray


def gains(plan: Plan, money: tuple[Stream, ...], agreed: Split, *, draws: int, seed: int) -> Futures:
    """Gain of each member of a type over many futures: together less alone, in the same future, after tax."""
    size = counts(plan)
    together, alone = _parts(plan, money, agreed, size)
    last = np.minimum(np.arange(1, plan.years + 1) * plan.periods_a_year, plan.periods) - 1
    return futures(
        exposure=_exposure(plan, money, _today(plan, together)), instead=_today(plan, alone),
        taxable=(yearly(plan, together), yearly(plan, alone)), tax=plan.tax,
        discounts=discounts(plan.periods, rate(plan))[last], factors=factors_of(plan), draws=draws,
        rng=np.random.default_rng(seed), counts=size,
    )  # fmt: skip


def _parts(plan: Plan, money: tuple[Stream, ...], agreed: Split, size: IntArray) -> tuple[FloatArray, FloatArray]:
    """Money of each member together and alone, by part and period."""
    kinds = _kinds(money)
    together = np.zeros((size.size, len(kinds), plan.periods))
    alone = np.zeros_like(together)
    for each in money:
        at = kinds.index((*each.factors, each.path))
        if each.alone:
            alone[each.who, at] += each.amounts
        elif each.activity < 0 or agreed.runs[each.activity]:
            if each.who >= 0:
                together[each.who, at] += each.amounts
            else:
                amounts = each.amounts * (size[each.per] if each.per >= 0 else 1)
                together[:, at] += (1 / size.sum() + agreed.tilt[:, None] * each.base) * amounts
    return together, alone


def _kinds(money: tuple[Stream, ...]) -> list[tuple[int, int, int, int]]:
    """Factors and path of each part: money that moves alike is one part."""
    return sorted({(*each.factors, each.path) for each in money})


def _exposure(plan: Plan, money: tuple[Stream, ...], amounts: FloatArray) -> Exposure:
    """Amounts by part and year, with what each part moves with."""
    first, second, also, third = np.array(_kinds(money), dtype=np.int64).T
    drawn = paths(plan, money)
    return Exposure(amounts, first, second, third, drawn.normals, drawn.of, also)


def yearly_ranges(plan: Plan, money: tuple[Stream, ...], agreed: Split, *, draws: int, seed: int) -> Ranges:
    """Range of the money of each year: of each member of a type together and alone after tax, of the group before.

    Not discounted: what would be counted at the end of the year.
    """
    size = counts(plan)
    together, alone = _parts(plan, money, agreed, size)
    own = yearly(plan, np.concatenate((together, alone)))
    group = yearly(plan, _group(plan, money, agreed, size))
    by_year, taxed = _each_year(np.concatenate((own, group[None]))), _each_year(np.concatenate((own, 0 * group[None])))
    found = futures(
        exposure=_exposure(plan, money, by_year), taxable=(taxed, 0 * taxed), tax=plan.tax,
        discounts=np.ones(plan.years), factors=factors_of(plan), draws=draws, rng=np.random.default_rng(seed),
    )  # fmt: skip
    ends = found.quantiles[:, [0, 4]].reshape(2 * size.size + 1, plan.years, 2)
    return Ranges(ends[: size.size], ends[size.size : -1], ends[-1])


def factors_of(plan: Plan) -> Factors:
    """Factors of a plan.

    Raises
    ------
    BadVenture
        Correlations that contradict one another.
    """
    places = {each.code: at for at, each in enumerate(plan.factors)}
    correlation = np.eye(len(places))
    for one, other, value in plan.correlations:
        correlation[places[one], places[other]] = correlation[places[other], places[one]] = value
    try:
        root_of(correlation)
    except ValueError as wrong:
        raise BadVenture("bad_venture.correlation") from wrong
    deviation = np.array([each.deviation for each in plan.factors], dtype=np.float64)
    persistence = np.array([each.persistence for each in plan.factors], dtype=np.float64)
    return Factors(deviation, correlation, persistence)


def _group(plan: Plan, money: tuple[Stream, ...], agreed: Split, size: IntArray) -> FloatArray:
    """Money of the group as a whole, by part and period; the parts are those of ``_parts``."""
    kinds = _kinds(money)
    found = np.zeros((len(kinds), plan.periods))
    for each in money:
        if each.who < 0 and (each.activity < 0 or agreed.runs[each.activity]):
            found[kinds.index((*each.factors, each.path))] += each.amounts * (size[each.per] if each.per >= 0 else 1)
    return found


def _each_year(amounts: FloatArray) -> FloatArray:
    """One row for each year of each row, with the money of that year alone: shape (rows * years, parts, years)."""
    rows, kinds, years = amounts.shape
    return np.asarray((amounts[:, None] * np.eye(years)[:, None]).reshape(rows * years, kinds, years))


def _today(plan: Plan, amounts: FloatArray) -> FloatArray:
    return yearly(plan, amounts * discounts(plan.periods, rate(plan)))
