"""What the country could add next, and where it stands in the space of products."""

import polars as pl

from ayni.charts.bars import Bar, bars
from ayni.charts.network import Point, network
from ayni.study.report.grids import Figure, Grid, heads
from ayni.study.report.material import Material
from ayni.study.report.voice import sentence
from ayni.words import country

DRAWN, TABLED = 12, 40


def additions_figure(material: Material) -> Figure | None:
    """Products that none surpasses in nearness, complexity and what it opens; None without the world's exports."""
    table = material.table("additions")
    if table is None or not table["unsurpassed"].any():
        return None
    voice, year = material.voice, int(table["year"][0])
    best = table.filter("unsurpassed")
    named = voice.products(best["product"].to_list())
    return Figure(
        id="additions",
        heading=voice.say("additions_heading", country=_country(material), n=best.height, names=named),
        unit=voice.say("additions_unit", year=year, n=min(best.height, DRAWN)),
        charts=(("", _bars(best, material)),),
        grid=_grid(table, material),
        origin=material.origin("additions", table="additions", mind=voice.say("additions_mind")),
        said=_said(table, material),
        notes=material.notes.of("additions"),
    )


def space_figure(material: Material) -> Figure | None:
    """The product space, with what the country sells and what it could add; None without the world's exports."""
    places, links, own, table = (
        material.table(name) for name in ("product_places", "product_space", "complexity", "additions")
    )
    if places is None or links is None or own is None or table is None:
        return None
    voice, year = material.voice, int(own["year"][0])
    present = set(own.filter(pl.col("presence") == 1)["product"])
    best = table.filter("unsurpassed")["product"].head(DRAWN).to_list()
    facts = {"country": _country(material), "year": year, "n": len(present), "all": voice.number(places.height)}
    return Figure(
        id="space",
        heading=voice.say("space_heading", **facts),
        unit=voice.say("space_unit", year=year),
        charts=(("", _drawing(places, links, present, best, material)),),
        grid=_communities(places, present, best, material),
        origin=material.origin("space", table="product_space", mind=voice.say("space_mind")),
        said=(voice.say("space_key", n=len(best)),),
        notes=material.notes.of("space"),
        wide=True,
    )


def _country(material: Material) -> str:
    return country(material.published.study.country, material.voice.language)


def _said(table: pl.DataFrame, material: Material) -> tuple[str, ...]:
    """How many would raise complexity, of how many absent."""
    raising = int(table["raises"].sum())
    return (material.voice.say("additions_said", n=raising, all=material.voice.number(table.height)),)


def _bars(best: pl.DataFrame, material: Material) -> str:
    voice = material.voice
    marks = [
        Bar(sentence(voice.product(row["product"])), row["density"], voice.share(row["density"], 0))
        for row in best.head(DRAWN).to_dicts()
    ]
    said = "; ".join(f"{bar.name} {bar.written}" for bar in marks)
    return bars(marks, label=voice.say("additions_label", country=_country(material), findings=said))


def _grid(table: pl.DataFrame, material: Material) -> Grid:
    voice = material.voice
    rows = table.filter("raises").sort("unsurpassed", "density", "product", descending=[True, True, False]).head(TABLED)
    cells = tuple(
        (
            sentence(voice.product(row["product"])),
            row["product"],
            voice.share(row["density"], 1),
            voice.number(row["pci"], 2, sign=True),
            voice.number(row["cog"], 2, sign=True),
            voice.number(row["rca"], 2),
            voice.say("yes") if row["unsurpassed"] else "",
        )
        for row in rows.to_dicts()
    )
    words = ("product", "code", "density", "pci", "cog", "rca", "unsurpassed")
    columns = [voice.say(f"head_{word}") for word in words]
    return Grid(voice.say("additions_caption", n=len(cells)), heads(*columns, numbers=(2, 3, 4, 5)), cells)


def _drawing(places: pl.DataFrame, links: pl.DataFrame, present: set[str], best: list[str], material: Material) -> str:
    voice = material.voice
    placed = places.drop_nulls(["x", "y"])
    at = {code: position for position, code in enumerate(placed["product"])}
    points = [
        Point(
            x=row["x"],
            y=row["y"],
            role="subject" if row["product"] in best else "own" if row["product"] in present else "rest",
            name=sentence(voice.product(row["product"])) if row["product"] in best else "",
        )
        for row in placed.to_dicts()
    ]
    # The tree alone: with every strong link the middle is one stain.
    tree = links.filter(pl.col("kind") == "tree").select("product", "other").rows()
    pairs = [(at[one], at[other]) for one, other in tree if one in at and other in at]
    facts = {"country": _country(material), "n": len(present), "names": voice.products(best)}
    return network(points, pairs, label=voice.say("space_label", **facts))


def _communities(places: pl.DataFrame, present: set[str], best: list[str], material: Material) -> Grid:
    """Communities of some size: how many products, how many the country sells, which it could add."""
    voice = material.voice
    groups = places.group_by("community").agg(pl.col("product")).sort("community")
    cells = []
    for row in groups.filter(pl.col("product").list.len() > 1).to_dicts():
        codes = row["product"]
        sold = sum(code in present for code in codes)
        could = [code for code in best if code in codes]
        several = (str(row["community"] + 1), voice.number(len(codes)), voice.number(sold))
        cells.append((*several, voice.share(sold / len(codes), 0), voice.products(could) if could else "–"))
    columns = [voice.say(f"head_{word}") for word in ("community", "products", "sold", "share_sold", "could_add")]
    return Grid(voice.say("space_caption", n=len(cells)), heads(*columns, numbers=(1, 2, 3)), tuple(cells))
