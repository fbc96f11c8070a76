"""Sheets of XLSX and ODS files as grids of cells."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import polars as pl
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from ayni.errors import UnreadableFile
from ayni.sources.archive import PLAIN, Archive, Inside
from ayni.sources.grid import HEAD_ROWS, Batch, Cells, Grid, shown, text_cells

_WHOLE = 2**53


def workbook_grids(path: Path, archive: Archive) -> list[Grid]:
    """Grids of a workbook, one per sheet in their order.

    Raises
    ------
    UnreadableFile
        The workbook is broken.
    """
    try:
        book = CalamineWorkbook.from_path(path)
        kept = [
            (about.name, about.visible != SheetVisibleEnum.Visible)
            for about in book.sheets_metadata
            if about.typ == SheetTypeEnum.WorkSheet
        ]
        return [_grid(book.get_sheet_by_name(name), hidden, archive.sheets.get(name, PLAIN)) for name, hidden in kept]
    except (CalamineError, OSError) as error:
        raise UnreadableFile("check.broken_file", file=path.name) from error


def cells_of(values: Sequence[object]) -> Cells:
    """Cells of a column of Python values; an empty string is an empty cell."""
    kinds = set(map(type, values))
    height = len(values)
    if kinds <= {str}:
        return text_cells(pl.Series(values, dtype=pl.String)) if height else Cells(0)
    if kinds <= {float}:
        return Cells(height, number=pl.Series(values, dtype=pl.Float64))
    text = [value if type(value) is str else None for value in values] if str in kinds else None
    written = _text(text)
    numbers = [value if type(value) is float or type(value) is int else None for value in values]
    flags = [value if type(value) is bool else None for value in values] if bool in kinds else None
    moments = [_moment(value) for value in values] if kinds & {date, datetime, time, timedelta} else None
    return Cells(
        height,
        text=None if written is None else written.text,
        number=pl.Series(numbers, dtype=pl.Float64) if kinds & {float, int} else None,
        flag=None if flags is None else pl.Series(flags, dtype=pl.Boolean),
        moment=None if moments is None else pl.Series(moments, dtype=pl.String),
        came=None if written is None else written.came,
    )


def _text(values: Sequence[str | None] | None) -> Cells | None:
    if values is None:
        return None
    cells = text_cells(pl.Series(values, dtype=pl.String))
    return cells if cells.filled().any() else None


def _moment(value: object) -> str | None:
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, timedelta) else None


def _grid(sheet: CalamineSheet, hidden: bool, inside: Inside) -> Grid:
    def rows(limit: int | None = None) -> list[list[Any]]:
        found: list[list[Any]] = sheet.to_python(skip_empty_area=False, nrows=limit)
        for (row, column), text in inside.errors.items():
            if row < len(found):
                line = found[row]
                line.extend([""] * (column + 1 - len(line)))
                line[column] = text
        return found

    def batches(header: int) -> Iterator[Batch]:
        below = rows()[header:]
        if below:
            yield Batch(header + 1, _columns(below), len(below), header + len(below))

    head = [[_shown(value) for value in row] for row in rows(HEAD_ROWS)]
    total = sheet.total_height
    return Grid(head, batches, total, sheet=sheet.name, hidden=hidden, merged=_merged(sheet), unseen=inside.unseen)


def _columns(rows: list[list[Any]]) -> list[Cells]:
    width = max(map(len, rows))
    if min(map(len, rows)) < width:
        rows = [row + [""] * (width - len(row)) for row in rows]
    return [cells_of(values) for values in zip(*rows, strict=True)]


def _shown(value: object) -> str:
    moment = _moment(value)
    return moment if moment is not None else value.strip() if isinstance(value, str) else shown(value)


def _merged(sheet: CalamineSheet) -> Sequence[tuple[tuple[int, int], tuple[int, int]]]:
    try:
        return sheet.merged_cell_ranges or ()
    except CalamineError:
        return ()
