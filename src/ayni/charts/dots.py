"""Compared with the whole: dots on an axis of equal ratios."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from ayni.charts.scale import Scale, ratio_ticks
from ayni.charts.svg import drawing, element, part, percent, text

ROW, TOP = 52, 26
LEFT, RIGHT = 0.02, 0.96
# A line nearer to the left edge has its words at the edge: on a phone they would not fit beside it.
TIGHT = 0.36
RADIUS = {"subject": 7.5, "kin": 5.5, "rest": 4.5}
FILL = {"subject": "c1", "kin": "dot-kin", "rest": "dot-rest"}
DRAWN_FIRST = ("rest", "kin", "subject")
PARTS = {0.25: "¼", 0.5: "½"}


@dataclass(frozen=True, slots=True)
class Dot:
    """One dot: its value, whether it is the subject, kin of the subject, or the rest, and what it is called."""

    value: float
    role: Literal["subject", "kin", "rest"] = "rest"
    name: str = ""


@dataclass(frozen=True, slots=True)
class DotRow:
    """A row of dots with its name and, beside it, the values worth saying; ``together``: the subjects' joint value."""

    name: str
    written: str
    dots: tuple[Dot, ...]
    together: float | None = None


def dot_plot(
    rows: Sequence[DotRow], *, label: str, whole: str, threshold: tuple[float, str] | None = None, least: float = 0.25
) -> str:
    """Rows of dots on a log axis, with a line where a place equals the whole and one at the threshold.

    Parameters
    ----------
    rows : sequence of DotRow
        What is drawn; dots below ``least`` are left out (say so beside the chart).
    label : str
        What the drawing says.
    whole : str
        Words at the value 1, as "like the country".
    threshold : (value, words) or None
        A limit to draw.
    least : float
        Smallest value drawn.
    """
    highest = max(
        [
            2.0,
            *(dot.value for row in rows for dot in row.dots),
            *(row.together or 0.0 for row in rows),
            *([threshold[0]] if threshold else []),
        ]
    )
    scale = Scale(least, highest * 1.25, LEFT, RIGHT, log=True)
    floor = TOP + ROW * len(rows) + 12
    ticks = [_tick(value, scale, floor) for value in _shown_ticks(scale)]
    heads = _heads(scale, floor, whole, threshold)
    bodies = [_row(row, TOP + ROW * index, scale, least) for index, row in enumerate(rows)]
    return drawing("".join([*ticks, *heads, *bodies]), height=floor + 22, label=label)


def _shown_ticks(scale: Scale) -> list[float]:
    shown: list[float] = []
    for value in ratio_ticks(scale.low, scale.high):
        # Labels closer than a tenth of the width would touch on a phone.
        if not shown or scale.at(value) - scale.at(shown[-1]) > 0.09 or value == 1:
            shown.append(value)
    return shown


def _tick(value: float, scale: Scale, floor: float) -> str:
    x = percent(scale.at(value))
    line = element("line", class_="axis" if value == 1 else "grid", x1=x, x2=x, y1=TOP, y2=floor)
    return line + text(PARTS.get(value, f"{value:g}"), class_="small", x=x, y=floor + 16, text_anchor="middle")


def _heads(scale: Scale, floor: float, whole: str, threshold: tuple[float, str] | None) -> list[str]:
    above = threshold is None or threshold[0] >= 1
    place = scale.at(1)
    if above and place < TIGHT:
        equal = text(whole, class_="small", x=0, y=14)
    else:
        side = {"dx": -4, "text_anchor": "end"} if above else {"dx": 4}
        equal = text(whole, class_="small", x=percent(place), y=14, **side)
    if threshold is None:
        return [equal]
    x = percent(scale.at(threshold[0]))
    line = element("line", class_="limit", x1=x, x2=x, y1=TOP - 6, y2=floor)
    words = text(threshold[1], class_="small strong", x=x, dx=-2, y=14, text_anchor=None if above else "end")
    return [line, equal, words]


def _row(row: DotRow, top: float, scale: Scale, least: float) -> str:
    y = top + 39
    name = part(row.name, class_="strong halo-t") + " " + part(row.written, class_="halo-t")
    line = element("line", class_="grid", x1=0, x2="100%", y1=y, y2=y)
    shown = [dot for dot in row.dots if dot.value >= least]
    ordered = sorted(shown, key=lambda dot: (DRAWN_FIRST.index(dot.role), -dot.value))
    marks = "".join(_dot(dot, y, scale) for dot in ordered) + _together(row, y, scale)
    return line + marks + element("text", name, y=top + 20)


def _together(row: DotRow, y: float, scale: Scale) -> str:
    """Upright bar at the joint value of the subjects; nothing where there is none."""
    if row.together is None or row.together < scale.low:
        return ""
    x = percent(scale.at(row.together))
    return element("line", class_="mid", x1=x, x2=x, y1=y - 10, y2=y + 10)


def _dot(dot: Dot, y: float, scale: Scale) -> str:
    title = element("title", escape(dot.name)) if dot.name else ""
    return element("circle", title, class_=FILL[dot.role], cx=percent(scale.at(dot.value)), cy=y, r=RADIUS[dot.role])
