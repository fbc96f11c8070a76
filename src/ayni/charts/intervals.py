"""A score and how far it may move: a dot within its interval, on one axis."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from ayni.charts.scale import Scale
from ayni.charts.svg import drawing, element, percent, text

ROW, LINE, FLOOR = 46, 16, 22
LEFT, RIGHT = 0.02, 0.97
# Characters of a name that fit on the narrowest phone; a longer one takes more lines.
NAME = 40


@dataclass(frozen=True, slots=True)
class Interval:
    """One row.

    Attributes
    ----------
    name, written : str
        What is scored; its value in the reader's language, or why there is none.
    value, low, high : float or None
        None where it is not known: the row then has its words alone.
    before : float or None
        Where it stood before: a hollow dot.
    """

    name: str
    written: str
    value: float | None
    low: float | None = None
    high: float | None = None
    before: float | None = None


def intervals(rows: Sequence[Interval], *, label: str, ends: tuple[float, float], ticks: Sequence[float] = ()) -> str:
    """Rows of dots with their intervals.

    Parameters
    ----------
    rows : sequence of Interval
        What is drawn, from top to bottom.
    label : str
        What the drawing says.
    ends : (low, high)
        Ends of the axis.
    ticks : sequence of float
        Values marked on the axis.
    """
    scale = Scale(*ends, LEFT, RIGHT)
    heights = [ROW + LINE * (len(_lines(row)) - 1) for row in rows]
    floor = sum(heights) + 6
    marks = [_tick(value, scale, floor) for value in ticks]
    bodies = [_row(row, sum(heights[:at]), heights[at], scale) for at, row in enumerate(rows)]
    return drawing("".join([*marks, *bodies]), height=floor + FLOOR, label=label)


def _lines(row: Interval) -> list[str]:
    return wrap(f"{row.name}: {row.written}", NAME) or [""]


def _tick(value: float, scale: Scale, floor: float) -> str:
    x = percent(scale.at(value))
    line = element("line", class_="grid", x1=x, x2=x, y1=0, y2=floor)
    return line + text(f"{value:g}", class_="small", x=x, y=floor + 16, text_anchor="middle")


def _row(row: Interval, top: float, height: float, scale: Scale) -> str:
    words = "".join(
        text(line, class_="strong halo-t", x=0, y=top + 16 + LINE * at) for at, line in enumerate(_lines(row))
    )
    y = top + height - 12
    return words + _span(row, y, scale) + _dots(row, y, scale)


def _span(row: Interval, y: float, scale: Scale) -> str:
    if row.low is None or row.high is None:
        return ""
    start, end = scale.at(row.low), scale.at(row.high)
    return element("rect", class_="cr", x=percent(start), y=y - 4, width=percent(max(end - start, 0.004)), height=8)


def _dots(row: Interval, y: float, scale: Scale) -> str:
    before = element("circle", class_="dot-kin", cx=percent(scale.at(row.before)), cy=y, r=5.5) if (
        row.before is not None
    ) else ""  # fmt: skip
    now = element("circle", class_="c1", cx=percent(scale.at(row.value)), cy=y, r=6.5) if row.value is not None else ""
    return before + now
