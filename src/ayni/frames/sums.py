"""Sums that are the same to the last bit wherever a table lives.

A step takes a table of Polars, DuckDB or another engine, sums it there, and hands on a small Polars table.
"""

import math
from collections.abc import Sequence
from typing import Any

import narwhals as nw
import polars as pl
from narwhals.typing import IntoFrame

MANTISSA_BITS = 52
FOLDS = 3


def summed(table: IntoFrame, *, by: Sequence[str], measures: Sequence[str]) -> pl.DataFrame:
    """Table of the sums of ``measures`` over the groups of ``by``, sorted by group.

    A sum is null when no row of the group has a value: an unknown is not a zero.  Columns of ``by`` and
    ``measures`` that the table lacks are left out.  The sums are the same to the last bit whatever the order of the
    rows, the number of threads or the engine.

    Notes
    -----
    Each value is cut into pieces that are multiples of a power of two so large that their sum is exact in double
    precision; exact sums do not depend on order.  Columns of whole numbers are exact as they are.
    Source: Demmel & Nguyen (2013), Fast reproducible floating-point summation, doi 10.1109/ARITH.2013.9 (the idea of
    rounding in advance; three pieces keep a value as small as 1e-11 of the largest to full precision).
    """
    frame = nw.from_native(table).lazy()
    schema = frame.collect_schema()
    names = schema.names()
    groups = [name for name in by if name in names]
    known = [name for name in measures if name in names]
    whole = [name for name in known if schema[name].is_integer()]
    grains = _grains(frame, [name for name in known if name not in whole])
    pieces = [piece for name, grain in grains.items() for piece in _pieces(name, grain)]
    cut = frame.select(*groups, *known, *pieces)
    sums = [nw.col(_piece(name, fold)).sum() for name in grains for fold in range(FOLDS)]
    sums += [nw.col(name).sum().alias(_piece(name, 0)) for name in whole]
    counts = [nw.col(name).count().alias(_count(name)) for name in known]
    summed_up = cut.group_by(*groups).agg(*sums, *counts)
    # Sorted where it lives: an engine sorts with all its threads what comes here as one table.
    ordered = summed_up.sort(*groups) if groups else summed_up
    result = pl.DataFrame(ordered.collect("polars").to_native())
    totals = (_total(name, 1 if name in whole else FOLDS) for name in known)
    return result.select(*groups, *totals)


def _grains(frame: nw.LazyFrame[Any], names: Sequence[str]) -> dict[str, list[float]]:
    """Powers of two of which the pieces of each measure are multiples, largest first."""
    if not names:
        return {}
    columns = [nw.col(name).cast(nw.Float64).abs().max().alias(name) for name in names]
    extent = pl.DataFrame(frame.select(*columns, nw.len().alias("__rows")).collect("polars").to_native()).row(
        0, named=True
    )
    rows = max(int(extent["__rows"]), 1)
    return {name: _grain(float(extent[name] or 0.0), rows) for name in names}


def _grain(largest: float, rows: int) -> list[float]:
    grains = []
    for _ in range(FOLDS):
        exponent = math.frexp(largest * rows)[1] if largest else 0
        grains.append(math.ldexp(1.0, max(exponent - MANTISSA_BITS, -1000)))
        largest = grains[-1] / 2
    return grains


def _pieces(name: str, grains: Sequence[float]) -> list[nw.Expr]:
    rest, pieces = nw.col(name).cast(nw.Float64), []
    for fold, grain in enumerate(grains):
        piece = (rest / grain).round(0) * grain
        pieces.append(piece.alias(_piece(name, fold)))
        rest = rest - piece
    return pieces


def _total(name: str, folds: int) -> pl.Expr:
    smallest_first = [pl.col(_piece(name, fold)).cast(pl.Float64) for fold in reversed(range(folds))]
    return pl.when(pl.col(_count(name)) > 0).then(pl.sum_horizontal(smallest_first)).alias(name)


def _piece(name: str, fold: int) -> str:
    return f"{name}__{fold}"


def _count(name: str) -> str:
    return f"{name}__known"
