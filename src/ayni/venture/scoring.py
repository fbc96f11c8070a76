"""How well forecasts did, once what they were of is known: within their range or not, and an interval score."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ayni.venture.games import FloatArray

COVERAGE = 0.9


@dataclass(frozen=True, slots=True)
class Scores:
    """How each forecast did.

    Attributes
    ----------
    inside : array of bool of shape (forecasts,)
        Whether what came lies within the range, its ends included.
    error : array of shape (forecasts,)
        What came less what was planned, in the unit of the forecasts.
    score : array of shape (forecasts,)
        Width of the range, and a penalty for what came beyond it; less is better, in the unit of the forecasts.
    """

    inside: npt.NDArray[np.bool_]
    error: FloatArray
    score: FloatArray


def scores(*, planned: FloatArray, low: FloatArray, high: FloatArray, came: FloatArray) -> Scores:
    """How forecasts with a range of 90 of 100 futures did.

    Parameters
    ----------
    planned, low, high : array of shape (forecasts,)
        What was planned and the ends of its range, low at most high.
    came : array of shape (forecasts,)
        What came.

    Source: Gneiting and Raftery (2007), doi:10.1198/016214506000001437, equation 43, with a coverage of 0.9.
    """
    if np.any(low > high):
        raise ValueError("a range ends where it begins, or above")
    below, above = np.maximum(low - came, 0), np.maximum(came - high, 0)
    penalty = 2 / (1 - COVERAGE) * (below + above)
    return Scores((came >= low) & (came <= high), came - planned, high - low + penalty)
