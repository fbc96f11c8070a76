"""Base year: refused when it cannot propose any candidate, with the years that can."""

import polars as pl

from ayni.clusters.items import Items
from ayni.errors import Refused


def refuse_empty_year(goods: Items, quotients: pl.DataFrame, activity: pl.DataFrame, base_year: int) -> None:
    """Refuse a base year in which no product is complete, or nothing was made.

    Parameters
    ----------
    goods : Items
        Of the base year.
    quotients : polars.DataFrame
        The one series on which candidates are proposed.
    activity : polars.DataFrame
        Its months, where it has them, are said.
    base_year : int

    Raises
    ------
    Refused
        The sentence says which years are complete and which to try.
    """
    reasons = {reason for reason, kind in zip(goods.reasons, goods.kinds, strict=True) if kind == "product"}
    if None in reasons:
        return
    years = complete_years(quotients)
    if not years:
        raise Refused("clusters.base_year_none", year=base_year)
    facts = {"year": base_year, "known": ", ".join(map(str, years)), "nearest": _nearest(years, base_year)}
    if "incomplete_year" not in reasons:
        raise Refused("clusters.base_year_zero", **facts)
    months = _months(activity, base_year)
    if months:
        raise Refused("clusters.base_year_months", **facts, months=", ".join(map(str, months)))
    raise Refused("clusters.base_year_incomplete", **facts)


def complete_years(quotients: pl.DataFrame) -> list[int]:
    """Years in which some product that is made is complete, rising."""
    complete = pl.col("reason").is_null() | (pl.col("reason") != "incomplete_year")
    made = pl.max_horizontal("value", "quantity") > 0
    return quotients.filter(complete & made)["year"].unique().sort().to_list()


def _nearest(years: list[int], base_year: int) -> int:
    return min(years, key=lambda year: (abs(year - base_year), -year))


def _months(activity: pl.DataFrame, base_year: int) -> list[int]:
    if "month" not in activity.columns:
        return []
    return activity.filter(pl.col("year") == base_year)["month"].drop_nulls().unique().sort().to_list()
