"""The rules of the study and how much of the result rests on each threshold."""

from collections.abc import Mapping
from dataclasses import dataclass

from ayni.clusters.thresholds import DECLARED
from ayni.study.report.candidates import Candidate
from ayni.study.report.grids import Grid, Head
from ayni.study.report.material import Material
from ayni.study.report.voice import sentence
from ayni.words import say

UNITS_IN_PERCENT = ("share", "share_a_year", "relative")
DECIMALS = {"times": 2, "evenness": 2}


@dataclass(frozen=True, slots=True)
class Threshold:
    """A threshold: its name, the value used, its default, and why."""

    name: str
    used: str
    default: str
    reason: str


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What moves when one threshold moves, and the thresholds themselves."""

    heading: str
    said: str
    grid: Grid | None
    thresholds: tuple[Threshold, ...]


def sensitivity(candidates: tuple[Candidate, ...], material: Material) -> Sensitivity | None:
    """Sensitivity of the candidates to each threshold; None where the study has no thresholds."""
    if not material.published.thresholds:
        return None
    voice = material.voice
    table = material.table("sensitivity")
    names = {each.id: f"{each.name} ({each.where})" for each in candidates}
    rows = [] if table is None else [_row(row, names, material) for row in table.iter_rows(named=True)]
    moved = 0 if table is None else table.filter(table["horizon_changed"] + table["lost"] + table["gained"] > 0).height
    return Sensitivity(
        heading=voice.say("sensitivity_heading", n=moved, of=voice.number(len(rows))) if rows else voice.say("rules"),
        said=voice.say("sensitivity_said"),
        grid=Grid(voice.say("sensitivity_caption"), _heads(material), tuple(rows)) if rows else None,
        thresholds=tuple(_threshold(name, used, material) for name, used in _used(material).items()),
    )


def _used(material: Material) -> dict[str, float]:
    given = material.published.thresholds
    return {each.name: given[each.name] for each in DECLARED if each.name in given}


def _threshold(name: str, used: float, material: Material) -> Threshold:
    declared = next(each for each in DECLARED if each.name == name)
    language = material.voice.language
    return Threshold(
        name=sentence(say(declared.label_key, language)),
        used=_value(used, declared.unit, material),
        default=_value(declared.default, declared.unit, material),
        reason=say(declared.reason_key, language),
    )


def _heads(material: Material) -> tuple[Head, ...]:
    say = material.voice.say
    numbers = ("used", "tried", "candidates", "gained", "lost", "places_changed", "horizon_changed")
    heads = [Head(say(f"head_{name}"), number=True) for name in numbers]
    return (Head(say("head_threshold")), *heads, Head(say("head_examples")))


def _row(row: Mapping[str, object], names: Mapping[str, str], material: Material) -> tuple[str, ...]:
    declared = next(each for each in DECLARED if each.name == row["threshold"])
    counts = ("candidates", "gained", "lost", "places_changed", "horizon_changed")
    examples = [names.get(name, name) for name in str(row["examples"] or "").split(",") if name]
    return (
        sentence(say(declared.label_key, material.voice.language)),
        _value(float(str(row["used"])), declared.unit, material),
        _value(float(str(row["tried"])), declared.unit, material),
        *(material.voice.number(float(str(row[count]))) for count in counts),
        "; ".join(examples) or "–",
    )


def _value(value: float, unit: str, material: Material) -> str:
    if unit in UNITS_IN_PERCENT:
        return material.voice.share(value, 2 if unit == "share_a_year" else 1 if value < 0.1 else 0)
    decimals = DECIMALS.get(unit, 0)
    return material.voice.number(value, 0 if value == int(value) else decimals)
