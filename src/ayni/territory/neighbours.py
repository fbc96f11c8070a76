"""Neighbours: which places touch, and which sets of them hang together."""

from collections.abc import Collection, Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from ayni.errors import Refused

FloatArray = npt.NDArray[np.float64]

# Outlines are compared vertex by segment: this many vertices at a time keep the arrays small.
VERTICES_AT_ONCE = 256
# Places meet along a stretch when the points in common lie further apart than this many tolerances.
STRETCH = 10
# What came is quoted up to here.
LONGEST = 60


def neighbourhoods(neighbours: pl.DataFrame | None) -> dict[str, frozenset[str]]:
    """Neighbours of each place, from a table under the contract ``neighbours``; none when there is no table."""
    if neighbours is None:
        return {}
    pairs = pl.concat([neighbours.select(place=one, neighbour=other) for one, other in (SIDES, SIDES[::-1])])
    grouped = pairs.group_by("place").agg("neighbour")
    return {place: frozenset(others) - {place} for place, others in grouped.iter_rows()}


SIDES = ("place", "neighbour")


def connected_sets(members: Collection[str], neighbourhood: Mapping[str, Collection[str]]) -> list[tuple[str, ...]]:
    """Connected sets of the members: each touches the others directly or through members of the set.

    Parameters
    ----------
    members : collection of str
        Codes of places.
    neighbourhood : mapping of str to codes
        Neighbours of each place.  A place it lacks is a set of its own.

    Returns
    -------
    list of tuple of str
        Sets, each sorted, in order of their first code: the order of the members changes nothing.
    """
    left, sets = set(members), []
    for start in sorted(left):
        if start not in left:
            continue
        reached, waiting = {start}, [start]
        while waiting:
            new = left.intersection(neighbourhood.get(waiting.pop(), ())) - reached
            reached |= new
            waiting += new
        left -= reached
        sets.append(tuple(sorted(reached)))
    return sets


def neighbours_from_outlines(outlines: Mapping[str, Any], *, code: str, tolerance: float = 1e-6) -> pl.DataFrame:
    """Neighbour pairs of the outlines of a GeoJSON: places that share a stretch of their boundary.

    Parameters
    ----------
    outlines : mapping
        GeoJSON ``FeatureCollection`` of ``Polygon`` and ``MultiPolygon``, as ``json.load`` gives it.
    code : str
        Property that holds the code of the place.  Features of one code are one place.
    tolerance : float
        Distance, in the unit of the coordinates, within which two outlines meet.  Outlines that were simplified one
        by one need more: 0.01 degrees is about a kilometre.

    Returns
    -------
    polars.DataFrame
        ``neighbours``: place, neighbour, in both directions, sorted.  Places that meet in a point alone (closer
        together than ten tolerances) are no neighbours.

    Raises
    ------
    Refused
        Not a collection of outlines, or a feature without the property.
    """
    segments = _segments(outlines, code)
    boxes = {place: _box(lines, tolerance) for place, lines in segments.items()}
    pairs = [
        (one, other)
        for one, other in combinations(sorted(segments), 2)
        if _overlap(boxes[one], boxes[other]) and _share_a_stretch(segments[one], segments[other], tolerance)
    ]
    both = sorted(pairs + [(other, one) for one, other in pairs])
    return pl.DataFrame(both, schema={"place": pl.String, "neighbour": pl.String}, orient="row")


def _segments(outlines: Mapping[str, Any], code: str) -> dict[str, FloatArray]:
    features = outlines.get("features")
    if not isinstance(features, list) or not features:
        raise Refused("territory.no_outlines", came=str(outlines.get("type")))
    lines: dict[str, list[FloatArray]] = {}
    for feature in features:
        if not isinstance(feature, Mapping):
            raise Refused("territory.no_outlines", came=str(feature))
        properties = feature.get("properties") or {}
        if code not in properties:
            raise Refused("territory.outline_without_code", code=code, known=", ".join(map(str, properties)) or "–")
        lines.setdefault(str(properties[code]), []).extend(
            _lines(ring) for ring in _rings(feature.get("geometry") or {})
        )
    joined = {place: np.concatenate(found) for place, found in lines.items() if found}
    return {place: found for place, found in joined.items() if len(found)}


def _rings(geometry: Mapping[str, Any]) -> list[Sequence[Sequence[float]]]:
    kind, coordinates = geometry.get("type"), geometry.get("coordinates", [])
    if kind not in ("Polygon", "MultiPolygon"):
        raise Refused("territory.no_outlines", came=str(kind))
    polygons = coordinates if kind == "MultiPolygon" else [coordinates]
    return [ring for polygon in polygons for ring in polygon]


def _lines(ring: Sequence[Sequence[float]]) -> FloatArray:
    try:
        points = np.array([point[:2] for point in ring], dtype=np.float64).reshape(-1, 2)
    except (TypeError, ValueError) as error:
        raise Refused("territory.no_outlines", came=str(ring)[:LONGEST]) from error
    return np.stack([points[:-1], points[1:]], axis=1)


def _box(lines: FloatArray, tolerance: float) -> FloatArray:
    return np.stack([lines.min(axis=(0, 1)) - tolerance, lines.max(axis=(0, 1)) + tolerance])


def _overlap(one: FloatArray, other: FloatArray) -> bool:
    return bool((one[0] <= other[1]).all() and (other[0] <= one[1]).all())


def _share_a_stretch(one: FloatArray, other: FloatArray, tolerance: float) -> bool:
    meeting = np.concatenate([_meeting(one[:, 0], other, tolerance), _meeting(other[:, 0], one, tolerance)])
    if len(meeting) < 2:
        return False
    return bool(np.hypot(*np.ptp(meeting, axis=0)) > STRETCH * tolerance)


def _meeting(points: FloatArray, lines: FloatArray, tolerance: float) -> FloatArray:
    low, high = _box(lines, tolerance)
    points = points[((points >= low) & (points <= high)).all(axis=1)]
    if not len(points):
        return points
    low, high = points.min(axis=0) - tolerance, points.max(axis=0) + tolerance
    lines = lines[((lines.max(axis=1) >= low) & (lines.min(axis=1) <= high)).all(axis=1)]
    start, along = lines[:, 0], lines[:, 1] - lines[:, 0]
    length = (along**2).sum(axis=1)
    found = []
    for first in range(0, len(points), VERTICES_AT_ONCE):
        block = points[first : first + VERTICES_AT_ONCE]
        offset = block[:, None, :] - start
        ratio = np.divide((offset * along).sum(axis=2), length, out=np.zeros(offset.shape[:2]), where=length > 0)
        foot = offset - np.clip(ratio, 0, 1)[:, :, None] * along
        found.append(block[(np.hypot(foot[:, :, 0], foot[:, :, 1]) <= tolerance).any(axis=1)])
    return np.concatenate(found)
