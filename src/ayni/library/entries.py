"""Entries of the library: read, checked, and told what is wrong with one that a person wrote."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from ayni.errors import AyniError
from ayni.words import LANGUAGES

KINDS = (
    "questionnaires", "processes", "promises", "series", "chains", "phases", "playbooks", "rules",
    "strategies", "plans",
)  # fmt: skip
LAST_NUMBER = 189
_HEAD = ("serves", "source", "title", "about")
Text = Mapping[str, str]


class BadEntry(AyniError):
    """An entry that is not as its kind has it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry.

    Attributes
    ----------
    kind, code : str
        Folder and name of its file.
    serves : tuple of int
        Numbers of the inventory, 1 to 189, that it serves.
    source : str
        Where it is from.
    title, about : mapping of str to str
        What it is called, and what it is for, in each language.
    content : mapping
        What its kind has beside these; every text in it is a table with ``es``, ``en`` and ``pt``.
    """

    kind: str
    code: str
    serves: tuple[int, ...]
    source: str
    title: Text
    about: Text
    content: Mapping[str, Any]


def entries(kind: str) -> tuple[Entry, ...]:
    """Entries of a kind, by code."""
    return tuple(_packaged(kind).values())


def entry(kind: str, code: str) -> Entry:
    """Entry by its kind and code."""
    found = _packaged(kind).get(code)
    if found is None:
        raise BadEntry("library.no_entry", kind=kind, code=code, known=", ".join(_packaged(kind)))
    return found


def read_entry(kind: str, code: str, document: Mapping[str, Any]) -> Entry:
    """Entry from what its file says; refused with what is missing or wrong, and where."""
    if kind not in KINDS:
        raise BadEntry("library.no_kind", kind=kind, known=", ".join(KINDS))
    for name in _HEAD:
        if not document.get(name):
            raise BadEntry("library.missing", where=f"{kind}/{code}", name=name)
    serves = document["serves"]
    if not all(isinstance(each, int) and 1 <= each <= LAST_NUMBER for each in serves):
        raise BadEntry("library.not_a_number", where=f"{kind}/{code}", came=", ".join(map(str, serves)))
    for where, text in _texts(document):
        _refuse_untold(f"{kind}/{code}", where, text)
    content = {name: value for name, value in document.items() if name not in _HEAD}
    return Entry(kind, code, tuple(sorted(serves)), document["source"], document["title"], document["about"], content)


def _texts(value: Any, where: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every table that holds a text in some language, with where it stands."""
    if isinstance(value, Mapping):
        if value and set(value) <= {*LANGUAGES}:
            yield where, value
            return
        for name, each in value.items():
            yield from _texts(each, f"{where}.{name}" if where else name)
    elif isinstance(value, list):
        for at, each in enumerate(value, 1):
            yield from _texts(each, f"{where}[{at}]")


def _refuse_untold(entry_name: str, where: str, text: Mapping[str, Any]) -> None:
    untold = [language for language in LANGUAGES if not str(text.get(language, "")).strip()]
    if untold:
        raise BadEntry("library.untold", where=f"{entry_name}: {where}", languages=", ".join(untold))


@cache
def _packaged(kind: str) -> dict[str, Entry]:
    if kind not in KINDS:
        raise BadEntry("library.no_kind", kind=kind, known=", ".join(KINDS))
    folder = files("ayni.library").joinpath(kind)
    found = sorted(_files(folder), key=lambda each: each.name)
    return {
        each.name.removesuffix(".toml"): read_entry(
            kind, each.name.removesuffix(".toml"), tomllib.loads(each.read_text(encoding="utf-8"))
        )
        for each in found
    }


def _files(folder: Traversable) -> list[Traversable]:
    return [each for each in folder.iterdir() if each.name.endswith(".toml")] if folder.is_dir() else []
