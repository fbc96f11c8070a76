"""Tables of names that publishers give beside their trade: what a code of theirs means."""

import csv
import io
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from ayni.errors import Refused, UnreadableFile
from ayni.sources.raw.kinds import SEPARATORS
from ayni.sources.scan import file_hash

# A heading longer than this is no heading of theirs.
HEAD = 4096


@dataclass(frozen=True, slots=True)
class Meanings:
    """What the codes of a publisher mean.

    Attributes
    ----------
    of : str
        ``exporter`` or ``product``.
    names : mapping of str to str
        By code, as it is written in the trade that it belongs to.
    title : str
        Whose table it is.
    raw, sha256 : str
        Name and hash of the file.
    """

    of: Literal["exporter", "product"]
    names: Mapping[str, str]
    title: str
    raw: str
    sha256: str


def meanings(raw: Path) -> Meanings | None:
    """What a table of names says; None where the file, by its columns, is no such table.

    Raises
    ------
    Refused
        A code has two names.
    UnreadableFile
        It is missing a quotation mark, or is no text.
    """
    if not raw.is_file():
        return None
    with raw.open("rb") as stream:
        head = _text(stream.readline(HEAD))
    separator = max(SEPARATORS, key=head.count)
    header = [name.strip().lower() for name in _header(head, separator)]
    kind = next((each for each in _kinds().values() if {*each["needs"]} <= {*header}), None)
    name = None if kind is None else next((each for each in kind["name"] if each in header), None)
    if kind is None or name is None:
        return None
    try:
        rows = list(csv.reader(io.StringIO(_text(raw.read_bytes()), newline=None), delimiter=separator))[1:]
    except csv.Error as error:
        raise UnreadableFile("raw.no_table", file=raw.name) from error
    names = _named(raw, rows, header.index(kind["code"]), header.index(name), kind["pad"])
    return Meanings(kind["names"], names, kind["title"], raw.name, file_hash(raw))


@cache
def _kinds() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(files("ayni.sources.raw").joinpath("meanings.toml").read_text(encoding="utf-8"))


def _header(head: str, separator: str) -> list[str]:
    """Cells of a first line; none where it is no text, as of a file that is compressed."""
    try:
        return next(csv.reader([head], delimiter=separator), [])
    except csv.Error:
        return []


def _text(content: bytes) -> str:
    """Text in UTF-8, or as older tables are written."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _named(raw: Path, rows: Sequence[Sequence[str]], code: int, name: int, pad: int) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in rows:
        if len(row) <= max(code, name) or not row[code].strip() or not row[name].strip():
            continue
        key, told = row[code].strip().rjust(pad, "0"), row[name].strip()
        if found.setdefault(key, told) != told:
            raise Refused("raw.two_names", file=raw.name, code=key, first=found[key], second=told)
    return found
