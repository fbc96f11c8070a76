"""Parts of a strategy: what each asks, whether a written reason stands in for it, what is shown of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ayni.library.entries import BadEntry, Entry, Text, entries
from ayni.library.fields import code_at, one_of, refuse_twice, rows_at, text_at

ROWS = ("one", "given", "free")
REASONS = ("", "part", "row")
FIELDS = ("text", "long", "number", "amount", "percent", "growth", "year", "day", "choice", "several")
FIGURES = ("number", "amount", "percent", "growth")
_KNOWN = frozenset({"place", "rows", "named", "reason", "beside", "weights", "watch", "total", "rank", "shares",
                    "reopens", "together", "row", "field"})  # fmt: skip
# What names a field of the part, and of which kinds that may be.
_POINTS = {
    "named": ("text",),
    "watch": ("day",),
    "total": ("amount",),
    "shares": ("percent",),
    "together": ("several",),
}


@dataclass(frozen=True, slots=True)
class Named:
    """A row that a part gives, or one of the answers to a field: its code and what it is called."""

    code: str
    title: Text


@dataclass(frozen=True, slots=True)
class Field:
    """What a row of a part says.

    Attributes
    ----------
    code : str
    title, hint : mapping of str to str
        What it is called in each language, and what helps to fill it; without a hint, empty.
    kind : str
        Of ``FIELDS``: ``amount`` is 0 or more, ``percent`` 0 to 100, ``growth`` a percentage of either sign.
    needed : bool
        Whether a row is whole without it.
    choices : tuple of Named
        Of ``choice`` and ``several``.
    """

    code: str
    title: Text
    hint: Text
    kind: str
    needed: bool
    choices: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a strategy.

    Attributes
    ----------
    code : str
        Name of its entry.
    title, about : mapping of str to str
        What it is called, and what it is for.
    source : str
        Who says that it belongs there.
    place : int
        Where it stands, the smallest first.
    rows : str
        Of ``ROWS``: it is one row, the rows that it gives, or as many as are needed, one at least.
    named : str
        Field that names a free row.
    reason : str
        Whether a written reason may stand instead of the whole ``part``, of a ``row``, or of nothing.
    beside : str
        Part that goes with it: a strategy that has one alone is told so.
    weights : str
        Questionnaire from whose answers its field ``weight`` is taken.
    watch : str
        Field with the day past which the strategy reopens.
    total : str
        Field that is added up.
    rank : tuple of str
        Two fields by which its rows are ordered, side by side.
    shares : str
        Field with the shares whose concentration is told.
    reopens : bool
        Whether each row is a sign that reopens the strategy once it is met.
    together : str
        Field that says with whom a row is done; one done with nobody is marked.
    given : tuple of Named
        The rows that it gives.
    fields : tuple of Field
        What each row says.
    """

    code: str
    title: Text
    about: Text
    source: str
    place: int
    rows: str
    named: str
    reason: str
    beside: str
    weights: str
    watch: str
    total: str
    rank: tuple[str, ...]
    shares: str
    reopens: bool
    together: str
    given: tuple[Named, ...]
    fields: tuple[Field, ...]


@cache
def parts() -> tuple[Part, ...]:
    """Parts of a strategy that the library has, in their places."""
    return tuple(sorted((part(each) for each in entries("strategies")), key=lambda each: (each.place, each.code)))


def part(entry: Entry) -> Part:
    """Part that an entry tells; refused with what is wrong, and where."""
    where, told = f"strategies/{entry.code}", entry.content
    for name in sorted(set(told) - _KNOWN):
        raise BadEntry("bad_part.unknown", where=where, name=name, known=", ".join(sorted(_KNOWN)))
    rows = one_of(where, "rows", told.get("rows"), ROWS)
    fields = _fields(where, told.get("field"))
    given = _named(where, "row", told.get("row")) if rows == "given" else ()
    found = Part(
        entry.code, entry.title, entry.about, entry.source, _place(where, told.get("place")), rows,
        str(told.get("named", "")), one_of(where, "reason", told.get("reason", ""), REASONS),
        str(told.get("beside", "")), str(told.get("weights", "")), str(told.get("watch", "")),
        str(told.get("total", "")), tuple(told.get("rank", ())), str(told.get("shares", "")),
        told.get("reopens") is True, str(told.get("together", "")), given, fields,
    )  # fmt: skip
    _refuse_astray(where, found)
    return found


def _place(where: str, came: Any) -> int:
    if isinstance(came, bool) or not isinstance(came, int) or came < 1:
        raise BadEntry("bad_part.place", where=where, came=came)
    return came


def _fields(where: str, came: Any) -> tuple[Field, ...]:
    rows = rows_at(where, "field", came)
    found = tuple(_field(f"{where}: field[{at}]", each) for at, each in enumerate(rows, 1))
    refuse_twice(where, [each.code for each in found])
    return found


def _field(where: str, told: Mapping[str, Any]) -> Field:
    kind = one_of(where, "kind", told.get("kind"), FIELDS)
    choices = _named(where, "choice", told.get("choice")) if kind in ("choice", "several") else ()
    return Field(
        code_at(where, told.get("code")), text_at(where, "title", told.get("title")), told.get("hint", {}), kind,
        told.get("needed") is True, choices,
    )  # fmt: skip


def _named(where: str, name: str, came: Any) -> tuple[Named, ...]:
    rows = rows_at(where, name, came)
    found = tuple(Named(code_at(where, each.get("code")), text_at(where, "title", each.get("title"))) for each in rows)
    refuse_twice(where, [each.code for each in found])
    return found


def _refuse_astray(where: str, found: Part) -> None:
    """Refuse what points at no field of the part, or at one of another kind."""
    kinds = {each.code: each.kind for each in found.fields}
    points: list[tuple[str, str, tuple[str, ...]]]
    points = [(name, getattr(found, name), allowed) for name, allowed in _POINTS.items() if getattr(found, name)]
    points += [("rank", each, FIGURES) for each in found.rank]
    points += [("weights", "weight", ("percent",))] if found.weights else []
    points += [("named", found.named, ("text",))] if found.rows == "free" else []
    for name, code, allowed in points:
        if kinds.get(code) not in allowed:
            raise BadEntry("bad_part.points", where=where, name=name, came=code, kinds=", ".join(allowed))
    if len(found.rank) not in (0, 2):
        raise BadEntry("bad_part.rank", where=where, n=len(found.rank))
    if found.reason == "row" and found.rows != "given":
        raise BadEntry("bad_part.reason", where=where)
