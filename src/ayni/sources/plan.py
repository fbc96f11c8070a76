"""What checking a file is to do: the contract, the columns found, and what the user gave."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import polars as pl

from ayni.errors import Fault
from ayni.sources.grid import column_letter, text_cells
from ayni.sources.header import LIKE, Header
from ayni.sources.kinds import typed
from ayni.sources.nomenclature import Held
from ayni.sources.table import Sign
from ayni.tables import Column, Contract

Merged = Sequence[tuple[tuple[int, int], tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Constant:
    """A value that the user gave for a whole column.

    Attributes
    ----------
    value : polars.Series
        The one value, of the column's kind; null when it is at fault.
    faults : list of Fault
        What is wrong with it.
    """

    value: pl.Series
    faults: list[Fault]


@dataclass(frozen=True, slots=True)
class Plan:
    """What checking a file is to do.

    Attributes
    ----------
    contract : Contract
        What the table has to meet.
    header : Header
        The columns found.
    constants : mapping of str to Constant
        Columns given for the whole table.
    held : Held or None
        Nomenclature that codes are held against.
    decimal : str or None
        Decimal sign that the user stated.
    delimited : bool
        The file is text, so that a stray comma may part a cell in two.
    merged : list
        Merged cells, as ``Grid.merged``.
    keep : bool
        The rows are to be kept.
    look : bool
        They are to be kept where there are faults, too, to be looked at.
    """

    contract: Contract
    header: Header
    constants: Mapping[str, Constant]
    held: Held | None
    decimal: Sign | None
    delimited: bool
    merged: Merged
    keep: bool
    look: bool = False

    @property
    def required(self) -> list[int]:
        """Places in the file of the required columns."""
        columns = self.contract.columns
        return [self.header.places[each.name] for each in columns if each.required and each.name in self.header.places]

    def governs(self, column: Column) -> bool:
        """Whether codes of a column are held against the nomenclature."""
        return self.held is not None and self.held.governs(column)

    def knows(self, name: str) -> bool:
        """Whether a column is in the file or given for the whole table."""
        return name in self.header.places or name in self.constants

    def theirs(self, name: str) -> str:
        """Name of a column as the file writes it, or the contract's where the file lacks it."""
        position = self.header.places.get(name)
        return self.header.name(position) if position is not None else name


def swallowed(merged: Merged, position: int, rows: Iterable[int]) -> list[tuple[int, str]]:
    """Which of some cells of a column merged cells leave empty: their place among them, and the range, as ``A5:A9``."""
    ranges = sorted(each for each in merged if each[0][1] <= position <= each[1][1])
    tops = [top for (top, _), _ in ranges]
    found = []
    for at, row in enumerate(rows):
        before = bisect_right(tops, row - 1) - 1
        (top, left), (bottom, right) = ranges[before] if before >= 0 else ((0, 0), (-1, -1))
        if row - 1 <= bottom and (row - 1, position) != (top, left):
            found.append((at, f"{column_letter(left)}{top + 1}:{column_letter(right)}{bottom + 1}"))
    return found


def canonical(constants: Mapping[str, str], contract: Contract) -> dict[str, str]:
    """Constants by the contract's name of their column."""
    return {(column.name if (column := contract.column(name)) else name): text for name, text in constants.items()}


def constant(name: str, text: str, contract: Contract, held: Held | None, decimal: Sign | None) -> Constant:
    """Value that the user gave for a whole column, read as the column's kind."""
    column = contract.column(name)
    if column is None:
        near = get_close_matches(name, [each.name for each in contract.columns], n=1, cutoff=LIKE)
        faults = [Fault("check.set_to_unknown", column=name, came=text, facts={"near": near[0]})] if near else []
        return Constant(pl.Series([text], dtype=pl.String), faults)
    found = typed(text_cells(pl.Series([text], dtype=pl.String)), column, lambda _: decimal or "dot")
    doubts = [*found.doubts, *(held.doubts(found.values) if held is not None and held.governs(column) else [])]
    said = [doubt.why(text.strip()) for doubt in doubts]
    if not said and found.values[0] is None:
        said = [("check.empty_cell", {"example": column.example})]
    return Constant(found.values, [Fault(key, column=name, came=text, facts=facts) for key, facts in said])
