"""Trend of many short series at once: Theil-Sen slope, Mann-Kendall test."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from math import erfc, sqrt
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntegerArray = npt.NDArray[np.int64]

FEWEST = 3
# Differences of all pairs of years stand in memory at once: this many series at a time keeps them small.
SERIES_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True)
class TheilSen:
    """Median slope of each series.

    Attributes
    ----------
    slope : array of shape (series,)
        Change a year, in the unit of the values; NaN with fewer than three known values.
    known : array of int of shape (series,)
        Number of known values.
    """

    slope: FloatArray
    known: IntegerArray


@dataclass(frozen=True, slots=True)
class SlopeInterval:
    """Interval of the median slope of each series, arrays of shape (series,), in the unit of the values a year.

    NaN where the values are too few for one: from five on there is one at 0.95.
    """

    low: FloatArray
    high: FloatArray


@dataclass(frozen=True, slots=True)
class MannKendall:
    """Test of each series against "no trend", arrays of shape (series,); NaN with fewer than three known values.

    Attributes
    ----------
    s : array
        Pairs that rise less pairs that fall.
    variance : array
        Variance of S when there is no trend, corrected for ties.
    z : array
        (S - sign of S) / sqrt(variance); 0 when S is 0.
    p_value : array
        Two-sided, normal approximation, 0 to 1.
    known : array of int
        Number of known values.
    """

    s: FloatArray
    variance: FloatArray
    z: FloatArray
    p_value: FloatArray
    known: IntegerArray


def theil_sen(*, years: FloatArray, values: FloatArray) -> TheilSen:
    """Theil-Sen slope of each series over calendar years.

    Parameters
    ----------
    years : array of shape (n,), all different
        Calendar years.  Their real distances count: a gap of two years is two years.
    values : array of shape (series, n), NaN for a gap

    Raises
    ------
    ValueError
        Shapes that do not fit, a repeated year, or infinity.

    Notes
    -----
    Median over all pairs i < j of known years of (x_j - x_i) / (t_j - t_i); a gap takes part in no pair.

    Source: Theil (1950), Proceedings KNAW 53, 386-392; Sen (1968), Journal of the American Statistical Association
    63(324), 1379-1389, doi 10.1080/01621459.1968.10480934, eq. 1.1.
    """
    _check(values, years)
    known = np.isfinite(values).sum(axis=1)
    starts = range(0, len(values), SERIES_AT_ONCE)
    blocks = [_median_slopes(years, values[start : start + SERIES_AT_ONCE]) for start in starts]
    slope = np.concatenate(blocks) if blocks else np.empty(0)
    return TheilSen(slope=np.where(known >= FEWEST, slope, np.nan), known=known)


def theil_sen_interval(*, years: FloatArray, values: FloatArray, level: float = 0.95) -> SlopeInterval:
    """Interval of the Theil-Sen slope of each series.

    Parameters
    ----------
    years : array of shape (n,), all different
    values : array of shape (series, n), NaN for a gap
    level : float, 0 to 1, neither of them
        Confidence, both ends together.

    Raises
    ------
    ValueError
        Shapes that do not fit, a repeated year, infinity, or a level that is none.

    Notes
    -----
    Of N slopes in order, those of rank (N - z sigma) / 2 and (N + z sigma) / 2 + 1, rounded; sigma is the deviation of
    Mann-Kendall's S without a trend, corrected for ties.  Where such a rank lies outside, no interval is told: SciPy
    takes the outermost slope there, which holds less than the level.

    Source: Sen (1968), Journal of the American Statistical Association 63(324), 1379-1389,
    doi 10.1080/01621459.1968.10480934, section 2.6.
    """
    _check(values, years)
    if not 0 < level < 1:
        raise ValueError(f"level is between 0 and 1, got {level}")
    reach = NormalDist().inv_cdf((1 + level) / 2) * np.sqrt(mann_kendall(values=values).variance)
    low, high = np.full(len(values), np.nan), np.full(len(values), np.nan)
    for at, row in enumerate(values):
        slopes = np.sort([float(each[0]) for each in _slopes(years, row[None]) if np.isfinite(each[0])])
        if np.isnan(reach[at]):
            continue
        first, last = (round((len(slopes) + sign * reach[at]) / 2) for sign in (-1, 1))
        if first >= 1 and last < len(slopes):
            low[at], high[at] = slopes[first - 1], slopes[last]
    return SlopeInterval(low=low, high=high)


def mann_kendall(*, values: FloatArray) -> MannKendall:
    """Mann-Kendall test of each series.

    Parameters
    ----------
    values : array of shape (series, n), in order of time, NaN for a gap

    Raises
    ------
    ValueError
        Not a matrix, or infinity.

    Notes
    -----
    S = sum over i < j of sign(x_j - x_i); variance (n(n-1)(2n+5) - sum t(t-1)(2t+5)) / 18 over groups of t ties; the
    continuity correction takes 1 from |S|.  The normal approximation is poor under ten values and assumes that one
    year says nothing of the next: read the p-value of a short series as a hint.

    Source: Mann (1945), Econometrica 13(3), 245-259; Kendall (1975), Rank correlation methods, 4th ed., ch. 4.
    """
    _check(values)
    known = np.isfinite(values).sum(axis=1)
    s, alike = np.zeros(len(values)), np.isfinite(values).astype(np.float64)
    for first, second in combinations(range(values.shape[1]), 2):
        rise = np.sign(values[:, second] - values[:, first])
        s += np.nan_to_num(rise)
        alike[:, first] += rise == 0
        alike[:, second] += rise == 0
    # Each of t tied values adds (t-1)(2t+5), together the group's t(t-1)(2t+5).
    ties = np.where(alike > 0, (alike - 1) * (2 * alike + 5), 0.0).sum(axis=1)
    variance = np.where(known >= FEWEST, (known * (known - 1) * (2 * known + 5) - ties) / 18, np.nan)
    z = np.divide(s - np.sign(s), np.sqrt(variance), out=np.zeros(len(s)), where=variance > 0)
    z[np.isnan(variance)] = np.nan
    p_value = np.array([erfc(abs(value) / sqrt(2)) for value in z.tolist()], dtype=np.float64)
    return MannKendall(s=np.where(known >= FEWEST, s, np.nan), variance=variance, z=z, p_value=p_value, known=known)


def _median_slopes(years: FloatArray, values: FloatArray) -> FloatArray:
    slopes = np.stack(list(_slopes(years, values)), axis=1) if len(years) > 1 else np.full((len(values), 1), np.nan)
    slopes.sort(axis=1)  # NaN last
    pairs = np.isfinite(slopes).sum(axis=1)
    middle = np.maximum(pairs - 1, 0)
    rows = np.arange(len(slopes))
    median: FloatArray = (slopes[rows, middle // 2] + slopes[rows, (middle + 1) // 2]) / 2
    return median


def _slopes(years: FloatArray, values: FloatArray) -> Iterator[FloatArray]:
    for first, second in combinations(range(len(years)), 2):
        yield (values[:, second] - values[:, first]) / (years[second] - years[first])


def _check(values: FloatArray, years: FloatArray | None = None) -> None:
    if values.ndim != 2 or np.isinf(values).any():
        raise ValueError("values: a matrix (series, years) of finite numbers, NaN for a gap")
    if years is not None and (years.shape != values.shape[1:] or len(np.unique(years)) != len(years)):
        raise ValueError("years: one for each column of values, all different")
