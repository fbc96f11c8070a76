"""Figures of candidates: those of the whole set of places, never averages of its members."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ayni.clusters.items import Items
from ayni.clusters.sets import CandidateSet
from ayni.measures.ratios import FloatArray, ratio
from ayni.measures.trend import theil_sen


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of candidates, arrays of shape (candidates,) but the series.

    Attributes
    ----------
    amount, nation : array
        The item in the set and in the nation, base year, in the item's measure.
    whole, whole_nation : array
        All products that have a quotient, in the set and in the nation.
    value, quantity : array
        The item in the set, base year; NaN where unknown.  A place whose part is unknown adds nothing.
    share_of_place, share_of_nation, quotient : array
        NaN without a quotient (``share_of_nation`` always stands).
    series : array of shape (candidates, years)
        Share of the nation, NaN for a gap.
    slope : array
        Theil-Sen slope of the series, share a calendar year; NaN under three years.
    known : array of int
        Known years of the series.
    """

    amount: FloatArray
    nation: FloatArray
    whole: FloatArray
    whole_nation: FloatArray
    value: FloatArray
    quantity: FloatArray
    share_of_place: FloatArray
    share_of_nation: FloatArray
    quotient: FloatArray
    series: FloatArray
    slope: FloatArray
    known: npt.NDArray[np.int64]


def figures(goods: Items, sets: Sequence[CandidateSet]) -> Figures:
    """Figures of each candidate set, in its base year and over the years."""
    item = np.array([each.item for each in sets], dtype=np.int64)
    inside = membership(goods, sets)
    amount = _known_sum(goods.base[item], inside)
    nation = np.nansum(goods.base, axis=1)[item]
    whole, whole_nation = (inside * goods.whole).sum(axis=1), np.full(len(sets), goods.whole.sum())
    priced = goods.has_quotient[item]
    share_of_nation = ratio(part=amount, whole=nation)
    share_of_place = np.where(priced, ratio(part=amount, whole=whole), np.nan)
    series = shares_of_sets(goods.amounts[item], inside)
    trend = theil_sen(years=goods.years.astype(np.float64), values=series)
    return Figures(
        amount=amount,
        nation=nation,
        whole=whole,
        whole_nation=whole_nation,
        value=_known_sum(goods.value[item], inside),
        quantity=_known_sum(goods.quantity[item], inside),
        share_of_place=share_of_place,
        share_of_nation=share_of_nation,
        quotient=ratio(part=share_of_place, whole=ratio(part=nation, whole=whole_nation)),
        series=series,
        slope=trend.slope,
        known=trend.known,
    )


def membership(goods: Items, sets: Sequence[CandidateSet]) -> npt.NDArray[np.bool_]:
    """Places of each set, array of shape (candidates, places)."""
    position = {code: index for index, code in enumerate(goods.places)}
    inside = np.zeros((len(sets), len(goods.places)), dtype=bool)
    for row, each in enumerate(sets):
        inside[row, [position[code] for code in each.places]] = True
    return inside


def _known_sum(amounts: FloatArray, inside: npt.NDArray[np.bool_]) -> FloatArray:
    known = np.isfinite(amounts) & inside
    total: FloatArray = np.where(known, amounts, 0.0).sum(axis=1)
    return np.where(known.any(axis=1), total, np.nan)


def shares_of_sets(amounts: FloatArray, inside: npt.NDArray[np.bool_]) -> FloatArray:
    """Share of the nation of each set in each year, array of shape (candidates, years); NaN for a gap.

    Parameters
    ----------
    amounts : array of shape (candidates, places, years)
    inside : array of bool of shape (candidates, places)
    """
    # One unknown member makes the set's year a gap: a sum of the others would look like a fall.
    of_set = np.where(inside[:, :, None], amounts, 0.0).sum(axis=1)
    return ratio(part=of_set, whole=np.nansum(amounts, axis=1))
