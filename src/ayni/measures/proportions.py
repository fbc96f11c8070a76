"""A share of few cases with its interval, and several shares in one."""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntegerArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Proportion:
    """Shares with the interval in which each may lie, arrays of shape (n,), 0 to 1; NaN where nothing was tried.

    Attributes
    ----------
    share : array
        Cases that hold over all cases.
    low, high : array
        Ends of the interval.
    """

    share: FloatArray
    low: FloatArray
    high: FloatArray


@dataclass(frozen=True, slots=True)
class Joined:
    """Parts joined in one number, arrays of shape (n,), 0 to 1.

    Attributes
    ----------
    value : array
        Weighted mean of the known parts; NaN where none is known.
    low, high : array
        What it would be if every unknown part were 0, or 1.
    known : array of int
        Number of known parts.
    """

    value: FloatArray
    low: FloatArray
    high: FloatArray
    known: IntegerArray


def wilson(*, holds: IntegerArray, of: IntegerArray, confidence: float = 0.95) -> Proportion:
    """Shares with Wilson's score interval, which keeps to 0 and 1 and holds for few cases.

    Parameters
    ----------
    holds, of : array of int of shape (n,), 0 <= holds <= of
        Cases that hold, and all cases.
    confidence : float between 0 and 1
        How often such intervals hold the true share.

    Raises
    ------
    ValueError
        Counts that cannot be, or a confidence that is none.

    Notes
    -----
    (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n), without correction for continuity.

    Source: Wilson (1927), Journal of the American Statistical Association 22(158), 209-212, doi
    10.1080/01621459.1927.10502953; Newcombe (1998), Statistics in Medicine 17(8), 857-872, method 3.
    """
    if holds.shape != of.shape or holds.ndim != 1 or (holds < 0).any() or (holds > of).any():
        raise ValueError("holds, of: counts with 0 <= holds <= of, one each")
    if not 0 < confidence < 1:
        raise ValueError("confidence: between 0 and 1")
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    n = np.where(of > 0, of, np.nan).astype(np.float64)
    share = holds / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    # At 0 and at 1 the end is exact; rounding would leave it beside.
    low = np.where(holds == 0, 0.0 * n, np.clip(middle - half, 0, 1))
    high = np.where(holds == of, 1.0 + 0.0 * n, np.clip(middle + half, 0, 1))
    return Proportion(share=share, low=low, high=high)


def joined(*, parts: FloatArray, weights: FloatArray) -> Joined:
    """Parts of each row joined by their weights, with what the unknown ones leave open.

    Parameters
    ----------
    parts : array of shape (n, k), 0 to 1, NaN for what is not known
    weights : array of shape (k,), > 0

    Raises
    ------
    ValueError
        Parts beyond 0 and 1, or weights that are not above 0.

    Notes
    -----
    The value rises, or stays, when any part rises; between ``low`` and ``high`` lies what it may be.
    """
    known = np.isfinite(parts)
    if parts.ndim != 2 or weights.shape != parts.shape[1:] or (weights <= 0).any():
        raise ValueError("parts: a matrix (rows, parts); weights: one above 0 for each part")
    if ((parts < 0) | (parts > 1)).any() or np.isinf(parts).any():
        raise ValueError("parts: from 0 to 1, NaN for what is not known")
    whole = float(weights.sum())
    told = np.where(known, parts, 0.0) @ weights
    held = known @ weights
    value = np.divide(told, held, out=np.full(len(parts), np.nan), where=held > 0)
    return Joined(value=value, low=told / whole, high=(told + whole - held) / whole, known=known.sum(axis=1))
