"""Growth between two years: multiples, yearly rates, contributions, and the growth a mix asks for."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ayni.measures.ratios import ratio

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Growth:
    """Growth from a first to a last year.

    Attributes
    ----------
    multiple : array of shape (n,)
        Last over first; NaN where the first is zero.
    change : array of shape (n,)
        Multiple less one, a fraction.
    cagr : array of shape (n,)
        Compound rate a year, a fraction.
    """

    multiple: FloatArray
    change: FloatArray
    cagr: FloatArray


@dataclass(frozen=True, slots=True)
class Contribution:
    """What each part gave to the growth of the whole.

    Attributes
    ----------
    points : array of shape (n,)
        Change of the part over the first whole: the parts' points add up to the growth of the whole.  A fraction.
    share : array of shape (n,)
        Change of the part over the change of the whole; NaN where the whole did not change.
    """

    points: FloatArray
    share: FloatArray


@dataclass(frozen=True, slots=True)
class RequiredGrowth:
    """Growth a year that holds or restores a mix, as fractions.

    Attributes
    ----------
    hold : float
        Rate at which the part keeps its present ratio to the other.
    restore : float
        Rate at which it comes back to its past ratio within the years given.
    """

    hold: float
    restore: float


def growth(*, first: FloatArray, last: FloatArray, years: float) -> Growth:
    """Growth of each item from a first to a last year.

    Parameters
    ----------
    first, last : array of shape (n,), >= 0, no NaN
        Values in the two years, in one unit.
    years : float > 0
        Calendar years between them.

    Raises
    ------
    ValueError
        NaN, a negative value, shapes that differ, or ``years`` not positive.

    Notes
    -----
    Source: multiple V1 / V0; compound annual growth rate (V1 / V0)^(1 / years) - 1.
    """
    _refuse(first, last)
    if not years > 0:
        raise ValueError("years: a number > 0")
    multiple = ratio(part=last, whole=first)
    return Growth(multiple=multiple, change=multiple - 1, cagr=multiple ** (1 / years) - 1)


def contribution(*, first: FloatArray, last: FloatArray, first_whole: float, last_whole: float) -> Contribution:
    """Contribution of each part to the growth of the whole.

    Parameters
    ----------
    first, last : array of shape (n,), >= 0, no NaN
        Values of the parts in the two years.
    first_whole, last_whole : float >= 0
        The whole in the two years; it may be published and differ from the sum of its parts.

    Raises
    ------
    ValueError
        NaN, a negative value, or shapes that differ.

    Notes
    -----
    Source: points (v1 - v0) / V0; share (v1 - v0) / (V1 - V0).
    """
    _refuse(first, last)
    _refuse(np.array([first_whole]), np.array([last_whole]))
    change = last - first
    return Contribution(
        points=_over(change, first_whole),
        share=_over(change, last_whole - first_whole),
    )


def required_growth(
    *, value: float, other: float, past_value: float, past_other: float, other_growth: float, years: float
) -> RequiredGrowth:
    """Growth a part needs to hold its present ratio to another, or to restore a past one.

    Parameters
    ----------
    value, other : float > 0
        The part and what it is held against, now.
    past_value, past_other : float > 0
        The same in the year whose mix is to come back.
    other_growth : float > -1
        Growth a year of the other, a fraction, taken as given.
    years : float > 0
        Years within which the past mix is to be restored.

    Raises
    ------
    ValueError
        A value, or ``years``, that is not positive; growth of -1 or less.

    Notes
    -----
    Closed form: the ratio after h years is value (1+g)^h / (other (1+g_other)^h), so holding takes g = g_other, and
    restoring takes 1 + g = (1 + g_other) (past ratio / present ratio)^(1/h).
    """
    if not min(value, other, past_value, past_other, years) > 0 or not other_growth > -1:
        raise ValueError("values and years are > 0, and growth is > -1")
    distance = (past_value / past_other) / (value / other)
    return RequiredGrowth(hold=other_growth, restore=(1 + other_growth) * distance ** (1 / years) - 1)


def _refuse(first: FloatArray, last: FloatArray) -> None:
    if first.shape != last.shape:
        raise ValueError("first and last: one value each for the same items")
    if not (np.isfinite(first).all() and np.isfinite(last).all()) or (first < 0).any() or (last < 0).any():
        raise ValueError("first and last: finite numbers >= 0")


def _over(above: FloatArray, below: float) -> FloatArray:
    """Quotient by a number that may be negative, as when the whole shrank."""
    return above / below if below else np.full(above.shape, np.nan)
