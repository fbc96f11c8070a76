"""Change of an exporter's share of the market, in parts: the world, its products, its markets, its own strength."""

import numpy as np
import numpy.typing as npt
import polars as pl
from narwhals.typing import IntoFrame

from ayni.errors import Refused
from ayni.measures import market_share as measures
from ayni.measures.market_share import Convention
from ayni.trade.annual import Market, exports_by_market
from ayni.trade.levels import TOTAL, classification

SERIES = ("exporter", "source", "vintage")
COMPONENTS = (
    "world_growth",
    "product_composition",
    "market_composition",
    "product_adaptation",
    "market_adaptation",
    "competitiveness",
    "total",
)
INTERACTIONS = ("product_adaptation", "market_adaptation")
OF_MARKETS = ("market_composition", "market_adaptation")


def market_share_change(
    trade: IntoFrame,
    products: IntoFrame | None = None,
    *,
    from_year: int,
    to_year: int,
    convention: Convention = "leamer_stern",
    market: Market | None = None,
    total: str = TOTAL,
) -> pl.DataFrame:
    """Growth of every exporter between two years and the change of its share, in parts that add up to them.

    Parameters
    ----------
    trade : table that meets ``trade``
        Exports of several exporters: those that have both years whole are, together, the world.
    products, total
        As in :func:`ayni.trade.structure.export_structure`; a total's row is left out.
    from_year, to_year : int
        Years compared.
    convention : {"leamer_stern", "fagerberg_sollie"}
        As in :func:`ayni.measures.market_share.share_change`; the second has two more parts, the interactions.
    market : {"importer", "world"} or None
        As in :func:`ayni.trade.annual.exports_by_market`.  In one market for all there is no composition of markets.

    Returns
    -------
    polars.DataFrame
        exporter, source, vintage, from_year, to_year, convention, component (``world_growth``, ``product_composition``,
        ``market_composition``, ``product_adaptation``, ``market_adaptation``, ``competitiveness``, ``total``, in this
        order), from_usd, to_usd, change_usd, contribution (change_usd over from_usd), from_share, to_share (of the
        world's trade, 0 to 1), share_change (points, fraction: growth with the world leaves the share as it was),
        preliminary, reason (``missing_year``, ``incomplete_year``, ``one_exporter``, ``no_exports``: the world or, of a
        contribution alone, the exporter sold nothing; ``no_markets``: the table, or the option, knows one market).

    Raises
    ------
    Refused
        ``from_year`` is not before ``to_year``, markets were asked of a table without, or rows would be counted twice.

    Notes
    -----
    Parts are in the dollars of each year: a price that rises counts as growth.  The finer the products, the more of the
    change is composition (Richardson 1971, Journal of International Economics 1(2), 227-239).
    Source: see :func:`ayni.measures.market_share.share_change`.
    """
    if from_year >= to_year:
        raise Refused("trade.years_reversed", first=from_year, last=to_year)
    rows = exports_by_market(trade, classification(products, total=total), market=market)
    components = [name for name in COMPONENTS if convention == "fagerberg_sollie" or name not in INTERACTIONS]
    exporters = _exporters(rows, from_year, to_year)
    worlds = exporters.partition_by("source", "vintage", maintain_order=True)
    figures = [_figures(rows, world, (from_year, to_year), convention) for world in worlds]
    long = exporters.join(pl.DataFrame({"component": components}).with_row_index("order"), how="cross")
    long = long.join(pl.concat([_NO_FIGURES, *figures]), on=[*SERIES, "component"], how="left", nulls_equal=True)
    same = [pl.lit(year).alias(name) for name, year in (("from_year", from_year), ("to_year", to_year))]
    long = long.with_columns(*same, pl.lit(convention).alias("convention"), _reason(rows).alias("reason"))
    told = pl.when(pl.col("reason").is_null() | (pl.col("reason") != "no_markets"))
    long = long.with_columns(told.then(pl.col(name)).alias(name) for name in OF_COMPONENT)
    return long.sort(*SERIES, "order").select(*_SCHEMA)


OF_COMPONENT = ("change_usd", "contribution", "share_change")
_FIGURES = ("from_usd", "to_usd", "change_usd", "contribution", "from_share", "to_share", "share_change")
_NO_FIGURES = pl.DataFrame(
    schema={**dict.fromkeys((*SERIES, "component"), pl.String), **dict.fromkeys(_FIGURES, pl.Float64)}
)
_SCHEMA = (*SERIES, "from_year", "to_year", "convention", "component", *_FIGURES, "preliminary", "reason")


def _exporters(rows: pl.DataFrame, from_year: int, to_year: int) -> pl.DataFrame:
    """Exporters of each source and vintage, whether they are preliminary in either year, and why they stay out."""
    ends = pl.col("year").is_in([from_year, to_year])
    missing = pl.col("year").filter(ends).n_unique() < 2
    incomplete = (pl.col("complete") == False).filter(ends).any()  # noqa: E712 (null is "not said")
    why = pl.when(missing).then(pl.lit("missing_year")).when(incomplete).then(pl.lit("incomplete_year"))
    found = rows.group_by(*SERIES).agg(why.alias("out"), pl.col("preliminary").filter(ends).max())
    alone = pl.col("out").is_null() & (pl.col("out").is_null().sum().over("source", "vintage") == 1)
    one = pl.when(alone).then(pl.lit("one_exporter")).otherwise(pl.col("out"))
    return found.with_columns(one.alias("out")).sort(*SERIES)


def _figures(rows: pl.DataFrame, world: pl.DataFrame, years: tuple[int, int], convention: Convention) -> pl.DataFrame:
    """Components of the exporters of one source and vintage that have both years whole."""
    sellers = world.filter(pl.col("out").is_null()).select(*SERIES).with_row_index("seller")
    cells = rows.join(sellers, on=SERIES, nulls_equal=True).sort("seller", "product", "importer")
    at = [pl.col("value_usd").filter(pl.col("year") == year).sum().alias(str(year)) for year in years]
    cells = cells.group_by("seller", "product", "importer", maintain_order=True).agg(at)
    if cells.is_empty() or not min(cells[str(year)].sum() for year in years) > 0:
        return _NO_FIGURES
    found = measures.share_change(
        first=cells[str(years[0])].to_numpy(),
        last=cells[str(years[1])].to_numpy(),
        seller=cells["seller"].cast(pl.Int64).to_numpy(),
        product=_numbered(cells["product"]),
        market=_numbered(cells["importer"]),
        convention=convention,
    )
    return pl.concat([_component(sellers, found, name) for name in COMPONENTS if name == "total" or _of(found, name)])


def _numbered(names: pl.Series) -> npt.NDArray[np.int64]:
    return (names.rank("dense") - 1).cast(pl.Int64).fill_null(0).to_numpy()


def _of(found: measures.ShareChange, name: str) -> bool:
    return getattr(found, name) is not None


def _component(sellers: pl.DataFrame, found: measures.ShareChange, name: str) -> pl.DataFrame:
    before, after = found.first / found.world_first, found.last / found.world_last
    change = found.last - found.first if name == "total" else getattr(found, name)
    share = {"total": after - before, "world_growth": np.zeros(len(before))}.get(name, change / found.world_last)
    unsold = np.where(found.first > 0, found.first, np.nan)
    figures = (found.first, found.last, change, change / unsold, before, after, share)
    columns = [pl.Series(key, figure).fill_nan(None) for key, figure in zip(_FIGURES, figures, strict=True)]
    return sellers.select(*SERIES, pl.lit(name).alias("component"), *columns)


def _reason(rows: pl.DataFrame) -> pl.Expr:
    """Why a row lacks a figure; a composition of markets is not told of one market."""
    one = not rows["importer"].n_unique() > 1
    return (
        pl.when(pl.col("out").is_not_null())
        .then(pl.col("out"))
        .when(pl.lit(one) & pl.col("component").is_in(OF_MARKETS))
        .then(pl.lit("no_markets"))
        .when(pl.col("contribution").is_null())
        .then(pl.lit("no_exports"))
    )
