"""The charts of a study as Vega-Lite specifications, for whoever wants to draw them again."""

import json
import re
import unicodedata
from pathlib import Path

import polars as pl

from ayni.charts.outlines import outlines
from ayni.charts.vega import Specification, bar_specification, dot_specification, line_specification, map_specification
from ayni.study.published import Published
from ayni.study.report.voice import Voice, sentence, voice
from ayni.words import country, say

MAP_LIMITS = (0.005, 0.05, 0.15, 0.30, 0.50)
DESTINATIONS = 15


def write_charts(published: Published, folder: Path, language: str) -> None:
    """Write ``charts/NAME.vl.json`` for every chart that the tables allow."""
    (folder / "charts").mkdir(parents=True, exist_ok=True)
    for name, specification in chart_specifications(published, language).items():
        text = json.dumps(specification, ensure_ascii=False, indent=1)
        (folder / "charts" / f"{name}.vl.json").write_text(text + "\n", encoding="utf-8")


def chart_specifications(published: Published, language: str) -> dict[str, Specification]:
    """Specifications by name: structure, destinations, candidates, and a map for each product of a candidate."""
    specifications: dict[str, Specification] = {}
    if published.tables.get("structure") is not None:
        specifications["structure"] = _structure(published, language)
    if published.tables.get("destinations") is not None:
        specifications["destinations"] = _destinations(published, language)
    candidates = published.tables["candidates"]
    if candidates.height:
        specifications["candidates"] = _candidates(published, language)
        specifications["specialisation"] = _specialisation(published, language)
    if _has_outlines(published):
        products = candidates.filter(pl.col("kind") == "product")["product"].unique().sort()
        specifications |= {f"map-{_slug(product)}": _map(published, product, language) for product in products}
    return specifications


def _structure(published: Published, language: str) -> Specification:
    speaking = voice(published, language)
    table = published.tables["structure"].filter(pl.col("share").is_not_null())
    rows = [
        {
            "year": row["year"],
            "share": round(row["share"], 6),
            "line": f"{sentence(speaking.product(row['group']))} ({row['source'] or '–'})",
        }
        for row in table.sort("source", "group", "year").iter_rows(named=True)
    ]
    return line_specification(
        rows,
        year="year",
        value="share",
        line="line",
        title=say("specifications.structure", language),
        unit=say("specifications.share", language),
        source=_sources(table),
    )


def _destinations(published: Published, language: str) -> Specification:
    table = published.tables["destinations"]
    last = table.filter(pl.col("year") == table["year"].max()).sort("value_usd", descending=True).head(DESTINATIONS)
    rows = [
        {"destination": country(row["importer"], language), "share": round(row["share"] or 0.0, 6)}
        for row in last.iter_rows(named=True)
    ]
    return bar_specification(
        rows,
        name="destination",
        value="share",
        title=say("specifications.destinations", language, year=str(last["year"].first())),
        unit=say("specifications.share", language),
        source=_sources(last),
    )


def _candidates(published: Published, language: str) -> Specification:
    speaking = voice(published, language)
    table = published.tables["candidates"].filter(pl.col("quotient").is_not_null())
    rows = [
        {
            "candidate": _label(speaking, row),
            "quotient": round(row["quotient"], 4),
            "horizon": say(f"summary.horizon_{row['horizon']}", language),
        }
        for row in table.iter_rows(named=True)
    ]
    return dot_specification(
        rows,
        name="candidate",
        value="quotient",
        role="horizon",
        title=say("specifications.candidates", language, year=str(published.study.year)),
        unit=say("specifications.quotient", language),
        source=_sources(published.tables["quotients"]),
        threshold=published.thresholds.get("quotient_min"),
    )


def _specialisation(published: Published, language: str) -> Specification:
    """Share of the nation of each candidate's places over the years, gaps kept."""
    lines = []
    quotients, speaking = published.tables["quotients"], voice(published, language)
    for row in published.tables["candidates"].filter(pl.col("kind") == "product").iter_rows(named=True):
        own = quotients.filter(
            (pl.col("product") == row["product"])
            & (pl.col("measure") == row["measure"])
            & pl.col("place").is_in(row["places"].split(","))
        )
        # A sum of nothing known is a gap, not a zero.
        share = pl.when(pl.col("share_of_nation").is_not_null().all()).then(pl.col("share_of_nation").sum())
        shares = own.group_by("year").agg(share).drop_nulls().sort("year")
        label = _label(speaking, row)
        lines += [{"year": year, "share": round(share, 6), "line": label} for year, share in shares.iter_rows()]
    return line_specification(
        lines,
        year="year",
        value="share",
        line="line",
        title=say("specifications.specialisation", language),
        unit=say("specifications.share", language),
        source=_sources(quotients),
    )


def _map(published: Published, product: str, language: str) -> Specification:
    shares = published.tables["quotients"].filter(
        (pl.col("product") == product) & (pl.col("year") == published.study.year)
    )
    return map_specification(
        dict(shares.select("place", "share_of_nation").iter_rows()),
        outlines=outlines(),
        names=dict(published.tables["places"].select("code", "name").iter_rows()),
        limits=MAP_LIMITS,
        title=say(
            "specifications.map",
            language,
            product=sentence(voice(published, language).product(product)),
            year=str(published.study.year),
        ),
        unit=say("specifications.share", language),
        source=_sources(shares),
    )


def _label(speaking: Voice, row: dict[str, str]) -> str:
    places = speaking.names(speaking.place(code) for code in row["places"].split(","))
    return f"{sentence(speaking.product(row['product']))} · {places}"


def _has_outlines(published: Published) -> bool:
    places = published.tables.get("places")
    return (
        published.study.country == "PE"
        and places is not None
        and places.height > 0
        and set(places["code"]) <= set(outlines().paths)
    )


def _sources(table: pl.DataFrame) -> str:
    return "; ".join(table["source"].drop_nulls().unique().sort())


def _slug(product: str) -> str:
    plain = unicodedata.normalize("NFKD", product).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
