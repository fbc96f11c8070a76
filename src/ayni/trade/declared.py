"""Claims as a document declares them: sentences and their figures.

The format is described in ``docs/claims.md``.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ayni.errors import BadStudy, UnknownName
from ayni.words import LANGUAGES

FORMULAS: Mapping[str, tuple[str, ...]] = {
    "cagr": ("percent",),
    "growth": ("percent",),
    "multiple": ("times",),
    "ratio": ("times", "percent"),
    "share": ("percent",),
    "share_change": ("points",),
    "value": ("usd", "usd_million", "usd_thousand_million"),
}
OF_ONE_YEAR = ("ratio", "share", "value")
FIGURE_KEYS = (
    "formula",
    "group",
    "against",
    "source",
    "vintage",
    "exporter",
    "year",
    "from",
    "to",
    "unit",
    "decimals",
)
CLAIM_KEYS = ("id", "section", *LANGUAGES, "said", "tolerance", *FIGURE_KEYS, "figure")
MOST_DECIMALS = 6
Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that can be computed from a table of exports: one formula of a closed list, and what goes into it.

    Attributes
    ----------
    formula : str
        One of ``FORMULAS``.
    group : str
        Code of a product or of the published total.
    against : str or None
        Code below the line of a ``ratio``.
    source, vintage, exporter : str or None
        Which rows; None where the table has only one.
    years : tuple of int
        The year, or the first and the last.
    unit : str
        Unit in which it is said.
    decimals : int
        Decimals with which it is said.
    """

    formula: str
    group: str
    against: str | None
    source: str | None
    vintage: str | None
    exporter: str | None
    years: tuple[int, ...]
    unit: str
    decimals: int


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence that is held against the data.

    Attributes
    ----------
    id : str
        Name in tables.
    section : str
        Section of the document it stands in.
    sentence : mapping of language to str
        What it says, in other words than the author's.
    said : Decimal or None
        Its figure; None for a sentence without one.
    tolerance : Decimal or None
        Largest difference that still holds, in its unit; None for half a unit of the last decimal said.
    figures : tuple of Figure
        The figure it says, or those that bear on a sentence without one.
    source : str or None
        Source of its figures.
    """

    id: str
    section: str
    sentence: Words
    said: Decimal | None
    tolerance: Decimal | None
    figures: tuple[Figure, ...]
    source: str | None


def claims_declared(document: Mapping[str, Any]) -> tuple[Claim, ...]:
    """Claims of a document of claims, in its order.

    Parameters
    ----------
    document : mapping
        The TOML file as it was read, with ``[[claim]]`` tables.

    Raises
    ------
    BadStudy
        A key that is missing, unknown or of another kind; two claims of one name.
    UnknownName
        A formula or a unit that is not one of the list; the sentence lists them.
    """
    _known(document, ("claim",), "–")
    claims = tuple(_claim(table) for table in _tables(document, "claim", "–"))
    ids = [claim.id for claim in claims]
    for name in ids:
        if ids.count(name) > 1:
            raise BadStudy("claims.repeated", claim=name)
    return claims


def _claim(table: Mapping[str, Any]) -> Claim:
    name = _text(table, "id", "–")
    _known(table, CLAIM_KEYS, name)
    said = _number(table, "said", name)
    source = _optional(table, "source", name)
    if said is not None:
        if "figure" in table:
            raise BadStudy("claims.figure_and_said", claim=name)
        figures = [_figure(table, {}, name, said)]
    else:
        figures = [_figure(figure, table, name, None) for figure in _tables(table, "figure", name)]
    return Claim(
        id=name,
        section=_text(table, "section", name),
        sentence=_sentence(table, name),
        said=said,
        tolerance=_number(table, "tolerance", name),
        figures=tuple(figures),
        source=source or next((figure.source for figure in figures if figure.source), None),
    )


def _figure(table: Mapping[str, Any], above: Mapping[str, Any], name: str, said: Decimal | None) -> Figure:
    """Figure of a table; which rows it is of may be said once, in the claim above it."""
    if above:
        _known(table, FIGURE_KEYS, name)
    formula = _chosen(_text(table, "formula", name), tuple(FORMULAS), "formula", name)
    unit = _chosen(_optional(table, "unit", name) or FORMULAS[formula][0], FORMULAS[formula], "unit", name)
    inherited = {**{key: above[key] for key in ("source", "vintage", "exporter") if key in above}, **table}
    if (formula == "ratio") != ("against" in table):
        raise BadStudy("claims.against", claim=name)
    return Figure(
        formula=formula,
        group=_text(table, "group", name),
        against=_optional(table, "against", name),
        source=_optional(inherited, "source", name),
        vintage=_optional(inherited, "vintage", name),
        exporter=_optional(inherited, "exporter", name),
        years=_years(table, formula, name),
        unit=unit,
        decimals=_decimals(table, said, name),
    )


def _years(table: Mapping[str, Any], formula: str, name: str) -> tuple[int, ...]:
    keys = ("year",) if formula in OF_ONE_YEAR else ("from", "to")
    years = tuple(_whole(table, key, name) for key in keys)
    other = ({"year", "from", "to"} - set(keys)) & set(table)
    if other or sorted(set(years)) != list(years):
        raise BadStudy("claims.years", claim=name, formula=formula, keys=" = 2000, ".join(keys) + " = 2010")
    return years


def _decimals(table: Mapping[str, Any], said: Decimal | None, name: str) -> int:
    if "decimals" in table:
        decimals = _whole(table, "decimals", name)
        if not 0 <= decimals <= MOST_DECIMALS:
            raise BadStudy("claims.decimals", claim=name, came=decimals, most=MOST_DECIMALS)
        return decimals
    exponent = said.as_tuple().exponent if said is not None else -1
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def _number(table: Mapping[str, Any], key: str, name: str) -> Decimal | None:
    value = table.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal) or not math.isfinite(value):
        raise BadStudy("claims.not_a_number", claim=name, key=key, came=value)
    # The shortest decimal that reads as the same number is the one that was written: 74.5, not 74.4999...
    return Decimal(repr(value)) if isinstance(value, float) else Decimal(value)


def _whole(table: Mapping[str, Any], key: str, name: str) -> int:
    value = _required(table, key, name)
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadStudy("claims.not_a_whole_number", claim=name, key=key, came=value)
    return value


def _text(table: Mapping[str, Any], key: str, name: str) -> str:
    value = _required(table, key, name)
    if not isinstance(value, str) or not value.strip():
        raise BadStudy("claims.not_a_text", claim=name, key=key, came=value)
    return value


def _optional(table: Mapping[str, Any], key: str, name: str) -> str | None:
    return _text(table, key, name) if key in table else None


def _required(table: Mapping[str, Any], key: str, name: str) -> Any:
    if key not in table:
        raise BadStudy("claims.missing_key", claim=name, key=key)
    return table[key]


def _sentence(table: Mapping[str, Any], name: str) -> Words:
    return {language: _text(table, language, name) for language in LANGUAGES}


def _tables(document: Mapping[str, Any], key: str, name: str) -> Sequence[Mapping[str, Any]]:
    tables = document.get(key, [])
    if not isinstance(tables, list) or not all(isinstance(table, Mapping) for table in tables):
        raise BadStudy("claims.not_tables", claim=name, key=key)
    return tables


def _known(table: Mapping[str, Any], known: Sequence[str], name: str) -> None:
    for key in table:
        if key not in known:
            raise BadStudy("claims.unknown_key", claim=name, key=key, known=", ".join(known))


def _chosen(value: str, known: Sequence[str], what: str, name: str) -> str:
    if value not in known:
        raise UnknownName(f"claims.unknown_{what}", claim=name, came=value, known=", ".join(known))
    return value
