"""Dot plot of location quotients: how much more each product weighs in a place than in the country."""

from collections.abc import Sequence

import polars as pl

from ayni.charts.dots import Dot, DotRow, dot_plot
from ayni.study.report.candidates import Candidate, one_for_each_product
from ayni.study.report.grids import Figure, Grid, heads
from ayni.study.report.material import Material
from ayni.study.report.matrix import opened

SHOWN = 6
LEAST_QUOTIENT, LEAST_SHARE = 0.25, 0.005
TABLED = 4
# Characters beside a name that fit on the narrowest phone, the count of the others apart.
ROOM = 38
Rows = Sequence[dict[str, object]]


def quotient_figure(
    anchor: str, region: str, candidates: Sequence[Candidate], places: Sequence[str], material: Material
) -> Figure | None:
    """Dot plot of the first candidates that have a quotient; None where none has."""
    near, far = opened(candidates)
    shown = [each for each in [*near, *far] if each.quotient is not None and _rows(each)]
    shown = one_for_each_product(shown)[:SHOWN]
    rows = {each.product: _rows(each) for each in shown}
    if not shown:
        return None
    voice = material.voice
    threshold = material.threshold("quotient_min")
    limit = None if threshold is None else (threshold, voice.say("threshold", value=voice.plain(threshold)))
    drawn = [_dot_row(each, rows[each.product], places, material) for each in shown]
    said = "; ".join(f"{row.name}: {row.written}" for row in drawn)
    svg = dot_plot(
        drawn,
        label=voice.say("quotients_label", findings=said),
        whole=voice.say("as_the_country"),
        threshold=limit,
        least=LEAST_QUOTIENT,
    )
    return Figure(
        id=f"{anchor}-quotients",
        heading=_heading(shown, threshold, material),
        unit=voice.say("quotients_unit", year=material.year, least_share=voice.share(LEAST_SHARE)),
        charts=(("", svg),),
        grid=_grid(shown, rows, region, material),
        origin=material.origin("quotient", table="quotients"),
        notes=material.notes.of("quotient"),
    )


def _rows(candidate: Candidate) -> list[dict[str, object]]:
    known = candidate.base.filter(pl.col("quotient").is_not_null() & (pl.col("share") >= LEAST_SHARE))
    return list(known.iter_rows(named=True))


def _dot_row(candidate: Candidate, rows: Rows, places: Sequence[str], material: Material) -> DotRow:
    voice = material.voice
    own = [row for row in rows if row["place"] in candidate.places]
    several = len(candidate.places) > 1
    said = [voice.say("together", value=voice.number(candidate.quotient, 1))] if several else []
    said += [f"{voice.place(str(row['place']))} {_quotient(row, material)}" for row in own]
    dots = tuple(
        Dot(
            value=float(str(row["quotient"])),
            role="subject" if row["place"] in candidate.places else "kin" if row["place"] in places else "rest",
            name=f"{voice.place(str(row['place']))} {_quotient(row, material)}",
        )
        for row in rows
    )
    written = _fitting(said, ROOM - len(candidate.name), material)
    return DotRow(candidate.name, written, dots, candidate.quotient if several else None)


def _fitting(said: Sequence[str], room: int, material: Material) -> str:
    """As many of some words as fit, at least one, and the count of the others."""
    shown = next((count for count in range(len(said), 0, -1) if len(" · ".join(said[:count])) <= room), 1)
    others = len(said) - shown
    return " · ".join(said[:shown]) + (f" {material.voice.say('and_more', n=others)}" if others else "")


def _quotient(row: dict[str, object], material: Material) -> str:
    return material.voice.number(float(str(row["quotient"])), 1)


def _heading(shown: Sequence[Candidate], threshold: float | None, material: Material) -> str:
    voice = material.voice
    above = sum((each.quotient or 0) >= (threshold or 1) for each in shown)
    facts = {"of": voice.number(len(shown)), "threshold": voice.plain(threshold or 1)}
    if above == len(shown):
        return voice.say("quotients_heading_all", n=above, threshold=facts["threshold"])
    return voice.say("quotients_heading", n=above, **facts)


def _grid(
    shown: Sequence[Candidate], rows: dict[str, list[dict[str, object]]], region: str, material: Material
) -> Grid:
    voice = material.voice
    cells = [
        (
            each.name,
            voice.place(str(row["place"])),
            _quotient(row, material),
            voice.share(float(str(row["share"])), 1),
            voice.number(float(str(row["quantity"]))) if row["quantity"] is not None else "–",
        )
        for each in shown
        for row in rows[each.product][:TABLED]
    ]
    names = [voice.say(f"head_{name}") for name in ("product", "place", "quotient", "share", "quantity")]
    caption = voice.say("quotients_caption", region=region, year=material.year)
    return Grid(caption=caption, heads=heads(*names, numbers=(2, 3, 4)), rows=tuple(cells))
