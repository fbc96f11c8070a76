"""What a spreadsheet that comes in may hold; the words of its first row are ``words/sheet_columns.toml``.

A column is known by its name in any of the languages, or by another name that people give it.  An empty cell changes
nothing, so that a file with a few of the columns, or a few of the rows, is a file.
"""

from functools import cache
from typing import Any

from ayni.tables import Column, Contract
from ayni.words import LANGUAGES, say
from ayni_web.spreadsheets.incoming import INCOMING

# Each column by name: how it is read, what it may hold, and by what else people call it.
_KINDS: dict[str, dict[str, Any]] = {
    "share_of_value": {"kind": "number", "minimum": 0, "maximum": 100},
    "quantity": {"kind": "number", "minimum": 0},
    "formal": {"kind": "boolean"},
    "cancelled": {"kind": "boolean"},
}
_EXAMPLES = {
    "name": "Asociación Sumaq Kinua", "place": "Ayaviri, Melgar, Puno", "ruc": "20512333797", "phone": "951 234 567",
    "email": "rosa@ejemplo.pe", "share_of_value": "35", "since": "2026-01-15", "until": "2026-11-18",
    "starts_at": "2026-11-18 14:30", "ends_at": "2026-11-18 16:30", "quantity": "920", "lot": "L-014",
    "title": "Taller de secado en Juliaca", "cluster": "Quinua de Puno", "organisation": "Cooperativa Taypi",
    "source": "Cooperativa Taypi", "target": "Exportadora Wara",
}  # fmt: skip
_ALSO: dict[str, tuple[str, ...]] = {
    "name": ("razón social", "razão social", "organización", "organización o empresa", "organização", "organisation"),
    "kind": ("clase", "qué es", "tipo de organización", "tipo de organização", "o que é", "categoría"),
    "place": ("ubigeo", "distrito", "district", "ubicación"),
    "province": ("prov", "província"),
    "department": ("región", "region", "dpto", "depto", "departamento o región"),
    "phone": ("celular", "móvil", "mobile", "fone"),
    "email": ("correo", "e-mail", "mail"),
    "organisation": ("member", "socio", "miembro", "membro"),
    "quantity": ("cantidad entregada",),
    "starts_at": ("fecha", "date", "data"),
}

ROWS: dict[str, tuple[str, ...]] = {
    "organisations": (
        "id", "name*", "kind*", "place", "country", "size_band", "formal", "ruc", "numbers", "phone", "email",
        "mission", "interests", "note",
    ),
    "relations": ("id", "source*", "does*", "target*", "share_of_value", "since", "until", "note"),
    "memberships": ("cluster*", "organisation*", "kind", "state", "since", "parts"),
    "events": (
        "id", "event_kind*", "title*", "cluster", "starts_at*", "ends_at", "place", "where", "quantity", "unit", "lot",
        "organisations", "note", "cancelled",
    ),
    **{each.name: each.columns for each in INCOMING.values()},
}  # fmt: skip
"""Columns of each contract, in their order; those with a star are filled in every row."""

BESIDE: dict[str, tuple[str, ...]] = {"organisations": ("province", "department")}
"""Columns that people write beside another, and that come in with it: the levels of a place."""

MOST_ROWS = {
    "organisations": 20_000, "relations": 20_000, "memberships": 2_000, "events": 2_000,
    **{each.name: each.most for each in INCOMING.values()},
}  # fmt: skip
"""Rows of one file at most; whoever has more sends it in parts."""

CONTRACTS = tuple(ROWS)


def header(column: str, language: str) -> str:
    """Name of a column as the first row has it."""
    return say(f"sheet_columns.{column}", language)


def columns(contract: str) -> tuple[str, ...]:
    """Names of the columns of a contract, in order."""
    return tuple(each.rstrip("*") for each in ROWS[contract])


def required(contract: str) -> tuple[str, ...]:
    """Names of the columns that are filled in every row."""
    return tuple(each.rstrip("*") for each in ROWS[contract] if each.endswith("*"))


@cache
def contract(name: str, language: str) -> Contract:
    """Contract by name; its examples are told in a language."""
    needed = required(name)
    names = (*columns(name), *BESIDE.get(name, ()))
    return Contract(name, tuple(_column(name, each, each in needed, language) for each in names))


def _column(contract: str, name: str, needed: bool, language: str) -> Column:
    told = (header(name, each) for each in LANGUAGES)
    aliases = tuple(dict.fromkeys([*told, *_ALSO.get(name, ())]))
    own = INCOMING.get(contract)
    kind = own.kinds.get(name, {}) if own else _KINDS.get(name, {})
    example = (own.examples.get(name) if own else None) or _example(name, language)
    return Column(name, required=needed, aliases=aliases, example=example, **kind)


def _example(name: str, language: str) -> str:
    """What a cell may hold, in the words of the reader where it holds a code."""
    codes = {"kind": "kinds.cooperative", "event_kind": "event_kinds.training", "does": "relations.supplies"}
    return say(codes[name], language) if name in codes else _EXAMPLES.get(name, "")
