"""How the report speaks: names, numbers, shares, money and days as the reader's language writes them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from unicodedata import normalize

import polars as pl

from ayni.codes import nomenclature
from ayni.study.published import Published
from ayni.words import LANGUAGES, LOCALES, listed, number, percent, say

SHOWN_NAMES = 3


@dataclass(frozen=True, slots=True)
class Voice:
    """A language, with the names of the study's places and products in it.

    Attributes
    ----------
    language : str
        Language spoken.
    place_names, product_names : mapping of str to str
        Name by code.
    """

    language: str
    place_names: Mapping[str, str]
    product_names: Mapping[str, str]

    def say(self, key: str, /, **facts: object) -> str:
        """Sentence ``report.key`` with its facts; a key of another topic names it, as ``charts.see_table``."""
        return say(key if "." in key else f"report.{key}", self.language, **facts)

    def place(self, code: str) -> str:
        """Name of a place, or its code."""
        return self.place_names.get(code, code)

    def product(self, code: str) -> str:
        """Name of a product in the middle of a sentence, or its code."""
        return inner(self.product_names.get(code, code.replace("_", " ")))

    def products(self, codes: Sequence[str], most: int = SHOWN_NAMES) -> str:
        """Names of products joined; beyond ``most``, the count of the others."""
        return self._some([self.product(code) for code in codes], most)

    def places(self, codes: Sequence[str], most: int = SHOWN_NAMES) -> str:
        """Names of places joined; beyond ``most``, the count of the others."""
        return self._some([self.place(code) for code in codes], most)

    def names(self, names: Iterable[str]) -> str:
        """Names joined as the language joins them; by semicolons where a name itself holds a comma or an "and"."""
        told = list(names)
        return "; ".join(told) if self._manifold(told) else listed(told, self.language)

    def plain(self, value: float) -> str:
        """Number with the decimals it has, three at most: ``2``, ``1.25``."""
        fewest = next((count for count in range(3) if abs(value - round(value, count)) < 1e-9), 3)
        return self.number(value, fewest)

    def number(self, value: float | None, decimals: int = 0, sign: bool = False) -> str:
        """Number, or a dash where there is none."""
        return "–" if value is None else number(value, self.language, decimals, sign)

    def share(self, value: float | None, decimals: int | None = None, sign: bool = False) -> str:
        """Share as a percentage: whole from ten per cent on, a decimal below, unless ``decimals`` says otherwise."""
        if value is None:
            return "–"
        shown = decimals if decimals is not None else 0 if abs(value) >= 0.0995 else 1
        return percent(value, self.language, shown, sign)

    def dollars(self, value: float | None) -> str:
        """Money in US dollars, in words of its size: ``US$ 35.81 mil millones``."""
        if value is None:
            return "–"
        for least, key in ((1e9, "thousand_millions"), (1e6, "millions")):
            if abs(value) >= least:
                decimals = 2 if least == 1e9 else 0 if abs(value) >= 1e7 else 1
                return self.say(key, amount=self.number(value / least, decimals))
        return self.say("dollars", amount=self.number(value))

    def quantity(self, value: float | None, unit: str) -> str:
        """Quantity with its unit; empty where either is not known: a number alone says nothing."""
        if value is None or not unit:
            return ""
        return self.say("quantity_of", amount=self.number(value, 0 if value >= 10 else 1), unit=unit)

    def money(self, value: float | None, unit: str) -> str:
        """Money in its currency (``PEN``, ``PEN@2007`` at prices of a year); empty where either is not known."""
        from babel.numbers import get_currency_symbol

        code, _, prices = unit.partition("@")
        if value is None or not code:
            return ""
        symbol = get_currency_symbol(code, locale=LOCALES[self.language])
        large = value >= 1e6
        shown = self.number(value / 1e6, 0 if value >= 1e8 else 1) if large else self.number(value)
        words = self.say("money_millions" if large else "money", currency=symbol, amount=shown)
        return self.say("at_prices", amount=words, year=prices) if prices else words

    def day(self, when: date) -> str:
        """Day as the language writes it."""
        from babel.dates import format_date

        return str(format_date(when, "medium", locale=LOCALES[self.language]))

    def vintage(self, vintage: str | None) -> str:
        """Vintage as people say it: ``2010-09`` is ``set. 2010``, ``memoria-2010`` is ``Memoria 2010``."""
        from babel.dates import format_skeleton

        parts = (vintage or "").split("-")
        if not all(part.isdigit() for part in parts) or not 2 <= len(parts) <= 3:
            return sentence(" ".join(parts)) if vintage else "–"
        year, month, day = (*map(int, parts), 1)[:3]
        skeleton = "yMMMd" if len(parts) > 2 else "yMMM"
        return str(format_skeleton(skeleton, date(year, month, day), locale=LOCALES[self.language]))

    def span(self, first: int, last: int) -> str:
        """Years from first to last."""
        return str(first) if first == last else f"{first}–{last}"

    def _some(self, names: list[str], most: int) -> str:
        if len(names) <= most:
            return self.names(names)
        key, between = ("and_others_apart", "; ") if self._manifold(names[:most]) else ("and_others", ", ")
        return self.say(key, names=between.join(names[:most]), n=len(names) - most)

    def _manifold(self, names: Sequence[str]) -> bool:
        """Whether some name of several would read as two."""
        joint = f" {self.say('and')} "
        return len(names) > 1 and any(", " in name or joint in name for name in names)


def alphabetical(words: str) -> str:
    """Key that puts ``Áncash`` beside ``Amazonas``, not after ``Zarumilla``."""
    return normalize("NFKD", words).encode("ascii", "ignore").decode().casefold()


def sentence(words: str) -> str:
    """Words with a capital at their start."""
    return words[:1].upper() + words[1:]


def inner(words: str) -> str:
    """Words as they stand inside a sentence: ``Ajo`` becomes ``ajo``; an abbreviation stays."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def voice(published: Published, language: str) -> Voice:
    """Voice of a study in a language."""
    if language not in LANGUAGES:
        raise ValueError(f"a report is in one of {', '.join(LANGUAGES)}, got {language!r}")
    return Voice(
        language=language,
        place_names=_place_names(published, language),
        product_names=_names(published.tables.get("products"), _columns(language)),
    )


def _place_names(published: Published, language: str) -> dict[str, str]:
    """Names of the places: those of the table of places, else those of the nomenclature that the codes are from."""
    names = _names(published.tables.get("places"), ["name"])
    asked = [entered.asked.codes for entered in published.entered if entered.asked.contract == "activity"]
    for known in (nomenclature(codes) for codes in dict.fromkeys(asked) if codes):
        nameless = [code for code, name in names.items() if name == code]
        names |= {code: title for code in nameless if (title := known.title(code, language))}
    return names


def _columns(language: str) -> list[str]:
    return [f"name_{each}" for each in (language, *(other for other in LANGUAGES if other != language))]


def _names(table: pl.DataFrame | None, columns: list[str]) -> dict[str, str]:
    if table is None:
        return {}
    known = [column for column in columns if column in table.columns]
    rows = table.select("code", pl.coalesce(*known).alias("name")).drop_nulls()
    return dict(rows.iter_rows())
