"""Specialisation: what a place does more than the whole does (location quotient, revealed comparative advantage)."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ayni.measures.ratios import ratio

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Specialisation:
    """Quotients and the two shares they rest on, each an array of shape (places, products).

    Attributes
    ----------
    quotient : array
        (X_cp / X_c) / (X_p / X), >= 0; NaN where a cell is unknown, or its place or product has no activity.
    share_of_row : array
        X_cp / X_c, 0 to 1: the product's share of its place.  NaN where the cell is unknown or X_c is zero.
    share_of_column : array
        X_cp / X_p, 0 to 1: the place's share of the product.  NaN where the cell is unknown or X_p is zero.
    """

    quotient: FloatArray
    share_of_row: FloatArray
    share_of_column: FloatArray


def specialisation(*, values: FloatArray) -> Specialisation:
    """Location quotient (revealed comparative advantage) of each place in each product, with both shares.

    Parameters
    ----------
    values : array of shape (places, products), >= 0, NaN where unknown
        Activity or exports X in one unit.  An unknown cell adds nothing to the sums of its row and column.

    Raises
    ------
    ValueError
        Not a matrix, infinity, or a negative value.

    Notes
    -----
    LQ_cp = RCA_cp = (X_cp / X_c) / (X_p / X).  1: the place does as much of it as the whole, for its size; 2: twice.

    Source: Balassa (1965), The Manchester School 33(2), 99-123, doi 10.1111/j.1467-9957.1965.tb00050.x (advantage);
    Florence (1939), Report on the location of industry, PEP; Isard (1960), Methods of regional analysis, ch. 7
    (location quotient).
    """
    if values.ndim != 2 or np.isinf(values).any() or (values < 0).any():
        raise ValueError("values: a matrix of finite numbers >= 0, NaN where unknown")
    rows = np.nansum(values, axis=1, keepdims=True)
    columns = np.nansum(values, axis=0, keepdims=True)
    share_of_row = ratio(part=values, whole=rows)
    return Specialisation(
        quotient=ratio(part=share_of_row, whole=ratio(part=columns, whole=rows.sum())),
        share_of_row=share_of_row,
        share_of_column=ratio(part=values, whole=columns),
    )
