"""Cells of a checked file as the site understands them: words by their code, places, days, organisations.

A cell is read once however often it stands in a column, and every cell that is not understood is a fault with its
row, its column, what came and what is expected.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache, lru_cache
from typing import Any
from uuid import UUID

from ayni.codes import nomenclature
from ayni.errors import Fault
from ayni.words import LANGUAGES, country, listed, say
from ayni_web.common.acting import Mistake
from ayni_web.common.language import current
from ayni_web.common.sheets.cells import day_meant, moment_meant, plain, unguarded
from ayni_web.members.folding import folded
from ayni_web.members.places import known_place, meant, place_called, place_name, whole_place_name

NAMED = 8
# “Productor o productora” is written as either.
_FIGURES = re.compile(r"\d+")
_OR = re.compile(r"\s+(?:o|or|ou)\s+")
SHOWN = 60


class Wrong(Exception):
    """Why a cell is not understood: a sentence with its facts."""

    def __init__(self, key: str, /, **facts: Any) -> None:
        super().__init__(key)
        self.key, self.facts = key, facts


@dataclass(slots=True)
class Came:
    """Rows of a file, column by column.

    Attributes
    ----------
    rows : list of int
        Row of each, as the spreadsheet shows it.
    columns : mapping of str to list
        Cells by column of the contract: text, numbers, truth, or None for an empty cell.
    names : mapping of str to str
        Name of each column as the file writes it.
    faults : list of Fault
        What is wrong, so far.
    """

    rows: list[int]
    columns: Mapping[str, list[Any]]
    names: Mapping[str, str]
    faults: list[Fault] = field(default_factory=list)
    _told: set[tuple[int | None, str | None]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._told = {(each.row, each.column) for each in self.faults}

    def __len__(self) -> int:
        return len(self.rows)

    def has(self, column: str) -> bool:
        """Whether the file has a column."""
        return column in self.columns

    def cells(self, column: str) -> list[Any]:
        """Cells of a column; all empty where the file lacks it."""
        return self.columns[column] if column in self.columns else [None] * len(self.rows)

    def texts(self, column: str) -> list[str | None]:
        """Cells of a column of text, as they were before a spreadsheet's guard was put before them."""
        return [None if text is None else _text(text) for text in self.cells(column)]

    def read(self, column: str, meaning: Callable[[str], Any]) -> list[Any]:
        """What the cells of a column mean; None where one is empty or, with a fault, where it is not understood."""
        texts = self.texts(column)
        known: dict[str | None, Any] = {None: None, "": None}
        refused = False
        for text in set(texts):
            if text:
                try:
                    known[text] = meaning(text)
                except (Wrong, Mistake) as wrong:
                    known[text], refused = wrong, True
        read = [known[text] for text in texts]
        return self._told_of(column, read) if refused else read

    def _told_of(self, column: str, read: list[Any]) -> list[Any]:
        for at, value in enumerate(read):
            if isinstance(value, Wrong | Mistake):
                self.refuse(at, column, value.key, **value.facts)
                read[at] = None
        return read

    def refuse(self, at: int, column: str | None, key: str, /, **facts: Any) -> None:
        """Tell what is wrong with a cell, or with a row; a cell that is at fault already is told of once."""
        theirs = self.names.get(column, column) if column else None
        came = self.columns[column][at] if column in self.columns else None
        if column is None or (self.rows[at], theirs) not in self._told:
            self._told.add((self.rows[at], theirs))
            text = None if came is None else _shown(str(came))
            told = {name: value for name, value in facts.items() if name not in ("came", "column")}
            self.faults.append(Fault(key, self.rows[at], theirs, text, told))

    def at_fault(self) -> set[int]:
        """Places of the rows that are at fault."""
        wrong = {row for row, _ in self._told}
        return {at for at, row in enumerate(self.rows) if row in wrong}

    def refuse_repeated(self, column: str, values: Iterable[Any], key: str) -> None:
        """Tell of the rows that have what an earlier one has."""
        first: dict[Any, int] = {}
        for at, value in enumerate(values):
            if value is None or value == "":
                continue
            if value in first:
                self.refuse(at, column, key, first=self.rows[first[value]])
            first.setdefault(value, at)


def _text(text: Any) -> str:
    return unguarded(plain(text)) if isinstance(text, str) else str(text)


def _shown(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else f"{line[: SHOWN - 1]}…"


def short(most: int) -> Callable[[str], str]:
    """Meaning of text that has so many letters at most."""

    def meaning(text: str) -> str:
        if len(text) > most:
            raise Wrong("spreadsheets.too_long", n=len(text), most=most)
        return text

    return meaning


Wording = str | Callable[[str, str], str]


def coded(topic: Wording, codes: Iterable[str]) -> Callable[[str], str]:
    """Meaning of a word of a topic in any language, or of its code itself.

    A topic of ``words`` is told by its name; other words by what says a code in a language, the same each time.
    """
    known = tuple(codes)

    def meaning(text: str) -> str:
        words, wanted = _by_word(topic, known, current()), folded(text.replace("_", " "))
        code = words.get(wanted) or _only_one(words, wanted)
        if code is None:
            raise Wrong("spreadsheets.unknown_word", **_like(topic, known, text))
        return code

    return meaning


def _only_one(words: Mapping[str, str], wanted: str) -> str | None:
    """Code of the one word that begins so (``Asociación``), or that has these figures (``51-250``)."""
    figures = _FIGURES.findall(wanted)
    found = {
        code for each, code in words.items()
        if each.startswith(f"{wanted} ") or (figures and _FIGURES.findall(each) == figures)
    }  # fmt: skip
    return found.pop() if len(found) == 1 else None


def word(topic: str, code: str) -> str:
    """Word for a code in the language being spoken; the code itself where there is none."""
    return _word(topic, code, current()) if code else ""


@lru_cache(maxsize=1 << 12)
def _word(topic: Wording, code: str, language: str) -> str:
    if callable(topic):
        return topic(code, language)
    try:
        return say(f"{topic}.{code}", language)
    except KeyError:
        return code


@cache
def _by_word(topic: Wording, codes: tuple[str, ...], language: str) -> dict[str, str]:
    """Code by what people write for it; what the reader's own language says goes first."""
    found = {folded(code.replace("_", " ")): code for code in codes}
    tongues = (*(other for other in LANGUAGES if other != language), language)
    for each in tongues:
        found |= {folded(_word(topic, code, each)): code for code in codes}
    for each in tongues:
        for code in codes:
            for half in _OR.split(_word(topic, code, each)):
                found.setdefault(folded(half), code)
    return found


def _like(topic: Wording, codes: tuple[str, ...], text: str) -> dict[str, str]:
    """Words that are expected: those that are like what came, else the first."""
    language = current()
    words = {folded(_word(topic, code, language)): _word(topic, code, language) for code in codes}
    near = get_close_matches(folded(text), list(words), n=3, cutoff=0.5)
    shown = [words[each] for each in near] or list(words.values())
    more = "…" if len(words) > NAMED and len(shown) > NAMED else ""
    return {"known": ", ".join(f"«{each}»" for each in shown[:NAMED]) + more}


def placed(text: str) -> str:
    """Code of INEI of a place: the code itself, its whole name, or a name that only one has.

    ``Puno`` alone is the department: what is written says no more.
    """
    if known_place(text):
        return text
    if code := _found(text):
        return code
    if text.isdigit() and known_place(f"0{text}"):
        raise Wrong("spreadsheets.place_lost_zero", example=f"0{text}")
    found = meant(text)
    if len(found) == 1:
        return found[0].code
    if not found:
        raise Wrong("spreadsheets.unknown_place")
    raise Wrong("spreadsheets.several_places", names="; ".join(whole_place_name(each.code) for each in found[:4]))


def _found(name: str) -> str:
    return place_called(name) or _places().get(folded(name), "")


@cache
def _places() -> dict[str, str]:
    """Code by the whole name of a place, where only one has it."""
    found: dict[str, str] = {}
    for code in nomenclature("ubigeo-inei").names["es"]:
        name = folded(place_name(code))
        found[name] = "" if name in found else code
    return {name: code for name, code in found.items() if code}


@lru_cache(maxsize=1 << 13)
def place_told(code: str) -> str:
    """Name of a place by which it is found again: with every level where a shorter one is of more than one."""
    name = place_name(code) if code else ""
    return name if not code or _found(name) == code else whole_place_name(code)


def country_meant(text: str) -> str:
    """Code of a country, from the code or its name in any language."""
    code = text.upper()
    found = code if code in nomenclature("iso3166").names["es"] else _countries().get(folded(text))
    if found is None:
        raise Wrong("spreadsheets.unknown_country")
    return found


@cache
def _countries() -> dict[str, str]:
    codes = nomenclature("iso3166").names["es"]
    return {folded(country(code, language)): code for language in LANGUAGES for code in codes}


def country_told(code: str) -> str:
    """Name of a country by which it is found again."""
    name = country(code, current())
    return name if _countries().get(folded(name)) == code else code


def dated(text: str) -> Any:
    """Day of a text."""
    day = day_meant(text)
    if day is None:
        raise Wrong("spreadsheets.wrong_day")
    return day


def timed(text: str) -> Any:
    """Moment of a text."""
    moment = moment_meant(text)
    if moment is None:
        raise Wrong("spreadsheets.wrong_moment")
    return moment


def identified(text: str) -> UUID:
    """Identifier in Ayni."""
    try:
        return UUID(text)
    except ValueError:
        raise Wrong("spreadsheets.wrong_id") from None


def parted(text: str) -> list[str]:
    """Parts of a cell that holds several things."""
    return [part for each in text.split(";") if (part := each.strip())]


def joined_text(parts: Iterable[str]) -> str:
    """Several things in one cell."""
    return "; ".join(parts)


def listed_words(topic: str, codes: Iterable[str]) -> str:
    """Words of codes as a sentence lists them."""
    return listed([word(topic, code) for code in codes], current())
