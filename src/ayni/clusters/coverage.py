"""Coverage: years of a trend in which part of the nation's harvest has no price, and the trend without them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from ayni.clusters.figures import Figures, membership, shares_of_sets
from ayni.clusters.items import Items
from ayni.clusters.sets import CandidateSet
from ayni.clusters.thresholds import Thresholds
from ayni.frames import summed
from ayni.measures.ratios import FloatArray, ratio
from ayni.measures.trend import FEWEST, theil_sen

BoolArray = npt.NDArray[np.bool_]

# How much of the tonnes must have a price for the value to stand without a remark.
PRICED_WELL = 0.95


@dataclass(frozen=True, slots=True)
class Coverage:
    """What partly priced years do to the trend of each candidate, arrays of shape (candidates,) but ``partly``.

    Attributes
    ----------
    partly : array of bool of shape (candidates, years)
        Years of the trend in which less than ``PRICED_WELL`` of the nation's quantity has a price.
    lowest : array
        Smallest part that has a price, of those years; NaN without any.
    slope : array
        Theil-Sen slope of the share of the nation without those years.
    known : array of int
        Years left.
    slope_quantity : array
        Slope, over the years of the trend, of the share of the nation's quantity; NaN where the trend is not of value
        or the quantity of any of its years is not known.
    """

    partly: BoolArray
    lowest: FloatArray
    slope: FloatArray
    known: npt.NDArray[np.int64]
    slope_quantity: FloatArray

    def turns(self, found: Figures, limits: Thresholds) -> BoolArray:
        """Candidates whose requirement 3 is decided, and would be decided otherwise or not at all without the years."""
        fewest = max(limits.years_min, FEWEST)
        other = (self.known < fewest) | ((self.slope >= limits.slope_min) != (found.slope >= limits.slope_min))
        turned: BoolArray = (found.known >= fewest) & self.partly.any(axis=1) & other
        return turned


def coverage(goods: Items, sets: Sequence[CandidateSet], found: Figures, priced: FloatArray | None) -> Coverage:
    """Coverage of the trend of each candidate.

    Parameters
    ----------
    goods : Items
    sets : sequence of CandidateSet
    found : Figures
        Theirs.
    priced : array of shape (items, years) or None
        Part of the nation's quantity that has a price, as ``priced_shares`` gives it; None when nobody says.
    """
    item = np.array([each.item for each in sets], dtype=np.int64)
    of_value, years = goods.by_value[item], goods.years.astype(np.float64)
    share = np.full(found.series.shape, np.nan) if priced is None else priced[item]
    partly = (share < PRICED_WELL) & of_value[:, None] & np.isfinite(found.series)
    without = theil_sen(years=years, values=np.where(partly, np.nan, found.series))
    quantities = shares_of_sets(goods.quantities[item], membership(goods, sets))
    quantities = np.where(np.isfinite(found.series), quantities, np.nan)
    whole = (np.isfinite(quantities) == np.isfinite(found.series)).all(axis=1)
    slope = theil_sen(years=years, values=quantities).slope
    return Coverage(
        partly=partly,
        lowest=np.where(partly.any(axis=1), np.where(partly, share, np.inf).min(axis=1, initial=np.inf), np.nan),
        slope=without.slope,
        known=without.known,
        slope_quantity=np.where(of_value & whole, slope, np.nan),
    )


def priced_shares(activity: pl.DataFrame, quotients: pl.DataFrame, goods: Items) -> FloatArray | None:
    """Part of the nation's quantity of each item that has a price in each year, array of shape (items, years).

    Rows that do not say how much of them has a price take no part; NaN where none says.  None when the table has no
    column ``priced_quantity``.

    Parameters
    ----------
    activity : polars.DataFrame
    quotients : polars.DataFrame
        The one series of it on which candidates are proposed: rows of other sources are left out.
    goods : Items
    """
    if not {"priced_quantity", "quantity"} <= set(activity.columns):
        return None
    rows = activity.filter(pl.col("priced_quantity").is_not_null())
    if "basis" in rows.columns:
        rows = rows.with_columns(pl.col("basis").fill_null("production"))
    key = [name for name in ("year", "basis", "vintage", "source") if name in rows.columns]
    rows = rows.join(quotients.select(key).unique(), on=key, how="semi", nulls_equal=True)
    sums = summed(rows, by=("product", "year"), measures=("priced_quantity", "quantity"))
    year = {int(each): index for index, each in enumerate(goods.years)}
    found = np.zeros((2, len(goods.codes), len(goods.years)))
    items_with: dict[str, list[int]] = {}
    for item, parts in enumerate(goods.parts):
        for part in parts:
            items_with.setdefault(part, []).append(item)
    for product, when, priced, quantity in sums.iter_rows():
        found[:, items_with.get(product, []), year[when]] += np.array([[priced], [quantity or 0.0]])
    return ratio(part=found[0], whole=found[1])
