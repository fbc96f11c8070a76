"""Vintages: what a source said of one period at different times, and how far it revised itself."""

import re

import narwhals as nw
import polars as pl
from narwhals.typing import IntoFrame

from ayni.errors import Refused

KEY = ("subject", "variable", "period", "source")
DATED = re.compile(r"\d{4}(-\d{2}){0,2}")
COLUMNS = (*KEY, "unit", "vintage", "value", "preliminary")


def revisions(series: IntoFrame) -> pl.DataFrame:
    """Revisions of each value from one vintage to the next.

    Parameters
    ----------
    series : table that meets ``series``
        ``vintage`` is the date of publication, as ``2010``, ``2010-09`` or ``2010-09-16``.

    Returns
    -------
    polars.DataFrame
        subject, variable, period, source, unit, earlier_vintage, later_vintage, earlier, later, revision (later less
        earlier, in the unit), preliminary (as the later vintage says), reason.  One row for each pair of vintages that
        follow each other; a value of one vintage alone has a row with ``later`` null and the reason
        ``single_vintage``; a unit that changed, ``other_unit``.

    Raises
    ------
    Refused
        Vintages that are not dates cannot be put in order.
    """
    frame = nw.from_native(series).lazy()
    names = frame.collect_schema().names()
    rows = pl.DataFrame(frame.select([name for name in COLUMNS if name in names]).collect("polars").to_native())
    rows = _with_every_column(rows)
    undated = sorted({str(each) for each in rows["vintage"].drop_nulls() if not DATED.fullmatch(str(each))})
    if undated:
        raise Refused("trade.undated_vintages", vintages=", ".join(undated[:5]))
    rows = rows.sort(*KEY, "vintage")
    following = [
        pl.col(name).shift(-1).over(*KEY).alias(f"later_{name}") for name in ("vintage", "value", "unit", "preliminary")
    ]
    order = pl.int_range(pl.len()).over(*KEY).alias("order")
    pairs = rows.with_columns(*following, order).with_columns(pl.len().over(*KEY).alias("vintages"))
    pairs = pairs.filter((pl.col("order") < pl.col("vintages") - 1) | (pl.col("vintages") == 1))
    return _pairs(pairs)


def _with_every_column(rows: pl.DataFrame) -> pl.DataFrame:
    absent = {"vintage": pl.String, "preliminary": pl.Boolean}
    return rows.with_columns(
        pl.lit(None, dtype=kind).alias(name) for name, kind in absent.items() if name not in rows.columns
    )


def _pairs(pairs: pl.DataFrame) -> pl.DataFrame:
    single = pl.when(pl.col("vintages") == 1).then(pl.lit("single_vintage"))
    other = pl.when(pl.col("unit") != pl.col("later_unit")).then(pl.lit("other_unit"))
    pairs = pairs.with_columns(pl.coalesce(single, other).alias("reason"))
    revision = pl.when(pl.col("reason").is_null()).then(pl.col("later_value") - pl.col("value"))
    said = pl.when(pl.col("vintages") == 1).then("preliminary").otherwise("later_preliminary")
    return pairs.select(
        *KEY,
        "unit",
        pl.col("vintage").alias("earlier_vintage"),
        "later_vintage",
        pl.col("value").alias("earlier"),
        pl.col("later_value").alias("later"),
        revision.alias("revision"),
        said.alias("preliminary"),
        "reason",
    ).sort(*KEY, "earlier_vintage")
