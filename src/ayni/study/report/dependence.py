"""How far exports hang on few products, few markets, or on traditional products."""

from collections.abc import Sequence

import polars as pl

from ayni.charts.bars import Bar, Limit, bars
from ayni.charts.lines import Line, lines
from ayni.study.report.exports import millions, traditional
from ayni.study.report.grids import Figure, Grid, heads
from ayni.study.report.material import Material
from ayni.study.report.series import Series, series_of
from ayni.study.report.voice import sentence

TOPS = ("top_1", "top_3", "top_5")
BANDS = ("dependent", "strongly_dependent")
ROLES = ("subject", "second", "rest")
# Of so few parts the largest five say nothing: those rows are in the package alone.
FEW = 5


def dependence_figure(material: Material) -> Figure | None:
    """Share of traditional products over the years, with the bands it falls in; a line for each source."""
    table = material.table("dependence")
    if table is None or table["share"].is_null().all():
        return None
    voice = material.voice
    series = [part for part in series_of(table, material) if part.rows["share"].is_not_null().any()]
    known = series[0].rows.filter(pl.col("share").is_not_null()).sort("year")
    first, last = known.row(0, named=True), known.row(-1, named=True)
    group = voice.product(traditional(material))
    return Figure(
        id="dependence",
        heading=voice.say(
            "dependence_heading",
            group=sentence(group),
            first=first["year"],
            last=last["year"],
            from_share=voice.share(first["share"], 0),
            to_share=voice.share(last["share"], 0),
            band=voice.say(f"band_{last['band']}"),
        ),
        unit=voice.say("dependence_unit", group=group),
        charts=(("", _dependence_chart(series, material)),),
        grid=_dependence_grid(series, material),
        origin=material.origin("dependence", table="dependence", mind=voice.say("dependence_mind")),
        notes=material.notes.of("dependence"),
    )


def _dependence_chart(series: Sequence[Series], material: Material) -> str:
    voice = material.voice
    drawn = [
        Line(part.name, points, voice.share(_last(points), 0), role)  # type: ignore[arg-type]
        for part, role in zip(series, ROLES, strict=False)
        for points in [tuple(part.rows.sort("year").select("year", "share").iter_rows())]
    ]
    said = "; ".join(voice.say("line_label", name=line.name, written=line.written) for line in drawn)
    return lines(
        drawn,
        label=voice.say("dependence_label", group=voice.product(traditional(material)), findings=said),
        written=lambda value: voice.share(value, 0),
        limits=_bounds(series, material),
        highest=1.0,
    )


def _last(points: Sequence[tuple[int, float | None]]) -> float | None:
    return next((value for _, value in reversed(points) if value is not None), None)


def _bounds(series: Sequence[Series], material: Material) -> list[Limit]:
    """Lower bounds of the bands that some year falls in."""
    rows = pl.concat([part.rows.select("band", "band_above") for part in series]).unique().drop_nulls()
    found = dict(rows.iter_rows())
    return [Limit(found[band], material.voice.say(f"band_{band}_line")) for band in BANDS if band in found]


def _dependence_grid(series: Sequence[Series], material: Material) -> Grid:
    voice = material.voice
    rows = tuple(
        (
            f"{row['year']}{voice.say('preliminary_mark') if row['preliminary'] else ''}",
            part.name,
            millions(row["traditional_usd"], material),
            millions(row["total_usd"], material),
            voice.share(row["share"], 1),
            voice.say(f"band_{row['band']}") if row["band"] else voice.say(f"reason_{row['reason']}"),
        )
        for part in series
        for row in part.rows.sort("year").to_dicts()
    )
    names = ("year", "source", "traditional_usd", "total", "share_plain", "band")
    columns = [voice.say(f"head_{name}") for name in names]
    return Grid(voice.say("dependence_caption"), heads(*columns, numbers=(2, 3, 4)), rows)


def concentration_figure(material: Material) -> Figure | None:
    """How much of exports the largest products and the largest markets make, in the latest year of each."""
    tables = [material.table(name) for name in ("concentration", "destination_concentration")]
    known = [table for table in tables if table is not None and table["top_1"].is_not_null().any()]
    if not known:
        return None
    voice = material.voice
    table = pl.concat(known, how="diagonal_relaxed")
    parts = _latest_by_kind(table, material)
    first = parts[0].rows.row(0, named=True)
    return Figure(
        id="concentration",
        heading=voice.say(
            f"concentration_heading_{_kind(first)}", count=round(100 * first["top_3"]), year=first["year"]
        ),
        unit=voice.say("concentration_unit"),
        charts=tuple((_part_title(part, material), _tops_chart(part, parts, material)) for part in parts),
        grid=_concentration_grid(table, material),
        origin=material.origin("concentration", table="concentration", mind=voice.say("concentration_mind")),
        notes=material.notes.of("concentration"),
    )


def _latest_by_kind(table: pl.DataFrame, material: Material) -> list[Series]:
    """Last known year of each kind of part (products, markets), from the source that reaches furthest."""
    parts = []
    for kind in table["of"].unique(maintain_order=True):
        rows = table.filter((pl.col("of") == kind) & pl.col("top_1").is_not_null())
        if rows.height:
            part = series_of(rows, material)[0]
            parts.append(Series(part.name, part.rows.sort("year").tail(1)))
    return parts


def _kind(row: dict[str, object]) -> str:
    return "markets" if row["of"] == "destination" else "products"


def _part_title(part: Series, material: Material) -> str:
    row = part.rows.row(0, named=True)
    return material.voice.say(f"concentration_{_kind(row)}", n=row["parts"], year=row["year"])


def _tops_chart(part: Series, parts: Sequence[Series], material: Material) -> str:
    rows = _tops_bars(part, material)
    said = "; ".join(f"{bar.name} {bar.written}" for bar in rows)
    label = material.voice.say("concentration_label", title=_part_title(part, material), findings=said)
    return bars(rows, label=label, beside=[row for other in parts for row in _tops_bars(other, material)])


def _tops_bars(part: Series, material: Material) -> list[Bar]:
    voice = material.voice
    row = part.rows.row(0, named=True)
    names = (voice.say("top_1", name=largest(row, material)), voice.say("top_3"), voice.say("top_5"))
    return [
        Bar(name, row[top], voice.share(row[top], 0), subject=top == "top_1")
        for name, top in zip(names, TOPS, strict=True)
        if row[top] is not None
    ]


def largest(row: dict[str, object], material: Material) -> str:
    """Name of the largest part: a product, or a country."""
    code = str(row["largest"])
    return market(code, material) if row["of"] == "destination" else material.voice.product(code)


def market(code: str, material: Material) -> str:
    """Name of a destination: as the study's table names it, else the country's name."""
    from ayni.words import country

    named = material.voice.product_names.get(code)
    return named or country(code, material.voice.language)


def _concentration_grid(table: pl.DataFrame, material: Material) -> Grid:
    voice = material.voice
    rows = tuple(
        (
            str(row["year"]),
            part.name,
            voice.say(f"of_{row['of']}"),
            voice.number(row["parts"]),
            voice.number(row["herfindahl"], 3),
            *(voice.share(row[top], 1) for top in TOPS),
            sentence(largest(row, material)) if row["largest"] else "–",
        )
        for part in series_of(table.filter(pl.col("parts") > FEW), material)
        for row in part.rows.sort("of", "year").to_dicts()
    )
    names = ("year", "source", "of", "parts", "herfindahl", *TOPS, "largest")
    columns = [voice.say(f"head_{name}") for name in names]
    return Grid(voice.say("concentration_caption"), heads(*columns, numbers=range(3, 8)), rows)
