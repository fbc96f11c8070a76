"""Numbers written as text: how each is written, and what it is worth once the decimal sign is known.

Peru writes 1,234,567.5 and much of Latin America 1.234.567,5.  A cell such as ``1.234`` may be either; only the
whole column tells, so cells are first sorted by how they are written, and read when the sign has been decided.
"""

import re
from dataclasses import dataclass
from enum import IntEnum

import polars as pl

from ayni.sources.table import Sign

_DIGITS = "[0-9]"
_POWER = "(?:[eE][-+]?[0-9]{1,3})?"
_SPACES = " \u00a0\u2009\u202f"


def _pattern(decimal: str, group: str) -> str:
    whole = rf"{_DIGITS}+|[1-9]{_DIGITS}{{0,2}}(?:{group}{_DIGITS}{{3}})+"
    return rf"^[-+]?(?:(?:{whole})(?:{decimal}{_DIGITS}+)?|{decimal}{_DIGITS}+){_POWER}$"


_PLAIN = rf"^[-+]?{_DIGITS}+{_POWER}$"
_WITH_DOT = _pattern(r"\.", ",")
_WITH_COMMA = _pattern(",", r"\.")
_SPACED = rf"^[-+]?{_DIGITS}{{1,3}}(?:[{_SPACES}]{_DIGITS}{{3}})+(?:[.,]{_DIGITS}+)?$"
_UNIT_SIGN = re.compile(r"[^\W\d_]|[$€£%/*^]")
_NUMBER = re.compile(r"[0-9](?:[0-9.,]*[0-9])?")
_POWERED_UNIT = re.compile(r"k?m[23]\b")
_FORMULA = re.compile(r"[=@]|[-+]\$?[A-Z]{1,3}\$?[0-9]+\b")

MISSING_MARKS = frozenset(
    {
        *("-", "--", "---", "–", "—", "..", "...", "…"),
        *("n.d.", "n.d", "nd", "n/d", "s.d.", "s.d", "sd", "s/d", "s/i", "n.a.", "n.a", "na", "n/a"),
        *("null", "none", "nan", "no disponible", "sin dato", "sin datos", "sem dado", "sem dados"),
    }
)
"""What offices write where there is no figure; never read as zero."""


ERRORS = (
    *("#N/A", "#N/D", "#REF!", "#¡REF!", "#VALUE!", "#¡VALOR!", "#VALOR!", "#DIV/0!", "#¡DIV/0!", "#NAME?"),
    *("#¿NOMBRE?", "#NOME?", "#NUM!", "#¡NUM!", "#NÚM!", "#NULL!", "#¡NULO!", "#NULO!", "#SPILL!", "#CALC!"),
    *("#DESBORDAMIENTO!", "#GETTING_DATA", "#####", *(f"Err:{number}" for number in range(501, 541))),
)
"""What spreadsheets show in a cell whose formula failed, in the three languages."""


class Form(IntEnum):
    """How a number is written."""

    PLAIN = 1
    WITH_DOT = 2
    WITH_COMMA = 3
    EITHER = 4
    NEITHER = 5


@dataclass(frozen=True, slots=True)
class Numerals:
    """Cells of one column, sorted by how they are written.

    Attributes
    ----------
    text : polars.Series of String
        Cells with usual signs: minus as ``-``, no spaces between thousands; null where empty.
    form : polars.Series of UInt8
        A `Form` per cell; null where empty.
    """

    text: pl.Series
    form: pl.Series

    def at(self, *forms: Form) -> pl.Series:
        """Mask of the cells written in one of some ways."""
        mask = self.form.is_in([int(form) for form in forms])
        return mask.fill_null(False)


def numerals(text: pl.Series) -> Numerals:
    """Cells of a column of text, sorted by how their numbers are written."""
    if text.str.contains(_PLAIN).all():
        return Numerals(text, _constant(text, Form.PLAIN))
    form = _forms(text)
    if (form == Form.NEITHER).any():
        text = _usual(text, form)
        form = _forms(text)
    return Numerals(text, form)


def values(found: Numerals, sign: Sign) -> pl.Series:
    """Numbers of the cells that fit a decimal sign, as Float64; null where they do not."""
    group, decimal = (".", ",") if sign == "comma" else (",", ".")
    fits = found.at(Form.PLAIN, Form.EITHER, Form.WITH_COMMA if sign == "comma" else Form.WITH_DOT)
    digits = found.text.set(~fits, None)
    if not found.at(Form.PLAIN).all():
        digits = digits.str.replace_all(group, "", literal=True)
        digits = digits.str.replace(decimal, ".", literal=True) if decimal != "." else digits
    return digits.cast(pl.Float64)


def missing_marks(text: pl.Series) -> pl.Series:
    """Mask of the cells that hold an agreed mark of a missing figure."""
    return text.str.to_lowercase().is_in(list(MISSING_MARKS)).fill_null(False)


def why_no_number(cell: str) -> tuple[str, dict[str, object]]:
    """Sentence, with its facts, that says why a cell is no number."""
    if cell in ERRORS:
        return "check.error_cell", {}
    if cell.strip("+-").lower() in ("inf", "infinity", "infinito", "∞"):
        return "check.not_finite", {}
    if _FORMULA.match(cell):
        return "check.formula", {}
    found = _NUMBER.findall(_POWERED_UNIT.sub("", cell))
    if not found:
        return "check.not_a_number", {}
    if not _UNIT_SIGN.search(cell):
        return "check.odd_number", {}
    # With several numbers in the cell (0x10, 3 a 5) nobody knows which of them is meant.
    return ("check.number_with_unit", {"example": found[0]}) if len(found) == 1 else ("check.other_notation", {})


def _constant(text: pl.Series, form: Form) -> pl.Series:
    filled = pl.repeat(int(form), len(text), dtype=pl.UInt8, eager=True)
    return filled.set(text.is_null(), None)


def _forms(text: pl.Series) -> pl.Series:
    cell = pl.col("cell")
    dot, comma = cell.str.contains(_WITH_DOT), cell.str.contains(_WITH_COMMA)
    form = (
        pl.when(cell.is_null())
        .then(None)
        .when(cell.str.contains(_PLAIN))
        .then(int(Form.PLAIN))
        .when(dot & comma)
        .then(int(Form.EITHER))
        .when(dot)
        .then(int(Form.WITH_DOT))
        .when(comma)
        .then(int(Form.WITH_COMMA))
        .otherwise(int(Form.NEITHER))
    )
    return text.to_frame("cell").select(form.cast(pl.UInt8)).to_series()


def _usual(text: pl.Series, form: pl.Series) -> pl.Series:
    """Cells with minus, brackets and spaces between thousands written the usual way."""
    odd = form == Form.NEITHER
    cells = text.filter(odd)
    cells = cells.str.replace(r"^[\u{2212}\u{2013}]\s*([0-9.,])", "-$1")
    cells = cells.str.replace(r"^\(\s*([0-9][0-9.,\s]*)\)$", "-$1").str.strip_chars()
    spaced = cells.str.contains(_SPACED).fill_null(False)
    cells = pl.select(pl.when(spaced).then(cells.str.replace_all(f"[{_SPACES}]", "")).otherwise(cells)).to_series()
    return text.scatter(odd.arg_true(), cells)
