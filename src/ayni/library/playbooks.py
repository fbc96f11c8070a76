"""Playbooks: what is worth doing in a phase, by whom and within how many days."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ayni.library.entries import BadEntry, Entry, Text, entries, read_entry
from ayni.library.fields import code_at, one_of, rows_at, text_at
from ayni.library.processes import MOST_DAYS, ROLES


@dataclass(frozen=True, slots=True)
class Action:
    """Something worth doing: ``who`` is a role; ``together`` is cooperation, else competition among members."""

    text: Text
    who: str
    days: int
    together: bool


@dataclass(frozen=True, slots=True)
class Playbook:
    """What is worth doing in a phase, in order."""

    code: str
    title: Text
    about: Text
    phase: str
    actions: tuple[Action, ...]


def playbooks(phase: str = "") -> tuple[Playbook, ...]:
    """Playbooks of the library, or those of a phase."""
    found = (read_playbook(each) for each in entries("playbooks"))
    return tuple(each for each in found if not phase or each.phase == phase)


def playbook_from(code: str, document: Mapping[str, Any]) -> Playbook:
    """Playbook that a person wrote, checked as those of the library are."""
    return read_playbook(read_entry("playbooks", code, document))


def read_playbook(entry: Entry) -> Playbook:
    """Playbook that an entry tells; refused with what is wrong and where."""
    where = f"{entry.kind}/{entry.code}"
    told = rows_at(where, "action", entry.content.get("action"))
    actions = tuple(_action(f"{where}: action[{at}]", each) for at, each in enumerate(told, 1))
    return Playbook(entry.code, entry.title, entry.about, code_at(where, entry.content.get("phase")), actions)


def _action(where: str, told: Mapping[str, Any]) -> Action:
    days = told.get("days")
    if isinstance(days, bool) or not isinstance(days, int) or not 1 <= days <= MOST_DAYS:
        raise BadEntry("bad_entry.days", where=where, came=days, most=MOST_DAYS)
    text = text_at(where, "text", told.get("text"))
    return Action(text, one_of(where, "who", told.get("who"), ROLES), days, bool(told.get("together", True)))
