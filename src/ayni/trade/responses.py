"""What becomes of the shares of a market when one exporter changes its price, and rivals answer or do not."""

import numpy as np
import polars as pl
from narwhals.typing import IntoFrame

from ayni.errors import Refused
from ayni.measures.responses import FloatArray, share_response
from ayni.trade.annual import Market, exports_by_market
from ayni.trade.levels import TOTAL, classification
from ayni.trade.quality import check_elasticities
from ayni.trade.unit_values import CELL

# How much of the change rivals follow.
ANSWERS = {"nobody": 0.0, "half": 0.5, "all": 1.0}


def rival_response(
    trade: IntoFrame,
    products: IntoFrame | None = None,
    *,
    mover: str,
    price_change: float = -0.1,
    market: Market | None = None,
    elasticity: float = 5.0,
    lowest: float = 3.0,
    highest: float = 10.0,
    total: str = TOTAL,
) -> pl.DataFrame:
    """Shares of every market that an exporter sells in, after it changes its price and its rivals answer.

    Parameters
    ----------
    trade : table that meets ``trade``
        Exports of several exporters.
    products, total
        As in :func:`ayni.trade.structure.export_structure`; a total's row is left out.
    mover : str
        Exporter that changes its price: one's own country, to see what rivals can undo; a rival, to see what it takes.
    price_change : float > -1, not 0
        Of the mover's price, fraction.
    market : {"importer", "world"} or None
        As in :func:`ayni.trade.annual.exports_by_market`.
    elasticity, lowest, highest : float > 1
        How far buyers go for a lower price, and the ends between which it may lie: assumptions, not estimates.

    Returns
    -------
    polars.DataFrame
        year, importer (null for the world), product, exporter, answer (``nobody`` of the rivals moves, each goes
        ``half`` the way, ``all`` follow), mover, price_change (the exporter's own, fraction), value_usd, market_share,
        share_after (0 to 1; of one answer they add up to 1), share_change, share_change_lowest, share_change_highest
        (at those elasticities), value_change_usd, elasticity, preliminary, complete, source, vintage, reason
        (``incomplete_year``, ``no_exports``).

    Raises
    ------
    Refused
        The mover sells in no market that has a rival, an option is out of its range, or rows would be counted twice.

    Notes
    -----
    What buyers of a market spend is held: nobody buys more because it is cheaper, and shares are taken from somebody.
    When all follow, no share moves and every seller gets less for a kilo.
    Source: see :func:`ayni.measures.responses.share_response`.
    """
    check_elasticities(elasticity, lowest, highest)
    if not -1 < price_change < 1 or price_change == 0:
        raise Refused("trade.out_of_range", option="price_change", low=-1, high=1, came=price_change, example=-0.1)
    rows = _rows(exports_by_market(trade, classification(products, total=total), market=market), mover)
    if rows.is_empty():
        raise Refused("trade.mover_alone", exporter=mover)
    answers = [_answered(rows, name, mover, price_change, (elasticity, lowest, highest)) for name in ANSWERS]
    order = pl.col("answer").replace_strict(list(ANSWERS), range(len(ANSWERS)), return_dtype=pl.Int64)
    told = pl.concat(answers).with_columns(pl.lit(mover).alias("mover"), pl.lit(elasticity).alias("elasticity"))
    return told.sort(*CELL, order, "exporter").select(*_SCHEMA)


_SCHEMA = (
    *("year", "importer", "product", "exporter", "answer", "mover", "price_change", "value_usd", "market_share"),
    *("share_after", "share_change", "share_change_lowest", "share_change_highest", "value_change_usd", "elasticity"),
    *("preliminary", "complete", "source", "vintage", "reason"),
)


def _rows(rows: pl.DataFrame, mover: str) -> pl.DataFrame:
    """Rows of the markets in which the mover and a rival of it sell, with their share of what is known of each."""
    incomplete = pl.col("complete") == False  # noqa: E712 (null is "not said")
    reason = (
        pl.when(incomplete).then(pl.lit("incomplete_year")).when(pl.col("value_usd") == 0).then(pl.lit("no_exports"))
    )
    rows = rows.with_columns(reason.alias("reason"))
    sells = pl.col("reason").is_null()
    moves = (sells & (pl.col("exporter") == mover)).any().over(*CELL)
    rivals = (sells & (pl.col("exporter") != mover)).any().over(*CELL)
    rows = rows.filter(moves & rivals)
    known = pl.when(sells).then(pl.col("value_usd"))
    return rows.with_columns(
        (known / known.sum().over(*CELL)).alias("market_share"),
        (pl.struct(CELL).rank("dense") - 1).cast(pl.Int64).alias("market"),
    )


def _answered(
    rows: pl.DataFrame, answer: str, mover: str, price_change: float, elasticities: tuple[float, float, float]
) -> pl.DataFrame:
    own = pl.when(pl.col("exporter") == mover).then(price_change).otherwise(price_change * ANSWERS[answer])
    rows = rows.with_columns(pl.lit(answer).alias("answer"), own.alias("price_change"))
    share = rows["market_share"].fill_null(0.0).to_numpy()
    after, lowest, highest = (_after(rows, share, elasticity) for elasticity in elasticities)
    spent = pl.when(pl.col("reason").is_null()).then(pl.col("value_usd")).sum().over(*CELL)
    figures = {
        "share_after": after,
        "share_change": after - share,
        "share_change_lowest": lowest - share,
        "share_change_highest": highest - share,
    }
    rows = rows.with_columns(
        pl.when(pl.col("reason").is_null()).then(pl.Series(name, figure)).alias(name)
        for name, figure in figures.items()
    )
    return rows.with_columns((pl.col("share_change") * spent).alias("value_change_usd"))


def _after(rows: pl.DataFrame, share: FloatArray, elasticity: float) -> FloatArray:
    price = 1 + rows["price_change"].to_numpy()
    return share_response(share=share, price=np.asarray(price), market=rows["market"].to_numpy(), elasticity=elasticity)
