"""Over time: lines with their last value at their end; a missing year is a dashed gap."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from ayni.charts.bars import Limit
from ayni.charts.scale import Scale, round_ticks
from ayni.charts.svg import drawing, element, part, percent, stretched, text

HEIGHT, TOP, FLOOR = 280, 43, 256
LEFT, RIGHT = 0.08, 1.0
APART = 17
# More years than this many times five are labelled more sparsely.
MOST_STEPS = 8
# A label at the end of a line covers about this share of the width: it stands above the line's highest point there.
COVERED = 0.25
STROKE = {"subject": "s1", "second": "s2", "rest": "sr"}
FILL = {"subject": "c1", "second": "c2", "rest": "cr"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line.

    Attributes
    ----------
    name : str
        What is measured.
    points : tuple of (year, value or None)
        Yearly values in order; None, or a year left out, is a gap.
    written : str
        Last value in the reader's language.
    role : str
        ``subject``, ``second`` or ``rest``.
    """

    name: str
    points: tuple[tuple[int, float | None], ...]
    written: str
    role: Literal["subject", "second", "rest"] = "subject"


@dataclass(frozen=True, slots=True)
class Event:
    """A point of a line worth naming, as the year of a crisis."""

    year: int
    value: float
    words: str


def runs(points: Sequence[tuple[int, float | None]]) -> list[list[tuple[int, float]]]:
    """Stretches of consecutive years with a value."""
    stretches: list[list[tuple[int, float]]] = []
    for year, value in points:
        if value is None:
            continue
        if stretches and stretches[-1][-1][0] == year - 1:
            stretches[-1].append((year, value))
        else:
            stretches.append([(year, value)])
    return stretches


def lines(
    series: Sequence[Line],
    *,
    label: str,
    written: Callable[[float], str],
    unit: str = "",
    events: Sequence[Event] = (),
    limits: Sequence[Limit] = (),
    highest: float | None = None,
) -> str:
    """Lines over years from zero up, with round grid lines, each line named at its end.

    Parameters
    ----------
    series : sequence of Line
        What is drawn, at least one point in all.
    label : str
        What the drawing says.
    written : callable
        Value of a grid line in the reader's language.
    unit : str
        Written after the highest grid value.
    events : sequence of Event
        Points to name.
    limits : sequence of Limit
        Values drawn as named lines across.
    highest : float or None
        Value the scale must reach, so that drawings side by side share a scale.
    """
    known = [point for line in series for stretch in runs(line.points) for point in stretch]
    years = Scale(min(year for year, _ in known), max(year for year, _ in known), LEFT, RIGHT)
    ticks = round_ticks(min(0.0, *(value for _, value in known)), max(highest or 0.0, *(value for _, value in known)))
    values = Scale(ticks[0], ticks[-1], FLOOR, TOP)
    grid = [_grid_line(tick, values, written(tick), unit if tick == ticks[-1] else "") for tick in ticks]
    bounds = [
        _limit(limit, values, below=_above(limit, series))
        for limit in limits
        if values.low <= limit.value <= values.high
    ]
    paths = "".join(_paths(line, years, values) for line in series)
    marks = [_event(event, years, values) for event in events]
    ends = _ends(series, years, values)
    content = [*grid, *bounds, stretched(paths, height=HEIGHT), *marks, *ends, *_year_labels(years)]
    return drawing("".join(content), height=HEIGHT, label=label)


def _grid_line(tick: float, values: Scale, words: str, unit: str) -> str:
    y = values.at(tick)
    line = element("line", class_="grid" if tick else "axis", x1=0, x2="100%", y1=y, y2=y)
    if tick == values.low == 0:
        return line
    return line + text(f"{words} {unit}".strip(), class_="small", x=0, y=y - 4)


def _above(limit: Limit, series: Sequence[Line]) -> bool:
    """Whether lines end above a limit: its name, at the right, then stands below it."""
    lasts = [stretches[-1][-1][1] for stretches in (runs(line.points) for line in series) if stretches]
    return any(last >= limit.value for last in lasts)


def _limit(limit: Limit, values: Scale, *, below: bool) -> str:
    y = values.at(limit.value)
    line = element("line", class_="limit", x1=0, x2="100%", y1=y, y2=y)
    return line + text(limit.name, class_="small halo-t", x="100%", y=y + 15 if below else y - 5, text_anchor="end")


def _paths(line: Line, years: Scale, values: Scale) -> str:
    stretches = runs(line.points)
    solid = [_path(stretch, years, values, f"line {STROKE[line.role]}") for stretch in stretches if len(stretch) > 1]
    gaps = [
        _path([before[-1], after[0]], years, values, f"line gap {STROKE[line.role]}")
        for before, after in pairwise(stretches)
    ]
    return "".join(solid + gaps)


def _path(points: Sequence[tuple[int, float]], years: Scale, values: Scale, class_: str) -> str:
    steps = " ".join(f"{100 * years.at(year):.1f} {values.at(value):.1f}" for year, value in points)
    return element("path", class_=class_, d=f"M{steps}")


def _event(event: Event, years: Scale, values: Scale) -> str:
    x, y = years.at(event.year), values.at(event.value)
    anchor = "start" if x < 0.2 else "end" if x > 0.8 else "middle"
    dot = element("circle", class_="c1", cx=percent(x), cy=y, r=4)
    return dot + text(event.words, class_="small halo-t t1", x=percent(x), y=min(y + 22, FLOOR - 6), text_anchor=anchor)


def _ends(series: Sequence[Line], years: Scale, values: Scale) -> list[str]:
    placed = []
    for line in series:
        stretches = runs(line.points)
        if stretches:
            year, value = stretches[-1][-1]
            x = years.at(year)
            tail = [values.at(each) for stretch in stretches for at, each in stretch if years.at(at) >= x - COVERED]
            placed.append((x, values.at(value), min(tail) - 10, line))
    heights = _apart([height for _, _, height, _ in placed])
    return [_end(x, y, height, line) for (x, y, _, line), height in zip(placed, heights, strict=True)]


def _end(x: float, y: float, height: float, line: Line) -> str:
    dot = element("circle", class_=FILL[line.role], cx=percent(x), cy=y, r=3.5)
    tone = "strong halo-t t1" if line.role == "subject" else "strong halo-t"
    words = part(f"{line.name} {line.written}")
    return dot + element("text", words, class_=tone, x=percent(x), y=height, text_anchor="end" if x > 0.5 else None)


def _apart(heights: list[float]) -> list[float]:
    """Heights of labels, moved up so that no two stand closer than a line of text."""
    order = sorted(range(len(heights)), key=lambda index: -heights[index])
    moved = list(heights)
    for lower, upper in pairwise(order):
        moved[upper] = min(moved[upper], moved[lower] - APART)
    return moved


def _year_labels(years: Scale) -> list[str]:
    first, last = int(years.low), int(years.high)
    step = next(each for each in (5, 10, 20, 50, 100, 200, 500, last - first) if last - first <= MOST_STEPS * each)
    inner = [year for year in range(first + 1, last) if year % step == 0]
    far = [year for year in inner if min(years.at(year) - years.at(first), years.at(last) - years.at(year)) > 0.14]
    labels: list[tuple[int, str | None]] = [(first, None), *((year, "middle") for year in far)]
    if last > first:
        labels.append((last, "end"))
    return [
        text(str(year), class_="small", x=percent(years.at(year)), y=274, text_anchor=anchor) for year, anchor in labels
    ]
