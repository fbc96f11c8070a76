"""Cells of one column read as the kind that the contract says, with what is at fault among them."""

import re
from collections.abc import Sequence

import polars as pl

from ayni.sources.doubts import Typed, always, doubt_of, doubts_where, filled_from, wrong_part
from ayni.sources.figures import Decide, bounded, integers, numbers, whole_numbers
from ayni.sources.grid import Cells
from ayni.sources.numerals import ERRORS, missing_marks
from ayni.sources.texts import texts
from ayni.tables import Column

TRUE = ("true", "verdadero", "verdadeiro", "sí", "si", "sim", "yes", "1", "s", "y", "v", "t")
FALSE = ("false", "falso", "no", "não", "nao", "0", "n", "f")

_YEAR = "(?:1[0-9]{3}|2[01][0-9]{2}|2200)"
_PERIOD = rf"^{_YEAR}(?:-(?:0[1-9]|1[0-2])|-Q[1-4])?$"
_FARM_YEAR = rf"^({_YEAR})/([0-9]{{2}})$"
_MONTH = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})")
_MONTH_FIRST = re.compile(r"([0-9]{1,2})[-/.]([0-9]{4})")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-[0-9]{2}(?: .*)?")


def typed(cells: Cells, column: Column, decide: Decide) -> Typed:
    """Cells read as the kind of their column.

    Parameters
    ----------
    cells : Cells
        Cells as they came.
    column : Column
        What the contract says of them.
    decide : callable
        Decimal sign to read the numbers with, from how they are written.
    """
    if column.kind == "number":
        return bounded(numbers(cells, decide), column)
    if column.kind == "integer":
        return bounded(integers(cells, column), column)
    if column.kind == "boolean":
        return _booleans(cells)
    if column.kind == "period":
        return _periods(cells)
    return texts(cells, column)


def _booleans(cells: Cells) -> Typed:
    result = cells.flag if cells.flag is not None else pl.repeat(None, cells.height, dtype=pl.Boolean, eager=True)
    doubts = wrong_part(cells.moment, "check.not_a_boolean")
    marks = None
    if cells.number is not None:
        read = _truth(cells.number == 1, cells.number == 0)
        doubts += doubts_where(cells.number.is_not_null() & read.is_null(), always("check.not_a_boolean"))
        result = filled_from(result, read)
    if cells.text is not None:
        lower = cells.text.str.to_lowercase()
        read = _truth(lower.is_in(TRUE), lower.is_in(FALSE))
        odd = cells.text.is_not_null() & read.is_null()
        marks = odd & missing_marks(cells.text) if odd.any() else None
        doubts += doubts_where(odd if marks is None else odd & ~marks, _why_no_boolean)
        result = filled_from(result, read)
    return Typed(result, doubts, marks)


def _periods(cells: Cells) -> Typed:
    result = pl.repeat(None, cells.height, dtype=pl.String, eager=True)
    doubts = [*wrong_part(cells.flag, "check.not_a_period"), *doubt_of(cells.moment, _why_no_period)]
    if cells.number is not None:
        whole, _ = whole_numbers(cells.number)
        read = whole.cast(pl.String)
        read = read.set(~read.str.contains(_PERIOD).fill_null(False), None)
        doubts += doubts_where(cells.number.is_not_null() & read.is_null(), _why_no_period)
        result = read
    if cells.text is not None:
        fits = cells.text.str.contains(_PERIOD) | _farm_years(cells.text)
        doubts += doubts_where(~fits, _why_no_period)
        result = filled_from(result, cells.text.set(~fits.fill_null(True), None))
    return Typed(result, doubts)


def _farm_years(text: pl.Series) -> pl.Series:
    begins = text.str.extract(_FARM_YEAR, 1).cast(pl.Int64)
    ends = text.str.extract(_FARM_YEAR, 2).cast(pl.Int64)
    return ((begins + 1) % 100 == ends).fill_null(False)


def _truth(yes: pl.Series, no: pl.Series) -> pl.Series:
    return pl.select(pl.when(yes).then(True).when(no).then(False)).to_series()


def _why_no_boolean(cell: str) -> tuple[str, dict[str, object]]:
    return ("check.error_cell" if cell in ERRORS else "check.not_a_boolean"), {}


def _why_no_period(cell: str) -> tuple[str, dict[str, object]]:
    if cell in ERRORS:
        return "check.error_cell", {}
    if day := _DAY.fullmatch(cell):
        return "check.date_for_period", {"example": f"{day.group(1)}-{day.group(2)}"}
    year, month = _year_and_month(cell)
    if not month:
        return "check.not_a_period", {}
    if not 1 <= int(month) <= 12:
        return "check.impossible_month", {"month": month}
    return "check.period_form", {"example": f"{year}-{int(month):02d}"}


def _year_and_month(cell: str) -> Sequence[str]:
    if found := _MONTH.fullmatch(cell):
        return found.groups()
    if found := _MONTH_FIRST.fullmatch(cell):
        return found.groups()[::-1]
    return "", ""
