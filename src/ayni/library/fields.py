"""Fields of an entry, each refused with its place where it is not what its kind has."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ayni.library.entries import BadEntry, Text

LONGEST_CODE = 40


def rows_at(where: str, name: str, came: Any) -> Sequence[Mapping[str, Any]]:
    """Rows of an entry (``[[step]]``): one at least."""
    if not isinstance(came, list | tuple) or not came or not all(isinstance(each, Mapping) for each in came):
        raise BadEntry("library.missing", where=where, name=name)
    return came


def code_at(where: str, came: Any) -> str:
    """Code: small letters, figures, hyphens and underscores."""
    code = str(came or "")
    plain = code.replace("_", "").replace("-", "")
    if not (plain.isascii() and plain.isalnum() and code == code.lower() and len(code) <= LONGEST_CODE):
        raise BadEntry("bad_entry.code", where=where, came=code)
    return code


def text_at(where: str, name: str, came: Any) -> Text:
    """Text in every language (that none lacks is seen to before)."""
    if not isinstance(came, Mapping) or not came:
        raise BadEntry("library.missing", where=where, name=name)
    return came


def one_of(where: str, name: str, came: Any, known: Sequence[str]) -> str:
    """One of the codes that are known."""
    if came not in known:
        raise BadEntry("bad_entry.not_one", where=where, name=name, came=came, known=", ".join(known))
    return str(came)


def some_of(where: str, name: str, came: Any, known: Sequence[str]) -> tuple[str, ...]:
    """Some of the codes that are known, each once; one at least."""
    listed = list(_listed(came))
    if not listed:
        raise BadEntry("library.missing", where=where, name=name)
    return tuple(one_of(where, name, each, known) for each in dict.fromkeys(listed))


def refuse_twice(where: str, codes: Sequence[str]) -> None:
    """Refuse a code that stands more than once."""
    if twice := sorted({code for code in codes if codes.count(code) > 1}):
        raise BadEntry("bad_entry.twice", where=where, codes=", ".join(twice))


def _listed(came: Any) -> Iterator[Any]:
    yield from came if isinstance(came, list | tuple) else ()
