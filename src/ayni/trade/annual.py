"""Exports by year: months summed, flags kept, sources and vintages apart, levels never added.

A source may publish the same exports twice over: by product for all destinations together, and by destination.  Rows
without an importer are the first kind, rows with one the second; the two are never added.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import narwhals as nw
import polars as pl
from narwhals.typing import IntoFrame

from ayni.errors import Refused
from ayni.frames import summed
from ayni.trade.levels import TOTAL, Classification, Level, classification, refuse_nested, refuse_unknown

KEY = ("year", "exporter", "source", "vintage")
SERIES = KEY[1:]
KIND = "by_importer"
MONTHS = 12
Market = Literal["importer", "world"]


@dataclass(frozen=True, slots=True)
class Exports:
    """Exports by group and in total, of each year, exporter, source and vintage (``KEY``).

    Attributes
    ----------
    groups : polars.DataFrame
        ``KEY``, ``group``, ``value_usd`` (sum of the products of the group that the table has).
    totals : polars.DataFrame
        ``KEY``; ``published_usd`` (the row of the total itself, null without one); ``parts_usd`` (sum of the groups,
        null without any); ``total_usd`` (published, else parts; null in a year without a published total where the
        series publishes one in others: the kinds are not mixed); ``publishes`` (the series does in some year);
        ``preliminary`` and ``complete`` (null where not said).
    classification : Classification
        Where the products stand.
    """

    groups: pl.DataFrame
    totals: pl.DataFrame
    classification: Classification


def exports_by_group(
    trade: IntoFrame, products: IntoFrame | None = None, *, level: Level = "group", total: str = TOTAL
) -> Exports:
    """Exports by group and in total.

    Parameters
    ----------
    trade : table that meets ``trade``
        Months are summed; so are importers where the products have them.
    products : table that meets ``products``, or None
        Its ``parent`` says what is part of what; without it every product is a group.
    level : {"group", "sector", "item"}
        Groups just below the total, sectors below them, or items as deep as each source goes.
    total : str
        Code of a total that the table itself publishes.

    Raises
    ------
    Refused
        A product and one it is part of in the same year and source, or products with and without a month (an
        importer).
    UnknownName
        A product that the table of products does not name.
    """
    places = classification(products, total=total)
    rows = exports_by_product(trade, places)
    parts = rows.filter(pl.col("product") != total)
    refuse_nested(parts.select(*KEY, "product"), places)
    names = {code: places.at(code, level) for code in parts["product"].unique().sort()}
    group = pl.col("product").replace_strict(list(names), list(names.values()), return_dtype=pl.String)
    return Exports(
        groups=summed(parts.with_columns(group.alias("group")), by=[*KEY, "group"], measures=["value_usd"]),
        totals=_totals(rows, total),
        classification=places,
    )


def exports_by_product(
    trade: IntoFrame, products: Classification, *, measures: Sequence[str] = ("value_usd",)
) -> pl.DataFrame:
    """Exports of each year by product: ``KEY``, ``product``, the measures, ``preliminary``, ``complete``.

    The measures are ``value_usd``, ``quantity_kg`` and ``unweighed_usd``, the value that comes without a quantity.

    The flags are of the whole year of a source: not complete when any row says so or when a monthly table lacks a
    month, preliminary when any row says so, null when no row says anything.  A source's totals by destination are left
    to :func:`exports_by_importer` where its products are for all destinations.  A total for all destinations stands
    beside products by destination, unless the source gives its totals by destination, too.

    Raises
    ------
    Refused
        Products of one year and source of which some rows have an importer (a month) and some have none.
    UnknownName
        A product that the table of products does not name.
    """
    rows = _yearly(trade, ["product"], measures)
    refuse_unknown(rows["product"].unique(), products)
    part = pl.col(KIND).filter(pl.col("product") != products.total)
    kinds = rows.group_by(*KEY, maintain_order=True).agg(
        part.min().alias("first"), part.max().alias("last"), pl.col(KIND).min().alias("any")
    )
    for row in kinds.filter(pl.col("first") != pl.col("last")).iter_rows(named=True):
        raise Refused("trade.mixed_rows", year=row["year"], source=row["source"] or "–", column="importer")
    chosen = kinds.select(*KEY, pl.coalesce("first", "any").alias(KIND))
    kept = rows.join(chosen, on=[*KEY, KIND], how="semi", nulls_equal=True)
    totals = rows.filter((pl.col("product") == products.total) & ~pl.col(KIND))
    beside = totals.join(kept, on=[*KEY, "product"], how="anti", nulls_equal=True)
    return _of_one_year(pl.concat([kept, beside])).drop(KIND).sort(*KEY, "product")


def exports_by_importer(trade: IntoFrame, products: Classification) -> pl.DataFrame:
    """Exports of each year by destination: ``KEY``, ``importer``, ``value_usd``, ``preliminary``, ``complete``.

    Where the source gives totals by destination those are taken; else its products are summed.

    Raises
    ------
    Refused
        A product and one it is part of in the same year and source.
    """
    if "importer" not in nw.from_native(trade).lazy().collect_schema().names():
        raise Refused("trade.no_importers")
    rows = _yearly(trade, ["importer", "product"], ["value_usd"]).filter(pl.col(KIND)).drop(KIND)
    is_total = pl.col("product") == products.total
    rows = rows.filter(is_total | ~is_total.any().over(*KEY))
    refuse_nested(rows.select(*KEY, "product").unique(maintain_order=True), products)
    flags = rows.select(*KEY, "preliminary", "complete").unique(maintain_order=True)
    sums = summed(rows, by=[*KEY, "importer"], measures=["value_usd"])
    return sums.join(flags, on=KEY, how="left", nulls_equal=True).sort(*KEY, "importer")


def exports_by_market(
    trade: IntoFrame,
    products: Classification,
    *,
    market: Market | None = None,
    measures: Sequence[str] = ("value_usd",),
) -> pl.DataFrame:
    """Exports of each year by destination and product: ``KEY``, ``importer``, ``product``, measures and flags.

    Parameters
    ----------
    trade, products, measures
        As in :func:`exports_by_product`.
    market : {"importer", "world"} or None
        ``importer``: each destination is a market; what an exporter tells for all destinations together, beside what it
        tells by destination, is left out.  ``world``: one market, whose importer is null.  None: ``importer`` where the
        table says where exports go.

    Raises
    ------
    Refused
        ``importer`` was asked of a table without destinations; an exporter tells none where others do; or a product and
        one it is part of stand side by side.
    UnknownName
        A product that the table of products does not name.
    """
    rows = None if market == "world" else _by_destination(trade, products, measures)
    if rows is None and market == "importer":
        raise Refused("trade.no_markets")
    if rows is None:
        rows = exports_by_product(trade, products, measures=measures)
        rows = rows.with_columns(pl.lit(None, dtype=pl.String).alias("importer"))
    rows = rows.filter(pl.col("product") != products.total)
    refuse_nested(rows.select(*KEY, "product").unique(maintain_order=True), products)
    return rows.sort(*KEY, "importer", "product")


def _by_destination(trade: IntoFrame, products: Classification, measures: Sequence[str]) -> pl.DataFrame | None:
    """Exports by destination; None where no row has one.

    An exporter that tells none would be missing from every market it sells to.
    """
    if "importer" not in nw.from_native(trade).lazy().collect_schema().names():
        return None
    rows = _yearly(trade, ["importer", "product"], measures)
    kinds = rows.filter(pl.col("product") != products.total).group_by(*KEY).agg(pl.col(KIND).any())
    if not kinds.is_empty() and not kinds[KIND].any():
        return None
    for row in kinds.filter(~pl.col(KIND)).sort(*KEY).head(1).iter_rows(named=True):
        raise Refused("trade.no_destination", exporter=row["exporter"], year=row["year"], source=row["source"] or "–")
    refuse_unknown(rows["product"].unique(), products)
    return rows.filter(pl.col(KIND)).drop(KIND)


def _yearly(trade: IntoFrame, by: Sequence[str], measures: Sequence[str]) -> pl.DataFrame:
    """Sums of the measures over ``KEY``, ``KIND`` and ``by``, with the flags of the year."""
    frame = _flagged(trade)
    whole_year = [*KEY, KIND]
    sums = summed(frame, by=[*whole_year, *by], measures=measures)
    flags = summed(frame, by=whole_year, measures=["said_complete", "said_incomplete", "said_preliminary"])
    flags = flags.join(_months(frame), on=whole_year, how="left", nulls_equal=True)
    lacking = (pl.col("said_incomplete") > 0) | (pl.col("months") < MONTHS)
    whole = (pl.col("said_complete") > 0) | (pl.col("months") == MONTHS)
    flags = flags.select(
        *whole_year,
        (pl.col("said_preliminary") > 0).alias("preliminary"),
        pl.when(lacking).then(False).when(whole).then(True).alias("complete"),
    )
    return sums.join(flags, on=whole_year, how="left", nulls_equal=True).sort(*whole_year, *by)


def _of_one_year(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of which those of one year and source have the same flags, though they come of two kinds."""
    return rows.with_columns(pl.col("preliminary").max().over(*KEY), pl.col("complete").min().over(*KEY))


def _flagged(trade: IntoFrame) -> Any:
    """Table with its flags as numbers that can be summed where it lives, its kind, and every column we read."""
    frame = nw.from_native(trade).lazy()
    names = frame.collect_schema().names()
    said = {"said_complete": ("complete", True), "said_incomplete": ("complete", False)}
    said["said_preliminary"] = ("preliminary", True)
    flags = [
        (nw.col(column).cast(nw.Boolean) == value).cast(nw.Float64).alias(name)
        if column in names
        else nw.lit(None, dtype=nw.Float64).alias(name)
        for name, (column, value) in said.items()
    ]
    kind = ~nw.col("importer").is_null() if "importer" in names else nw.lit(value=False)
    weight = nw.col("quantity_kg") if "quantity_kg" in names else nw.lit(None, dtype=nw.Float64)
    unweighed = nw.when(weight.is_null()).then(nw.col("value_usd"))
    flags += [kind.alias(KIND), weight.alias("quantity_kg"), unweighed.alias("unweighed_usd")]
    absent = [nw.lit(None, dtype=nw.String).alias(name) for name in KEY if name not in names]
    return frame.with_columns(nw.col("year").cast(nw.Int64), *flags, *absent).to_native()


def _months(frame: IntoFrame) -> pl.DataFrame:
    """Number of months that the rows of each year have, null where they are annual."""
    whole_year = [*KEY, KIND]
    months = summed(frame, by=[*whole_year, "month"], measures=["value_usd"])
    if "month" not in months.columns:
        return months.select(*whole_year, pl.lit(None, dtype=pl.UInt32).alias("months"))
    counts = months.group_by(*whole_year, maintain_order=True).agg(
        pl.col("month").drop_nulls().n_unique().alias("months"), pl.col("month").is_null().any().alias("annual")
    )
    for row in counts.filter(pl.col("annual") & (pl.col("months") > 0)).iter_rows(named=True):
        raise Refused("trade.mixed_rows", year=row["year"], source=row["source"] or "–", column="month")
    return counts.select(*whole_year, pl.when(pl.col("months") > 0).then(pl.col("months")).alias("months"))


def _totals(rows: pl.DataFrame, total: str) -> pl.DataFrame:
    published = rows.filter(pl.col("product") == total).select(*KEY, pl.col("value_usd").alias("published_usd"))
    parts = summed(rows.filter(pl.col("product") != total), by=KEY, measures=["value_usd"])
    mixed = pl.col("publishes") & pl.col("published_usd").is_null()
    return (
        rows.select(*KEY, "preliminary", "complete")
        .unique(maintain_order=True)
        .join(published, on=KEY, how="left", nulls_equal=True)
        .join(parts.rename({"value_usd": "parts_usd"}), on=KEY, how="left", nulls_equal=True)
        .with_columns(pl.col("published_usd").is_not_null().any().over(*SERIES).alias("publishes"))
        .select(
            *KEY,
            "published_usd",
            "parts_usd",
            pl.when(~mixed).then(pl.coalesce("published_usd", "parts_usd")).alias("total_usd"),
            "publishes",
            "preliminary",
            "complete",
        )
        .sort(*KEY)
    )
