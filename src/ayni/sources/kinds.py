"""Cells of one column read as the kind that the contract says, with what is at fault among them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import polars as pl

from ayni.sources.grid import Cells
from ayni.sources.numerals import ERRORS, Form, Numerals, missing_marks, numerals, values, why_no_number
from ayni.sources.table import Sign
from ayni.sources.vocabulary import currency_code, unit_code, why_no_currency, why_no_unit
from ayni.tables import Column

Why = Callable[[str], tuple[str, dict[str, object]]]
Decide = Callable[[Numerals], Sign]
Places = npt.NDArray[np.int64]

TRUE = ("true", "verdadero", "verdadeiro", "sí", "si", "sim", "yes", "1", "s", "y", "v", "t")
FALSE = ("false", "falso", "no", "não", "nao", "0", "n", "f")
BLANK_MARKS = ("-", "--", "---", "–", "—", "...", "…", "..", "n.d.", "n/d", "s/d", "s.d.")
"""Marks that stand for nothing in text, too; ``NA`` does not: it is Namibia's code."""

_SPOILT_TEXT = (("\ufffd", "check.lost_letters"),)
_SPOILT_CODE = (
    *_SPOILT_TEXT,
    (r"^[0-9]+\.0$", "check.code_with_decimals"),
    (r"^[0-9](?:[.,][0-9]+)?E\+[0-9]+$", "check.code_in_powers"),
)
_EXACT = 2**53
_WHOLE = r"^[-+]?[0-9]+[.,]0+$"
_YEAR = "(?:1[0-9]{3}|2[01][0-9]{2}|2200)"
_PERIOD = rf"^{_YEAR}(?:-(?:0[1-9]|1[0-2])|-Q[1-4])?$"
_FARM_YEAR = rf"^({_YEAR})/([0-9]{{2}})$"
_MARKED_YEAR = re.compile(r"([12][0-9]{3})\s*(?:\(?[a-zA-Z]{1,2}\)?|\*+|[a-zA-Z0-9]/)")
_MONTH = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})")
_MONTH_FIRST = re.compile(r"([0-9]{1,2})[-/.]([0-9]{4})")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-[0-9]{2}(?: .*)?")


@dataclass(frozen=True, slots=True)
class Doubt:
    """Cells of a column at fault in one way.

    Attributes
    ----------
    at : numpy.ndarray of int64
        Their places in the batch.
    why : callable
        Sentence and facts for a cell, from what stands in it.
    """

    at: Places
    why: Why


@dataclass(frozen=True, slots=True)
class Typed:
    """Cells of a column read as their kind.

    Attributes
    ----------
    values : polars.Series
        Values; null where a cell is empty or at fault.
    doubts : list of Doubt
        What is at fault.
    marks : polars.Series or None
        Mask of the cells read as missing because they hold a mark for it.
    renamed : dict of str to str
        Other names of units that came, and the unit each was taken for.
    """

    values: pl.Series
    doubts: list[Doubt] = field(default_factory=list)
    marks: pl.Series | None = None
    renamed: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Judged:
    """Columns of one batch, by name in the contract.

    Attributes
    ----------
    unsure : numpy.ndarray of bool
        Rows with a fault in their key.
    values, filled : dict of str to polars.Series
        Values of each column; where it is filled, missing marks apart.
    """

    unsure: npt.NDArray[np.bool_]
    values: dict[str, pl.Series] = field(default_factory=dict)
    filled: dict[str, pl.Series] = field(default_factory=dict)


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
        return _bounded(_numbers(cells, decide), column)
    if column.kind == "integer":
        return _bounded(_integers(cells, column), column)
    if column.kind == "boolean":
        return _booleans(cells)
    if column.kind == "period":
        return _periods(cells)
    return _texts(cells, column)


def places(mask: pl.Series) -> Places:
    """Places where a mask holds."""
    return np.flatnonzero(mask.fill_null(False).to_numpy())


def always(key: str, **facts: object) -> Why:
    """The same sentence for every cell."""
    return lambda _: (key, facts)


def _numbers(cells: Cells, decide: Decide) -> Typed:
    result = pl.repeat(None, cells.height, dtype=pl.Float64, eager=True)
    doubts = [*_wrong_part(cells.flag, "check.not_a_number"), *_wrong_part(cells.moment, "check.date_for_number")]
    marks = None
    if cells.number is not None:
        result = cells.number.cast(pl.Float64)
    if cells.text is not None:
        found = numerals(cells.text)
        sign = decide(found)
        result = _either(result, values(found, sign), cells)
        neither = found.at(Form.NEITHER)
        marks = neither & missing_marks(found.text) if neither.any() else None
        doubts += _doubt(neither if marks is None else neither & ~marks, why_no_number)
        other = Form.WITH_DOT if sign == "comma" else Form.WITH_COMMA
        doubts += _doubt(found.at(other), always(f"check.not_decimal_{sign}"))
    endless = result.is_finite() == False  # noqa: E712 -- a mask, and null is neither
    if endless.any():
        doubts += _doubt(endless, always("check.not_finite"))
        result = result.set(endless.fill_null(False), None)
    return Typed(result, doubts, marks)


def _integers(cells: Cells, column: Column) -> Typed:
    result = pl.repeat(None, cells.height, dtype=pl.Int64, eager=True)
    doubts = [
        *_wrong_part(cells.flag, "check.not_an_integer", example=column.example),
        *_wrong_part(cells.moment, "check.date_for_integer", example=column.example),
    ]
    marks = None
    if cells.number is not None:
        result, fractional = _whole_numbers(cells.number)
        doubts += _doubt(fractional, always("check.not_an_integer", example=column.example))
    if cells.text is not None:
        read = cells.text.cast(pl.Int64, strict=False)
        if read.null_count() > cells.text.null_count():
            whole = cells.text.str.contains(_WHOLE)
            cut = cells.text.set(~whole.fill_null(False), None).str.replace(r"[.,]0+$", "")
            read = _filled(read, cut.cast(pl.Int64, strict=False))
        odd = cells.text.is_not_null() & read.is_null()
        marks = odd & missing_marks(cells.text) if odd.any() else None
        doubts += _doubt(odd if marks is None else odd & ~marks, _why_no_integer(column))
        result = _either(result, read, cells)
    return Typed(result, doubts, marks)


def _bounded(found: Typed, column: Column) -> Typed:
    below = found.values < column.minimum if column.minimum is not None else None
    above = found.values > column.maximum if column.maximum is not None else None
    key = "check.negative" if column.minimum == 0 and column.maximum is None else "check.out_of_bounds"
    facts = {"least": _short(column.minimum), "most": _short(column.maximum)} if key != "check.negative" else {}
    doubts = list(found.doubts)
    for mask in (below, above):
        if mask is not None:
            doubts += _doubt(mask, always(key, **facts))
    return Typed(found.values, doubts, found.marks, found.renamed)


def _short(bound: float | None) -> str:
    return "" if bound is None else f"{bound:g}"


def _booleans(cells: Cells) -> Typed:
    result = cells.flag if cells.flag is not None else pl.repeat(None, cells.height, dtype=pl.Boolean, eager=True)
    doubts = _wrong_part(cells.moment, "check.not_a_boolean")
    marks = None
    if cells.number is not None:
        read = _truth(cells.number == 1, cells.number == 0)
        doubts += _doubt(cells.number.is_not_null() & read.is_null(), always("check.not_a_boolean"))
        result = _filled(result, read)
    if cells.text is not None:
        lower = cells.text.str.to_lowercase()
        read = _truth(lower.is_in(TRUE), lower.is_in(FALSE))
        odd = cells.text.is_not_null() & read.is_null()
        marks = odd & missing_marks(cells.text) if odd.any() else None
        doubts += _doubt(odd if marks is None else odd & ~marks, _why_no_boolean)
        result = _filled(result, read)
    return Typed(result, doubts, marks)


def _periods(cells: Cells) -> Typed:
    result = pl.repeat(None, cells.height, dtype=pl.String, eager=True)
    doubts = [*_wrong_part(cells.flag, "check.not_a_period"), *_doubt_of(cells.moment, _why_no_period)]
    if cells.number is not None:
        whole, _ = _whole_numbers(cells.number)
        read = whole.cast(pl.String)
        read = read.set(~read.str.contains(_PERIOD).fill_null(False), None)
        doubts += _doubt(cells.number.is_not_null() & read.is_null(), _why_no_period)
        result = read
    if cells.text is not None:
        fits = cells.text.str.contains(_PERIOD) | _farm_years(cells.text)
        doubts += _doubt(~fits, _why_no_period)
        result = _filled(result, cells.text.set(~fits.fill_null(True), None))
    return Typed(result, doubts)


def _farm_years(text: pl.Series) -> pl.Series:
    begins = text.str.extract(_FARM_YEAR, 1).cast(pl.Int64)
    ends = text.str.extract(_FARM_YEAR, 2).cast(pl.Int64)
    return ((begins + 1) % 100 == ends).fill_null(False)


def _texts(cells: Cells, column: Column) -> Typed:
    result = pl.repeat(None, cells.height, dtype=pl.String, eager=True)
    doubts: list[Doubt] = []
    marks = None
    if cells.text is not None:
        distinct = cells.text.unique()
        result = composed(cells.text, distinct)
        if distinct.is_in(ERRORS).any():
            doubts += _doubt(result.is_in(ERRORS), always("check.error_cell"))
        for pattern, key in _SPOILT_CODE if column.kind == "code" else _SPOILT_TEXT:
            if distinct.str.contains(pattern).any():
                doubts += _doubt(result.str.contains(pattern), always(key, example=column.example))
        if distinct.str.to_lowercase().is_in(BLANK_MARKS).any():
            marks = result.str.to_lowercase().is_in(BLANK_MARKS).fill_null(False)
            result = result.set(marks, None)
    if cells.number is not None:
        result = _filled(result, _numbers_as_text(cells.number, column, doubts))
    if cells.flag is not None:
        result = _filled(result, cells.flag.cast(pl.String))
    if cells.moment is not None:
        if column.kind == "code":
            doubts += _doubt_of(cells.moment, always("check.date_for_code", example=column.example))
        result = _filled(result, cells.moment)
    found = Typed(result, doubts, marks)
    return _in_vocabulary(found, column) if column.vocabulary else found


def plain_values(cells: Cells) -> pl.Series:
    """Values of a column that no contract speaks of: as they came, or all as text where they came mixed."""
    if cells.text is None and len(cells.parts) == 1:
        return cells.parts[0]
    return _texts(cells, Column("")).values


def composed(text: pl.Series, distinct: pl.Series) -> pl.Series:
    """Text in Unicode's composed form (NFC), so that the same letters are the same text."""
    same = (distinct.str.normalize("NFC") == distinct).all()
    return text if same else text.str.normalize("NFC")


def _numbers_as_text(number: pl.Series, column: Column, doubts: list[Doubt]) -> pl.Series:
    whole, fractional = _whole_numbers(number)
    if column.kind == "code":
        doubts += _doubt(fractional, always("check.code_with_decimals", example=column.example))
        return whole.cast(pl.String)
    return _filled(whole.cast(pl.String), number.set(whole.is_not_null(), None).cast(pl.String))


def _in_vocabulary(found: Typed, column: Column) -> Typed:
    """Units by their code; those that are not in the list are at fault."""
    code_of, why = (currency_code, why_no_currency) if column.vocabulary == "currency" else (unit_code, why_no_unit)
    codes = {written: code_of(written) for written in found.values.unique().drop_nulls().to_list()}
    refused = [written for written, code in codes.items() if code is None]
    renamed = {written: code for written, code in codes.items() if code is not None and code != written}
    doubts = [*found.doubts, *(_doubt(found.values.is_in(refused), why) if refused else [])]
    return Typed(found.values.replace(renamed) if renamed else found.values, doubts, found.marks, renamed)


def _whole_numbers(number: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Whole numbers as Int64, and the mask of the cells that are none."""
    if number.dtype == pl.Float64:
        whole = ((number == number.round(0)) & (number.abs() <= _EXACT)).fill_null(False)
        return number.set(~whole, None).cast(pl.Int64), number.is_not_null() & ~whole
    read = number.cast(pl.Int64, strict=False)
    return read, number.is_not_null() & read.is_null()


def _truth(yes: pl.Series, no: pl.Series) -> pl.Series:
    return pl.select(pl.when(yes).then(True).when(no).then(False)).to_series()


def _filled(first: pl.Series, second: pl.Series) -> pl.Series:
    return pl.select(pl.coalesce(first, second)).to_series()


def _either(numbers: pl.Series, texts: pl.Series, cells: Cells) -> pl.Series:
    return texts if cells.number is None else _filled(numbers, texts)


def _doubt(mask: pl.Series, why: Why) -> list[Doubt]:
    return [Doubt(places(mask), why)] if mask.any() else []


def _doubt_of(part: pl.Series | None, why: Why) -> list[Doubt]:
    return [] if part is None else _doubt(part.is_not_null(), why)


def _wrong_part(part: pl.Series | None, key: str, **facts: object) -> list[Doubt]:
    return _doubt_of(part, always(key, **facts))


def _why_no_integer(column: Column) -> Why:
    def why(cell: str) -> tuple[str, dict[str, object]]:
        marked = _MARKED_YEAR.fullmatch(cell)
        if cell in ERRORS:
            return "check.error_cell", {}
        if column.name == "year" and marked:
            return "check.year_with_mark", {"year": marked.group(1)}
        return "check.not_an_integer", {"example": column.example}

    return why


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
