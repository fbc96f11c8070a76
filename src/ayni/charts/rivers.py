"""Where money went: bars one under the other, each of which opens the blue part of the one above it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from ayni.charts.svg import drawing, element, percent

THICK = 30
# A part too thin to be seen is still there.
THINNEST = 0.004


@dataclass(frozen=True, slots=True)
class Step:
    """One bar of a river.

    Attributes
    ----------
    bar : str
        The bar as SVG: the part that goes on first, in blue, then the others.
    ribbon : str
        What joins it with the bar above, behind its heading; empty for the first.
    share : float
        Part of the bar that goes on, from 0 to 1.
    """

    bar: str
    ribbon: str
    share: float


def river(steps: Sequence[tuple[Sequence[float], str]]) -> list[Step]:
    """Bars from source to use.

    Parameters
    ----------
    steps : sequence of (values, label)
        Of each bar: its parts, from zero up, the first of which the next bar opens; and what the bar says.
    """
    drawn: list[Step] = []
    for values, label in steps:
        total = sum(values)
        shares = [value / total for value in values] if total else [0.0]
        ribbon = _ribbon(drawn[-1].share) if drawn else ""
        drawn.append(Step(drawing(_parts(shares), height=THICK, label=label, class_="chart flow"), ribbon, shares[0]))
    return drawn


def _parts(shares: Sequence[float]) -> str:
    begins = list(accumulate(shares, initial=0.0))
    parts = [
        element("rect", class_="node" if index else "node hot", x=percent(begin), y=0, height=THICK,
                width=percent(max(share, THINNEST) if share else 0.0))
        for index, (share, begin) in enumerate(zip(shares, begins, strict=False))
    ]  # fmt: skip
    cuts = [
        element("line", class_="cut", x1=percent(place), x2=percent(place), y1=0, y2=THICK)
        for place in begins[1:-1]
        if 0 < place < 1
    ]
    return "".join([*parts, *cuts])


def _ribbon(share: float) -> str:
    edge = f"{100 * share:.2f}"
    path = element("path", class_="ribbon hot", d=f"M0 0H{edge}C{edge} 60 100 40 100 100H0z")
    return element(
        "svg", path, class_="zoom", viewBox="0 0 100 100", preserveAspectRatio="none", aria_hidden="true",
        focusable="false",
    )  # fmt: skip
