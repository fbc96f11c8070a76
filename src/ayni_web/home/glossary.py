"""The words of the screen: what each means, and by which other words it is found."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ayni.words import LANGUAGES, say
from ayni_web.common.language import current
from ayni_web.members.folding import folded


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is told in one language.

    Attributes
    ----------
    code : str
        Its name in code, and the anchor on the page.
    name, text : str
        The word, and what it is.
    used_for : tuple of str
        Other words that people say for it in that language.
    """

    code: str
    name: str
    text: str
    used_for: tuple[str, ...]


def found_words(query: str, language: str | None = None) -> list[Word]:
    """Words by name; given a query, those it names first, then those it is part of; accents and capitals do not count.

    A word is found by any of its names in any language, and by what is said of it in the reader's.
    """
    language = language or current()
    words = sorted((_word(code, language) for code in _used_for()), key=lambda word: folded(word.name))
    wanted = folded(query)
    if not wanted:
        return words
    ranked = [(_rank(word, wanted), at, word) for at, word in enumerate(words)]
    return [
        word for rank, _, word in sorted((each for each in ranked if each[0] is not None), key=lambda each: each[:2])
    ]


def _rank(word: Word, wanted: str) -> int | None:
    """0 for the word itself, then another name, the beginning of one, a part of one, what is said; None for none."""
    names = _own_names(word.code) | _other_names(word.code)
    met = (
        wanted in _own_names(word.code),
        wanted in names,
        any(name.startswith(wanted) for name in names),
        any(wanted in name for name in names),
        wanted in folded(word.text),
    )
    return met.index(True) if any(met) else None


@cache
def _own_names(code: str) -> frozenset[str]:
    return frozenset(folded(say(f"glossary.{code}", language)) for language in LANGUAGES)


@cache
def _other_names(code: str) -> frozenset[str]:
    return frozenset(folded(name) for names in _used_for()[code].values() for name in names)


@cache
def _used_for() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("ayni_web.home").joinpath("glossary.toml").read_text(encoding="utf-8"))


def _word(code: str, language: str) -> Word:
    spoken = language if language in LANGUAGES else "es"
    others = tuple(_used_for()[code].get(spoken, ()))
    return Word(code, say(f"glossary.{code}", language), say(f"glossary.{code}_text", language), others)
