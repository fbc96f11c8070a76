"""What a flow of money is worth: present value, rates of return, payback, benefit over cost, working capital.

Flows stand at the ends of equal periods, the first of them today.
"""

from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np
from scipy.optimize import brentq

from ayni.venture.games import FloatArray

Kind = Literal["annuity", "straight", "bullet"]
Why = Literal["", "no_flow", "no_sign_change", "several"]
# Rates are looked for between losing all but a thousandth and a thousandfold a period.
LEAST, MOST, STEPS = -0.999, 1000.0, 4000
# Part of the largest flow under which a net present value is zero.
TOLERANCE = 1e-12
# Roots of a pair that touches zero come out of the companion matrix with such parts that are not real.
NEARLY_REAL = 1e-6
# Rates nearer to each other are one.
APART = 1e-7


@dataclass(frozen=True, slots=True)
class Rates:
    """Rates of return a period of a flow.

    Attributes
    ----------
    rates : array of shape (rates,)
        Every rate above -1 at which the net present value is zero, rising.
    sign_changes : int
        Changes of sign in the flow: there are at most so many rates above -1 (Descartes).
    reason : str
        Empty where there is just one rate; ``several``; ``no_sign_change`` where the flow never turns; ``no_flow``.
    """

    rates: FloatArray
    sign_changes: int
    reason: Why

    @property
    def rate(self) -> float:
        """The rate of return; NaN where there is none, or more than one."""
        return float(self.rates[0]) if self.rates.size == 1 else float("nan")


def net_present_value(*, flows: FloatArray, rate: float) -> FloatArray:
    """Worth today of flows at a rate.

    Parameters
    ----------
    flows : array of shape (..., periods)
        Money at the end of each period, the first of them today; in above zero, out below.
    rate : float
        A period, above -1.

    Returns
    -------
    array of shape (...)
        In the unit of the flows.

    Source: Fisher (1930), The Theory of Interest; the first flow is not discounted.
    """
    if not rate > -1:
        raise ValueError(f"a rate is above -1; {rate} came")
    return np.asarray(flows @ discounts(flows.shape[-1], rate))


def discounts(periods: int, rate: float) -> FloatArray:
    """What one unit at the end of each period is worth today, shape (periods,)."""
    return np.asarray((1.0 + rate) ** -np.arange(periods, dtype=np.float64))


def rate_a_period(yearly: float, periods_a_year: int) -> float:
    """Rate a period that compounds to a yearly one."""
    return float((1.0 + yearly) ** (1.0 / periods_a_year) - 1.0)


def internal_rates(flows: FloatArray) -> Rates:
    """Every internal rate of return of a flow.

    Parameters
    ----------
    flows : array of shape (periods,)
        Money at the end of each period.

    Source: Descartes' rule for how many there may be; Hazen (2003), doi:10.1080/00137910308965053, for why all are
    told.  Rates where the value crosses zero are bracketed on a grid of log(1 + rate) and closed in on (Brent 1973);
    those where it only touches zero, or crosses it twice between two points of the grid, are roots of the companion
    matrix.
    """
    flows = np.asarray(flows, dtype=np.float64)
    moved = flows[flows != 0]
    changes = int((np.diff(np.sign(moved)) != 0).sum())
    if not moved.size:
        return Rates(np.empty(0), 0, "no_flow")
    if not changes:
        return Rates(np.empty(0), 0, "no_sign_change")
    found = _roots(flows / np.abs(flows).max())
    return Rates(found, changes, "" if found.size == 1 else "several" if found.size else "no_sign_change")


def _roots(flows: FloatArray) -> FloatArray:
    """Rates at which the value is zero, told apart at a ten millionth."""
    grid = np.linspace(np.log1p(LEAST), np.log1p(MOST), STEPS)
    values = _values(flows, grid)
    turns = np.flatnonzero(np.diff(np.sign(values)) != 0)
    crossed = [brentq(partial(_value, flows), grid[at], grid[at + 1], xtol=1e-15, rtol=1e-14) for at in turns]
    rates = np.sort(np.expm1(np.array([*crossed, *_touched(flows)])))
    return np.asarray(rates[np.append(True, np.diff(rates) > APART)]) if rates.size else rates


def _values(flows: FloatArray, log_growth: FloatArray) -> FloatArray:
    """Values at some rates, scaled so that no power overflows: their signs and zeros are those of the values today."""
    powers = np.arange(flows.size) - np.where(log_growth >= 0, 0, flows.size - 1)[:, None]
    return np.asarray(np.exp(-log_growth[:, None] * powers) @ flows)


def _value(flows: FloatArray, log_growth: float) -> float:
    return float(_values(flows, np.array([log_growth]))[0])


def _touched(flows: FloatArray) -> list[float]:
    """Logarithms of 1 + rate at which the value only touches zero."""
    near = np.roots(np.trim_zeros(flows)[::-1])
    real = near.real[(np.abs(near.imag) < NEARLY_REAL * np.abs(near)) & (near.real > 0)]
    found = [-float(np.log(each)) for each in real if 1 / (1 + MOST) < each < 1 / (1 + LEAST)]
    return [each for each in found if abs(_value(flows, each)) < TOLERANCE]


def payback(flows: FloatArray) -> float:
    """Periods until what came in covers what went out for good, within a period by its part; NaN where it never does.

    Parameters
    ----------
    flows : array of shape (periods,)
        Money at the end of each period; discounted before, for a discounted payback.
    """
    total = np.cumsum(np.asarray(flows, dtype=np.float64))
    below = np.flatnonzero(total < 0)
    if not below.size:
        return 0.0
    last = int(below[-1])
    if last + 1 == total.size:
        return float("nan")
    return last + float(-total[last] / (total[last + 1] - total[last]))


def benefit_cost(*, benefits: FloatArray, costs: FloatArray, rate: float) -> float:
    """Worth today of what comes in over that of what goes out; NaN where nothing goes out.

    Parameters
    ----------
    benefits, costs : array of shape (periods,)
        Both zero or more.
    rate : float
        A period, above -1.
    """
    if np.any(benefits < 0) or np.any(costs < 0):
        raise ValueError("benefits and costs are zero or more")
    spent = float(net_present_value(flows=costs, rate=rate))
    return float(net_present_value(flows=benefits, rate=rate)) / spent if spent else float("nan")


def peak_working_capital(flows: FloatArray) -> float:
    """The most money that is out at any moment, zero or more: what must be there so that the plan never stops."""
    total = np.cumsum(np.asarray(flows, dtype=np.float64))
    return float(max(0.0, -total.min())) if total.size else 0.0


@dataclass(frozen=True, slots=True)
class Schedule:
    """What a credit brings and takes, by period.

    Attributes
    ----------
    interest, repaid, owed : array of shape (periods,)
        Paid in interest and in principal at the end of each period, and what is owed after; zero or more.
    """

    interest: FloatArray
    repaid: FloatArray
    owed: FloatArray


def credit_schedule(
    *, principal: float, rate: float, periods: int, grace: int = 0, kind: Kind = "annuity"
) -> Schedule:  # fmt: skip
    """Schedule of a credit.

    Parameters
    ----------
    principal : float
        What is lent at the start, zero or more.
    rate : float
        Interest a period, zero or more.
    periods : int
        Periods until all is repaid, 1 or more.
    grace : int
        First periods in which interest alone is paid, fewer than ``periods``.
    kind : str
        ``annuity`` the same payment each period, ``straight`` the same part of the principal each period, ``bullet``
        all of it at the end.
    """
    if principal < 0 or rate < 0 or periods < 1 or not 0 <= grace < periods:
        raise ValueError("principal and rate are zero or more, and grace is shorter than the credit")
    paying = periods - grace
    repaid = np.zeros(periods)
    if kind == "bullet":
        repaid[-1] = principal
    elif kind == "straight" or rate == 0:
        repaid[grace:] = principal / paying
    else:
        first = principal * rate / np.expm1(paying * np.log1p(rate))
        repaid[grace:] = first * (1 + rate) ** np.arange(paying)
    before = principal - np.append(0.0, np.cumsum(repaid)[:-1])
    return Schedule(before * rate, repaid, before - repaid)
