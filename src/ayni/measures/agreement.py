"""Agreement of those who judge, and reliability of what they were asked."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
Level = Literal["nominal", "ordinal", "interval", "ratio"]
# Draws are weighed in pieces, so that no sample of many values holds the memory of them all.
PIECE = 250


@dataclass(frozen=True, slots=True)
class Alpha:
    """Krippendorff's alpha of a table of judgements.

    Attributes
    ----------
    alpha : float
        1 where all agree, 0 where they agree as chance would, below 0 where they contradict one another; NaN where
        nothing can be said: fewer than two judgements of the same thing, or one value alone in the whole table.
    low, high : float
        Interval of the bootstrap over what was judged; NaN without draws, or where alpha is.
    values : int
        Judgements that stand beside another one of the same thing: those that count.
    units : int
        Things judged at least twice.
    """

    alpha: float
    low: float
    high: float
    values: int
    units: int


def krippendorff_alpha(
    *, ratings: FloatArray, level: Level = "ordinal", draws: int = 0, seed: int = 1, coverage: float = 0.95
) -> Alpha:
    """Krippendorff's alpha, for any number of judges and with judgements missing.

    Parameters
    ----------
    ratings : array of shape (units, judges), finite, NaN where missing
        One row for each thing judged; ``ratio`` takes values >= 0.
    level : {"nominal", "ordinal", "interval", "ratio"}
        What the distance of two values is.
    draws : int
        Samples of units, with replacement, for the interval; 0 for none.
    seed : int
        Of the samples: the same seed gives the same interval.
    coverage : float, 0 to 1
        Share of the draws within the interval.

    Raises
    ------
    ValueError
        No matrix, infinity, an unknown level, or a negative value on the level of ratios.

    Notes
    -----
    alpha = 1 - D_o / D_e over the matrix of coincidences o_ck, with n_c its margins and n its sum: D_o = sum o_ck d_ck
    / n, D_e = sum n_c n_k d_ck / (n (n - 1)).  Units are drawn, not pairs as Hayes and Krippendorff (2007) do: the
    pairs of one unit are not independent.  A draw of one value alone has no alpha and is left out of the interval.

    Source: Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, University of Pennsylvania.
    """
    _check(ratings, level)
    values, coincidences = _coincidences(ratings)
    found = _alpha(coincidences.sum(axis=0)[None], values, level)[0] if len(coincidences) else np.nan
    low, high = _interval(coincidences, values, level, draws, seed, coverage) if np.isfinite(found) else (np.nan,) * 2
    counted = round(float(coincidences.sum()))
    return Alpha(alpha=float(found), low=low, high=high, values=counted, units=len(coincidences))


def _coincidences(ratings: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Values in order, and of each unit judged twice its matrix of coincidences, (units, values, values)."""
    values = np.unique(ratings[np.isfinite(ratings)])
    counts = (ratings[:, :, None] == values).sum(axis=1).astype(float)
    counts = counts[counts.sum(axis=1) > 1]
    pairs = counts[:, :, None] * counts[:, None, :]
    pairs -= counts[:, :, None] * np.eye(len(values))
    return values, pairs / (counts.sum(axis=1) - 1)[:, None, None]


def _alpha(coincidences: FloatArray, values: FloatArray, level: Level) -> FloatArray:
    """Alpha of each matrix of coincidences; NaN where one value alone, or none, is in it."""
    margins = coincidences.sum(axis=2)
    n = margins.sum(axis=1)
    distance = _distances(margins, values, level)
    observed = (coincidences * distance).sum(axis=(1, 2))
    expected = (margins[:, :, None] * margins[:, None, :] * distance).sum(axis=(1, 2))
    ratio: FloatArray = np.divide((n - 1) * observed, expected, out=np.full_like(n, np.nan), where=expected > 0)
    return 1 - ratio


def _distances(margins: FloatArray, values: FloatArray, level: Level) -> FloatArray:
    """Squared distance of each two values, (matrices or 1, values, values)."""
    if level == "nominal":
        return 1 - np.eye(len(values))[None]
    difference = values[:, None] - values[None, :]
    if level == "interval":
        return difference[None] ** 2
    if level == "ratio":
        both = values[:, None] + values[None, :]
        return np.divide(difference, both, out=np.zeros_like(difference), where=both > 0)[None] ** 2
    # Ordinal: how many judgements lie between two values, with half of those on each.
    middle = margins.cumsum(axis=1) - margins / 2
    return (middle[:, :, None] - middle[:, None, :]) ** 2


def _interval(
    coincidences: FloatArray, values: FloatArray, level: Level, draws: int, seed: int, coverage: float
) -> tuple[float, float]:
    units = len(coincidences)
    if not draws:
        return float("nan"), float("nan")
    drawn = np.random.default_rng(seed).multinomial(units, np.full(units, 1 / units), size=draws)
    flat = coincidences.reshape(units, -1)
    pieces = [
        _alpha((drawn[at : at + PIECE] @ flat).reshape(-1, len(values), len(values)), values, level)
        for at in range(0, draws, PIECE)
    ]
    alphas = np.concatenate(pieces)
    alphas = alphas[np.isfinite(alphas)]
    if not len(alphas):
        return float("nan"), float("nan")
    low, high = np.quantile(alphas, [(1 - coverage) / 2, (1 + coverage) / 2])
    return float(low), float(high)


def _check(ratings: FloatArray, level: Level) -> None:
    if ratings.ndim != 2 or np.isinf(ratings).any():
        raise ValueError("ratings: a matrix (units, judges) of finite numbers, NaN where missing")
    if level not in ("nominal", "ordinal", "interval", "ratio"):
        raise ValueError("level: nominal, ordinal, interval or ratio")
    if level == "ratio" and (ratings < 0).any():
        raise ValueError("ratings: values of the level of ratios are not negative")


@dataclass(frozen=True, slots=True)
class Reliability:
    """Cronbach's alpha of the items of a scale.

    Attributes
    ----------
    alpha : float
        At most 1; NaN with fewer than two items or two persons, or where all persons have the same sum.
    without : array of shape (items,)
        Alpha of the rest when an item is left out; NaN where the rest has none.
    persons, items : int
        Persons who answered every item, and items; what anyone left open is not guessed.
    """

    alpha: float
    without: FloatArray
    persons: int
    items: int


def cronbach_alpha(*, answers: FloatArray) -> Reliability:
    """Cronbach's alpha: how far items that should measure one thing go together.

    Parameters
    ----------
    answers : array of shape (persons, items), finite, NaN where missing
        Items all turned the same way.  Persons with a missing answer are left out.

    Raises
    ------
    ValueError
        No matrix, or infinity.

    Notes
    -----
    alpha = k / (k - 1) (1 - sum of the variances of the items / variance of the sums), with n - 1 in the variances.

    Source: Cronbach (1951), Coefficient alpha and the internal structure of tests, Psychometrika 16, eq. 2.
    """
    if answers.ndim != 2 or np.isinf(answers).any():
        raise ValueError("answers: a matrix (persons, items) of finite numbers, NaN where missing")
    whole = answers[np.isfinite(answers).all(axis=1)]
    persons, items = whole.shape
    without = np.array([_cronbach(np.delete(whole, item, axis=1)) for item in range(items)], dtype=float)
    return Reliability(alpha=_cronbach(whole), without=without, persons=persons, items=items)


def _cronbach(whole: FloatArray) -> float:
    persons, items = whole.shape
    if persons < 2 or items < 2:
        return float("nan")
    of_sums = float(whole.sum(axis=1).var(ddof=1))
    if of_sums <= 1e-12 * max(1.0, float(np.abs(whole).max()) ** 2):
        return float("nan")
    return float(items / (items - 1) * (1 - whole.var(axis=0, ddof=1).sum() / of_sums))


@dataclass(frozen=True, slots=True)
class Consensus:
    """How far those who answered think alike on each item, and how many do not.

    Attributes
    ----------
    index : array of shape (items,)
        1 where all say the same, 0 where half stand at each end of the scale; NaN where nobody answered.
    answered : array of int of shape (items,)
        How many answered.
    median : array of shape (items,)
        The answer in the middle; the lower of two.  NaN where nobody answered.
    dissent : array of int of shape (items,)
        How many stand half the scale or more away from the median: they are told, not averaged away.
    """

    index: FloatArray
    answered: npt.NDArray[np.int64]
    median: FloatArray
    dissent: npt.NDArray[np.int64]


def consensus(*, answers: FloatArray, low: float, high: float) -> Consensus:
    """Agreement on each item of an ordered scale, with the dissent kept.

    Parameters
    ----------
    answers : array of shape (persons, items), low to high, NaN where missing
        What each said.
    low, high : float
        Ends of the scale.

    Raises
    ------
    ValueError
        No matrix, ends that are not in order, or an answer beyond them.

    Notes
    -----
    index = 1 + mean of log2(1 - |x - mean| / (high - low)).

    Source: Tastle and Wierman (2007), Consensus and dissention: a measure of ordinal dispersion, International Journal
    of Approximate Reasoning 45, 531-545, doi 10.1016/j.ijar.2006.06.024, eq. 3.
    """
    if answers.ndim != 2 or not low < high:
        raise ValueError("answers: a matrix (persons, items); low < high")
    if (answers < low).any() or (answers > high).any():
        raise ValueError("answers: within the ends of the scale, NaN where missing")
    known = np.isfinite(answers)
    answered = known.sum(axis=0)
    filled, some = np.where(known, answers, 0.0), np.maximum(answered, 1)
    mean = filled.sum(axis=0) / some
    distance = np.where(known, np.abs(answers - mean), 0.0) / (high - low)
    index = 1 + np.log2(1 - distance).sum(axis=0) / some
    middle = _lower_medians(answers, answered)
    dissent = (known & (np.abs(answers - middle) >= (high - low) / 2)).sum(axis=0)
    index = np.where(answered > 0, np.clip(index, 0.0, 1.0), np.nan)
    return Consensus(index=index, answered=answered, median=middle, dissent=dissent)


def _lower_medians(answers: FloatArray, answered: npt.NDArray[np.int64]) -> FloatArray:
    if not len(answers):
        return np.full(answers.shape[1], np.nan)
    ordered = np.sort(answers, axis=0)
    at = np.maximum(answered - 1, 0) // 2
    middle: FloatArray = np.take_along_axis(ordered, at[None], axis=0)[0]
    return middle
