"""How much exports grew between two years, by group and source."""

from collections.abc import Sequence

import polars as pl

from ayni.charts.bars import Bar, bars
from ayni.study.report.exports import LEAST_DRAWN, millions, traditional
from ayni.study.report.grids import Figure, Grid, heads
from ayni.study.report.material import Material
from ayni.study.report.series import Series, series_of
from ayni.study.report.voice import sentence


def growth_figure(material: Material) -> Figure | None:
    """Multiples of exports by group between two years, a drawing for each source."""
    table = material.table("growth")
    if table is None or table["multiple"].is_null().all():
        return None
    voice = material.voice
    series = [part for part in series_of(table, material) if part.rows["multiple"].is_not_null().any()]
    return Figure(
        id="growth",
        heading=_growth_heading(series[0], material),
        unit=voice.say("growth_unit"),
        charts=tuple((_growth_title(part, material), _growth_chart(part, series, material)) for part in series),
        grid=_growth_grid(series, material),
        origin=material.origin("growth", table="growth"),
        notes=material.notes.of("growth"),
    )


def _growth_title(part: Series, material: Material) -> str:
    row = part.rows.row(0, named=True)
    return f"{part.name}, {material.voice.span(row['from_year'], row['to_year'])}"


def _grown(part: Series, material: Material) -> list[dict[str, object]]:
    """Groups of a source with a multiple, the total first, the small ones left to the table."""
    known = part.rows.filter(pl.col("multiple").is_not_null())
    whole = known["to_usd"].max() or 0
    shown = known.filter(pl.col("to_usd") >= LEAST_DRAWN * whole)  # type: ignore[operator]
    return shown.sort("to_usd", descending=True).to_dicts()


def _growth_heading(part: Series, material: Material) -> str:
    voice = material.voice
    grown = {str(row["group"]): row for row in _grown(part, material)}
    others = [row for code, row in grown.items() if code not in ("total", traditional(material))]
    whole = grown.get("total")
    if whole is None or not others:
        return voice.say("growth_heading_plain")
    facts = {
        "first": whole["from_year"],
        "last": whole["to_year"],
        "total": voice.number(float(str(whole["multiple"])), 1),
        "group": voice.product(str(others[0]["group"])),
        "other": voice.number(float(str(others[0]["multiple"])), 1),
    }
    return voice.say("growth_heading", **facts)


def _growth_chart(part: Series, series: Sequence[Series], material: Material) -> str:
    rows = _growth_bars(part, material)
    said = "; ".join(f"{row.name} {row.written}" for row in rows)
    label = material.voice.say("growth_label", source=_growth_title(part, material), findings=said)
    return bars(rows, label=label, beside=[row for other in series for row in _growth_bars(other, material)])


def _growth_bars(part: Series, material: Material) -> list[Bar]:
    voice = material.voice
    return [
        Bar(
            name=sentence(voice.product(str(row["group"]))),
            value=float(str(row["multiple"])),
            written=voice.say("times", value=voice.number(float(str(row["multiple"])), 2)),
            subject=row["group"] not in ("total", traditional(material)),
        )
        for row in _grown(part, material)
    ]


def _growth_grid(series: Sequence[Series], material: Material) -> Grid:
    voice = material.voice
    names = ("group", "source", "years", "from_usd", "to_usd", "multiple", "cagr", "contribution")
    rows = tuple(
        (
            sentence(voice.product(row["group"])),
            part.name,
            voice.span(row["from_year"], row["to_year"]),
            millions(row["from_usd"], material),
            millions(row["to_usd"], material),
            voice.number(row["multiple"], 3),
            voice.share(row["cagr"], 2),
            voice.share(row["contribution"], 1),
        )
        for part in series
        for row in part.rows.sort("to_usd", descending=True, nulls_last=True).to_dicts()
        if row["from_usd"] is not None or row["to_usd"] is not None
    )
    columns = [voice.say(f"head_{name}") for name in names]
    return Grid(voice.say("growth_caption"), heads(*columns, numbers=range(3, 8)), rows)
