"""The argument of the library, chapter by chapter: its entries, its points with what serves them, and its search."""

from dataclasses import dataclass
from functools import cache
from itertools import groupby
from operator import attrgetter

from ayni.library import KINDS, Entry, Served, coverage, entries
from ayni.library.chapters import Chapter, chapter_of, chapters, entries_of, subjects
from ayni.library.coverage import Room, rooms
from ayni.words import LANGUAGES, say
from ayni_web.common.language import spoken
from ayni_web.home.searching import holds


@dataclass(frozen=True, slots=True)
class Shelf:
    """Entries of a kind."""

    kind: str
    entries: list[Entry]


@dataclass(frozen=True, slots=True)
class Read:
    """A chapter as it is read: its place, and the entries and what is built that serve it most."""

    place: int
    chapter: Chapter
    shelves: list[Shelf]
    rooms: list[Room]


@dataclass(frozen=True, slots=True)
class Point:
    """A number of the inventory: what it is about, and what serves it."""

    number: int
    subject: str
    served: Served


def argument() -> list[Read]:
    """Every chapter in order, with its entries."""
    return [_read(place, each) for place, each in enumerate(chapters(), 1)]


def _read(place: int, chapter: Chapter) -> Read:
    shelves = [Shelf(kind, list(row)) for kind, row in groupby(entries_of(chapter), attrgetter("kind"))]
    return Read(place, chapter, shelves, [each for each in rooms() if chapter_of(each) == chapter])


def read_chapter(code: str) -> tuple[Read, Read | None, Read | None] | None:
    """A chapter with those before and after it; None where there is no such chapter."""
    told = argument()
    at = next((at for at, each in enumerate(told) if each.chapter.code == code), None)
    if at is None:
        return None
    return told[at], told[at - 1] if at else None, told[at + 1] if at + 1 < len(told) else None


def points(chapter: Chapter) -> list[Point]:
    """Points of a chapter, in the order they are read."""
    found = {each.number: each for each in coverage()}
    return [Point(number, spoken(text), found[number]) for number, text in chapter.subjects.items()]


def served_by(entry: Entry) -> list[tuple[int, str, Chapter]]:
    """Numbers that an entry serves, each with what it is about and its chapter."""
    where = {number: each for each in chapters() for number in each.subjects}
    return [(number, spoken(subjects()[number]), where[number]) for number in entry.serves]


def beside(entry: Entry) -> tuple[Chapter, Entry | None, Entry | None]:
    """Chapter of an entry, with the entries before and after it there."""
    chapter = chapter_of(entry)
    row = entries_of(chapter)
    at = row.index(entry)
    return chapter, row[at - 1] if at else None, row[at + 1] if at + 1 < len(row) else None


def found_entries(query: str) -> list[Entry]:
    """Entries that serve a number, or that have every word in what is said of them, in any language."""
    number = query.strip().lstrip("#")
    every = (each for kind in KINDS for each in entries(kind))
    if number.isdecimal():
        return [each for each in every if int(number) in each.serves]
    return [each for each in every if holds(_said_of(each.kind, each.code), query)]


@cache
def _said_of(kind: str, code: str) -> str:
    """All that an entry is found by: kind, title, what it is for and what its numbers are about."""
    each = next(one for one in entries(kind) if one.code == code)
    texts = (each.title, each.about, *(subjects()[number] for number in each.serves))
    names = (say(f"library.{kind}", language) for language in LANGUAGES)
    return " ".join((*names, *(text[language] for text in texts for language in LANGUAGES)))
