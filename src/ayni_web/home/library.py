"""The library as people read it: entries by kind, and each with its lists, whatever its kind."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ayni.library import KINDS, Entry, entries
from ayni.library.counting import filled, limit_at
from ayni_web.common.language import current, spoken

# Lists in the order they are read; what is a list of codes is for programs.
PARTS = ("phase", "step", "group", "item", "scale", "link", "role", "sign", "action", "rule", "moves", "by", "value",
         "row", "field", "choice")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a list: its text, what explains it, and the lists within it."""

    text: str
    about: str
    parts: "list[Part]"


@dataclass(frozen=True, slots=True)
class Part:
    """A list of an entry: its name in the file, and its lines."""

    name: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Entries of a kind."""

    kind: str
    entries: list[Entry]


def shelves() -> list[Shelf]:
    """Every entry, by kind."""
    return [Shelf(kind, list(entries(kind))) for kind in KINDS]


def parts_of(content: Mapping[str, Any]) -> list[Part]:
    """Lists of an entry, or of one of its lines, told in the language being spoken."""
    found = ((name, content.get(name)) for name in PARTS)
    return [Part(name, _lines(rows)) for name, rows in found if _is_list(rows)]


def _is_list(rows: Any) -> bool:
    return isinstance(rows, list) and bool(rows) and all(isinstance(each, Mapping) for each in rows)


def _lines(rows: Iterable[Mapping[str, Any]]) -> list[Line]:
    told = (each for each in rows if "title" in each or "text" in each)
    return [Line(_said(each), spoken(each.get("about", {})), parts_of(each)) for each in told]


def _said(row: Mapping[str, Any]) -> str:
    """Title or text of a line; the figures of a limit stand in the text that takes them."""
    said = spoken(row.get("title") or row["text"])
    return filled(said, limit_at("", row), current()) if "counts" in row else said
