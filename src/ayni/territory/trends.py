"""Trend of specialisation: is a place's share of the nation in a product growing over the years."""

import numpy as np
import polars as pl
from narwhals.typing import IntoFrame

from ayni.measures.ratios import ratio
from ayni.measures.trend import FEWEST, mann_kendall, theil_sen
from ayni.territory.grid import Measure
from ayni.territory.panel import FloatArray, Panel, panel
from ayni.territory.quotients import location_quotients

SCHEMA = {
    "place": pl.String,
    "product": pl.String,
    "basis": pl.String,
    "vintage": pl.String,
    "measure": pl.String,
    "slope": pl.Float64,
    "p_value": pl.Float64,
    "years": pl.Int64,
    "first_year": pl.Int64,
    "last_year": pl.Int64,
    "first_share": pl.Float64,
    "last_share": pl.Float64,
    "reason": pl.String,
    "source": pl.String,
}
KEY = ("place", "product", "basis", "vintage", "source")


def activity_trends(
    activity: IntoFrame, *, measure: Measure | None = None, base_year: int | None = None
) -> pl.DataFrame:
    """Trend of each place's share of the nation in each product, from a table of activity.

    ``specialisation_trends`` of ``location_quotients``: see there.
    """
    return specialisation_trends(location_quotients(activity, measure=measure), base_year=base_year)


def specialisation_trends(quotients: pl.DataFrame, *, base_year: int | None = None) -> pl.DataFrame:
    """Trend of each place's share of the nation in each product.

    Parameters
    ----------
    quotients : polars.DataFrame
        As ``location_quotients`` gives it.
    base_year : int, optional
        A product that has a value in this year is followed in value, over the years that have one; any other in
        quantity, over all complete years.  The latest year with values when not given.

    Returns
    -------
    polars.DataFrame
        ``trends``: place, product, basis, vintage, measure, slope (share of the nation a calendar year, fraction of 1;
        Theil-Sen), p_value (Mann-Kendall, two-sided; of this pair alone, not corrected for the number of pairs), years
        (how many are known), first_year, last_year, first_share, last_share, reason, source; a row for each place and
        product that ever occur together.

        A year that is missing, incomplete or without a national total is a gap.  A place without a row of a product
        in a year in which the product is reported counts as zero.  Reason: ``too_few_years`` (under three).

    Notes
    -----
    Where no year has two sources or vintages of a basis, a series runs across them, and ``source`` and ``vintage``
    name them all; else there is one for each.

    Source: see ``ayni.measures.trend``.
    """
    blocks = [_trends(rows, base_year) for rows in series_apart(quotients)]
    return pl.concat(blocks).sort(KEY) if blocks else pl.DataFrame(schema=SCHEMA)


def series_apart(quotients: pl.DataFrame) -> list[pl.DataFrame]:
    """Parts of a table of quotients in which each year has one basis, vintage and source."""
    sources = quotients.select("year", "basis", "vintage", "source").unique(maintain_order=True)
    parts = []
    for (basis,), of_basis in sources.group_by("basis", maintain_order=True):
        rows = quotients.filter(pl.col("basis") == basis)
        single = of_basis["year"].n_unique() == of_basis.height
        by = ["basis"] if single else ["basis", "vintage", "source"]
        parts += rows.sort(*by).partition_by(by, maintain_order=True)
    return parts


def shares_of_nation(amounts: FloatArray) -> FloatArray:
    """Share of each place in the total of its product and year, NaN where that is unknown or zero.

    Parameters
    ----------
    amounts : array of shape (products, places, years), NaN for a gap
    """
    return ratio(part=amounts, whole=np.nansum(amounts, axis=1, keepdims=True))


def _trends(rows: pl.DataFrame, base_year: int | None) -> pl.DataFrame:
    series = panel(rows, base_year=base_year)
    shares = shares_of_nation(series.amounts)
    product, place = np.nonzero(((series.value > 0) | (series.quantity > 0)).any(axis=2))
    pairs = shares[product, place]
    slope = theil_sen(years=series.years.astype(np.float64), values=pairs)
    test = mann_kendall(values=pairs)
    ends = _ends(pairs, series)
    return pl.DataFrame(
        {
            "place": [series.places[index] for index in place],
            "product": [series.products[index] for index in product],
            "basis": rows["basis"][0],
            "vintage": _named(rows["vintage"]),
            "measure": np.where(series.by_value[product], "value", "quantity").tolist(),
            "slope": pl.Series(values=slope.slope, nan_to_null=True),
            "p_value": pl.Series(values=test.p_value, nan_to_null=True),
            "years": slope.known,
            **ends,
            "reason": [None if known >= FEWEST else "too_few_years" for known in slope.known],
            "source": _named(rows["source"]),
        },
        schema=SCHEMA,
    )


def _named(names: pl.Series) -> str | None:
    return "; ".join(names.drop_nulls().unique().sort()) or None


def _ends(pairs: FloatArray, series: Panel) -> dict[str, pl.Series]:
    known = np.isfinite(pairs)
    first = known.argmax(axis=1)
    last = known.shape[1] - 1 - known[:, ::-1].argmax(axis=1)
    none = ~known.any(axis=1)
    rows = np.arange(len(pairs))
    years = series.years.astype(np.float64)
    return {
        "first_year": _integers(np.where(none, np.nan, years[first])),
        "last_year": _integers(np.where(none, np.nan, years[last])),
        "first_share": pl.Series(values=pairs[rows, first], nan_to_null=True),
        "last_share": pl.Series(values=pairs[rows, last], nan_to_null=True),
    }


def _integers(array: FloatArray) -> pl.Series:
    return pl.Series(values=array, nan_to_null=True).cast(pl.Int64)
