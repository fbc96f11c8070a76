"""Experience and adoption within a plan: unit costs that fall with what was made, quantities that follow the buyers.

Both are uncertain: the interval of a curve is that of a normal logarithm, drawn once for each future.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ayni.venture.adoption import adopted
from ayni.venture.flows import times, yearly
from ayni.venture.games import FloatArray
from ayni.venture.plan import Adoption, Curve, Flow, Plan

# Normal deviate beyond which, on either side, lie 5 of 100 together.
DEVIATE = 1.959963984540054
# Buyers in the end, innovation, imitation.
NUMBERS = 3


@dataclass(frozen=True, slots=True)
class Learning:
    """A cost whose price falls with what was made.

    Attributes
    ----------
    amounts : array of shape (periods,)
        Money for each member (or for the group) if the unit cost stayed where it is when the plan begins.
    volume : array of shape (periods,)
        Quantity made by each member (or by the group) from the start of the plan until each period begins.
    before : float
        Quantity made before the plan.
    exponent : float
        Of the unit cost in what was made: zero or below where it falls.
    """

    amounts: FloatArray
    volume: FloatArray
    before: float
    exponent: float

    def of(self, members: float) -> FloatArray:
        """Money for each member by period when so many make it together, shape (periods,)."""
        return np.asarray(self.amounts * self.multiples(members))

    def multiples(self, members: float) -> FloatArray:
        """What the unit cost is multiplied by in each period, shape (periods,)."""
        return np.asarray((1 + members * self.volume / self.before) ** self.exponent)

    def worths(self, today: FloatArray, members: int) -> FloatArray:
        """Worth today for each member when 0, 1, ... members make it together, shape (members + 1,)."""
        busy = np.flatnonzero(self.amounts)
        each = self.amounts[busy] * today[busy]
        made = self.volume[busy] / self.before
        return np.array([float(each @ (1 + n * made) ** self.exponent) for n in range(members + 1)])


@dataclass(frozen=True, slots=True)
class Paths:
    """What flows on curves are multiplied by in each future, beside what the plan expects.

    Attributes
    ----------
    normals : int
        Normal numbers that a future draws: one for each experience curve, three for each diffusion.
    of : tuple of callable
        Of each path: from the normals of some futures, shape (draws, normals), to multiples of shape (years, draws).
    """

    normals: int
    of: tuple[Callable[[FloatArray], FloatArray], ...]


def exponent_of(ratio: float) -> float:
    """Exponent of the unit cost in what was made, where each doubling leaves a ratio of it (Wright 1936)."""
    return float(np.log2(ratio))


def buyers(plan: Plan, adoption: Adoption) -> FloatArray:
    """What the quantity of one buyer is multiplied by in each period, shape (periods,), by the year it is part of."""
    year = _years_since(plan, adoption)
    return np.asarray(_bought(np.array(adoption.value)[None], adoption, year)[0])


def volumes(plan: Plan, flow: Flow) -> FloatArray:
    """Quantity of a flow from the start of the plan until each period begins, shape (periods,)."""
    made = flow.quantity * times(plan, flow) * _taken(plan, flow)
    return np.concatenate(([0.0], np.cumsum(made)[:-1]))


def unit_costs(plan: Plan, flow: Flow, members: float, ratio: float | None = None) -> FloatArray:
    """Price of a cost by period on its experience curve when so many make it together, growth and all.

    ``ratio`` is what each doubling leaves, where that is another than the curve tells.
    """
    grown = (1 + flow.growth) ** (np.arange(plan.periods) // plan.periods_a_year)
    curve = named_curve(plan, flow.curve)
    made = 1 + members * volumes(plan, flow) / curve.before
    return np.asarray(flow.price * grown * made ** exponent_of(ratio or curve.ratio))


def named_curve(plan: Plan, code: str) -> Curve:
    """Experience curve by its code."""
    return next(each for each in plan.curves if each.code == code)


def named_adoption(plan: Plan, code: str) -> Adoption:
    """Diffusion by its code."""
    return next(each for each in plan.adoptions if each.code == code)


def path_of(plan: Plan, flow: Flow, amounts: FloatArray, members: float) -> Callable[[FloatArray], FloatArray]:
    """What the money of a flow is multiplied by in each year of each future, beside ``amounts`` as the plan has them.

    The year's multiple is that of its periods, each by its part of the year's money.  The quantity by which a cost
    falls stays the planned one: a future that sells more learns no faster.
    """
    busy = np.flatnonzero(amounts)
    part = np.zeros((plan.years, plan.periods))
    part[np.arange(plan.periods) // plan.periods_a_year, np.arange(plan.periods)] = amounts
    whole = yearly(plan, amounts)[:, None]
    weight = np.divide(part, whole, out=np.zeros_like(part), where=whole != 0)[:, busy]
    moved = [each(busy) for each in (_learned(plan, flow, members), _spread(plan, flow)) if each is not None]

    def multiples(drawn: FloatArray) -> FloatArray:
        found = np.ones((len(drawn), busy.size))
        for each in moved:
            found = found * each(drawn)
        return np.asarray(weight @ found.T)

    return multiples


def _learned(plan: Plan, flow: Flow, members: float) -> Callable[..., Callable[[FloatArray], FloatArray]] | None:
    if flow.kind == "income" or not flow.curve:
        return None
    curve, column = named_curve(plan, flow.curve), _column(plan, flow.curve)
    made = np.log2(1 + members * volumes(plan, flow) / curve.before)
    deviation = (np.log(curve.high) - np.log(curve.low)) / (2 * DEVIATE)

    def of(busy: FloatArray) -> Callable[[FloatArray], FloatArray]:
        return lambda drawn: np.asarray(np.exp(deviation * drawn[:, column, None] * made[busy]))

    return of


def _spread(plan: Plan, flow: Flow) -> Callable[..., Callable[[FloatArray], FloatArray]] | None:
    if not flow.adoption:
        return None
    told = named_adoption(plan, flow.adoption)
    at = len(plan.curves) + NUMBERS * [each.code for each in plan.adoptions].index(told.code)
    value, low, high = (np.log(np.array(each)) for each in (told.value, told.low, told.high))
    planned, year = buyers(plan, told), _years_since(plan, told)

    def of(busy: FloatArray) -> Callable[[FloatArray], FloatArray]:
        def multiples(drawn: FloatArray) -> FloatArray:
            numbers = np.exp(value + (high - low) / (2 * DEVIATE) * drawn[:, at : at + NUMBERS])
            return np.asarray(_bought(numbers, told, year[busy]) / planned[busy])

        return multiples

    return of


def normals_of(plan: Plan) -> int:
    """Normal numbers that a future draws for the curves of a plan."""
    return len(plan.curves) + NUMBERS * len(plan.adoptions)


def _column(plan: Plan, code: str) -> int:
    return [each.code for each in plan.curves].index(code)


def _taken(plan: Plan, flow: Flow) -> FloatArray:
    return buyers(plan, named_adoption(plan, flow.adoption)) if flow.adoption else np.ones(plan.periods)


def _years_since(plan: Plan, adoption: Adoption) -> FloatArray:
    """Whole years of a diffusion that have gone when each period begins, below zero before it starts."""
    return np.floor((np.arange(plan.periods) - (adoption.starts - 1)) / plan.periods_a_year)


def _bought(numbers: FloatArray, adoption: Adoption, year: FloatArray) -> FloatArray:
    """Buyers of some years by sets of m, p and q, shape (sets, years): first purchases, or those who buy again.

    Who buys again is the mean of those at the beginning and at the end of the year.
    """
    market, innovation, imitation = (numbers[:, at, None] for at in range(NUMBERS))
    begun = adoption.before + np.maximum(year, 0)
    first, last = (_adopted(market, innovation, imitation, begun + more) for more in (0, 1))
    found = (first + last) / 2 if adoption.again else last - first
    return np.asarray(np.where(year < 0, 0.0, found))


def _adopted(market: FloatArray, innovation: FloatArray, imitation: FloatArray, periods: FloatArray) -> FloatArray:
    """As ``adopted``, for several sets of numbers at once (Bass 1969, equation 4)."""
    if market.size == 1:
        return adopted(market=float(market[0, 0]), innovation=float(innovation[0, 0]),
                       imitation=float(imitation[0, 0]), periods=periods)[None]  # fmt: skip
    gone = np.exp(-(innovation + imitation) * periods)
    return np.asarray(market * (1 - gone) / (1 + imitation / innovation * gone))


@dataclass(frozen=True, slots=True)
class BelowCost:
    """An income that is sold below its unit cost.

    Attributes
    ----------
    flow : int
        Its place among the flows.
    period : int
        First period in which it is, from 1.
    price, cost : float
        Of one unit in that period.
    """

    flow: int
    period: int
    price: float
    cost: float


def below_cost(plan: Plan) -> tuple[BelowCost, ...]:
    """Incomes whose price lies below the path of their unit cost in some period.

    An income is held against the costs on a curve in its own activity that are counted in its own unit, and against
    those on the curve that it names.
    """
    sold = [_below(plan, at, each) for at, each in enumerate(plan.flows) if each.kind == "income"]
    return tuple(each for each in sold if each is not None)


def _below(plan: Plan, at: int, flow: Flow) -> BelowCost | None:
    costs = [each for each in plan.flows if _is_cost_of(each, flow)]
    if not costs:
        return None
    counts = {each.code: each.count for each in plan.types}
    cost = sum(
        unit_costs(plan, each, counts.get(each.per, 1)) * (times(plan, each).cumsum() > 0) for each in costs
    )  # fmt: skip
    price = flow.price * (1 + flow.growth) ** (np.arange(plan.periods) // plan.periods_a_year)
    below = np.flatnonzero((price < cost * (1 - 1e-9)) & (times(plan, flow) > 0))
    if not below.size:
        return None
    first = int(below[0])
    return BelowCost(at, first + 1, float(price[first]), float(np.asarray(cost)[first]))


def _is_cost_of(cost: Flow, income: Flow) -> bool:
    if cost.kind != "cost" or not cost.curve or cost.alone != income.alone:
        return False
    same = cost.activity == income.activity and bool(cost.unit) and cost.unit == income.unit
    return cost.curve == income.curve or (same and bool(cost.activity))
