"""Codes held against a nomenclature, when one is named."""

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

import polars as pl

from ayni.codes import Nomenclature, nomenclature
from ayni.sources.doubts import Doubt, Why, places
from ayni.sources.header import folded
from ayni.tables import Column, Contract

_SEARCHED_AT_MOST = 200
_ZEROS_AT_MOST = 2


@dataclass(frozen=True, slots=True)
class Held:
    """A nomenclature that codes are held against.

    Attributes
    ----------
    nomenclature : Nomenclature
        The list.
    codes : polars.Series of String
        Its codes.
    why : callable
        Sentence for a code that it lacks.
    """

    nomenclature: Nomenclature
    codes: pl.Series
    why: Why

    def governs(self, column: Column) -> bool:
        """Whether it is of the kind of codes that a column holds."""
        return self.nomenclature.kind in column.nomenclatures

    def governed(self, contract: Contract) -> list[Column]:
        """Columns of a contract whose codes are held against it."""
        return [column for column in contract.columns if self.governs(column)]

    def doubts(self, codes: pl.Series) -> list[Doubt]:
        """Codes that it lacks."""
        distinct = codes.unique().drop_nulls()
        strange = distinct.filter(~distinct.is_in(self.codes.implode()))
        return [Doubt(places(codes.is_in(strange.implode())), self.why)] if len(strange) else []


def held_against(name: str) -> Held:
    """Nomenclature of that name, ready to hold codes against.

    Raises
    ------
    UnknownName
        There is none; the sentence lists those that exist.
    """
    found = nomenclature(name)
    return Held(found, pl.Series(sorted(found.codes), dtype=pl.String), _why_unknown(found))


def _why_unknown(known: Nomenclature) -> Why:
    """Sentence for an unknown code: a zero in front was lost, a name stands for it, or what is nearest."""
    nearest = _nearest_of(sorted(known.codes))
    named = {folded(name): code for names in known.names.values() for code, name in names.items()}

    def why(cell: str) -> tuple[str, dict[str, object]]:
        for zeros in range(1, _ZEROS_AT_MOST + 1):
            if cell.isdigit() and "0" * zeros + cell in known.codes:
                return "check.code_lost_zeros", {"example": "0" * zeros + cell}
        if folded(cell) in named and named[folded(cell)] != cell:
            return "check.name_for_code", {"codes": known.name, "example": named[folded(cell)]}
        near = nearest(cell)
        return ("check.unknown_code_near" if near else "check.unknown_code"), {"codes": known.name, "near": near}

    return why


def _nearest_of(known: list[str]) -> Callable[[str], str]:
    searched = 0

    @cache
    def nearest(cell: str) -> str:
        nonlocal searched
        searched += 1
        # Each search walks the whole list: a column of other codes altogether is not worth thousands of them.
        if searched > _SEARCHED_AT_MOST:
            return ""
        return next(iter(get_close_matches(cell.casefold(), known, n=1) or get_close_matches(cell, known, n=1)), "")

    return nearest
