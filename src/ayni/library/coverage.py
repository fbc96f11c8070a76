"""Which of the 189 numbers of the inventory are served, by what, and why nothing serves the others."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from ayni.library.entries import KINDS, LAST_NUMBER, Entry, Text, entries


@dataclass(frozen=True, slots=True)
class Room:
    """Something built that serves numbers by itself, without an entry: a page, a command.

    Attributes
    ----------
    name : str
        What the terminal calls it.
    title : mapping of str to str
        What a reader is told it is.
    address : str
        Where it stands on the site; empty for a command, and for what has no page of its own.
    inside : bool
        Whether that page is for people who are signed in.
    serves : tuple of int
    """

    name: str
    title: Text
    address: str
    inside: bool
    serves: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Served:
    """A number of the inventory.

    Attributes
    ----------
    number : int
    entries : tuple of Entry
        Entries of the library that serve it.
    rooms : tuple of Room
        What serves it by being built.
    lacks : mapping of str to str
        Why nothing serves it yet; empty where something does.
    """

    number: int
    entries: tuple[Entry, ...]
    rooms: tuple[Room, ...]
    lacks: Text

    @property
    def by(self) -> tuple[str, ...]:
        """Whatever serves it: names of what is built, then entries as ``kind/code``."""
        return (*(each.name for each in self.rooms), *(f"{each.kind}/{each.code}" for each in self.entries))


def coverage() -> tuple[Served, ...]:
    """Each number of the inventory with what serves it, or why nothing does."""
    by_entry: dict[int, list[Entry]] = {}
    for kind in KINDS:
        for each in entries(kind):
            for number in each.serves:
                by_entry.setdefault(number, []).append(each)
    return tuple(
        Served(
            number, tuple(by_entry.get(number, ())),
            tuple(room for room in rooms() if number in room.serves), _told()["lacking"].get(str(number), {}),
        )
        for number in range(1, LAST_NUMBER + 1)
    )  # fmt: skip


@cache
def rooms() -> tuple[Room, ...]:
    """What is built, as ``served.toml`` tells it."""
    return tuple(
        Room(
            each["name"], each["title"], each.get("address", ""), each.get("inside", False), tuple(each["serves"]),
        )
        for each in _told()["room"]
    )  # fmt: skip


@cache
def _told() -> Mapping[str, Any]:
    return tomllib.loads(files("ayni.library").joinpath("served.toml").read_text(encoding="utf-8"))
