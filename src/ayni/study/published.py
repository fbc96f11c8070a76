"""A study that has been computed: its tables, what entered, and what names it.

The report, the workbook and the package are written from this and nothing else, so that each can be made again
from a package on disk.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from ayni.study.config import Input, Study


@dataclass(frozen=True, slots=True)
class Entered:
    """One file that entered a study, as it was read.

    Attributes
    ----------
    asked : Input
        How the study file names it.
    name : str
        Name of the file.
    sha256 : str
        Hash of its bytes, hexadecimal.
    rows : int
        Rows of data read.
    columns : tuple of str
        Columns of its table.
    notes : tuple of (key, facts)
        What the reader said of it that is no fault (a note at the foot left out, codes unchecked).
    """

    asked: Input
    name: str
    sha256: str
    rows: int
    columns: tuple[str, ...] = ()
    notes: tuple[tuple[str, dict[str, object]], ...] = ()


@dataclass(frozen=True, slots=True)
class Published:
    """The result of a study.

    Attributes
    ----------
    study : Study
        What was asked.
    tables : mapping of str to polars.DataFrame
        Tables by name; every one sorted by its key.
    entered : tuple of Entered
        Files that entered.
    thresholds : mapping of str to float
        Every threshold with the value used.
    package : str
        Identifier: a slug of the study file's name and the first digits of the hash of all that entered.
    computed : date
        Day of the computation (in the report and the manifest, never in a table).
    version : str
        Version of Ayni.
    value_unit : str
        Currency of the values of what is made (``PEN``); empty where there is none, or several.
    quantity_units : mapping of str to str
        Unit of the quantities of each product (``t``); a product counted in several has none.
    """

    study: Study
    tables: Mapping[str, pl.DataFrame]
    entered: tuple[Entered, ...]
    thresholds: Mapping[str, float]
    package: str
    computed: date
    version: str
    value_unit: str = ""
    quantity_units: Mapping[str, str] = field(default_factory=dict)
