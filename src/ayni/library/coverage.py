"""Which of the 189 numbers of the inventory are served, and by what."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ayni.library.entries import KINDS, LAST_NUMBER, entries


@dataclass(frozen=True, slots=True)
class Served:
    """A number of the inventory.

    Attributes
    ----------
    number : int
    entries : tuple of str
        Entries of the library that serve it, as ``kind/code``.
    rooms : tuple of str
        What serves it by being built (``served.toml``): a page, a command, an indicator.
    """

    number: int
    entries: tuple[str, ...]
    rooms: tuple[str, ...]

    @property
    def by(self) -> tuple[str, ...]:
        """Whatever serves it."""
        return (*self.rooms, *self.entries)


def coverage() -> tuple[Served, ...]:
    """Each number of the inventory with what serves it; nothing where nothing does."""
    by_entry: dict[int, list[str]] = {}
    for kind in KINDS:
        for each in entries(kind):
            for number in each.serves:
                by_entry.setdefault(number, []).append(f"{each.kind}/{each.code}")
    rooms = _rooms()
    return tuple(
        Served(number, tuple(by_entry.get(number, ())), rooms.get(number, ())) for number in range(1, LAST_NUMBER + 1)
    )


@cache
def _rooms() -> dict[int, tuple[str, ...]]:
    """What is built, by number: each table of ``served.toml`` names a thing and the numbers it serves."""
    document = tomllib.loads(files("ayni.library").joinpath("served.toml").read_text(encoding="utf-8"))
    found: dict[int, list[str]] = {}
    for name, numbers in document["served"].items():
        for number in numbers:
            found.setdefault(number, []).append(name)
    return {number: tuple(names) for number, names in found.items()}
