"""Cells of one column read as the kind that the contract says, with what is at fault among them."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import polars as pl

from ayni.sources.grid import Cells
from ayni.sources.numerals import Form, Numerals, missing_marks, numerals, values, why_no_number
from ayni.sources.table import Sign
from ayni.sources.vocabulary import Said, currency_said, unit_said
from ayni.tables import Column

Why = Callable[[str], tuple[str, dict[str, object]]]
Places = npt.NDArray[np.int64]

TRUE = ("true", "verdadero", "verdadeiro", "sí", "si", "sim", "yes", "1", "s", "y", "v", "t")
FALSE = ("false", "falso", "no", "não", "nao", "0", "n", "f")
_EXACT = 2**53
_WHOLE = r"^[-+]?[0-9]+(?:[.,]0+)?$"
_PERIOD = r"^(?:[0-9]{4}|[0-9]{4}-(?:0[1-9]|1[0-2])|[0-9]{4}-Q[1-4]|[0-9]{4}/[0-9]{2})$"
_MARKED_YEAR = re.compile(r"([12][0-9]{3})\s*(?:\(?[a-zA-Z]{1,2}\)?|\*+|[a-zA-Z0-9]/)")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{1,2})")
_MONTH_FIRST = re.compile(r"([0-9]{1,2})[/-]([0-9]{4})")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?: .*)?")
_ERROR = r"^#(?:[NV¡¿RDSC]|[A-ZÁÉÍÓÚ¡¿/]+[!?]?$|#+$)"
_DASHES = ("-", "--", "---", "–", "—", "...", "…", "..", "n.d.", "n/d", "s/d", "s.d.", "#####")


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
        Cells read as missing because they hold a mark for it, as text.
    numerals : Numerals or None
        How the numbers written as text are written.
    renamed : dict of str to str
        Other names of units, and the unit each was taken for.
    """

    values: pl.Series
    doubts: list[Doubt] = field(default_factory=list)
    marks: pl.Series | None = None
    numerals: Numerals | None = None
    renamed: dict[str, str] = field(default_factory=dict)


def typed(cells: Cells, column: Column, sign: Sign | None, decide: Callable[[Numerals], Sign]) -> Typed:
    """Cells read as the kind of their column.

    Parameters
    ----------
    cells : Cells
        Cells as they came.
    column : Column
        What the contract says of them.
    sign : str or None
        Decimal sign of numbers written as text, when it is decided.
    decide : callable
        Gives the sign to read with, from how the cells are written, when it is not.
    """
    reader = {"number": _numbers, "integer": _integers, "boolean": _booleans, "period": _periods}.get(column.kind)
    if column.kind == "number":
        return _numbers(cells, column, sign, decide)
    return reader(cells, column) if reader else _texts(cells, column)
