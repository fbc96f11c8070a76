"""The map of the first page: where clusters stand, numbered as in the list beside it."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from math import cos, pi, sin

from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from ayni.charts.maps import outline_definitions, small_map
from ayni.charts.outlines import outlines
from ayni_web.common.language import said
from ayni_web.members.places import short_place_name

# Departments with no cluster, one, two, or more.
LIMITS = (1, 2, 3)
_SIDE = 20
_APART = 13


@dataclass(frozen=True, slots=True)
class Country:
    """The drawing and its table.

    Attributes
    ----------
    outlines, map : str
        Outlines to stand once in the page, and the map drawn with them.
    rows : tuple
        Name of each department that has a cluster, and the names of its clusters.
    """

    outlines: SafeString
    map: SafeString
    rows: tuple[tuple[str, str], ...]


def country(clusters: Sequence[tuple[str, Sequence[str]]]) -> Country:
    """Map of clusters (name, codes of its places), numbered from 1 in the order they come."""
    by_department: dict[str, list[str]] = {}
    for name, places in clusters:
        for code in _departments(places):
            by_department.setdefault(code, []).append(name)
    rows = tuple(sorted((short_place_name(code), ", ".join(names)) for code, names in by_department.items()))
    told = "; ".join(f"{place}: {names}" for place, names in rows)
    label = said("home.map_label", n=len(clusters), told=told) if rows else said("home.map_empty")
    drawn = small_map(
        {code: len(by_department.get(code, ())) for code in outlines().paths},
        outlines=outlines(), limits=LIMITS, framed=by_department, label=label,
    )  # fmt: skip
    # Both come from the engine's own outlines and counts; the label is escaped where it is written.
    pins = _pins([list(_departments(places)) for _, places in clusters])
    whole = mark_safe(drawn.removesuffix("</svg>") + pins + "</svg>")  # noqa: S308
    return Country(mark_safe(outline_definitions(outlines())), whole, rows)  # noqa: S308


def _departments(places: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(code[:2] for code in places if code[:2] in outlines().paths))


def _pins(departments: Sequence[Sequence[str]]) -> SafeString:
    """A numbered square in the first department of each cluster; those of one department stand around its middle."""
    crowd = Counter(codes[0] for codes in departments if codes)
    placed: Counter[str] = Counter()
    drawn = []
    for number, codes in enumerate(departments, 1):
        if not codes:
            continue
        x, y = _around(codes[0], placed[codes[0]], crowd[codes[0]])
        placed[codes[0]] += 1
        drawn.append((f"{x - _SIDE / 2:.0f}", f"{y - _SIDE / 2:.0f}", _SIDE, f"{x:.0f}", f"{y + 4.5:.1f}", number))
    pin = '<rect class="pin" x="{}" y="{}" width="{}" height="20" rx="2"/><text class="pin-n" x="{}" y="{}">{}</text>'
    return format_html_join("", pin, drawn)


def _around(code: str, turn: int, of: int) -> tuple[float, float]:
    x, y = middles()[code]
    if of == 1:
        return x, y
    angle = 2 * pi * turn / of - pi / 2
    return x + _APART * cos(angle), y + _APART * sin(angle)


@cache
def middles() -> dict[str, tuple[float, float]]:
    """Middle of each department's largest outline."""
    return {code: _middle(path) for code, path in outlines().paths.items()}


def _middle(path: str) -> tuple[float, float]:
    widest = max((_corners(ring) for ring in re.findall(r"M[^M]+", path)), key=len)
    xs, ys = [x for x, _ in widest], [y for _, y in widest]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def _corners(ring: str) -> list[tuple[float, float]]:
    numbers = [float(text) for text in re.findall(r"-?\d*\.?\d+", ring)]
    pairs = list(zip(numbers[::2], numbers[1::2], strict=False))
    corners = [pairs[0]]
    for dx, dy in pairs[1:]:
        x, y = corners[-1]
        corners.append((x + dx, y + dy))
    return corners
