"""Nomenclatures: closed lists of codes that a column can be held against."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from string import ascii_uppercase
from typing import Literal

from ayni.errors import UnknownName
from ayni.words import LANGUAGES, LOCALES

Kind = Literal["place", "country", "product", "industry"]

# Two-letter codes of CLDR that ISO 3166-1 does not assign: groups, islands kept apart by CLDR, and its own test marks.
NOT_ISO = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"})


@dataclass(frozen=True, slots=True)
class Nomenclature:
    """A closed list of codes.

    Attributes
    ----------
    name : str
        Name it is asked for by, as ``ubigeo-inei``.
    kind : str
        What its codes stand for: ``place``, ``country``, ``product`` or ``industry``.
    system : str
        Whose list it is, as people cite it.
    codes : frozenset of str
        The codes, leading zeros kept.
    names : mapping of str to mapping of str to str
        By language, the name of each code that has one; empty for lists of codes alone.
    """

    name: str
    kind: Kind
    system: str
    codes: frozenset[str]
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def title(self, code: str, language: str) -> str | None:
        """Name of a code in a language, None where the list has no name for it."""
        return self.names.get(language, {}).get(code)


def nomenclatures() -> tuple[str, ...]:
    """Names of the nomenclatures, sorted."""
    return tuple(sorted(_LISTS))


@cache
def nomenclature(name: str) -> Nomenclature:
    """Nomenclature of that name.

    Raises
    ------
    UnknownName
        There is none; the message lists those that exist.
    """
    if name not in _LISTS:
        near = get_close_matches(name, _LISTS, n=1, cutoff=0.0)[0]
        raise UnknownName("codes.unknown_nomenclature", came=name, known=", ".join(nomenclatures()), near=near)
    return _LISTS[name](name)


def _ubigeo(column: int, system: str) -> Callable[[str], Nomenclature]:
    def listed(name: str) -> Nomenclature:
        places = {row[column]: row[2] for row in _table("ubigeo.tsv") if row[column] != "-"}
        return Nomenclature(name, "place", system, frozenset(places), dict.fromkeys(LANGUAGES, places))

    return listed


def _countries(name: str) -> Nomenclature:
    # Withdrawn codes stay valid for old years, and ISO 3166-1 keeps AA, QM-QZ, XA-XZ and ZZ free for users.
    text = files("ayni.codes").joinpath("countries.toml").read_text(encoding="utf-8")
    withdrawn: dict[str, dict[str, str]] = tomllib.loads(text)
    names = {language: _territories(language) for language in LANGUAGES}
    for code, named in withdrawn.items():
        for language in LANGUAGES:
            names[language][code] = named[language]
    ranges = [*(f"Q{last}" for last in ascii_uppercase[12:]), *(f"X{last}" for last in ascii_uppercase)]
    free = frozenset({"AA", *ranges, "ZZ"})
    return Nomenclature(name, "country", "ISO 3166-1 alpha-2", free | names["en"].keys(), names)


def _territories(language: str) -> dict[str, str]:
    from babel import Locale

    territories = Locale.parse(LOCALES[language]).territories
    named = {str(code): str(title) for code, title in territories.items()}
    return {code: title for code, title in named.items() if len(code) == 2 and code not in NOT_ISO}


def _crops(name: str) -> Nomenclature:
    rows = _table("crops.tsv")
    names = {language: {row[0]: row[place] for row in rows} for place, language in enumerate(("es", "en", "pt"), 1)}
    return Nomenclature(name, "product", "MINAGRI", frozenset(names["es"]), names)


def _industries(name: str) -> Nomenclature:
    return Nomenclature(name, "industry", "ISIC Rev. 4 (CIIU 4)", frozenset(_unfolded("isic4.txt")))


def _products(year: int, digits: int) -> Callable[[str], Nomenclature]:
    def listed(name: str) -> Nomenclature:
        codes = frozenset(code for code in _unfolded(f"hs{year}.txt") if len(code) == digits)
        return Nomenclature(name, "product", f"HS {year}", codes)

    return listed


_LISTS: Mapping[str, Callable[[str], Nomenclature]] = {
    "ubigeo-inei": _ubigeo(0, "INEI"),
    "ubigeo-reniec": _ubigeo(1, "RENIEC"),
    "iso3166": _countries,
    "minagri-crops": _crops,
    "isic4": _industries,
    "hs1992-4": _products(1992, 4),
    "hs1992-6": _products(1992, 6),
    "hs2022-4": _products(2022, 4),
    "hs2022-6": _products(2022, 6),
}


def _table(file: str) -> list[list[str]]:
    return [line.split("\t") for line in _lines(file)]


def _unfolded(file: str) -> Iterator[str]:
    # A line holds a code and the ends of those below it: "0101 21 29" is 0101, 010121 and 010129.
    for head, *ends in (line.split() for line in _lines(file)):
        yield head
        yield from (head + end for end in ends)


def _lines(file: str) -> list[str]:
    text = files("ayni.codes").joinpath(file).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]
