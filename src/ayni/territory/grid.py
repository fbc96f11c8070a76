"""Activity of a year as arrays over places and products, one grid for each basis, vintage and source."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import polars as pl
from narwhals.typing import IntoFrame

from ayni.errors import Refused
from ayni.frames import summed

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
Measure = Literal["value", "quantity"]

GROUP = ("year", "basis", "vintage", "source")
MEASURES = ("value", "quantity")
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Grid:
    """Activity of one year, basis, vintage and source.

    Attributes
    ----------
    year : int
    basis : str
    vintage, source : str or None
    places, products : polars.Series
        Codes, sorted.
    value, quantity : array of shape (places, products), >= 0
        0 where a place has no row of a product that is reported; NaN where unknown.
    complete : array of bool of shape (products,)
        The whole year is there.
    measure : str
        What the table is measured in.
    """

    year: int
    basis: str
    vintage: str | None
    source: str | None
    places: pl.Series
    products: pl.Series
    value: FloatArray
    quantity: FloatArray
    complete: BoolArray
    measure: Measure

    @property
    def measured(self) -> FloatArray:
        """Activity in the measure of the table."""
        return self.value if self.measure == "value" else self.quantity

    @property
    def known(self) -> BoolArray:
        """Products, array of shape (products,), of which the measure is known somewhere."""
        known: BoolArray = np.logical_or.reduce(np.isfinite(self.measured), axis=0)
        return known


def grids(activity: IntoFrame, *, measure: Measure | None = None) -> Iterator[Grid]:
    """Grids of an activity table, in order of year, basis, vintage and source.

    Parameters
    ----------
    activity : table under the contract ``activity``
        Months are summed.  A product of a year is complete unless ``complete`` says otherwise in any of its rows; where
        nothing is said, a year that comes by months is complete when all twelve occur in it.
    measure : {"value", "quantity"}, optional
        What to measure in; the value when the table has any, else the quantity.

    Raises
    ------
    Refused
        The measure asked for is not in the table; or a year of one source has rows with a month and rows without.
    """
    annual = _annual(activity)
    chosen = _chosen_measure(annual, measure)
    for _, rows in annual.sort(*GROUP).group_by(*GROUP, maintain_order=True):
        yield _grid(rows, chosen)


def _annual(activity: IntoFrame) -> pl.DataFrame:
    rows = summed(activity, by=(*GROUP, "place", "product"), measures=MEASURES)
    groups = [name for name in (*GROUP, "product") if name in rows.columns]
    said = summed(activity, by=(*groups, "complete"), measures=MEASURES)
    months = summed(activity, by=(*groups[:-1], "month"), measures=MEASURES)
    if "complete" in said.columns:
        complete = said.group_by(groups).agg(pl.col("complete").all(ignore_nulls=False))
        rows = rows.join(complete, on=groups, how="left", nulls_equal=True)
    if "month" in months.columns:
        rows = rows.join(_whole_years(months, groups[:-1]), on=groups[:-1], how="left", nulls_equal=True)
    unsaid = {
        "basis": pl.lit("production"),
        "vintage": pl.lit(None, dtype=pl.String),
        "source": pl.lit(None, dtype=pl.String),
        "value": pl.lit(None, dtype=pl.Float64),
        "quantity": pl.lit(None, dtype=pl.Float64),
        "complete": pl.lit(None, dtype=pl.Boolean),
        "whole": pl.lit(True),
    }
    rows = rows.with_columns(default.alias(name) for name, default in unsaid.items() if name not in rows.columns)
    return rows.with_columns(
        pl.coalesce("complete", "whole").alias("complete"), pl.col("basis").fill_null("production")
    )


def _whole_years(months: pl.DataFrame, groups: list[str]) -> pl.DataFrame:
    """Whether each year has its twelve months; a year given as a whole has them."""
    counts = months.group_by(groups, maintain_order=True).agg(
        pl.col("month").drop_nulls().n_unique().alias("months"), pl.col("month").is_null().any().alias("annual")
    )
    for row in counts.filter(pl.col("annual") & (pl.col("months") > 0)).iter_rows(named=True):
        raise Refused("territory.mixed_months", year=row["year"], source=row.get("source") or "–")
    return counts.select(*groups, (pl.col("annual") | (pl.col("months") == MONTHS)).alias("whole"))


def _chosen_measure(annual: pl.DataFrame, asked: Measure | None) -> Measure:
    there = {name: annual[name].count() > 0 for name in MEASURES}
    if asked is None:
        return "value" if there["value"] or not there["quantity"] else "quantity"
    if annual.height and not there[asked]:
        raise Refused(f"territory.no_{asked}")
    return asked


def _grid(rows: pl.DataFrame, measure: Measure) -> Grid:
    places, products = rows["place"].unique().sort(), rows["product"].unique().sort()
    place, product = (_position(rows[name], codes) for name, codes in (("place", places), ("product", products)))
    shape = (len(places), len(products))
    value, quantity = (_dense(rows[name], place, product, shape) for name in MEASURES)
    # Nothing made is worth nothing, priced or not; a product nobody priced stays unknown.
    value[(quantity == 0) & np.isnan(value) & np.isfinite(value).any(axis=0)] = 0
    complete = np.ones(shape[1], dtype=bool)
    complete[product[~rows["complete"].to_numpy()]] = False
    head = rows.row(0, named=True)
    return Grid(
        year=head["year"],
        basis=head["basis"],
        vintage=head["vintage"],
        source=head["source"],
        places=places,
        products=products,
        value=value,
        quantity=quantity,
        complete=complete,
        measure=measure,
    )


def _position(codes: pl.Series, known: pl.Series) -> npt.NDArray[np.int64]:
    return codes.cast(pl.Enum(known)).to_physical().to_numpy().astype(np.int64)


def _dense(
    amounts: pl.Series, place: npt.NDArray[np.int64], product: npt.NDArray[np.int64], shape: tuple[int, int]
) -> FloatArray:
    array = amounts.to_numpy().astype(np.float64)
    known = np.zeros(shape[1], dtype=bool)
    known[product[np.isfinite(array)]] = True
    dense = np.where(known, np.zeros(shape), np.nan)
    dense[place, product] = array
    return dense
