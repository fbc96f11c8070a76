"""Outlines of places, compiled once, for small maps."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Outlines:
    """Outlines that share one drawing.

    Attributes
    ----------
    view_box : str
        The drawing's frame, as SVG writes it.
    paths : mapping of str to str
        SVG path of each place by its code.
    """

    view_box: str
    paths: Mapping[str, str]


@cache
def outlines() -> Outlines:
    """Outlines of the departments of Peru by two-digit ubigeo of INEI (Natural Earth, public domain)."""
    document = json.loads(files("ayni.charts").joinpath("outlines.json").read_text(encoding="utf-8"))
    return Outlines(view_box=document["view_box"], paths=dict(document["paths"]))
