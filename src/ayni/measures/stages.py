"""Stage of a life cycle that a series of sales is in, told by its growth and how fast that slows, with its doubt."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import stdtr, stdtrit

from ayni.measures.ratios import ratio

FloatArray = npt.NDArray[np.float64]
IntegerArray = npt.NDArray[np.int64]

STAGES = ("introduction", "growth", "maturity", "decline")
# Growth, acceleration and the variance of what is left over ask for one year more than there are coefficients.
FEWEST = 4
# Nodes of Gauss and Legendre along each stretch of growth: a probability is told to about a thousandth.
NODES, WEIGHTS = np.polynomial.legendre.leggauss(24)
SERIES_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True)
class LogPath:
    """Growth of each series and its change, arrays of shape (series,); NaN with fewer than four known values.

    Attributes
    ----------
    growth : array
        Growth in the year told of, natural logarithm a year.
    acceleration : array
        Change of that growth, natural logarithm a year, a year.
    covariance : array of shape (series, 2, 2)
        Of growth and acceleration.
    freedom : array of int
        Known values less three: degrees of freedom of the variance.
    """

    growth: FloatArray
    acceleration: FloatArray
    covariance: FloatArray
    freedom: IntegerArray


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where one stage ends and the next begins.

    Attributes
    ----------
    flat : float, >= 0
        Growth, natural logarithm a year, that is no more than standing still, up or down.
    fast : float, >= flat
        Growth at or under which a product is not being introduced, however steady.
    introduction_until, growth_until : float, 0 to 1
        Share of its ceiling at which a product that grows leaves each stage; by default where the growth of a
        logistic curve gains, and loses, most speed: (3 - sqrt 3) / 6 and (3 + sqrt 3) / 6, 0.211 and 0.789.
    """

    flat: float = float(np.log(1.02))
    fast: float = float(np.log(1.10))
    introduction_until: float = (3 - 3**0.5) / 6
    growth_until: float = (3 + 3**0.5) / 6


def log_path(*, years: FloatArray, values: FloatArray, at: FloatArray) -> LogPath:
    """Growth and acceleration of each series at a year, by least squares of its logarithm on a parabola of the years.

    Parameters
    ----------
    years : array of shape (n,), all different
        Calendar years.
    values : array of shape (series, n), > 0, NaN for a gap
    at : array of shape (series,)
        Year told of, as the last known one, or the middle of those known.

    Raises
    ------
    ValueError
        Shapes that do not fit, a repeated year, infinity, or a value that is not above zero.

    Notes
    -----
    ln x = a + g t + c t^2 / 2 around the year told of: g is the growth there, c the acceleration, with the usual
    covariance s^2 (X'X)^-1, s^2 on n - 3 degrees of freedom.  What the years leave over is taken as independent from
    one to the next: where shocks last, the doubt is larger than told.
    """
    shapes = years.shape == values.shape[1:] and at.shape == values.shape[:1]
    if values.ndim != 2 or not shapes or len(np.unique(years)) != len(years):
        raise ValueError("years: one for each column of values, all different; at: one for each row")
    if np.isinf(values).any() or (values <= 0).any():
        raise ValueError("values: a matrix (series, years) of numbers > 0, NaN for a gap")
    freedom = np.isfinite(values).sum(axis=1) - 3
    found, spread = np.full((len(values), 3), np.nan), np.full((len(values), 3, 3), np.nan)
    enough = np.flatnonzero(freedom > 0)
    for start in range(0, len(enough), SERIES_AT_ONCE):
        rows = enough[start : start + SERIES_AT_ONCE]
        found[rows], inverse, left = _parabola(years, values[rows], at[rows])
        spread[rows] = inverse * (left / freedom[rows])[:, None, None]
    return LogPath(found[:, 1], found[:, 2], spread[:, 1:, 1:], freedom)


def _parabola(years: FloatArray, values: FloatArray, at: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Coefficients of the logarithm of each series around its year, (X'X)^-1, and the sum of squares left over."""
    known = np.isfinite(values)
    distance = np.where(known, years - at[:, None], 0.0)
    logs = np.log(np.where(known, values, 1.0))
    design = np.stack([known.astype(float), distance, distance**2 / 2], axis=2)
    inverse = np.linalg.inv(design.swapaxes(1, 2) @ design)
    found = (inverse @ design.swapaxes(1, 2) @ logs[:, :, None])[:, :, 0]
    left = logs - (design @ found[:, :, None])[:, :, 0]
    return found, inverse, (left**2).sum(axis=1)


def interval(path: LogPath, *, confidence: float) -> tuple[FloatArray, FloatArray]:
    """Bounds of the growth of each series, natural logarithm a year.

    Parameters
    ----------
    path : LogPath
        Growth with its covariance.
    confidence : float, 0 to 1, both left out
        Probability that the bounds hold it, by Student's t.
    """
    reach = stdtrit(np.maximum(path.freedom, 1), (1 + confidence) / 2) * np.sqrt(path.covariance[:, 0, 0])
    return path.growth - reach, path.growth + reach


def penetration(*, growth: FloatArray, acceleration: FloatArray) -> FloatArray:
    """Share of its ceiling that each series has reached, 0 to 1, if it goes on as a logistic; NaN if it does not grow.

    Parameters
    ----------
    growth, acceleration : array
        Natural logarithm a year, and a year again.

    Notes
    -----
    A logistic x = K / (1 + exp(-r (t - m))) has growth g = r (1 - x / K) and acceleration -g^2 (x / K) / (1 - x / K),
    so that x / K = -acceleration / (g^2 - acceleration), whatever K and r.  Growth that does not slow is at zero.
    """
    slowing = np.maximum(-acceleration, 0.0)
    share: FloatArray = np.where(growth > 0, ratio(part=slowing, whole=growth**2 + slowing), np.nan)
    return share


def stage_probabilities(path: LogPath, *, thresholds: Thresholds) -> FloatArray:
    """Probability of each of ``STAGES`` for each series, shape (series, 4), rows that add up to one or are NaN.

    Parameters
    ----------
    path : LogPath
        Growth and acceleration with their covariance.
    thresholds : Thresholds
        Decline: growth under -flat.  Maturity: from -flat to flat, or growth that slows so much that the product is
        past ``growth_until`` of its ceiling.  Introduction: growth over ``fast`` that is not past
        ``introduction_until``.  Growth: all other growth.

    Raises
    ------
    ValueError
        Thresholds out of order.

    Notes
    -----
    Growth and acceleration follow the bivariate t of a regression with a flat prior (Box & Tiao 1973, Bayesian
    inference in statistical analysis, section 2.7): growth is Student's t, and given growth, acceleration is t with one
    more degree of freedom (Ding 2016, The American Statistician 70(3), 293-295, doi 10.1080/00031305.2016.1164756).
    Decline and standing still are exact; the rest is summed along growth by Gauss and Legendre.
    Source: stages told by growth as Polli & Cook (1969), Journal of Business 42(4), 385-400; they have one series of
    sales and its own spread for bounds, here the bounds are given and the share of the ceiling is that of a logistic.
    """
    bounds = thresholds
    if not (0 <= bounds.flat <= bounds.fast and 0 < bounds.introduction_until < bounds.growth_until < 1):
        raise ValueError("thresholds: 0 <= flat <= fast, 0 < introduction_until < growth_until < 1")
    found = np.full((len(path.growth), len(STAGES)), np.nan)
    for rows in _blocks(path.freedom):
        found[rows] = _chances(_Given.of(path, rows), bounds)
    return found


def likely(probabilities: FloatArray, *, confidence: float) -> npt.NDArray[np.bool_]:
    """Fewest stages of each series whose probabilities reach ``confidence``, shape (series, 4); none where NaN."""
    order = np.argsort(-probabilities, axis=1, kind="stable")
    sorted_down = np.take_along_axis(probabilities, order, axis=1)
    before = np.cumsum(sorted_down, axis=1) - sorted_down
    chosen = np.zeros(probabilities.shape, dtype=np.bool_)
    np.put_along_axis(chosen, order, before < confidence, axis=1)
    return chosen


def _blocks(freedom: IntegerArray) -> Iterator[IntegerArray]:
    """Rows of series that have the same degrees of freedom, not too many at once."""
    for each in np.unique(freedom[freedom > 0]):
        rows = np.flatnonzero(freedom == each)
        yield from (rows[start : start + SERIES_AT_ONCE] for start in range(0, len(rows), SERIES_AT_ONCE))


@dataclass(frozen=True, slots=True)
class _Given:
    """Growth of some series, and acceleration given growth: middle = level + slope x (growth - its own middle)."""

    freedom: float
    growth: FloatArray
    spread: FloatArray
    level: FloatArray
    slope: FloatArray
    rest: FloatArray

    @classmethod
    def of(cls, path: LogPath, rows: IntegerArray) -> "_Given":
        """Series that have the same degrees of freedom."""
        covariance = path.covariance[rows]
        slope = np.nan_to_num(ratio(part=covariance[:, 0, 1], whole=covariance[:, 0, 0]))
        rest = np.maximum(covariance[:, 1, 1] - slope * covariance[:, 0, 1], 0.0)
        freedom = float(path.freedom[rows[0]])
        return cls(freedom, path.growth[rows], np.sqrt(covariance[:, 0, 0]), path.acceleration[rows], slope, rest)

    def under(self, bound: float) -> FloatArray:
        """Probability that growth is under a bound; where there is no doubt, growth at the bound is under it."""
        return _student(bound - self.growth, self.spread, self.freedom)

    def past(self, share: float, steps: FloatArray) -> FloatArray:
        """Probability that growth so many steps from its middle slows so much as to be past a share of the ceiling."""
        growth = self.growth[:, None] + self.spread[:, None] * steps
        middle = self.level[:, None] + self.slope[:, None] * self.spread[:, None] * steps
        width = np.sqrt(self.rest[:, None] * (self.freedom + steps**2) / (self.freedom + 1))
        return _student(-share / (1 - share) * growth**2 - middle, width, self.freedom + 1)


def _chances(given: _Given, bounds: Thresholds) -> FloatArray:
    falls, still, slow = (given.under(bound) for bound in (-bounds.flat, bounds.flat, bounds.fast))
    of_slow, of_fast = _stretch(given.freedom, still, slow), _stretch(given.freedom, slow, np.ones_like(slow))
    full_slow, full_fast = (given.past(bounds.growth_until, steps) @ (WEIGHTS / 2) for steps in (of_slow, of_fast))
    new = (1 - slow) * (1 - given.past(bounds.introduction_until, of_fast) @ (WEIGHTS / 2))
    full = (slow - still) * full_slow + (1 - slow) * full_fast
    chances = np.stack([new, np.maximum(1 - still - new - full, 0.0), still - falls + full, falls], axis=1)
    whole: FloatArray = chances / chances.sum(axis=1, keepdims=True)
    return whole


def _stretch(freedom: float, start: FloatArray, end: FloatArray) -> FloatArray:
    """Student's t at the nodes between two probabilities, shape (series, nodes)."""
    shares = start[:, None] + (end - start)[:, None] * (NODES + 1) / 2
    # Beyond double precision of one there is no node: what lies there weighs nothing.
    steps: FloatArray = stdtrit(freedom, np.clip(shares, 1e-12, 1 - 1e-12))
    return steps


def _student(away: FloatArray, width: FloatArray, freedom: float) -> FloatArray:
    """Probability under so much from the middle; without width there is no doubt, and the middle itself is under."""
    certain = np.where(away >= 0, np.inf, -np.inf)
    found: FloatArray = stdtr(freedom, np.divide(away, width, out=certain, where=width > 0))
    return found
