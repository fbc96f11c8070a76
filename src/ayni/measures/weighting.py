"""Weighted scores of groups of items and of the whole, and how far they hang on the weights that somebody chose."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Profile:
    """Scores of subjects by group of items and as a whole.

    Attributes
    ----------
    groups : array of shape (subjects, groups)
        Weighted mean of the items of the group that are known, 0 to 1; NaN where none is.
    low, high : array of shape (subjects, groups)
        Least and most that score can be when every weight moves by the band, each by itself.
    known : array of shape (subjects, groups)
        Share of the group's weight whose items are known, 0 to 1.
    whole, whole_low, whole_high : array of shape (subjects,)
        The same of the whole: the weighted mean of the groups that are known.
    """

    groups: FloatArray
    low: FloatArray
    high: FloatArray
    known: FloatArray
    whole: FloatArray
    whole_low: FloatArray
    whole_high: FloatArray


def weighted_profile(
    *, scores: FloatArray, group: IntArray, item_weights: FloatArray, group_weights: FloatArray, band: float = 0.5
) -> Profile:
    """Weighted profile of subjects, with what the choice of weights does to it.

    Parameters
    ----------
    scores : array of shape (subjects, items), 0 to 1, NaN where missing
        What is missing is left out and the weights of the others renormalised; ``known`` tells how much that is.
    group : array of int of shape (items,), 0 to groups - 1
        Group of each item.
    item_weights : array of shape (items,), > 0
        Weight of an item within its group; only their ratios count.
    group_weights : array of shape (groups,), > 0
        Weight of a group within the whole.
    band : float, 0 to 1 (not included)
        By how much of itself each weight may move: 0.5 is from half to half as much again.

    Raises
    ------
    ValueError
        Shapes that do not fit, scores beyond 0 and 1, weights that are not positive, or a band out of range.

    Notes
    -----
    The extremes are exact, not sampled: a weighted mean is largest where every weight above some score stands at its
    most and every other at its least, so that trying each score as that limit is enough.  The whole takes the extremes
    of its groups, whose weights move by themselves.

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, step 7 (uncertainty and sensitivity).
    """
    _check(scores, group, item_weights, group_weights, band)
    members = [np.flatnonzero(group == each) for each in range(len(group_weights))]
    found = [_means(scores[:, each], item_weights[each], band) for each in members]
    groups, low, high = (np.stack([each[at] for each in found], axis=1) for at in range(3))
    weights = [item_weights[each] for each in members]
    known = np.stack(
        [np.isfinite(scores[:, each]) @ weight / weight.sum() for each, weight in zip(members, weights, strict=True)],
        axis=1,
    )
    whole, _, _ = _means(groups, group_weights, band)
    _, whole_low, _ = _means(low, group_weights, band)
    _, _, whole_high = _means(high, group_weights, band)
    return Profile(groups, low, high, known, whole, whole_low, whole_high)


def _means(scores: FloatArray, weights: FloatArray, band: float) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Weighted mean of each row, and its least and most when every weight moves by the band."""
    known = np.isfinite(scores)
    filled, given = np.where(known, scores, 0.0), np.where(known, weights, 0.0)
    mean = _over((filled * given).sum(axis=1), given.sum(axis=1))
    # (rows, limits, items): with each score of the row as the limit above which weights stand at their most.
    above = filled[:, None, :] > filled[:, :, None]
    most = given[:, None, :] * np.where(above, 1 + band, 1 - band)
    least = given[:, None, :] * np.where(above, 1 - band, 1 + band)
    highest = _over((filled[:, None, :] * most).sum(axis=2), most.sum(axis=2))
    lowest = _over((filled[:, None, :] * least).sum(axis=2), least.sum(axis=2))
    # Rounding may put an extreme a hair within the mean.
    return mean, np.minimum(lowest.min(axis=1), mean), np.maximum(highest.max(axis=1), mean)


def _over(part: FloatArray, whole: FloatArray) -> FloatArray:
    return np.divide(part, whole, out=np.full_like(part, np.nan), where=whole > 0)


@dataclass(frozen=True, slots=True)
class Reversal:
    """Two that change places when the weights move within the band: ``first`` leads at the weights that were chosen."""

    first: int
    second: int


def group_reversals(*, groups: FloatArray, low: FloatArray, high: FloatArray) -> tuple[Reversal, ...]:
    """Groups of one profile whose order hangs on the weights of their items.

    Parameters
    ----------
    groups, low, high : array of shape (groups,), NaN where unknown
        Score of each group and its extremes; the items of two groups are not the same, so their weights move apart.

    Notes
    -----
    Two groups change places if the most of the lower is above the least of the higher.
    """
    pairs = ((a, b) for a in range(len(groups)) for b in range(len(groups)) if groups[a] > groups[b])
    return tuple(Reversal(a, b) for a, b in pairs if high[b] > low[a] + 1e-12)


def subject_reversals(*, scores: FloatArray, weights: FloatArray, band: float = 0.5) -> tuple[Reversal, ...]:
    """Subjects whose order hangs on the weights, which are the same for both.

    Parameters
    ----------
    scores : array of shape (subjects, columns), NaN where missing
        Two subjects are held against each other in what is known of both.
    weights : array of shape (columns,), > 0
        Weight of each column.
    band : float, 0 to 1 (not included)
        By how much of itself each weight may move.

    Notes
    -----
    The lead of one over another is the sum of weight times difference: its least is where every weight in favour stands
    at its least and every one against at its most.  The order changes if that is below zero.
    """
    found = []
    for a in range(len(scores)):
        for b in range(len(scores)):
            lead = np.where(np.isfinite(scores[a] - scores[b]), scores[a] - scores[b], 0.0) * weights
            least = (lead * np.where(lead > 0, 1 - band, 1 + band)).sum()
            if lead.sum() > 1e-12 and least < -1e-12:
                found.append(Reversal(a, b))
    return tuple(found)


def imbalance(*, scores: FloatArray, weights: FloatArray) -> float:
    """Imbalance of a profile: 0 where every group stands alike, 1 where each has all or nothing; NaN with none known.

    Parameters
    ----------
    scores : array of shape (groups,), 0 to 1, NaN where unknown
        Profile.
    weights : array of shape (groups,), > 0
        Weight of each group.

    Raises
    ------
    ValueError
        Shapes that do not fit, scores beyond 0 and 1, or weights that are not positive.

    Notes
    -----
    sum w |s - m| / (2 m (1 - m)) with m the weighted mean and weights that sum to 1: the relative mean deviation of
    Hoover over the most it can be for scores between 0 and 1 with that mean.

    Source: Hoover (1936), The measurement of industrial localization, Review of Economics and Statistics 18, 162-171.
    """
    if scores.shape != weights.shape or not (weights > 0).all() or (scores < 0).any() or (scores > 1).any():
        raise ValueError("scores and weights: one of each for each group; 0 to 1, NaN where unknown; weights > 0")
    known = np.isfinite(scores)
    if not known.any():
        return float("nan")
    share = weights[known] / weights[known].sum()
    mean = float(share @ scores[known])
    most = 2 * mean * (1 - mean)
    return float(min(share @ np.abs(scores[known] - mean) / most, 1.0)) if most > 1e-12 else 0.0


def _check(
    scores: FloatArray, group: IntArray, item_weights: FloatArray, group_weights: FloatArray, band: float
) -> None:
    items = scores.shape[1] if scores.ndim == 2 else -1
    if group.shape != (items,) or item_weights.shape != (items,) or group_weights.ndim != 1:
        raise ValueError("scores: a matrix (subjects, items); a group and a weight for each item; group_weights: a row")
    if set(group.tolist()) != set(range(len(group_weights))):
        raise ValueError("group: every group from 0 on has an item")
    if (scores < 0).any() or (scores > 1).any():
        raise ValueError("scores: 0 to 1, NaN where missing")
    if not (item_weights > 0).all() or not (group_weights > 0).all() or not 0 <= band < 1:
        raise ValueError("weights: greater than zero; band: 0 to 1, 1 not included")
