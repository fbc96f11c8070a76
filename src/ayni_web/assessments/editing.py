"""A questionnaire as rows to edit, and the document that comes of what was typed.

Rows that are there keep their code, by which answers are held against those of the round before; a new row is given
one.  A row whose text is empty is taken out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ayni.library.questionnaires import Questionnaire
from ayni.words import LANGUAGES
from ayni_web.assessments.texts import told

BLANK = {"scale": 1, "group": 1, "item": 3}
# Fields of a row: the one that makes it a row comes first.
COLUMNS = {
    "scale": ("text", "value"),
    "group": ("title", "weight"),
    "item": ("text", "group", "weight", "reverse", "evidence", "weighs"),
}
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed: its head, and its rows by kind; each row has its ``code``, empty in a scale."""

    head: Mapping[str, Any]
    rows: Mapping[str, Sequence[Row]]
    translation: bool


def rows_of(asked: Questionnaire) -> dict[str, list[Row]]:
    """Rows as they stand, in the language being spoken."""
    return {
        "scale": [{"code": "", "text": told(step.text), "value": step.value} for step in asked.scale],
        "group": [{"code": each.code, "title": told(each.title), "weight": each.weight} for each in asked.groups],
        "item": [
            {"code": each.code, "text": told(each.text), "group": each.group, "weight": each.weight,
             "reverse": each.reverse, "evidence": each.evidence, "weighs": each.weighs}
            for each in asked.items
        ],
    }  # fmt: skip


def fresh_codes(rows: Sequence[Row], letter: str, count: int) -> list[str]:
    """Codes for new rows that no row has."""
    taken = {row["code"] for row in rows}
    free = (f"{letter}{number}" for number in range(1, 1000) if f"{letter}{number}" not in taken)
    return [next(free) for _ in range(count)]


def document_from(before: Mapping[str, Any], typed: Typed, language: str) -> dict[str, Any]:
    """Document of a questionnaire with what was typed in a language; what was not touched stays as it was."""
    texts = _Texts(language if language in LANGUAGES else "es", typed.translation)
    head = {name: typed.head[name] for name in ("named", "own", "review")}
    known = {name: {row.get("code", ""): row for row in before[name]} for name in ("group", "item")}
    return {
        **before, **head,
        "title": texts.of(before["title"], typed.head["title"]),
        "about": texts.of(before["about"], typed.head["about"]),
        "scale": _scale(before["scale"], typed.rows["scale"], texts),
        "group": [
            {"code": row["code"], "title": texts.of(_then(known["group"], row, "title"), row["title"]),
             "weight": row["weight"]}
            for row in typed.rows["group"] if row["title"]
        ],
        "item": [_item(known["item"], row, texts) for row in typed.rows["item"] if row["text"]],
    }  # fmt: skip


def _item(known: Mapping[str, Mapping[str, Any]], row: Row, texts: "_Texts") -> dict[str, Any]:
    where = "weighs" if row["weighs"] else "group"
    return {
        "code": row["code"], where: row["group"], "text": texts.of(_then(known, row, "text"), row["text"]),
        "weight": row["weight"], "reverse": row["reverse"], "evidence": row["evidence"],
    }  # fmt: skip


def _scale(before: Sequence[Mapping[str, Any]], rows: Sequence[Row], texts: "_Texts") -> list[dict[str, Any]]:
    """Steps in the order of their values; a step is known by its place."""
    steps = []
    for at, row in enumerate(rows):
        if row["text"]:
            then = before[at]["text"] if at < len(before) else None
            steps.append({"value": row["value"], "text": texts.of(then, row["text"])})
    return sorted(steps, key=lambda step: (step["value"] is None, step["value"]))


def _then(known: Mapping[str, Mapping[str, Any]], row: Row, name: str) -> Mapping[str, str] | None:
    found = known.get(row["code"])
    return found[name] if found else None


@dataclass(frozen=True, slots=True)
class _Texts:
    """Texts as they are written in one language: a changed one stands in every language until it is translated."""

    language: str
    translation: bool

    def of(self, before: Mapping[str, str] | None, text: str) -> dict[str, str]:
        if before is None:
            return dict.fromkeys(LANGUAGES, text)
        if before.get(self.language) == text:
            return dict(before)
        return {**before, self.language: text} if self.translation else dict.fromkeys(LANGUAGES, text)
