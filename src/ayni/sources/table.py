"""A table that has been read: its rows, the contract it meets, and the file it came from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

import numpy as np
import numpy.typing as npt
import polars as pl

from ayni.errors import Fault
from ayni.tables import Contract
from ayni.words import say

FileKind = Literal["csv", "xlsx", "ods", "parquet"]
Sign = Literal["comma", "dot"]


@dataclass(frozen=True, slots=True)
class Provenance:
    """The file a table came from and how it was read.

    Attributes
    ----------
    file : str
        Name of the file, without its folder.
    kind : str
        ``csv``, ``xlsx``, ``ods`` or ``parquet``, by its content and not by its name.
    sha256 : str
        Hash of its bytes, hexadecimal.
    size : int
        Bytes.
    modified : datetime
        Last change of the file, in UTC.
    rows : int
        Rows of data (without header, blank rows and notes at the foot).
    encoding, delimiter, sheet : str or None
        What was found, where the kind of file has it.
    """

    file: str
    kind: FileKind
    sha256: str
    size: int
    modified: datetime
    rows: int = 0
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Something said of a file that is no fault: a note at the foot left out, codes left unchecked.

    Attributes
    ----------
    key : str
        Sentence that says it, as ``check.codes_unchecked``.
    facts : dict
        What the sentence needs.
    """

    key: str
    facts: dict[str, object] = field(default_factory=dict)

    def text(self, language: str) -> str:
        """Sentence for people in a language."""
        return say(self.key, language, **self.facts)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that meet a contract.

    Attributes
    ----------
    frame : polars.DataFrame
        Columns of the contract in its order (whole numbers ``Int64``, numbers ``Float64``, truth ``Boolean``, text
        and codes ``String`` in NFC, missing cells null), then the columns that the file has besides.
    contract : Contract
        The contract.
    provenance : Provenance
        The file.
    """

    frame: pl.DataFrame
    contract: Contract
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Seen:
    """Rows as far as they could be read, so that whoever has rules of its own tells its faults with the others.

    Where there is any fault nothing of them is used.

    Attributes
    ----------
    frame : polars.DataFrame
        As `Table.frame`, without the columns that the file lacks; what is at fault means nothing.
    rows : numpy.ndarray of int64
        Row of each, as the spreadsheet shows it.
    names : mapping of str to str
        Name of each column of the contract as the file writes it, where the file has it.
    extras : tuple of str
        Names of the columns that the file has besides.
    header : int
        Row that names the columns.
    """

    frame: pl.DataFrame
    rows: npt.NDArray[np.int64]
    names: Mapping[str, str]
    extras: tuple[str, ...]
    header: int


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of checking a file.

    Attributes
    ----------
    faults : list of Fault
        Every fault by row, those of a whole column first; or the first of them when a limit was asked for.
    total : int
        Count of all faults.
    rows : int
        Rows of data.
    notes : list of Note
        What was said that is no fault.
    provenance : Provenance
        The file and how it was read.
    table : Table or None
        The rows; None when there is any fault, so that nothing is used in part, or when they were not to be kept.
    seen : Seen or None
        The rows as far as they could be read, when they were to be looked at and the file names its columns.
    """

    faults: list[Fault]
    total: int
    rows: int
    notes: list[Note]
    provenance: Provenance
    table: Table | None
    seen: Seen | None = None
