"""Measures: what is counted of whom, in which unit and period, and how members make up the whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ayni.library.chains import KINDS
from ayni.library.entries import BadEntry, Entry, Text, entries
from ayni.library.fields import some_of

OF = ("organisation", "cluster")
BETTER = ("more", "less", "neither")
PERIODS = ("month", "quarter", "year", "farm_year")
ROLL_UPS = ("sum", "mean", "weighted_mean", "none")
_KNOWN = frozenset({"of", "unit", "better", "period", "roll_up", "weight", "by", "experience", "kinds"})


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a breakdown: its code and what it is called."""

    code: str
    title: Text


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A way in which a reading is told by parts; of a ladder, each is worth more than the one before."""

    code: str
    title: Text
    values: tuple[Value, ...]
    ladder: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure.

    Attributes
    ----------
    code : str
        Name of its entry.
    title, about : mapping of str to str
        What it is called, and what it counts, in each language.
    of : str
        ``organisation`` (each member tells its own) or ``cluster``.
    unit, better, period, roll_up : str
        In what it is told; whether more or less of it is better; how often; how members make up the whole.
    weight : mapping of str to str or None
        What weighs a weighted mean, as it is called.
    by : Breakdown or None
        The parts in which a reading may be told.
    experience : bool
        Whether an experience curve is drawn through it: a unit cost whose weight is output.
    kinds : tuple of str
        Kinds of organisations that tell it; empty: every member.
    """

    code: str
    title: Text
    about: Text
    of: str
    unit: str
    better: str
    period: str
    roll_up: str
    weight: Text | None
    by: Breakdown | None
    experience: bool
    kinds: tuple[str, ...]


@cache
def measures() -> dict[str, Measure]:
    """Measures of the library, by code."""
    return {each.code: measure(each) for each in entries("series")}


def measure(entry: Entry) -> Measure:
    """Measure that an entry tells; refused with what is wrong, and where."""
    where, content = f"series/{entry.code}", entry.content
    for name in sorted(set(content) - _KNOWN):
        raise BadEntry("bad_series.unknown", where=where, name=name, known=", ".join(sorted(_KNOWN)))
    roll_up, of = _one_of(where, content, "roll_up", ROLL_UPS), _one_of(where, content, "of", OF)
    weight = content.get("weight")
    if (roll_up == "weighted_mean") != bool(weight):
        raise BadEntry("bad_series.weight", where=where)
    if of == "cluster" and roll_up != "none":
        raise BadEntry("bad_series.of_cluster", where=where)
    experience = content.get("experience", False)
    if experience and (roll_up != "weighted_mean" or content.get("better") != "less"):
        raise BadEntry("bad_series.experience", where=where)
    if of == "cluster" and "kinds" in content:
        raise BadEntry("bad_series.kinds", where=where)
    if not isinstance(content.get("unit"), str) or not content["unit"]:
        raise BadEntry("library.missing", where=where, name="unit")
    return Measure(
        code=entry.code, title=entry.title, about=entry.about, of=of, unit=content["unit"],
        better=_one_of(where, content, "better", BETTER), period=_one_of(where, content, "period", PERIODS),
        roll_up=roll_up, weight=weight, by=_breakdown(where, content.get("by", [])), experience=bool(experience),
        kinds=some_of(where, "kinds", content["kinds"], KINDS) if "kinds" in content else (),
    )  # fmt: skip


def _one_of(where: str, content: Mapping[str, Any], name: str, known: tuple[str, ...]) -> str:
    came = content.get(name)
    if came not in known:
        raise BadEntry("bad_series.one_of", where=where, name=name, came=str(came), known=", ".join(known))
    return str(came)


def _breakdown(where: str, came: Any) -> Breakdown | None:
    """One way to break a reading down; a second would let a part be counted in both."""
    if not came:
        return None
    values = came[0].get("value", []) if isinstance(came, list) and isinstance(came[0], Mapping) else []
    codes = [each.get("code") for each in values]
    if len(came) != 1 or len(codes) < len(("this", "that")) or not all(codes) or len(set(codes)) < len(codes):
        raise BadEntry("bad_series.by", where=where)
    told = tuple(Value(each["code"], each["title"]) for each in values)
    return Breakdown(came[0]["code"], came[0]["title"], told, came[0].get("ladder") is True)
