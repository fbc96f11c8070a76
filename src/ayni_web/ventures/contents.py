"""The content of a version: canonical JSON, its hashes, its steps, and the TOML that says the same."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from unicodedata import normalize

from ayni_web.common.acting import Mistake
from ayni_web.common.chain import canonical
from ayni_web.common.language import current
from ayni_web.ventures.analysis import LISTS, missing_layers_in, wrong_in

MOST_ROWS = 300
# Lists that say nothing of money: what was computed stands where they change.
WITHOUT_FIGURES = ("assumption", "objective")
# Steps of entering a plan, in order, and the lists of the document that each edits.
STEPS: dict[str, tuple[str, ...]] = {
    "head": (),
    "members": ("type",),
    "alone": ("flow", "exchange"),
    "activities": ("activity",),
    "together": ("flow",),
    "learning": ("curve", "adoption", "saving", "measured"),
    "money": ("financing",),
    "risks": ("factor", "correlation", "scenario"),
    "sharing": (),
    "size": ("coordination", "skill"),
    "layers": ("objective",),
    "assumptions": ("assumption",),
}
# Why a plan that reads well cannot be followed, and where that is mended.
MENDED_IN = {
    "bad_venture.correlation": "risks",
    "bad_venture.nothing_to_share": "together",
    "bad_venture.too_many_coalitions": "members",
    "bad_venture.too_many_for_nucleolus": "members",
}
EMPTY: dict[str, Any] = {
    "plan": {"title": "", "currency": "PEN", "step": "year", "periods": 10, "discount_rate": 0.12, "tax": 0.0,
             "prices": "constant", "rule": "nucleolus"}
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong, as it is told beside its step and row; ``row`` is -1 for the step as a whole."""

    step: str
    table: str
    row: int
    text: str


@dataclass(frozen=True, slots=True)
class Content:
    """Content as it is kept."""

    text: str
    sha256: str
    figures_sha256: str


def content_of(document: Mapping[str, Any]) -> Content:
    """Canonical JSON of a document with its hash, and the hash of what figures stand on."""
    for name in LISTS:
        rows = document.get(name, [])
        if isinstance(rows, list) and len(rows) > MOST_ROWS:
            raise Mistake("plans.too_many_rows", field="file", table=name, n=len(rows), most=MOST_ROWS)
    try:
        text = canonical(document)
        figures = canonical({name: each for name, each in document.items() if name not in WITHOUT_FIGURES})
    except (TypeError, ValueError) as error:
        raise Mistake("plans.not_plain", field="file") from error
    return Content(text, _sha256(text), _sha256(figures))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def faults_of(document: Mapping[str, Any]) -> list[Fault]:
    """Everything wrong in a document, each in the step where it is mended, in the language being spoken."""
    return [
        Fault(step_of(document, each.table, each.row, each.mistake.facts), each.table, each.row,
              each.mistake.text(current()))
        for each in wrong_in(document)
    ]  # fmt: skip


def layers_missing(document: Mapping[str, Any]) -> tuple[str, ...]:
    """Layers of years in which nothing is to be done yet; none where the plan cannot be read."""
    return tuple(each.replace("-", "–") for each in missing_layers_in(document))


# What a list makes, and where a row names it: a code that nothing names changes nothing, and that is told.
NAMED_BY = {
    "factor": ("price_factor", "quantity_factor", "rate_factor", "factor"), "curve": ("curve",),
    "adoption": ("adoption",), "exchange": ("currency",),
}  # fmt: skip


def named_nowhere(document: Mapping[str, Any], table: str) -> list[str]:
    """Titles of the rows of a list that no line, credit or currency of the plan names."""
    naming = NAMED_BY.get(table)
    if naming is None:
        return []
    lists = [rows_of(document, name) for name in ("flow", "financing", *(() if table == "exchange" else ("exchange",)))]
    named = {str(row[name]) for rows in lists for row in rows for name in naming if row.get(name)}
    key = "currency" if table == "exchange" else "code"
    found = [row for row in rows_of(document, table) if row.get(key) and str(row[key]) not in named]
    return [str(row.get("title") or row[key]) for row in found]


def step_of(document: Mapping[str, Any], table: str, row: int, facts: Mapping[str, object]) -> str:
    """Step in which a table is edited; a flow in that of what each has alone, or in that of what they do together."""
    if table == "plan":
        return "sharing" if facts.get("where") == "[plan].rule" else "head"
    if table == "flow":
        rows = rows_of(document, "flow")
        return "alone" if 0 <= row < len(rows) and rows[row].get("alone") is True else "together"
    return next(step for step, tables in STEPS.items() if table in tables)


def rows_of(document: Mapping[str, Any], table: str) -> list[dict[str, Any]]:
    """Rows of a list as far as they are rows."""
    found = document.get(table, [])
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def fresh_code(title: str, taken: set[str]) -> str:
    """Code for a new row, made of its title."""
    plain = normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:30].strip("_")
    base = base if base[:1].isalpha() else f"r_{base}".strip("_")
    free = (base if n == 1 else f"{base}_{n}" for n in range(1, 1000))
    return next(code for code in free if code not in taken | {"group"})


def toml_of(document: Mapping[str, Any]) -> str:
    """The document as a TOML file that the command reads."""
    head = document.get("plan")
    lines = ["[plan]", *_pairs(head if isinstance(head, Mapping) else {})]
    for name in LISTS:
        for row in rows_of(document, name):
            lines += ["", f"[[{name}]]", *_pairs(row)]
    return "\n".join(lines) + "\n"


def _pairs(row: Mapping[str, Any]) -> list[str]:
    return [f"{_key(name)} = {_value(value)}" for name, value in row.items() if value is not None]


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else json.dumps(name, ensure_ascii=False)


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(name)} = {_value(each)}" for name, each in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_value(each) for each in value) + "]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
