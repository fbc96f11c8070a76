"""Where: small maps in at most six classes, the subject outlined in ink."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence

from ayni.charts.outlines import Outlines
from ayni.charts.svg import element

CLASSES = 6
STATES = ("q0", "q1", "q2", "q3", "q4", "q5")


def class_of(value: float | None, limits: Sequence[float]) -> str:
    """Class of a value between rising limits: ``q0`` below the first, ``q5`` from the fifth; ``nil`` when unknown."""
    if value is None:
        return "nil"
    return STATES[bisect_right(limits, value)]


def outline_definitions(outlines: Outlines) -> str:
    """Outlines to stand once in a page, inside ``defs``; every map of the page draws them by ``use``."""
    return "".join(element("path", id=f"d{code}", d=path) for code, path in sorted(outlines.paths.items()))


def small_map(
    values: Mapping[str, float | None],
    *,
    outlines: Outlines,
    limits: Sequence[float],
    framed: Iterable[str] = (),
    label: str,
) -> str:
    """Map of values by place, over outlines that stand in the page's ``defs``.

    Parameters
    ----------
    values : mapping of str to float or None
        Value of each place; a place that is not there is drawn as unknown.
    outlines : Outlines
        Outlines by code of place.
    limits : sequence of float
        Five rising limits at most; the same in all maps that stand together.
    framed : iterable of str
        Places outlined in ink.
    label : str
        What the map says.
    """
    if len(limits) >= CLASSES:
        raise ValueError(f"a map has at most {CLASSES} classes, got {len(limits) + 1}")
    grounds = [_use(code, f"dep {class_of(values.get(code), limits)}") for code in sorted(outlines.paths)]
    frames = [_use(code, "frame") for code in sorted(framed) if code in outlines.paths]
    return element(
        "svg", "".join(grounds + frames), class_="map", viewBox=outlines.view_box, role="img", aria_label=label
    )


def _use(code: str, class_: str) -> str:
    return element("use", href=f"#d{code}", class_=class_)
