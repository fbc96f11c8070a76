"""How unevenly each product is spread over the country: the locational Gini of the base year."""

import polars as pl

from ayni.charts.bars import Bar, bars
from ayni.study.report.grids import Figure, Grid, heads
from ayni.study.report.material import Material
from ayni.study.report.voice import sentence
from ayni.territory.concentration import SCHEMA
from ayni.territory.trends import series_apart

DRAWN, NAMED = 8, 3


def gini_figure(material: Material) -> Figure | None:
    """Locational Gini of the products in the base year, the most concentrated first; None where none has one."""
    of_year = _base_year(material)
    rows = of_year.filter(pl.col("gini").is_not_null()).sort("gini", "product", descending=[True, False])
    if rows.is_empty():
        return None
    voice = material.voice
    named = [str(code) for code in rows["product"].head(NAMED)]
    return Figure(
        id="gini",
        heading=voice.say("gini_heading", products=voice.names(voice.product(code) for code in named), n=len(named)),
        unit=voice.say("gini_unit", year=material.year),
        charts=(("", _chart(rows, material)),),
        grid=_grid(rows, material),
        origin=material.origin("gini", table="gini"),
        said=(voice.say("gini_said", n=rows.height, of=voice.number(of_year.height)),)
        if rows.height < of_year.height
        else (),
        notes=material.notes.of("gini"),
    )


def _base_year(material: Material) -> pl.DataFrame:
    """Rows of the base year, of the first series that has it: other bases, vintages and sources are not mixed in."""
    table = material.published.tables.get("gini", pl.DataFrame(schema=SCHEMA))
    own = next((part for part in series_apart(table) if material.year in part["year"]), table.clear())
    return own.filter(pl.col("year") == material.year)


def _chart(rows: pl.DataFrame, material: Material) -> str:
    voice = material.voice
    drawn = [
        Bar(sentence(voice.product(row["product"])), row["gini"], voice.number(row["gini"], 2), subject=index < NAMED)
        for index, row in enumerate(rows.head(DRAWN).to_dicts())
    ]
    said = "; ".join(f"{bar.name} {bar.written}" for bar in drawn)
    return bars(drawn, label=voice.say("gini_label", year=material.year, findings=said))


def _grid(rows: pl.DataFrame, material: Material) -> Grid:
    voice = material.voice
    cells = tuple(
        (
            sentence(voice.product(row["product"])),
            voice.number(row["gini"], 3),
            voice.number(row["places"]),
            voice.say(f"measured_{row['measure']}"),
        )
        for row in rows.to_dicts()
    )
    columns = [voice.say(f"head_{name}") for name in ("product", "gini", "gini_places", "measure")]
    return Grid(voice.say("gini_caption", year=material.year), heads(*columns, numbers=(1, 2)), cells)
