"""How the sheets of a plan's workbook are written: texts as texts, formulas with the value that the engine has."""

from collections.abc import Sequence
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

# Column of the first period: before it stand the title of a line and its worth.
FIRST = 2


class Looks:
    """Formats of cells; what may be changed is shaded."""

    def __init__(self, book: Any) -> None:
        self.head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.money = book.add_format({"num_format": "#,##0.00"})
        self.part = book.add_format({"num_format": "0.00%"})
        self.input = book.add_format({"bg_color": "#FFF4D6", "num_format": "#,##0.00####"})
        self.input_part = book.add_format({"bg_color": "#FFF4D6", "num_format": "0.00##%"})
        self.plain = book.add_format({"num_format": "0.000000"})


class Sheet:
    """A sheet that is written from top to bottom."""

    def __init__(self, sheet: Any, name: str, looks: Looks) -> None:
        self.sheet, self.name, self.looks, self._row = sheet, name, looks, -1
        sheet.set_column(0, 0, 44)
        sheet.set_column(1, 1, 16)
        sheet.set_column(FIRST, 400, 13)

    def next(self) -> int:
        """Row that is written next, from 0."""
        self._row += 1
        return self._row

    @property
    def last(self) -> int:
        """Row that was written last, from 0."""
        return self._row

    def text(self, row: int, column: int, words: str, *, head: bool = False) -> None:
        """Text, whatever it begins with."""
        self.sheet.write_string(row, column, words, self.looks.head if head else None)

    def number(self, row: int, column: int, value: float, *, part: bool = False, free: bool = True) -> None:
        """Number; one that may be changed is shaded."""
        look = (self.looks.input_part if part else self.looks.input) if free else self.looks.plain
        self.sheet.write_number(row, column, value, look)

    def formula(self, row: int, column: int, formula: str, value: float, *, part: bool = False) -> None:
        """Formula with its value."""
        self.sheet.write_formula(row, column, formula, self.looks.part if part else self.looks.money, value)

    def heads(self, titles: Sequence[str], before: str, values: Sequence[Sequence[float]]) -> None:
        """First rows: titles over the columns; number, year and discount of each period as another sheet has them.

        ``before`` is how that sheet is named; ``values`` are what it says there, row by row.
        """
        for column, title in enumerate(titles):
            self.text(0, column, title, head=True)
        for told in values:
            row = self.next()
            for column, value in enumerate(told, FIRST):
                cell = xl_rowcol_to_cell(row, column)
                self.sheet.write_formula(row, column, f"={before}{cell}", self.looks.plain, value)
        self.sheet.freeze_panes(3, FIRST)

    def at(self, row: int, period: int) -> str:
        """Cell of a row and a period, from 0."""
        return str(xl_rowcol_to_cell(row, FIRST + period))

    def name_of(self, cell: str) -> str:
        """Cell or range of this sheet, as another sheet names it."""
        quoted = self.name.replace("'", "''")
        return f"'{quoted}'!{cell}"

    def span(self, row: int, periods: int) -> str:
        """All periods of a row, as another sheet names them."""
        last = xl_rowcol_to_cell(row, FIRST + periods - 1, row_abs=True, col_abs=True)
        return self.name_of(f"{xl_rowcol_to_cell(row, FIRST, row_abs=True, col_abs=True)}:{last}")


def npv(sheet: Sheet, row: int, periods: int, rate: str) -> str:
    """Formula of what a row is worth today: its first period is not discounted."""
    first = sheet.at(row, 0)
    return f"={first}" if periods == 1 else f"={first}+NPV({rate},{sheet.at(row, 1)}:{sheet.at(row, periods - 1)})"
