"""What a lender asks of a plan: its credits year by year, whether the money of each year covers them, and what is left.

Every amount is of all members together, those of the plan itself: what the group has and what each member has within
the plan, its share of the group's money not counted twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ayni.venture.flows import yearly
from ayni.venture.games import FloatArray
from ayni.venture.plan import GROUP, Financing, Plan
from ayni.venture.returns import Rates, credit_schedule, internal_rates, net_present_value, payback, rate_a_period
from ayni.venture.worth import Parts, Stream, after_tax, counts, money_by_period, rate

BASE = "base"


@dataclass(frozen=True, slots=True)
class Credit:
    """A credit of a plan, of all who take it.

    Attributes
    ----------
    told : Financing
        As the plan tells it.
    takers : int
        How many take it: 1 for the group, else the members of its type.
    drawn, interest, repaid, owed : array of shape (years,)
        What comes, what is paid in interest and in principal, and what is owed when the year ends; zero or more.
    """

    told: Financing
    takers: int
    drawn: FloatArray
    interest: FloatArray
    repaid: FloatArray
    owed: FloatArray


@dataclass(frozen=True, slots=True)
class Cover:
    """Whether credits are paid in one future.

    Attributes
    ----------
    scenario, title : str
        Its code (``base`` as planned) and what it is called.
    available : array of shape (years,)
        Income less costs and tax, before investments and credits: what credits can be paid from.
    ratio : array of shape (years,), NaN in years without payments
        Available over what is paid in interest and principal (debt service cover ratio).
    added : array of shape (years,), NaN in years without payments
        The same of what is available beyond what all would have alone, after tax: members are left what they have now.
    worth : float
        Worth today of what the plan adds to what all have alone, after tax and credits.
    """

    scenario: str
    title: str
    available: FloatArray
    ratio: FloatArray
    added: FloatArray
    worth: float

    @property
    def least(self) -> float:
        """The least ratio of a year; NaN where nothing is paid."""
        return _least(self.ratio)

    @property
    def least_added(self) -> float:
        """The least of a year where members are left what they have alone; NaN where nothing is paid."""
        return _least(self.added)


@dataclass(frozen=True, slots=True)
class Lending:
    """What a lender asks of a plan.

    Attributes
    ----------
    credits : tuple of Credit
    service : array of shape (years,)
        Interest and principal of all credits.
    income, costs, tax, investment, grants : array of shape (years,)
        As planned; all zero or more.  ``costs`` holds what practice and savings take off them.
    covers : tuple of Cover
        As planned first, then each named future.
    own : float
        What members put in themselves, in money and in kind.
    worth : float
        Worth today of what the plan adds to what all have alone, after tax, before credits.
    rates : Rates
        Its internal rates a period.
    payback : float
        Periods until it has paid back; NaN where it never does.
    cushion : float
        Part of the income that may be missing in the tightest year with credits still paid; NaN without credits.
    """

    credits: tuple[Credit, ...]
    service: FloatArray
    income: FloatArray
    costs: FloatArray
    tax: FloatArray
    investment: FloatArray
    grants: FloatArray
    covers: tuple[Cover, ...]
    own: float
    worth: float
    rates: Rates
    payback: float
    cushion: float


def lending(plan: Plan, money: tuple[Stream, ...], shared: Parts) -> Lending:
    """What a lender asks of a plan whose split was agreed.

    Source: Yescombe (2013), Principles of Project Finance, ch. 12 (cover ratios); Brealey, Myers and Allen (2020),
    Principles of Corporate Finance, ch. 5 and 6.
    """
    lent = tuple(_credit(plan, each) for each in plan.financing if each.kind == "credit")
    service = sum((each.interest + each.repaid for each in lent), np.zeros(plan.years))
    places = {each.code: at for at, each in enumerate(plan.factors)}
    futures: list[tuple[str, str, dict[int, FloatArray]]] = [(BASE, "", {})]
    futures += [(each.code, each.title, _moved(plan, each.factors, places)) for each in plan.scenarios]
    covers = tuple(_cover(plan, money, shared, service, *future) for future in futures)
    by_kind = {kind: _all(plan, _flows(plan, money, kind), shared) for kind in ("income", "investment")}
    income, investment = (yearly(plan, by_kind[kind]) for kind in ("income", "investment"))
    base, tax = covers[0].available, _tax(plan, money, shared)
    added = _added(plan, money, shared) - _all(plan, _lent(plan, money, "credit"), shared)
    return Lending(
        credits=lent, service=service, income=income, costs=income - tax - base, tax=tax, investment=-investment,
        grants=yearly(plan, _all(plan, _lent(plan, money, "grant"), shared)), covers=covers, own=_own(plan),
        worth=float(net_present_value(flows=added, rate=rate(plan))), rates=internal_rates(added),
        payback=payback(added), cushion=_cushion(base, service, income),
    )  # fmt: skip


def _credit(plan: Plan, told: Financing) -> Credit:
    """A credit by year; what is owed when the plan ends is repaid in its last period, as its cash flow has it."""
    takers = 1 if told.who == GROUP else next(each.count for each in plan.types if each.code == told.who)
    paid = credit_schedule(
        principal=told.amount, rate=rate_a_period(told.rate, plan.periods_a_year), periods=told.periods,
        grace=told.grace, kind=told.schedule,
    )  # fmt: skip
    drawn, interest, repaid = (np.zeros(plan.periods) for _ in range(3))
    start = told.at - 1
    drawn[start] = told.amount
    within = min(told.periods, plan.periods - 1 - start)
    interest[start + 1 : start + 1 + within] = paid.interest[:within]
    repaid[start + 1 : start + 1 + within] = paid.repaid[:within]
    repaid[-1] += told.amount - repaid.sum()
    came, cost, back = (yearly(plan, takers * each) for each in (drawn, interest, repaid))
    return Credit(told, takers, came, cost, back, owed=np.maximum(np.cumsum(came - back), 0))


def _cover(
    plan: Plan, money: tuple[Stream, ...], shared: Parts, service: FloatArray, code: str, title: str,
    factors: Mapping[int, FloatArray],
) -> Cover:  # fmt: skip
    size, found = counts(plan), money_by_period(plan, money, shared, factors)
    together, alone = (size @ after_tax(plan, each) for each in (found.together, found.alone))
    beside = _lent(plan, money, "credit", "grant") + _flows(plan, money, "investment")
    available = yearly(plan, together - _all(plan, beside, shared, factors))
    worth = float(net_present_value(flows=together - alone, rate=rate(plan)))
    added = available - yearly(plan, alone)
    return Cover(code, title, available, _over(available, service), _over(added, service), worth)


def _over(money: FloatArray, service: FloatArray) -> FloatArray:
    """Money over what is paid; NaN where nothing is."""
    return np.asarray(np.divide(money, service, out=np.full(money.size, np.nan), where=service > 0))


def _least(ratios: FloatArray) -> float:
    known = ratios[np.isfinite(ratios)]
    return float(known.min()) if known.size else float("nan")


def _added(
    plan: Plan, money: tuple[Stream, ...], shared: Parts, factors: Mapping[int, FloatArray] | None = None
) -> FloatArray:
    """What the plan adds to what all have alone, after tax, by period."""
    found = money_by_period(plan, money, shared, factors)
    return np.asarray(counts(plan) @ (after_tax(plan, found.together) - after_tax(plan, found.alone)))


def _all(
    plan: Plan, money: Sequence[Stream], shared: Parts, factors: Mapping[int, FloatArray] | None = None
) -> FloatArray:
    """Money of some flows, of all together within the plan, by period."""
    return np.asarray(counts(plan) @ money_by_period(plan, tuple(money), shared, factors).together)


def _flows(plan: Plan, money: tuple[Stream, ...], kind: str) -> list[Stream]:
    """Money of the flows of a kind: they come first, in the order of the plan."""
    return [each for each, told in zip(money, plan.flows, strict=False) if told.kind == kind]


def _lent(plan: Plan, money: tuple[Stream, ...], *kinds: str) -> list[Stream]:
    """Money of the financing of some kinds: it comes after the flows, in the order of the plan."""
    lent = money[len(plan.flows) : len(plan.flows) + len(plan.financing)]
    return [each for each, told in zip(lent, plan.financing, strict=True) if told.kind in kinds]


def _tax(plan: Plan, money: tuple[Stream, ...], shared: Parts) -> FloatArray:
    together = money_by_period(plan, money, shared).together
    return yearly(plan, np.asarray(counts(plan) @ (together - after_tax(plan, together))))


def _moved(plan: Plan, factors: Mapping[str, tuple[float, ...]], places: Mapping[str, int]) -> dict[int, FloatArray]:
    """Multiples of factors by year, the last one as long as the plan."""
    return {
        places[name]: np.array([*values, *[values[-1]] * max(0, plan.years - len(values))][: plan.years])
        for name, values in factors.items()
    }


def _own(plan: Plan) -> float:
    size = {GROUP: 1, **{each.code: each.count for each in plan.types}}
    return float(sum(each.amount * size[each.who] for each in plan.financing if each.kind in ("own", "in_kind")))


def _cushion(available: FloatArray, service: FloatArray, income: FloatArray) -> float:
    """Part of a year's income that may be missing, of the year in which that is least."""
    at = (service > 0) & (income > 0)
    return float(((available[at] - service[at]) / income[at]).min()) if at.any() else float("nan")
