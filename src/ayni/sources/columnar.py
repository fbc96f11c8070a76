"""Parquet tables as grids of cells: their columns have types already, so nothing is guessed."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from ayni.errors import UnreadableFile
from ayni.sources.grid import Batch, Cells, Grid, text_cells

ROWS_PER_BATCH = 500_000
MARK = b"PAR1"


def parquet_grid(path: Path) -> Grid:
    """Grid of a Parquet table; its rows are numbered as if the names of the columns stood in row 1.

    Raises
    ------
    UnreadableFile
        The file is broken, or a column holds lists, records or bytes instead of single values.
    """
    try:
        schema = pl.read_parquet_schema(path)
        total = pl.scan_parquet(path).select(pl.len()).collect().item()
    except (pl.exceptions.PolarsError, OSError, pl.exceptions.PanicException) as error:
        raise UnreadableFile("check.broken_file", file=path.name) from error
    for name, dtype in schema.items():
        if dtype.is_nested() or dtype in (pl.Binary, pl.Object):
            raise UnreadableFile("check.nested_column", file=path.name, column=name)

    def batches(header: int) -> Iterator[Batch]:
        row = header + 1
        try:
            for frame in pl.scan_parquet(path).collect_batches(chunk_size=ROWS_PER_BATCH, maintain_order=True):
                yield Batch(row, [_cells(column) for column in frame], frame.height, row + frame.height - header)
                row += frame.height
        except (pl.exceptions.PolarsError, OSError, pl.exceptions.PanicException) as error:
            raise UnreadableFile("check.broken_file", file=path.name) from error

    return Grid([list(schema)], batches, total)


def looks_like_parquet(path: Path) -> bool:
    """Whether a file begins and ends as Parquet does, with a directory that fits in it."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        if stream.read(4) != MARK:
            return False
        stream.seek(max(size - 8, 0))
        foot = stream.read(8)
    if len(foot) < 8 or foot[4:] != MARK or int.from_bytes(foot[:4], "little") > size - 12:
        raise UnreadableFile("check.broken_file", file=path.name)
    return True


def _cells(column: pl.Series) -> Cells:
    dtype, height = column.dtype, len(column)
    if dtype.is_integer() or dtype.is_float():
        return Cells(height, number=column if dtype in (pl.Int64, pl.UInt64, pl.Float64) else _widened(column))
    if dtype.is_decimal():
        return Cells(height, number=column.cast(pl.Float64))
    if dtype == pl.Boolean:
        return Cells(height, flag=column)
    if dtype.is_temporal():
        return Cells(height, moment=column.cast(pl.String))
    return text_cells(column.cast(pl.String))


def _widened(column: pl.Series) -> pl.Series:
    return column.cast(pl.Int64 if column.dtype.is_integer() else pl.Float64)
