"""Rows that are no data: blank ones, notes under the table, totals, and words alone between the rows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from ayni.sources.grid import NOTE_SHOWN, Batch, Cells

Places = npt.NDArray[np.int64]

_NOTE = (
    r"(?i)^(?:(?:notas?|notes?|fuentes?|fontes?|sources?|elaboraci[oó]n|elabora[cç][aã]o|leyenda|legenda|obs"
    r"|observaci\w+|observa[cç]\w+)\b|\*|\(?[0-9a-z*]\)\s|[0-9a-z]{1,2}/\s)"
)
_TOTAL = r"(?i)^(?:gran |grand )?(?:sub[- ]?)?tota(?:l|les|is)\b|^(?:suma|soma|sum)\b"
_TOTAL_ALONE = r"(?i)^(?:sub[- ]?)?tota(?:l|les|is)(?: general| geral| nacional| pa[ií]s)?$"
_LETTERS = r"[^\W\d_]"
_NUMBER = re.compile(r"[-+(]?[0-9][0-9.,\s]*\)?")


@dataclass(frozen=True, slots=True)
class Rows:
    """What the rows of a batch are.

    Attributes
    ----------
    data : polars.Series of Boolean
        Rows of data.
    notes, totals, loose : list of (row, text)
        Rows that read as notes; rows of totals; rows with a word alone, which may be anything.
    """

    data: pl.Series
    notes: list[tuple[int, str]]
    totals: list[tuple[int, str]]
    loose: list[tuple[int, str]]


def row_kinds(batch: Batch, required: Sequence[int]) -> Rows:
    """What the rows of a batch are, where ``required`` gives the places of the required columns."""
    filled = [cells.filled() for cells in batch.columns]
    count = _sum(filled, batch.height)
    must = [at for at in required if at < len(filled)]
    known = _sum([filled[at] for at in must], batch.height)
    data = count > 0
    suspects = data & (known < len(required))
    if len(must) == 1:
        # The note may stand in the one required column, which is filled then.
        suspects = suspects | _opens_a_note(batch.columns[must[0]])
    if not suspects.any():
        return Rows(data, [], [], [])
    told = _told_apart(batch, suspects, count, known, required)
    if told:
        mask = np.ones(batch.height, dtype=np.bool_)
        mask[[at for at, _, _ in told]] = False
        data = data & pl.Series(mask)
    said = {
        kind: [(batch.first_row + at, text) for at, which, text in told if which == kind]
        for kind in ("note", "total", "loose")
    }
    return Rows(data, said["note"], said["total"], said["loose"])


def total_codes(codes: pl.Series) -> list[str]:
    """Codes that are the word for a total, and so no code of any one thing."""
    distinct = codes.unique().drop_nulls()
    found: list[str] = distinct.filter(distinct.str.contains(_TOTAL_ALONE)).to_list()
    return found


def _opens_a_note(cells: Cells) -> pl.Series:
    if cells.text is None:
        return pl.repeat(False, cells.height, dtype=pl.Boolean, eager=True)
    return cells.text.str.contains(_NOTE).fill_null(False)


def _sum(masks: Sequence[pl.Series], height: int) -> pl.Series:
    total = pl.repeat(0, height, dtype=pl.UInt32, eager=True)
    for mask in masks:
        total = total + mask.cast(pl.UInt32)
    return total


def _told_apart(
    batch: Batch, suspects: pl.Series, count: pl.Series, known: pl.Series, required: Sequence[int]
) -> list[tuple[int, str, str]]:
    """Rows that are no data among those that lack a required cell: place, what they are, what they say."""
    columns = [cells.kept(suspects) for cells in batch.columns]
    at = np.flatnonzero(suspects.to_numpy())
    lead = _lead(columns, len(at))
    few = known.filter(suspects) <= 1
    # A note whose text holds the delimiter spreads over several cells; what it opens with tells it all the same.
    noted = lead.str.contains(_NOTE).fill_null(False)
    worded = lead.str.contains(_LETTERS) & (few | noted)
    total = _any_total([columns[place] for place in required if place < len(columns)], len(at))
    single, bare = count.filter(suspects) == 1, known.filter(suspects) == 0
    found = []
    for index in (worded | total).fill_null(False).arg_true():
        text = str(lead[index])
        kind = "total" if total[index] else _kind(text, columns, index, noted[index], single[index], bare[index])
        if kind == "note":
            text = " ".join(cell for cell in (cells.shown(index, NOTE_SHOWN) for cells in columns) if cell)
        if kind:
            found.append((int(at[index]), kind, text))
    return found


def _kind(text: str, columns: Sequence[Cells], index: int, noted: bool, single: bool, bare: bool) -> str | None:
    """What a row of words is: one that has a single cell, or none of the required ones (``bare``), is no data."""
    others = [cell for cell in (cells.shown(index) for cells in columns) if cell][1:]
    figures = any(_NUMBER.fullmatch(cell) for cell in others)
    if noted and not figures:
        return "note"
    if single and len(text.split()) > 1:
        return "note"
    return "loose" if single or (bare and not figures) else None


def _lead(columns: Sequence[Cells], height: int) -> pl.Series:
    """First filled cell of each row, as text."""
    parts = [part.cast(pl.String) for cells in columns for part in cells.parts]
    nothing = pl.repeat(None, height, dtype=pl.String, eager=True)
    return pl.select(pl.coalesce(nothing, *parts)).to_series()


def _any_total(columns: Sequence[Cells], height: int) -> pl.Series:
    result = pl.repeat(False, height, dtype=pl.Boolean, eager=True)
    for cells in columns:
        if cells.text is not None:
            result = result | cells.text.str.contains(_TOTAL).fill_null(False)
    return result
