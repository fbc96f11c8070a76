"""What the country sells: exports by group over the years, each source apart."""

from collections.abc import Sequence

import polars as pl

from ayni.charts.lines import Event, Line, lines
from ayni.study.report.grids import Figure, Grid, heads
from ayni.study.report.material import Material
from ayni.study.report.series import Series, series_of, titles
from ayni.study.report.voice import sentence
from ayni.trade.structure import declared_denominator

MILLIARD = 1e9
# A group below this share of every year would lie on the axis: it stands in the table alone.
LEAST_DRAWN = 0.03
ROLES = ("subject", "rest", "second")


def structure_figure(material: Material) -> Figure | None:
    """Exports by group over the years, a drawing for each source; None without a table of exports."""
    table = material.table("structure")
    if table is None:
        return None
    voice = material.voice
    series = series_of(table, material)
    whole = declared_denominator(table)
    highest = float(table["value_usd"].max() or 0) / MILLIARD  # type: ignore[arg-type]
    return Figure(
        id="structure",
        heading=_heading(series[0], material),
        unit=voice.say("structure_unit"),
        charts=tuple(
            (title, _chart(part, highest, material)) for title, part in zip(titles(series), series, strict=True)
        ),
        grid=_grid(series, material),
        origin=material.origin(
            "structure", table="structure", mind=voice.say("denominator_total") if whole == "total" else ""
        ),
        said=tuple(
            filter(None, (_event_said(series, material), _apart(series, material), _preliminary(series, material)))
        ),
        notes=material.notes.of("structure"),
        wide=True,
    )


def latest(part: Series) -> pl.DataFrame:
    """Rows of the last year of a source whose shares are known; its last year when none is."""
    known = part.rows.filter(pl.col("share").is_not_null())
    rows = known if known.height else part.rows
    return rows.filter(pl.col("year") == rows["year"].max())


def traditional(material: Material) -> str:
    """Code of the group of traditional products, as the study names it."""
    return material.published.study.traditional


def _heading(part: Series, material: Material) -> str:
    voice = material.voice
    rows = latest(part).filter(pl.col("share").is_not_null()).sort("share", descending=True)
    if rows.is_empty():
        return voice.say("structure_heading_plain")
    shares = dict(rows.select("group", "share").head(2).iter_rows())
    said = [
        voice.say("of_100_first" if index == 0 else "of_100", count=round(100 * share), group=voice.product(group))
        for index, (group, share) in enumerate(shares.items())
    ]
    return voice.say("structure_heading", year=rows["year"][0], findings=voice.names(said))


def drawn_groups(part: Series, material: Material) -> list[tuple[str, str]]:
    """Groups of a source that are drawn, with the role of each: what is not traditional is the subject."""
    weights = part.rows.group_by("group").agg(pl.col("share").max()).drop_nulls().sort("share", descending=True)
    codes = [code for code, share in weights.iter_rows() if share >= LEAST_DRAWN][: len(ROLES)]
    grey = traditional(material)
    ordered = [code for code in codes if code != grey]
    ordered = [*ordered[:1], *([grey] if grey in codes else ordered[1:2]), *(code for code in ordered[1:])]
    return list(zip(dict.fromkeys(ordered), ROLES, strict=False))


def _chart(part: Series, highest: float, material: Material) -> str:
    voice = material.voice
    drawn = [_line(part, group, role, material) for group, role in drawn_groups(part, material)]
    said = "; ".join(voice.say("line_label", name=line.name, written=line.written) for line in drawn)
    return lines(
        drawn,
        label=voice.say("structure_label", source=part.name, findings=said),
        written=lambda value: voice.number(value, 0 if value == round(value) else 1),
        unit=voice.say("unit_thousand_millions"),
        events=_events(part, drawn, material),
        highest=highest,
    )


def _line(part: Series, group: str, role: str, material: Material) -> Line:
    rows = part.rows.filter(pl.col("group") == group).sort("year")
    known = pl.when(pl.col("complete").fill_null(True)).then(pl.col("value_usd") / MILLIARD)
    points = tuple(rows.select("year", known).iter_rows())
    values = [value for _, value in points if value is not None]
    name = sentence(material.voice.product(group))
    return Line(name, points, material.voice.number(values[-1], 1) if values else "", role)  # type: ignore[arg-type]


def _events(part: Series, drawn: Sequence[Line], material: Material) -> list[Event]:
    """The year of the stress replay, named on the subject's line."""
    year = material.published.study.stress_year
    points = dict(drawn[0].points) if drawn else {}
    now, before = points.get(year or 0), points.get((year or 0) - 1)
    if not year or not now or not before:
        return []
    change = material.voice.share(now / before - 1, 1, sign=True)
    return [Event(year, now, material.voice.say("event", year=year, change=change))]


def _event_said(series: Sequence[Series], material: Material) -> str:
    """What the named point is of; empty where no drawing has one."""
    voice, drawn = material.voice, drawn_groups(series[0], material)[:1]
    marked = any(
        _events(part, [_line(part, group, role, material)], material) for part in series for group, role in drawn
    )
    if not marked:
        return ""
    year = material.published.study.stress_year or 0
    return voice.say("event_said", group=voice.product(drawn[0][0]), year=year, before=year - 1)


def _grid(series: Sequence[Series], material: Material) -> Grid:
    voice = material.voice
    groups = list(dict.fromkeys(code for part in series for code in _by_weight(part)))
    names = [sentence(voice.product(code)) for code in groups]
    columns = [voice.say("head_year"), voice.say("head_source"), voice.say("head_total"), *names]
    columns += [voice.say("head_share_of", group=name) for name in names[:2]]
    rows = [row for part in series for row in _rows(part, groups, material)]
    caption = voice.say("structure_caption")
    return Grid(caption, heads(*columns, numbers=range(2, len(columns))), tuple(rows))


def _by_weight(part: Series) -> list[str]:
    return (
        part.rows.group_by("group").agg(pl.col("value_usd").sum()).sort("value_usd", descending=True)["group"].to_list()
    )


def _rows(part: Series, groups: Sequence[str], material: Material) -> list[tuple[str, ...]]:
    voice = material.voice
    rows = []
    for (year,), found in part.rows.sort("year").group_by("year", maintain_order=True):
        values = dict(found.select("group", "value_usd").iter_rows())
        shares = dict(found.select("group", "share").iter_rows())
        preliminary = bool(found["preliminary"].fill_null(False).any())
        whole = found["denominator_usd"][0]
        cells = [millions(values.get(code), material) for code in groups]
        ends = [voice.share(shares.get(code), 1) for code in groups[:2]]
        mark = voice.say("preliminary_mark") if preliminary else ""
        rows.append((f"{year}{mark}", part.name, millions(whole, material), *cells, *ends))
    return rows


def millions(value: float | None, material: Material) -> str:
    """Money in millions, or a dash."""
    return "–" if value is None else material.voice.number(value / 1e6)


def _apart(series: Sequence[Series], material: Material) -> str:
    return material.voice.say("sources_apart") if len(series) > 1 else ""


def _preliminary(series: Sequence[Series], material: Material) -> str:
    years = sorted({str(year) for part in series for year in part.rows.filter(pl.col("preliminary"))["year"]})
    if not years:
        return ""
    return material.voice.say("preliminary_years", years=material.voice.names(years), n=len(years))
