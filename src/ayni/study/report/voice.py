"""How the report speaks: names, numbers, shares, money and days as the reader's language writes them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from unicodedata import normalize

import polars as pl

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
        """Names joined as the language joins them."""
        return listed(list(names), self.language)

    def plain(self, value: float, decimals: int = 1) -> str:
        """Number without decimals where it has none, else with ``decimals``."""
        return self.number(value, 0 if value == round(value) else decimals)

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

    def day(self, when: date) -> str:
        """Day as the language writes it."""
        from babel.dates import format_date

        return str(format_date(when, "medium", locale=LOCALES[self.language]))

    def span(self, first: int, last: int) -> str:
        """Years from first to last."""
        return str(first) if first == last else f"{first}–{last}"

    def _some(self, names: list[str], most: int) -> str:
        if len(names) <= most:
            return listed(names, self.language)
        return self.say("and_others", names=", ".join(names[:most]), n=len(names) - most)


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
        place_names=_names(published.tables.get("places"), ["name"]),
        product_names=_names(published.tables.get("products"), _columns(language)),
    )


def _columns(language: str) -> list[str]:
    return [f"name_{each}" for each in (language, *(other for other in LANGUAGES if other != language))]


def _names(table: pl.DataFrame | None, columns: list[str]) -> dict[str, str]:
    if table is None:
        return {}
    known = [column for column in columns if column in table.columns]
    rows = table.select("code", pl.coalesce(*known).alias("name")).drop_nulls()
    return dict(rows.iter_rows())
