"""What a version says: parts of the library as they were, what was written in each, and what is still missing."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ayni import words
from ayni_web.common.acting import Mistake
from ayni_web.common.chain import canonical
from ayni_web.common.language import current, said, spoken
from ayni_web.strategies.analysis import Field, Part, part_read, parts_of_library

Document = dict[str, Any]
Row = dict[str, Any]
MOST_ROWS = 60
MOST_PAPERS = 20
# Weights of buyers add up to the whole; typed ones may be rounded.
ROUNDED = 1.0


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that a part still lacks; ``row`` is -1 for the part as a whole."""

    part: str
    row: int
    text: str


def fresh() -> Document:
    """Document of a version that begins: the parts of the library, nothing written yet."""
    return {"parts": parts_of_library(), "said": {}}


def renewed(document: Mapping[str, Any]) -> Document:
    """Document of a next version: what was written, in the parts as the library has them today."""
    return {"parts": parts_of_library(), "said": document["said"]}


def kept(document: Mapping[str, Any]) -> tuple[str, str]:
    """Canonical JSON of a document, and its SHA-256."""
    text = canonical(document)
    return text, hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def parts_in(document: Mapping[str, Any]) -> tuple[Part, ...]:
    """Parts of a document, in their places."""
    found = [part_read(code, told) for code, told in document["parts"].items()]
    return tuple(sorted(found, key=lambda each: (each.place, each.code)))


def part_in(document: Mapping[str, Any], code: str) -> Part | None:
    """Part of a document by its code."""
    told = document["parts"].get(code)
    return None if told is None else part_read(code, told)


def rows_in(document: Mapping[str, Any], part: Part) -> list[Row]:
    """Rows of a part: those it gives, empty where nothing was written; or those that were written."""
    rows: list[Row] = document["said"].get(part.code, {}).get("rows", [])
    if part.rows != "given":
        return rows
    written = {row["code"]: row for row in rows}
    return [written.get(each.code, {"code": each.code}) for each in part.given]


def reason_in(document: Mapping[str, Any], part: Part) -> str:
    """Why a part is left out; empty where it is not."""
    return str(document["said"].get(part.code, {}).get("reason", ""))


def weighed_in(document: Mapping[str, Any], part: Part) -> dict[str, Any] | None:
    """Round of buyers from which the weights of a part are; None where they only illustrate."""
    found: dict[str, Any] | None = document["said"].get(part.code, {}).get("weighed")
    return found


def with_row(document: Document, part: Part, at: int, row: Row) -> Document:
    """Document with a row in its place, or at the end of the part."""
    rows = rows_in(document, part)
    if len(rows) >= MOST_ROWS and at >= len(rows):
        raise Mistake("strategies.too_many_rows", most=MOST_ROWS)
    before = rows[at] if at < len(rows) else {}
    typed = before.get("weight") != row.get("weight")
    told = {**_said(document, part), "rows": [*rows[:at], row, *rows[at + 1 :]], "reason": ""}
    return _with(document, part, {name: value for name, value in told.items() if not (typed and name == "weighed")})


def without_row(document: Document, part: Part, at: int) -> Document:
    """Document without a free row."""
    rows = rows_in(document, part)
    return _with(document, part, {**_said(document, part), "rows": [*rows[:at], *rows[at + 1 :]]})


def with_reason(document: Document, part: Part, reason: str) -> Document:
    """Document in which a part is left out for a reason, its rows with it; or is not, where there is none."""
    kept = {"rows": [] if reason else rows_in(document, part), "evidence": evidence_in(document, part)}
    return _with(document, part, {**kept, "reason": reason})


def evidence_in(document: Mapping[str, Any], part: Part) -> list[Row]:
    """Papers that show a part: ``version`` of a document with its ``number`` and ``sha256``, and what it ``says``."""
    found: list[Row] = document["said"].get(part.code, {}).get("evidence", [])
    return found


def with_evidence(document: Document, part: Part, paper: Row) -> Document:
    """Document in which one paper more shows a part; the same version of a paper shows it once."""
    papers = evidence_in(document, part)
    if any(each["version"] == paper["version"] for each in papers):
        raise Mistake("strategies.shown_already", field="document")
    if len(papers) >= MOST_PAPERS:
        raise Mistake("strategies.too_many_papers", most=MOST_PAPERS)
    return _with(document, part, {**_said(document, part), "evidence": [*papers, paper]})


def without_evidence(document: Document, part: Part, version: str) -> Document:
    """Document in which a paper shows a part no longer."""
    papers = [each for each in evidence_in(document, part) if each["version"] != version]
    return _with(document, part, {**_said(document, part), "evidence": papers})


def with_weights(document: Document, part: Part, weights: Mapping[str, float], weighed: Row) -> Document:
    """Document whose weights are those of buyers, in percent, and of which round they are."""
    rows = [{**row, "weight": weights[row["code"]]} for row in rows_in(document, part)]
    return _with(document, part, {**_said(document, part), "rows": rows, "weighed": weighed})


def name_of(part: Part, row: Row, at: int) -> str:
    """What a row is called."""
    if part.rows == "given":
        return next(spoken(each.title) for each in part.given if each.code == row["code"])
    return str(row.get(part.named) or "") if part.named else spoken(part.title)


def lacks_of(document: Mapping[str, Any]) -> list[Lack]:
    """Everything that keeps a version from being signed, in the language being spoken."""
    return [each for part in parts_in(document) for each in _lacks(document, part)]


def passed_in(document: Mapping[str, Any], today: date) -> list[tuple[Part, Row, date]]:
    """Rows whose day to be looked at again has passed."""
    watched = [part for part in parts_in(document) if part.watch]
    days = [(part, row, day_of(row.get(part.watch))) for part in watched for row in rows_in(document, part)]
    return [(part, row, day) for part, row, day in days if day is not None and day < today]


def signs_in(document: Mapping[str, Any]) -> list[tuple[Part, Row]]:
    """Rows that reopen the strategy once they come true."""
    return [(part, row) for part in parts_in(document) if part.reopens for row in rows_in(document, part)]


def day_of(told: Any) -> date | None:
    """Day that a document tells; None where it tells none."""
    try:
        return date.fromisoformat(str(told))
    except ValueError:
        return None


def copied(document: Document) -> Document:
    """Document of its own."""
    found: Document = json.loads(json.dumps(document))
    return found


def _said(document: Mapping[str, Any], part: Part) -> Row:
    found: Row = document["said"].get(part.code, {})
    return found


def _with(document: Document, part: Part, told: Row) -> Document:
    plain = {name: value for name, value in told.items() if value not in ("", None)}
    if not plain.get("evidence", True):
        del plain["evidence"]
    return {**document, "said": {**document["said"], part.code: plain}}


def _lacks(document: Mapping[str, Any], part: Part) -> list[Lack]:
    if part.reason == "part" and reason_in(document, part):
        return []
    rows = rows_in(document, part)
    if not rows:
        key = "strategies.lacks_part_or_reason" if part.reason == "part" else "strategies.lacks_part"
        return [Lack(part.code, -1, said(key, part=spoken(part.title)))]
    found = [each for at, row in enumerate(rows) for each in _row_lacks(part, row, at)]
    return found + _sum_lacks(part, rows)


def _row_lacks(part: Part, row: Row, at: int) -> list[Lack]:
    if part.reason == "row" and row.get("reason"):
        return []
    missing = [spoken(each.title) for each in part.fields if each.needed and _is_empty(row, each)]
    if not missing:
        return []
    key = "strategies.lacks_fields_or_reason" if part.reason == "row" else "strategies.lacks_fields"
    return [Lack(part.code, at, said(key, row=name_of(part, row, at), fields=", ".join(missing)))]


def _sum_lacks(part: Part, rows: list[Row]) -> list[Lack]:
    """Weights add up to the whole, and shares to no more than it."""
    if part.weights and all("weight" in row for row in rows):
        total = sum(row["weight"] for row in rows)
        if abs(total - 100) > ROUNDED:
            return [Lack(part.code, -1, said("strategies.weights_sum", total=words.number(total, current(), 1)))]
    if part.shares:
        total = sum(row.get(part.shares, 0) for row in rows)
        if total > 100 + ROUNDED:
            return [Lack(part.code, -1, said("strategies.shares_sum", total=words.number(total, current(), 1)))]
    return []


def _is_empty(row: Row, field: Field) -> bool:
    return row.get(field.code) in (None, "", [])
