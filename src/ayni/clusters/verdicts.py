"""Verdicts: each of the four requirements met, not met or unknown, as arrays over candidates."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ayni.clusters.figures import Figures
from ayni.clusters.sizes import CountArray, evenness
from ayni.clusters.thresholds import Thresholds
from ayni.measures.trend import FEWEST

BoolArray = npt.NDArray[np.bool_]
TextArray = npt.NDArray[np.str_]

MET, NOT_MET, UNKNOWN = "met", "not_met", "unknown"
MISSING, INCONCLUSIVE = "missing", "inconclusive"
REQUIREMENTS = (1, 2, 3, 4)
# Column of requirement 3.
GROWTH = 2


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Verdicts on candidates, arrays of shape (candidates, 4): a column for each requirement.

    Attributes
    ----------
    verdict : array of str
        ``met``, ``not_met`` or ``unknown``.
    reason : array of str
        ``missing`` (no data) or ``inconclusive`` (data there, no decision) where unknown, else empty.
    near : array of bool
        Decided, and within ``near`` of a threshold (or, of growth, hanging on years only partly priced).
    """

    verdict: TextArray
    reason: TextArray
    near: BoolArray


@dataclass(frozen=True, slots=True)
class SizeMix:
    """Establishments around each candidate.

    Attributes
    ----------
    counts : array of int of shape (candidates, bands)
        Establishments of known size.
    unsized : array of int of shape (candidates,)
        Those without a size.
    there : array of bool of shape (candidates,)
        A register covers the set, and the item has industries.
    """

    counts: CountArray
    unsized: CountArray
    there: BoolArray


def verdicts(found: Figures, mix: SizeMix, limits: Thresholds) -> Verdicts:
    """Verdicts on each candidate, from its figures and its establishments.

    Notes
    -----
    Source: the four minimum requirements of Prompyme-Proexpansion (2003), as Barrientos Felipa (2011) cites them; the
    thresholds are ours (``docs/candidates.md``).
    """
    columns = [_concentration(found, limits), _sizes(mix, limits), _growth(found, limits), _joint_action(found)]
    return Verdicts(*(np.stack(parts, axis=1) for parts in zip(*columns, strict=True)))


def _concentration(found: Figures, limits: Thresholds) -> tuple[TextArray, TextArray, BoolArray]:
    unknown = np.isnan(found.quotient)
    near = np.abs(found.quotient - limits.quotient_min) <= limits.near * limits.quotient_min
    return _decided(found.quotient >= limits.quotient_min, unknown, np.where(unknown, MISSING, ""), near)


def _sizes(mix: SizeMix, limits: Thresholds) -> tuple[TextArray, TextArray, BoolArray]:
    total = mix.counts.sum(axis=1)
    few = total < limits.establishments_min
    reason = np.where(~mix.there, MISSING, np.where(few, INCONCLUSIVE, ""))
    return _decided(sizes_met(mix.counts, limits), ~mix.there | few, reason, _sizes_near(mix.counts, limits))


def sizes_met(counts: CountArray, limits: Thresholds) -> BoolArray:
    """Establishments of enough sizes, evenly enough: array of shape (...) for counts of shape (..., bands)."""
    enough: BoolArray = ((counts > 0).sum(axis=-1) >= limits.bands_min) & (evenness(counts) >= limits.evenness_min)
    return enough


def _sizes_near(counts: CountArray, limits: Thresholds) -> BoolArray:
    near: BoolArray = np.abs(evenness(counts) - limits.evenness_min) <= limits.near * limits.evenness_min
    met = sizes_met(counts, limits)
    for band in range(counts.shape[1]):
        for change in (1, -1):
            other = counts.copy()
            other[:, band] = np.maximum(other[:, band] + change, 0)
            near |= sizes_met(other, limits) != met
    return near


def _growth(found: Figures, limits: Thresholds) -> tuple[TextArray, TextArray, BoolArray]:
    few = found.known < max(limits.years_min, FEWEST)
    reason = np.where(found.known < 2, MISSING, np.where(few, INCONCLUSIVE, ""))
    near = np.abs(found.slope - limits.slope_min) <= limits.near * abs(limits.slope_min)
    return _decided(found.slope >= limits.slope_min, few, reason, near)


def _joint_action(found: Figures) -> tuple[TextArray, TextArray, BoolArray]:
    unknown = np.ones(len(found.known), dtype=bool)
    return _decided(~unknown, unknown, np.where(unknown, MISSING, ""), ~unknown)


def _decided(
    met: BoolArray, unknown: BoolArray, reason: TextArray, near: BoolArray
) -> tuple[TextArray, TextArray, BoolArray]:
    return np.where(unknown, UNKNOWN, np.where(met, MET, NOT_MET)), reason, near & ~unknown
