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
    above, below = np.broadcast_arrays(np.asarray(part, dtype=np.float64), np.asarray(whole, dtype=np.float64))
    quotient: FloatArray = np.divide(above, below, out=np.full(above.shape, np.nan), where=below > 0)
    return quotient
