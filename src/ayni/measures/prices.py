"""Price and volume parts of a change in value: Laspeyres, Paasche, Fisher."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
Formula = Literal["laspeyres", "paasche", "fisher"]


@dataclass(frozen=True, slots=True)
class PriceVolume:
    """A change in value split into prices and volumes.

    Attributes
    ----------
    price, volume, value : float > 0
        Indices, 1 for no change: ``price`` x ``volume`` = ``value`` over the matched lines; NaN without any.
    matched : int
        Lines with value and quantity in both periods.
    first_matched, last_matched : float
        Share of each period's value that the matched lines cover, 0 to 1; NaN where that value is zero.
    """

    price: float
    volume: float
    value: float
    matched: int
    first_matched: float
    last_matched: float


def price_volume(
    *,
    first_value: FloatArray,
    first_quantity: FloatArray,
    last_value: FloatArray,
    last_quantity: FloatArray,
    formula: Formula = "fisher",
) -> PriceVolume:
    """Split of a change in value into a price index and a volume index.

    Parameters
    ----------
    first_value, first_quantity, last_value, last_quantity : array of shape (n,), >= 0, no NaN
        Value and quantity of each line in the two periods; a line's price is its unit value.  Zero says that the
        line has none of it in that period.
    formula : {"fisher", "laspeyres", "paasche"}
        Formula of the *price* index.  The volume index is the one that completes it: Paasche's with Laspeyres'
        prices, Laspeyres' with Paasche's prices, Fisher's with Fisher's.

    Raises
    ------
    ValueError
        NaN, a negative number, shapes that differ, or another formula.

    Notes
    -----
    Convention: matched model.  Lines that lack value or quantity in either period have no price relative and stay out
    of all three indices; the shares of value matched say how much that leaves unexplained.  A unit value moves with
    the mix inside a line as well as with prices: the wider the line, the less it is a price (Silver 2010, Review of
    Income and Wealth 56, S206-S223).

    Source: ILO, IMF, OECD, Eurostat, UNECE, World Bank (2009), Export and Import Price Index Manual, ch. 16 (Laspeyres,
    Paasche, Fisher) and ch. 17 (product test: price x volume = value).
    """
    if formula not in ("laspeyres", "paasche", "fisher"):
        raise ValueError("formula: laspeyres, paasche or fisher")
    table = np.stack([first_value, first_quantity, last_value, last_quantity])
    if table.ndim != 2 or not np.isfinite(table).all() or (table < 0).any():
        raise ValueError("values and quantities: finite numbers >= 0, one each a line")
    v0, q0, v1, q1 = table[:, (table > 0).all(axis=0)]
    covered = (_share(v0, first_value), _share(v1, last_value))
    if not v0.size:
        return PriceVolume(np.nan, np.nan, np.nan, 0, *covered)
    value = float(v1.sum() / v0.sum())
    laspeyres, paasche = float((v1 / q1 * q0).sum() / v0.sum()), float(v1.sum() / (v0 / q0 * q1).sum())
    price = {"laspeyres": laspeyres, "paasche": paasche, "fisher": float(np.sqrt(laspeyres * paasche))}[formula]
    return PriceVolume(price, value / price, value, v0.size, *covered)


def _share(matched: FloatArray, every: FloatArray) -> float:
    whole = float(every.sum())
    return float(matched.sum()) / whole if whole else np.nan
