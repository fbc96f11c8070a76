"""Ratios that say when they are not defined, and values of which some are not known."""

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


def spread(*, values: FloatArray, where: npt.NDArray[np.bool_]) -> FloatArray:
    """Values at the places they belong to, NaN at the others.

    Parameters
    ----------
    values : array of as many values as ``where`` has places
    where : bool array
    """
    whole = np.full(where.size, np.nan)
    whole[where] = values
    return whole
