"""Cooperative games: what each coalition is worth, given by bitmask or by how many of each type take part.

A game over n members is an array of 2^n worths; bit i of an index is member i, and the worth of nobody is zero.  A
game over types is an array of shape (n_1 + 1, ..., n_T + 1): members of one type are interchangeable.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
# 2^24 worths are 128 MB; beyond, coalitions are drawn.
MOST_MEMBERS = 24


@dataclass(frozen=True, slots=True)
class Allocation:
    """How a gain is shared.

    Attributes
    ----------
    shares : array of shape (members,) or (types,)
        What each gets, in the unit of the worths; over types, what each member of the type gets.
    method : str
        Name of the rule: ``shapley``, ``nucleolus``, ``prenucleolus``, ``proportional``, ``equal_gain``,
        ``constrained_equal_awards``, ``constrained_equal_losses``, ``shapley_sampled``.
    error : array of shape (members,) or None
        Standard error of each share where coalitions were drawn; None where shares are exact.
    """

    shares: FloatArray
    method: str
    error: FloatArray | None = None


def checked_worths(v: npt.ArrayLike) -> tuple[FloatArray, int]:
    """Worths as an array of float64 with the number of members.

    Raises
    ------
    ValueError
        When there are not 2^n worths for n from 1 to 24, one is not finite, or nobody is worth something.
    """
    worths = np.asarray(v, dtype=np.float64)
    members = worths.size.bit_length() - 1
    if worths.ndim != 1 or worths.size != 1 << members or not 1 <= members <= MOST_MEMBERS:
        raise ValueError(f"worths are 2^n numbers, n from 1 to {MOST_MEMBERS}; {worths.shape} came")
    if not np.isfinite(worths).all():
        raise ValueError("every worth is a finite number")
    if worths[0] != 0:
        raise ValueError("the worth of nobody, the first one, is zero")
    return worths, members


def checked_types(v: npt.ArrayLike) -> tuple[FloatArray, tuple[int, ...]]:
    """Worths by type with how many members each type has.

    Raises
    ------
    ValueError
        When a type has no member, a worth is not finite, or nobody is worth something.
    """
    worths = np.asarray(v, dtype=np.float64)
    counts = tuple(size - 1 for size in worths.shape)
    if not counts or min(counts) < 1:
        raise ValueError(f"a game over types has one axis a type, of its members and one more; {worths.shape} came")
    if not np.isfinite(worths).all():
        raise ValueError("every worth is a finite number")
    if worths.flat[0] != 0:
        raise ValueError("the worth of nobody, the first one, is zero")
    return worths, counts


def sizes(members: int) -> IntArray:
    """Members in each coalition, shape (2^members,)."""
    found = np.zeros(1, dtype=np.int64)
    for _ in range(members):
        found = np.concatenate((found, found + 1))
    return found


def membership(members: int) -> npt.NDArray[np.bool_]:
    """Whether each member is in each coalition, shape (2^members, members)."""
    coalitions = np.arange(1 << members)
    return ((coalitions[:, None] >> np.arange(members)) & 1).astype(bool)


def worth_of(shares: FloatArray) -> FloatArray:
    """What each coalition gets by some shares, shape (2^members,)."""
    found = np.zeros(1)
    for share in shares:
        found = np.concatenate((found, found + share))
    return found
