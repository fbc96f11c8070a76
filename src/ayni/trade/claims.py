"""Audit of claims: each sentence with a figure is held against the data, and a sentence without one is shown it.

A figure holds when the recomputed one lies within the tolerance.  Otherwise one departure at a time is tried: cutting
the decimals off instead of rounding, or one group more or less (:func:`ayni.trade.readings.readings`).  A figure that
needs one departure is true on those terms, and the verdict says which; one that needs two, or that nothing reaches,
does not reproduce, and the note names the nearest reading.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import narwhals as nw
import polars as pl
from narwhals.typing import IntoFrame

from ayni.trade.declared import Claim, Figure, claims_declared
from ayni.trade.levels import TOTAL
from ayni.trade.readings import Books, NoData, Reading, books, readings
from ayni.words import LANGUAGES, listed, number, percent, say

__all__ = ["Claim", "audit", "claim_note", "claims_declared", "product_names"]

VERDICTS = ("holds", "holds_truncated", "holds_other_denominator", "does_not_reproduce", "not_a_figure", "no_data")
Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Verdict on one claim.

    Attributes
    ----------
    verdict : str
        One of ``VERDICTS``.
    recomputed : Fraction or None
        The figure as declared, in its unit.
    note_key : str
        Sentence of the note.
    facts : mapping
        What the sentence needs, in numbers and codes (see :func:`claim_note`).
    preliminary : bool or None
        Whether one of the years is said to be preliminary; None without a figure.
    reason : str or None
        Why there is no figure.
    """

    verdict: str
    recomputed: Fraction | None
    note_key: str
    facts: Facts
    preliminary: bool | None = None
    reason: str | None = None


def audit(
    claims: Sequence[Claim],
    trade: IntoFrame,
    products: IntoFrame | None = None,
    *,
    language: str = "es",
    total: str = TOTAL,
) -> pl.DataFrame:
    """Verdicts on claims about exports.

    Parameters
    ----------
    claims : sequence of Claim
        From :func:`claims_declared`.
    trade : table that meets ``trade``
        The data that the claims are held against.
    products : table that meets ``products``, or None
        Parents, and names for the notes.
    language : {"es", "en", "pt"}
        Language of ``note``.
    total : str
        Code of a total that the table itself publishes.

    Returns
    -------
    polars.DataFrame
        claim, position (in the document, from 1), section, sentence_es, sentence_en, sentence_pt, said, recomputed (in
        ``unit``, not rounded), unit, formula, preliminary (one of the years is), verdict (``holds``,
        ``holds_truncated``, ``holds_other_denominator``, ``does_not_reproduce``, ``not_a_figure``, ``no_data``), note,
        note_key, note_facts (JSON), source, reason (of ``no_data``: ``missing_source``, ``missing_year``,
        ``incomplete_year``, ``not_reported``, ``no_exports``).  Sorted by claim.

    Raises
    ------
    BadStudy
        A claim leaves open which of several sources it is about.
    Refused
        Rows that would be counted twice.
    """
    kept = books(trade, products, total=total)
    names = product_names(products, language)
    rows = [
        _row(position, claim, _verdict(claim, kept), language, names) for position, claim in enumerate(claims, start=1)
    ]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row").sort("claim")


def claim_note(key: str, facts: Facts, language: str, names: Mapping[str, str]) -> str:
    """Note of a verdict in a language.

    Parameters
    ----------
    key : str
        ``note_key`` of the audit.
    facts : mapping
        ``note_facts`` of the audit, read from JSON: ``{"value", "unit", "decimals"}`` for a quantity, ``{"group"}`` for
        a product, ``{"key", "facts"}`` for a sentence within the sentence, lists of these, or plain text.
    language : {"es", "en", "pt"}
        Language to speak.
    names : mapping of str to str
        Names of products by code; a code without one stands for itself.
    """
    tried = claim_note("claims.tried", {"tried": facts["tried"]}, language, names) if facts.get("departures") else ""
    worded = {name: _worded(fact, language, names) for name, fact in facts.items()}
    return f"{say(key, language, **worded)} {tried}".strip()


def product_names(products: IntoFrame | None, language: str) -> dict[str, str]:
    """Names of products by code, in a language where there is one, else in another."""
    if products is None:
        return {}
    frame = nw.from_native(products).lazy()
    columns = [f"name_{each}" for each in (language, *LANGUAGES)]
    known = [name for name in dict.fromkeys(columns) if name in frame.collect_schema().names()]
    table = pl.DataFrame(frame.select("code", *known).collect("polars").to_native())
    return {code: name for code, *found in table.iter_rows() for name in [next(filter(None, found), None)] if name}


_SCHEMA = {
    "claim": pl.String,
    "position": pl.Int64,
    **dict.fromkeys(("section", *(f"sentence_{language}" for language in LANGUAGES)), pl.String),
    **dict.fromkeys(("said", "recomputed"), pl.Float64),
    **dict.fromkeys(("unit", "formula"), pl.String),
    "preliminary": pl.Boolean,
    **dict.fromkeys(("verdict", "note", "note_key", "note_facts", "source", "reason"), pl.String),
}


def _row(position: int, claim: Claim, found: Verdict, language: str, names: Mapping[str, str]) -> tuple[object, ...]:
    figure = claim.figures[0] if claim.said is not None else None
    return (
        claim.id,
        position,
        claim.section,
        *(claim.sentence[each] for each in LANGUAGES),
        None if claim.said is None else float(claim.said),
        None if found.recomputed is None else float(found.recomputed),
        figure.unit if figure else None,
        figure.formula if figure else None,
        found.preliminary,
        found.verdict,
        claim_note(found.note_key, found.facts, language, names),
        found.note_key,
        json.dumps(found.facts, ensure_ascii=False, sort_keys=True),
        claim.source,
        found.reason,
    )


def _verdict(claim: Claim, kept: Books) -> Verdict:
    if claim.said is None:
        return _without_figure(claim, kept)
    figure = claim.figures[0]
    found = readings(figure, kept, claim=claim.id)
    if isinstance(found, NoData):
        return Verdict("no_data", None, f"claims.{found.reason}", _missing(figure), reason=found.reason)
    declared, departures = found[0], found[1:]
    said, tolerance = Fraction(claim.said), _tolerance(claim, figure)
    facts = _facts(figure, declared, departures)
    if abs(declared.value - said) <= tolerance:
        return Verdict("holds", declared.value, "claims.holds", facts, declared.preliminary)
    if declared.truncated(figure.decimals) == said:
        return Verdict("holds_truncated", declared.value, "claims.holds_truncated", facts, declared.preliminary)
    facts = {**facts, "departures": bool(departures)}
    fitting = [each for each in departures if abs(each.value - said) <= tolerance]
    if fitting:
        return _departed("holds_other_denominator", "claims.holds", figure, declared, _nearest(fitting, said), facts)
    return _unreproduced(figure, found, said, facts)


def _unreproduced(figure: Figure, found: Sequence[Reading], said: Fraction, facts: Facts) -> Verdict:
    """Verdict on a figure that no single departure reaches, with the nearest reading."""
    declared = found[0]
    cut = [each for each in found[1:] if each.truncated(figure.decimals) == said]
    if cut:
        return _departed("does_not_reproduce", "claims.nearest_truncated", figure, declared, _nearest(cut, said), facts)
    nearest = _nearest(found, said)
    if nearest.departure is None:
        return Verdict("does_not_reproduce", declared.value, "claims.nearest_declared", facts, declared.preliminary)
    return _departed("does_not_reproduce", "claims.nearest", figure, declared, nearest, facts)


def _departed(verdict: str, key: str, figure: Figure, declared: Reading, reading: Reading, facts: Facts) -> Verdict:
    """Verdict whose note names a reading with one group more or less."""
    named = {**facts, "reading": _closer(figure, reading.value), "other": {"group": reading.other}}
    return Verdict(verdict, declared.value, f"{key}_{reading.departure}", named, declared.preliminary)


def _without_figure(claim: Claim, kept: Books) -> Verdict:
    """Sentence without a figure, beside the figures that bear on it."""
    shown, reason, preliminary = [], None, False
    for figure in claim.figures:
        found = readings(figure, kept, claim=claim.id)
        if isinstance(found, NoData):
            reason = found.reason
            continue
        facts = {**_missing(figure), "value": _quantity(figure, found[0].value, figure.decimals)}
        preliminary |= found[0].preliminary
        shown.append({"key": f"claims.figure_{figure.formula}", "facts": facts})
    key = "claims.not_a_figure" if shown else "claims.not_a_figure_alone"
    return Verdict("not_a_figure", None, key, {"figures": shown}, preliminary if shown else None, reason)


def _nearest(found: Sequence[Reading], said: Fraction) -> Reading:
    return min(found, key=lambda each: abs(each.value - said))


def _tolerance(claim: Claim, figure: Figure) -> Fraction:
    """Tolerance of a claim: as declared, else half a unit of the last decimal, the end included."""
    return Fraction(claim.tolerance) if claim.tolerance is not None else Fraction(1, 2 * 10**figure.decimals)


def _facts(figure: Figure, declared: Reading, departures: Sequence[Reading]) -> dict[str, Any]:
    return {
        **_missing(figure),
        "recomputed": _closer(figure, declared.value),
        "rounded": _quantity(figure, declared.value, figure.decimals),
        "tried": [{"group": each.other} for each in departures],
    }


def _missing(figure: Figure) -> dict[str, Any]:
    """What a figure is of."""
    facts: dict[str, Any] = {
        "source": figure.source or "–",
        "group": {"group": figure.group},
        "years": "–".join(str(year) for year in figure.years),
        "first": str(figure.years[0]),
        "last": str(figure.years[-1]),
    }
    return facts | ({"against": {"group": figure.against}} if figure.against else {})


def _closer(figure: Figure, value: Fraction) -> dict[str, Any]:
    """Quantity with one decimal more than was said, so that a reader sees why it was or was not rounded so."""
    return _quantity(figure, value, figure.decimals + 1)


def _quantity(figure: Figure, value: Fraction, decimals: int) -> dict[str, Any]:
    return {"value": _rounded(value, decimals), "unit": figure.unit, "decimals": decimals}


def _rounded(value: Fraction, decimals: int) -> float:
    """Nearest decimal, halves away from zero, as people round."""
    scaled = abs(value) * 10**decimals
    whole = int(scaled + Fraction(1, 2))
    return float(Decimal(whole if value >= 0 else -whole).scaleb(-decimals))


def _worded(fact: object, language: str, names: Mapping[str, str]) -> object:
    if isinstance(fact, Mapping) and "value" in fact:
        return _amount(fact, language)
    if isinstance(fact, Mapping) and "group" in fact:
        return names.get(fact["group"], fact["group"])
    if isinstance(fact, Mapping) and "key" in fact:
        return claim_note(fact["key"], fact["facts"], language, names)
    if isinstance(fact, list):
        items = [str(_worded(each, language, names)) for each in fact]
        return "; ".join(items) if any("key" in each for each in fact) else listed(items, language)
    return fact


def _amount(fact: Mapping[str, Any], language: str) -> str:
    """Quantity as people write it, with its unit."""
    value, decimals = fact["value"], fact["decimals"]
    if fact["unit"] == "percent":
        return percent(value / 100, language, decimals)
    return say(f"claims.unit_{fact['unit']}", language, value=number(value, language, decimals))
