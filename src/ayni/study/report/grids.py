"""Tables, figures and their origins as the templates place them."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Head:
    """Head of a column: its words, and whether numbers stand under it."""

    words: str
    number: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of the page, in the reader's language.

    Attributes
    ----------
    caption : str
        What the table holds; it names the region in which a wide table scrolls.
    heads : tuple of Head
        Heads of the columns; the first column names the row.
    rows : tuple of tuple of str
        Cells.
    whole : tuple of str
        Cells of the last, double-ruled row, or empty.
    """

    caption: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[str, ...], ...]
    whole: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a figure comes from: pairs of a word (file, formula, version) and what it is."""

    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart beside its table.

    Attributes
    ----------
    id : str
        Anchor in the page.
    heading : str
        The finding, with its number.
    unit : str
        Unit, period and place.
    charts : tuple of (title, svg)
        Drawings that stand side by side; a single one has no title.
    grid : Grid
        The table behind the drawing.
    origin : Origin
        Where the figures come from.
    said : tuple of str
        Sentences under the drawing.
    notes : tuple of int
        Numbers of the notes that the heading leads to.
    wide : bool
        Whether it takes the whole width among figures that stand two by two.
    """

    id: str
    heading: str
    unit: str
    charts: tuple[tuple[str, str], ...]
    grid: Grid
    origin: Origin
    said: tuple[str, ...] = ()
    notes: tuple[int, ...] = ()
    wide: bool = False


def heads(*words: str, numbers: Sequence[int] = ()) -> tuple[Head, ...]:
    """Heads of columns; ``numbers`` are the positions of those with numbers under them."""
    return tuple(Head(each, index in numbers) for index, each in enumerate(words))
