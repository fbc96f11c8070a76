"""Export sophistication: PRODY of products, EXPY of exporters, with income per head from a table of series."""

from dataclasses import dataclass
from typing import Literal

import narwhals as nw
import numpy as np
import numpy.typing as npt
import polars as pl
from narwhals.typing import IntoFrame

from ayni.errors import Refused, UnknownName
from ayni.measures import sophistication as measures
from ayni.trade.annual import exports_by_product
from ayni.trade.figures import yearly_figures
from ayni.trade.levels import TOTAL, classification, refuse_nested

FloatArray = npt.NDArray[np.float64]
Base = Literal["year", "period"]
WORLD = ("source", "vintage")


def prody(
    trade: IntoFrame,
    products: IntoFrame | None = None,
    *,
    gdp: IntoFrame,
    variable: str | None = None,
    base: Base = "year",
    total: str = TOTAL,
) -> pl.DataFrame:
    """PRODY of every product, the income per head that goes with selling it, by year and source.

    Parameters
    ----------
    trade : table that meets ``trade``
        Exports of several exporters: those of one year, source and vintage are the world.
    products, total
        As in :func:`ayni.trade.structure.export_structure`; a total's row is left out.
    gdp : table that meets ``series``
        GDP per head by calendar year; its subjects are the codes of the exporters.  Constant dollars at purchasing
        power parity (as the paper) let years be compared.
    variable : str or None
        Which variable of that table; None where it has one.
    base : {"year", "period"}
        ``year``: each year by itself.  ``period``: the mean of all the years of the source, over the exporters that
        have every year and its GDP, as the paper: who reports and who does not would else move the measure.

    Returns
    -------
    polars.DataFrame
        year, product, value_usd (of all exporters), prody and its unit, exporters (with a GDP, that sell it),
        covered_share (of the value, theirs, 0 to 1), source, vintage, gdp_source, reason (``one_exporter``: fewer than
        two exporters of the year have a GDP; ``no_exports``; ``no_gdp``: nobody who sells it has one).

    Raises
    ------
    UnknownName
        The table of GDP has no such variable, or several and none was named.
    Refused
        Two figures for one exporter and year, two units, a GDP that is not above zero, or rows counted twice.

    Notes
    -----
    Source: see :func:`ayni.measures.sophistication.prody`.
    """
    found = [_prody_rows(world) for world in _worlds(trade, products, gdp, variable, base, total)]
    return _mean(pl.concat([_empty(_PRODY), *found]), base).sort("year", *WORLD, "product")


def expy(
    trade: IntoFrame,
    products: IntoFrame | None = None,
    *,
    gdp: IntoFrame,
    variable: str | None = None,
    base: Base = "year",
    covered_min: float = 0.9,
    total: str = TOTAL,
) -> pl.DataFrame:
    """EXPY of every exporter, the income per head that goes with what it sells, by year and source.

    Parameters
    ----------
    trade, products, gdp, variable, base, total
        As in :func:`prody`.
    covered_min : float, above 0 to 1
        Share of the exports in products with a PRODY under which no EXPY is told.

    Returns
    -------
    polars.DataFrame
        year, exporter, value_usd, expy and its unit, covered_share (of the value, in products with a PRODY, 0 to 1),
        gdp (its own, null where not known: EXPY does not need it), preliminary, complete, source, vintage, gdp_source,
        reason (``incomplete_year``, ``one_exporter``, ``no_exports``, ``not_covered``).

    Raises
    ------
    UnknownName, Refused
        As in :func:`prody`; or ``covered_min`` is out of its range.

    Notes
    -----
    Source: see :func:`ayni.measures.sophistication.expy`.
    """
    if not 0 < covered_min <= 1:
        raise Refused("trade.out_of_range", option="covered_min", low=0, high=1, came=covered_min, example=0.9)
    worlds = list(_worlds(trade, products, gdp, variable, base, total))
    told = _mean(pl.concat([_empty(_PRODY), *map(_prody_rows, worlds)]), base)
    found = [_expy_rows(world, told, covered_min) for world in worlds]
    return pl.concat([_empty(_EXPY), *found]).sort("year", *WORLD, "exporter")


_PRODY = {
    "year": pl.Int64,
    "product": pl.String,
    **dict.fromkeys(("value_usd", "prody"), pl.Float64),
    "unit": pl.String,
    "exporters": pl.Int64,
    "covered_share": pl.Float64,
    **dict.fromkeys(("source", "vintage", "gdp_source", "reason"), pl.String),
}
_EXPY = {
    "year": pl.Int64,
    "exporter": pl.String,
    **dict.fromkeys(("value_usd", "expy"), pl.Float64),
    "unit": pl.String,
    **dict.fromkeys(("covered_share", "gdp"), pl.Float64),
    **dict.fromkeys(("preliminary", "complete"), pl.Boolean),
    **dict.fromkeys(("source", "vintage", "gdp_source", "reason"), pl.String),
}


def _empty(schema: dict[str, type[pl.DataType]]) -> pl.DataFrame:
    return pl.DataFrame(schema=schema)


@dataclass(frozen=True, slots=True)
class _World:
    """One year, source and vintage: exporters with their GDP (NaN where none, or left out), products, exports."""

    exporters: pl.DataFrame
    products: pl.Series
    values: FloatArray
    income: FloatArray
    same: dict[str, object]


def _worlds(
    trade: IntoFrame, products: IntoFrame | None, gdp: IntoFrame, variable: str | None, base: Base, total: str
) -> list[_World]:
    places = classification(products, total=total)
    rows = exports_by_product(trade, places).filter(pl.col("product") != total)
    refuse_nested(rows.select("year", "exporter", *WORLD, "product"), places)
    incomes = _incomes(gdp, variable)
    rows = rows.join(incomes, on=["year", "exporter"], how="left")
    whole = pl.col("gdp").is_not_null() & pl.col("complete").fill_null(value=True)
    if base == "period":
        years = pl.col("year").n_unique().over(*WORLD)
        whole = whole & (pl.col("year").filter(whole).n_unique().over("exporter", *WORLD) == years)
    unit, source = (incomes[name].drop_nulls().unique().sort().to_list() for name in ("unit", "gdp_source"))
    said = {"unit": next(iter(unit), None), "gdp_source": "; ".join(source) or None}
    rows = rows.with_columns(pl.when(whole).then(pl.col("gdp")).alias("income"))
    return [_world(world, said) for world in rows.partition_by("year", *WORLD, maintain_order=True)]


def _world(rows: pl.DataFrame, said: dict[str, object]) -> _World:
    exporters = rows.select("exporter", "gdp", "income", "preliminary", "complete").unique().sort("exporter")
    products = rows["product"].unique().sort()
    cells = rows.join(exporters.select("exporter").with_row_index("c"), on="exporter")
    cells = cells.join(pl.DataFrame({"product": products}).with_row_index("p"), on="product")
    values = np.zeros((exporters.height, len(products)))
    values[cells["c"].to_numpy(), cells["p"].to_numpy()] = cells["value_usd"].to_numpy()
    income = exporters["income"].fill_null(float("nan")).to_numpy()
    return _World(exporters, products, values, income, {**said, **rows.select("year", *WORLD).row(0, named=True)})


def _prody_rows(world: _World) -> pl.DataFrame:
    found = measures.prody(values=world.values, income=world.income)
    alone = bool(np.isfinite(world.income[world.values.sum(axis=1) > 0]).sum() < 2)
    sold = world.values.sum(axis=0)
    rows = pl.DataFrame(
        {"product": world.products, "value_usd": sold, "prody": found.prody, "exporters": found.places}
        | {"covered_share": found.covered},
    )
    reason = (
        pl.when(pl.lit(alone))
        .then(pl.lit("one_exporter"))
        .when(pl.col("value_usd") == 0)
        .then(pl.lit("no_exports"))
        .when(pl.col("prody").is_null())
        .then(pl.lit("no_gdp"))
    )
    rows = rows.with_columns(pl.col("prody", "covered_share").fill_nan(None)).with_columns(reason.alias("reason"))
    figure = pl.when(pl.col("reason").is_null()).then(pl.col("prody")).alias("prody")
    return _with_same(rows.with_columns(figure), world, _PRODY)


def _expy_rows(world: _World, told: pl.DataFrame, covered_min: float) -> pl.DataFrame:
    of_world = told.filter(pl.col(name).eq_missing(pl.lit(world.same[name])) for name in ("year", *WORLD))
    each = pl.DataFrame({"product": world.products}).join(of_world, on="product", how="left", maintain_order="left")
    prody = each["prody"].fill_null(float("nan")).to_numpy()
    found = measures.expy(values=world.values, prody=prody)
    rows = world.exporters.with_columns(
        pl.Series("value_usd", world.values.sum(axis=1)),
        pl.Series("expy", found.expy).fill_nan(None),
        pl.Series("covered_share", found.covered).fill_nan(None),
    )
    alone = bool((each["reason"] == "one_exporter").any())
    reason = (
        pl.when(pl.col("complete") == False)  # noqa: E712 (null is "not said", and stays)
        .then(pl.lit("incomplete_year"))
        .when(pl.col("value_usd") == 0)
        .then(pl.lit("no_exports"))
        .when(pl.lit(alone))
        .then(pl.lit("one_exporter"))
        .when(pl.col("covered_share") < covered_min)
        .then(pl.lit("not_covered"))
    )
    figure = pl.when(pl.col("reason").is_null()).then(pl.col("expy")).alias("expy")
    return _with_same(rows.with_columns(reason.alias("reason")).with_columns(figure), world, _EXPY)


def _with_same(rows: pl.DataFrame, world: _World, schema: dict[str, type[pl.DataType]]) -> pl.DataFrame:
    same = [pl.lit(value, dtype=schema[name]).alias(name) for name, value in world.same.items()]
    return rows.with_columns(same).select(*schema).cast(schema)  # type: ignore[arg-type]


def _mean(rows: pl.DataFrame, base: Base) -> pl.DataFrame:
    """Rows as they are, or with the mean of all years of the source in the place of each year's PRODY."""
    if base == "year":
        return rows
    mean = pl.col("prody").mean().over("product", *WORLD)
    reason = pl.when(mean.is_null()).then(pl.col("reason")).alias("reason")
    return rows.with_columns(mean.alias("prody"), reason)


def _incomes(gdp: IntoFrame, variable: str | None) -> pl.DataFrame:
    """GDP per head: ``year``, ``exporter``, ``gdp``, ``unit``, ``gdp_source``."""
    known = nw.from_native(gdp).lazy().select("variable").unique().collect("polars").to_native()
    names = pl.DataFrame(known)["variable"].sort().to_list()
    if (variable is None and len(names) > 1) or (variable is not None and variable not in names):
        raise UnknownName("trade.which_variable", came=variable or "–", known=", ".join(names) or "–")
    rows = yearly_figures(gdp, table="gdp", variable=variable, unit="USD@2017")
    return rows.drop("variable").rename({"subject": "exporter", "value": "gdp", "source": "gdp_source"})
