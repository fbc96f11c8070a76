"""The argument of the library: chapters in order, what each number of the inventory is about, entries by chapter."""

import tomllib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ayni.library.coverage import Room
from ayni.library.entries import KINDS, Entry, Text, entries


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of the argument.

    Attributes
    ----------
    code : str
    title, about : mapping of str to str
        What it is called, and what it argues.
    subjects : mapping of int to mapping of str to str
        What each of its numbers of the inventory is about, in the order they are read.
    """

    code: str
    title: Text
    about: Text
    subjects: Mapping[int, Text]


@cache
def chapters() -> tuple[Chapter, ...]:
    """Chapters of the argument, in order; each number of the inventory stands in one."""
    document = tomllib.loads(files("ayni.library").joinpath("chapters.toml").read_text(encoding="utf-8"))
    return tuple(
        Chapter(
            each["code"], each["title"], each["about"],
            {int(number): text for number, text in each["subject"].items()},
        )
        for each in document["chapter"]
    )  # fmt: skip


@cache
def subjects() -> dict[int, Text]:
    """What each number of the inventory is about."""
    return {number: text for each in chapters() for number, text in each.subjects.items()}


def chapter_of(serving: Entry | Room) -> Chapter:
    """Chapter that an entry, or something built, serves most; of several, the first."""
    served = Counter(_numbered()[number] for number in serving.serves)
    return chapters()[max(served, key=lambda at: (served[at], -at))]


def entries_of(chapter: Chapter) -> tuple[Entry, ...]:
    """Entries that serve a chapter most, kind by kind; by their ``place``, then in the order of its numbers."""
    return tuple(
        each for kind in KINDS for each in sorted(entries(kind), key=_order_in(chapter)) if chapter_of(each) == chapter
    )


def _order_in(chapter: Chapter) -> Callable[[Entry], tuple[int, int]]:
    places = {number: at for at, number in enumerate(chapter.subjects)}
    return lambda each: (each.content.get("place", 0), min(places.get(number, len(places)) for number in each.serves))


@cache
def _numbered() -> dict[int, int]:
    """Place of the chapter in which each number stands."""
    return {number: at for at, each in enumerate(chapters()) for number in each.subjects}
