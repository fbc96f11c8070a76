"""Ratios that say when they are not defined."""

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]


def ratio(*, part: npt.ArrayLike, whole: npt.ArrayLike) -> FloatArray:
    """Part over whole, NaN where the whole is unknown or not above zero.

    Parameters
    ----------
    part, whole : arrays that broadcast together
        In one unit.
    """
    part, whole = np.broadcast_arrays(np.asarray(part, dtype=np.float64), np.asarray(whole, dtype=np.float64))
    return np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole > 0)
