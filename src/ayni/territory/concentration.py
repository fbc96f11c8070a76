"""Concentration of each product over places, held against all activity."""

import numpy as np
import polars as pl
from narwhals.typing import IntoFrame

from ayni.measures.inequality import Scale, gini
from ayni.territory.grid import Grid, Measure, grids

SCHEMA = {
    "year": pl.Int64,
    "product": pl.String,
    "basis": pl.String,
    "vintage": pl.String,
    "measure": pl.String,
    "gini": pl.Float64,
    "places": pl.Int64,
    "reason": pl.String,
    "source": pl.String,
}


def locational_gini(activity: IntoFrame, *, measure: Measure | None = None, scale: Scale = "gini") -> pl.DataFrame:
    """Locational Gini of each product in each year, against the activity of all products known that year.

    Parameters
    ----------
    activity : table under the contract ``activity``
        Taken as in ``location_quotients``.
    measure : {"value", "quantity"}, optional
        What to measure in; the value when the table has any, else the quantity.
    scale : {"gini", "krugman", "attainable"}
        See ``ayni.measures.inequality.gini``.

    Returns
    -------
    polars.DataFrame
        year, product, basis, vintage, measure, gini (0: spread as all activity is), places (number of places that
        enter), reason (``no_price``, ``no_quantity``, ``incomplete_year``, ``no_activity``), source; sorted by year,
        product, basis, vintage, source.

    Raises
    ------
    Refused
        The measure asked for is not in the table.
    """
    blocks = [_gini(grid, scale) for grid in grids(activity, measure=measure)]
    key = ("year", "product", "basis", "vintage", "source")
    return pl.concat(blocks).sort(key) if blocks else pl.DataFrame(schema=SCHEMA)


def _gini(grid: Grid, scale: Scale) -> pl.DataFrame:
    active = grid.known & grid.complete
    reference = np.nansum(grid.measured[:, active], axis=1)
    found = gini(values=grid.measured[:, active], reference=reference, scale=scale)
    index, places = np.full(active.shape, np.nan), np.zeros(active.shape, dtype=np.int64)
    index[active], places[active] = found.gini, found.places
    reasons = np.full(index.shape, None, dtype=object)
    reasons[np.isnan(index)] = "no_activity"
    reasons[~grid.known] = "no_price" if grid.measure == "value" else "no_quantity"
    reasons[~grid.complete] = "incomplete_year"
    return pl.DataFrame(
        {
            "year": grid.year,
            "product": grid.products,
            "basis": grid.basis,
            "vintage": grid.vintage,
            "measure": grid.measure,
            "gini": pl.Series(values=index, nan_to_null=True),
            "places": places,
            "reason": reasons.tolist(),
            "source": grid.source,
        },
        schema=SCHEMA,
    )
