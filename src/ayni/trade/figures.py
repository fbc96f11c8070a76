"""Figures of calendar years out of a table of series, as GDP per head or unit costs, held against a table of trade."""

import narwhals as nw
import polars as pl
from narwhals.typing import IntoFrame

from ayni.errors import Refused

COLUMNS = ("subject", "variable", "period", "value", "unit", "source")


def yearly_figures(series: IntoFrame, *, table: str, variable: str | None = None, unit: str) -> pl.DataFrame:
    """Figures of each calendar year: ``year``, ``subject``, ``variable``, ``value`` (> 0), ``unit``, ``source``.

    Parameters
    ----------
    series : table that meets ``series``
        Quarters, months and farm years are left out.
    table : str
        Name of the option it came as, for messages.
    variable : str or None
        Variable that is kept; None for all.
    unit : str
        Unit such a table may have, for messages.

    Raises
    ------
    Refused
        Two figures for one subject, variable and year, two units, or a figure that is not above zero.
    """
    frame = nw.from_native(series).lazy()
    kept = [name for name in COLUMNS if name in frame.collect_schema().names()]
    rows = pl.DataFrame(frame.select(*kept).collect("polars").to_native())
    if variable is not None:
        rows = rows.filter(pl.col("variable") == variable)
    rows = rows.filter(pl.col("period").str.contains(r"^\d{4}$"))
    source = pl.col("source") if "source" in kept else pl.lit(None, pl.String)
    rows = rows.select(
        pl.col("period").cast(pl.Int64).alias("year"),
        *("subject", "variable", pl.col("value").cast(pl.Float64), "unit", source.alias("source")),
    )
    _refuse(rows.sort("year", "subject", "variable"), table, unit)
    return rows


def _refuse(rows: pl.DataFrame, table: str, unit: str) -> None:
    units = rows["unit"].unique().sort()
    if len(units) > 1:
        raise Refused("trade.several_units", table=table, units=", ".join(units), example=unit)
    keys = ("subject", "variable", "year")
    for row in rows.filter(rows.select(keys).is_duplicated()).head(1).iter_rows(named=True):
        raise Refused("trade.several_figures", table=table, **{key: row[key] for key in keys})
    for row in rows.filter(~(pl.col("value") > 0)).head(1).iter_rows(named=True):
        raise Refused("trade.not_positive", table=table, came=row["value"], **{key: row[key] for key in keys})
