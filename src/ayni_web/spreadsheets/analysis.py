"""A file held against a contract by the engine, and its cells as they came."""

from collections.abc import Iterator
from pathlib import Path

from ayni.sources import Checked, checked
from ayni.sources.opening import opened
from ayni_web.common.sheets.writing import AsItCame, Cell
from ayni_web.spreadsheets.contracts import contract

LONGEST = 32_000


def checked_file(path: Path, name: str, language: str, decimal: str = "") -> Checked:
    """What came of checking a file; ``decimal`` is ``comma``, ``dot``, or empty where each column tells its own.

    Raises
    ------
    UnreadableFile
        It cannot be read as a table at all.
    """
    return checked(path, contract(name, language), decimal=decimal or None, look=True)  # type: ignore[arg-type]


def cells_of(path: Path, sheet: str | None, delimiter: str | None) -> Iterator[list[Cell]]:
    """Rows of the sheet that was read, from its first row on, as they came."""
    grids = [each for each in opened(path).grids if (each.sheet, each.delimiter) == (sheet, delimiter)]
    for batch in grids[0].batches(0):
        for at in range(batch.height):
            yield [_cell(cells, at) for cells in batch.columns]


def _cell(cells: object, at: int) -> Cell:
    number = cells.number[at] if cells.number is not None else None  # type: ignore[attr-defined]
    text = None if number is not None else cells.shown(at, LONGEST)  # type: ignore[attr-defined]
    return number if text is None else AsItCame(text)
