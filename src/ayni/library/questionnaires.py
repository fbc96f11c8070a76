"""Questionnaires: items in groups with weights, answered on a scale; a profile comes of the answers."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from ayni.library.entries import BadEntry, Entry, Text, entries, entry, read_entry
from ayni.words import LANGUAGES

ANSWERED_BY = ("members", "managers", "experts", "entity", "buyers")
SUBJECTS = ("cluster", "organisation", "entity")
CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
MOST_ITEMS, MOST_GROUPS, MOST_STEPS, LONGEST, MOST_MONTHS = 60, 12, 11, 500, 120
_WHOLE = frozenset({"answered_by", "of", "named", "own", "review", "scale", "group", "item"})
_STEP = frozenset({"value", "text"})
_GROUP = frozenset({"code", "title", "weight"})
_ITEM = frozenset({"code", "group", "weighs", "text", "weight", "reverse", "evidence"})


@dataclass(frozen=True, slots=True)
class Step:
    """A value of the scale, with what it says."""

    value: float
    text: Text


@dataclass(frozen=True, slots=True)
class Group:
    """A part of the profile; its weight counts beside those of the other groups."""

    code: str
    title: Text
    weight: float


@dataclass(frozen=True, slots=True)
class Item:
    """Something that is asked.

    Attributes
    ----------
    code : str
        By which it is known from one version to the next.
    group : str
        Group it counts in; for an item that weighs, the group whose weight it sets.
    weighs : bool
        Whether its answers set the weight of the group instead of counting in it: what is good is then judged by
        those who answer, not by those who ask.
    text : mapping of str to str
    weight : float
        Weight within its group.
    reverse : bool
        Whether the most of the scale is the worst.
    evidence : bool
        Whether evidence is asked for; only where answers have names, since a paper names who brings it.
    """

    code: str
    group: str
    weighs: bool
    text: Text
    weight: float
    reverse: bool
    evidence: bool


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A questionnaire.

    Attributes
    ----------
    code, title, about, source, serves
        As in every entry.
    answered_by : str
        Whom it is for: ``members``, ``managers``, ``experts``, ``entity`` or ``buyers``.
    subjects : tuple of str
        Of what it may be: ``cluster``, ``organisation``, ``entity``.
    named : bool
        Whether those who ask see who answered what; else nobody does, and below five answers there is no profile.
    own : bool
        Whether those who act for what is judged answer, too.
    review : int
        Months after which it is asked again; 0 for never.
    scale : tuple of Step
        From the least value to the most.
    groups : tuple of Group
    items : tuple of Item
    """

    code: str
    title: Text
    about: Text
    source: str
    serves: tuple[int, ...]
    answered_by: str
    subjects: tuple[str, ...]
    named: bool
    own: bool
    review: int
    scale: tuple[Step, ...]
    groups: tuple[Group, ...]
    items: tuple[Item, ...]

    @property
    def ends(self) -> tuple[float, float]:
        """Least and most value of the scale."""
        return self.scale[0].value, self.scale[-1].value

    @property
    def scored(self) -> tuple[Item, ...]:
        """Items that count in the profile."""
        return tuple(each for each in self.items if not each.weighs)

    @property
    def weighing(self) -> tuple[Item, ...]:
        """Items whose answers set the weight of a group."""
        return tuple(each for each in self.items if each.weighs)


def questionnaires() -> tuple[Questionnaire, ...]:
    """Questionnaires of the library, by code."""
    return tuple(read_questionnaire(each) for each in entries("questionnaires"))


def questionnaire(code: str) -> Questionnaire:
    """Questionnaire of the library by its code."""
    return read_questionnaire(entry("questionnaires", code))


def questionnaire_from(code: str, document: Mapping[str, Any]) -> Questionnaire:
    """Questionnaire that a person wrote, checked as those of the library are."""
    return read_questionnaire(read_entry("questionnaires", code, document))


def read_questionnaire(entry: Entry) -> Questionnaire:
    """Questionnaire that an entry tells; refused with what is wrong and where."""
    where, told = f"{entry.kind}/{entry.code}", entry.content
    _refuse_unknown(where, told, _WHOLE)
    groups = tuple(_group(*each) for each in _rows(where, told, "group", MOST_GROUPS))
    _refuse_repeated(f"{where}: group", [each.code for each in groups])
    known = [each.code for each in groups]
    items = tuple(_item(at, row, known) for at, row in _rows(where, told, "item", MOST_ITEMS))
    _refuse_repeated(f"{where}: item", [each.code for each in items])
    _refuse_empty_groups(where, known, items)
    named = _yes_or_no(where, told, "named", default=False)
    if not named and any(each.evidence for each in items):
        raise BadEntry("bad_questionnaire.evidence_names", where=where)
    return Questionnaire(
        entry.code, entry.title, entry.about, entry.source, entry.serves,
        _one_of(where, "answered_by", told.get("answered_by"), ANSWERED_BY), _subjects(where, told.get("of")),
        named, _yes_or_no(where, told, "own", default=True), _months(where, told.get("review", 0)), _scale(where, told),
        groups, items,
    )  # fmt: skip


def _scale(where: str, told: Mapping[str, Any]) -> tuple[Step, ...]:
    steps = []
    for at, row in _rows(where, told, "scale", MOST_STEPS):
        _refuse_unknown(at, row, _STEP)
        steps.append(Step(_number(at, "value", row.get("value"), least=None), _text(at, "text", row.get("text"))))
    values = [each.value for each in steps]
    if len(values) < 2 or any(a >= b for a, b in pairwise(values)):
        raise BadEntry("bad_questionnaire.scale", where=where, came=", ".join(f"{value:g}" for value in values))
    return tuple(steps)


def _group(where: str, row: Mapping[str, Any]) -> Group:
    _refuse_unknown(where, row, _GROUP)
    return Group(_code(where, row), _text(where, "title", row.get("title")), _weight(where, row))


def _item(where: str, row: Mapping[str, Any], known: Sequence[str]) -> Item:
    _refuse_unknown(where, row, _ITEM)
    code = _code(where, row)
    where = f"{where} {code}"
    weighs = "weighs" in row
    if weighs and "group" in row:
        raise BadEntry("bad_questionnaire.weighs_or_counts", where=where)
    name = "weighs" if weighs else "group"
    return Item(
        code, _one_of(where, name, row.get(name), known), weighs, _text(where, "text", row.get("text")),
        _weight(where, row), _yes_or_no(where, row, "reverse", default=False),
        _yes_or_no(where, row, "evidence", default=False),
    )  # fmt: skip


def _rows(where: str, told: Mapping[str, Any], name: str, most: int) -> list[tuple[str, Mapping[str, Any]]]:
    rows = told.get(name)
    whole = isinstance(rows, Sequence) and not isinstance(rows, str) and all(isinstance(row, Mapping) for row in rows)
    if not rows or not whole:
        raise BadEntry("bad_questionnaire.no_rows", where=where, name=name)
    if len(rows) > most:
        raise BadEntry("bad_questionnaire.too_many", where=where, name=name, most=most, came=len(rows))
    return [(f"{where}: {name}[{at}]", row) for at, row in enumerate(rows, 1)]


def _refuse_unknown(where: str, row: Mapping[str, Any], known: frozenset[str]) -> None:
    unknown = sorted(set(row) - known)
    if unknown:
        names = ", ".join(sorted(known))
        raise BadEntry("bad_questionnaire.unknown", where=where, came=", ".join(unknown), known=names)


def _refuse_repeated(where: str, codes: Sequence[str]) -> None:
    repeated = sorted({code for code in codes if codes.count(code) > 1})
    if repeated:
        raise BadEntry("bad_questionnaire.repeated", where=where, came=", ".join(repeated))


def _refuse_empty_groups(where: str, known: Sequence[str], items: Sequence[Item]) -> None:
    empty = [code for code in known if not any(each.group == code and not each.weighs for each in items)]
    if empty:
        raise BadEntry("bad_questionnaire.empty_group", where=where, came=", ".join(empty))
    weighed = [each.group for each in items if each.weighs]
    if weighed and sorted(weighed) != sorted(known):
        raise BadEntry("bad_questionnaire.weighs_all", where=where)


def _code(where: str, row: Mapping[str, Any]) -> str:
    code = row.get("code")
    if not isinstance(code, str) or not CODE.fullmatch(code):
        raise BadEntry("bad_questionnaire.code", where=where, came=str(code))
    return code


def _text(where: str, name: str, told: Any) -> Text:
    if not isinstance(told, Mapping):
        raise BadEntry("library.missing", where=where, name=name)
    untold = [language for language in LANGUAGES if not str(told.get(language, "")).strip()]
    if untold:
        raise BadEntry("library.untold", where=f"{where}.{name}", languages=", ".join(untold))
    if any(len(str(text)) > LONGEST for text in told.values()):
        raise BadEntry("bad_questionnaire.too_long", where=f"{where}.{name}", most=LONGEST)
    return told


def _weight(where: str, row: Mapping[str, Any]) -> float:
    return _number(where, "weight", row.get("weight", 1), least=0.0)


def _number(where: str, name: str, told: Any, *, least: float | None) -> float:
    number = isinstance(told, int | float) and not isinstance(told, bool) and math.isfinite(told)
    if not number or abs(told) > 1e6 or (least is not None and told <= least):
        raise BadEntry("bad_questionnaire.number", where=where, name=name, came=str(told))
    return float(told)


def _months(where: str, told: Any) -> int:
    if not isinstance(told, int) or isinstance(told, bool) or not 0 <= told <= MOST_MONTHS:
        raise BadEntry("bad_questionnaire.months", where=where, came=str(told), most=MOST_MONTHS)
    return told


def _subjects(where: str, told: Any) -> tuple[str, ...]:
    given = [told] if isinstance(told, str) else told
    if not isinstance(given, Sequence) or not given:
        raise BadEntry("library.missing", where=where, name="of")
    return tuple(_one_of(where, "of", each, SUBJECTS) for each in given)


def _one_of(where: str, name: str, told: Any, known: Sequence[str]) -> str:
    if told not in known:
        raise BadEntry("bad_questionnaire.not_one_of", where=where, name=name, came=str(told), known=", ".join(known))
    return str(told)


def _yes_or_no(where: str, row: Mapping[str, Any], name: str, *, default: bool) -> bool:
    told = row.get(name, default)
    if not isinstance(told, bool):
        raise BadEntry("bad_questionnaire.not_one_of", where=where, name=name, came=str(told), known="true, false")
    return told
