"""Two sources of one year side by side, and published totals against the sum of their parts."""

from dataclasses import dataclass

import polars as pl

from ayni.study.report.exports import millions
from ayni.study.report.grids import Grid, heads
from ayni.study.report.material import Material

# Differences under half a thousand dollars are rounding of the computer, not of the source.
NOTICED_USD = 500.0


@dataclass(frozen=True, slots=True)
class Compared:
    """A finding and its table."""

    id: str
    heading: str
    said: str
    grid: Grid


def compared(material: Material) -> tuple[Compared, ...]:
    """What two sources say of the same years, and where totals differ from their parts."""
    return tuple(filter(None, (_sources(material), _totals(material))))


def _sources(material: Material) -> Compared | None:
    table = material.table("sources_compared")
    known = None if table is None else table.filter(pl.col("difference_share").is_not_null())
    if known is None or known.is_empty():
        return None
    voice = material.voice
    widest = known.sort(pl.col("difference_share").abs(), descending=True).row(0, named=True)
    rows = tuple(
        (
            str(row["year"]),
            _label(row["source"], row["vintage"], material),
            _label(row["other_source"], row["other_vintage"], material),
            millions(row["total_usd"], material),
            millions(row["other_total_usd"], material),
            voice.share(row["difference_share"], 2, sign=True),
        )
        for row in known.sort("year").to_dicts()
    )
    names = ("year", "source", "other_source", "total_usd", "other_total_usd", "difference_share")
    return Compared(
        id="sources-compared",
        heading=voice.say(
            "sources_heading", n=known["year"].n_unique(), share=voice.share(abs(widest["difference_share"]), 1)
        ),
        said=voice.say("sources_said"),
        grid=Grid(
            voice.say("sources_caption"),
            heads(*(voice.say(f"head_{name}") for name in names), numbers=(3, 4, 5)),
            rows,
        ),
    )


def _totals(material: Material) -> Compared | None:
    table = material.table("totals_against_parts")
    known = None if table is None else table.filter(pl.col("difference_usd").abs() >= NOTICED_USD)
    if known is None or known.is_empty():
        return None
    voice = material.voice
    rows = tuple(
        (
            str(row["year"]),
            _label(row["source"], row["vintage"], material),
            millions(row["published_usd"], material),
            millions(row["parts_usd"], material),
            voice.number(row["difference_usd"] / 1e6, 3 if abs(row["difference_usd"]) < 1e5 else 0, sign=True),
        )
        for row in known.sort("year").to_dicts()
    )
    years = [str(year) for year in known["year"].unique().sort()]
    names = ("year", "source", "published_usd", "parts_usd", "difference_millions")
    return Compared(
        id="totals",
        heading=voice.say("totals_heading", years=voice.names(years), n=len(years)),
        said=voice.say("totals_said"),
        grid=Grid(
            voice.say("totals_caption"), heads(*(voice.say(f"head_{name}") for name in names), numbers=(2, 3, 4)), rows
        ),
    )


def _label(source: str | None, vintage: str | None, material: Material) -> str:
    return ", ".join(filter(None, (source, vintage and material.voice.vintage(vintage)))) or "–"
