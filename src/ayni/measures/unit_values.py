"""Unit values of those who sell in the same market, each against its rivals."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from ayni.measures.ratios import ratio

FloatArray = npt.NDArray[np.float64]
IntegerArray = npt.NDArray[np.int64]
TextArray = npt.NDArray[np.str_]
Weights = Literal["value", "quantity"]
Bounds = Literal["reciprocal", "symmetric"]
# A ratio that is a bound comes out this near to it, on either side.
TIE = 1e-12


@dataclass(frozen=True, slots=True)
class UnitValues:
    """Unit values against rivals, arrays of shape (sellers,).

    Attributes
    ----------
    own : array
        Value over quantity, in the unit of the one per unit of the other; NaN without a quantity or a value.
    rivals : array
        Mean unit value of the others of the same market; NaN where none of them has one.
    relative : array
        Own over rivals', > 0; 1 is as the rivals.
    others : array of int
        Rivals that have a unit value.
    quantile : array
        Share of the rivals whose unit value is lower, those alike counted half, 0 to 1; NaN without rivals.
    """

    own: FloatArray
    rivals: FloatArray
    relative: FloatArray
    others: IntegerArray
    quantile: FloatArray


def unit_values(
    *, value: FloatArray, quantity: FloatArray, market: IntegerArray, weights: Weights = "value"
) -> UnitValues:
    """Unit value of each seller against those of the others in its market.

    Parameters
    ----------
    value : array of shape (sellers,), >= 0, no NaN
        What each sells, in one unit of money.
    quantity : array of shape (sellers,), >= 0, NaN where not known
        How much of it, in one unit.  Zero and unknown alike give no unit value.
    market : array of int of shape (sellers,), >= 0
        Market that each sells in, numbered from zero without large holes.
    weights : {"value", "quantity"}
        Mean of the rivals' unit values weighted by what they sell (sum of v u / sum of v), or by how much (sum of v /
        sum of q).

    Raises
    ------
    ValueError
        NaN or a negative value, shapes that differ, or other weights.

    Notes
    -----
    The seller itself is left out of its rivals' mean, so that a large seller is not held against itself.
    Source: relative unit values as Fontagne & Freudenberg (1997), Intra-industry trade: methodological issues
    reconsidered, CEPII 97-01, section 2, who hold one flow against another; here against the mean of all others.
    """
    if value.ndim != 1 or not value.shape == quantity.shape == market.shape or weights not in ("value", "quantity"):
        raise ValueError("value, quantity and market: one each a seller; weights: value or quantity")
    if not np.isfinite(value).all() or (value < 0).any() or (quantity < 0).any() or (market < 0).any():
        raise ValueError("value, quantity, market: numbers >= 0; only a quantity may be NaN")
    own = ratio(part=np.where(value > 0, value, np.nan), whole=quantity)
    known = np.isfinite(own)
    above, below = (value * own, value) if weights == "value" else (value, quantity)
    rivals = ratio(part=_of_the_others(above, market, known), whole=_of_the_others(below, market, known))
    rivals[~known] = np.nan
    others = np.bincount(market[known], minlength=int(market.max(initial=-1)) + 1)[market] - known
    quantile = _quantiles(own, market, known)
    return UnitValues(own, rivals, ratio(part=own, whole=rivals), others.astype(np.int64), quantile)


def positions(*, relative: FloatArray, threshold: float = 0.15, bounds: Bounds = "reciprocal") -> TextArray:
    """Position of each relative unit value: ``high``, ``similar``, ``low``; empty where it is NaN.

    Parameters
    ----------
    relative : array, > 0, NaN where not known
        Unit value over that of the rivals.
    threshold : float, > 0 (and < 1 with symmetric bounds)
        How far apart unit values may be and still be alike: 0.15 or, in fine products that vary much, 0.25.
    bounds : {"reciprocal", "symmetric"}
        ``reciprocal``: similar from 1 / (1 + threshold) to 1 + threshold, so that one is high where the other, held
        against it, is low.  ``symmetric``: from 1 - threshold to 1 + threshold.  A bound itself is similar.

    Raises
    ------
    ValueError
        A threshold outside its range, or other bounds.

    Notes
    -----
    Source: Abd-el-Rahman (1991), Revue economique 42(1), 83-108 (15 %, symmetric); Fontagne & Freudenberg (1997), CEPII
    97-01, section 2 (reciprocal).  A unit value says price, quality and mix at once: high is dearer, not better.
    """
    if bounds not in ("reciprocal", "symmetric") or not 0 < threshold < (1 if bounds == "symmetric" else np.inf):
        raise ValueError("threshold: a number > 0, below 1 with symmetric bounds; bounds: reciprocal or symmetric")
    low = 1 / (1 + threshold) if bounds == "reciprocal" else 1 - threshold
    found = np.full(relative.shape, "similar", dtype="<U7")
    found[relative > (1 + threshold) * (1 + TIE)] = "high"
    found[relative < low * (1 - TIE)] = "low"
    found[np.isnan(relative)] = ""
    return found


def _of_the_others(amount: FloatArray, market: IntegerArray, known: npt.NDArray[np.bool_]) -> FloatArray:
    """Sum of the amounts of the others in the same market.

    The largest is kept apart: taking it out of a sum that it rules would leave rounding and little else.
    """
    amount = np.where(known, amount, 0.0)
    order = np.lexsort((amount, market))
    last = np.append(np.diff(market[order]) > 0, True)[: len(order)]
    largest = np.zeros(len(amount), dtype=np.bool_)
    largest[order[last]] = True
    size = int(market.max(initial=-1)) + 1
    rest = np.bincount(market, np.where(largest, 0.0, amount), minlength=size)[market]
    top = np.bincount(market, np.where(largest, amount, 0.0), minlength=size)[market]
    sums: FloatArray = np.where(largest, rest, (rest - amount) + top)
    return sums


def _quantiles(own: FloatArray, market: IntegerArray, known: npt.NDArray[np.bool_]) -> FloatArray:
    quantile = np.full(len(own), np.nan)
    rows = np.flatnonzero(known)
    rows = rows[np.lexsort((own[rows], market[rows]))]
    if not rows.size:
        return quantile
    place = np.arange(rows.size)
    new_market = np.append(True, np.diff(market[rows]) > 0)
    new_value = new_market | np.append(True, np.diff(own[rows]) > 0)
    start = np.maximum.accumulate(np.where(new_market, place, 0))
    first_alike = np.maximum.accumulate(np.where(new_value, place, 0))
    sellers = np.bincount(market[rows])[market[rows]]
    alike = np.bincount(np.cumsum(new_value))[np.cumsum(new_value)]
    quantile[rows] = ratio(part=first_alike - start + (alike - 1) / 2, whole=sellers - 1)
    return quantile
