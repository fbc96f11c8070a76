"""The audit of claims: what a document says, what the data give, and a verdict on each."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from ayni.study.report.material import Material
from ayni.trade.claims import claim_note

# A figure with a verdict of its own: the shape that stands beside its word.
STATES: Mapping[str, str] = {
    "holds": "met",
    "holds_truncated": "wait",
    "holds_other_denominator": "wait",
    "does_not_reproduce": "unmet",
    "not_a_figure": "unk",
    "no_data": "unk",
}
# A recomputed figure is shown with one decimal more than was said, so that its rounding can be followed.
DECIMALS: Mapping[str, int] = {"percent": 2, "points": 2, "times": 3, "usd_thousand_million": 2}


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim: its sentence in our words, both figures, the verdict and the note on it."""

    sentence: str
    section: str
    said: str
    recomputed: str
    state: str
    verdict: str
    note: str


@dataclass(frozen=True, slots=True)
class Claims:
    """The audit of a document."""

    heading: str
    counted: str
    rows: tuple[ClaimRow, ...]
    notes: tuple[int, ...]


def claims(material: Material) -> Claims | None:
    """Audit of the study's claims; None where it has none."""
    table = material.table("claims")
    if table is None:
        return None
    voice = material.voice
    order = "position" if "position" in table.columns else "claim"
    rows = [_row(row, material) for row in table.sort(order).iter_rows(named=True)]
    figures = [row for row in table["verdict"] if row not in ("not_a_figure", "no_data")]
    holds = sum(verdict == "holds" for verdict in figures)
    heading = (
        voice.say("claims_heading", n=holds, of=voice.number(len(figures))) if figures else voice.say("claims_plain")
    )
    return Claims(heading, _counted(table["verdict"], material), tuple(rows), material.notes.of("claims"))


def _counted(verdicts: pl.Series, material: Material) -> str:
    voice = material.voice
    counts = {state: int((verdicts == state).sum()) for state in STATES}
    return voice.names(voice.say(f"claims_{state}", n=count) for state, count in counts.items() if count)


def _row(row: Mapping[str, object], material: Material) -> ClaimRow:
    voice = material.voice
    verdict = str(row["verdict"])
    sentence = row.get(f"sentence_{voice.language}") or row.get("sentence") or row["claim"]
    return ClaimRow(
        sentence=str(sentence),
        section=voice.say("section", section=row["section"]) if row.get("section") not in (None, "", "0") else "",
        said=_figure(row["said"], row["unit"], material, said=True),
        recomputed=_figure(row["recomputed"], row["unit"], material),
        state=STATES[verdict],
        verdict=voice.say(f"claim_{verdict}"),
        note=_note(row, material),
    )


def _note(row: Mapping[str, object], material: Material) -> str:
    key = row.get("note_key")
    if not key:
        return str(row["note"] or "")
    facts = json.loads(str(row.get("note_facts") or "{}"))
    return claim_note(str(key), facts, material.voice.language, material.voice.product_names)


def _figure(value: object, unit: object, material: Material, said: bool = False) -> str:
    if not isinstance(value, int | float):
        return "–"
    decimals = _written_decimals(float(value)) if said else DECIMALS.get(str(unit), 0)
    if unit == "percent":
        return material.voice.share(value / 100, decimals)
    return material.voice.say(f"unit_{unit}", value=material.voice.number(value, decimals))


def _written_decimals(value: float) -> int:
    """Decimals with which a figure was said."""
    return len(f"{value:.6f}".rstrip("0").partition(".")[2])
