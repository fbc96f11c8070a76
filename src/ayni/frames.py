"""One set of relational steps, written once on Narwhals: they run wherever a table lives.

A step takes a table of Polars, DuckDB or another engine, sums it there, and hands on a small Polars table.
"""

from collections.abc import Sequence

import narwhals as nw
import polars as pl
from narwhals.typing import IntoFrame


def summed(table: IntoFrame, *, by: Sequence[str], measures: Sequence[str]) -> pl.DataFrame:
    """Table of the sums of ``measures`` over the groups of ``by``, sorted by group.

    A sum is null when no row of the group has a value: an unknown is not a zero.  Columns of ``by`` that the
    table lacks are left out.
    """
    frame = nw.from_native(table).lazy()
    names = frame.collect_schema().names()
    groups = [name for name in by if name in names]
    known = [name for name in measures if name in names]
    sums = [nw.col(name).cast(nw.Float64).sum().alias(name) for name in known]
    counts = [nw.col(name).count().alias(f"{name}__known") for name in known]
    result = pl.DataFrame(frame.group_by(*groups).agg(*sums, *counts).collect("polars").to_native())
    cleaned = [pl.when(pl.col(f"{name}__known") > 0).then(pl.col(name)).otherwise(None).alias(name) for name in known]
    return result.select(*groups, *cleaned).sort(groups)
