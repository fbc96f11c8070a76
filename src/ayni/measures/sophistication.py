"""Sophistication of exports: the income of those who sell a product, and of what a place sells."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ayni.measures.ratios import ratio

FloatArray = npt.NDArray[np.float64]
IntegerArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Prody:
    """Income that goes with each product, arrays of shape (products,).

    Attributes
    ----------
    prody : array
        Mean income of the places that sell it, in the unit of the incomes; NaN where none of known income does.
    places : array of int
        Places of known income that sell it.
    covered : array
        Share of the product's sales that those places make, 0 to 1; NaN where nobody sells it.
    """

    prody: FloatArray
    places: IntegerArray
    covered: FloatArray


@dataclass(frozen=True, slots=True)
class Expy:
    """Income that goes with what each place sells, arrays of shape (places,).

    Attributes
    ----------
    expy : array
        Mean PRODY of what it sells, over the part that has one; NaN where none has.
    covered : array
        Share of its sales in products that have a PRODY, 0 to 1; NaN where it sells nothing.
    """

    expy: FloatArray
    covered: FloatArray


def prody(*, values: FloatArray, income: FloatArray) -> Prody:
    """PRODY of each product.

    Parameters
    ----------
    values : array of shape (places, products), >= 0, no NaN
        What each place sells, in one unit.
    income : array of shape (places,), > 0, NaN where not known
        Income per head.  A place whose income is not known weighs nothing.

    Raises
    ------
    ValueError
        NaN or a negative value, an income that is not above zero, or shapes that do not fit.

    Notes
    -----
    PRODY_p = sum_c w_cp Y_c with w_cp = (x_cp / X_c) / sum_c (x_cp / X_c): weights go by how much the product means to
    the place, as revealed advantage does, so that a small place counts as a large one.
    Source: Hausmann, Hwang & Rodrik (2007), Journal of Economic Growth 12(1), 1-25, doi 10.1007/s10887-006-9009-4,
    section 4.
    """
    if values.ndim != 2 or not np.isfinite(values).all() or (values < 0).any() or income.shape != values.shape[:1]:
        raise ValueError("values: a matrix of finite numbers >= 0; income: one each a row")
    if np.isinf(income).any() or (income <= 0).any():
        raise ValueError("income: numbers > 0, NaN where not known")
    known = np.isfinite(income) & (values.sum(axis=1) > 0)
    sold = values[known]
    shares = sold / sold.sum(axis=1, keepdims=True)
    return Prody(
        prody=ratio(part=income[known] @ shares, whole=shares.sum(axis=0)),
        places=(sold > 0).sum(axis=0),
        covered=ratio(part=sold.sum(axis=0), whole=values.sum(axis=0)),
    )


def expy(*, values: FloatArray, prody: FloatArray) -> Expy:
    """EXPY of each place.

    Parameters
    ----------
    values : array of shape (places, products), >= 0, no NaN
        What each place sells, in one unit.
    prody : array of shape (products,), > 0, NaN where a product has none

    Raises
    ------
    ValueError
        NaN or a negative value, or shapes that do not fit.

    Notes
    -----
    EXPY_c = sum_p (x_cp / X_c) PRODY_p.  Where a part of the sales has no PRODY, the mean is over the rest and
    ``covered`` says how much that is.
    Source: as :func:`prody`.
    """
    if values.ndim != 2 or not np.isfinite(values).all() or (values < 0).any() or prody.shape != values.shape[1:]:
        raise ValueError("values: a matrix of finite numbers >= 0; prody: one each a column")
    known = np.isfinite(prody)
    sold = values[:, known]
    return Expy(
        expy=ratio(part=sold @ prody[known], whole=sold.sum(axis=1)),
        covered=ratio(part=sold.sum(axis=1), whole=values.sum(axis=1)),
    )
