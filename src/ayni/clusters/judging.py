"""Judging: candidates, their figures, verdicts and horizons under one set of thresholds."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import TypeVar

import numpy as np

from ayni.clusters.coverage import Coverage, coverage
from ayni.clusters.figures import Figures, figures, membership
from ayni.clusters.horizon import horizons, shown_order
from ayni.clusters.items import Items
from ayni.clusters.sets import CandidateSet, candidate_sets
from ayni.clusters.sizes import BANDS, Sizes
from ayni.clusters.thresholds import Thresholds
from ayni.clusters.verdicts import GROWTH, BoolArray, SizeMix, TextArray, Verdicts, verdicts
from ayni.measures.ratios import FloatArray

Arrays = TypeVar("Arrays", Coverage, Figures, SizeMix, Verdicts)


@dataclass(frozen=True, slots=True)
class Ground:
    """What does not depend on a threshold: items, macro-regions, neighbours, establishments, prices."""

    goods: Items
    regions: Mapping[str | None, Sequence[str]]
    neighbourhood: Mapping[str, frozenset[str]]
    sizes: Sizes | None
    territory: str
    priced: FloatArray | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """Candidates in the order in which they are shown, with what was found of each.

    Attributes
    ----------
    names : tuple of str
        Slug of each candidate: item, macro-region and, for a grown set, the codes of its places.
    sets : tuple of CandidateSet
    found : Figures
    cover : Coverage
    mix : SizeMix
    judged : Verdicts
    horizon : array of str of shape (candidates,)
    """

    names: tuple[str, ...]
    sets: tuple[CandidateSet, ...]
    found: Figures
    cover: Coverage
    mix: SizeMix
    judged: Verdicts
    horizon: TextArray


def judged_candidates(ground: Ground, limits: Thresholds) -> Judged:
    """Candidates of a ground under a set of thresholds, in the order in which they are shown."""
    sets = _weighty(
        ground.goods,
        candidate_sets(ground.goods, ground.regions, ground.neighbourhood, limits, ground.territory),
        limits,
    )
    names = _slugs(ground.goods, sets, ground.territory)
    found, mix = figures(ground.goods, sets), _size_mix(ground, sets)
    cover = coverage(ground.goods, sets, found, ground.priced)
    judged = _nearer(verdicts(found, mix, limits), cover.turns(found, limits))
    horizon = horizons(judged)
    order = shown_order(judged, horizon, found.value, found.share_of_nation, names)
    return Judged(
        names=tuple(names[index] for index in order),
        sets=tuple(sets[index] for index in order),
        found=_taken(found, order),
        cover=_taken(cover, order),
        mix=_taken(mix, order),
        judged=_taken(judged, order),
        horizon=horizon[order],
    )


def _nearer(judged: Verdicts, turned: BoolArray) -> Verdicts:
    """Verdicts of which those on growth that hang on years only partly priced are near, too."""
    near = judged.near.copy()
    near[:, GROWTH] |= turned
    return replace(judged, near=near)


def _weighty(goods: Items, sets: Sequence[CandidateSet], limits: Thresholds) -> list[CandidateSet]:
    """Sets in which the item is enough of their place; one whose weight is unknown stays."""
    if limits.place_share_min == 0:
        return list(sets)
    share = figures(goods, sets).share_of_place
    return [each for each, light in zip(sets, share < limits.place_share_min, strict=True) if not light]


def _size_mix(ground: Ground, sets: Sequence[CandidateSet]) -> SizeMix:
    if ground.sizes is None:
        none = np.zeros(len(sets), dtype=np.int64)
        return SizeMix(np.zeros((len(sets), len(BANDS)), dtype=np.int64), none, none > 0)
    item = np.array([each.item for each in sets], dtype=np.int64)
    inside = membership(ground.goods, sets)
    return SizeMix(
        counts=(ground.sizes.counts[item] * inside[:, :, None]).sum(axis=1),
        unsized=(ground.sizes.unsized[item] * inside).sum(axis=1),
        there=(ground.sizes.listed & ground.sizes.matched)[item] & (inside & ground.sizes.covered).any(axis=1),
    )


def _slugs(goods: Items, sets: Sequence[CandidateSet], territory: str) -> list[str]:
    plain = [
        ("chain-" if kind == "chain" else "") + _slug(code) for code, kind in zip(goods.codes, goods.kinds, strict=True)
    ]
    repeated = Counter(plain)
    # Two codes may differ in an accent alone: then the code stays as it is.
    item = [slug if repeated[slug] == 1 else f"{slug}~{code}" for slug, code in zip(plain, goods.codes, strict=True)]
    parts = [
        (item[each.item], _slug(each.macroregion or ""), *(each.places if territory == "grown" else ()))
        for each in sets
    ]
    return ["-".join(filter(None, part)) for part in parts]


def _slug(text: str) -> str:
    bare = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return re.sub(r"[\W_]+", "-", bare.casefold()).strip("-")


def _taken(arrays: Arrays, order: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Arrays:
    return type(arrays)(*(getattr(arrays, field.name)[order] for field in fields(arrays)))
