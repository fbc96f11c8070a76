"""Whether a split holds the group together: who would leave, and how little money would keep them."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog

from ayni.venture.games import FloatArray, checked_types, checked_worths, membership, worth_of

# Part of the largest worth under which a difference is none.
TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Leaving:
    """Coalitions that a split gives less than they are worth, the most aggrieved first.

    Attributes
    ----------
    coalitions : array of int64 of shape (coalitions,)
        Bitmasks.
    excess : array of shape (coalitions,)
        What each would gain by leaving, above zero, falling.
    """

    coalitions: npt.NDArray[np.int64]
    excess: FloatArray

    @property
    def none(self) -> bool:
        """Whether the split is in the core."""
        return not self.coalitions.size


@dataclass(frozen=True, slots=True)
class Stability:
    """How far a game is from having a core.

    Attributes
    ----------
    subsidy : float
        The least that must be added to what all are worth so that some split gives every coalition what it is worth
        alone; zero where the core is not empty.
    shares : array of shape (members,) or (types,)
        A split of both that does so.
    """

    subsidy: float
    shares: FloatArray


def leaving(v: npt.ArrayLike, shares: FloatArray) -> Leaving:
    """Coalitions that would gain by leaving.

    Parameters
    ----------
    v : array of shape (2^n,)
        Worths by bitmask.
    shares : array of shape (n,)
        What each gets.
    """
    worths, n = checked_worths(v)
    if shares.shape != (n,):
        raise ValueError(f"there is one share a member: {n} were expected, {shares.shape} came")
    excess = worths - worth_of(shares)
    found = np.flatnonzero(excess > TOLERANCE * max(float(np.abs(worths).max()), 1e-300))
    order = found[np.argsort(-excess[found], kind="stable")]
    return Leaving(order.astype(np.int64), excess[order])


def stability(v: npt.ArrayLike) -> Stability:
    """The smallest subsidy that keeps the group together, and a split that does.

    Source: Bachrach et al. (2009), "The cost of stability in coalitional games", section 3: one linear programme.
    """
    worths, n = checked_worths(v)
    return _cheapest(membership(n).astype(np.float64), worths, np.ones(n))


def stability_by_types(v: npt.ArrayLike) -> Stability:
    """The smallest subsidy that keeps a group of interchangeable members together; shares of each member of a type."""
    worths, counts = checked_types(v)
    state = np.indices(worths.shape).reshape(len(counts), -1).T.astype(np.float64)
    return _cheapest(state, worths.ravel(), np.array(counts, dtype=np.float64))


def _cheapest(inside: FloatArray, worths: FloatArray, everybody: FloatArray) -> Stability:
    scale = max(float(np.abs(worths).max()), 1e-300)
    found = linprog(
        everybody, A_ub=-inside[1:], b_ub=-worths[1:] / scale, bounds=(None, None), method="highs",
        options={"primal_feasibility_tolerance": 1e-10},
    )  # fmt: skip
    if found.status != 0:
        raise ArithmeticError(f"the linear programme was not solved: {found.message}")
    subsidy = max(0.0, float(found.fun) * scale - float(worths[-1]))
    subsidy = 0.0 if subsidy < TOLERANCE * scale else subsidy
    return Stability(subsidy, found.x * scale)
