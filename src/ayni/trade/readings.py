"""Figures recomputed exactly, as declared and with one group more or less, so that a rounding never decides by luck.

Numbers are fractions of whole numbers: a value is taken as the decimal it is written as, and only a compound rate is
rounded, at fifty digits.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction

import polars as pl
from narwhals.typing import IntoFrame

from ayni.errors import BadStudy
from ayni.trade.annual import KEY, Exports, exports_by_group
from ayni.trade.declared import Figure
from ayni.trade.levels import TOTAL, Classification

DIGITS = 50
FACTORS: Mapping[str, Fraction] = {
    "times": Fraction(1),
    "percent": Fraction(100),
    "points": Fraction(100),
    "usd": Fraction(1),
    "usd_million": Fraction(1, 10**6),
    "usd_thousand_million": Fraction(1, 10**9),
}


@dataclass(frozen=True, slots=True)
class YearOfExports:
    """Exports of one year, exporter, source and vintage.

    Attributes
    ----------
    parts : mapping of str to Fraction
        Value of each product as deep as the source goes, in US dollars.
    total : Fraction
        Published total, else the sum of the parts.
    complete : bool
        Not said to lack a month.
    preliminary : bool
        Said to be preliminary.
    """

    parts: Mapping[str, Fraction]
    total: Fraction
    complete: bool
    preliminary: bool


@dataclass(frozen=True, slots=True)
class Books:
    """Exports of every year, with the classification of their products; a key is exporter, source, vintage, year."""

    years: Mapping[tuple[str | None, str | None, str | None, int], YearOfExports]
    products: Classification

    def value(self, year: YearOfExports, code: str) -> Fraction | None:
        """Value of a product or of the total; None where the year has no row of it."""
        if code == self.products.total:
            return year.total
        inside = [value for part, value in year.parts.items() if code in self.products.path(part)]
        return sum(inside, Fraction(0)) if inside else None

    def beside(self, years: Sequence[YearOfExports], code: str) -> list[str]:
        """Other products of the same parent that every one of the years has, sorted; of the total, the groups."""
        above = self.products.path(code)[:-1]
        depth = len(above)
        each = [
            {path[depth] for path in map(self.products.path, year.parts) if len(path) > depth and path[:depth] == above}
            for year in years
        ]
        return sorted(set.intersection(*each) - {code}) if each else []


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to compute a figure.

    Attributes
    ----------
    value : Fraction
        In the unit of the figure.
    preliminary : bool
        One of its years is said to be preliminary.
    departure : str or None
        None as declared; ``without`` or ``with`` when one group more was left out or added.
    other : str or None
        That group.
    """

    value: Fraction
    preliminary: bool
    departure: str | None = None
    other: str | None = None

    def truncated(self, decimals: int) -> Fraction:
        """Value whose further decimals are cut off, towards zero."""
        return Fraction(math.trunc(self.value * 10**decimals), 10**decimals)


@dataclass(frozen=True, slots=True)
class NoData:
    """Why a figure cannot be computed.

    Attributes
    ----------
    reason : str
        ``missing_source``, ``missing_year``, ``incomplete_year``, ``not_reported`` (no row of the group) or
        ``no_exports`` (it would be divided by zero).
    """

    reason: str


def books(trade: IntoFrame, products: IntoFrame | None = None, *, total: str = TOTAL) -> Books:
    """Exports of every year of a table, in exact numbers."""
    exports: Exports = exports_by_group(trade, products, level="item", total=total)
    parts: dict[tuple[object, ...], dict[str, Fraction]] = {}
    for *key, code, value in exports.groups.select(*KEY, "group", "value_usd").iter_rows():
        parts.setdefault(tuple(key), {})[code] = _exact(value)
    # A claim's total is the one published, else the sum of its parts (docs/claims.md).
    whole = pl.coalesce("total_usd", "parts_usd")
    totals = exports.totals.filter(whole.is_not_null()).select(*KEY, whole, "complete", "preliminary")
    years = {
        (exporter, source, vintage, year): YearOfExports(
            parts=parts.get((year, exporter, source, vintage), {}),
            total=_exact(value),
            complete=complete is not False,
            preliminary=preliminary is True,
        )
        for year, exporter, source, vintage, value, complete, preliminary in totals.iter_rows()
    }
    return Books(years=years, products=exports.classification)


def readings(figure: Figure, kept: Books, *, claim: str) -> tuple[Reading, ...] | NoData:
    """Readings of a figure: as declared first, then each with one group more or less.

    Shares leave one other group out of the denominator; values, multiples and rates add one other group of the same
    parent (or, for the total, leave one out); ratios add one to what is below the line.

    Raises
    ------
    BadStudy
        The figure leaves open which of several sources, vintages or exporters it is of.
    """
    years = _years(figure, kept, claim)
    if isinstance(years, NoData):
        return years
    if not all(year.complete for year in years):
        return NoData("incomplete_year")
    declared = _reading(figure, kept, years, None, None)
    if isinstance(declared, NoData):
        return declared
    departures = [_reading(figure, kept, years, *each) for each in _departures(figure, kept, years)]
    return (declared, *(each for each in departures if isinstance(each, Reading)))


def _years(figure: Figure, kept: Books, claim: str) -> list[YearOfExports] | NoData:
    asked = (figure.exporter, figure.source, figure.vintage)
    series = {
        key[:3] for key in kept.years if all(want is None or want == has for want, has in zip(asked, key, strict=False))
    }
    if not series:
        return NoData("missing_source")
    there = sorted((each for each in series if all((*each, year) in kept.years for year in figure.years)), key=str)
    if not there:
        return NoData("missing_year")
    if len(there) > 1:
        shown = "; ".join(" · ".join(part or "–" for part in each) for each in there)
        raise BadStudy("claims.several_sources", claim=claim, sources=shown)
    return [kept.years[(*there[0], year)] for year in figure.years]


def _departures(figure: Figure, kept: Books, years: Sequence[YearOfExports]) -> list[tuple[str, str]]:
    total = kept.products.total
    groups = kept.beside(years, figure.group)
    if figure.formula in ("share", "share_change"):
        if figure.group == total:
            return []
        top = kept.products.path(figure.group)[0]
        return [("without", code) for code in kept.beside(years, top)]
    if figure.formula == "ratio":
        return [("with", code) for code in groups if code != figure.against]
    return [("without" if figure.group == total else "with", code) for code in groups]


def _reading(
    figure: Figure, kept: Books, years: Sequence[YearOfExports], departure: str | None, other: str | None
) -> Reading | NoData:
    sign = -1 if departure == "without" else 1
    above = [kept.value(year, figure.group) for year in years]
    beside = [kept.value(year, other) if other else Fraction(0) for year in years]
    below = [kept.value(year, figure.against) if figure.against else year.total for year in years]
    if any(value is None for value in (*above, *beside, *below)):
        return NoData("not_reported")
    changed = [sign * (value or Fraction(0)) for value in beside]
    known = [value or Fraction(0) for value in above]
    under = [value or Fraction(0) for value in below]
    if figure.formula in ("share", "share_change", "ratio"):
        under = [value + change for value, change in zip(under, changed, strict=True)]
    else:
        known = [value + change for value, change in zip(known, changed, strict=True)]
    try:
        value = _computed(figure, known, under)
    except ZeroDivisionError:
        return NoData("no_exports")
    preliminary = any(year.preliminary for year in years)
    return Reading(value * FACTORS[figure.unit], preliminary, departure, other)


def _computed(figure: Figure, known: Sequence[Fraction], under: Sequence[Fraction]) -> Fraction:
    """Value of a formula, in plain numbers."""
    first, last = known[0], known[-1]
    formulas = {
        "value": lambda: last,
        "share": lambda: last / under[-1],
        "ratio": lambda: last / under[-1],
        "share_change": lambda: last / under[-1] - first / under[0],
        "multiple": lambda: last / first,
        "growth": lambda: last / first - 1,
        "cagr": lambda: _root(last / first, figure.years[-1] - figure.years[0]) - 1,
    }
    return formulas[figure.formula]()


def _root(value: Fraction, years: int) -> Fraction:
    with localcontext() as context:
        context.prec = DIGITS
        return Fraction((Decimal(value.numerator) / Decimal(value.denominator)) ** (Decimal(1) / Decimal(years)))


def _exact(value: float) -> Fraction:
    """Fraction of the shortest decimal that reads as the number: the one that was written."""
    return Fraction(Decimal(repr(value)))
