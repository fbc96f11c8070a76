"""Where exports go: the largest markets of the latest year, and how their shares moved."""

from collections.abc import Mapping

import polars as pl

from ayni.charts.bars import Bar, bars
from ayni.study.report.dependence import market
from ayni.study.report.exports import millions
from ayni.study.report.grids import Figure, Grid, heads
from ayni.study.report.material import Material
from ayni.study.report.series import series_of

DRAWN, TABLED = 8, 25


def destinations_figure(material: Material) -> Figure | None:
    """Share of each of the largest markets in the latest year; None without a table of destinations."""
    table = material.table("destinations")
    if table is None:
        return None
    part = series_of(_with_share(table), material)[0]
    known = part.rows.filter(pl.col("share").is_not_null())
    if known.is_empty():
        return None
    voice = material.voice
    first, last = int(known["year"].min()), int(known["year"].max())  # type: ignore[arg-type]
    rows = known.filter(pl.col("year") == last).sort("value_usd", descending=True)
    before = dict(known.filter(pl.col("year") == first).select("importer", "share").iter_rows())
    return Figure(
        id="destinations",
        heading=_heading(rows, last, material),
        unit=voice.say("destinations_unit", year=last, source=part.name),
        charts=(("", _chart(rows, last, material)),),
        grid=_grid(rows, before, first, last, material),
        origin=material.origin("destinations", table="destinations"),
        said=_moves(rows, before, first, material),
        notes=material.notes.of("destinations"),
    )


def _with_share(table: pl.DataFrame) -> pl.DataFrame:
    if "share" in table.columns:
        return table
    keys = [name for name in ("year", "exporter", "source", "vintage") if name in table.columns]
    return table.with_columns((pl.col("value_usd") / pl.col("value_usd").sum().over(keys)).alias("share"))


def _heading(rows: pl.DataFrame, year: int, material: Material) -> str:
    voice = material.voice
    named = [market(code, material) for code in rows["importer"].head(2)]
    together = round(100 * float(rows["share"].head(2).sum()))
    return voice.say("destinations_heading", count=together, markets=voice.names(named), year=year)


def _chart(rows: pl.DataFrame, year: int, material: Material) -> str:
    voice = material.voice
    drawn = rows.head(DRAWN).to_dicts()
    marks = [
        Bar(market(row["importer"], material), row["share"], voice.share(row["share"], 1), subject=index < 2)
        for index, row in enumerate(drawn)
    ]
    rest = float(rows["share"].sum()) - sum(row["share"] for row in drawn)
    if rows.height > DRAWN:
        words = voice.say("other_markets", n=rows.height - DRAWN)
        marks.append(Bar(words, rest, voice.share(rest, 1), subject=False))
    said = "; ".join(f"{bar.name} {bar.written}" for bar in marks)
    return bars(marks, label=voice.say("destinations_label", year=year, findings=said))


def _moves(rows: pl.DataFrame, before: Mapping[str, float], first: int, material: Material) -> tuple[str, ...]:
    """The two largest gains and losses of share since the first year."""
    voice = material.voice
    now = dict(rows.select("importer", "share").iter_rows())
    moved = sorted(now.keys() | before.keys(), key=lambda code: now.get(code, 0.0) - before.get(code, 0.0))
    if not before or len(moved) < 2 or first == int(rows["year"][0]):
        return ()
    gained, lost = moved[-1], moved[0]
    facts = {
        "gained": market(gained, material),
        "gain": _points(now.get(gained, 0.0) - before.get(gained, 0.0), material),
        "lost": market(lost, material),
        "loss": _points(now.get(lost, 0.0) - before.get(lost, 0.0), material),
        "year": first,
    }
    return (voice.say("destinations_moves", **facts),)


def _points(change: float, material: Material) -> str:
    return material.voice.number(100 * change, 1, sign=True)


def _grid(rows: pl.DataFrame, before: Mapping[str, float], first: int, last: int, material: Material) -> Grid:
    voice = material.voice
    cells = tuple(
        (
            market(row["importer"], material),
            millions(row["value_usd"], material),
            voice.share(row["share"], 2),
            voice.share(before.get(row["importer"]), 2),
        )
        for row in rows.head(TABLED).to_dicts()
    )
    columns = [voice.say("head_market"), voice.say("head_value_millions", year=last)]
    columns += [voice.say("head_share_in", year=year) for year in (last, first)]
    return Grid(voice.say("destinations_caption", n=len(cells), year=last), heads(*columns, numbers=(1, 2, 3)), cells)
