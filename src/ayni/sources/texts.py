"""Text and codes: cells that hold them, numbers that took their place, and units by their code."""

import polars as pl

from ayni.sources.doubts import Doubt, Typed, always, doubt_of, doubts_where, filled_from
from ayni.sources.figures import whole_numbers
from ayni.sources.grid import Cells
from ayni.sources.numerals import ERRORS
from ayni.sources.vocabulary import currency_code, unit_code, why_no_currency, why_no_unit
from ayni.tables import Column

BLANK_MARKS = ("-", "--", "---", "–", "—", "...", "…", "..", "n.d.", "n/d", "s/d", "s.d.")
"""Marks that stand for nothing in text, too; ``NA`` does not: it is Namibia's code."""

_INVISIBLE = r"([\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\x{200b}\x{2060}\x{feff}\x{202a}-\x{202e}\x{2066}-\x{2069}])"
_SPOILT_TEXT = (("\ufffd", "check.lost_letters"),)
_SPOILT_CODE = (
    *_SPOILT_TEXT,
    (r"^[0-9]+\.0$", "check.code_with_decimals"),
    (r"^[0-9](?:[.,][0-9]+)?[eE]\+[0-9]+$", "check.code_in_powers"),
)


def texts(cells: Cells, column: Column) -> Typed:
    """Cells read as text, or as codes."""
    result = pl.repeat(None, cells.height, dtype=pl.String, eager=True)
    doubts: list[Doubt] = []
    marks = None
    if cells.text is not None:
        result, marks = _written(cells.text, column, doubts)
    if cells.number is not None:
        result = filled_from(result, _numbers_as_text(cells.number, column, doubts))
    if cells.flag is not None:
        result = filled_from(result, cells.flag.cast(pl.String))
    if cells.moment is not None:
        if column.kind == "code":
            doubts += doubt_of(cells.moment, always("check.date_for_code", example=column.example))
        result = filled_from(result, cells.moment)
    found = Typed(result, doubts, marks)
    return _in_vocabulary(found, column) if column.vocabulary else found


def plain_values(cells: Cells) -> pl.Series:
    """Values of a column that no contract speaks of: as they came, or all as text where they came mixed."""
    if len(cells.parts) == 1 and cells.text is None:
        return cells.parts[0]
    result = pl.repeat(None, cells.height, dtype=pl.String, eager=True)
    if cells.text is not None:
        result = composed(cells.text, cells.text.unique())
    if cells.number is not None:
        result = filled_from(result, _numbers_as_text(cells.number, Column(""), []))
    for part in (cells.flag, cells.moment):
        result = result if part is None else filled_from(result, part.cast(pl.String))
    return result


def composed(text: pl.Series, distinct: pl.Series) -> pl.Series:
    """Text in Unicode's composed form (NFC), so that the same letters are the same text."""
    same = (distinct.str.normalize("NFC") == distinct).all()
    return text if same else text.str.normalize("NFC")


def _written(text: pl.Series, column: Column, doubts: list[Doubt]) -> tuple[pl.Series, pl.Series | None]:
    """Cells that hold text, without those that hold a mark of nothing, and the mask of these."""
    distinct = text.unique()
    result = composed(text, distinct)
    if distinct.is_in(ERRORS).any():
        doubts += doubts_where(result.is_in(ERRORS), always("check.error_cell"))
    for pattern, key in _SPOILT_CODE if column.kind == "code" else _SPOILT_TEXT:
        if distinct.str.contains(pattern).any():
            doubts += doubts_where(result.str.contains(pattern), always(key, example=column.example))
    if distinct.str.contains(_INVISIBLE).any():
        sign_in = result.str.extract(_INVISIBLE)
        for sign in sign_in.unique().drop_nulls().sort():
            doubts += doubts_where(sign_in == sign, always("check.invisible_sign", sign=f"U+{ord(sign):04X}"))
    if not distinct.str.to_lowercase().is_in(BLANK_MARKS).any():
        return result, None
    marks = result.str.to_lowercase().is_in(BLANK_MARKS).fill_null(False)
    return result.set(marks, None), marks


def _numbers_as_text(number: pl.Series, column: Column, doubts: list[Doubt]) -> pl.Series:
    whole, fractional = whole_numbers(number)
    if column.kind == "code":
        doubts += doubts_where(fractional, always("check.code_with_decimals", example=column.example))
        return whole.cast(pl.String)
    return filled_from(whole.cast(pl.String), number.set(whole.is_not_null(), None).cast(pl.String))


def _in_vocabulary(found: Typed, column: Column) -> Typed:
    """Units by their code; those that are not in the list are at fault."""
    code_of, why = (currency_code, why_no_currency) if column.vocabulary == "currency" else (unit_code, why_no_unit)
    codes = {written: code_of(written) for written in found.values.unique().drop_nulls().to_list()}
    refused = [written for written, code in codes.items() if code is None]
    renamed = {written: code for written, code in codes.items() if code is not None and code != written}
    doubts = [*found.doubts, *(doubts_where(found.values.is_in(refused), why) if refused else [])]
    return Typed(found.values.replace(renamed) if renamed else found.values, doubts, found.marks, renamed)
