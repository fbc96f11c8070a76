"""How much of each: bars that start at zero."""

from collections.abc import Sequence
from dataclasses import dataclass

from ayni.charts.scale import Scale
from ayni.charts.svg import drawing, element, percent, text

ROW, THICK, NARROWEST = 42, 14, 270


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a bar chart.

    Attributes
    ----------
    name : str
        What is measured.
    value : float or None
        Length; None where it is not known: the row then has its words and no bar.
    written : str
        The value in the reader's language, or why there is none.
    subject : bool
        Whether the row is what the chart is about.
    """

    name: str
    value: float | None
    written: str
    subject: bool = True


@dataclass(frozen=True, slots=True)
class Limit:
    """A value drawn as a line across a chart, with its name."""

    value: float
    name: str


def bars(rows: Sequence[Bar], *, label: str, limit: Limit | None = None, beside: Sequence[Bar] = ()) -> str:
    """Bars from zero, each under its name and with its value at its end; falls run to the left of zero.

    Parameters
    ----------
    rows : sequence of Bar
        What is drawn, from top to bottom.
    label : str
        What the drawing says.
    limit : Limit or None
        A value drawn across.
    beside : sequence of Bar
        Rows of drawings that stand beside this one and share its scale.
    """
    height = ROW * len(rows) + (26 if limit else 4)
    scale = _scale([*rows, *beside], limit)
    marks = [_row(row, ROW * index, scale) for index, row in enumerate(rows)]
    zero = [_zero(scale, ROW * len(rows))] if scale.low < 0 else []
    line = [_limit(limit, scale, ROW * len(rows))] if limit else []
    return drawing("".join([*marks, *zero, *line]), height=height, label=label)


def _scale(rows: Sequence[Bar], limit: Limit | None) -> Scale:
    values = [row.value for row in rows if row.value is not None] + ([limit.value] if limit else [])
    low, high = min([0.0, *values]), max([0.0, *values])
    # The longest bar leaves room for its value on the narrowest phone: 7.5 px a character.
    longest = max((len(row.written) for row in rows), default=0)
    room = min((7.5 * longest + 10) / NARROWEST, 0.5)
    if low < 0 < high:
        return Scale(low, high, room, 1 - room)
    return Scale(low, 0.0, room, 1.0) if low < 0 else Scale(0.0, high or 1.0, 0.0, 1 - room)


def _row(row: Bar, top: float, scale: Scale) -> str:
    falls_alone = scale.high == 0
    name = text(
        row.name,
        class_="strong",
        x="100%" if falls_alone else 0,
        y=top + 18,
        text_anchor="end" if falls_alone else None,
    )
    if row.value is None:
        return name + text(row.written, x=0, y=top + 36)
    zero, end = scale.at(0.0), scale.at(row.value)
    bar = element(
        "rect",
        class_="c1" if row.subject else "cr",
        x=percent(min(zero, end)),
        y=top + 24,
        width=percent(abs(end - zero)),
        height=THICK,
    )
    below = row.value < 0
    value = text(
        row.written,
        class_="strong",
        x=percent(end),
        dx=-6 if below else 6,
        y=top + 36,
        text_anchor="end" if below else None,
    )
    return name + bar + value


def _zero(scale: Scale, height: float) -> str:
    x = percent(scale.at(0.0))
    return element("line", class_="axis", x1=x, x2=x, y1=22, y2=height)


def _limit(limit: Limit, scale: Scale, height: float) -> str:
    place = scale.at(limit.value)
    anchor = "start" if place < 0.3 else "end" if place > 0.7 else "middle"
    line = element("line", class_="limit", x1=percent(place), x2=percent(place), y1=4, y2=height + 6)
    return line + text(limit.name, class_="small", x=percent(place), y=height + 22, text_anchor=anchor)
