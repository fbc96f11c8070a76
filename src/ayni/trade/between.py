"""Exports of the same groups in different years, side by side, with the reason where they cannot be compared."""

import numpy as np
import polars as pl

from ayni.measures import growth as measures
from ayni.trade.annual import KEY, SERIES, Exports

FLAGS = ("complete", "preliminary")
FIGURES = ("multiple", "change", "cagr", "contribution", "share_of_growth")


def values_by_year(exports: Exports, total: str) -> pl.DataFrame:
    """Values by group and year, the total as one more group, with the flags of the year."""
    whole = pl.lit(total).alias("group"), pl.col("total_usd").alias("value_usd")
    totals = exports.totals.select(*KEY, *whole, *FLAGS)
    flags = exports.totals.select(*KEY, *FLAGS)
    parts = exports.groups.join(flags, on=KEY, how="left", nulls_equal=True)
    return pl.concat([totals, parts.select(totals.columns)]).sort(*KEY, "group")


def spans(values: pl.DataFrame, **years: int | None) -> pl.DataFrame:
    """Years asked of each series, as columns: None takes the first complete year (``from_year``) or the last."""
    complete = pl.col("year").filter(pl.col("complete").fill_null(True))
    return values.group_by(*SERIES, maintain_order=True).agg(
        pl.lit(year, dtype=pl.Int64)
        .fill_null(complete.min() if name == "from_year" else complete.max())
        .first()
        .alias(name)
        for name, year in years.items()
    )


def side_by_side(values: pl.DataFrame, years: pl.DataFrame) -> pl.DataFrame:
    """One row for each series and group: ``x_usd``, ``x_complete``, ``x_preliminary`` for each column ``x_year``.

    ``preliminary`` is true when any of the years is; ``reason`` is ``missing_year``, ``incomplete_year``,
    ``no_published_total`` (of the total: the series publishes it in other years only), ``not_reported`` (the group has
    no row in one of the years) or null.
    """
    ends = [name.removesuffix("_year") for name in years.columns if name not in SERIES]
    rows = values.select(*SERIES, "group").unique(maintain_order=True).join(years, on=SERIES, nulls_equal=True)
    known = values.select(*KEY, *FLAGS, pl.lit(True).alias("there")).unique(maintain_order=True)
    for end in ends:
        named = {name: f"{end}_{name}" for name in ("year", "there", *FLAGS)}
        at = values.select(*KEY, "group", pl.col("value_usd").alias(f"{end}_usd"), pl.lit(True).alias(f"{end}_row"))
        at = at.rename({"year": f"{end}_year"})
        rows = rows.join(known.rename(named), on=[*SERIES, f"{end}_year"], how="left", nulls_equal=True)
        rows = rows.join(at, on=[*SERIES, f"{end}_year", "group"], how="left", nulls_equal=True)
    reason = (
        pl.when(pl.any_horizontal(pl.col(f"{end}_there").is_null() for end in ends))
        .then(pl.lit("missing_year"))
        .when(~pl.all_horizontal(pl.col(f"{end}_complete").fill_null(True) for end in ends))
        .then(pl.lit("incomplete_year"))
        .when(pl.any_horizontal(pl.col(f"{end}_row").is_null() for end in ends))
        .then(pl.lit("not_reported"))
        .when(pl.any_horizontal(pl.col(f"{end}_usd").is_null() for end in ends))
        .then(pl.lit("no_published_total"))
    )
    preliminary = pl.any_horizontal(pl.col(f"{end}_preliminary") for end in ends)
    return rows.with_columns(reason.alias("reason"), preliminary.alias("preliminary")).sort(*SERIES, "group")


def grown(rows: pl.DataFrame, total: str) -> pl.DataFrame:
    """Rows of :func:`side_by_side` with the growth from ``from_usd`` to ``to_usd``, where there is no reason not to.

    A first value of zero gives a contribution and the reason ``no_exports``; a first year that is not before the last,
    ``single_year``.
    """
    single = pl.when(pl.col("from_year") >= pl.col("to_year")).then(pl.lit("single_year"))
    rows = rows.with_columns(single.otherwise(pl.col("reason")).alias("reason"))
    # A group grows whether or not its total is known; what it gave to the total is then unknown.
    known = rows.filter(pl.col("reason").is_null()).partition_by(*SERIES, maintain_order=True)
    empty = pl.DataFrame(schema={**{name: rows.schema[name] for name in (*SERIES, "group")}, **_FLOATS})
    figures = pl.concat([empty, *(_figures(series, total) for series in known)])
    rows = rows.join(figures, on=[*SERIES, "group"], how="left", nulls_equal=True)
    no_base = pl.when(pl.col("reason").is_null() & (pl.col("from_usd") == 0)).then(pl.lit("no_exports"))
    return rows.with_columns(no_base.otherwise(pl.col("reason")).alias("reason"))


_FLOATS = dict.fromkeys(FIGURES, pl.Float64)


def _figures(series: pl.DataFrame, total: str) -> pl.DataFrame:
    """Growth of the groups of one series between two years it has."""
    first, last = series["from_usd"].to_numpy(), series["to_usd"].to_numpy()
    whole = series.filter(pl.col("group") == total)
    span = series.row(0, named=True)
    rates = measures.growth(first=first, last=last, years=span["to_year"] - span["from_year"])
    unknown = np.full(len(series), np.nan)
    points, share = unknown, unknown
    if whole.height:
        ends = {"first_whole": whole["from_usd"][0], "last_whole": whole["to_usd"][0]}
        given = measures.contribution(first=first, last=last, **ends)
        points, share = given.points, given.share
    columns = (rates.multiple, rates.change, rates.cagr, points, share)
    return series.select(*SERIES, "group").with_columns(
        pl.Series(name, column, dtype=pl.Float64).fill_nan(None) for name, column in zip(FIGURES, columns, strict=True)
    )
