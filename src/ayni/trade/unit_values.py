"""Unit values against rivals in each market, and whether a market was gained or lost at a higher or a lower price."""

import polars as pl
from narwhals.typing import IntoFrame

from ayni.errors import Refused
from ayni.measures import unit_values as measures
from ayni.measures.unit_values import Bounds, Weights
from ayni.trade.annual import Market, exports_by_market
from ayni.trade.levels import TOTAL, classification

CELL = ("year", "importer", "product", "source", "vintage")
SERIES = ("exporter", "source", "vintage")
# Nothing that is published moves by less.
UNCHANGED = 1e-12


def unit_values(
    trade: IntoFrame,
    products: IntoFrame | None = None,
    *,
    market: Market | None = None,
    threshold: float = 0.15,
    bounds: Bounds = "reciprocal",
    weights: Weights = "value",
    weighed_min: float = 0.9,
    years_before: int = 1,
    total: str = TOTAL,
) -> pl.DataFrame:
    """Unit value of every exporter in every market and product against its rivals, with the share it gained or lost.

    Parameters
    ----------
    trade : table that meets ``trade``, with ``quantity_kg``
        Exports of several exporters: those of one year, market, product, source and vintage are rivals.
    products, total
        As in :func:`ayni.trade.structure.export_structure`; a total's row is left out.
    market : {"importer", "world"} or None
        As in :func:`ayni.trade.annual.exports_by_market`.
    threshold, bounds, weights
        As in :func:`ayni.measures.unit_values.positions` and :func:`ayni.measures.unit_values.unit_values`.
    weighed_min : float, above 0 to 1
        Share of a value that has to come with a weight: the unit value of less says little of the whole.
    years_before : int >= 1
        How many calendar years lie between a year and the one its changes are told from.

    Returns
    -------
    polars.DataFrame
        year, importer (null for the world), product, exporter, value_usd, quantity_kg, weighed_share (of the value, 0
        to 1), unit_value_usd_kg (of what was weighed), rivals_usd_kg, relative_unit_value (1 is as the rivals), rivals
        (with a unit value), quantile (share of the rivals that are cheaper, 0 to 1), position (``high``, ``similar``,
        ``low``), market_share (0 to 1), earlier_year, relative_change (of the relative unit value, fraction),
        share_change (points, fraction), quadrant (``dearer_gained``, ``dearer_lost``, ``cheaper_gained``,
        ``cheaper_lost``), preliminary, complete, source, vintage, reason, change_reason.

        Reasons: ``incomplete_year`` (the exporter stays out of the market), ``no_exports``, ``no_quantity``,
        ``partly_weighed``, ``zero_quantity``, ``no_rivals`` (nobody else has a unit value there).  Reasons why there is
        no quadrant: those, of either year; ``missing_year`` (the source has no complete earlier year of the exporter),
        ``not_sold`` (the exporter did not sell it there), ``unchanged``.

    Raises
    ------
    Refused
        No market has two exporters, the table has values alone, an option is out of its range, or rows would be
        counted twice.

    Notes
    -----
    Dearer and cheaper are against the rivals: a price that rises with theirs does not move.  Gained at a higher price
    points to quality, lost at a higher price to cost; a unit value proves neither.
    Source: Aiginger (1997), Cambridge Journal of Economics 21(5), 571-592 (four segments by unit value and quantity;
    here by changes, in one market); for the position see :func:`ayni.measures.unit_values.positions`.
    """
    check_threshold(threshold, bounds)
    if years_before < 1:
        raise Refused("trade.out_of_range", option="years_before", low=1, high=200, came=years_before, example=5)
    rows = priced(trade, products, market=market, weighed_min=weighed_min, total=total)
    found = levels(rows, threshold, bounds, weights)
    return _changes(found, years_before).select(*_SCHEMA).sort(*CELL, "exporter")


_SCHEMA = (
    *("year", "importer", "product", "exporter", "value_usd", "quantity_kg", "weighed_share", "unit_value_usd_kg"),
    *("rivals_usd_kg", "relative_unit_value", "rivals", "quantile", "position", "market_share", "earlier_year"),
    *("relative_change", "share_change", "quadrant", "preliminary", "complete", "source", "vintage"),
    *("reason", "change_reason"),
)


def priced(
    trade: IntoFrame, products: IntoFrame | None, *, market: Market | None, weighed_min: float, total: str
) -> pl.DataFrame:
    """Exports of every market that can be priced: where they have a reason, they cannot.

    ``market`` numbers the cells of year, importer, product, source and vintage from zero; ``weighed_usd`` is the value
    that comes with a weight and ``weighed_share`` its share; the reasons are those of :func:`unit_values` but for
    ``no_rivals``, and so are the refusals.
    """
    if not 0 < weighed_min <= 1:
        raise Refused("trade.out_of_range", option="weighed_min", low=0, high=1, came=weighed_min, example=0.9)
    measured = ("value_usd", "quantity_kg", "unweighed_usd")
    rows = exports_by_market(trade, classification(products, total=total), market=market, measures=measured)
    _refuse_alone(rows)
    cells = (pl.struct(CELL).rank("dense") - 1).cast(pl.Int64)
    return _weighed(rows, weighed_min).with_columns(cells.alias("market"))


def check_threshold(threshold: float, bounds: Bounds) -> None:
    """Refuse a threshold that is none, or that leaves symmetric bounds without a lower one."""
    largest = 1 if bounds == "symmetric" else 1000
    if not 0 < threshold < largest:
        raise Refused("trade.out_of_range", option="threshold", low=0, high=largest, came=threshold, example=0.15)


def _refuse_alone(rows: pl.DataFrame) -> None:
    if rows.is_empty():
        return
    if not rows["quantity_kg"].is_not_null().any():
        raise Refused("trade.no_weights")
    if not rows.select(*CELL).is_duplicated().any():
        raise Refused("trade.no_rivals", exporter=rows["exporter"][0], product=rows["product"][0])


def _weighed(rows: pl.DataFrame, weighed_min: float) -> pl.DataFrame:
    """Rows with the share of their value that was weighed, that value, and the reason why it has no unit value."""
    weighed = pl.col("value_usd") - pl.col("unweighed_usd").fill_null(0.0)
    share = pl.when(pl.col("value_usd") > 0).then(weighed / pl.col("value_usd"))
    rows = rows.with_columns(share.alias("weighed_share"), weighed.alias("weighed_usd"))
    reason = (
        pl.when(pl.col("complete") == False)  # noqa: E712 (null is "not said", and stays)
        .then(pl.lit("incomplete_year"))
        .when(pl.col("value_usd") == 0)
        .then(pl.lit("no_exports"))
        .when(pl.col("quantity_kg").is_null() | (pl.col("weighed_share") <= 0))
        .then(pl.lit("no_quantity"))
        .when(pl.col("weighed_share") < weighed_min)
        .then(pl.lit("partly_weighed"))
        .when(pl.col("quantity_kg") == 0)
        .then(pl.lit("zero_quantity"))
    )
    return rows.with_columns(reason.alias("reason"))


def levels(rows: pl.DataFrame, threshold: float, bounds: Bounds, weights: Weights = "value") -> pl.DataFrame:
    """Rows of :func:`priced` with their unit values, the rivals', the position and the share of the market."""
    known = pl.col("reason").is_null()
    given = rows.select(
        pl.col("market"),
        pl.when(known).then(pl.col("weighed_usd")).otherwise(0.0).alias("value"),
        pl.when(known).then(pl.col("quantity_kg")).alias("quantity"),
    )
    found = measures.unit_values(
        value=given["value"].to_numpy(),
        quantity=given["quantity"].fill_null(float("nan")).to_numpy(),
        market=given["market"].to_numpy(),
        weights=weights,
    )
    position = measures.positions(relative=found.relative, threshold=threshold, bounds=bounds)
    named = ("unit_value_usd_kg", "rivals_usd_kg", "relative_unit_value", "quantile")
    figures = (found.own, found.rivals, found.relative, found.quantile)
    rows = rows.with_columns(
        *(pl.Series(name, figure).fill_nan(None) for name, figure in zip(named, figures, strict=True)),
        pl.Series("rivals", found.others),
        pl.Series("position", position.tolist(), dtype=pl.String).replace("", None),
        _market_share().alias("market_share"),
    )
    alone = pl.when(known & pl.col("relative_unit_value").is_null()).then(pl.lit("no_rivals"))
    return rows.with_columns(pl.coalesce("reason", alone).alias("reason"))


def _market_share() -> pl.Expr:
    whole = pl.when(pl.col("complete").fill_null(value=True)).then(pl.col("value_usd"))
    market = whole.sum().over(*CELL)
    return pl.when(market > 0).then(whole / market)


def _changes(rows: pl.DataFrame, years_before: int) -> pl.DataFrame:
    """Rows with what changed since the earlier year: relative unit value, share of the market, both at once."""
    rows = rows.with_columns((pl.col("year") - years_before).alias("earlier_year"))
    keys = ("earlier_year", *CELL[1:], "exporter")
    told = {"relative_unit_value": "earlier_relative", "market_share": "earlier_share", "reason": "earlier_reason"}
    renamed = [pl.col(name).alias(earlier) for name, earlier in told.items()]
    earlier = rows.select(pl.col("year").alias("earlier_year"), *keys[1:], *renamed, pl.lit(value=True).alias("sold"))
    rows = rows.join(earlier, on=keys, how="left", nulls_equal=True)
    for by, name in (((*SERIES,), "reported"), ((*CELL[1:],), "traded")):
        there = rows.filter(pl.col("market_share").is_not_null()).select(pl.col("year").alias("earlier_year"), *by)
        there = there.unique().with_columns(pl.lit(value=True).alias(name))
        rows = rows.join(there, on=["earlier_year", *by], how="left", nulls_equal=True)
    # Who reported that year and is not in a market that others sold in, had none of it.
    before = pl.when(pl.col("reported") & pl.col("traded")).then(pl.col("earlier_share").fill_null(0.0))
    changes = rows.with_columns(
        (pl.col("relative_unit_value") / pl.col("earlier_relative") - 1).alias("relative_change"),
        (pl.col("market_share") - before).alias("share_change"),
    )
    return changes.with_columns(_quadrant().alias("quadrant")).with_columns(_change_reason().alias("change_reason"))


def _quadrant() -> pl.Expr:
    price, share = pl.col("relative_change"), pl.col("share_change")
    moved = (price.abs() > UNCHANGED) & (share.abs() > UNCHANGED)
    dearer = pl.when(price > 0).then(pl.lit("dearer")).otherwise(pl.lit("cheaper"))
    gained = pl.when(share > 0).then(pl.lit("gained")).otherwise(pl.lit("lost"))
    return pl.when(moved).then(pl.concat_str(dearer, gained, separator="_"))


def _change_reason() -> pl.Expr:
    return (
        pl.when(pl.col("quadrant").is_not_null())
        .then(None)
        .when(pl.col("reason").is_not_null())
        .then(pl.col("reason"))
        .when(pl.col("earlier_reason").is_not_null())
        .then(pl.col("earlier_reason"))
        .when(pl.col("sold").is_not_null())
        .then(pl.lit("unchanged"))
        .when(pl.col("reported").is_null())
        .then(pl.lit("missing_year"))
        .otherwise(pl.lit("not_sold"))
    )
