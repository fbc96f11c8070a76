"""Forms of revealed comparative advantage beside Balassa's quotient."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ayni.measures.ratios import ratio

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Advantage:
    """Three forms of revealed advantage, each an array of shape (places, products).

    Attributes
    ----------
    symmetric : array
        (RCA - 1) / (RCA + 1), -1 to 1, 0 where RCA is 1; NaN where RCA is not defined.
    normalised : array
        X_cp / X - X_c X_p / X^2, -1/4 to 1/4, 0 where RCA is 1; rows and columns add up to zero.
    additive : array
        X_cp / X_c - X_p / X, -1 to 1, 0 where RCA is 1; rows add up to zero; NaN for a place that sells nothing.
    """

    symmetric: FloatArray
    normalised: FloatArray
    additive: FloatArray


def advantage(*, values: FloatArray) -> Advantage:
    """Symmetric, normalised and additive revealed advantage.

    Parameters
    ----------
    values : array of shape (places, products), >= 0, no NaN
        Exports X, in one unit.

    Raises
    ------
    ValueError
        NaN, infinity, a negative value, another shape, or nothing exported at all.

    Notes
    -----
    Source: Dalum, Laursen & Villumsen (1998), International Review of Applied Economics 12(3), 423-443 (symmetric);
    Yu, Cai & Leung (2009), Annals of Regional Science 43, 267-282, doi 10.1007/s00168-008-0213-3 (normalised);
    Hoen & Oosterhaven (2006), Annals of Regional Science 40, 677-691, doi 10.1007/s00168-006-0076-4 (additive).
    The symmetric form is written as (X_cp X - X_c X_p) / (X_cp X + X_c X_p), the same number without the quotient.
    """
    if values.ndim != 2 or not np.isfinite(values).all() or (values < 0).any() or not values.sum() > 0:
        raise ValueError("values: a matrix of finite numbers >= 0, not all zero")
    shares = values / values.sum()
    rows, columns = shares.sum(axis=1, keepdims=True), shares.sum(axis=0, keepdims=True)
    expected = rows * columns
    return Advantage(
        symmetric=ratio(part=shares - expected, whole=shares + expected),
        normalised=shares - expected,
        additive=ratio(part=shares, whole=rows) - columns,
    )
