"""Every indicator: its names, unit, range, direction, source and the function that computes it (``catalog.toml``)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Literal

from ayni.errors import UnknownName


@dataclass(frozen=True, slots=True)
class Indicator:
    """One entry of the catalogue.

    Attributes
    ----------
    id : str
        Name as the field writes it, as ``location_quotient``.
    name, says : mapping of language to str
        Name, and one sentence on what a value tells.
    formula : str
        Formula, in the letters of the source.
    unit : str
        Unit of the value (``1`` for a pure number, ``share`` for a fraction of one).
    low, high : float or None
        Bounds of the value, both included; None where there is none.
    direction : str
        ``more`` when a higher value is more of what is named, ``less`` or ``neither``.
    source : str
        Author (year), and equation or page.
    contract : str
        Contract of the table it takes.
    table : str
        Table of a study that has the same columns.
    value : str
        Column of the value.
    function : str
        ``module:function`` that computes it.
    preset : mapping of str to str
        Options of the function that make it this indicator.
    rename : mapping of str to str
        Columns of the function's table that take the indicator's name.
    tables : mapping of str to str
        Options that are a table and are not named after its contract, with that contract.
    """

    id: str
    name: Mapping[str, str]
    says: Mapping[str, str]
    formula: str
    unit: str
    low: float | None
    high: float | None
    direction: Literal["more", "less", "neither"]
    source: str
    contract: str
    table: str
    value: str
    function: str
    preset: Mapping[str, str]
    rename: Mapping[str, str]
    tables: Mapping[str, str]


@cache
def indicators() -> tuple[Indicator, ...]:
    """Entries of the catalogue, by name."""
    document = tomllib.loads(files("ayni").joinpath("catalog.toml").read_text(encoding="utf-8"))
    return tuple(_indicator(name, document[name]) for name in sorted(document))


def indicator(name: str) -> Indicator:
    """Entry of the catalogue with that name.

    Raises
    ------
    UnknownName
        There is none; the sentence names the nearest and lists all.
    """
    known = {entry.id: entry for entry in indicators()}
    if name not in known:
        near = get_close_matches(name, known, n=1, cutoff=0.4)
        raise UnknownName(
            "compute.unknown_indicator", came=name, near=near[0] if near else next(iter(known)), known=", ".join(known)
        )
    return known[name]


def _indicator(name: str, entry: dict[str, object]) -> Indicator:
    return Indicator(id=name, **{"low": None, "high": None, "preset": {}, "rename": {}, "tables": {}, **entry})  # type: ignore[arg-type]
