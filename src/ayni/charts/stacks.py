"""Futures that are equally likely: each a dot, stacked over what it brings; those that lose are hollow."""

import math
from collections import Counter
from collections.abc import Callable, Sequence

from ayni.charts.scale import Scale, round_ticks
from ayni.charts.svg import drawing, element, percent, text

DOT, RADIUS, TOP, AXIS = 17, 7, 24, 22
LEFT, RIGHT = 0.03, 0.97
# Columns that fit on the narrowest phone without touching.
COLUMNS = 11
# A number under the axis takes about this share of the narrowest phone.
NUMBER = 0.24
NOTHING = 1e-6


def stacks(
    values: Sequence[float], *, label: str, below: str, above: str, written: Callable[[float], str]
) -> str:  # fmt: skip
    """Dots stacked in columns, none of which crosses zero, with a line where nothing is gained or lost.

    Parameters
    ----------
    values : sequence of float
        One value a dot, at least one.
    label : str
        What the drawing says.
    below, above : str
        Words at either side of zero.
    written : callable
        Value in the reader's language.
    """
    step = _step(min(0.0, *values), max(0.0, *values))
    columns = [math.floor(value / step + 1e-9) for value in values]
    first, last = min(*columns, -1), max(*columns, 0) + 1
    scale = Scale(first * step, last * step, LEFT, RIGHT)
    floor = TOP + DOT * max(Counter(columns).values()) + 6
    dots = _dots(columns, step, scale, floor)
    return drawing("".join([*_frame(scale, floor, below, above, written), *dots]), height=floor + AXIS, label=label)


def _step(low: float, high: float) -> float:
    # Amounts nobody can tell from nothing stand in the one column above zero.
    if high - low < NOTHING:
        return 1.0
    ticks = round_ticks(low, high, COLUMNS)
    return ticks[1] - ticks[0]


def _dots(columns: Sequence[int], step: float, scale: Scale, floor: float) -> list[str]:
    height: Counter[int] = Counter()
    found = []
    for column in sorted(columns):
        x, y = scale.at((column + 0.5) * step), floor - RADIUS - 2 - DOT * height[column]
        found.append(element("circle", class_="hollow" if column < 0 else "c1", cx=percent(x), cy=y, r=RADIUS - 0.5))
        height[column] += 1
    return found


def _frame(
    scale: Scale, floor: float, below: str, above: str, written: Callable[[float], str]
) -> list[str]:  # fmt: skip
    zero = scale.at(0.0)
    x = percent(zero)
    line = element("line", class_="axis", x1=0, x2="100%", y1=floor, y2=floor)
    limit = element("line", class_="limit", x1=x, x2=x, y1=TOP - 10, y2=floor)
    words = [text(above, class_="small strong", x=x, dx=5, y=14)]
    if zero > NUMBER / 2:
        words.append(text(below, class_="small", x=x, dx=-5, y=14, text_anchor="end"))
    ticks = [text(written(0.0), class_="small", x=x, y=floor + 16, text_anchor="middle")]
    for value, anchor in ((scale.low, "start"), (scale.high, "end")):
        if abs(scale.at(value) - zero) > NUMBER:
            at = percent(0.0 if anchor == "start" else 1.0)
            ticks.append(text(written(value), class_="small", x=at, y=floor + 16, text_anchor=anchor))
    return [line, limit, *words, *ticks]
