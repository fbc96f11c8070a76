"""The plan of an associative project, as its file tells it: members by type, activities, flows, credits, risks.

A period is a month or a year.  What is told ``alone`` is what a member of a type earns by itself; the rest is what
the plan brings, to each member of a type or to the group as a whole.
"""

from dataclasses import dataclass, field
from typing import Literal

from ayni.venture.coordination import Coordination, Skill

Kind = Literal["income", "cost", "investment"]
Every = Literal["month", "year", "once"]
FinancingKind = Literal["own", "credit", "grant", "in_kind"]
Rule = Literal[
    "shapley", "nucleolus", "proportional", "equal_gain", "constrained_awards", "constrained_losses"
]  # fmt: skip
GROUP = "group"
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Type:
    """Members who are interchangeable.

    Attributes
    ----------
    code, title : str
        How flows name the type, and what it is called.
    count : int
        How many there are, 1 or more.
    weight : float
        What each counts when a gain is shared in proportion, zero or more.
    claim : float or None
        What each claims of the gain a year, zero or more, where it is shared by claims; None: what it adds.
    """

    code: str
    title: str
    count: int
    weight: float = 1.0
    claim: float | None = None


@dataclass(frozen=True, slots=True)
class Activity:
    """Something members do together.

    Attributes
    ----------
    code, title : str
        How flows name it, and what it is called.
    starts, ends : int
        First and last period, from 1.
    needs : dict of str to int
        Members of each type without whom it does not run.
    """

    code: str
    title: str
    starts: int
    ends: int
    needs: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Flow:
    """Money that comes in or goes out, again and again or once.

    Attributes
    ----------
    title : str
        What it is.
    kind : str
        ``income``, ``cost`` or ``investment``.
    who : str
        Type of which each member has it, or ``group``.
    alone : bool
        Whether it is what a member has by itself, without the plan.
    activity : str
        What it belongs to; empty where it is told ``alone`` or belongs to the plan as a whole.
    quantity, price : float
        Zero or more; together the amount each time.
    per : str
        Type of whose members a flow of the group has so much each; empty: the group has it once.
    every : str
        ``month``, ``year`` or ``once``; in a plan by years a month counts twelve times.
    months : tuple of int
        Months of the year in which it comes, each with an equal part of the year's amount; empty: all.
    starts, ends : int
        First and last period, from 1.
    growth : float
        Yearly, of the amount, above -1.
    price_factor, quantity_factor : str
        Factors of risk it moves with; empty: none.
    source : str
        Where its figures are from; empty only where they are illustrative.
    unit : str
        What the quantity is counted in; empty where that is not said.
    curve : str
        Experience curve by which the price of a cost falls; of an income: by which its price is held against its cost.
    adoption : str
        Diffusion by which the quantity is multiplied: it is what one buyer takes.
    below_cost : str
        Why an income is sold below its unit cost, where it is.
    currency : str
        Currency in which its price was told; ``price`` is in the plan's.  Empty: the plan's.
    exchange_factor : str
        Factor by which it moves with the rate of that currency; empty: none.
    """

    title: str
    kind: Kind
    who: str
    alone: bool
    activity: str
    quantity: float
    price: float
    starts: int
    ends: int
    per: str = ""
    every: Every = "year"
    months: tuple[int, ...] = ()
    growth: float = 0.0
    price_factor: str = ""
    quantity_factor: str = ""
    source: str = ""
    unit: str = ""
    curve: str = ""
    adoption: str = ""
    below_cost: str = ""
    currency: str = ""
    exchange_factor: str = ""


@dataclass(frozen=True, slots=True)
class Exchange:
    """What a unit of another currency is worth in the plan's.

    Attributes
    ----------
    currency : str
        As ISO 4217 writes it.
    worth : float
        Units of the plan's currency for one of it, above zero.
    factor : str
        Factor by which it comes out otherwise; empty: none.
    source : str
        Who says so; empty only where it is illustrative.
    """

    currency: str
    worth: float
    factor: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Curve:
    """How a unit cost falls with what was made: by so much with each doubling.

    Attributes
    ----------
    code, title : str
        How flows name it, and what it is called.
    ratio, low, high : float
        What of the unit cost each doubling leaves (0.8 on an 80 % curve), and the ends of its interval of 95 of 100.
    before : float
        What had been made when the plan begins, above zero, in the unit of the flows' quantities: their price is the
        unit cost there.
    points : int
        Readings to which it was fitted; 0 where the ratio was told.
    source : str
        Where that is from; empty only where it is illustrative.
    """

    code: str
    title: str
    ratio: float
    low: float
    high: float
    before: float
    points: int = 0
    source: str = ""


@dataclass(frozen=True, slots=True)
class Adoption:
    """How a product spreads among its buyers, year by year (Bass).

    Attributes
    ----------
    code, title : str
        How flows name it, and what it is called.
    value, low, high : tuple of float
        Buyers in the end, and the coefficients of innovation and of imitation a year; the ends of their intervals of
        95 of 100.
    starts : int
        Period of the plan in which its first year begins, from 1.
    before : float
        Years that the product had been on sale by then, zero or more.
    again : bool
        Whether a buyer buys every year; else only the first purchases of a year count.
    points : int
        Years of sales to which it was fitted; 0 where the numbers were told.
    source : str
        Where that is from; empty only where it is illustrative.
    """

    code: str
    title: str
    value: tuple[float, float, float]
    low: tuple[float, float, float]
    high: tuple[float, float, float]
    starts: int = 1
    before: float = 0.0
    again: bool = False
    points: int = 0
    source: str = ""


@dataclass(frozen=True, slots=True)
class Saving:
    """A cost that experience gives the opportunity to lower: it counts as realised once it was measured.

    Attributes
    ----------
    code, title : str
        How readings name it, and what it is called.
    who : str
        Type of which each member has it, or ``group``.
    planned : float
        A year, zero or more.
    starts, ends : int
        First and last period, from 1.
    source : str
        Where that is from; empty only where it is illustrative.
    """

    code: str
    title: str
    who: str
    planned: float
    starts: int
    ends: int
    source: str = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured of a saving in a year of the plan, and where that is written down."""

    saving: str
    year: int
    value: float
    source: str


@dataclass(frozen=True, slots=True)
class Financing:
    """Money put in so that the plan can start.

    Attributes
    ----------
    kind : str
        ``own`` of the members, ``credit`` with a schedule, ``grant`` that is not paid back, ``in_kind`` at its value.
    who : str
        Type of which each member has it, or ``group``.
    amount : float
        Above zero.
    at : int
        Period in which it comes, from 1.
    rate : float
        Yearly interest of a credit, zero or more.
    periods, grace : int
        Periods until a credit is repaid, and those of interest alone among them.
    schedule : str
        ``annuity``, ``straight`` or ``bullet``.
    title, source : str
        What it is called, and who promised it; empty where that is not said.
    rate_factor : str
        Factor by which the interest of a credit comes out otherwise; what is repaid stays as planned.  Empty: none.
    currency, exchange_factor : str
        Currency in which the amount was told (``amount`` is in the plan's), and the factor by which what comes and
        goes moves with its rate of exchange; empty: the plan's, and none.
    """

    kind: FinancingKind
    who: str
    amount: float
    at: int
    rate: float = 0.0
    periods: int = 0
    grace: int = 0
    schedule: Literal["annuity", "straight", "bullet"] = "annuity"
    title: str = ""
    source: str = ""
    rate_factor: str = ""
    currency: str = ""
    exchange_factor: str = ""


@dataclass(frozen=True, slots=True)
class Factor:
    """Something that makes a price or a quantity come out otherwise.

    Attributes
    ----------
    code, title : str
        How flows name it, and what it is called.
    deviation, persistence : float
        As in ``ayni.venture.risk.Factors``.
    """

    code: str
    title: str
    deviation: float
    persistence: float = 0.0


@dataclass(frozen=True, slots=True)
class Scenario:
    """A named future: what factors are multiplied by.

    Attributes
    ----------
    code, title : str
        How it is named.
    factors : dict of str to tuple of float
        Multiple of each factor year by year; the last one stays.
    """

    code: str
    title: str
    factors: dict[str, tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class Assumption:
    """Something the plan stands on.

    Attributes
    ----------
    text, source : str
        What, and who says so; the source is empty only where it is said to be illustrative.
    expires : str
        Day after which it must be looked at again, as ``2027-06-30``.
    """

    text: str
    source: str
    expires: str


@dataclass(frozen=True, slots=True)
class Objective:
    """Something that is to be done by a day, and by which it is seen whether it was.

    Attributes
    ----------
    title, who : str
        What is done, and by whom.
    measure, unit : str
        What is measured, and in what.
    target : float
        What is to be measured on the day it is due.
    starts, due : str
        Days, as ``2027-06-30``; it belongs to the layer in which it is due.
    rests_on : str
        What it stands on: a contract, an agreement, something assumed.
    contact : str
        Whom to call about it; empty: nobody is named.
    reached : float or None
        What was measured; None as long as nothing was.
    reached_source : str
        Where that is written down.
    """

    title: str
    who: str
    measure: str
    target: float
    unit: str
    starts: str
    due: str
    rests_on: str
    contact: str = ""
    reached: float | None = None
    reached_source: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan.

    Attributes
    ----------
    title, currency : str
        What it is called; ISO 4217.
    starts : str
        First period, as ``2027-01`` or ``2027``.
    step : str
        ``month`` or ``year``.
    periods : int
        At most fifteen years.
    discount_rate : float
        Yearly, above -1, of the same kind of prices as the plan.
    prices : str
        ``constant`` (of the year ``prices_of``) or ``current``.
    tax : float
        Part of a member's year above zero that goes in tax, 0 to below 1.
    rule : str
        How the gain is shared.
    """

    title: str
    currency: str
    starts: str
    step: Literal["month", "year"]
    periods: int
    discount_rate: float
    prices: Literal["constant", "current"]
    prices_of: int | None
    tax: float
    rule: Rule
    types: tuple[Type, ...]
    activities: tuple[Activity, ...]
    flows: tuple[Flow, ...]
    financing: tuple[Financing, ...] = ()
    factors: tuple[Factor, ...] = ()
    correlations: tuple[tuple[str, str, float], ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    objectives: tuple[Objective, ...] = ()
    curves: tuple[Curve, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    adoptions: tuple[Adoption, ...] = ()
    savings: tuple[Saving, ...] = ()
    measured: tuple[Measured, ...] = ()
    coordinations: tuple[Coordination, ...] = ()
    skills: tuple[Skill, ...] = ()

    @property
    def periods_a_year(self) -> int:
        """Twelve, or one."""
        return MONTHS if self.step == "month" else 1

    @property
    def years(self) -> int:
        """Years that the plan reaches into, the last one perhaps in part."""
        return -(-self.periods // self.periods_a_year)

    @property
    def first_month(self) -> int:
        """Month of the year in which it starts, 1 to 12."""
        return int(self.starts[5:7]) if len(self.starts) > 4 else 1
