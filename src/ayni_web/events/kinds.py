"""Kinds of events, read from ``kinds.toml``: who takes part as what, and what each kind tells."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of event.

    Attributes
    ----------
    code : str
        Its name in the database and in ``words/event_kinds.toml``.
    roles, units : tuple of str
        As what one takes part; in what a quantity is told, none where there is no quantity.
    lot, ends : bool
        Whether it is of a lot; whether it has an end.
    inside : bool
        Whether every member of the cluster sees it.
    told_by : str
        Role whose word it is; told by another, it is marked so.
    """

    code: str
    roles: tuple[str, ...]
    units: tuple[str, ...]
    lot: bool
    ends: bool
    inside: bool
    told_by: str


@cache
def kinds() -> dict[str, Kind]:
    """Kinds by code, in the order of the file."""
    table = tomllib.loads(files(__package__).joinpath("kinds.toml").read_text(encoding="utf-8"))
    return {
        code: Kind(**{**row, "code": code, "roles": tuple(row["roles"]), "units": tuple(row["units"])})
        for code, row in table.items()
    }


def seen_inside() -> tuple[str, ...]:
    """Codes of the kinds that every member of a cluster sees."""
    return tuple(code for code, kind in kinds().items() if kind.inside)
