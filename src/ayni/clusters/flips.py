"""Flips: the value of one missing or uncertain figure at which a verdict turns."""

from dataclasses import dataclass
from math import inf, isfinite, sqrt

import numpy as np

from ayni.clusters.sizes import CountArray
from ayni.clusters.thresholds import Thresholds
from ayni.clusters.verdicts import sizes_met
from ayni.measures.ratios import FloatArray
from ayni.measures.trend import theil_sen

# Halvings of the interval from 0 to 1: the share is then exact to the last digit of a float.
HALVINGS = 60


@dataclass(frozen=True, slots=True)
class Flip:
    """Where a verdict turns.

    Attributes
    ----------
    at : float or None
        Value of the figure at which it turns; None when no value turns it.
    met_above : bool
        The requirement is met at ``at`` and above it; else at it and below.  Without ``at``: met at any value.
    """

    at: float | None
    met_above: bool


def production_flip(*, part: float, place: float, product: float, whole: float, threshold: float) -> Flip:
    """Production of the product in the set at which its quotient reaches the threshold, all else as it is.

    Parameters
    ----------
    part : float > 0
        x, the product in the set.
    place, product, whole : float
        All products of the set X_c, the product in the nation X_p, all of the nation X; each contains ``part``.
    threshold : float >= 0
        t.

    Notes
    -----
    With d more of it, ((x+d)/(X_c+d)) / ((X_p+d)/(X+d)) = t, that is
    (1-t) d^2 + (x + X - t (X_c + X_p)) d + x X - t X_c X_p = 0; the root nearest to zero with x + d >= 0.
    """
    square, line, rest = (
        1 - threshold,
        part + whole - threshold * (place + product),
        part * whole - threshold * place * product,
    )
    met = rest >= 0
    roots = [root for root in _roots(square, line, rest) if root >= -part]
    if not roots:
        return Flip(None, met)
    nearest = min(roots, key=abs)
    return Flip(part + nearest, met_above=met == (nearest < 0) if nearest else line >= 0)


def price_flip(
    *, tonnes: float, nation_tonnes: float, other_place: float, other_nation: float, threshold: float
) -> Flip:
    """Price at which the quotient of a product without price reaches the threshold, were it one for the nation.

    Parameters
    ----------
    tonnes, nation_tonnes : float > 0
        t_c and T: the product in the set and in the nation.
    other_place, other_nation : float >= 0
        X_c and X: the value of all other products in the set and in the nation.
    threshold : float > 0
        t.

    Notes
    -----
    With s = t_c / T the quotient is s (X + T p) / (X_c + t_c p): from s X / X_c at no price towards 1, rising or
    falling all the way.  Hence p = (s X - t X_c) / (t_c (t - 1)) where that is above zero, and no price else.
    """
    share = tonnes / nation_tonnes
    start = share * other_nation / other_place if other_place > 0 else inf
    if (start >= threshold) == (threshold <= 1):
        return Flip(None, met_above=threshold <= 1)
    at = (share * other_nation - threshold * other_place) / (tonnes * (threshold - 1)) if threshold != 1 else inf
    return Flip(at, met_above=threshold < 1) if isfinite(at) else Flip(None, met_above=start >= threshold)


def share_flip(*, years: FloatArray, shares: FloatArray, next_year: float, threshold: float) -> Flip:
    """Share of the nation in the next year at which the Theil-Sen slope reaches the threshold.

    Parameters
    ----------
    years, shares : arrays of shape (years,)
        Calendar years and shares so far, NaN for a gap.
    next_year : float
        A year after them.
    threshold : float
        Slope a year.

    Notes
    -----
    The slope never falls when the last share rises, so the interval from 0 to 1 is halved.
    """
    known = np.isfinite(shares)
    when = np.append(years[known], next_year)

    def reaches(share: float) -> bool:
        series = np.append(shares[known], share)[None, :]
        return bool(theil_sen(years=when, values=series).slope[0] >= threshold)

    if reaches(0.0) or not reaches(1.0):
        return Flip(None, met_above=reaches(0.0))
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if reaches(middle) else (middle, high)
    return Flip(high, met_above=True)


@dataclass(frozen=True, slots=True)
class SizeFlip:
    """Number of establishments of one band at which the verdict on sizes turns: met at ``at`` and above it."""

    band: int
    at: int


def size_flip(*, counts: CountArray, limits: Thresholds) -> SizeFlip | None:
    """Smallest change in the number of establishments of one band that turns the verdict on sizes.

    Parameters
    ----------
    counts : array of int of shape (bands,)

    Notes
    -----
    The band whose change is smallest; of equals the smaller band.  More of the scarcest band, or fewer of it.
    """
    met = bool(sizes_met(counts, limits))
    best: SizeFlip | None = None
    for band in range(len(counts)):
        at = _turning_count(counts, band, met, limits)
        if at is not None and (best is None or abs(at - counts[band]) < abs(best.at - counts[best.band])):
            best = SizeFlip(band, at)
    return None if best is None else SizeFlip(best.band, best.at + 1 if met else best.at)


def _turning_count(counts: CountArray, band: int, met: bool, limits: Thresholds) -> int | None:
    tries = range(int(counts[band]) - 1, -1, -1) if met else range(int(counts[band]) + 1, int(counts.max()) + 2)
    for number in tries:
        other = counts.copy()
        other[band] = number
        if bool(sizes_met(other, limits)) != met:
            return number
    return None


def _roots(square: float, line: float, rest: float) -> list[float]:
    if square == 0:
        return [] if line == 0 else [-rest / line]
    inner = line**2 - 4 * square * rest
    if inner < 0:
        return []
    # The form that loses no digits when one root is much smaller than the other.
    half = -(line + (sqrt(inner) if line >= 0 else -sqrt(inner))) / 2
    return [half / square] + ([rest / half] if half else [])
