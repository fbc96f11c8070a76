"""The same kinds of chart as Vega-Lite specifications, for reuse outside Ayni.

A specification is a plain dictionary that carries its rows; colours and font are those of the style sheet.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ayni.charts.outlines import Outlines
from ayni.charts.style import colours

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
Row = Mapping[str, object]
Specification = dict[str, Any]


def bar_specification(
    rows: Sequence[Row], *, name: str, value: str, title: str, unit: str, source: str
) -> Specification:
    """Specification of bars: one for each row, as long as its ``value``, in the order of the rows."""
    return {
        **_frame(rows, title=title, unit=unit, source=source),
        "height": {"step": 26},
        "mark": {"type": "bar", "color": colours()["c1"], "tooltip": True},
        "encoding": {
            "y": {"field": name, "type": "nominal", "sort": None, "title": None},
            "x": {"field": value, "type": "quantitative", "title": unit},
        },
    }


def line_specification(
    rows: Sequence[Row], *, year: str, value: str, line: str, title: str, unit: str, source: str
) -> Specification:
    """Specification of lines over years, one for each ``line``; a row without a value is a gap."""
    return {
        **_frame(rows, title=title, unit=unit, source=source),
        "height": 280,
        "mark": {"type": "line", "point": True, "invalid": "break-paths-show-path-domains", "tooltip": True},
        "encoding": {
            "x": {
                "field": year,
                "type": "quantitative",
                "title": None,
                "axis": {"format": "d", "tickMinStep": 1},
                "scale": {"zero": False},
            },
            "y": {"field": value, "type": "quantitative", "title": unit},
            "color": {"field": line, "type": "nominal", "title": None, "scale": {"range": _categories()}},
        },
    }


def dot_specification(
    rows: Sequence[Row],
    *,
    name: str,
    value: str,
    role: str,
    title: str,
    unit: str,
    source: str,
    threshold: float | None = None,
) -> Specification:
    """Specification of dots on a log axis, one row for each ``name``, with a rule at the threshold."""
    dots: Specification = {
        "mark": {"type": "point", "filled": True, "size": 90, "opacity": 0.9, "tooltip": {"content": "data"}},
        "encoding": {
            "y": {"field": name, "type": "nominal", "sort": None, "title": None},
            "x": {"field": value, "type": "quantitative", "title": unit, "scale": {"type": "log"}},
            "color": {"field": role, "type": "nominal", "title": None, "scale": {"range": _categories()}},
            "shape": {"field": role, "type": "nominal", "title": None},
        },
    }
    rule: Specification = {
        "data": {"values": [{value: threshold}]},
        "mark": {"type": "rule", "strokeDash": [5, 4], "color": colours()["ink"]},
        "encoding": {"x": {"field": value, "type": "quantitative"}},
    }
    layers = [dots] if threshold is None else [dots, rule]
    positive = [row for row in rows if isinstance(row[value], int | float) and float(str(row[value])) > 0]
    return {**_frame(positive, title=title, unit=unit, source=source), "height": {"step": 34}, "layer": layers}


def map_specification(
    values: Mapping[str, float | None],
    *,
    outlines: Outlines,
    names: Mapping[str, str],
    limits: Sequence[float],
    title: str,
    unit: str,
    source: str,
) -> Specification:
    """Specification of a small map in classes; a place without a value has the colour of the ground.

    The outlines are those of the page, in its plane (projection ``identity``: rings need no reversal there).
    """
    rows = [
        {
            "type": "Feature",
            "properties": {"code": code, "name": names.get(code, code), "value": values.get(code)},
            "geometry": {"type": "MultiPolygon", "coordinates": [[ring] for ring in _rings(path)]},
        }
        for code, path in sorted(outlines.paths.items())
    ]
    palette = [colours()[f"q{index}"] for index in range(len(limits) + 1)]
    return {
        **_frame(rows, title=title, unit=unit, source=source),
        "width": 300,
        "height": 440,
        "projection": {"type": "identity"},
        "mark": {"type": "geoshape", "stroke": colours()["paper"], "tooltip": {"content": "data"}},
        "encoding": {
            "color": {
                "field": "properties.value",
                "type": "quantitative",
                "title": unit,
                "scale": {"type": "threshold", "domain": list(limits), "range": palette},
            }
        },
    }


def _frame(rows: Sequence[Row], *, title: str, unit: str, source: str) -> Specification:
    return {
        "$schema": SCHEMA,
        "title": {"text": title, "subtitle": unit, "anchor": "start"},
        "description": f"{title}. {unit}. {source}",
        "width": 640,
        "data": {"values": [dict(row) for row in rows]},
        "config": {"font": "Archivo, system-ui, sans-serif", "background": colours()["paper"]},
    }


def _categories() -> list[str]:
    return [colours()[name] for name in ("c1", "c2", "c3", "c4", "c-rest")]


def _rings(path: str) -> Iterator[list[list[float]]]:
    """Closed rings of an SVG path made of straight lines."""
    x = y = 0.0
    ring: list[list[float]] = []
    for command, numbers in re.findall(r"([MmLlHhVvZz])([^A-Za-z]*)", path):
        values = [float(number) for number in re.findall(r"-?\d*\.?\d+", numbers)]
        if command in "Zz":
            yield [*ring, ring[0]]
            x, y = ring[0]
            ring = []
            continue
        ring.extend([*point] for point in _points(command, values, x, y))
        x, y = ring[-1]


def _points(command: str, values: list[float], x: float, y: float) -> Iterator[tuple[float, float]]:
    relative = command.islower()
    for first, second in _pairs(command, values, still=(0.0, 0.0) if relative else (x, y)):
        x, y = (x + first, y + second) if relative else (first, second)
        yield x, y


def _pairs(command: str, values: list[float], *, still: tuple[float, float]) -> list[tuple[float, float]]:
    """Pairs of numbers of a command; one that moves along one axis alone stands still on the other."""
    if command in "Hh":
        return [(value, still[1]) for value in values]
    if command in "Vv":
        return [(still[0], value) for value in values]
    return list(zip(values[::2], values[1::2], strict=True))
