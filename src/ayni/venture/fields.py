"""What stands in a row of a plan's file: refused with what came, what was expected and where."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ayni.errors import AyniError

MOST_LETTERS, MOST_LETTERS_OF_A_TITLE = 1000, 200
MOST_SHOWN = 20
FIRST_YEAR, LAST_YEAR = 1900, 2200


class BadVenture(AyniError):
    """A plan that cannot be followed."""


@dataclass(frozen=True, slots=True)
class Row:
    """One table of the file.

    Attributes
    ----------
    where : str
        How a fault names it.
    told : mapping
        What it says.
    """

    where: str
    told: Mapping[str, Any]

    def at(self, name: str) -> str:
        """How a fault of a name says where: by its cell, where the row is of a sheet."""
        cell = getattr(self.told, "at", None)
        return str(cell(name)) if callable(cell) else self.where

    def only(self, *names: str) -> None:
        """Nothing, where the row says only what it may."""
        for name in sorted(set(self.told) - set(names)):
            expected = ", ".join(sorted(names))
            raise BadVenture("bad_venture.unknown", where=self.at(name) or "–", name=name, known=expected)

    def text(self, name: str, default: str = "") -> str:
        """A text that is not empty."""
        found = str(self.told.get(name, default)).strip()
        if not found:
            raise self._missing(name)
        most = MOST_LETTERS if name != "title" else MOST_LETTERS_OF_A_TITLE
        if len(found) > most:
            raise BadVenture("bad_venture.long", where=self.at(name), name=name, n=len(found), most=most)
        return found

    def number(self, name: str, least: float, most: float, default: float | None = None) -> float:
        """A number within its range."""
        came = self._given(name, default)
        if isinstance(came, bool) or not isinstance(came, int | float) or not least <= came <= most:
            raise BadVenture(
                "bad_venture.number", where=self.at(name), name=name, came=str(came), least=least, most=most
            )  # fmt: skip
        return float(came)

    def whole(self, name: str, least: int, most: int, default: int | None = None) -> int:
        """A whole number within its range."""
        came = self._given(name, default)
        if isinstance(came, bool) or not isinstance(came, int) or not least <= came <= most:
            raise BadVenture(
                "bad_venture.whole", where=self.at(name), name=name, came=str(came), least=least, most=most
            )
        return came

    def one_of(self, name: str, known: tuple[str, ...], default: str = "") -> Any:
        """One of some words."""
        came = self.told.get(name, default)
        if not came:
            raise self._missing(name)
        return self.known(came, name, known)

    def named(self, name: str, known: tuple[str, ...]) -> str:
        """One of some codes, or nothing."""
        return str(self.one_of(name, known)) if self.told.get(name) else ""

    def known(self, came: object, name: str, known: tuple[str, ...]) -> Any:
        """What came, where it is one of some words."""
        if came not in known:
            where = self.at(name) if self.at(name) != self.where else f"{self.where}.{name}"
            raise BadVenture("bad_venture.no_such", where=where, came=str(came), known=_some_of(known))
        return came

    def yes(self, name: str) -> bool:
        """Whether something is so; it is not where nothing is said."""
        came = self.told.get(name, False)
        if not isinstance(came, bool):
            raise BadVenture("bad_venture.yes_no", where=self.at(name), name=name, came=str(came))
        return came

    def code(self) -> str:
        """Code of the row: small letters, figures and underscores."""
        came = self.told.get("code", "")
        if not isinstance(came, str) or not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", came):
            raise BadVenture("bad_venture.code", where=self.at("code"), came=str(came) or "–")
        return came

    def by_code(self, name: str) -> Mapping[str, Any]:
        """What is said of several codes; empty where nothing is."""
        came = self.told.get(name, {})
        if not isinstance(came, Mapping):
            raise BadVenture("bad_venture.by_code", where=self.at(name), name=name)
        return came

    def months(self) -> tuple[int, ...]:
        """Months of the year, each once, in order."""
        came = self.told.get("months", [])
        if not isinstance(came, list) or not all(isinstance(each, int) and 1 <= each <= 12 for each in came):
            raise BadVenture("bad_venture.months", where=self.at("months"))
        return tuple(sorted(set(came)))

    def maybe(self, name: str) -> str:
        """A text, or none."""
        return str(self.told.get(name, "")).strip()

    def numbers(self, name: str) -> tuple[float, ...]:
        """Numbers of a list; none where nothing is said."""
        came = self.told.get(name, [])
        sound = isinstance(came, list) and all(
            isinstance(each, int | float) and not isinstance(each, bool) and abs(each) < 1e15 for each in came
        )
        if not sound:
            raise BadVenture("bad_venture.numbers", where=self.at(name), name=name)
        return tuple(float(each) for each in came)

    def day(self, name: str, key: str = "bad_venture.expires") -> str:
        """A day of the calendar as ``2027-06-30``; another is refused with the sentence of a key."""
        came = str(self.told.get(name, ""))
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", came) or not _is_day(came):
            raise BadVenture(key, where=self.at(name), name=name, came=came or "–")
        return came

    def source(self) -> str:
        """Where figures are from; empty where they are said to be illustrative."""
        found = str(self.told.get("source", "")).strip()
        if not self.yes("illustrative") and not found:
            raise BadVenture("bad_venture.no_source", where=self.at("source"))
        return found

    def currency(self) -> str:
        """Currency of the plan, as ISO 4217 writes it."""
        came = str(self.told.get("currency", ""))
        if not re.fullmatch(r"[A-Z]{3}", came):
            raise BadVenture("bad_venture.currency", where=self.at("currency"), came=came or "–")
        return came

    def first_period(self, step: str) -> str:
        """First period of the plan: a month or a year, as its step is."""
        came = str(self.told.get("starts", ""))
        sound = re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2]))?", came) and FIRST_YEAR <= int(came[:4]) <= LAST_YEAR
        if not sound or (step == "month") != ("-" in came):
            example = "2027-01" if step == "month" else "2027"
            raise BadVenture("bad_venture.starts", where=self.at("starts"), came=came or "–", example=example)
        return came

    def span(self, first: int, last: int, periods: int) -> tuple[int, int]:
        """First and last period of something, within the plan."""
        starts, ends = self.whole("starts", 1, periods, first), self.whole("ends", 1, periods, last)
        if ends < starts:
            raise BadVenture("bad_venture.ends_before", where=self.at("ends"), starts=starts, ends=ends)
        return starts, ends

    def _given(self, name: str, default: float | None) -> Any:
        came = self.told.get(name, default)
        if came is None:
            raise self._missing(name)
        return came

    def _missing(self, name: str) -> BadVenture:
        return BadVenture("bad_venture.missing", where=self.at(name), name=name)


def _some_of(known: tuple[str, ...]) -> str:
    """Words in a line; of very many, the first."""
    more = ("…",) if len(known) > MOST_SHOWN else ()
    return ", ".join((*known[:MOST_SHOWN], *more)) or "–"


def _is_day(came: str) -> bool:
    try:
        date.fromisoformat(came)
    except ValueError:
        return False
    return True


def rows(told: Mapping[str, Any], name: str) -> Iterator[Row]:
    """Rows of a list of tables."""
    found = told.get(name, [])
    if not isinstance(found, list) or not all(isinstance(each, Mapping) for each in found):
        raise BadVenture("bad_venture.not_rows", name=name)
    for at, each in enumerate(found, 1):
        place = getattr(each, "where", name)
        yield Row(f"{place} «{each.get('title') or each.get('code') or each.get('text') or at}»", each)


def table(told: Mapping[str, Any], name: str) -> Row:
    """A table that must be there."""
    if not isinstance(told.get(name), Mapping):
        raise BadVenture("bad_venture.no_table", name=name)
    return Row(f"[{name}]", told[name])
