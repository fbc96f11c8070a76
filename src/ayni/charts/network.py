"""A network on a sheet: points and the links between them, some of them named."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ayni.charts.svg import drawing, element, percent, text

HEIGHT, EDGE, ABOVE = 420, 14, 9
RADIUS = {"subject": 6.5, "own": 3.6, "rest": 2.2}
FILL = {"subject": "c1", "own": "dot-kin", "rest": "dot-rest"}
DRAWN_FIRST = ("rest", "own", "subject")
# A name needs so many pixels of height and, at the narrowest, so much of the width.
NAME_HEIGHT, NAME_WIDTH = 17, 0.2


@dataclass(frozen=True, slots=True)
class Point:
    """A point: its place (0 to 1, from the upper left), whether it is the subject, one's own or the rest, its name."""

    x: float
    y: float
    role: Literal["subject", "own", "rest"] = "rest"
    name: str = ""


def network(points: Sequence[Point], links: Sequence[tuple[int, int]], *, label: str) -> str:
    """Points and links between them, named where there is room.

    Parameters
    ----------
    points : sequence of Point
        Names of subjects are written, in order, where none is written yet.
    links : sequence of (int, int)
        Positions in ``points``.
    label : str
        What the drawing says.
    """
    lines = "".join(
        element(
            "line", class_="grid", x1=_x(points[one]), y1=_y(points[one]), x2=_x(points[other]), y2=_y(points[other])
        )
        for one, other in links
    )
    dots = "".join(
        element("circle", class_=FILL[role], cx=_x(point), cy=_y(point), r=RADIUS[role])
        for role in DRAWN_FIRST
        for point in points
        if point.role == role
    )
    names = "".join(_named(point) for point in _with_room(points))
    return drawing(lines + dots + names, height=HEIGHT, label=label)


def _with_room(points: Sequence[Point]) -> list[Point]:
    """Named subjects whose names lie over no other name."""
    kept: list[Point] = []
    for point in points:
        apart = all(
            abs(_y(point) - _y(other)) > NAME_HEIGHT or abs(point.x - other.x) > 2 * NAME_WIDTH for other in kept
        )
        if point.role == "subject" and point.name and apart:
            kept.append(point)
    return kept


def _named(point: Point) -> str:
    anchor = "start" if point.x < NAME_WIDTH else "end" if point.x > 1 - NAME_WIDTH else "middle"
    return text(point.name, class_="strong halo-t", x=_x(point), y=_y(point) - ABOVE, text_anchor=anchor)


def _x(point: Point) -> str:
    return percent(0.02 + 0.96 * point.x)


def _y(point: Point) -> float:
    return EDGE + (HEIGHT - 2 * EDGE) * point.y
