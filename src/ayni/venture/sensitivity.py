"""What a plan hangs on: the gain when one factor comes out low or high, and where it would be gone."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import brentq

from ayni.venture.games import FloatArray
from ayni.venture.learning import DEVIATE as INTERVAL
from ayni.venture.plan import Adoption, Curve, Plan
from ayni.venture.returns import net_present_value
from ayni.venture.worth import Split, Stream, after_tax, money_by_period, rate, streams

# Nine years of ten lie below the high end, and one below the low end (normal deviate of the logarithm).
DEVIATE = 1.2815515655446004
MOST = 10.0
# What a doubling may leave of a cost, from a tenth to the double.
LEAST_RATIO, MOST_RATIO = 0.1, 2.0
# Curves are worked out anew for each: fewer are tried.
_FEW_OF_A_CURVE, _FEW_OF_BUYERS = np.geomspace(0.05, 20, 49), np.geomspace(0.01, MOST, 31)
_GRID = np.concatenate((np.linspace(0, 1, 51), np.linspace(1, MOST, 91)[1:]))


@dataclass(frozen=True, slots=True)
class Sway:
    """What one factor does to the gain of each member of a type, everything else as planned.

    Attributes
    ----------
    factor : str
        Its code: of a factor, an experience curve or a diffusion.
    low, high : float
        What it is multiplied by in every year: one year in ten is below, one above.  Of a curve the ratio that each
        doubling leaves, of a diffusion the buyers in the end: one future in ten is below, one above.
    gain_low, gain_high : array of shape (types,)
        Gain worth today, after tax, at either.
    break_even : array of shape (types,)
        The multiple nearest to one at which the gain is gone; NaN where there is none from zero to tenfold, nor of a
        ratio from a tenth to the double.
    """

    factor: str
    low: float
    high: float
    gain_low: FloatArray
    gain_high: FloatArray
    break_even: FloatArray


def sways(plan: Plan, money: tuple[Stream, ...], agreed: Split) -> tuple[Sway, ...]:
    """What each factor does to the gain, the one that moves it most first (a tornado), with its break-even.

    The split of the group's money stays as it was agreed.

    Source: Eschenbach (1992), doi:10.1287/inte.22.6.40: ranges of one in ten for each factor, one at a time.
    """
    found = [_sway(plan, money, agreed, at) for at in range(len(plan.factors))]
    found += [_of_curve(plan, agreed, each) for each in plan.curves]
    found += [_of_buyers(plan, agreed, each) for each in plan.adoptions]
    return tuple(sorted(found, key=lambda each: -float(np.abs(each.gain_high - each.gain_low).max())))


def _sway(plan: Plan, money: tuple[Stream, ...], agreed: Split, at: int) -> Sway:
    def gain(multiple: float) -> FloatArray:
        moved = money_by_period(plan, money, agreed, {at: np.full(plan.years, multiple)})
        more = after_tax(plan, moved.together) - after_tax(plan, moved.alone)
        return net_present_value(flows=more, rate=rate(plan))

    factor = plan.factors[at]
    low, high = (float(np.exp(sign * DEVIATE * factor.deviation)) for sign in (-1, 1))
    return _told(factor.code, low, high, gain, _GRID)


def _told(code: str, low: float, high: float, gain: Callable[[float], FloatArray], grid: FloatArray) -> Sway:
    on_grid = np.array([gain(float(multiple)) for multiple in grid])
    even = [_nearest_root(gain, on_grid[:, kind], kind, grid) for kind in range(on_grid.shape[1])]
    return Sway(code, low, high, gain(low), gain(high), np.array(even))


def _of_curve(plan: Plan, agreed: Split, curve: Curve) -> Sway:
    low, high = _ends(curve.low, curve.high)

    def gain(multiple: float) -> FloatArray:
        other = replace(curve, ratio=curve.ratio * multiple)
        return _gain(replace(plan, curves=tuple(other if each is curve else each for each in plan.curves)), agreed)

    within = _FEW_OF_A_CURVE[
        (_FEW_OF_A_CURVE * curve.ratio >= LEAST_RATIO) & (_FEW_OF_A_CURVE * curve.ratio <= MOST_RATIO)
    ]
    return _told(curve.code, low, high, gain, within)


def _of_buyers(plan: Plan, agreed: Split, told: Adoption) -> Sway:
    low, high = _ends(told.low[0], told.high[0])

    def gain(multiple: float) -> FloatArray:
        market, innovation, imitation = told.value
        other = replace(told, value=(market * multiple, innovation, imitation))
        return _gain(replace(plan, adoptions=tuple(other if each is told else each for each in plan.adoptions)), agreed)

    return _told(told.code, low, high, gain, _FEW_OF_BUYERS)


def _ends(low: float, high: float) -> tuple[float, float]:
    """Multiples beyond which lies one future in ten on either side, by an interval of 95 of 100."""
    deviation = float(np.log(high) - np.log(low)) / (2 * INTERVAL)
    return float(np.exp(-DEVIATE * deviation)), float(np.exp(DEVIATE * deviation))


def _gain(plan: Plan, agreed: Split) -> FloatArray:
    """Gain of each member of a type, worth today after tax, by a split that was agreed."""
    money = money_by_period(plan, streams(plan), agreed)
    more = after_tax(plan, money.together) - after_tax(plan, money.alone)
    return net_present_value(flows=more, rate=rate(plan))


def _nearest_root(
    gain: Callable[[float], FloatArray], on_grid: FloatArray, kind: int, grid: FloatArray
) -> float:  # fmt: skip
    """Multiple nearest to one at which the gain of a type turns; NaN where it does not."""
    turns = np.flatnonzero(np.diff(np.sign(on_grid)) != 0)
    if not turns.size:
        return float("nan")
    roots = [brentq(lambda multiple: float(gain(multiple)[kind]), grid[at], grid[at + 1], xtol=1e-12) for at in turns]
    return float(min(roots, key=lambda each: abs(each - 1)))
