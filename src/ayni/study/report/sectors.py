"""Which sectors the country sells from: their shares in the latest year, and how these moved."""

from collections.abc import Mapping, Sequence

import polars as pl

from ayni.charts.bars import Bar, bars
from ayni.study.report.exports import millions, traditional
from ayni.study.report.grids import Figure, Grid, heads
from ayni.study.report.material import Material
from ayni.study.report.series import series_of
from ayni.study.report.voice import sentence
from ayni.trade.structure import declared_denominator

DRAWN, NAMED = 8, 2


def sectors_figure(material: Material) -> Figure | None:
    """Share of each of the largest sectors in the latest year of the source that goes deepest; None without one."""
    table = material.table("structure_by_sector")
    if table is None:
        return None
    # Shares of mixed denominators are refused, not drawn side by side.
    declared_denominator(table)
    voice = material.voice
    part = max(series_of(table, material), key=lambda each: each.rows["group"].n_unique())
    known = part.rows.filter(pl.col("share").is_not_null())
    if known["group"].n_unique() <= NAMED:
        return None
    first, last = int(known["year"].min()), int(known["year"].max())  # type: ignore[arg-type]
    rows = known.filter(pl.col("year") == last).sort("value_usd", descending=True)
    before = dict(known.filter(pl.col("year") == first).select("group", "share").iter_rows())
    named = [voice.product(code) for code in rows["group"].head(NAMED)]
    together = round(100 * float(rows["share"].head(NAMED).sum()))
    return Figure(
        id="sectors",
        heading=sentence(voice.say("sectors_heading", count=together, sectors=voice.names(named), year=last)),
        unit=voice.say("sectors_unit", year=last, source=part.name),
        charts=(("", _chart(rows.to_dicts(), last, material)),),
        grid=_grid(rows.to_dicts(), before, (first, last), material),
        origin=material.origin("structure", table="structure_by_sector"),
        notes=material.notes.of("structure"),
    )


def _chart(rows: Sequence[Mapping[str, object]], year: int, material: Material) -> str:
    voice = material.voice
    marks = [
        Bar(
            sentence(voice.product(str(row["group"]))),
            float(str(row["share"])),
            voice.share(float(str(row["share"])), 1),
            subject=_group(str(row["group"]), material) != traditional(material),
        )
        for row in rows[:DRAWN]
    ]
    said = "; ".join(f"{bar.name} {bar.written}" for bar in marks)
    return bars(marks, label=voice.say("sectors_label", year=year, findings=said))


def _group(code: str, material: Material) -> str:
    """Group that a sector is part of, as the table of products says."""
    products = material.table("products")
    if products is None or "parent" not in products.columns:
        return code
    parents = dict(products.select("code", "parent").iter_rows())
    return parents.get(code) or code


def _grid(
    rows: Sequence[Mapping[str, object]], before: Mapping[str, float], years: tuple[int, int], material: Material
) -> Grid:
    voice = material.voice
    first, last = years
    cells = tuple(
        (
            sentence(voice.product(str(row["group"]))),
            sentence(voice.product(_group(str(row["group"]), material))),
            millions(float(str(row["value_usd"])), material),
            voice.share(float(str(row["share"])), 2),
            voice.share(before.get(str(row["group"])), 2),
        )
        for row in rows
    )
    columns = [voice.say("head_sector"), voice.say("head_group"), voice.say("head_value_millions", year=last)]
    columns += [voice.say("head_share_in", year=year) for year in (last, first)]
    return Grid(voice.say("sectors_caption", year=last), heads(*columns, numbers=(2, 3, 4)), cells)
