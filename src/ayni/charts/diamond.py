"""Porter's diamond: four corners that strengthen each other; government and chance stand outside and act on them."""

from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import wrap

from ayni.charts.scale import Scale
from ayni.charts.svg import drawing, element, percent, text

WIDE, HIGH, STEP, LINE, EDGE = 0.34, 106, 130, 16, 0.025
# Characters of a name that fit in a corner on the narrowest phone; a longer one takes more lines, three at most.
NAME, LINES = 14, 3
# Left edge as a share of the width, and row, of each corner; what stands outside, as Porter (1990) draws it.
CORNERS = {"rivalry": (0.33, 0), "factors": (0.0, 1), "demand": (0.66, 1), "support": (0.33, 2)}
OUTSIDE = {"chance": (0.0, 0), "government": (0.72, 2)}
NARROW = 0.28
EDGES = (("rivalry", "factors"), ("rivalry", "demand"), ("support", "factors"), ("support", "demand"),
         ("rivalry", "support"), ("factors", "demand"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Corner:
    """What one of the six is called and comes to.

    Attributes
    ----------
    name, written : str
        Its name; its value in the reader's language, or why there is none.
    value, low, high : float or None
        0 to 100; None where it is not known: the corner then has its words alone.
    """

    name: str
    written: str
    value: float | None
    low: float | None = None
    high: float | None = None


def diamond(corners: Mapping[str, Corner], *, label: str) -> str:
    """The diamond, with a dot and its interval in each corner.

    Parameters
    ----------
    corners : mapping of str to Corner
        ``rivalry``, ``factors``, ``demand`` and ``support``; ``government`` and ``chance`` where they were judged.
    label : str
        What the drawing says.
    """
    lines = "".join(_edge(*(_middle(code) for code in pair)) for pair in EDGES)
    inside = [_box(corners[code], left, row * STEP, WIDE, "box") for code, (left, row) in CORNERS.items()]
    outside = [
        _box(corners[code], left, row * STEP, NARROW, "box out")
        for code, (left, row) in OUTSIDE.items() if code in corners
    ]  # fmt: skip
    return drawing("".join([lines, *inside, *outside]), height=2 * STEP + HIGH + 2, label=label)


def _middle(code: str) -> tuple[float, float]:
    left, row = CORNERS[code]
    return left + WIDE / 2, row * STEP + HIGH / 2


def _edge(one: tuple[float, float], other: tuple[float, float]) -> str:
    return element("line", class_="axis", x1=percent(one[0]), y1=one[1], x2=percent(other[0]), y2=other[1])


def _box(corner: Corner, left: float, top: float, width: float, class_: str) -> str:
    box = element("rect", class_=class_, x=percent(left), y=top + 1, width=percent(width), height=HIGH)
    names = wrap(corner.name, NAME, max_lines=LINES, placeholder="…")
    x = percent(left + EDGE)
    words = "".join(text(line, x=x, y=top + 19 + LINE * at) for at, line in enumerate(names))
    value = text(corner.written, class_="strong", x=x, y=top + 21 + LINE * LINES)
    return box + words + value + _judged(corner, Scale(0, 100, left + EDGE, left + width - EDGE), top + HIGH - 15)


def _judged(corner: Corner, scale: Scale, y: float) -> str:
    if corner.value is None:
        return ""
    axis = element("line", class_="axis", x1=percent(scale.at(0)), x2=percent(scale.at(100)), y1=y, y2=y)
    span = ""
    if corner.low is not None and corner.high is not None:
        start, end = scale.at(corner.low), scale.at(corner.high)
        width = percent(max(end - start, 0.004))
        span = element("rect", class_="cr", x=percent(start), y=y - 4, width=width, height=8)
    return axis + span + element("circle", class_="c1", cx=percent(scale.at(corner.value)), cy=y, r=5.5)
