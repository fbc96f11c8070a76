"""How much of each: bars that start at zero."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from textwrap import wrap

from ayni.charts.scale import Scale
from ayni.charts.svg import drawing, element, percent, text

ROW, THICK, NARROWEST = 42, 14, 270
# Characters of a name that fit on the narrowest phone; a longer one takes more lines.
NAME, LINE = 40, 16


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
    scale = _scale([*rows, *beside], limit)
    tops = list(accumulate((_height(row) for row in rows), initial=0))
    marks = [_row(row, top, scale) for row, top in zip(rows, tops, strict=False)]
    zero = [_zero(scale, tops[-1])] if scale.low < 0 else []
    line = [_limit(limit, scale, tops[-1])] if limit else []
    return drawing("".join([*marks, *zero, *line]), height=tops[-1] + (26 if limit else 4), label=label)


def _scale(rows: Sequence[Bar], limit: Limit | None) -> Scale:
    values = [row.value for row in rows if row.value is not None] + ([limit.value] if limit else [])
    low, high = min([0.0, *values]), max([0.0, *values])
    # The longest bar leaves room for its value on the narrowest phone: 7.5 px a character.
    longest = max((len(row.written) for row in rows), default=0)
    room = min((7.5 * longest + 10) / NARROWEST, 0.5)
    if low < 0 < high:
        return Scale(low, high, room, 1 - room)
    return Scale(low, 0.0, room, 1.0) if low < 0 else Scale(0.0, high or 1.0, 0.0, 1 - room)


def _name_lines(row: Bar) -> list[str]:
    return wrap(row.name, NAME) or [""]


def _height(row: Bar) -> int:
    return ROW + LINE * (len(_name_lines(row)) - 1)


def _row(row: Bar, top: float, scale: Scale) -> str:
    # Where every bar is a fall, zero stands at the right, and the names with it.
    side = {"x": "100%", "text_anchor": "end"} if scale.high == 0 else {"x": 0}
    lines = _name_lines(row)
    names = [text(words, class_="strong", y=top + 18 + LINE * index, **side) for index, words in enumerate(lines)]
    return "".join(names) + _bar(row, top + LINE * (len(lines) - 1), scale)


def _bar(row: Bar, top: float, scale: Scale) -> str:
    if row.value is None:
        return text(row.written, x=0, y=top + 36)
    zero, end = scale.at(0.0), scale.at(row.value)
    bar = element(
        "rect",
        class_="c1" if row.subject else "cr",
        x=percent(min(zero, end)),
        y=top + 24,
        width=percent(abs(end - zero)),
        height=THICK,
    )
    fall = row.value < 0
    value = text(
        row.written,
        class_="strong",
        x=percent(end),
        dx=-6 if fall else 6,
        y=top + 36,
        text_anchor="end" if fall else None,
    )
    return bar + value


def _zero(scale: Scale, height: float) -> str:
    x = percent(scale.at(0.0))
    return element("line", class_="axis", x1=x, x2=x, y1=22, y2=height)


def _limit(limit: Limit, scale: Scale, height: float) -> str:
    place = scale.at(limit.value)
    anchor = "start" if place < 0.3 else "end" if place > 0.7 else "middle"
    line = element("line", class_="limit", x1=percent(place), x2=percent(place), y1=4, y2=height + 6)
    return line + text(limit.name, class_="small", x=percent(place), y=height + 22, text_anchor=anchor)
