"""Sizes of establishments: how many of each band there are around a product, and how even the bands are."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from ayni.clusters.items import Items
from ayni.errors import UnknownName
from ayni.measures.ratios import FloatArray, ratio

CountArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Band:
    """One size of establishment.

    Attributes
    ----------
    name : str
        Its bounds, as a table writes them.
    minimum : int
        Fewest workers.
    also : tuple of str
        Other names under which ``size_band`` is taken.
    """

    name: str
    minimum: int
    also: tuple[str, ...]


BANDS = (
    Band("0-4", 0, ("micro", "microempresa")),
    Band("5-19", 5, ("small", "pequeña", "pequena", "pequeña empresa", "pequena empresa")),
    Band("20-99", 20, ("medium", "mediana", "média", "media", "mediana empresa", "média empresa")),
    Band("100+", 100, ("large", "grande", "gran empresa", "grande empresa", "100 o más", "100 or more", "100 ou mais")),
)
# Bands from here on can anchor the smaller ones.
ANCHOR = 2
# A sentence that lists codes stays readable.
SHOWN = 8


@dataclass(frozen=True, slots=True)
class Sizes:
    """Establishments around each item.

    Attributes
    ----------
    counts : array of int of shape (items, places, bands)
        Establishments of known size, by band.
    unsized : array of int of shape (items, places)
        Establishments without a size.
    outside : array of int of shape (items,)
        Establishments around it that stand in places without activity: they are not counted.
    listed : array of bool of shape (items,)
        The item has industries.
    matched : array of bool of shape (items,)
        The register has establishments of one of them at least, wherever they are.
    industries : tuple of tuple of str
        Industries of each item.
    codes : list of str
        Some of the industries that the register has.
    covered : array of bool of shape (places,)
        The register has establishments there, of whatever industry.
    year : int or None
        Year of the register.
    source : str or None
        Where it is from.
    """

    counts: CountArray
    unsized: CountArray
    outside: CountArray
    listed: npt.NDArray[np.bool_]
    matched: npt.NDArray[np.bool_]
    industries: tuple[tuple[str, ...], ...]
    codes: list[str]
    covered: npt.NDArray[np.bool_]
    year: int | None
    source: str | None


def establishment_sizes(
    establishments: pl.DataFrame, goods: Items, industries: Mapping[str, Sequence[str]], *, base_year: int
) -> Sizes:
    """Establishments of each size around each item.

    Parameters
    ----------
    establishments : polars.DataFrame
        Table under the contract ``establishments``.  Of several years the one nearest to the base year is taken, the
        later of two.
    goods : Items
    industries : mapping of str to codes
        Industries around each product.  An item has those of its products, and an establishment whose ``industry`` is
        the product's own code belongs to it.  One whose place is finer than those of the activity (a district, 040101)
        stands in the place whose code its own begins with (the department, 04).
    base_year : int

    Raises
    ------
    UnknownName
        A ``size_band`` that is none of the bands.
    """
    rows, year = _nearest_year(establishments, base_year)
    rows = rows.with_columns(band=_bands(rows))
    place = {code: index for index, code in enumerate(goods.places)}
    within = {code: _place_of(code, place) for code in rows["place"].unique()}
    rows = rows.with_columns(pl.col("place").replace_strict(within, return_dtype=pl.String))
    counted = rows.group_by("place", "industry", "band").len()
    shape = (len(goods.codes), len(goods.places))
    counts, unsized = np.zeros((*shape, len(BANDS)), dtype=np.int64), np.zeros(shape, dtype=np.int64)
    outside = np.zeros(shape[0], dtype=np.int64)
    named = sorted(set(rows["industry"].drop_nulls()))
    around = _items_by_industry(goods, industries, set(named))
    covered = np.zeros(shape[1], dtype=bool)
    for code, industry, band, number in counted.iter_rows():
        if code is not None:
            covered[place[code]] = True
        for item in around.get(industry, ()):
            if code is None:
                outside[item] += number
            elif band is None:
                unsized[item, place[code]] += number
            else:
                counts[item, place[code], band] += number
    listed, matched = np.zeros(shape[0], dtype=bool), np.zeros(shape[0], dtype=bool)
    listed[[item for found in around.values() for item in found]] = True
    matched[[item for industry in named for item in around.get(industry, ())]] = True
    of_item = tuple(
        tuple(industry for industry, items in around.items() if item in items) for item in range(len(goods.codes))
    )
    return Sizes(
        counts=counts,
        unsized=unsized,
        outside=outside,
        listed=listed,
        matched=matched,
        industries=of_item,
        codes=named[:SHOWN],
        covered=covered,
        year=year,
        source=_source(rows),
    )


def _place_of(code: str, known: Collection[str]) -> str | None:
    """Place of the activity that a place lies in: itself, or the longest whose digits its own begin with."""
    if code in known or not code.isdigit():
        return code if code in known else None
    return next((code[:length] for length in range(len(code) - 1, 0, -1) if code[:length] in known), None)


def evenness(counts: CountArray) -> FloatArray:
    """Shannon's entropy of the counts over that of equal counts, 0 to 1; NaN without any.

    Parameters
    ----------
    counts : array of shape (..., bands)

    Notes
    -----
    J = - sum p ln p / ln B.  Source: Pielou (1966), Journal of Theoretical Biology 13, 131-144.
    """
    shares = ratio(part=counts, whole=counts.sum(axis=-1, keepdims=True))
    logs = np.log(shares, out=np.zeros(shares.shape), where=shares > 0)
    even: FloatArray = np.abs((shares * logs).sum(axis=-1)) / np.log(counts.shape[-1])
    return even


def anchor_ratio(counts: CountArray) -> FloatArray:
    """Establishments of 20 workers or more for each smaller one; NaN without smaller ones."""
    return ratio(part=counts[..., ANCHOR:].sum(axis=-1), whole=counts[..., :ANCHOR].sum(axis=-1))


def _nearest_year(establishments: pl.DataFrame, base_year: int) -> tuple[pl.DataFrame, int | None]:
    if "year" not in establishments.columns or establishments["year"].drop_nulls().is_empty():
        return establishments, None
    years = establishments["year"].drop_nulls().unique().to_list()
    year = min(years, key=lambda each: (abs(each - base_year), -each))
    return establishments.filter(pl.col("year") == year), year


def _bands(rows: pl.DataFrame) -> pl.Series:
    named = {name.casefold(): index for index, band in enumerate(BANDS) for name in (band.name, *band.also)}
    said = (
        rows["size_band"] if "size_band" in rows.columns else pl.repeat(None, rows.height, dtype=pl.String, eager=True)
    )
    said = said.str.strip_chars().str.replace_all("[–—]", "-").str.to_lowercase()
    for came in said.drop_nulls().unique().sort():
        if came not in named:
            raise UnknownName("clusters.unknown_band", came=came, known=", ".join(band.name for band in BANDS))
    workers = rows["employment"] if "employment" in rows.columns else pl.repeat(None, rows.height, eager=True)
    counted = workers.cast(pl.Float64).to_numpy()
    found = np.digitize(counted, [band.minimum for band in BANDS[1:]])
    by_name = said.replace_strict(named, return_dtype=pl.Int64) if said.drop_nulls().len() else said.cast(pl.Int64)
    by_count = pl.Series(found, dtype=pl.Int64).set(workers.is_null(), None)
    return pl.select(pl.coalesce(by_count, by_name)).to_series()


def _source(rows: pl.DataFrame) -> str | None:
    return "; ".join(rows["source"].drop_nulls().unique().sort()) or None if "source" in rows.columns else None


def _items_by_industry(goods: Items, industries: Mapping[str, Sequence[str]], there: set[str]) -> dict[str, list[int]]:
    around: dict[str, list[int]] = {}
    for item, parts in enumerate(goods.parts):
        declared = {industry for part in parts for industry in industries.get(part, ())}
        for industry in sorted(declared | there.intersection(parts)):
            around.setdefault(industry, []).append(item)
    return around
