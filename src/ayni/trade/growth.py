"""Growth of exports: multiples and rates, what each group gave, the growth a mix asks for, a bad year come again."""

from typing import Any

import polars as pl
from narwhals.typing import IntoFrame

from ayni.errors import Refused, UnknownName
from ayni.frames import summed
from ayni.measures import growth as measures
from ayni.trade.annual import SERIES, exports_by_group
from ayni.trade.between import FIGURES, grown, side_by_side, spans, values_by_year
from ayni.trade.levels import TOTAL, Level


def export_growth(
    trade: IntoFrame,
    products: IntoFrame | None = None,
    *,
    from_year: int | None = None,
    to_year: int | None = None,
    level: Level = "group",
    total: str = TOTAL,
) -> pl.DataFrame:
    """Multiples, yearly rates and contributions between two years, by source and group.

    Parameters
    ----------
    trade, products, level, total
        As in :func:`ayni.trade.structure.export_structure`.
    from_year, to_year : int or None
        Years to compare; None for the first or last that the source has complete.

    Returns
    -------
    polars.DataFrame
        exporter, source, vintage, group (the total too), from_year, to_year, from_usd, to_usd, multiple, change, cagr,
        contribution (change of the group over the first total), share_of_growth (of the change of the total),
        preliminary (either year), reason.  Rates are fractions.  Reasons: ``missing_year`` (the source lacks one),
        ``incomplete_year``, ``single_year``, ``not_reported`` (the group has no row in one of the years),
        ``no_exports`` (the first value is zero: no multiple, though there is a contribution), ``no_published_total``
        (the series publishes its total in other years only: a group has its multiple and no contribution).

    Raises
    ------
    Refused
        ``from_year`` is not before ``to_year``, or rows that would be counted twice.

    Notes
    -----
    Source: multiple V1/V0; CAGR (V1/V0)^(1/years) - 1; contribution (v1 - v0)/V0.  Where the published total differs
    from its parts, the contributions of the groups add up to the growth of the total but for that difference.
    """
    if from_year is not None and to_year is not None and from_year >= to_year:
        raise Refused("trade.years_reversed", first=from_year, last=to_year)
    values = values_by_year(exports_by_group(trade, products, level=level, total=total), total)
    rows = grown(side_by_side(values, spans(values, from_year=from_year, to_year=to_year)), total)
    rows = rows.with_columns(_without_total(total).alias("reason"))
    span = ("from_year", "to_year", "from_usd", "to_usd")
    return rows.select(*SERIES, "group", *span, *FIGURES, "preliminary", "reason")


def required_growth(
    trade: IntoFrame,
    products: IntoFrame | None = None,
    *,
    group: str,
    against: str,
    mix_year: int | None = None,
    base_year: int | None = None,
    horizon: int = 10,
    other_growth: float | None = None,
    total: str = TOTAL,
) -> pl.DataFrame:
    """Growth a year that a group needs to hold its present ratio to another, and to restore that of a past year.

    Parameters
    ----------
    trade, products, total
        As in :func:`ayni.trade.structure.export_structure`.
    group, against : str
        Group that is to grow, and group it is held against, as ``no_tradicional`` and ``tradicional``.
    mix_year, base_year : int or None
        Year whose mix is to come back and year from which growth is counted; None for the first and last complete.
    horizon : int
        Years within which the past mix is to be restored.
    other_growth : float or None
        Growth a year of ``against``, a fraction; None for its rate from ``mix_year`` to ``base_year``.

    Returns
    -------
    polars.DataFrame
        exporter, source, vintage, group, against, goal (``hold``, ``restore``), mix_year, base_year, horizon, ratio
        (group over against in the mix year), other_growth, past_growth (of the group), required, preliminary, reason
        (``missing_year``, ``incomplete_year``, ``single_year``, ``not_reported``, ``no_exports``).

    Raises
    ------
    UnknownName
        A group that is not there.
    Refused
        ``mix_year`` is not before ``base_year``, a horizon that is not positive, or a growth of -1 or less.

    Notes
    -----
    Closed form: see :func:`ayni.measures.growth.required_growth`.
    """
    if horizon < 1:
        raise Refused("trade.no_horizon", horizon=horizon)
    if other_growth is not None and not other_growth > -1:
        raise Refused("trade.growth_too_low", came=other_growth)
    grown = export_growth(trade, products, from_year=mix_year, to_year=base_year, total=total)
    known = grown["group"].unique().sort().to_list()
    for code in (group, against):
        if code not in known:
            raise UnknownName("trade.unknown_group", came=code, groups=", ".join(known) or "–")
    ours = grown.filter(pl.col("group") == group)
    other = grown.filter(pl.col("group") == against).select(*SERIES, "from_usd", "to_usd", "cagr", "reason")
    pairs = ours.join(other, on=SERIES, how="left", nulls_equal=True, suffix="_other")
    rows = [goal for pair in pairs.iter_rows(named=True) for goal in _goals(pair, against, horizon, other_growth)]
    return pl.DataFrame(rows, schema=_REQUIRED, orient="row").sort(*SERIES, "goal")


def stress_replay(
    trade: IntoFrame,
    products: IntoFrame | None = None,
    *,
    stress_year: int,
    base_year: int | None = None,
    level: Level = "group",
    total: str = TOTAL,
) -> pl.DataFrame:
    """Change of a named past year by group, and what a base year's exports would become if it came again.

    Parameters
    ----------
    trade, products, level, total
        As in :func:`ayni.trade.structure.export_structure`.
    stress_year : int
        Year whose change against the year before is replayed, as 2009.
    base_year : int or None
        Year on which it is replayed; None for the last complete.

    Returns
    -------
    polars.DataFrame
        exporter, source, vintage, group (the total too), stress_year, change (a fraction), base_year, base_usd,
        replayed_usd, difference_usd, preliminary, reason.  The total's ``change`` is what happened; its
        ``replayed_usd`` is the sum of the groups', whose weights have changed since, and null unless every group that
        the base year has can be replayed (``not_reported``).
        Other reasons as in :func:`export_growth`.

    Raises
    ------
    Refused
        A year that no source has (the sentence lists those there are), or rows that would be counted twice.
    """
    values = values_by_year(exports_by_group(trade, products, level=level, total=total), total)
    for year in filter(None, (stress_year, base_year)):
        if year not in values["year"]:
            known = ", ".join(map(str, values["year"].unique().sort()))
            raise Refused("trade.no_such_year", year=year, known=known or "–")
    years = spans(values, from_year=stress_year - 1, to_year=stress_year, base_year=base_year)
    rows = grown(side_by_side(values, years), total)
    rows = rows.with_columns((pl.col("base_usd") * (1 + pl.col("change"))).alias("replayed_usd"))
    rows = _with_sum_of_groups(rows, total)
    difference = (pl.col("replayed_usd") - pl.col("base_usd")).alias("difference_usd")
    stress = pl.col("to_year").alias("stress_year")
    money = ("base_year", "base_usd", "replayed_usd")
    return rows.select(*SERIES, "group", stress, "change", *money, difference, "preliminary", "reason")


NO_TOTAL = "no_published_total"


def _without_total(total: str) -> pl.Expr:
    """Reason of a row of growth; of groups whose series has no total in one of the years, that."""
    lacking = ((pl.col("group") == total) & (pl.col("reason") == NO_TOTAL)).any().over(*SERIES)
    return pl.when(pl.col("reason").is_null() & lacking).then(pl.lit(NO_TOTAL)).otherwise(pl.col("reason"))


_REQUIRED = {
    **dict.fromkeys((*SERIES, "group", "against", "goal"), pl.String),
    **dict.fromkeys(("mix_year", "base_year", "horizon"), pl.Int64),
    **dict.fromkeys(("ratio", "other_growth", "past_growth", "required"), pl.Float64),
    "preliminary": pl.Boolean,
    "reason": pl.String,
}


def _goals(pair: dict[str, Any], against: str, horizon: int, other_growth: float | None) -> list[tuple[object, ...]]:
    """Rows of the two goals of one series: hold the mix of the base year, restore that of the mix year."""
    ends = [pair[name] for name in ("to_usd", "to_usd_other", "from_usd", "from_usd_other")]
    unknown = "not_reported" if None in ends else None if all(ends) else "no_exports"
    # The ratio of two groups needs no total.
    said = [why for why in (pair["reason"], pair["reason_other"]) if why and why != NO_TOTAL]
    reason = said[0] if said else unknown
    rate = pair["cagr_other"] if other_growth is None else other_growth
    hold = restore = present = past = None
    if reason is None:
        needed = measures.required_growth(
            value=ends[0], other=ends[1], past_value=ends[2], past_other=ends[3], other_growth=rate, years=horizon
        )
        hold, restore, present, past = needed.hold, needed.restore, ends[0] / ends[1], ends[2] / ends[3]
    series = [pair[name] for name in SERIES]
    base, mix = pair["to_year"], pair["from_year"]
    tail = (rate, pair["cagr"])
    flags = (pair["preliminary"], reason)
    return [
        (*series, pair["group"], against, "hold", base, base, horizon, present, *tail, hold, *flags),
        (*series, pair["group"], against, "restore", mix, base, horizon, past, *tail, restore, *flags),
    ]


def _with_sum_of_groups(rows: pl.DataFrame, total: str) -> pl.DataFrame:
    """Rows whose total is replayed as the sum of its groups, where each group of the base year can be."""
    is_total = pl.col("group") == total
    parts = rows.filter(~is_total & pl.col("base_usd").is_not_null())
    sums = summed(parts, by=SERIES, measures=["replayed_usd"]).rename({"replayed_usd": "sum_usd"})
    gaps = parts.group_by(*SERIES, maintain_order=True).agg(pl.col("replayed_usd").is_null().any().alias("gap"))
    rows = rows.join(sums.join(gaps, on=SERIES, nulls_equal=True), on=SERIES, how="left", nulls_equal=True)
    broken = is_total & pl.col("gap") & pl.col("reason").is_null()
    by_groups = pl.when(is_total & pl.col("gap").is_not_null()).then(pl.when(~pl.col("gap")).then("sum_usd"))
    return rows.with_columns(
        by_groups.otherwise("replayed_usd").alias("replayed_usd"),
        pl.when(broken).then(pl.lit("not_reported")).otherwise("reason").alias("reason"),
    )
