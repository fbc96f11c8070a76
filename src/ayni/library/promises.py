"""Kinds of promises: who makes which to whom, in what it is counted, when it is looked at again."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ayni.library.entries import BadEntry, Entry, Text, entries

_KNOWN = frozenset({"makers", "receivers", "units", "review", "within", "inside", "cash"})
LONGEST = 600


@dataclass(frozen=True, slots=True)
class Promise:
    """A kind of promise.

    Attributes
    ----------
    code : str
        Name of its entry.
    title, about : mapping of str to str
        What it is called, and what it is for, in each language.
    makers, receivers : tuple of str
        Kinds of organisations that make it and that receive it; empty: any.
    units : tuple of str
        In what its quantity is counted; empty: it has none.
    review : int or None
        Months after which it is looked at again, and again, for as long as it stands.
    within : int or None
        Months within which its day must lie.
    inside : bool
        Whether every member of the cluster sees it once it is agreed; otherwise only its two sides and who manages.
    cash : bool
        Whether it is money that an organisation puts in.
    """

    code: str
    title: Text
    about: Text
    makers: tuple[str, ...]
    receivers: tuple[str, ...]
    units: tuple[str, ...]
    review: int | None
    within: int | None
    inside: bool
    cash: bool


@cache
def promises() -> dict[str, Promise]:
    """Kinds of promises of the library, by code."""
    return {each.code: promise(each) for each in entries("promises")}


def promise(entry: Entry) -> Promise:
    """Kind of promise that an entry tells; refused with what is wrong, and where."""
    where, content = f"promises/{entry.code}", entry.content
    for name in sorted(set(content) - _KNOWN):
        raise BadEntry("bad_promise.unknown", where=where, name=name, known=", ".join(sorted(_KNOWN)))
    return Promise(
        code=entry.code, title=entry.title, about=entry.about,
        makers=_codes(where, content, "makers"), receivers=_codes(where, content, "receivers"),
        units=_codes(where, content, "units"),
        review=_months(where, content, "review"), within=_months(where, content, "within"),
        inside=_truth(where, content, "inside"), cash=_truth(where, content, "cash"),
    )  # fmt: skip


def _codes(where: str, content: Mapping[str, Any], name: str) -> tuple[str, ...]:
    came = content.get(name, [])
    if not isinstance(came, list) or not all(isinstance(each, str) and each for each in came):
        raise BadEntry("bad_promise.list", where=where, name=name)
    if len(set(came)) < len(came):
        raise BadEntry("bad_promise.twice", where=where, name=name)
    return tuple(came)


def _months(where: str, content: Mapping[str, Any], name: str) -> int | None:
    came = content.get(name)
    if came is None:
        return None
    if not isinstance(came, int) or isinstance(came, bool) or not 1 <= came <= LONGEST:
        raise BadEntry("bad_promise.months", where=where, name=name, most=LONGEST)
    return came


def _truth(where: str, content: Mapping[str, Any], name: str) -> bool:
    came = content.get(name, False)
    if not isinstance(came, bool):
        raise BadEntry("bad_promise.truth", where=where, name=name)
    return came
