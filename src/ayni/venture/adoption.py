"""How a new product spreads among its buyers (Bass), with an interval; how many of them are of each kind (Rogers)."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import least_squares
from scipy.stats import t as student

from ayni.venture.games import FloatArray

FEWEST = 5
# Innovators, early adopters, early and late majority, laggards: cut at -2, -1, 0 and 1 deviations.
ROGERS = (0.025, 0.135, 0.34, 0.34, 0.16)


@dataclass(frozen=True, slots=True)
class Bass:
    """Spread of a product, with the interval of each number.

    Attributes
    ----------
    market, innovation, imitation : float
        Buyers in the end (m), and the coefficients p and q a period; NaN where the data do not tell them.
    low, high : array of shape (3,)
        Ends of the intervals of m, p and q.
    peak : float
        Period at which most buy for the first time; 0 where sales fall from the start.
    fitted : array of shape (periods,)
        Sales of each period on the curve.
    reason : str
        Empty; ``too_few`` periods; ``no_peak`` where sales do not say how large the market is.
    """

    market: float
    innovation: float
    imitation: float
    low: FloatArray
    high: FloatArray
    peak: float
    fitted: FloatArray
    reason: str


def adopted(*, market: float, innovation: float, imitation: float, periods: FloatArray) -> FloatArray:
    """Buyers up to each period on a Bass curve.

    Parameters
    ----------
    market, innovation, imitation : float
        m > 0, p > 0 and q >= 0.
    periods : array
        Time since the start, zero or more.

    Source: Bass (1969), doi:10.1287/mnsc.15.5.215, equation 4: m (1 - e^-(p+q)t) / (1 + q/p e^-(p+q)t).
    """
    if not (market > 0 and innovation > 0 and imitation >= 0):
        raise ValueError("market and innovation are above zero, imitation is zero or more")
    gone = np.exp(-(innovation + imitation) * np.asarray(periods, dtype=np.float64))
    return np.asarray(market * (1 - gone) / (1 + imitation / innovation * gone))


def bass(*, sales: FloatArray, confidence: float = 0.95) -> Bass:
    """Bass curve through first purchases by period.

    Parameters
    ----------
    sales : array of shape (periods,)
        First purchases in each period from the first one, zero or more; five periods at least.
    confidence : float
        Of the intervals, between 0 and 1.

    Source: Srinivasan and Mason (1986), doi:10.1287/mksc.5.2.169: least squares on what each interval adds,
    m [F(t) - F(t-1)]; the intervals are those of the linearised fit in logarithms (Seber and Wild 1989, section 5.1).
    """
    sales = np.asarray(sales, dtype=np.float64)
    if sales.ndim != 1 or np.any(~(sales >= 0)) or not 0 < confidence < 1:
        raise ValueError("sales are zero or more in each period, and a confidence lies between 0 and 1")
    if sales.size < FEWEST or not sales.any():
        return _untold(sales.size, "too_few")
    scale = float(sales.sum())
    best = min((_fit(sales / scale, start) for start in _starts()), key=lambda each: each.cost)
    m, p, q = (float(each) for each in np.exp(best.x))
    spread = _spread(best.jac, 2 * best.cost, sales.size)
    if spread is None or m > 100:
        return _untold(sales.size, "no_peak")
    half = student.ppf((1 + confidence) / 2, sales.size - 3) * spread
    unit = np.array([scale, 1, 1])
    fitted = scale * _intervals(best.x, sales.size)
    peak = float(np.log(q / p) / (p + q)) if q > p else 0.0
    return Bass(m * scale, p, q, np.exp(best.x - half) * unit, np.exp(best.x + half) * unit, peak, fitted, "")


def _fit(sales: FloatArray, start: FloatArray) -> Any:
    return least_squares(
        lambda x: _intervals(x, sales.size) - sales, np.log(start), bounds=([-3, -20, -20], [6, 3, 3]),
        xtol=1e-14, ftol=1e-14, gtol=1e-14,
    )  # fmt: skip


def _starts() -> list[FloatArray]:
    return [np.array([m, p, q]) for m in (1.2, 3.0) for p in (0.003, 0.03) for q in (0.1, 0.5)]


def _intervals(logs: FloatArray, periods: int) -> FloatArray:
    m, p, q = np.exp(logs)
    return np.diff(adopted(market=m, innovation=p, imitation=q, periods=np.arange(periods + 1.0)))


def _spread(jacobian: FloatArray, squares: float, periods: int) -> FloatArray | None:
    """Standard error of the logarithm of each number; None where the data do not tell them apart."""
    inner = jacobian.T @ jacobian
    if np.linalg.cond(inner) > 1e14:
        return None
    return np.asarray(np.sqrt(np.diag(np.linalg.inv(inner)) * squares / (periods - 3)))


def _untold(periods: int, reason: str) -> Bass:
    nan = float("nan")
    return Bass(nan, nan, nan, np.full(3, nan), np.full(3, nan), nan, np.full(periods, nan), reason)


def kinds_of_buyers(market: float) -> FloatArray:
    """Buyers of each kind, from innovators to laggards, shape (5,); they add up to the market.

    Source: Rogers (1962), Diffusion of Innovations, chapter 6: a normal curve of the time until adoption.
    """
    if not market >= 0:
        raise ValueError("a market is zero or more")
    return np.asarray(market * np.array(ROGERS))
