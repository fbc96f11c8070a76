"""How many members of each kind a plan bears: its own flows run with fewer and with more, less what coordinating costs.

Amounts are those of a year, before tax, as planned.  Whatever a coalition would rather do alone, it does alone: there
it gains nothing, and has nothing to coordinate.
"""

from dataclasses import dataclass

import numpy as np

from ayni.venture.coordination import Coordination
from ayni.venture.games import FloatArray
from ayni.venture.plan import Plan
from ayni.venture.sizes import BestSize, best_size, complementarity, coordination_cost
from ayni.venture.worth import Stream, a_year, alone_and_together, counts

# Part of the best that may be lost where it hardly matters how many members there are.
FLAT = 0.02
# Part of the largest worth under which a gain is none.
NOTHING = 1e-9


@dataclass(frozen=True, slots=True)
class Sized:
    """What a plan leaves with 0, 1, ... members of a type, those of the other types as they are.

    Attributes
    ----------
    type : int
        Its place among the types.
    gain : array of shape (most + 1,)
        What all gain together beyond what each has alone, a year, zero or more.
    cost : array of shape (most + 1,)
        What coordinating all of them costs a year: those of the type and those of the others; zero where nothing is
        gained.
    best : BestSize
        Of both.
    """

    type: int
    gain: FloatArray
    cost: FloatArray
    best: BestSize


@dataclass(frozen=True, slots=True)
class Duplicate:
    """What one member of a type more or fewer changes.

    Attributes
    ----------
    type : int
        Its place among the types.
    gain : float
        What all gain a year as they are.
    less : float
        What all gain less a year with one fewer, those that are left by their own best plan.
    more : float
        What all gain more a year with one more; zero or below where another does nothing that is not done already.
    one, all : float
        Part of what the group can do that is lost without one of them, and without all of them; NaN without skills.
    covered_by : int
        A type that does everything at least as well; -1 where there is none, or without skills.
    """

    type: int
    gain: float
    less: float
    more: float
    one: float
    all: float
    covered_by: int


def gains_by_size(plan: Plan, money: tuple[Stream, ...], at: int, most: int) -> FloatArray:
    """What all gain a year beyond what each has alone, with 0, 1, ... members of a type; shape (most + 1,)."""
    state = np.repeat(counts(plan).astype(np.float64)[:, None], most + 1, axis=1)
    state[at] = np.arange(most + 1)
    alone, together = alone_and_together(plan, money, state)
    gain = together - alone
    nothing = NOTHING * np.maximum(np.abs(alone), np.abs(together))
    return np.where(gain > nothing, a_year(plan, gain), 0.0)


def sized(plan: Plan, money: tuple[Stream, ...]) -> tuple[Sized, ...]:
    """Best number of members of each type of which the plan tells what coordinating costs, in the order of the types.

    Source: Buchanan (1965) and Becker and Murphy (1992), as in ``ayni.venture.sizes``.
    """
    told = {each.who: each for each in plan.coordinations}
    now = sum(float(_cost(told[each.code], each.count)) for each in plan.types if each.code in told)
    found = []
    for at, each in enumerate(plan.types):
        if each.code not in told:
            continue
        own = told[each.code]
        gain = gains_by_size(plan, money, at, own.most)
        others = now - float(_cost(own, each.count))
        costs = coordination_cost(members=np.arange(own.most + 1), each=own.each, pair=own.pair) + others
        cost = np.where(gain > 0, costs, 0.0)
        found.append(Sized(at, gain, cost, best_size(benefit=gain, cost=cost, flat=FLAT)))
    return tuple(found)


def _cost(told: Coordination, members: int) -> float:
    return float(coordination_cost(members=np.array([members]), each=told.each, pair=told.pair)[0])


def duplicates(plan: Plan, money: tuple[Stream, ...]) -> tuple[Duplicate, ...]:
    """What one member of each type more or fewer changes, in money and in what the group can do."""
    levels = np.array([[skill.levels.get(each.code, 0.0) for skill in plan.skills] for each in plan.types])
    found = []
    for at, each in enumerate(plan.types):
        gain = gains_by_size(plan, money, at, each.count + 1)
        less, more = (float(value) for value in np.diff(gain)[-2:])
        one, whole = _lost(levels, at, each.count) if plan.skills else (float("nan"), float("nan"))
        found.append(Duplicate(at, float(gain[each.count]), less, more, one, whole, _covered_by(levels, at)))
    return tuple(found)


def _lost(levels: FloatArray, at: int, count: int) -> tuple[float, float]:
    """Part of what the group can do that is lost without one member of a type, and without all of them."""
    whole = float(complementarity(skills=levels)[at])
    return (whole if count == 1 else 0.0), whole


def _covered_by(levels: FloatArray, at: int) -> int:
    others = [other for other in range(len(levels)) if other != at]
    if not levels.shape[1] or not levels[at].any():
        return -1
    return next((other for other in others if np.all(levels[other] >= levels[at])), -1)
