"""Two versions held against each other: what was added, taken out, or said in another way."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ayni_web.common.language import said, spoken
from ayni_web.strategies.analysis import Part
from ayni_web.strategies.contents import Row, evidence_in, name_of, parts_in, reason_in, rows_in
from ayni_web.strategies.telling import cell_text


@dataclass(frozen=True, slots=True)
class Change:
    """What one field of a row was and is; empty where it said nothing."""

    row: str
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed in a part."""

    title: str
    changes: list[Change]


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Changed]:
    """Parts in which something changed, with what: a part that one version has alone counts as empty in the other."""
    then, now = ({each.code: each for each in parts_in(document)} for document in (before, after))
    found = []
    for code, part in {**then, **now}.items():
        old = _said(before, then[code]) if code in then else {}
        new = _said(after, now[code]) if code in now else {}
        changes = list(_changes(old, new))
        if changes:
            found.append((part.place, Changed(spoken(part.title), changes)))
    return [each for _, each in sorted(found, key=lambda pair: pair[0])]


def _said(document: Mapping[str, Any], part: Part) -> dict[tuple[str, str], tuple[str, str, str]]:
    """What is said, by row and field: name of the row, of the field, and the text."""
    found: dict[tuple[str, str], tuple[str, str, str]] = {}
    reason = reason_in(document, part)
    if reason:
        found["", "reason"] = (spoken(part.title), said("strategies.reason"), reason)
    for each in evidence_in(document, part):
        text = said("strategies.paper_as_hash", number=str(each["number"]), sha=each["sha256"][:16])
        found["", each["version"]] = (spoken(part.title), said("strategies.evidence"), text)
    for at, row in enumerate(rows_in(document, part)):
        found.update(_row(part, row, name_of(part, row, at)))
    return found


def _row(part: Part, row: Row, name: str) -> dict[tuple[str, str], tuple[str, str, str]]:
    code = str(row.get("code", ""))
    found = {
        (code, each.code): (name, spoken(each.title), cell_text(each, row[each.code]))
        for each in part.fields if each.code in row
    }  # fmt: skip
    if row.get("reason"):
        found[code, "reason"] = (name, said("strategies.reason"), str(row["reason"]))
    return found


def _changes(
    old: Mapping[tuple[str, str], tuple[str, str, str]], new: Mapping[tuple[str, str], tuple[str, str, str]]
) -> Iterator[Change]:  # fmt: skip
    for key in {**old, **new}:
        row, field, _ = new.get(key) or old[key]
        before, after = old.get(key, ("", "", ""))[2], new.get(key, ("", "", ""))[2]
        if before != after:
            yield Change(row, field, before, after)
