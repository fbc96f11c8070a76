"""Activity over the years as arrays: product x place x year, with gaps where a year is not known."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Panel:
    """Activity of one basis over the years.

    Attributes
    ----------
    products, places : tuple of str
        Codes, sorted.
    years : array of int of shape (years,)
        Calendar years that occur, rising.
    by_value : array of bool of shape (products,)
        The product's series is measured in value; else in quantity.
    value, quantity : array of shape (products, places, years), >= 0
        NaN where unknown or the product's year is incomplete; 0 for a place without a row of a product that is
        reported that year.
    """

    products: tuple[str, ...]
    places: tuple[str, ...]
    years: npt.NDArray[np.int64]
    by_value: BoolArray
    value: FloatArray
    quantity: FloatArray

    @property
    def amounts(self) -> FloatArray:
        """Activity in each product's own measure, shape (products, places, years)."""
        return np.where(self.by_value[:, None, None], self.value, self.quantity)


def panel(quotients: pl.DataFrame, *, base_year: int | None = None) -> Panel:
    """Panel of a table of quotients that has one source, vintage and basis in each year.

    Parameters
    ----------
    quotients : polars.DataFrame
        As ``location_quotients`` gives it.
    base_year : int, optional
        Year whose measure each product's series takes; the latest year with values when not given.
    """
    products, places = (tuple(quotients[name].unique().sort()) for name in ("product", "place"))
    years = quotients["year"].unique().sort().to_numpy()
    by_value = _measured_in_value(quotients, products, base_year)
    cells = tuple(_position(quotients[name], known) for name, known in (("product", products), ("place", places)))
    at = (*cells, np.searchsorted(years, quotients["year"].to_numpy()))
    shape = (len(products), len(places), len(years))
    incomplete = np.zeros((shape[0], 1, shape[2]), dtype=bool)
    broken = (quotients["reason"] == "incomplete_year").fill_null(False).to_numpy()
    incomplete[at[0][broken], 0, at[2][broken]] = True
    value, quantity = (
        np.where(incomplete, np.nan, _cube(quotients[name], at, shape)) for name in ("value", "quantity")
    )
    # A product with no quantity at all cannot be followed in it.
    by_value |= np.isnan(quantity).all(axis=(1, 2))
    return Panel(products, places, years, by_value, value, quantity)


def _measured_in_value(quotients: pl.DataFrame, products: tuple[str, ...], base_year: int | None) -> BoolArray:
    valued = quotients.filter((pl.col("measure") == "value") & pl.col("value").is_not_null())
    year = base_year if base_year is not None else valued["year"].max()
    chosen = set(valued.filter(pl.col("year") == year)["product"]) if year is not None else set()
    return np.array([product in chosen for product in products], dtype=bool)


def _position(codes: pl.Series, known: tuple[str, ...]) -> npt.NDArray[np.int64]:
    return codes.cast(pl.Enum(known)).to_physical().to_numpy().astype(np.int64)


def _cube(amounts: pl.Series, at: tuple[npt.NDArray[np.int64], ...], shape: tuple[int, int, int]) -> FloatArray:
    array = amounts.to_numpy().astype(np.float64)
    reported = np.zeros((shape[0], 1, shape[2]), dtype=bool)
    known = np.isfinite(array)
    reported[at[0][known], 0, at[2][known]] = True
    cube = np.where(reported, np.zeros(shape), np.nan)
    cube[at] = array
    return cube
