"""What is said to people, in Spanish, English and Portuguese.

Each ``topic.toml`` beside this file holds one table per sentence, with the keys ``es``, ``en`` and ``pt``.  A
sentence may hold ``{facts}``; one whose form depends on a count ``{n}`` is a table with the plural forms of CLDR
(``one``, ``other``).  A deployment adds a language by adding its key: no code changes.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from string import Formatter

LANGUAGES = ("es", "en", "pt")
LOCALES = {"es": "es_PE", "en": "en_US", "pt": "pt_BR"}
MINUS = "\u2212"
NO_BREAK = "\u00a0"


def chosen_language(asked: str | None = None) -> str:
    """Language to speak: the one asked for, else ``AYNI_LANGUAGE``, else the system's, else Spanish."""
    for wish in (asked, os.environ.get("AYNI_LANGUAGE"), os.environ.get("LC_ALL"), os.environ.get("LANG")):
        if wish and wish[:2].lower() in LANGUAGES:
            return wish[:2].lower()
    return "es"


def say(key: str, language: str, /, **facts: object) -> str:
    """Sentence ``topic.name`` in a language, with its facts filled in.

    Facts are written as they come: format numbers first with :func:`number` and its like, so that a year is
    never written ``2,011``.  A sentence with plural forms takes its form from the fact ``n``; ``n`` itself is
    written with the language's separators.
    """
    sentence = _sentences(key.partition(".")[0])[key][language]
    if isinstance(sentence, Mapping):
        count = facts["n"]
        if not isinstance(count, int):
            raise TypeError(f"{key}: n is a count, got {count!r}")
        sentence = sentence[_plural_form(count, language)] if count != 1 else sentence["one"]
        facts = {**facts, "n": number(count, language)}
    return str(sentence).format_map(facts)


@cache
def sentence_keys() -> tuple[str, ...]:
    """Keys of every sentence, sorted."""
    return tuple(sorted(key for topic in _topics() for key in _sentences(topic)))


def placeholders(sentence: str) -> set[str]:
    """Names of the facts that a sentence takes."""
    return {field for _, field, _, _ in Formatter().parse(sentence) if field}


def forms(key: str, language: str) -> list[str]:
    """Wordings of a sentence: one, or one per plural form."""
    sentence = _sentences(key.partition(".")[0])[key].get(language, "")
    return [str(form) for form in sentence.values()] if isinstance(sentence, Mapping) else [str(sentence)]


@lru_cache(maxsize=1 << 16)
def number(value: float, language: str, decimals: int = 0, sign: bool = False) -> str:
    """Number as the language writes it (CLDR): ``1,234.5`` in es-PE and en, ``1.234,5`` in pt-BR."""
    from babel.numbers import format_decimal

    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    text = str(format_decimal(abs(round(value, decimals)), pattern, locale=LOCALES[language]))
    if round(value, decimals) < 0:
        return MINUS + text
    return "+" + text if sign and round(value, decimals) > 0 else text


def percent(share: float, language: str, decimals: int = 1, sign: bool = False) -> str:
    """Share (1 is the whole) written as a percentage, ``69.1 %``; English writes no space."""
    gap = "" if language == "en" else NO_BREAK
    return f"{number(100 * share, language, decimals, sign)}{gap}%"


def listed(items: list[str], language: str) -> str:
    """Items joined as the language joins them: ``Apurímac, Cusco y Arequipa``."""
    from babel.lists import format_list

    joined = str(format_list(items, locale=LOCALES[language])) if items else ""
    # Spanish writes "e" before the sound of i; CLDR's pattern does not know the next word.
    return re.sub(r" y (?=(?:[IÍií]|[Hh][iíIÍ](?![aeáé])))", " e ", joined) if language == "es" else joined


def country(code: str, language: str) -> str:
    """Name of a country from its ISO 3166-1 alpha-2 code (CLDR); the code itself when CLDR has none."""
    from babel import Locale

    return str(Locale.parse(LOCALES[language]).territories.get(code, code))


@cache
def _topics() -> tuple[str, ...]:
    return tuple(sorted(path.name[:-5] for path in files(__name__).iterdir() if path.name.endswith(".toml")))


@cache
def _sentences(topic: str) -> dict[str, dict[str, str | dict[str, str]]]:
    text = files(__name__).joinpath(f"{topic}.toml").read_text(encoding="utf-8")
    return {f"{topic}.{name}": forms for name, forms in tomllib.loads(text).items()}


def _plural_form(count: int, language: str) -> str:
    from babel import Locale

    form = str(Locale.parse(LOCALES[language]).plural_form(count))
    return "other" if form not in {"one", "other"} else form
