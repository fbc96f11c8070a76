"""What is said to people, in Spanish, English and Portuguese.

Each ``topic.toml`` beside this file holds one table per sentence, with the keys ``es``, ``en`` and ``pt``.  A
sentence may hold ``{facts}``; one whose form depends on a count ``{n}`` is a table with the plural forms of CLDR
(``one``, ``other``).  Who stands on the engine (the site) adds its own topics with :func:`add_topics`, and a
deployment adds a language with a folder of translations: no code changes.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Formatter

LANGUAGES = ("es", "en", "pt")
LOCALES = {"es": "es_PE", "en": "en_US", "pt": "pt_BR"}
NAMES = {"es": "Español", "en": "English", "pt": "Português"}
_FOLDERS: list[Traversable] = [files(__name__)]
_ADDED: dict[str, tuple[str, Path]] = {}
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
    sentence = _wording(key, language)
    if isinstance(sentence, Mapping):
        count = facts["n"]
        if not isinstance(count, int):
            raise TypeError(f"{key}: n is a count, got {count!r}")
        sentence = sentence[_plural_form(count, language)] if count != 1 else sentence["one"]
        facts = {**facts, "n": number(count, language)}
    return str(sentence).format_map(facts)


def languages() -> tuple[str, ...]:
    """Codes of the languages that can be spoken: those that are complete, then those that were added."""
    return (*LANGUAGES, *_ADDED)


def add_topics(folder: Traversable) -> None:
    """Let the topics of one more folder be said."""
    if folder not in _FOLDERS:
        _FOLDERS.append(folder)
        for remembered in (_topics, _sentences, sentence_keys):
            remembered.cache_clear()


def add_language(folder: Path) -> str:
    """Code of a language added from a folder: ``language.toml``, and a ``topic.toml`` for what is translated.

    ``language.toml`` has ``code``, ``name``, ``locale`` (of CLDR, for its numbers) and ``falls_back`` (the complete
    language that says what is not translated yet).
    """
    about = tomllib.loads((folder / "language.toml").read_text(encoding="utf-8"))
    code, falls_back = str(about["code"]), str(about["falls_back"])
    if falls_back not in LANGUAGES or code in LANGUAGES:
        raise ValueError(f"{folder}: a language is added beside {', '.join(LANGUAGES)} and falls back on one of them")
    NAMES[code], LOCALES[code], _ADDED[code] = str(about["name"]), str(about["locale"]), (falls_back, folder)
    _translated.cache_clear()
    return code


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
    text = _figures(abs(round(value, decimals)), language, decimals)
    if round(value, decimals) < 0:
        return MINUS + text
    return "+" + text if sign and round(value, decimals) > 0 else text


@lru_cache(maxsize=1 << 14)
def _figures(value: float, language: str, decimals: int) -> str:
    """Figures of a number that is not below zero; pages write the same ones again and again."""
    from babel.numbers import format_decimal

    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return str(format_decimal(value, pattern, locale=LOCALES[language]))


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


def _wording(key: str, language: str) -> str | Mapping[str, str]:
    topic, _, name = key.partition(".")
    if language in _ADDED:
        falls_back, _folder = _ADDED[language]
        return _translated(language, topic).get(name) or _sentences(topic)[key][falls_back]
    return _sentences(topic)[key][language]


@cache
def _translated(language: str, topic: str) -> dict[str, str]:
    path = _ADDED[language][1] / f"{topic}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


@cache
def _topics() -> tuple[str, ...]:
    named = (path.name for folder in _FOLDERS for path in folder.iterdir())
    return tuple(sorted(name[:-5] for name in named if name.endswith(".toml")))


@cache
def _sentences(topic: str) -> dict[str, dict[str, str | dict[str, str]]]:
    files_of_topic = (folder.joinpath(f"{topic}.toml") for folder in _FOLDERS)
    text = next((file.read_text(encoding="utf-8") for file in files_of_topic if file.is_file()), None)
    if text is None:
        raise KeyError(topic)
    return {f"{topic}.{name}": forms for name, forms in tomllib.loads(text).items()}


def _plural_form(count: int, language: str) -> str:
    from babel import Locale

    form = str(Locale.parse(LOCALES[language]).plural_form(count))
    return "other" if form not in {"one", "other"} else form
