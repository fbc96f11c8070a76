"""Price and cost against rivals at once: whether an exporter stands on being different, on its costs, or on neither."""

import polars as pl
from narwhals.typing import IntoFrame

from ayni.errors import Refused
from ayni.measures.unit_values import Bounds, positions, unit_values
from ayni.trade.annual import Market
from ayni.trade.figures import yearly_figures
from ayni.trade.levels import TOTAL
from ayni.trade.unit_values import CELL, check_threshold, levels, priced

UNIT = "USD/kg"


def price_cost_position(
    trade: IntoFrame,
    products: IntoFrame | None = None,
    *,
    costs: IntoFrame,
    market: Market | None = None,
    threshold: float = 0.15,
    bounds: Bounds = "reciprocal",
    weighed_min: float = 0.9,
    total: str = TOTAL,
) -> pl.DataFrame:
    """Unit value and unit cost of every exporter against its rivals, and the stance they make together.

    Parameters
    ----------
    trade, products, market, threshold, bounds, weighed_min, total
        As in :func:`ayni.trade.unit_values.unit_values`.
    costs : table that meets ``series``, in ``USD/kg``
        What a kilo costs, delivered where the trade is valued, by calendar year: its subjects are the codes of the
        exporters, its variables those of the products.

    Returns
    -------
    polars.DataFrame
        year, importer (null for the world), product, exporter, value_usd, unit_value_usd_kg, relative_unit_value,
        position, unit_cost_usd_kg, relative_cost (over the mean of the rivals whose cost is known, weighted by value),
        cost_position (``high``, ``similar``, ``low``), margin_usd_kg (unit value less cost), stance, preliminary,
        complete, source, vintage, cost_source, reason.

        Stances: ``different`` (dearer than the rivals, whatever its cost: what buyers pay more for is not held against
        it), ``cheap_to_make`` (cost low), ``costly_to_make`` (cost high at a price that is not), ``alike``.
        Reasons: those of :func:`ayni.trade.unit_values.unit_values`; ``no_cost``, ``no_rival_cost``: no stance, unless
        it is ``different``.

    Raises
    ------
    Refused
        As in :func:`ayni.trade.unit_values.unit_values`; or costs in another unit, twice for one year, or not above
        zero.

    Notes
    -----
    Source: Porter (1985), Competitive advantage, ch. 1 (an advantage of cost, or of being different); positions as in
    :func:`ayni.measures.unit_values.positions`.
    """
    check_threshold(threshold, bounds)
    rows = levels(priced(trade, products, market=market, weighed_min=weighed_min, total=total), threshold, bounds)
    rows = _with_costs(rows, _costs(costs))
    cost_position = positions(
        relative=rows["relative_cost"].fill_null(float("nan")).to_numpy(), threshold=threshold, bounds=bounds
    )
    rows = rows.with_columns(
        pl.Series("cost_position", cost_position.tolist(), dtype=pl.String).replace("", None),
        (pl.col("unit_value_usd_kg") - pl.col("unit_cost_usd_kg")).alias("margin_usd_kg"),
    )
    return (
        rows.with_columns(_stance().alias("stance"), _reason().alias("reason")).select(*_SCHEMA).sort(*CELL, "exporter")
    )


_SCHEMA = (
    *("year", "importer", "product", "exporter", "value_usd", "unit_value_usd_kg", "relative_unit_value", "position"),
    *("unit_cost_usd_kg", "relative_cost", "cost_position", "margin_usd_kg", "stance", "preliminary", "complete"),
    *("source", "vintage", "cost_source", "reason"),
)


def _costs(costs: IntoFrame) -> pl.DataFrame:
    rows = yearly_figures(costs, table="costs", unit=UNIT)
    for came in rows["unit"].unique().sort():
        if came != UNIT:
            raise Refused("trade.other_unit", table="costs", came=came, expected=UNIT)
    named = {"subject": "exporter", "variable": "product", "value": "unit_cost_usd_kg", "source": "cost_source"}
    return rows.drop("unit").rename(named)


def _with_costs(rows: pl.DataFrame, costs: pl.DataFrame) -> pl.DataFrame:
    """Rows with the unit cost and how many times the rivals' it is; one whose price is not known has none."""
    rows = rows.join(costs, on=["year", "exporter", "product"], how="left", maintain_order="left")
    priced_too = pl.col("unit_value_usd_kg").is_not_null() & pl.col("unit_cost_usd_kg").is_not_null()
    value = rows.select(pl.when(priced_too).then(pl.col("weighed_usd")).otherwise(0.0))["weighed_usd"]
    # Value over cost is the quantity whose unit value is the cost.
    found = unit_values(
        value=value.to_numpy(),
        quantity=(value / rows["unit_cost_usd_kg"]).fill_null(float("nan")).to_numpy(),
        market=rows["market"].to_numpy(),
    )
    return rows.with_columns(pl.Series("relative_cost", found.relative).fill_nan(None))


def _stance() -> pl.Expr:
    return (
        pl.when(pl.col("position") == "high")
        .then(pl.lit("different"))
        .when(pl.col("position").is_null() | pl.col("cost_position").is_null())
        .then(None)
        .when(pl.col("cost_position") == "low")
        .then(pl.lit("cheap_to_make"))
        .when(pl.col("cost_position") == "high")
        .then(pl.lit("costly_to_make"))
        .otherwise(pl.lit("alike"))
    )


def _reason() -> pl.Expr:
    return (
        pl.when(pl.col("reason").is_not_null())
        .then(pl.col("reason"))
        .when(pl.col("unit_cost_usd_kg").is_null())
        .then(pl.lit("no_cost"))
        .when(pl.col("relative_cost").is_null())
        .then(pl.lit("no_rival_cost"))
    )
