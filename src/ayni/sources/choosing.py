"""Which grid of a file is the table: the sheet that names its columns, the delimiter that parts them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ayni.errors import Fault, UnknownName, UnreadableFile
from ayni.sources.grid import HEAD_ROWS, NOTE_SHOWN, Grid, shown
from ayni.sources.header import Header, best_header, no_header
from ayni.sources.opening import Opened
from ayni.sources.table import Note
from ayni.tables import Contract


@dataclass(frozen=True, slots=True)
class Choice:
    """The grid that is the table.

    Attributes
    ----------
    grid : Grid
        The grid.
    header : Header or None
        Its row of names; None when no row names a column of the contract.
    faults : list of Fault
        Why nothing, or not one thing, could be chosen.
    notes : list of Note
        What was passed over.
    """

    grid: Grid
    header: Header | None
    faults: list[Fault] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def chosen(
    file: Opened, contract: Contract, rename: Mapping[str, str], constants: Mapping[str, str], sheet: str | None
) -> Choice:
    """Grid of a file that meets a contract best.

    Raises
    ------
    UnreadableFile
        There is nothing in the file.
    UnknownName
        The sheet asked for is not there, or the file has no sheets.
    """
    asked = _asked(file, sheet)
    grids = [grid for grid in asked if any(map(any, grid.head))]
    # A text of delimiters alone is empty with one of them and looks like words with the others.
    if not grids or (file.provenance.kind == "csv" and any(_is_blank(grid) for grid in asked)):
        raise UnreadableFile("check.nothing_in_it", file=file.provenance.file)
    headers = [(grid, best_header(grid.head, contract, rename, constants)) for grid in grids]
    fitting = [(grid, header) for grid, header in headers if header is not None and header.fits]
    if file.provenance.kind in ("xlsx", "ods"):
        fitting = [(grid, header) for grid, header in fitting if _has_rows(grid, header)] or fitting
        shown_ones = [(grid, header) for grid, header in fitting if not grid.hidden]
        if len(shown_ones) > 1 and sheet is None:
            return _several(shown_ones)
        fitting = shown_ones or fitting
    if fitting:
        grid, header = max(fitting, key=lambda pair: len(pair[1].places))
        return Choice(grid, header, notes=_notes(grid, header, grids))
    partial = [(grid, header) for grid, header in headers if header is not None]
    if partial:
        grid, header = max(partial, key=lambda pair: len(pair[1].places))
        return Choice(grid, header, notes=_notes(grid, header, grids))
    grid = max(grids, key=_fullness)
    return Choice(grid, None, no_header(grid.head, contract))


def _asked(file: Opened, sheet: str | None) -> list[Grid]:
    if sheet is None:
        return file.grids
    named = [grid for grid in file.grids if grid.sheet == sheet]
    if not named:
        known = ", ".join(grid.sheet for grid in file.grids if grid.sheet)
        raise UnknownName("check.unknown_sheet", came=sheet, known=known or "—", file=file.provenance.file)
    return named


def _several(fitting: Sequence[tuple[Grid, Header]]) -> Choice:
    names = [grid.sheet or "" for grid, _ in fitting]
    facts: dict[str, object] = {"sheets": ", ".join(names), "first": names[0]}
    return Choice(fitting[0][0], None, [Fault("check.several_sheets", facts=facts)])


def _notes(grid: Grid, header: Header, grids: Sequence[Grid]) -> list[Note]:
    notes = []
    others = [other.sheet for other in grids if other.sheet and other is not grid]
    if others:
        notes.append(Note("check.other_sheets", {"sheet": grid.sheet, "others": ", ".join(others)}))
    if grid.hidden:
        notes.append(Note("check.hidden_sheet", {"sheet": grid.sheet}))
    notes += _unseen_notes(grid, header)
    titles = [(row, cells) for row, cells in enumerate(grid.head[: header.row - 1], start=1) if any(cells)]
    if titles:
        said = shown(" / ".join(" ".join(cell for cell in cells if cell) for _, cells in titles), NOTE_SHOWN)
        notes.append(Note("check.title_rows", {"n": len(titles), "header": header.row, "text": said}))
    return notes


def _unseen_notes(grid: Grid, header: Header) -> list[Note]:
    """What is said of the rows and columns of the table that the sheet hides, and that are read all the same."""
    notes = []
    rows = [row for row in grid.unseen.rows if header.row < row <= (grid.total or 0)]
    if rows:
        notes.append(Note("check.hidden_rows", {"n": len(rows), "row": rows[0]}))
    width = len(header.names)
    columns = [at for first, last in grid.unseen.columns for at in range(first - 1, min(last, width))]
    if columns:
        names = ", ".join(header.name(at) for at in columns)
        notes.append(Note("check.hidden_columns", {"n": len(columns), "columns": names}))
    return notes


def _is_blank(grid: Grid) -> bool:
    return len(grid.head) < HEAD_ROWS and not any(map(any, grid.head))


def _has_rows(grid: Grid, header: Header) -> bool:
    """Whether anything stands below the header, at least among the rows looked at."""
    return len(grid.head) >= HEAD_ROWS or any(map(any, grid.head[header.row :]))


def _fullness(grid: Grid) -> int:
    return max(sum(map(bool, cells)) for cells in grid.head)
