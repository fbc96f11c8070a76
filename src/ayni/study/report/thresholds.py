"""The rules of the study, and how much of the result rests on each threshold."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from ayni.charts.bars import Bar, bars
from ayni.clusters.thresholds import DECLARED
from ayni.clusters.thresholds import Threshold as Declared
from ayni.study.report.candidates import Candidate
from ayni.study.report.grids import Figure, Grid, Head
from ayni.study.report.material import Material
from ayni.study.report.voice import alphabetical, sentence
from ayni.words import say

UNITS_IN_PERCENT = ("share", "share_a_year", "relative")
COUNTS = ("candidates", "gained", "lost", "places_changed", "horizon_changed")
MOVES = ("gained", "lost", "horizon_changed")


@dataclass(frozen=True, slots=True)
class Rule:
    """A threshold: its name, its line in the study file, the value used, its default, and why."""

    name: str
    line: str
    used: str
    default: str
    reason: str


@dataclass(frozen=True, slots=True)
class Rules:
    """Thresholds of a study, and what moves when one of them moves; None where the study tried none."""

    rules: tuple[Rule, ...]
    figure: Figure | None


@dataclass(frozen=True, slots=True)
class _Names:
    """Names of this study's candidates, and of products by slug, for candidates that appear under other values."""

    candidates: Mapping[str, str]
    products: Mapping[str, str]

    def of(self, slug: str, material: Material) -> str:
        """Name of a candidate: that of this study, else product and places as far as the slug tells them."""
        if slug in self.candidates:
            return self.candidates[slug]
        bare = slug.removeprefix("chain-")
        product = max((each for each in self.products if bare.startswith(f"{each}-")), key=len, default=None)
        places = [part for part in slug.split("-") if part in material.voice.place_names]
        if product is None or not places:
            return slug
        return f"{self.products[product]} ({material.voice.places(places, most=4)})"


def rules(candidates: Sequence[Candidate], material: Material) -> Rules | None:
    """Rules of the study; None where it has no thresholds."""
    given = material.published.thresholds
    if not given:
        return None
    told = tuple(_rule(each, given[each.name], material) for each in DECLARED if each.name in given)
    return Rules(told, _figure(candidates, material))


def _rule(declared: Declared, used: float, material: Material) -> Rule:
    return Rule(
        name=_name(declared, material),
        line=f"{declared.name} = {used:g}",
        used=_value(used, declared.unit, material),
        default=_value(declared.default, declared.unit, material),
        reason=say(declared.reason_key, material.voice.language),
    )


def _figure(candidates: Sequence[Candidate], material: Material) -> Figure | None:
    table = material.table("sensitivity")
    if table is None:
        return None
    voice = material.voice
    moved = _most_moved(table)
    drawn = [
        Bar(_name(_declared(name), material), count, voice.say("candidates_moved", n=count), subject=index == 0)
        for index, (name, count) in enumerate(moved)
    ]
    said = "; ".join(f"{row.name}: {row.written}" for row in drawn)
    return Figure(
        id="thresholds-moved",
        heading=_heading(drawn[0].name, moved[0][1], len(candidates), material),
        unit=voice.say("sensitivity_unit"),
        charts=(("", bars(drawn, label=voice.say("sensitivity_label", findings=said))),),
        grid=_grid(table, candidates, material),
        origin=material.origin("rules", table="sensitivity"),
        notes=material.notes.of("rules"),
    )


def _most_moved(table: pl.DataFrame) -> list[tuple[str, int]]:
    """Thresholds with the most candidates that enter, leave or change their term, over the values tried."""
    moved = table.select("threshold", pl.sum_horizontal(MOVES).alias("moved"))
    most = moved.group_by("threshold", maintain_order=True).agg(pl.col("moved").max())
    return list(most.sort("moved", descending=True, maintain_order=True).iter_rows())


def _heading(name: str, count: int, candidates: int, material: Material) -> str:
    voice = material.voice
    if not count:
        return voice.say("sensitivity_still")
    if not candidates:
        return voice.say("sensitivity_heading_empty", name=name, n=count)
    return voice.say("sensitivity_heading", name=name, n=count, of=voice.number(candidates))


def _grid(table: pl.DataFrame, candidates: Sequence[Candidate], material: Material) -> Grid:
    say = material.voice.say
    named = _Names({each.id: f"{each.name} ({each.where})" for each in candidates}, _product_slugs(material))
    counted = [Head(say(f"head_{name}"), number=True) for name in ("used", "tried", *COUNTS)]
    heads = (Head(say("head_threshold")), *counted, Head(say("head_examples")))
    rows = tuple(_row(row, named, material) for row in table.iter_rows(named=True))
    return Grid(say("sensitivity_caption"), heads, rows)


def _row(row: Mapping[str, object], named: _Names, material: Material) -> tuple[str, ...]:
    declared = _declared(str(row["threshold"]))
    examples = [named.of(name, material) for name in str(row["examples"] or "").split(",") if name]
    return (
        _name(declared, material),
        _value(float(str(row["used"])), declared.unit, material),
        _value(float(str(row["tried"])), declared.unit, material),
        *(material.voice.number(float(str(row[count]))) for count in COUNTS),
        "; ".join(examples) or "–",
    )


def _product_slugs(material: Material) -> dict[str, str]:
    """Names of products and chains by the slug that names of candidates start with."""
    table = material.table("searched")
    codes = [] if table is None else table["product"].to_list()
    return {
        re.sub(r"[\W_]+", "-", alphabetical(code)).strip("-"): sentence(material.voice.product(code)) for code in codes
    }


def _declared(name: str) -> Declared:
    return next(each for each in DECLARED if each.name == name)


def _name(declared: Declared, material: Material) -> str:
    return sentence(say(declared.label_key, material.voice.language))


def _value(value: float, unit: str, material: Material) -> str:
    if unit in UNITS_IN_PERCENT:
        return material.voice.share(value, 2 if unit == "share_a_year" else 1 if 0 < value < 0.1 else 0)
    return material.voice.plain(value)
