"""How many members of each kind a group bears before another costs more than it brings, and who adds nothing new."""

from dataclasses import dataclass

import numpy as np

from ayni.venture.games import FloatArray, IntArray

# Part of the largest amount under which two numbers leave the same.
ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class BestSize:
    """The best number of members of a kind.

    Attributes
    ----------
    members : int
        The number at which what is left after coordination is greatest; the smallest, where several are.
    net : array of shape (most + 1,)
        What is left with 0, 1, ... members, in the unit of the benefit.
    flat : tuple of int
        First and last number around the best at which no more than a stated part of the best is lost.
    off : array of shape (most + 1,)
        What being at each number costs against the best, zero or more.
    """

    members: int
    net: FloatArray
    flat: tuple[int, int]
    off: FloatArray


def best_size(*, benefit: FloatArray, cost: FloatArray, flat: float = 0.02) -> BestSize:
    """Best number of members of a kind, those of the other kinds as they are.

    Parameters
    ----------
    benefit, cost : array of shape (most + 1,)
        What the group gains with 0, 1, ... members of the kind, and what coordinating them costs.
    flat : float
        Part of the best that may be lost within the flat range, 0 to 1.

    Source: Buchanan (1965), "An economic theory of clubs", doi:10.2307/2552442: a member is worth having until what it
    adds is what it costs the others; here over whole members.
    """
    if benefit.shape != cost.shape or benefit.ndim != 1 or benefit.size < 2 or not 0 <= flat <= 1:
        raise ValueError("benefit and cost have one value for 0, 1, ... members, and flat lies between 0 and 1")
    net = benefit - cost
    alike = ROUNDING * float(np.abs(np.concatenate((benefit, cost))).max())
    best = int(np.argmax(net >= net.max() - alike))
    off = np.maximum(net[best] - net, 0.0)
    near = off <= flat * abs(net[best])
    first = best - int(np.argmin(np.append(near[: best + 1][::-1], False))) + 1
    last = best + int(np.argmin(np.append(near[best:], False))) - 1
    return BestSize(best, net, (first, last), off)


def coordination_cost(*, members: IntArray, each: float, pair: float) -> FloatArray:
    """Cost of coordinating a number of members: so much for each, and so much for each pair that must agree.

    Parameters
    ----------
    members : array of int of shape (sizes,)
        Zero or more.
    each, pair : float
        Cost a member and cost a pair, zero or more.

    Source: Becker and Murphy (1992), doi:10.2307/2118383, whose cost of coordination rises with the team; pairs as in
    Brooks (1975).  With a benefit of ``a n`` the best number is (a - each) / pair + 1/2.
    """
    if np.any(members < 0) or each < 0 or pair < 0:
        raise ValueError("members and costs are zero or more")
    return np.asarray(each * members + pair * members * (members - 1) / 2, dtype=np.float64)


def complementarity(*, skills: FloatArray) -> FloatArray:
    """What each member adds to what a group can do, as a part of it.

    Parameters
    ----------
    skills : array of shape (members, skills)
        How well each does each thing, 0 to 1; a group does each as well as its best member.

    Returns
    -------
    array of shape (members,)
        Part of what the group can do that is lost without the member, 0 to 1: zero for a duplicate, and for all where
        the group can do nothing.
    """
    if skills.ndim != 2 or not skills.size or np.any(~((skills >= 0) & (skills <= 1))):
        raise ValueError("there is a member and a skill at least, and every skill lies between 0 and 1")
    best = np.sort(skills, axis=0)
    most, second = best[-1], best[-2] if len(best) > 1 else np.zeros(skills.shape[1])
    lost = np.where((skills == most) & (most > second), most - second, 0).sum(axis=1)
    whole = float(most.sum())
    return lost / whole if whole else np.zeros(len(skills))
