"""Price-quality frontier of the origins that compete in a market: who is beaten on both, and by whom."""

import polars as pl
from narwhals.typing import IntoFrame

from ayni.errors import Refused
from ayni.measures.quality import frontier
from ayni.trade.annual import Market
from ayni.trade.levels import TOTAL
from ayni.trade.unit_values import CELL, priced

LARGEST = 1000


def price_quality(
    trade: IntoFrame,
    products: IntoFrame | None = None,
    *,
    market: Market | None = None,
    elasticity: float = 5.0,
    lowest: float = 3.0,
    highest: float = 10.0,
    weighed_min: float = 0.9,
    total: str = TOTAL,
) -> pl.DataFrame:
    """Price and implied quality of every exporter in every market, and the rival that beats it on both.

    Parameters
    ----------
    trade, products, market, weighed_min, total
        As in :func:`ayni.trade.unit_values.unit_values`.
    elasticity : float > 1
        How far buyers go for a lower price: quality is told of it.  It is an assumption, not an estimate.
    lowest, highest : float > 1, around ``elasticity``
        Elasticities between which the standing has to hold.

    Returns
    -------
    polars.DataFrame
        year, importer (null for the world), product, exporter, value_usd, quantity_kg, weighed_share,
        unit_value_usd_kg, quality (natural logarithm, 0 on average in the market), beaten_by (exporter that is no
        dearer and no worse, and better in one of the two), standing (``frontier``: nobody beats it, even at the lowest
        elasticity; ``beaten``: even at the highest; ``depends`` on the elasticity), elasticity, preliminary, complete,
        source, vintage, reason (as in :func:`ayni.trade.unit_values.unit_values`).

    Raises
    ------
    Refused
        As in :func:`ayni.trade.unit_values.unit_values`; or elasticities out of order.

    Notes
    -----
    Quality is what sells beyond its price: nearness, trust and habit are in it.  A small origin is found worse than it
    is where its size alone keeps it small.
    Source: see :func:`ayni.measures.quality.frontier`.
    """
    check_elasticities(elasticity, lowest, highest)
    rows = priced(trade, products, market=market, weighed_min=weighed_min, total=total)
    told = _beaten_rows(rows, elasticity)
    ends = [_beaten_rows(rows, each)["beaten_by"].is_not_null() for each in (lowest, highest)]
    standing = (
        pl.when(pl.col("quality").is_null())
        .then(None)
        .when(~ends[0])
        .then(pl.lit("frontier"))
        .when(ends[1])
        .then(pl.lit("beaten"))
        .otherwise(pl.lit("depends"))
    )
    same = pl.lit(float(elasticity)).alias("elasticity")
    return told.with_columns(standing.alias("standing"), same).select(*_SCHEMA).sort(*CELL, "exporter")


_SCHEMA = (
    *("year", "importer", "product", "exporter", "value_usd", "quantity_kg", "weighed_share", "unit_value_usd_kg"),
    *("quality", "beaten_by", "standing", "elasticity", "preliminary", "complete", "source", "vintage", "reason"),
)


def check_elasticities(elasticity: float, lowest: float, highest: float) -> None:
    """Refuse elasticities that are not above one, or out of order."""
    if not 1 < lowest < LARGEST:
        raise Refused("trade.out_of_range", option="lowest", low=1, high=LARGEST, came=lowest, example=3)
    if not lowest <= elasticity < LARGEST:
        raise Refused("trade.out_of_range", option="elasticity", low=lowest, high=LARGEST, came=elasticity, example=5)
    if not elasticity <= highest < LARGEST:
        raise Refused("trade.out_of_range", option="highest", low=elasticity, high=LARGEST, came=highest, example=10)


def _beaten_rows(rows: pl.DataFrame, elasticity: float) -> pl.DataFrame:
    """Rows of :func:`ayni.trade.unit_values.priced` with their quality and who beats them at one elasticity."""
    known = pl.col("reason").is_null()
    given = rows.select(
        pl.col("market"),
        pl.when(known).then(pl.col("weighed_usd")).otherwise(0.0).alias("value"),
        pl.when(known).then(pl.col("quantity_kg")).alias("quantity"),
    )
    found = frontier(
        value=given["value"].to_numpy(),
        quantity=given["quantity"].fill_null(float("nan")).to_numpy(),
        market=given["market"].to_numpy(),
        elasticity=elasticity,
    )
    rival = pl.Series("rival", found.beaten_by)
    alone = pl.col("quality").count().over("market") < 2
    rows = rows.with_columns(
        pl.Series("quality", found.quality).fill_nan(None),
        rows["exporter"].gather(rival.replace(-1, None)).alias("beaten_by"),
        (pl.col("weighed_usd") / pl.col("quantity_kg")).alias("unit_value_usd_kg"),
    )
    no_rivals = pl.when(known & alone).then(pl.lit("no_rivals"))
    rows = rows.with_columns(pl.coalesce("reason", no_rivals).alias("reason"))
    told = pl.col("reason").is_null()
    price = pl.when(told | (pl.col("reason") == "no_rivals")).then(pl.col("unit_value_usd_kg"))
    return rows.with_columns(price.alias("unit_value_usd_kg"), pl.when(told).then(pl.col("quality")).alias("quality"))
