"""An entry of the library as people read it: how it is used, its lists, whatever its kind."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from ayni.library.counting import filled, limit_at
from ayni_web.common.language import current, said, spoken

# Lists in the order they are read; what is a list of codes is for programs.
PARTS = ("phase", "step", "group", "item", "scale", "link", "role", "sign", "action", "rule", "moves", "by", "value",
         "row", "field", "choice", "account")  # fmt: skip

# Page of the site on which entries of a kind are used, and what it is called.
USED = {
    "questionnaires": ("assessments:list", "page.assessments"), "processes": ("processes:list", "processes.list_title"),
    "promises": ("commitments:list", "page.commitments"), "series": ("series:measures", "page.measures"),
    "strategies": ("strategies:list", "page.strategies"), "plans": ("ledger:money", "page.money"),
    "chains": ("members:clusters", "page.clusters"), "phases": ("members:clusters", "page.clusters"),
    "playbooks": ("members:clusters", "page.clusters"), "rules": ("members:clusters", "page.clusters"),
}  # fmt: skip
OPEN = {"plans", "chains", "phases", "playbooks", "rules"}


@dataclass(frozen=True, slots=True)
class Used:
    """Where entries of a kind are used: address and name of the page, and whether one must be signed in."""

    address: str
    page: str
    inside: bool


def used_at(kind: str) -> Used:
    """Page of the site on which entries of a kind are used."""
    view, page = USED[kind]
    return Used(reverse(view), said(page), kind not in OPEN)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a list: its text, what explains it, what else is to be known of it, and the lists within it."""

    text: str
    about: str
    notes: str
    parts: "list[Part]"


@dataclass(frozen=True, slots=True)
class Part:
    """A list of an entry: its name in the file, and its lines."""

    name: str
    lines: list[Line]


def parts_of(content: Mapping[str, Any]) -> list[Part]:
    """Lists of an entry, or of one of its lines, told in the language being spoken."""
    found = ((name, content.get(name)) for name in PARTS)
    return [Part(name, _lines(rows)) for name, rows in found if _is_list(rows)]


def _is_list(rows: Any) -> bool:
    return isinstance(rows, list) and bool(rows) and all(isinstance(each, Mapping) for each in rows)


def _lines(rows: Iterable[Mapping[str, Any]]) -> list[Line]:
    told = (each for each in rows if "title" in each or "text" in each)
    return [Line(_said(each), spoken(_explained(each)), " · ".join(_notes(each)), parts_of(each)) for each in told]


def _said(row: Mapping[str, Any]) -> str:
    """Title or text of a line: figures of a limit stand in their text, an account begins by its number."""
    said_of = spoken(row.get("title") or row["text"])
    if "purpose" in row:
        return f"{row['code']} {said_of}"
    return filled(said_of, limit_at("", row), current()) if "counts" in row else said_of


def _explained(row: Mapping[str, Any]) -> Mapping[str, str]:
    return row.get("about") or row.get("hint") or {}


def _notes(row: Mapping[str, Any]) -> Iterable[str]:
    """Who does an action and by when, what shows a sign, what is expected of whom, how a question counts."""
    if "who" in row:
        yield said(f"case_roles.{row['who']}")
        yield said("cases.days_allowed", n=row["days"])
    if row.get("evidence") is True:
        yield said("library_facts.evidence")
    elif row.get("evidence"):
        yield said("library_facts.shown", what=said(f"sign_evidence.{row['evidence']}"))
    if row.get("reverse"):
        yield said("library_facts.reverse")
    if row.get("expected"):
        yield said("library_facts.expected")
    if "sign" in row:
        yield said("library_facts.signs", n=row["needed"])
    elif row.get("needed") is True:
        yield said("library_facts.needed")


def facts_of(kind: str, content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """How an entry is used: what is told of it, and how it stands; nothing for a kind that its lists tell whole."""
    facts = {"questionnaires": _asked, "processes": _walked, "promises": _promised, "series": _measured}.get(kind)
    return [(said(f"library_facts.{name}"), told) for name, told in facts(content)] if facts else []


def _asked(content: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    yield "answers", said(f"answered_by.{content['answered_by']}")
    yield "of", _listed("assessment_subjects", content["of"])
    yield "named", said(f"library_facts.named_{'yes' if content.get('named') else 'no'}")
    yield from _again(content)


def _walked(content: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    yield "opens", _listed("case_openers", content["opened_by"])
    yield "of", _listed("case_subjects", content["of"])


def _promised(content: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    yield "makers", _organisations(content.get("makers"))
    if content.get("units"):
        yield "counted", _listed("units", content["units"])
    yield from _again(content)
    if content.get("within"):
        yield "within", said("library_facts.within_months", n=content["within"])
    yield "seen", said(f"library_facts.seen_{'inside' if content.get('inside') else 'sides'}")


def _measured(content: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    cluster = content["of"] == "cluster"
    yield "tellers", said("measure_of.cluster") if cluster else _organisations(content.get("kinds"))
    yield "counted", said(f"units.{content['unit']}")
    yield "period", said(f"measure_periods.{content['period']}")
    yield "better", said(f"measure_better.{content['better']}")
    if not cluster:
        how = said(f"measure_roll_ups.{content['roll_up']}")
        weight = spoken(content.get("weight", {}))
        yield "together", said("library_facts.weighed_by", how=how, weight=weight) if weight else how


def _again(content: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    if content.get("review"):
        yield "again", said("library_facts.months", n=content["review"])


def _organisations(kinds: Any) -> str:
    return _listed("kinds", kinds) if kinds else said("library_facts.anybody")


def _listed(topic: str, codes: Any) -> str:
    return ", ".join(said(f"{topic}.{code}") for code in ([codes] if isinstance(codes, str) else codes))
