"""A bad year come again, and the growth that a mix of exports asks for."""

from collections.abc import Sequence

import polars as pl

from ayni.charts.bars import Bar, bars
from ayni.study.report.exports import LEAST_DRAWN, millions, traditional
from ayni.study.report.grids import Figure, Grid, heads
from ayni.study.report.material import Material
from ayni.study.report.series import Series, series_of
from ayni.study.report.voice import sentence

TOTAL = "total"


def stress_figure(material: Material) -> Figure | None:
    """Change of each group in a past year, a drawing for each source, and what it would cost on today's exports."""
    table = material.table("stress")
    if table is None or table["change"].is_null().all():
        return None
    series = [part for part in series_of(table, material) if part.rows["change"].is_not_null().any()]
    voice = material.voice
    year = series[0].rows["stress_year"][0]
    return Figure(
        id="stress",
        heading=_stress_heading(series[0], material),
        unit=voice.say("stress_unit", year=year, before=year - 1),
        charts=tuple((part.name if len(series) > 1 else "", _stress_chart(part, series, material)) for part in series),
        grid=_stress_grid(series, material),
        origin=material.origin("stress", table="stress"),
        said=(voice.say("stress_said"),),
        notes=material.notes.of("stress"),
    )


def _stress_heading(part: Series, material: Material) -> str:
    voice = material.voice
    whole = part.rows.filter(pl.col("group") == TOTAL)
    year = part.rows["stress_year"][0]
    if whole.is_empty() or whole["difference_usd"][0] is None:
        return voice.say("stress_heading_plain", year=year)
    row = whole.row(0, named=True)
    lost = row["difference_usd"] < 0
    return voice.say(
        "stress_heading_loss" if lost else "stress_heading_gain",
        year=year,
        base=row["base_year"],
        amount=voice.dollars(abs(row["difference_usd"])),
        share=voice.share(abs(row["difference_usd"]) / row["base_usd"], 1),
    )


def _stress_chart(part: Series, series: Sequence[Series], material: Material) -> str:
    rows = _stress_bars(part, material)
    said = "; ".join(f"{row.name} {row.written}" for row in rows)
    label = material.voice.say("stress_label", year=part.rows["stress_year"][0], findings=said)
    return bars(rows, label=label, beside=[row for other in series for row in _stress_bars(other, material)])


def _stress_bars(part: Series, material: Material) -> list[Bar]:
    voice = material.voice
    whole = float(part.rows["base_usd"].max() or 0)  # type: ignore[arg-type]
    known = part.rows.filter(pl.col("change").is_not_null() & (pl.col("base_usd") >= LEAST_DRAWN * whole))
    return [
        Bar(
            sentence(voice.product(row["group"])),
            row["change"],
            voice.share(row["change"], 1, sign=True),
            subject=row["group"] not in (TOTAL, traditional(material)),
        )
        for row in known.sort("base_usd", descending=True).to_dicts()
    ]


def _stress_grid(series: Sequence[Series], material: Material) -> Grid:
    voice = material.voice
    rows = tuple(
        (
            sentence(voice.product(row["group"])),
            part.name,
            voice.share(row["change"], 1, sign=True),
            str(row["base_year"]),
            millions(row["base_usd"], material),
            millions(row["replayed_usd"], material),
            millions(row["difference_usd"], material),
        )
        for part in series
        for row in part.rows.sort("base_usd", descending=True, nulls_last=True).to_dicts()
    )
    names = ("group", "source", "change", "base_year", "base_usd", "replayed_usd", "difference_usd")
    columns = [voice.say(f"head_{name}") for name in names]
    year = series[0].rows["stress_year"][0]
    return Grid(voice.say("stress_caption", year=year), heads(*columns, numbers=(2, 4, 5, 6)), rows)


def required_figure(material: Material) -> Figure | None:
    """Growth a year that a group had, and what it would need to hold or restore its ratio to another."""
    table = material.table("required_growth")
    if table is None or table["required"].is_null().all():
        return None
    voice = material.voice
    series = [part for part in series_of(table, material) if part.rows["required"].is_not_null().any()]
    return Figure(
        id="required",
        heading=_required_heading(series, material),
        unit=voice.say("required_unit"),
        charts=tuple((_required_title(part, material), _required_chart(part, series, material)) for part in series),
        grid=_required_grid(series, material),
        origin=material.origin("required_growth", table="required_growth"),
        said=(voice.say("required_said"),),
        notes=material.notes.of("required_growth"),
        wide=len(series) > 1,
    )


def _goal(part: Series, goal: str) -> dict[str, object] | None:
    rows = part.rows.filter((pl.col("goal") == goal) & pl.col("required").is_not_null())
    return rows.row(0, named=True) if rows.height else None


def _required_title(part: Series, material: Material) -> str:
    row = _goal(part, "restore") or part.rows.row(0, named=True)
    return f"{part.name}, {material.voice.span(int(str(row['mix_year'])), int(str(row['base_year'])))}"


def _required_heading(series: Sequence[Series], material: Material) -> str:
    """Finding of the source that reaches the latest year, with its name and years."""
    voice = material.voice
    goals = [(part, row) for part in series if (row := _goal(part, "restore")) is not None]
    if not goals:
        return voice.say("required_heading_plain")
    part, row = goals[0]
    more = float(str(row["required"])) > float(str(row["past_growth"]))
    return voice.say(
        "required_heading" if more else "required_heading_less",
        source=_required_title(part, material),
        group=voice.product(str(row["group"])),
        year=row["mix_year"],
        count=int(str(row["horizon"])),
        required=voice.share(float(str(row["required"])), 1),
        past=voice.share(float(str(row["past_growth"])), 1),
    )


def _required_chart(part: Series, series: Sequence[Series], material: Material) -> str:
    rows = _required_bars(part, material)
    said = "; ".join(f"{row.name} {row.written}" for row in rows)
    label = material.voice.say("required_label", source=_required_title(part, material), findings=said)
    return bars(rows, label=label, beside=[row for other in series for row in _required_bars(other, material)])


def _required_bars(part: Series, material: Material) -> list[Bar]:
    voice = material.voice
    hold, restore = _goal(part, "hold"), _goal(part, "restore")
    known = hold or restore or {}
    facts = {"group": voice.product(str(known["group"])), "against": voice.product(str(known["against"]))}
    rows = [(voice.say("growth_past", **facts), known["past_growth"], False)]
    rows += [(voice.say("growth_hold", year=hold["base_year"]), hold["required"], True)] if hold else []
    if restore:
        words = voice.say("growth_restore", year=restore["mix_year"], count=int(str(restore["horizon"])))
        rows.append((words, restore["required"], True))
    return [Bar(name, float(str(rate)), voice.share(float(str(rate)), 1), subject) for name, rate, subject in rows]


def _required_grid(series: Sequence[Series], material: Material) -> Grid:
    voice = material.voice
    rows = tuple(
        (
            voice.say(f"goal_{row['goal']}"),
            part.name,
            str(row["mix_year"]),
            str(row["base_year"]),
            voice.number(row["ratio"], 3),
            voice.share(row["other_growth"], 2),
            voice.share(row["past_growth"], 2),
            voice.share(row["required"], 2),
        )
        for part in series
        for row in part.rows.to_dicts()
    )
    names = ("goal", "source", "mix_year", "base_year", "ratio", "other_growth", "past_growth", "required")
    columns = [voice.say(f"head_{name}") for name in names]
    return Grid(voice.say("required_caption"), heads(*columns, numbers=range(4, 8)), rows)
