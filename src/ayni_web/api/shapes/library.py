"""The domain as data."""

from typing import Any

from ninja import Schema


class LibraryLine(Schema):
    """An entry as lists have it; ``serves``: numbers of the inventory."""

    kind: str
    code: str
    title: str
    about: str
    source: str
    serves: list[int]


class LibraryEntry(LibraryLine):
    """An entry whole: what its kind has, its texts told in the language asked for."""

    content: dict[str, Any]
