"""Fitness of exporters and complexity of products by the non-linear map."""

import numpy as np
import polars as pl
from narwhals.typing import IntoFrame

from ayni.errors import Refused
from ayni.measures.fitness import MOST_STEPS, TOLERANCE, Fitness, fitness
from ayni.trade.advantage import TIE
from ayni.trade.levels import TOTAL
from ayni.trade.worlds import (
    FloatArray,
    IntArray,
    World,
    first_reasons,
    joined,
    long_table,
    quotients,
    usable_threshold,
    worlds,
)

SCHEMA = {
    "year": pl.Int64,
    **dict.fromkeys(("exporter", "product"), pl.String),
    **dict.fromkeys(("value_usd", "rca"), pl.Float64),
    "presence": pl.Int8,
    **dict.fromkeys(("fitness", "complexity"), pl.Float64),
    "steps": pl.Int64,
    **dict.fromkeys(("reason", "source", "vintage"), pl.String),
}
REASONS = pl.Series(
    [None, "incomplete_year", "one_exporter", "no_exports", "no_presence", "not_converged"], dtype=pl.String
)
REASON = {name: code for code, name in enumerate(REASONS)}


def trade_fitness(
    trade: IntoFrame,
    products: IntoFrame | None = None,
    *,
    threshold: float = 1.0,
    tolerance: float = TOLERANCE,
    most_steps: int = MOST_STEPS,
    total: str = TOTAL,
) -> pl.DataFrame:
    """Fitness of every exporter and complexity of every product, by year, source and vintage.

    Parameters
    ----------
    trade, products, total, threshold
        As in :func:`ayni.trade.complexity.trade_complexity`.
    tolerance : float, > 0
        Largest move of a fitness in one step that counts as none.
    most_steps : int, >= 1
        Steps after which it is given up: no value, and the reason ``not_converged``.

    Returns
    -------
    polars.DataFrame
        year, exporter, product, value_usd, rca, presence (0 or 1), fitness (of the exporter, 0 up, mean 1), complexity
        (of the product, 0 up, mean 1), steps, reason (``incomplete_year``, ``no_exports``, ``no_presence``,
        ``one_exporter``, ``not_converged``), source, vintage.

    Raises
    ------
    Refused
        The table has one exporter, rows would be counted twice, or a threshold, tolerance or number of steps is not
        above zero.

    Notes
    -----
    Source: Tacchella, Cristelli, Caldarelli, Gabrielli & Pietronero (2012), doi 10.1038/srep00723.
    """
    usable_threshold(threshold)
    if not tolerance > 0 or most_steps < 1:
        raise Refused("trade.no_steps", tolerance=tolerance, steps=most_steps)
    found = (_table(world, threshold, tolerance, most_steps) for world in worlds(trade, products, total=total))
    return joined(found, SCHEMA)


def _table(world: World, threshold: float, tolerance: float, most_steps: int) -> pl.DataFrame:
    quotient = quotients(world)
    presence = quotient >= threshold - TIE
    found = fitness(presence=presence, tolerance=tolerance, most_steps=most_steps)
    known = 1.0 if found.converged else np.nan
    cells = {
        "rca": quotient,
        "presence": np.where(np.isnan(quotient), np.nan, presence),
        "fitness": found.places[:, None] * known,
        "complexity": found.products * known,
        "steps": np.full((1, 1), float(found.steps)),
    }
    return long_table(world, cells, _reasons(quotient, found), REASONS)


def _reasons(quotient: FloatArray, found: Fitness) -> IntArray:
    if len(quotient) < 2:
        return np.full(quotient.shape, REASON["one_exporter"])
    settled = REASON[None if found.converged else "not_converged"]
    sold, sells = ~np.isnan(quotient).all(axis=0), ~np.isnan(quotient).all(axis=1)
    codes = [REASON["no_exports"], REASON["no_presence"]]
    of_product = np.select([~sold, np.isnan(found.products)], codes, settled)
    of_place = np.select([~sells, np.isnan(found.places)], codes, settled)
    return first_reasons(of_place, of_product)
