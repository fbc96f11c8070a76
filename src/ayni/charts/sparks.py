"""A small line over time, to stand in a row of a table."""

from collections.abc import Sequence
from itertools import pairwise

from ayni.charts.lines import runs
from ayni.charts.scale import Scale
from ayni.charts.svg import element

WIDTH, HEIGHT = 120, 34


def spark(points: Sequence[tuple[int, float | None]], *, label: str, first: int, last: int) -> str:
    """Line from the lowest to the highest value, with a dot at its end and dashes over missing years.

    Parameters
    ----------
    points : sequence of (year, value or None)
        Yearly values in order.
    label : str
        What the line says.
    first, last : int
        Years of the two ends, the same in every row of a table.
    """
    stretches = runs(points)
    if not stretches:
        return ""
    known = [value for stretch in stretches for _, value in stretch]
    years = Scale(first, last, 3, WIDTH - 6)
    values = Scale(min(known), max(known), HEIGHT - 5, 5)
    solid = [_path(stretch, years, values, "line") for stretch in stretches if len(stretch) > 1]
    gaps = [_path([before[-1], after[0]], years, values, "dash") for before, after in pairwise(stretches)]
    year, value = stretches[-1][-1]
    end = element("circle", cx=years.at(year), cy=values.at(value), r=3)
    return element(
        "svg",
        "".join([*solid, *gaps, end]),
        class_="spark",
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        role="img",
        aria_label=label,
    )


def _path(points: Sequence[tuple[int, float]], years: Scale, values: Scale, class_: str) -> str:
    steps = " ".join(f"{years.at(year):.0f} {values.at(value):.1f}" for year, value in points)
    return element("path", class_=class_, d=f"M{steps}")
