"""Inequality of one distribution against another: Gini's index between the Lorenz curve and the diagonal."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from ayni.measures.ratios import ratio

FloatArray = npt.NDArray[np.float64]
Scale = Literal["gini", "krugman", "attainable"]


@dataclass(frozen=True, slots=True)
class Gini:
    """Locational Gini of each product.

    Attributes
    ----------
    gini : array of shape (products,)
        0 when the product is spread as the reference is; NaN when it has no activity.
    places : array of int of shape (products,)
        Number of places where both the product and the reference are known.
    """

    gini: FloatArray
    places: npt.NDArray[np.int64]


def gini(*, values: FloatArray, reference: FloatArray, scale: Scale = "gini") -> Gini:
    """Locational Gini of each product against a reference distribution over the same places.

    Parameters
    ----------
    values : array of shape (places, products), >= 0, NaN where unknown
        Activity of each product; a place where it is unknown is left out for that product, there and in the reference.
    reference : array of shape (places,), >= 0, NaN where unknown
        What the product is held against: all activity, people, land.
    scale : {"gini", "krugman", "attainable"}
        ``gini``: twice the area between the curve and the diagonal, 0 to just under 1.  ``krugman``: the area, 0 to
        1/2, as Krugman gives it.  ``attainable``: ``gini`` over the most it could be, 1 less the smallest place's
        share of the reference, 0 to 1.

    Raises
    ------
    ValueError
        Shapes that do not fit, infinity, or a negative value.

    Notes
    -----
    Places are ordered by s / x, the share of the product over the share of the reference (the location quotient), from
    low to high; the Lorenz curve joins the running sums of x and s.  G = 1 - sum x_i (S_i + S_{i-1}).

    Source: Krugman (1991), Geography and trade, MIT Press; Gini (1914), Atti del Reale Istituto Veneto 73.
    """
    _check(values, reference)
    known = np.isfinite(values) & np.isfinite(reference)[:, None]
    product = np.where(known, values, 0.0)
    whole = np.where(known, np.broadcast_to(reference[:, None], values.shape), 0.0)
    s, x = (ratio(part=each, whole=each.sum(axis=0)) for each in (product, whole))
    order = np.argsort(_steepness(s, x), axis=0, kind="stable")
    s, x = np.take_along_axis(s, order, axis=0), np.take_along_axis(x, order, axis=0)
    running = np.cumsum(s, axis=0)
    index = 1 - (x * (2 * running - s)).sum(axis=0)
    # A distribution equal to its reference may come out as minus a rounding error.
    index = np.where(np.isnan(index), np.nan, np.maximum(index, 0.0))
    if scale == "krugman":
        index = index / 2
    elif scale == "attainable":
        most = 1 - np.min(np.where(x > 0, x, np.inf), axis=0, initial=np.inf)
        index = ratio(part=index, whole=most)
    return Gini(gini=index, places=known.sum(axis=0))


def _steepness(s: FloatArray, x: FloatArray) -> FloatArray:
    return np.divide(s, x, out=np.where(s > 0, np.inf, 0.0), where=x > 0)


def _check(values: FloatArray, reference: FloatArray) -> None:
    if values.ndim != 2 or reference.shape != values.shape[:1]:
        raise ValueError("values: a matrix (places, products); reference: one number for each place")
    for name, array in (("values", values), ("reference", reference)):
        if np.isinf(array).any() or (array < 0).any():
            raise ValueError(f"{name}: finite numbers >= 0, NaN where unknown")
