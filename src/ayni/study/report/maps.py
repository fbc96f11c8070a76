"""Small multiples: where each candidate's product is made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ayni.charts.legend import share_classes
from ayni.charts.maps import small_map
from ayni.charts.outlines import Outlines
from ayni.study.report.candidates import Candidate, one_for_each_product
from ayni.study.report.grids import Grid, Origin, heads
from ayni.study.report.material import Material, study_outlines
from ayni.study.report.matrix import opened
from ayni.study.report.voice import alphabetical, sentence

SHOWN = 5
LIMITS = (0.005, 0.05, 0.15, 0.30, 0.50)
CONCENTRATED = 0.5


@dataclass(frozen=True, slots=True)
class SmallMap:
    """One map: product, the places that hold most, the drawing."""

    title: str
    most: str
    svg: str


@dataclass(frozen=True, slots=True)
class MapFigure:
    """Small maps of a macro-region's candidates, their classes, and the table behind them."""

    id: str
    heading: str
    unit: str
    maps: tuple[SmallMap, ...]
    classes: tuple[tuple[str, str], ...]
    grid: Grid
    origin: Origin
    notes: tuple[int, ...]


def map_figure(anchor: str, region: str, candidates: Sequence[Candidate], material: Material) -> MapFigure | None:
    """Maps of the first candidates of a macro-region; None without outlines or shares."""
    outlines = study_outlines(material.published)
    shown = one_for_each_product(opened(candidates)[0])[:SHOWN]
    shares = {each.product: dict(each.base.select("place", "share").iter_rows()) for each in shown}
    shown = [each for each in shown if shares[each.product]]
    if outlines is None or not shown:
        return None
    voice = material.voice
    products = [each.product for each in shown]
    return MapFigure(
        id=f"{anchor}-maps",
        heading=_heading(shares, products, material),
        unit=voice.say("maps_unit", year=material.year),
        maps=tuple(_map(each, shares[each.product], outlines, material) for each in shown),
        classes=share_classes(LIMITS, voice.language),
        grid=_grid(region, products, shares, material),
        origin=material.origin("share", table="quotients", mind=_mind(shown, material)),
        notes=material.notes.of("share"),
    )


def _heading(shares: Mapping[str, Mapping[str, float]], products: Sequence[str], material: Material) -> str:
    voice = material.voice
    single = [product for product in products if max(shares[product].values()) >= CONCENTRATED]
    spread = [product for product in products if product not in single]
    if not single:
        return sentence(voice.say("maps_spread", products=voice.products(spread)))
    if not spread:
        return sentence(voice.say("maps_single", products=voice.products(single)))
    return sentence(voice.say("maps_mixed", single=voice.products(single, 2), spread=voice.products(spread, 2)))


def _map(candidate: Candidate, shares: Mapping[str, float], outlines: Outlines, material: Material) -> SmallMap:
    voice = material.voice
    most = sorted((place for place in shares if shares[place] > 0), key=lambda place: -shares[place])[:2]
    said = ", ".join(f"{voice.place(place)} {voice.share(shares[place])}" for place in most)
    label = voice.say("map_label", product=candidate.name, most=said, places=candidate.where)
    values = {code: shares.get(code, 0.0) for code in outlines.paths}
    svg = small_map(values, outlines=outlines, limits=LIMITS, framed=candidate.places, label=label)
    return SmallMap(title=candidate.name, most=said, svg=svg)


def _grid(region: str, products: Sequence[str], shares: Mapping[str, Mapping[str, float]], material: Material) -> Grid:
    voice = material.voice
    places = sorted(
        {place for product in products for place in shares[product]}, key=lambda code: alphabetical(voice.place(code))
    )
    kept = [place for place in places if any(shares[product].get(place, 0.0) >= 0.0005 for product in products)]
    names = [sentence(voice.product(product)) for product in products]
    rows = [
        (voice.place(place), *(voice.share(shares[product].get(place), 1) for product in products)) for place in kept
    ]
    return Grid(
        caption=voice.say("maps_caption", region=region, year=material.year),
        heads=heads(voice.say("head_place"), *names, numbers=range(1, len(names) + 1)),
        rows=tuple(rows),
    )


def _mind(shown: Sequence[Candidate], material: Material) -> str:
    voice = material.voice
    unpriced = [each.product for each in shown if each.measure == "quantity"]
    if not unpriced or all(each.measure == "quantity" for each in shown):
        return ""
    return voice.say("unpriced_mind", products=voice.products(unpriced, len(unpriced)))
