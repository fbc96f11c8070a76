"""Growth split into prices and volumes, where quantities are known."""

import numpy as np
import polars as pl
from narwhals.typing import IntoFrame

from ayni.errors import Refused
from ayni.measures import prices as measures
from ayni.measures.prices import Formula
from ayni.trade.annual import KEY, SERIES, exports_by_product
from ayni.trade.levels import TOTAL, classification, refuse_nested


def price_volume(
    trade: IntoFrame,
    products: IntoFrame | None = None,
    *,
    from_year: int,
    to_year: int,
    formula: Formula = "fisher",
    total: str = TOTAL,
) -> pl.DataFrame:
    """Price index and volume index of exports between two years, by source.

    Parameters
    ----------
    trade : table that meets ``trade``, with ``quantity_kg``
        Exports by product: the finer, the nearer a unit value is to a price.
    products, total
        As in :func:`ayni.trade.structure.export_structure`.
    from_year, to_year : int
        Years compared.
    formula : {"fisher", "laspeyres", "paasche"}
        Formula of the price index; the volume index is the one that completes it.

    Returns
    -------
    polars.DataFrame
        exporter, source, vintage, from_year, to_year, formula, price_index, volume_index, value_index (1 is no change;
        price x volume = value, over the matched products), lines (products of either year), matched (products with
        value and quantity in both), from_matched, to_matched (share of each year's value they cover, 0 to 1),
        value_change (multiple of all products, matched or not), preliminary, reason (``missing_year``,
        ``incomplete_year``, ``no_quantity``: the source has values alone, ``no_match``).

    Raises
    ------
    Refused
        The table has values alone; ``from_year`` is not before ``to_year``; or rows would be counted twice.

    Notes
    -----
    A product enters when all of its value of both years comes with a quantity.  One that appears or disappears has no
    price to compare: it stays out, and the shares matched say how much that is.
    Source: see :func:`ayni.measures.prices.price_volume`.
    """
    if from_year >= to_year:
        raise Refused("trade.years_reversed", first=from_year, last=to_year)
    lines = _lines(trade, products, total)
    if not lines["quantity_kg"].is_not_null().any():
        raise Refused("trade.values_alone")
    rows = [
        (*series, from_year, to_year, formula, *_split(group, from_year, to_year, formula))
        for series, group in lines.group_by(*SERIES, maintain_order=True)
    ]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row").sort(*SERIES)


_SCHEMA = {
    **dict.fromkeys(SERIES, pl.String),
    **dict.fromkeys(("from_year", "to_year"), pl.Int64),
    "formula": pl.String,
    **dict.fromkeys(("price_index", "volume_index", "value_index"), pl.Float64),
    **dict.fromkeys(("lines", "matched"), pl.Int64),
    **dict.fromkeys(("from_matched", "to_matched", "value_change"), pl.Float64),
    "preliminary": pl.Boolean,
    "reason": pl.String,
}


def _lines(trade: IntoFrame, products: IntoFrame | None, total: str) -> pl.DataFrame:
    """Products of each year with their value and, where all of it comes with one, their quantity; else null."""
    places = classification(products, total=total)
    rows = exports_by_product(trade, places, measures=["value_usd", "quantity_kg", "unweighed_usd"])
    rows = rows.filter(pl.col("product") != total)
    refuse_nested(rows.select(*KEY, "product"), places)
    weighed = pl.when(pl.col("unweighed_usd").fill_null(0.0) == 0).then(pl.col("quantity_kg"))
    return rows.with_columns(weighed.alias("quantity_kg"))


def _split(lines: pl.DataFrame, from_year: int, to_year: int, formula: Formula) -> tuple[object, ...]:
    """Figures of one source: indices, lines, cover, and the reason for what is not there."""
    ends = [lines.filter(pl.col("year") == year) for year in (from_year, to_year)]
    preliminary = pl.concat(ends)["preliminary"].max()
    if any(end.is_empty() for end in ends):
        return (*(None,) * 8, preliminary, "missing_year")
    if any((end["complete"] == False).any() for end in ends):  # noqa: E712 (null is "not said")
        return (*(None,) * 8, preliminary, "incomplete_year")
    first, last = (end.select("product", "value_usd", "quantity_kg") for end in ends)
    both = first.join(last, on="product", how="full", coalesce=True, suffix="_last").sort("product").fill_null(0.0)
    found = measures.price_volume(
        first_value=both["value_usd"].to_numpy(),
        first_quantity=both["quantity_kg"].to_numpy(),
        last_value=both["value_usd_last"].to_numpy(),
        last_quantity=both["quantity_kg_last"].to_numpy(),
        formula=formula,
    )
    before = float(both["value_usd"].sum())
    change = float(both["value_usd_last"].sum()) / before if before else np.nan
    figures = (found.price, found.volume, found.value, both.height, found.matched)
    cover = (found.first_matched, found.last_matched, change)
    unweighed = not pl.concat(ends)["quantity_kg"].is_not_null().any()
    reason = "no_quantity" if unweighed else "no_match" if not found.matched else None
    return (*(None if np.isnan(figure) else figure for figure in (*figures, *cover)), preliminary, reason)
