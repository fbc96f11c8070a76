"""Location quotients: how much more a product weighs in a place than in the nation."""

import numpy as np
import numpy.typing as npt
import polars as pl
from narwhals.typing import IntoFrame

from ayni.measures.specialisation import specialisation
from ayni.territory.grid import FloatArray, Grid, Measure, grids

SCHEMA = {
    "year": pl.Int64,
    "place": pl.String,
    "product": pl.String,
    "basis": pl.String,
    "vintage": pl.String,
    "measure": pl.String,
    "value": pl.Float64,
    "quantity": pl.Float64,
    "share_of_place": pl.Float64,
    "share_of_nation": pl.Float64,
    "quotient": pl.Float64,
    "reason": pl.String,
    "source": pl.String,
}
KEY = ("year", "place", "product", "basis", "vintage", "source")


def location_quotients(activity: IntoFrame, *, measure: Measure | None = None) -> pl.DataFrame:
    """Location quotient and shares of every place in every product of each year.

    Parameters
    ----------
    activity : table under the contract ``activity``
        Months are summed.  Bases, vintages and sources of a year are kept apart, each with quotients of its own.
    measure : {"value", "quantity"}, optional
        What to measure in; the value when the table has any, else the quantity.

    Returns
    -------
    polars.DataFrame
        ``quotients``: year, place, product, basis, vintage, measure, value, quantity, share_of_place, share_of_nation
        (fractions of 1), quotient (times, 1 as in the nation), reason, source; all places and products of the year,
        zeros included, sorted by year, place, product, basis, vintage, source.

        Reasons: ``incomplete_year``, a product whose year is not all there: no share, and out of every denominator.
        ``no_price``, a product without any value in a table of values: its share of the nation is that of its quantity,
        its quotient is unknown; or a place whose value of a priced product is unknown.  ``no_quantity``, the same in a
        table of quantities.  ``no_activity``, a place or a product of which nothing was made.

    Raises
    ------
    Refused
        The measure asked for is not in the table.

    Notes
    -----
    LQ = (X_cp / X_c) / (X_p / X), sums over the products that are known and complete in the year.

    Source: see ``ayni.measures.specialisation``.
    """
    blocks = [_quotients(grid) for grid in grids(activity, measure=measure)]
    return pl.concat(blocks).sort(KEY) if blocks else pl.DataFrame(schema=SCHEMA)


def _quotients(grid: Grid) -> pl.DataFrame:
    shape = grid.value.shape
    active = grid.known & grid.complete
    found = specialisation(values=grid.measured[:, active])
    quotient, share_of_place, share_of_nation = (np.full(shape, np.nan) for _ in range(3))
    quotient[:, active], share_of_place[:, active] = found.quotient, found.share_of_row
    share_of_nation[:, active] = found.share_of_column
    unpriced = ~grid.known & grid.complete
    if grid.measure == "value":
        share_of_nation[:, unpriced] = specialisation(values=grid.quantity[:, unpriced]).share_of_column
    return _long(grid, share_of_place, share_of_nation, quotient)


def _long(grid: Grid, share_of_place: FloatArray, share_of_nation: FloatArray, quotient: FloatArray) -> pl.DataFrame:
    places, products = grid.value.shape
    size = places * products
    measures = np.where(grid.known, grid.measure, "quantity" if grid.measure == "value" else "value")
    columns = {
        "year": pl.repeat(grid.year, size, dtype=pl.Int64, eager=True),
        "place": grid.places.gather(np.repeat(np.arange(places), products)),
        "product": grid.products.gather(np.tile(np.arange(products), places)),
        "basis": pl.repeat(grid.basis, size, dtype=pl.String, eager=True),
        "vintage": pl.repeat(grid.vintage, size, dtype=pl.String, eager=True),
        "measure": pl.Series(measures.tolist(), dtype=pl.String).gather(np.tile(np.arange(products), places)),
        "value": _nulled(grid.value),
        "quantity": _nulled(grid.quantity),
        "share_of_place": _nulled(share_of_place),
        "share_of_nation": _nulled(share_of_nation),
        "quotient": _nulled(quotient),
        "reason": _reasons(grid, quotient),
        "source": pl.repeat(grid.source, size, dtype=pl.String, eager=True),
    }
    return pl.DataFrame(columns, schema=SCHEMA)


REASONS = pl.Series([None, "no_activity", "no_price", "no_quantity", "incomplete_year"], dtype=pl.String)


def _reasons(grid: Grid, quotient: FloatArray) -> pl.Series:
    unknown = 2 if grid.measure == "value" else 3
    codes = np.where(np.isnan(quotient), 1, 0).astype(np.int64)
    codes[np.isnan(grid.measured)] = unknown
    codes[:, ~grid.complete] = 4
    return REASONS.gather(codes.ravel())


def _nulled(array: npt.NDArray[np.float64]) -> pl.Series:
    return pl.Series(values=array.ravel(), dtype=pl.Float64, nan_to_null=True)
