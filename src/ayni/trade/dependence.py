"""Dependence of exports on few products, few markets, or on traditional products."""

from collections.abc import Iterator
from typing import Literal

import polars as pl
from narwhals.typing import IntoFrame

from ayni.errors import Refused, UnknownName
from ayni.frames import summed
from ayni.measures.concentration import concentration
from ayni.trade.annual import KEY, Exports, exports_by_group, exports_by_importer
from ayni.trade.levels import TOTAL, Classification, classification

Of = Literal["group", "sector", "item", "destination"]
TOP = (1, 3, 5)
FIGURES = (
    "herfindahl",
    "herfindahl_normalised",
    "entropy",
    "theil",
    "theil_normalised",
    *(f"top_{k}" for k in TOP),
)

# UNCTAD (2023), The State of Commodity Dependence 2023: a country depends on commodities when more than 60 % of the
# value of its merchandise exports comes from them.
DEPENDENT_ABOVE = 0.6
# Ayni's choice, with no source: four dollars in five, halfway from UNCTAD's bound to full dependence.
STRONG_ABOVE = 0.8
# What a source's products leave of its total: a name that any table may have, or not.
RESIDUAL = "residual"
# A sentence that lists codes stays readable.
SHOWN = 20


def export_concentration(
    trade: IntoFrame,
    products: IntoFrame | None = None,
    *,
    of: Of = "item",
    without: str = "",
    total: str = TOTAL,
) -> pl.DataFrame:
    """Concentration of exports in few products, or few destinations, by year and source.

    Parameters
    ----------
    trade, products, total
        As in :func:`ayni.trade.structure.export_structure`.
    of : {"item", "sector", "group", "destination"}
        Parts among which concentration is measured: items as deep as each source goes, sectors, groups, or importers.
    without : str
        Codes of parts, joined by commas, that are no product (or destination) and stay out of the whole, as
        ``residual``, what a source leaves unexplained (which need not be there).

    Returns
    -------
    polars.DataFrame
        year, exporter, source, vintage, of, parts, herfindahl, herfindahl_normalised, entropy, theil,
        theil_normalised, top_1, top_3, top_5, largest (code of the largest part), preliminary, complete, reason
        (``incomplete_year``, ``no_exports``, ``single_part``: the normalised figures are not defined).

    Raises
    ------
    Refused
        ``destination`` is asked of a table without importers, or rows would be counted twice.
    UnknownName
        A part to leave out that is not there.

    Notes
    -----
    The whole is always the sum of the parts, so that shares add up to one.  Parts are the rows that the source has that
    year; one of zero counts.  The finer a source's products, the lower its concentration: compare years of one source,
    not sources.
    Source: see :func:`ayni.measures.concentration.concentration`.
    """
    if of == "destination":
        rows = exports_by_importer(trade, classification(products, total=total))
        parts, flags = rows.rename({"importer": "part"}), rows.select(*KEY, "preliminary", "complete")
    else:
        exports = exports_by_group(trade, products, level=of, total=total)
        parts, flags = exports.groups.rename({"group": "part"}), exports.totals
    parts = parts.filter(~pl.col("part").is_in(_left_out(without, parts["part"])))
    flags = flags.select(*KEY, "preliminary", "complete").unique(maintain_order=True)
    rows = pl.DataFrame(_concentrations(parts, of), schema=_SCHEMA | dict.fromkeys(FIGURES, pl.Float64), orient="row")
    rows = rows.fill_nan(None).join(flags, on=KEY, how="left", nulls_equal=True)
    partial = pl.when(pl.col("complete") == False).then(pl.lit("incomplete_year"))  # noqa: E712 (null stays)
    empty = pl.when(pl.col("herfindahl").is_null()).then(pl.lit("no_exports"))
    single = pl.when(pl.col("parts") == 1).then(pl.lit("single_part"))
    rows = rows.with_columns(pl.coalesce(partial, empty, single).alias("reason"))
    known = pl.col("reason").is_null() | (pl.col("reason") == "single_part")
    figures = [pl.when(known).then(pl.col(name)).alias(name) for name in FIGURES]
    ends = ("largest", "preliminary", "complete", "reason")
    return rows.select(*KEY, "of", "parts", *figures, *ends).sort(*KEY)


def traditional_dependence(
    trade: IntoFrame,
    products: IntoFrame | None = None,
    *,
    traditional: str | None = None,
    dependent_above: float = DEPENDENT_ABOVE,
    strong_above: float = STRONG_ABOVE,
    total: str = TOTAL,
) -> pl.DataFrame:
    """Share of traditional products in exports by year and source, and the band it falls in.

    Parameters
    ----------
    trade, products, total
        As in :func:`ayni.trade.structure.export_structure`.
    traditional : str or None
        Code of the group of traditional products; None for the products whose ``traditional`` (or whose parent's) is
        true.
    dependent_above, strong_above : float, 0 to 1
        Shares above which exports are ``dependent`` (default 0.6: UNCTAD's bound) and ``strongly_dependent`` (default
        0.8: Ayni's choice).

    Returns
    -------
    polars.DataFrame
        year, exporter, source, vintage, traditional_usd, total_usd, share (0 to 1), band (``not_dependent``,
        ``dependent``, ``strongly_dependent``), band_above (the share it starts above), preliminary, complete, reason
        (``incomplete_year``, ``no_exports``, ``no_parts``: the source publishes a total alone,
        ``no_published_total``: it publishes one in other years only, ``unclassified``: of some of what is exported
        nobody says whether it is traditional; the share then stands, of what is said to be, and is a lower bound).

    Raises
    ------
    UnknownName
        A group of traditional products that is not there.
    Refused
        Bounds out of order, or no way to tell which products are traditional.

    Notes
    -----
    Peru's list of traditional products is not UNCTAD's list of commodities: fresh asparagus is a commodity to UNCTAD
    and not traditional in Peru.  The share is therefore a lower bound of UNCTAD's.
    Source: UNCTAD (2023), The State of Commodity Dependence 2023 (more than 60 per cent of the value of merchandise
    exports).
    """
    if not 0 <= dependent_above <= strong_above <= 1:
        raise Refused("trade.bands_out_of_order", dependent=dependent_above, strong=strong_above)
    exports = exports_by_group(trade, products, level="item", total=total)
    codes = _traditional_codes(exports.classification, exports.groups["group"].unique().sort().to_list(), traditional)
    inside = exports.groups.filter(pl.col("group").is_in(codes))
    sums = summed(inside, by=KEY, measures=["value_usd"]).rename({"value_usd": "traditional_usd"})
    rows = exports.totals.join(sums, on=KEY, how="left", nulls_equal=True)
    rows = rows.join(_unclassified(exports, traditional), on=KEY, how="left", nulls_equal=True)
    rows = rows.with_columns(
        pl.when(pl.col("parts_usd").is_not_null()).then(pl.col("traditional_usd").fill_null(0.0)),
        _dependence_reason().alias("reason"),
    )
    stands = pl.col("reason").is_null() | (pl.col("reason") == "unclassified")
    share = pl.when(stands).then(pl.col("traditional_usd") / pl.col("total_usd")).alias("share")
    band, bound = _band(dependent_above, strong_above)
    money = ("traditional_usd", "total_usd", "share")
    flags = ("preliminary", "complete", "reason")
    return rows.with_columns(share).select(*KEY, *money, band.alias("band"), bound.alias("band_above"), *flags)


_SCHEMA = {
    "year": pl.Int64,
    **dict.fromkeys(("exporter", "source", "vintage", "of"), pl.String),
    "parts": pl.Int64,
    "largest": pl.String,
}


def _concentrations(parts: pl.DataFrame, of: str) -> Iterator[tuple[object, ...]]:
    for key, group in parts.group_by(*KEY, maintain_order=True):
        found = concentration(values=group["value_usd"].to_numpy(), top=TOP)
        largest = group.sort("value_usd", "part", descending=[True, False])["part"][0]
        figures = (found.herfindahl, found.herfindahl_normalised, found.entropy, found.theil, found.theil_normalised)
        yield (*key, of, found.parts, largest, *figures, *found.top)


def _left_out(without: str, parts: pl.Series) -> list[str]:
    """Codes of the parts to leave out, each of which is there (``residual`` need not be)."""
    asked = [code.strip() for code in without.split(",") if code.strip()]
    known = sorted(set(parts))
    for code in asked if known else []:
        if code not in (*known, RESIDUAL):
            raise UnknownName("trade.unknown_part", came=code, known=", ".join(known[:SHOWN]))
    return asked


def _traditional_codes(products: Classification, codes: list[str], traditional: str | None) -> list[str]:
    if traditional is not None:
        inside = [code for code in codes if traditional in products.path(code)]
        if not inside:
            groups = sorted({products.at(code, "group") for code in codes})
            raise UnknownName("trade.unknown_group", came=traditional, groups=", ".join(groups) or "–")
        return inside
    if not products.traditional:
        raise Refused("trade.traditional_unknown")
    return [code for code in codes if products.is_traditional(code)]


def _unclassified(exports: Exports, traditional: str | None) -> pl.DataFrame:
    """Years in which something is exported that nobody says is traditional or not; none where the group is named."""
    groups = exports.groups.filter(pl.col("value_usd") > 0)
    unsaid = [code for code in groups["group"].unique() if exports.classification.is_traditional(code) is None]
    rows = groups.filter(pl.col("group").is_in(unsaid if traditional is None else []))
    return rows.select(*KEY, pl.lit(True).alias("unclassified")).unique(maintain_order=True)


def _dependence_reason() -> pl.Expr:
    return (
        pl.when(pl.col("complete") == False)  # noqa: E712 (null is "not said", and stays)
        .then(pl.lit("incomplete_year"))
        .when(pl.col("parts_usd").is_null())
        .then(pl.lit("no_parts"))
        .when(pl.col("total_usd").is_null())
        .then(pl.lit("no_published_total"))
        .when(pl.col("total_usd") == 0)
        .then(pl.lit("no_exports"))
        .when(pl.col("unclassified"))
        .then(pl.lit("unclassified"))
    )


def _band(dependent_above: float, strong_above: float) -> tuple[pl.Expr, pl.Expr]:
    share = pl.col("share")
    strong, dependent = share > strong_above, share > dependent_above
    band = (
        pl.when(strong)
        .then(pl.lit("strongly_dependent"))
        .when(dependent)
        .then(pl.lit("dependent"))
        .when(share.is_not_null())
        .then(pl.lit("not_dependent"))
    )
    bound = pl.when(strong).then(strong_above).when(dependent).then(dependent_above).when(share.is_not_null()).then(0.0)
    return band, bound
