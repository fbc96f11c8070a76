"""Sensitivity: what moves among the candidates when one threshold moves."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from ayni.clusters.judging import Ground, Judged, judged_candidates
from ayni.clusters.thresholds import DECLARED, Threshold, Thresholds

SCHEMA = {
    "threshold": pl.String,
    "default": pl.Float64,
    "used": pl.Float64,
    "tried": pl.Float64,
    "candidates": pl.Int64,
    "gained": pl.Int64,
    "lost": pl.Int64,
    "places_changed": pl.Int64,
    "horizon_changed": pl.Int64,
    "order_kept": pl.Float64,
    "examples": pl.String,
}
FIRST = 10
EXAMPLES = 3


def sensitivity(ground: Ground, limits: Thresholds, result: Judged) -> pl.DataFrame:
    """Table ``sensitivity``: candidates under other values of each threshold, one at a time.

    Parameters
    ----------
    ground : Ground
    limits : Thresholds
        In use.
    result : Judged
        Candidates under them.

    Returns
    -------
    polars.DataFrame
        threshold, default, used (in this study), tried, candidates, gained, lost, places_changed (same candidate, other
        set), horizon_changed, order_kept (share of the first ten that stay among the first ten; null without
        candidates), examples (names of the first that are gained, lost or change, joined by commas).  Thresholds that
        can move nothing here are left out.
    """
    rows = [
        _row(each, limits, value, result, judged_candidates(ground, replace(limits, **{each.name: value})))
        for each in DECLARED
        if _plays(each, ground)
        for value in _tried(each, limits)
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _plays(threshold: Threshold, ground: Ground) -> bool:
    there = {"always": True, "grown": ground.territory == "grown", "sizes": ground.sizes is not None, "never": False}
    return there[threshold.plays]


def _tried(threshold: Threshold, limits: Thresholds) -> list[float]:
    used = getattr(limits, threshold.name)
    return sorted({threshold.default, *threshold.alternatives} - {used})


@dataclass(frozen=True, slots=True)
class _Match:
    here: int
    there: int


def _row(threshold: Threshold, limits: Thresholds, value: float, result: Judged, other: Judged) -> tuple[object, ...]:
    same = _matches(result, other)
    kept, found = {each.here for each in same}, {each.there for each in same}
    lost = [name for index, name in enumerate(result.names) if index not in kept]
    gained = [name for index, name in enumerate(other.names) if index not in found]
    moved = [each for each in same if result.horizon[each.here] != other.horizon[each.there]]
    places = [each for each in same if result.sets[each.here].places != other.sets[each.there].places]
    examples = [*gained, *lost, *_names(result, moved), *_names(result, places)]
    first = min(FIRST, len(result.names))
    still = sum(each.here < first and each.there < FIRST for each in same)
    return (
        *(threshold.name, threshold.default, getattr(limits, threshold.name), value),
        *(len(other.names), len(gained), len(lost), len(places), len(moved)),
        still / first if first else None,
        ",".join(list(dict.fromkeys(examples))[:EXAMPLES]) or None,
    )


def _names(result: Judged, found: Sequence[_Match]) -> list[str]:
    return [result.names[each.here] for each in sorted(found, key=lambda each: each.here)]


def _matches(result: Judged, other: Judged) -> list[_Match]:
    """Pairs of one item and macro-region that share a place; each candidate in one pair, the largest overlap first."""
    of_item: dict[tuple[int, str | None], list[int]] = {}
    for index, each in enumerate(other.sets):
        of_item.setdefault((each.item, each.macroregion), []).append(index)
    overlaps = [
        (-len(set(mine.places) & set(other.sets[there].places)), here, there)
        for here, mine in enumerate(result.sets)
        for there in of_item.get((mine.item, mine.macroregion), [])
    ]
    taken_here: set[int] = set()
    taken_there: set[int] = set()
    matches = []
    for overlap, here, there in sorted(overlaps):
        if overlap and here not in taken_here and there not in taken_there:
            taken_here.add(here)
            taken_there.add(there)
            matches.append(_Match(here, there))
    return matches
