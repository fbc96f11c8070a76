"""What a plan is worth to the group and to each member, together and alone, and how the gain is shared."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
import numpy.typing as npt

from ayni.venture.fields import BadVenture
from ayni.venture.flows import financing_amounts, flow_amounts, interest_amounts, yearly
from ayni.venture.games import Allocation, FloatArray
from ayni.venture.learning import (
    Learning,
    Paths,
    buyers,
    exponent_of,
    named_adoption,
    named_curve,
    normals_of,
    path_of,
    volumes,
)
from ayni.venture.nucleolus import nucleolus_by_types
from ayni.venture.plan import GROUP, Flow, Plan
from ayni.venture.returns import discounts, rate_a_period
from ayni.venture.rules import constrained_gain, equal_gain, proportional
from ayni.venture.savings import saving_amounts
from ayni.venture.shapley import shapley_by_types

# Coalitions that are told apart, by how many of each type take part.
MOST_COALITIONS = 200_000
MOST_FOR_NUCLEOLUS = 4_000
# Factors of what moves with none.
UNMOVED = (-1, -1, -1)


@dataclass(frozen=True, slots=True)
class Stream:
    """Money of one flow or credit.

    Attributes
    ----------
    amounts : array of shape (periods,)
        As the plan expects it.
    who : int
        Type of which each member has it; -1 for the group.
    alone : bool
        Whether a member has it by itself, without the plan.
    per : int
        Type of whose members the group has so much each; -1 where it has it once.
    activity : int
        What it belongs to; -1 where to the plan as a whole.
    factors : tuple of int
        Factors that its price, its quantity and the rate of its currency move with; -1 where none.
    base : bool
        Whether it is part of what the group's money is shared by: income, or where the group has none its costs.
    learning : Learning or None
        How the price falls with what was made; None where it does not.
    path : int
        Place among the uncertain paths of the plan; -1 where there is none.
    """

    amounts: FloatArray
    who: int
    alone: bool
    per: int
    activity: int
    factors: tuple[int, int, int]
    base: bool
    learning: Learning | None = None
    path: int = -1


@dataclass(frozen=True, slots=True)
class Split:
    """How the group's money goes to the members: ``even`` to each alike, moved by ``tilt`` of its base.

    The base is the group's income; of a group without any it is its costs, so that what is shared is who bears them.

    Attributes
    ----------
    allocation : Allocation
        Worth today of each member of a type, together, before tax.
    alone : array of shape (types,)
        Worth today of each member by itself, before tax.
    together : float
        Worth today of the plan for all; alone for all: ``alone`` times the numbers of members.
    tilt : array of shape (types,)
        Part of the base that each member gets (of costs: bears) beyond an even share, or gives.
    runs : array of bool of shape (activities,)
        Which activities run with all members.
    """

    allocation: Allocation
    alone: FloatArray
    together: float
    tilt: FloatArray
    runs: npt.NDArray[np.bool_]


class Parts(Protocol):
    """The parts in which the group's money is shared: ``tilt`` and ``runs`` of a split."""

    @property
    def tilt(self) -> FloatArray:
        """Part of the base of the group beyond an even share, shape (types,)."""
        ...

    @property
    def runs(self) -> npt.NDArray[np.bool_]:
        """Which activities run with all members, shape (activities,)."""
        ...


@dataclass(frozen=True, slots=True)
class Money:
    """Money by period, before tax.

    Attributes
    ----------
    alone, together : array of shape (types, periods)
        Of each member of a type by itself, and within the plan with its share of what the group has.
    group : array of shape (periods,)
        Of the group as a whole.
    """

    alone: FloatArray
    together: FloatArray
    group: FloatArray


def streams(plan: Plan) -> tuple[Stream, ...]:
    """Money of every flow, credit and measured saving of a plan."""
    places = _places(plan)
    flows, paths = [], 0
    for each in plan.flows:
        uncertain = bool(each.adoption or (each.curve and each.kind == "cost"))
        flows.append(_stream(plan, each, places, paths if uncertain else -1))
        paths += uncertain
    lent = (
        Stream(financing_amounts(plan, each), places.who[each.who], False, -1, -1, UNMOVED, False)
        for each in plan.financing
    )
    saved = (
        Stream(saving_amounts(plan, each), places.who[each.who], False, -1, -1, UNMOVED, False) for each in plan.savings
    )
    return (*_with_base(plan, flows), *lent, *saved, *_moving(plan, places))


def _with_base(plan: Plan, flows: list[Stream]) -> list[Stream]:
    """Streams of the flows of a plan, those of a group without income with its costs as the base of sharing."""
    if not shares_costs(plan, flows):
        return flows
    return [replace(each, base=each.who < 0) for each in flows]


def shares_costs(plan: Plan, money: Sequence[Stream]) -> bool:
    """Whether a group has no income, so that what is shared is who bears its costs."""
    earns = (flow.kind == "income" and each.who < 0 and each.amounts.any()
             for flow, each in zip(plan.flows, money, strict=False))  # fmt: skip
    return not any(earns)


def paths(plan: Plan, money: tuple[Stream, ...]) -> Paths:
    """Uncertain paths of a plan, in the order in which its streams name them."""
    uncertain = [(flow, each) for flow, each in zip(plan.flows, money, strict=False) if each.path >= 0]
    size = counts(plan)
    return Paths(
        normals_of(plan) if uncertain else 0,
        tuple(path_of(plan, flow, each.amounts, _times(each, size)) for flow, each in uncertain),
    )


@dataclass(frozen=True, slots=True)
class _Places:
    """Where the codes of a plan stand; -1 for the group, for no activity and no factor."""

    who: Mapping[str, int]
    activity: Mapping[str, int]
    factor: Mapping[str, int]


def _places(plan: Plan) -> _Places:
    return _Places(
        {GROUP: -1, **{each.code: at for at, each in enumerate(plan.types)}},
        {"": -1, **{each.code: at for at, each in enumerate(plan.activities)}},
        {"": -1, **{each.code: at for at, each in enumerate(plan.factors)}},
    )


def _moving(plan: Plan, places: _Places) -> Iterator[Stream]:
    """What financing comes to beyond what is planned, where its rate or its currency moves: nothing while neither does.

    What moves is taken out as it is planned and put in again as it moves, so that the streams of financing stay whole.
    """
    for each in plan.financing:
        rate_of, exchange = places.factor[each.rate_factor], places.factor[each.exchange_factor]
        if rate_of < 0 and exchange < 0:
            continue
        whole, who = financing_amounts(plan, each), places.who[each.who]
        interest = -interest_amounts(plan, each) if rate_of >= 0 else np.zeros(plan.periods)
        rest = whole - interest if exchange >= 0 else np.zeros(plan.periods)
        for amounts, factors in (
            (-interest - rest, UNMOVED), (interest, (rate_of, -1, exchange)), (rest, (-1, -1, exchange))
        ):  # fmt: skip
            yield Stream(amounts, who, False, -1, -1, factors, False)


def _stream(plan: Plan, flow: Flow, places: _Places, path: int) -> Stream:
    amounts, learning = flow_amounts(plan, flow), None
    if flow.adoption:
        amounts = amounts * buyers(plan, named_adoption(plan, flow.adoption))
    per = places.who[flow.per or GROUP]
    if flow.curve and flow.kind == "cost":
        curve = named_curve(plan, flow.curve)
        learning = Learning(amounts, volumes(plan, flow), curve.before, exponent_of(curve.ratio))
        amounts = learning.of(float(plan.types[per].count) if per >= 0 else 1.0)
    return Stream(
        amounts, places.who[flow.who], flow.alone, per, places.activity[flow.activity],
        (places.factor[flow.price_factor], places.factor[flow.quantity_factor], places.factor[flow.exchange_factor]),
        flow.kind == "income", learning, path,
    )  # fmt: skip


def counts(plan: Plan) -> npt.NDArray[np.int64]:
    """Members of each type."""
    return np.array([each.count for each in plan.types], dtype=np.int64)


def rate(plan: Plan) -> float:
    """Discount rate a period."""
    return rate_a_period(plan.discount_rate, plan.periods_a_year)


def a_year(plan: Plan, worth: FloatArray | float) -> FloatArray:
    """The same amount in every period, told for a year, that is worth so much today (an equivalent annuity).

    Source: Brealey, Myers and Allen (2020), Principles of Corporate Finance, section 6.3.
    """
    return np.asarray(worth / discounts(plan.periods, rate(plan)).sum() * plan.periods_a_year)


def worths(plan: Plan, money: tuple[Stream, ...]) -> FloatArray:
    """Worth of a coalition with so many members of each type, each by its own best plan, shape (n_1 + 1, ...).

    A coalition runs the activities whose needs it meets, or does nothing together where that is worth more.  Before
    tax, today.

    Raises
    ------
    BadVenture
        Where there are too many coalitions to tell apart.
    """
    shape = tuple(each.count + 1 for each in plan.types)
    if np.prod([float(size) for size in shape]) > MOST_COALITIONS:
        raise BadVenture("bad_venture.too_many_coalitions", most=MOST_COALITIONS)
    found = np.maximum(*alone_and_together(plan, money, np.indices(shape, dtype=np.float64)))
    found.flat[0] = 0.0
    return np.asarray(found)


def alone_and_together(plan: Plan, money: tuple[Stream, ...], state: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Worth today, before tax, of coalitions whose members stay alone, and of those that run what they can together.

    Parameters
    ----------
    state : array of shape (types, ...)
        Members of each type in each coalition, whole numbers of zero or more; also more than the plan has.
    """
    shape = state.shape[1:]
    runs = [_met(each.needs, plan, state) for each in plan.activities]
    today = discounts(plan.periods, rate(plan))
    alone, together = np.zeros(shape), np.zeros(shape)
    for each in money:
        value = float(each.amounts @ today)
        if each.alone:
            alone += state[each.who] * value
            continue
        times = state[each.who] if each.who >= 0 else state[each.per] if each.per >= 0 else np.ones(shape)
        together += times * _value(each, value, today, state) * (runs[each.activity] if each.activity >= 0 else 1.0)
    if runs:
        # Who runs nothing together does without it, and pays what it pays alone.
        together = np.where(np.any(runs, axis=0), together, alone)
    return alone, together


def _value(stream: Stream, value: float, today: FloatArray, state: FloatArray) -> FloatArray | float:
    """Worth of a stream for each member: what fewer make together has been made less often, and costs more."""
    if stream.learning is None or stream.per < 0:
        return value
    most = int(state[stream.per].max())
    return np.asarray(stream.learning.worths(today, most)[state[stream.per].astype(np.int64)])


def split(plan: Plan, money: tuple[Stream, ...]) -> Split:
    """How the gain of a plan is shared by its rule, and by which parts of the group's money that comes about."""
    value, size, today = worths(plan, money), counts(plan), discounts(plan.periods, rate(plan))
    alone = np.array([_sum_of(money, today, at, alone=True) for at in range(size.size)])
    runs = np.array([_met(each.needs, plan, size.astype(np.float64)[:, None]).item() for each in plan.activities], bool)
    joint = [each for each in money if not each.alone and (each.activity < 0 or runs[each.activity])]
    own = np.array([_sum_of(joint, today, at, alone=False) for at in range(size.size)])
    group = sum(float(each.amounts @ today) * _times(each, size) for each in joint if each.who < 0)
    base = sum(float(each.amounts @ today) * _times(each, size) for each in joint if each.who < 0 and each.base)
    together = float(own @ size) + group
    allocation = _shared(plan, value, alone, together, size)
    wanted = allocation.shares - own - group / size.sum()
    if not base and np.abs(wanted).max() > 1e-9 * max(1.0, abs(together)):
        raise BadVenture("bad_venture.nothing_to_share", rule=plan.rule)
    tilt = wanted / base if base else np.zeros(size.size)
    return Split(allocation, alone, together, tilt, runs)


def _shared(
    plan: Plan, value: FloatArray, alone: FloatArray, together: float, size: npt.NDArray[np.int64]
) -> Allocation:
    """Shares of each member of a type of what the plan is worth, be it less than what all are worth alone."""
    each = np.repeat(alone, size)
    first = np.concatenate(([0], np.cumsum(size)[:-1]))
    if plan.rule == "equal_gain":
        return _of_types(equal_gain(total=together, alone=each), first)
    if plan.rule == "proportional":
        weights = np.repeat([kind.weight for kind in plan.types], size)
        return _of_types(proportional(total=together, alone=each, weights=weights), first)
    if plan.rule == "nucleolus" and value.size > MOST_FOR_NUCLEOLUS:
        raise BadVenture("bad_venture.too_many_for_nucleolus", most=MOST_FOR_NUCLEOLUS)
    value = value.copy()
    value.flat[-1] = together
    if plan.rule in ("constrained_awards", "constrained_losses"):
        claims = np.repeat(_claims(plan, value, alone), size)
        losses = plan.rule == "constrained_losses"
        return _of_types(constrained_gain(total=together, alone=each, claims=claims, losses=losses), first)
    return shapley_by_types(value) if plan.rule == "shapley" else nucleolus_by_types(value)


def _claims(plan: Plan, value: FloatArray, alone: FloatArray) -> FloatArray:
    """What each member of a type claims of the gain, worth today: as told, or what it adds beyond what it has alone."""
    a_year = discounts(plan.periods, rate(plan)).sum() / plan.periods_a_year
    whole = tuple(size - 1 for size in value.shape)
    less = [value[tuple(size - (at == kind) for kind, size in enumerate(whole))] for at in range(len(whole))]
    adds = np.maximum(value[whole] - np.array(less) - alone, 0.0)
    told = [add if each.claim is None else each.claim * a_year for each, add in zip(plan.types, adds, strict=True)]
    return np.array(told, dtype=np.float64)


def _of_types(found: Allocation, first: npt.NDArray[np.int64]) -> Allocation:
    return Allocation(found.shares[first], found.method)


def money_by_period(
    plan: Plan, money: tuple[Stream, ...], shared: Parts, factors: Mapping[int, FloatArray] | None = None
) -> Money:
    """Money of each member and of the group by period, by a split that was agreed; before tax.

    Parameters
    ----------
    factors : mapping of int to array of shape (years,), optional
        What factors are multiplied by year by year, in a scenario.
    """
    size = counts(plan)
    alone, own = np.zeros((size.size, plan.periods)), np.zeros((size.size, plan.periods))
    group, base = np.zeros(plan.periods), np.zeros(plan.periods)
    for each in money:
        amounts = each.amounts * _moved(plan, each, factors or {})
        if each.alone:
            alone[each.who] += amounts
        elif each.activity < 0 or shared.runs[each.activity]:
            if each.who >= 0:
                own[each.who] += amounts
            else:
                group += amounts * _times(each, size)
                base += amounts * _times(each, size) * each.base
    return Money(alone, own + group / size.sum() + shared.tilt[:, None] * base, group)


def after_tax(plan: Plan, money: FloatArray) -> FloatArray:
    """Money by period less the tax of each year above zero, paid in the last period of the year; shape as given."""
    if not plan.tax:
        return money
    due = plan.tax * np.maximum(yearly(plan, money), 0)
    last = np.minimum(np.arange(1, plan.years + 1) * plan.periods_a_year, plan.periods) - 1
    found = money.copy()
    found[..., last] -= due
    return found


def _moved(plan: Plan, stream: Stream, factors: Mapping[int, FloatArray]) -> FloatArray:
    year = np.arange(plan.periods) // plan.periods_a_year
    found = np.ones(plan.periods)
    for factor in stream.factors:
        if factor in factors:
            found = found * factors[factor][year]
    return found


def _times(stream: Stream, size: npt.NDArray[np.int64]) -> float:
    return float(size[stream.per]) if stream.per >= 0 else 1.0


def _sum_of(money: tuple[Stream, ...] | list[Stream], today: FloatArray, who: int, *, alone: bool) -> float:
    return sum(float(each.amounts @ today) for each in money if each.who == who and each.alone == alone)


def _met(needs: Mapping[str, int], plan: Plan, state: FloatArray) -> npt.NDArray[np.bool_]:
    found = np.ones(state.shape[1:], dtype=bool)
    for at, each in enumerate(plan.types):
        if each.code in needs:
            found &= state[at] >= needs[each.code]
    return found
