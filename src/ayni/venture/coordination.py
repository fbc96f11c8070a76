"""What coordinating members of a kind costs, and what each kind can do, as the file of a plan tells it.

Neither changes a figure of a member: by them it is judged how many members of each kind a group bears, and who does
what others do as well.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ayni.venture.fields import BadVenture, Row

MOST_LOOKED_AT = 100_000
MOST_MORE = 500


@dataclass(frozen=True, slots=True)
class Coordination:
    """What coordinating the members of a type costs a year, beside what the money of the plan tells.

    Attributes
    ----------
    who : str
        Type.
    each : float
        A year for each member, zero or more: visits, records, what it takes to agree with the other types.
    pair : float
        A year for each two members of the type that must agree, zero or more.
    most : int
        Up to how many members it is looked at: at least as many as the plan has.
    source : str
        Where its figures are from; empty only where they are illustrative.
    """

    who: str
    each: float
    pair: float
    most: int
    source: str = ""


@dataclass(frozen=True, slots=True)
class Skill:
    """Something the group must be able to do, and how well each type does it.

    Attributes
    ----------
    code, title : str
        How it is named.
    levels : dict of str to float
        Of each type 0 (not at all) to 1 (as well as it is asked); zero for a type that is not named.
    source : str
        Who says so; empty only where it is illustrative.
    """

    code: str
    title: str
    levels: Mapping[str, float]
    source: str = ""


def coordination_of(row: Row, counts: Mapping[str, int], types: tuple[str, ...]) -> Coordination:
    """What coordinating a type costs; ``counts`` are of the types that are sound, ``types`` the codes of all."""
    row.only("who", "each", "pair", "most", "source", "illustrative")
    who = str(row.one_of("who", types))
    least = counts.get(who, 1)
    usual = max(least, min(2 * least, least + MOST_MORE))
    return Coordination(
        who, row.number("each", 0, 1e15), row.number("pair", 0, 1e15, 0.0),
        row.whole("most", least, MOST_LOOKED_AT, usual), row.source(),
    )  # fmt: skip


def skill_of(row: Row, types: tuple[str, ...]) -> Skill:
    """A skill with how well each type does it."""
    row.only("code", "title", "levels", "source", "illustrative")
    levels: dict[str, float] = {}
    for name, level in row.by_code("levels").items():
        row.known(name, "levels", types)
        if isinstance(level, bool) or not isinstance(level, int | float) or not 0 <= level <= 1:
            raise BadVenture("bad_venture.level", where=row.at(f"levels.{name}"), type=name, came=str(level))
        levels[name] = float(level)
    return Skill(row.code(), row.text("title", row.code()), levels, row.source())


def coordinated_once(told: Mapping[str, Any]) -> None:
    """Nothing, where the cost of coordinating each type is told once."""
    rows = told.get("coordination", [])
    said = [each.get("who") for each in rows if isinstance(each, Mapping)] if isinstance(rows, list) else []
    for who in said:
        if isinstance(who, str) and said.count(who) > 1:
            raise BadVenture("bad_venture.twice", name="coordination", code=who)
