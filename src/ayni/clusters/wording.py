"""Wording: sentences of a table filled in from their keys and facts, in a language."""

import json
from collections.abc import Callable, Mapping, Sequence

import polars as pl

from ayni.words import LANGUAGES, listed, number, percent, say

# A sentence that lists places stays readable on a phone.
LISTED = 8


def rendered(table: pl.DataFrame, language: str) -> pl.DataFrame:
    """Table with its sentences in a language: for each ``x_key`` (and its ``x_facts``) the column ``x`` is filled.

    An ``x_key`` may hold several keys, separated by spaces: their sentences follow one another.

    Parameters
    ----------
    table : polars.DataFrame
        ``requirements`` (fills ``evidence`` and ``to_collect``) or ``changes`` (fills ``change`` and ``holder``).
    language : str
        ``es``, ``en`` or ``pt``.
    """
    said = [
        _sentences(
            table[name], table[f"{name[:-4]}_facts"] if f"{name[:-4]}_facts" in table.columns else None, language
        ).alias(name[:-4])
        for name in table.columns
        if name.endswith("_key")
    ]
    return table.with_columns(said)


def facts_text(facts: Mapping[str, object]) -> str:
    """Facts of a sentence as JSON, keys sorted."""
    return json.dumps(facts, ensure_ascii=False, sort_keys=True)


def _sentences(keys: pl.Series, facts: pl.Series | None, language: str) -> pl.Series:
    given = facts.to_list() if facts is not None else [None] * len(keys)
    texts = [
        None if key is None else _said(key.split(), json.loads(fact or "{}"), language)
        for key, fact in zip(keys.to_list(), given, strict=True)
    ]
    return pl.Series(texts, dtype=pl.String)


def _said(keys: Sequence[str], facts: Mapping[str, object], language: str) -> str:
    written = _written(facts, language)
    return " ".join(say(key, language, **written) for key in keys)


def _written(facts: Mapping[str, object], language: str) -> dict[str, object]:
    return {name: value if name == "n" else _fact(name, value, language) for name, value in facts.items()}


def _fact(name: str, value: object, language: str) -> str:
    if name == "places" and isinstance(value, list):
        more = len(value) - LISTED
        return listed(value, language) if more <= 0 else f"{', '.join(value[:LISTED])} (+{more})"
    if isinstance(value, Mapping):
        return str(value[language])
    if isinstance(value, list):
        return listed([str(each) for each in value], language)
    if isinstance(value, int | float) and name in FORMATS:
        return FORMATS[name](float(value), language)
    return str(value)


def _share(value: float, language: str) -> str:
    return percent(value, language)


def _points(value: float, language: str) -> str:
    return number(100 * value, language, 2 if abs(value) >= 0.01 else 3, sign=True)


def _times(value: float, language: str) -> str:
    # 1.998 is not 2.00 beside a threshold of 2.00.
    decimals = next((each for each in range(2, 6) if round(value, each) != round(value)), 2)
    return number(value, language, decimals)


def _price(value: float, language: str) -> str:
    return number(value, language, 2 if value < 100 else 0)


def _amount(value: float, language: str) -> str:
    # Four figures say it: a harvest worth 1,198,279,573 soles is not known to the sol.
    return number(float(f"{value:.4g}"), language)


def _count(value: float, language: str) -> str:
    return number(value, language)


FORMATS: Mapping[str, Callable[[float, str], str]] = {
    "share": _share,
    "expected": _share,
    "first_share": _share,
    "last_share": _share,
    "flips_share": _share,
    "priced": _share,
    "lowest": _share,
    "slope": _points,
    "slope_quantity": _points,
    "slope_threshold": _points,
    "quotient": _times,
    "threshold": _times,
    "evenness": _times,
    "anchors": _count,
    "price": _price,
    "dearest_price": _price,
    "amount": _amount,
    "made": _amount,
    "now": _count,
    "count": _count,
    "minimum": _count,
    "micro": _count,
    "small": _count,
    "medium": _count,
    "large": _count,
    "known": _count,
    "unsized": _count,
    "outside": _count,
    "left": _count,
}


def lowered(names: Mapping[str, str]) -> dict[str, str]:
    """Names as they stand inside a sentence, in each language: ``Ajo`` becomes ``ajo``."""
    return {language: names[language][:1].lower() + names[language][1:] for language in LANGUAGES}
