"""A version as it is read: each part with its rows, its ranks and sums, in the language being spoken."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ayni import words
from ayni_web.common.language import current, day, said, spoken
from ayni_web.strategies.analysis import Field, Part, concentration_of
from ayni_web.strategies.contents import (
    Lack,
    Row,
    day_of,
    evidence_in,
    lacks_of,
    name_of,
    parts_in,
    reason_in,
    rows_in,
    weighed_in,
)


@dataclass(frozen=True, slots=True)
class Cell:
    """What a row says of a field."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class ToldRow:
    """A row: where it stands, its name, what it says, why it is left out, and whether it is done with nobody."""

    at: int
    name: str
    cells: list[Cell]
    reason: str
    lonely: bool


@dataclass(frozen=True, slots=True)
class Ranked:
    """Rows in the order of one figure, the largest first: place, name, figure."""

    title: str
    lines: list[tuple[int, str, str]]


@dataclass(frozen=True, slots=True)
class ToldPaper:
    """A paper that shows a part, as it stood when it was put in.

    Attributes
    ----------
    version, number, sha256 : str
        Which version of the document it is, and the hash of its bytes.
    says : str
        What it shows; empty where that was not said.
    paper : object or None
        The version of the document; None where the reader does not read that document.
    newer : int
        Number of a later version of it; 0 where there is none.
    """

    version: str
    number: int
    sha256: str
    says: str
    paper: Any
    newer: int


@dataclass(frozen=True, slots=True)
class ToldPart:
    """A part as it is read.

    Attributes
    ----------
    part : Part
    title, about : str
    rows : list of ToldRow
    reason : str
        Why the part is left out; empty where it is not.
    lacks : list of Lack
        What it still lacks.
    notes : list of str
        What a reader is told of it: a total, how concentrated, whose the weights are.
    warnings : list of str
        What a reader is warned of.
    ranks : list of Ranked
        Two orders side by side; none where it has none.
    evidence : list of ToldPaper
        Papers that show it.
    """

    part: Part
    title: str
    about: str
    rows: list[ToldRow]
    reason: str
    lacks: list[Lack]
    notes: list[str]
    warnings: list[str]
    ranks: list[Ranked]
    evidence: list[ToldPaper]


def told_parts(document: Mapping[str, Any], papers: Mapping[str, Any] | None = None) -> list[ToldPart]:
    """Parts of a version in their places; ``papers`` are those that show them and that the reader reads."""
    lacks = lacks_of(document)
    known = papers or {}
    return [
        _part(document, part, [each for each in lacks if each.part == part.code], known) for part in parts_in(document)
    ]


def figure(kind: str, value: Any) -> str:
    """Figure of a field in the reader's language."""
    decimals = 0 if float(value).is_integer() else 2
    text = words.number(float(value), current(), decimals)
    return f"{text} %" if kind in ("percent", "growth") else text


def cell_text(field: Field, value: Any) -> str:
    """What stands in a field, as it is read."""
    if field.kind in ("number", "amount", "percent", "growth"):
        return figure(field.kind, value)
    if field.kind == "day":
        return day(day_of(value))
    if field.kind in ("choice", "several"):
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(spoken(each.title) for each in field.choices if each.code in chosen)
    return str(value)


def _part(document: Mapping[str, Any], part: Part, lacks: list[Lack], papers: Mapping[str, Any]) -> ToldPart:
    rows, reason = rows_in(document, part), reason_in(document, part)
    return ToldPart(
        part, spoken(part.title), spoken(part.about), [_row(part, row, at) for at, row in enumerate(rows)], reason,
        lacks, _notes(document, part, rows), _warnings(document, part, rows), _ranks(part, rows),
        [_paper(each, papers.get(each["version"])) for each in evidence_in(document, part)],
    )  # fmt: skip


def _paper(told: Row, paper: Any) -> ToldPaper:
    newer = paper.latest if paper is not None and paper.latest > told["number"] else 0
    return ToldPaper(told["version"], told["number"], told["sha256"], str(told.get("says", "")), paper, newer)


def _row(part: Part, row: Row, at: int) -> ToldRow:
    shown = [each for each in part.fields if each.code in row and each.code != part.named]
    cells = [Cell(spoken(each.title), cell_text(each, row[each.code])) for each in shown]
    return ToldRow(at, name_of(part, row, at), cells, str(row.get("reason", "")),
                   bool(part.together) and not row.get(part.together))  # fmt: skip


def _notes(document: Mapping[str, Any], part: Part, rows: list[Row]) -> list[str]:
    found = []
    if part.total and any(part.total in row for row in rows):
        total = sum(row.get(part.total, 0) for row in rows)
        title = next(spoken(each.title) for each in part.fields if each.code == part.total)
        found.append(said("strategies.total", what=title, total=figure("amount", total)))
    if part.shares:
        known = concentration_of([float(row.get(part.shares, 0)) for row in rows])
        if known is not None:
            found.append(said("strategies.concentration", value=words.number(known, current(), 2)))
    weighed = weighed_in(document, part)
    if weighed:
        found.append(said("strategies.weighed", n=weighed["sheets"], day=day(day_of(weighed["day"]))))
    return found


def _warnings(document: Mapping[str, Any], part: Part, rows: list[Row]) -> list[str]:
    found = []
    if part.weights and not weighed_in(document, part) and any("weight" in row for row in rows):
        found.append(said("strategies.illustrative"))
    lonely = [name_of(part, row, at) for at, row in enumerate(rows) if part.together and not row.get(part.together)]
    if lonely:
        found.append(said("strategies.lonely", rows=", ".join(lonely)))
    other = next((each for each in parts_in(document) if each.code == part.beside), None)
    if other is not None and rows and reason_in(document, other):
        found.append(said("strategies.beside", part=spoken(other.title)))
    return found


def _ranks(part: Part, rows: list[Row]) -> list[Ranked]:
    """Two orders of the same rows; none where there is but one row."""
    if len(rows) < 2:
        return []
    fields = {each.code: each for each in part.fields}
    return [Ranked(spoken(fields[code].title), _ordered(part, rows, fields[code])) for code in part.rank]


def _ordered(part: Part, rows: list[Row], field: Field) -> list[tuple[int, str, str]]:
    """Place, name and figure of each row; equal figures share a place, rows without one are left out."""
    known = [(row[field.code], name_of(part, row, at)) for at, row in enumerate(rows) if field.code in row]
    known.sort(key=lambda each: (-each[0], each[1]))
    figures = [value for value, _ in known]
    return [(figures.index(value) + 1, name, cell_text(field, value)) for value, name in known]
