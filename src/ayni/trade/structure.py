"""Structure of exports: shares on one declared denominator, and totals held against their parts and each other."""

import polars as pl
from narwhals.typing import IntoFrame

from ayni.errors import Refused, UnknownName
from ayni.frames import summed
from ayni.trade.annual import KEY, Exports, exports_by_group, exports_by_importer
from ayni.trade.levels import TOTAL, Level, classification

WITHOUT = "without:"


def export_structure(
    trade: IntoFrame,
    products: IntoFrame | None = None,
    *,
    level: Level = "group",
    denominator: str = "total",
    total: str = TOTAL,
) -> pl.DataFrame:
    """Exports and shares by year, source and group, all on one declared denominator.

    Parameters
    ----------
    trade : table that meets ``trade``
        Exports; months and importers are summed, sources and vintages are not.
    products : table that meets ``products``, or None
        Its ``parent`` says what is part of what; without it every product is a group.
    level : {"group", "sector", "item"}
        Groups just below the total, sectors below them, or items as deep as each source goes.
    denominator : str
        ``total``: the total a source publishes, else the sum of its parts; ``parts``: always the sum of the parts;
        ``without:otros`` (``without:otros,residual``): the total less the groups named, whose own share is then null.
    total : str
        Code of a total that the table itself publishes; it has no row of its own.

    Returns
    -------
    polars.DataFrame
        year, exporter, source, vintage, group, value_usd, share (0 to 1), denominator, denominator_usd, preliminary,
        complete, reason.  A share is null with a reason: ``incomplete_year``, ``left_out`` (of the denominator),
        ``no_published_total`` (the source publishes one in other years only: the kinds are not mixed),
        ``no_exports`` (the denominator is zero).

    Raises
    ------
    UnknownName
        Another denominator, or a group to leave out that is not there.
    Refused
        Rows that would be counted twice.

    Notes
    -----
    Source: share = X_g / X.  A published total may differ from its parts by rounding; then the shares do not add up
    to one, and :func:`totals_against_parts` says by how much.
    """
    exports = exports_by_group(trade, products, level=level, total=total)
    outside = _left_out(denominator, exports)
    whole = pl.col("parts_usd") if denominator == "parts" else pl.col("total_usd")
    totals = exports.totals.join(_left_out_usd(exports.groups, outside), on=KEY, how="left", nulls_equal=True)
    totals = totals.with_columns((whole - pl.col("left_out_usd").fill_null(0.0)).alias("denominator_usd"))
    rows = exports.groups.join(totals, on=KEY, how="left", nulls_equal=True)
    rows = rows.with_columns(_reason(denominator, outside).alias("reason"))
    share = pl.when(pl.col("reason").is_null()).then(pl.col("value_usd") / pl.col("denominator_usd"))
    flags = ("preliminary", "complete", "reason")
    named = pl.lit(denominator).alias("denominator")
    return rows.select(*KEY, "group", "value_usd", share.alias("share"), named, "denominator_usd", *flags).sort(
        *KEY, "group"
    )


def export_destinations(trade: IntoFrame, products: IntoFrame | None = None, *, total: str = TOTAL) -> pl.DataFrame:
    """Exports and shares by destination, year and source.

    Parameters
    ----------
    trade : table that meets ``trade``, with ``importer``
        Totals by destination where a source gives them, else its products, summed.
    products, total
        As in :func:`export_structure`.

    Returns
    -------
    polars.DataFrame
        year, exporter, source, vintage, importer, value_usd, share (of the sum over destinations, 0 to 1),
        preliminary, complete, reason (``incomplete_year``, ``no_exports``).

    Raises
    ------
    Refused
        No column of importers, or rows that would be counted twice.
    """
    rows = exports_by_importer(trade, classification(products, total=total))
    whole = pl.col("value_usd").sum().over(*KEY)
    partial = pl.when(pl.col("complete") == False).then(pl.lit("incomplete_year"))  # noqa: E712 (null stays)
    rows = rows.with_columns(partial.when(whole == 0).then(pl.lit("no_exports")).alias("reason"))
    share = pl.when(pl.col("reason").is_null()).then(pl.col("value_usd") / whole).alias("share")
    return rows.select(*KEY, "importer", "value_usd", share, "preliminary", "complete", "reason")


def declared_denominator(shares: pl.DataFrame) -> str:
    """Denominator of a table of shares, which is one for all its rows.

    Whoever draws or compares shares asks this first: a share of one denominator beside a share of another tells
    nothing.

    Raises
    ------
    Refused
        The table mixes denominators; the sentence names them.
    """
    kinds = shares["denominator"].unique().drop_nulls().sort().to_list()
    if len(kinds) != 1:
        raise Refused("trade.mixed_denominators", denominators=", ".join(kinds) or "–", n=len(kinds))
    return str(kinds[0])


def totals_against_parts(trade: IntoFrame, products: IntoFrame | None = None, *, total: str = TOTAL) -> pl.DataFrame:
    """Difference between the total a source publishes and the sum of its parts, by year.

    Returns
    -------
    polars.DataFrame
        year, exporter, source, vintage, published_usd, parts_usd, difference_usd (published less parts), preliminary,
        complete, reason (``no_published_total``, ``no_parts``).
    """
    totals = exports_by_group(trade, products, total=total).totals
    reason = (
        pl.when(pl.col("published_usd").is_null())
        .then(pl.lit("no_published_total"))
        .when(pl.col("parts_usd").is_null())
        .then(pl.lit("no_parts"))
    )
    difference = (pl.col("published_usd") - pl.col("parts_usd")).alias("difference_usd")
    return totals.select(
        *KEY, "published_usd", "parts_usd", difference, "preliminary", "complete", reason.alias("reason")
    )


def sources_compared(trade: IntoFrame, products: IntoFrame | None = None, *, total: str = TOTAL) -> pl.DataFrame:
    """Totals of one year as two sources (or vintages) give them, side by side: they are never mixed.

    Returns
    -------
    polars.DataFrame
        year, exporter, source, vintage, other_source, other_vintage, total_usd, other_total_usd, difference_usd
        (other less first), difference_share (of the first), reason (``incomplete_year``, ``no_published_total``:
        one of the two publishes its total in other years only, ``no_exports``).  One row for each pair of sources
        that have the year.
    """
    totals = exports_by_group(trade, products, total=total).totals.with_row_index("order")
    renamed = {name: f"other_{name}" for name in ("source", "vintage", "total_usd", "complete", "order")}
    pairs = totals.join(totals.rename(renamed), on=["year", "exporter"]).filter(pl.col("order") < pl.col("other_order"))
    difference = pl.col("other_total_usd") - pl.col("total_usd")
    partial = ~(pl.col("complete").fill_null(True) & pl.col("other_complete").fill_null(True))
    unpublished = pl.col("total_usd").is_null() | pl.col("other_total_usd").is_null()
    reason = (
        pl.when(partial)
        .then(pl.lit("incomplete_year"))
        .when(unpublished)
        .then(pl.lit("no_published_total"))
        .when(pl.col("total_usd") == 0)
        .then(pl.lit("no_exports"))
    )
    pairs = pairs.with_columns(reason.alias("reason"))
    known = pl.col("reason").is_null()
    return pairs.select(
        *KEY,
        "other_source",
        "other_vintage",
        "total_usd",
        "other_total_usd",
        pl.when(~partial).then(difference).alias("difference_usd"),
        pl.when(known).then(difference / pl.col("total_usd")).alias("difference_share"),
        "reason",
    ).sort(*KEY, "other_source", "other_vintage")


def _left_out(denominator: str, exports: Exports) -> list[str]:
    """Codes of the table that belong to the groups a denominator leaves out."""
    if denominator in ("total", "parts"):
        return []
    asked = denominator.removeprefix(WITHOUT).split(",") if denominator.startswith(WITHOUT) else [""]
    groups = {code: exports.classification.at(code, "group") for code in exports.groups["group"].unique()}
    if not set(asked) <= set(groups.values()):
        known = ", ".join(sorted(set(groups.values()))) or "–"
        raise UnknownName("trade.unknown_denominator", came=denominator, groups=known)
    return sorted(code for code, group in groups.items() if group in asked)


def _left_out_usd(groups: pl.DataFrame, outside: list[str]) -> pl.DataFrame:
    rows = groups.filter(pl.col("group").is_in(outside))
    return summed(rows, by=KEY, measures=["value_usd"]).rename({"value_usd": "left_out_usd"})


def _reason(denominator: str, outside: list[str]) -> pl.Expr:
    unpublished = pl.col("publishes") & pl.col("published_usd").is_null() & pl.lit(denominator != "parts")
    return (
        pl.when(pl.col("complete") == False)  # noqa: E712 (null is "not said", and stays)
        .then(pl.lit("incomplete_year"))
        .when(pl.col("group").is_in(outside))
        .then(pl.lit("left_out"))
        .when(unpublished)
        .then(pl.lit("no_published_total"))
        .when(pl.col("denominator_usd") == 0)
        .then(pl.lit("no_exports"))
    )
