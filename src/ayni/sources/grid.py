"""Cells as a file holds them, before anything is made of them: the one form that every kind of file is brought to."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import polars as pl

HEAD_ROWS = 200
"""Rows among which the header is looked for."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
CELL_SHOWN, NOTE_SHOWN = 60, 200


@dataclass(frozen=True, slots=True)
class Cells:
    """One column of some rows; a cell is filled in at most one of the parts, and empty when in none.

    Attributes
    ----------
    height : int
        Count of rows.
    text : polars.Series of String or None
        Cells that hold text, without outer spaces; never an empty string.
    number : polars.Series of Int64, UInt64 or Float64, or None
        Cells that hold a number.
    flag : polars.Series of Boolean or None
        Cells that hold true or false.
    moment : polars.Series of String or None
        Cells that hold a date or an hour, as ISO 8601 writes it.
    came : polars.Series of String or None
        Text as the file has it, outer spaces and all.
    """

    height: int
    text: pl.Series | None = None
    number: pl.Series | None = None
    flag: pl.Series | None = None
    moment: pl.Series | None = None
    came: pl.Series | None = None

    @property
    def parts(self) -> list[pl.Series]:
        """Parts that hold anything."""
        return [part for part in (self.text, self.number, self.flag, self.moment) if part is not None]

    def filled(self) -> pl.Series:
        """Mask of the cells that hold something."""
        masks = [part.is_not_null() for part in self.parts]
        if not masks:
            return pl.repeat(False, self.height, dtype=pl.Boolean, eager=True)
        result = masks[0]
        for mask in masks[1:]:
            result = result | mask
        return result

    def padded(self) -> pl.Series:
        """Mask of the cells of text that had outer spaces."""
        if self.text is None or self.came is None:
            return pl.repeat(False, self.height, dtype=pl.Boolean, eager=True)
        return (self.text.str.len_bytes() != self.came.str.len_bytes()).fill_null(False)

    def kept(self, mask: pl.Series) -> "Cells":
        """Cells of the rows where the mask holds."""
        chosen = [None if part is None else part.filter(mask) for part in self._slots()]
        return Cells(int(mask.sum()), *chosen)

    def shown(self, index: int, most: int = CELL_SHOWN) -> str | None:
        """What stands in one cell, for people: on one line and not too long; None when empty."""
        for part in self.parts:
            value = part[index]
            if value is not None:
                return shown(value, most)
        return None

    def _slots(self) -> tuple[pl.Series | None, ...]:
        return self.text, self.number, self.flag, self.moment, self.came


@dataclass(frozen=True, slots=True)
class Batch:
    """Some consecutive rows of a grid.

    Attributes
    ----------
    first_row : int
        Row of the first of them, as a spreadsheet numbers rows.
    columns : list of Cells
        One entry per column of the file, the first column first.
    height : int
        Count of rows.
    done : int
        How much of the file has been read with this batch, in the unit of ``Grid.total``.
    """

    first_row: int
    columns: list[Cells]
    height: int
    done: int


@dataclass(frozen=True, slots=True)
class Unseen:
    """Rows and columns that a sheet hides.

    Attributes
    ----------
    rows : tuple of int
        Hidden rows, counted from 1, as the spreadsheet shows them.
    columns : tuple of (int, int)
        First and last column of each hidden stretch, counted from 1.
    """

    rows: tuple[int, ...] = ()
    columns: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """One grid of cells: a sheet, a text read with one delimiter, a Parquet table.

    Attributes
    ----------
    head : list of list of str
        First rows as text, an empty string for an empty cell, to find the header among them.
    batches : callable
        ``batches(header)``: the rows below the header, which is the count of rows down to it; can be asked again.
    total : int or None
        Bytes or rows in all, for the progress bar.
    sheet, delimiter : str or None
        Name of the sheet, or the character between columns.
    hidden : bool
        The sheet is hidden.
    merged : list
        Merged cells as ((first row, first column), (last row, last column)), counted from 0.
    unseen : Unseen
        Rows and columns that the sheet hides.
    """

    head: list[list[str]]
    batches: Callable[[int], Iterator[Batch]]
    total: int | None = None
    sheet: str | None = None
    delimiter: str | None = None
    hidden: bool = False
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]] = ()
    unseen: Unseen = field(default_factory=Unseen)


def text_cells(text: pl.Series) -> Cells:
    """Cells of a column of text: outer spaces do not count, and what has nothing else is empty."""
    stripped = text.str.strip_chars()
    return Cells(len(text), text=stripped.set(stripped == "", None), came=text)


def shown(value: object, most: int = CELL_SHOWN) -> str:
    """A value for people: on one line, without control characters, not too long."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.15g}"
    line = _CONTROL.sub(" ", str(value)).strip()
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def column_letter(position: int) -> str:
    """Letter of a column as a spreadsheet shows it: A for 0, AA for 26."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
