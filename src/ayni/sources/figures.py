"""Numbers and whole numbers: cells that hold them, cells that hold them as text, and their bounds."""

import re
from collections.abc import Callable

import polars as pl

from ayni.sources.doubts import Typed, Why, always, doubts_where, filled_from, wrong_part
from ayni.sources.grid import Cells
from ayni.sources.numerals import ERRORS, Form, Numerals, missing_marks, numerals, values, why_no_number
from ayni.sources.table import Sign
from ayni.sources.vocabulary import month_named
from ayni.tables import Column

Decide = Callable[[Numerals], Sign]

_ZEROS = 18
LARGEST = 10.0**_ZEROS
"""No figure of an economy, in any currency, is larger."""

_EXACT = 2**53
_VANISHED = r"[1-9].*[eE]-"
_WHOLE = r"^[-+]?[0-9]+[.,]0+$"
_MARKED_YEAR = re.compile(r"([12][0-9]{3})\s*(?:\(?[a-zA-Z]{1,2}\)?|\*+|[a-zA-Z0-9]/)")


def numbers(cells: Cells, decide: Decide) -> Typed:
    """Cells read as numbers; ``decide`` gives the decimal sign from how those in text are written."""
    result = pl.repeat(None, cells.height, dtype=pl.Float64, eager=True)
    doubts = [*wrong_part(cells.flag, "check.not_a_number"), *wrong_part(cells.moment, "check.date_for_number")]
    marks = None
    if cells.number is not None:
        result = cells.number.cast(pl.Float64)
    if cells.text is not None:
        found = numerals(cells.text)
        sign = decide(found)
        result = _either(result, values(found, sign), cells)
        neither = found.at(Form.NEITHER)
        marks = neither & missing_marks(found.text) if neither.any() else None
        doubts += doubts_where(neither if marks is None else neither & ~marks, why_no_number)
        other = Form.WITH_DOT if sign == "comma" else Form.WITH_COMMA
        doubts += doubts_where(found.at(other), always(f"check.not_decimal_{sign}"))
        zero = (result == 0).fill_null(False)
        if zero.any():
            vanished = zero & cells.text.str.contains(_VANISHED).fill_null(False)
            doubts += doubts_where(vanished, always("check.too_small"))
    endless = result.is_finite() == False  # noqa: E712 -- a mask, and null is neither
    if endless.any():
        doubts += doubts_where(endless, always("check.not_finite"))
        result = result.set(endless.fill_null(False), None)
    absurd = (result.abs() > LARGEST).fill_null(False)
    if absurd.any():
        doubts += doubts_where(absurd, always("check.too_large", zeros=_ZEROS))
        result = result.set(absurd, None)
    return Typed(result, doubts, marks)


def integers(cells: Cells, column: Column) -> Typed:
    """Cells read as whole numbers."""
    result = pl.repeat(None, cells.height, dtype=pl.Int64, eager=True)
    doubts = [
        *wrong_part(cells.flag, "check.not_an_integer", example=column.example),
        *wrong_part(cells.moment, "check.date_for_integer", example=column.example),
    ]
    marks = None
    if cells.number is not None:
        result, fractional = whole_numbers(cells.number)
        doubts += doubts_where(fractional, always("check.not_an_integer", example=column.example))
    if cells.text is not None:
        read = cells.text.cast(pl.Int64, strict=False)
        if read.null_count() > cells.text.null_count():
            whole = cells.text.str.contains(_WHOLE)
            cut = cells.text.set(~whole.fill_null(False), None).str.replace(r"[.,]0+$", "")
            read = filled_from(read, cut.cast(pl.Int64, strict=False))
        odd = cells.text.is_not_null() & read.is_null()
        marks = odd & missing_marks(cells.text) if odd.any() else None
        doubts += doubts_where(odd if marks is None else odd & ~marks, _why_no_integer(column))
        result = _either(result, read, cells)
    return Typed(result, doubts, marks)


def bounded(found: Typed, column: Column) -> Typed:
    """The same values, with a doubt where they pass the bounds of their column."""
    below = found.values < column.minimum if column.minimum is not None else None
    above = found.values > column.maximum if column.maximum is not None else None
    key = "check.negative" if column.minimum == 0 and column.maximum is None else "check.out_of_bounds"
    facts = {"least": _short(column.minimum), "most": _short(column.maximum)} if key != "check.negative" else {}
    doubts = list(found.doubts)
    for mask in (below, above):
        if mask is not None:
            doubts += doubts_where(mask, always(key, **facts))
    return Typed(found.values, doubts, found.marks, found.renamed)


def _short(bound: float | None) -> str:
    return "" if bound is None else f"{bound:g}"


def whole_numbers(number: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Whole numbers as Int64, and the mask of the cells that are none."""
    if number.dtype == pl.Float64:
        whole = ((number == number.round(0)) & (number.abs() <= _EXACT)).fill_null(False)
        return number.set(~whole, None).cast(pl.Int64), number.is_not_null() & ~whole
    read = number.cast(pl.Int64, strict=False)
    return read, number.is_not_null() & read.is_null()


def _either(numbers: pl.Series, texts: pl.Series, cells: Cells) -> pl.Series:
    return texts if cells.number is None else filled_from(numbers, texts)


def _why_no_integer(column: Column) -> Why:
    def why(cell: str) -> tuple[str, dict[str, object]]:
        marked = _MARKED_YEAR.fullmatch(cell)
        if cell in ERRORS:
            return "check.error_cell", {}
        if column.name == "year" and marked:
            return "check.year_with_mark", {"year": marked.group(1)}
        if column.name == "month" and (month := month_named(cell)):
            return "check.month_name", {"example": month}
        return "check.not_an_integer", {"example": column.example}

    return why
