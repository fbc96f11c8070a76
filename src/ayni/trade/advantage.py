"""Revealed comparative advantage: what an exporter sells more of than the world does."""

from typing import Literal

import numpy as np
import numpy.typing as npt
import polars as pl
from narwhals.typing import IntoFrame

from ayni.errors import Refused
from ayni.measures.advantage import advantage
from ayni.measures.specialisation import specialisation
from ayni.trade.annual import exports_by_product
from ayni.trade.levels import TOTAL, classification, refuse_nested

FloatArray = npt.NDArray[np.float64]
Index = Literal["balassa", "symmetric", "normalised", "additive"]
WORLD = ("year", "source", "vintage")
# A quotient that is one comes out this near to it, on either side.
TIE = 1e-12


def revealed_advantage(
    trade: IntoFrame,
    products: IntoFrame | None = None,
    *,
    index: Index = "balassa",
    total: str = TOTAL,
) -> pl.DataFrame:
    """Revealed comparative advantage of every exporter in every product, by year and source.

    Parameters
    ----------
    trade : table that meets ``trade``
        Exports of several exporters: together they are the world of the quotient.
    products, total
        As in :func:`ayni.trade.structure.export_structure`; a total's row is left out.
    index : {"balassa", "symmetric", "normalised", "additive"}
        ``balassa``: (X_cp / X_c) / (X_p / X), 0 up, 1 neutral.  ``symmetric``: (RCA - 1) / (RCA + 1), -1 to 1.
        ``normalised``: X_cp / X - X_c X_p / X^2, -1/4 to 1/4.  ``additive``: X_cp / X_c - X_p / X, -1 to 1.

    Returns
    -------
    polars.DataFrame
        year, exporter, product, value_usd (0 where the exporter has no row), share_of_exporter, share_of_world (of the
        product), index, advantage, present (Balassa's quotient is 1 or more, to within 1e-12, whatever the index),
        preliminary, complete, source, vintage, reason (``incomplete_year``; ``no_exports``: the exporter or the product
        has none; ``one_exporter``: alone in its year, source and vintage, or with others that are not complete).

    Raises
    ------
    Refused
        One exporter alone has no world to be held against, or rows would be counted twice.

    Notes
    -----
    Source: Balassa (1965), The Manchester School 33(2), 99-123; for the other forms see
    :func:`ayni.measures.advantage.advantage`.
    """
    places = classification(products, total=total)
    rows = exports_by_product(trade, places).filter(pl.col("product") != total)
    refuse_nested(rows.select("year", "exporter", "source", "vintage", "product"), places)
    worlds = rows.partition_by(*WORLD, maintain_order=True)
    if worlds and max(world["exporter"].n_unique() for world in worlds) < 2:
        raise Refused("trade.one_exporter", exporter=worlds[0]["exporter"][0])
    tables = [_advantages(world, index) for world in worlds]
    return pl.concat([pl.DataFrame(schema=_SCHEMA), *tables]).sort(*WORLD, "exporter", "product")


_SCHEMA = {
    "year": pl.Int64,
    **dict.fromkeys(("exporter", "product"), pl.String),
    **dict.fromkeys(("value_usd", "share_of_exporter", "share_of_world"), pl.Float64),
    "index": pl.String,
    "advantage": pl.Float64,
    "present": pl.Boolean,
    **dict.fromkeys(("preliminary", "complete"), pl.Boolean),
    **dict.fromkeys(("source", "vintage", "reason"), pl.String),
}


def _advantages(world: pl.DataFrame, index: Index) -> pl.DataFrame:
    """Long table of one year, source and vintage; exporters whose year is not complete stay out of the world."""
    exporters = world.select("exporter", "preliminary", "complete").unique(maintain_order=True).sort("exporter")
    products = world.select("product").unique().sort("product")
    values = _matrix(world, exporters, products)
    whole = exporters["complete"].fill_null(value=True).to_numpy()
    figures = [_outside(figure, whole) for figure in _figures(values[whole], index)]
    pairs = exporters.join(products, how="cross").with_columns(
        pl.Series(name, figure.ravel(), dtype=pl.Float64).fill_nan(None)
        for name, figure in zip(("value_usd", *FIGURES), (values, *figures), strict=True)
    )
    same = [pl.lit(world[name][0], dtype=_SCHEMA[name]).alias(name) for name in WORLD]
    present = (pl.col("quotient") >= 1 - TIE).alias("present")
    named = pl.lit(index).alias("index")
    reason = _reason(alone=int(whole.sum()) == 1).alias("reason")
    return pairs.with_columns(*same, present, named, reason).select(*_SCHEMA)


def _reason(*, alone: bool) -> pl.Expr:
    none = "one_exporter" if alone else "no_exports"
    return (
        pl.when(pl.col("complete") == False)  # noqa: E712 (null is "not said", and stays)
        .then(pl.lit("incomplete_year"))
        .when(pl.col("advantage").is_null())
        .then(pl.lit(none))
    )


def _matrix(world: pl.DataFrame, exporters: pl.DataFrame, products: pl.DataFrame) -> FloatArray:
    """Values of shape (exporters, products), zero where there is no row."""
    cells = world.join(exporters.select("exporter").with_row_index("c"), on="exporter").join(
        products.with_row_index("p"), on="product"
    )
    values = np.zeros((exporters.height, products.height))
    values[cells["c"].to_numpy(), cells["p"].to_numpy()] = cells["value_usd"].to_numpy()
    return values


FIGURES = ("share_of_exporter", "share_of_world", "quotient", "advantage")


def _figures(values: FloatArray, index: Index) -> tuple[FloatArray, ...]:
    """``FIGURES``: shares, Balassa's quotient, the index; NaN where there is nothing to divide by or compare with."""
    found = specialisation(values=values)
    shares = found.share_of_row, found.share_of_column
    if len(values) < 2 or not values.sum() > 0:
        nothing = np.full(values.shape, np.nan)
        return *shares, nothing, nothing
    if index == "balassa":
        return *shares, found.quotient, found.quotient
    form: FloatArray = getattr(advantage(values=values), index)
    return *shares, found.quotient, np.where(np.isnan(found.quotient), np.nan, form)


def _outside(figure: FloatArray, whole: npt.NDArray[np.bool_]) -> FloatArray:
    """Figure with rows of NaN for the exporters that stayed out."""
    full = np.full((whole.size, figure.shape[1]), np.nan)
    full[whole] = figure
    return full
