"""How long something takes, when some of it is still going on (Kaplan and Meier)."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Survival:
    """Share that still goes on after each duration, and the median.

    Attributes
    ----------
    days : array of shape (durations,)
        Distinct durations at which something ended, rising.
    share : array of shape (durations,)
        Share that goes on for longer than each, 0 to 1.
    median : float
        First duration that at most half outlast; NaN where more than half still go on at the longest one seen.
    begun, ended : int
        How many there are, and how many of them ended; the others are counted for as long as they were seen.
    """

    days: FloatArray
    share: FloatArray
    median: float
    begun: int
    ended: int


def survival(*, days: FloatArray, ended: npt.NDArray[np.bool_]) -> Survival:
    """Product-limit estimate of how long something takes.

    Parameters
    ----------
    days : array of shape (cases,)
        How long each went on, zero or more; for one that still goes on, until now.
    ended : array of bool of shape (cases,)
        Whether it ended.

    Source: Kaplan and Meier (1958), doi:10.1080/01621459.1958.10501452, equation 2b; the median is the first duration
    at which the estimate is one half or less.
    """
    if days.shape != ended.shape or np.any(~(days >= 0)):
        raise ValueError("days and ended have one shape, and no duration is below zero or missing")
    at = np.unique(days[ended])
    ended_at = (days[ended][:, None] == at).sum(axis=0)
    at_risk = (days[:, None] >= at).sum(axis=0)
    share = np.cumprod(1 - ended_at / np.maximum(at_risk, 1))
    # One half is one half, whatever the product of fractions makes of it.
    half = np.flatnonzero(share <= 0.5 + 1e-12)
    median = float(at[half[0]]) if half.size else float("nan")
    return Survival(at, share, median, int(days.size), int(ended.sum()))
