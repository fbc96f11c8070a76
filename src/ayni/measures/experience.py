"""The experience curve: what unit cost does each time that cumulative output doubles."""

from dataclasses import dataclass
from math import atan, cos, pi, sin, sqrt

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]

FEWEST = 3
_HALVINGS = 200


@dataclass(frozen=True, slots=True)
class Experience:
    """An experience curve, cost = first_cost x cumulative ** exponent.

    Attributes
    ----------
    first_cost : float
        Cost of the first unit, in the unit of the costs; NaN with fewer than three points.
    exponent : float
        Below 0 where cost falls.
    learning_rate, low, high : float
        Part of the cost that each doubling takes away (0.2 on an 80 % curve; below 0 where cost rises), with the ends
        of its interval.
    progress_ratio : float
        What of the cost each doubling leaves: 0.8 on an 80 % curve.
    points : int
        Points it stands on.
    """

    first_cost: float
    exponent: float
    learning_rate: float
    low: float
    high: float
    progress_ratio: float
    points: int


def experience_curve(*, cumulative: FloatArray, cost: FloatArray, confidence: float = 0.95) -> Experience:
    """Experience curve through real unit costs at cumulative outputs.

    Parameters
    ----------
    cumulative : array of shape (n,), > 0, not falling
        Output from the first unit up to each point, in any one unit.
    cost : array of shape (n,), > 0
        Unit cost there, at the prices of one year.
    confidence : float between 0 and 1
        How often such intervals hold the true rate, were the points independent of one another.

    Raises
    ------
    ValueError
        Arrays that do not fit, values that are not above 0, output that falls, or a confidence that is none.

    Notes
    -----
    Least squares of log cost on log cumulative output; the interval of the exponent b (Student's t, n - 2) becomes
    that of 1 - 2 ** b.  With two points, or with no growth of output, there is no interval and no curve: NaN.

    Source: Wright (1936), Journal of the Aeronautical Sciences 3(4), 122-128, doi 10.2514/8.155; Boston Consulting
    Group (1968), Perspectives on experience.
    """
    _check(cumulative, cost, confidence)
    x, y = np.log(cumulative), np.log(cost)
    n = len(x)
    spread = float(((x - x.mean()) ** 2).sum()) if n else 0.0
    if n < FEWEST or spread == 0.0:
        nan = float("nan")
        return Experience(nan, nan, nan, nan, nan, nan, n)
    slope = float(((x - x.mean()) * (y - y.mean())).sum()) / spread
    start = float(y.mean()) - slope * float(x.mean())
    residual = y - start - slope * x
    error = sqrt(float((residual**2).sum()) / (n - 2) / spread)
    half = student_t(confidence, n - 2) * error
    return Experience(
        first_cost=float(np.exp(start)), exponent=slope, learning_rate=1 - 2**slope,
        low=1 - 2 ** (slope + half), high=1 - 2 ** (slope - half), progress_ratio=2**slope, points=n,
    )  # fmt: skip


def student_t(confidence: float, degrees: int) -> float:
    """Bound within which Student's t with these degrees of freedom lies with this probability, both sides together.

    Source: Abramowitz and Stegun (1964), 26.7.3 and 26.7.4; the bound is found by halving.
    """
    low, high = 0.0, 1.0
    while _within(high, degrees) < confidence:
        high *= 2
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if _within(middle, degrees) < confidence:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _within(bound: float, degrees: int) -> float:
    """Probability that t lies between -bound and bound."""
    angle = atan(bound / sqrt(degrees))
    odd = degrees % 2
    term, total = (cos(angle), cos(angle)) if odd else (1.0, 1.0)
    for step in range(2 + odd, degrees - 1, 2):
        term *= cos(angle) ** 2 * (step - 1) / step
        total += term
    if odd:
        return 2 / pi * (angle + (sin(angle) * total if degrees > 1 else 0.0))
    return sin(angle) * total


def _check(cumulative: FloatArray, cost: FloatArray, confidence: float) -> None:
    if cumulative.shape != cost.shape or cumulative.ndim != 1:
        raise ValueError("cumulative, cost: one of each a point")
    if not (np.isfinite(cumulative).all() and np.isfinite(cost).all() and (cumulative > 0).all() and (cost > 0).all()):
        raise ValueError("cumulative, cost: above 0")
    if (np.diff(cumulative) < 0).any():
        raise ValueError("cumulative: does not fall")
    if not 0 < confidence < 1:
        raise ValueError("confidence: between 0 and 1")
