"""What an exporter could add next: products it does not sell with advantage, how near they are, what they open."""

import numpy as np
import numpy.typing as npt
import polars as pl
from narwhals.typing import IntoFrame

from ayni.errors import UnknownName
from ayni.trade.complexity import trade_complexity
from ayni.trade.levels import TOTAL

FloatArray = npt.NDArray[np.float64]
SHOWN = 12
SCHEMA = {
    "year": pl.Int64,
    **dict.fromkeys(("exporter", "product"), pl.String),
    **dict.fromkeys(("value_usd", "rca", "density", "pci", "cog", "eci"), pl.Float64),
    **dict.fromkeys(("raises", "unsurpassed"), pl.Boolean),
    **dict.fromkeys(("reason", "source", "vintage"), pl.String),
}


def additions(
    trade: IntoFrame,
    products: IntoFrame | None = None,
    *,
    exporter: str,
    threshold: float = 1.0,
    total: str = TOTAL,
) -> pl.DataFrame:
    """Products that an exporter does not sell with advantage in the last year, and what adding each would mean.

    Parameters
    ----------
    trade, products, total, threshold
        As in :func:`ayni.trade.complexity.trade_complexity`.
    exporter : str
        Code of the exporter, as the table has it.

    Returns
    -------
    polars.DataFrame
        year, exporter, product, value_usd (what it sells already), rca, density (0 to 1: how much of what is near it
        sells), pci, cog (outlook gain), eci (of the exporter), raises (the product's PCI is above the exporter's ECI,
        which is the mean of its products: adding it would raise it), unsurpassed (it raises, and no other that raises
        is at least as near, as complex and as opening, and more so in one), reason, source, vintage; nearest first.

    Raises
    ------
    UnknownName
        The exporter is not in the table.

    Notes
    -----
    Of nearness, complexity and what it opens no sum is made: weights would decide what nobody asked.  Source: Hausmann,
    Hidalgo et al. (2014), The atlas of economic complexity; the unsurpassed as in any choice by several criteria.
    """
    whole = trade_complexity(trade, products, threshold=threshold, total=total)
    return additions_of(whole, exporter=exporter)


def additions_of(complexity: pl.DataFrame, *, exporter: str) -> pl.DataFrame:
    """As :func:`additions`, from a table of :func:`ayni.trade.complexity.trade_complexity`."""
    own = complexity.filter(pl.col("exporter") == exporter)
    if own.is_empty():
        known = ", ".join(complexity["exporter"].unique().sort().head(SHOWN))
        raise UnknownName("trade.unknown_exporter", came=exporter, known=known)
    absent = own.filter(pl.col("year") == pl.col("year").max(), pl.col("presence").fill_null(0) == 0)
    raises = (pl.col("pci") > pl.col("eci")).fill_null(value=False)
    rows = absent.with_columns(raises.alias("raises"))
    parts = [_marked(part) for part in rows.partition_by("source", "vintage", maintain_order=True)]
    found = pl.concat([pl.DataFrame(schema=SCHEMA), *(part.select(*SCHEMA) for part in parts)])
    return found.sort("density", "product", descending=[True, False], nulls_last=True)


def _marked(rows: pl.DataFrame) -> pl.DataFrame:
    known = (
        rows["raises"].to_numpy()
        & rows.select(pl.all_horizontal(pl.col(name).is_not_null() for name in ("density", "pci", "cog")))
        .to_series()
        .to_numpy()
    )
    best = np.zeros(rows.height, dtype=bool)
    best[known] = unsurpassed(rows.select("density", "pci", "cog").to_numpy()[known])
    return rows.with_columns(pl.Series("unsurpassed", best))


def unsurpassed(values: FloatArray) -> npt.NDArray[np.bool_]:
    """Rows that no other row equals or exceeds in every column and exceeds in one.

    Parameters
    ----------
    values : array of shape (rows, columns), no NaN
    """
    best = np.ones(len(values), dtype=bool)
    for row in np.argsort(-values.sum(axis=1), kind="stable"):
        if best[row]:
            below = (values <= values[row]).all(axis=1) & (values < values[row]).any(axis=1)
            best[below] = False
    return best
