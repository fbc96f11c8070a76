"""A plan from its file, refused with everything that is wrong in it: what came, what was expected, where."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, get_args

from ayni.venture.coordination import coordinated_once, coordination_of, skill_of
from ayni.venture.fields import BadVenture, Row, rows, table
from ayni.venture.layers import first_day, in_layers
from ayni.venture.learning import BelowCost, below_cost
from ayni.venture.plan import (
    GROUP,
    MONTHS,
    Activity,
    Assumption,
    Every,
    Exchange,
    Factor,
    Financing,
    FinancingKind,
    Flow,
    Kind,
    Objective,
    Plan,
    Rule,
    Scenario,
    Type,
)
from ayni.venture.reading_exchange import currencies, exchange_of, exchanged, told_once
from ayni.venture.reading_learning import adoption_of, curve_of, measured_of, once_a_year, saving_of
from ayni.venture.sheets import document_of_workbook, is_workbook

Read = TypeVar("Read")
MOST_YEARS, MOST_TYPES, MOST_MEMBERS = 15, 12, 100_000
MOST_FAULTS = 20
# What scenarios are held against.
AS_PLANNED = "base"
PLAN = ("title", "currency", "starts", "step", "periods", "discount_rate", "prices", "prices_of", "tax", "rule")
LISTS = (
    "type", "activity", "factor", "exchange", "curve", "adoption", "flow", "saving", "measured", "financing",
    "correlation", "scenario", "coordination", "skill", "objective", "assumption",
)  # fmt: skip
_FLOW = (
    "title", "kind", "who", "alone", "activity", "quantity", "unit", "price", "per", "every", "months", "starts",
    "ends", "growth", "price_factor", "quantity_factor", "curve", "adoption", "below_cost", "currency", "source",
    "illustrative",
)  # fmt: skip
_OBJECTIVE = (
    "title", "who", "measure", "target", "unit", "starts", "due", "rests_on", "contact", "reached", "reached_source",
)  # fmt: skip
_FINANCING = (
    "title", "kind", "who", "amount", "at", "rate", "periods", "grace", "schedule", "rate_factor", "currency", "source",
    "illustrative",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlanFault:
    """One thing wrong in a plan.

    Attributes
    ----------
    table : str
        Table of the file: ``plan``, or one of the lists.
    row : int
        Row of the list, from 0; -1 where it is of the table as a whole.
    mistake : BadVenture
        What came, what was expected, where.
    """

    table: str
    row: int
    mistake: BadVenture


class FaultyPlan(BadVenture):
    """A file with faults: the first of them are told together, and nothing of it is used."""

    def __init__(self, file: str, faults: tuple[PlanFault, ...]) -> None:
        super().__init__("bad_venture.faults", file=file, n=len(faults))
        self.faults = faults

    def text(self, language: str) -> str:
        """Sentence for people, followed by the first faults."""
        shown = [f"  {each.mistake.text(language)}" for each in self.faults[:MOST_FAULTS]]
        return "\n".join([super().text(language), *shown])


def read_plan(path: Path) -> Plan:
    """Plan of a file.

    Raises
    ------
    BadVenture
        A file that is not there or neither TOML nor workbook, a plan that says what cannot be, or one without its
        layers of years.
    """
    plan, faults = plan_and_faults(document_of_file(path))
    if plan is None:
        raise FaultyPlan(path.name, faults)
    return in_layers(plan)


def document_of_file(path: Path) -> dict[str, Any]:
    """What a file says, TOML or workbook by how it begins, before it is held against what a plan may say.

    Raises
    ------
    BadVenture, UnreadableFile
        A file that is not there, or none of both.
    """
    try:
        content = path.read_bytes()
    except OSError as wrong:
        raise BadVenture("bad_venture.no_file", where=str(path)) from wrong
    return document_of_workbook(path) if is_workbook(content) else document_of(content, path.name)


def document_of(content: bytes, name: str) -> dict[str, Any]:
    """What a file says, before it is held against what a plan may say.

    Raises
    ------
    BadVenture
        What is no TOML in UTF-8.
    """
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except ValueError as wrong:
        raise BadVenture("bad_venture.no_toml", where=name, why=str(wrong)) from wrong


def plan_of(told: Mapping[str, Any]) -> Plan:
    """Plan from what its file says.

    Raises
    ------
    BadVenture
        The first thing that is wrong in it; ``plan_and_faults`` tells them all.
    """
    plan, faults = plan_and_faults(told)
    if plan is None:
        raise faults[0].mistake
    return plan


def plan_and_faults(told: Mapping[str, Any]) -> tuple[Plan | None, tuple[PlanFault, ...]]:
    """Plan from what its file says, or everything that is wrong in it."""
    heard = _Heard()
    heard.of("plan", lambda: Row("", told).only("plan", *LISTS))
    head = _head(told, heard)
    periods = head.get("periods") or MOST_YEARS * MONTHS
    types = heard.rows(told, "type", _type)
    activities = heard.rows(told, "activity", lambda row: _activity(row, periods, types))
    factors = heard.rows(told, "factor", _factor)
    curves = heard.rows(told, "curve", curve_of)
    adoptions = heard.rows(told, "adoption", lambda row: adoption_of(row, periods))
    named = ("type", "activity", "factor", "curve", "adoption", "saving", "scenario", "skill")
    codes = {name: _codes(told, name) for name in named}
    for name, found in codes.items():
        heard.of(name, lambda name=name, found=found: _once(name, found))  # type: ignore[misc]
    exchanges = heard.rows(
        told, "exchange", lambda row: exchange_of(row, str(head.get("currency") or ""), tuple(codes["factor"]))
    )
    heard.of("exchange", lambda: told_once(told))
    heard.of("curve", lambda: _told_apart(codes["factor"], codes["curve"], codes["adoption"]))
    heard.of("type", lambda: _so_many_types(codes["type"]))
    heard.of("type", lambda: _some_weight(head.get("rule"), types))
    names = _Names(tuple(codes["type"]), {each.code: each for each in activities}, tuple(codes["activity"]),
                   tuple(codes["factor"]), tuple(codes["curve"]), tuple(codes["adoption"]),
                   {each.currency: each for each in exchanges}, currencies(told), periods)  # fmt: skip
    for at, code in _in_nothing(told):
        heard.of("type", lambda code=code: _takes_part(code), at)  # type: ignore[misc]
    flows = heard.rows(told, "flow", lambda row: _flow(row, names))
    heard.of("flow", lambda: _some(told))
    savings = heard.rows(told, "saving", lambda row: saving_of(row, names.types, periods))
    counts = {each.code: each.count for each in types}
    by_code, a_year = {each.code: each for each in savings}, MONTHS if head.get("step") == "month" else 1
    rest: dict[str, Any] = {
        "curves": curves,
        "exchanges": exchanges,
        "adoptions": adoptions,
        "savings": savings,
        "measured": heard.rows(
            told, "measured", lambda row: measured_of(row, by_code, tuple(codes["saving"]), a_year, periods)
        ),
        "financing": heard.rows(told, "financing", lambda row: _financing(row, names)),
        "correlations": heard.rows(told, "correlation", lambda row: _correlation(row, names)),
        "scenarios": heard.rows(told, "scenario", lambda row: _scenario(row, names)),
        "coordinations": heard.rows(told, "coordination", lambda row: coordination_of(row, counts, names.types)),
        "skills": heard.rows(told, "skill", lambda row: skill_of(row, names.types)),
        "assumptions": heard.rows(told, "assumption", _assumption),
        "objectives": heard.rows(told, "objective", lambda row: _objective(row, str(head.get("starts") or ""))),
    }
    heard.of("measured", lambda: once_a_year(told))
    heard.of("coordination", lambda: coordinated_once(told))
    heard.of("correlation", lambda: _pairs_once(rest["correlations"]))
    if not heard.faults:
        plan = Plan(**head, types=types, activities=activities, factors=factors, flows=flows, **rest)
        for each in below_cost(plan):
            heard.of("flow", lambda each=each: _with_a_reason(plan, each), each.flow)  # type: ignore[misc]
    return (None if heard.faults else plan), tuple(heard.faults)


def _with_a_reason(plan: Plan, found: BelowCost) -> None:
    """Nothing, where it is written why an income is sold below its unit cost."""
    flow = plan.flows[found.flow]
    if not flow.below_cost:
        raise BadVenture("bad_venture.below_cost", where=f"flow «{flow.title}»", period=found.period,
                         price=f"{found.price:.4g}", cost=f"{found.cost:.4g}")  # fmt: skip


@dataclass(slots=True)
class _Heard:
    """Faults heard while a plan is read, in the order of its tables."""

    faults: list[PlanFault] = field(default_factory=list)

    def of(self, table: str, read: Callable[[], Read], row: int = -1) -> Read | None:
        """What is read; None where it is faulty, and the fault is kept."""
        try:
            return read()
        except BadVenture as wrong:
            self.faults.append(PlanFault(table, row, wrong))
            return None

    def rows(self, told: Mapping[str, Any], name: str, read: Callable[[Row], Read]) -> tuple[Read, ...]:
        """What is read of the rows of a list, without those that are faulty."""
        found = self.of(name, lambda: list(rows(told, name))) or []
        made = [self.of(name, lambda each=each: read(each), at) for at, each in enumerate(found)]  # type: ignore[misc]
        return tuple(each for each in made if each is not None)


@dataclass(frozen=True, slots=True)
class _Names:
    """What the other tables may name; ``activities`` those that are sound, ``activity_codes`` them all."""

    types: tuple[str, ...]
    activities: Mapping[str, Activity]
    activity_codes: tuple[str, ...]
    factors: tuple[str, ...]
    curves: tuple[str, ...]
    adoptions: tuple[str, ...]
    exchanges: Mapping[str, Exchange]
    currencies: tuple[str, ...]
    periods: int


def _head(told: Mapping[str, Any], heard: _Heard) -> dict[str, Any]:
    row = heard.of("plan", lambda: table(told, "plan"))
    if row is None:
        return {}
    heard.of("plan", lambda: row.only(*PLAN))
    step = heard.of("plan", lambda: row.one_of("step", ("month", "year"), "year")) or "year"
    prices = heard.of("plan", lambda: row.one_of("prices", ("constant", "current"), "constant"))
    most = MOST_YEARS * (MONTHS if step == "month" else 1)
    read: dict[str, Callable[[], Any]] = {
        "title": lambda: row.text("title"),
        "currency": row.currency,
        "starts": lambda: row.first_period(step),
        "periods": lambda: row.whole("periods", 1, most),
        "discount_rate": lambda: row.number("discount_rate", -0.99, 10),
        "prices_of": lambda: row.whole("prices_of", 1900, 2200) if prices == "constant" else None,
        "tax": lambda: row.number("tax", 0, 0.99, 0.0),
        "rule": lambda: row.one_of("rule", get_args(Rule), "nucleolus"),
    }
    return {"step": step, "prices": prices, **{name: heard.of("plan", each) for name, each in read.items()}}


def _codes(told: Mapping[str, Any], name: str) -> list[str]:
    found = told.get(name, [])
    said = (each.get("code") for each in found if isinstance(each, Mapping)) if isinstance(found, list) else ()
    return [each for each in said if isinstance(each, str)]


def _once(name: str, codes: list[str]) -> None:
    for code in codes:
        if codes.count(code) > 1:
            raise BadVenture("bad_venture.twice", name=name, code=code)


def _told_apart(factors: list[str], curves: list[str], adoptions: list[str]) -> None:
    """Nothing, where factors, curves and diffusions have different codes: what a gain hangs on is told by them."""
    for code in (*curves, *adoptions):
        if (code in factors) + (code in curves) + (code in adoptions) > 1:
            raise BadVenture("bad_venture.code_of_another", code=code)


def _so_many_types(codes: list[str]) -> None:
    if not 1 <= len(codes) <= MOST_TYPES:
        raise BadVenture("bad_venture.types", n=len(codes), most=MOST_TYPES)


def _in_nothing(told: Mapping[str, Any]) -> list[tuple[int, str]]:
    """Types that no activity needs and of which no money of the plan tells, with their rows."""
    lists = {name: told.get(name) for name in ("type", "activity", "flow", "financing")}
    rows = {name: [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []
            for name, found in lists.items()}  # fmt: skip
    joint = [each for each in rows["flow"] if each.get("alone") is not True]
    said = [each.get(name) for each in (*joint, *rows["financing"]) for name in ("who", "per")]
    said += [code for each in rows["activity"] if isinstance(each.get("needs"), Mapping) for code in each["needs"]]
    codes = [(at, each.get("code")) for at, each in enumerate(rows["type"])]
    return [(at, code) for at, code in codes if isinstance(code, str) and code not in said]


def _takes_part(code: str) -> None:
    raise BadVenture("bad_venture.in_nothing", code=code)


def _some_weight(rule: Rule | None, types: tuple[Type, ...]) -> None:
    if rule == "proportional" and types and not any(each.weight > 0 for each in types):
        raise BadVenture("bad_venture.no_weight")


def _some(told: Mapping[str, Any]) -> None:
    if not told.get("flow"):
        raise BadVenture("bad_venture.no_flow")


def _type(row: Row) -> Type:
    row.only("code", "title", "count", "weight", "claim")
    code = row.code()
    if code == GROUP:
        raise BadVenture("bad_venture.group_is_taken", where=row.where)
    count = row.whole("count", 1, MOST_MEMBERS)
    claim = row.number("claim", 0, 1e15) if row.told.get("claim") is not None else None
    return Type(code, row.text("title", code), count, row.number("weight", 0, 1e12, 1.0), claim)


def _activity(row: Row, periods: int, types: tuple[Type, ...]) -> Activity:
    row.only("code", "title", "starts", "ends", "needs")
    starts, ends = row.span(1, periods, periods)
    needs, counts = row.by_code("needs"), {each.code: each.count for each in types}
    for code, least in needs.items():
        row.known(code, "needs", tuple(counts))
        if isinstance(least, bool) or not isinstance(least, int) or not 1 <= least <= counts[code]:
            raise BadVenture("bad_venture.needs", where=row.where, type=code, came=least, most=counts[code])
    return Activity(row.code(), row.text("title", row.code()), starts, ends, dict(needs))


def _flow(row: Row, names: _Names) -> Flow:
    row.only(*_FLOW)
    alone = row.yes("alone")
    who = row.one_of("who", (*names.types, *(() if alone else (GROUP,))))
    activity = row.named("activity", names.activity_codes)
    if alone and activity:
        raise BadVenture("bad_venture.alone_in_an_activity", where=row.where)
    per = row.named("per", names.types)
    if per and who != GROUP:
        raise BadVenture("bad_venture.per_is_of_the_group", where=row.where)
    _on_curves(row)
    source, of = row.source(), names.activities.get(activity)
    starts, ends = row.span(of.starts if of else 1, of.ends if of else names.periods, names.periods)
    found = Flow(
        title=row.text("title"), kind=row.one_of("kind", get_args(Kind)), who=who, alone=alone, activity=activity,
        quantity=row.number("quantity", 0, 1e15, 1.0), price=row.number("price", 0, 1e15), starts=starts, ends=ends,
        per=per, every=row.one_of("every", get_args(Every), "year"), months=row.months(),
        growth=row.number("growth", -0.99, 10, 0.0), price_factor=row.named("price_factor", names.factors),
        quantity_factor=row.named("quantity_factor", names.factors), source=source, unit=row.maybe("unit"),
        curve=row.named("curve", names.curves), adoption=row.named("adoption", names.adoptions),
        below_cost=row.maybe("below_cost"), currency=row.named("currency", names.currencies),
    )  # fmt: skip
    return exchanged(found, names.exchanges.get(found.currency))


def _on_curves(row: Row) -> None:
    """Nothing, where a flow on a curve is one that may be: an investment is not made again and again."""
    if row.told.get("curve") and row.told.get("kind") == "investment":
        raise BadVenture("bad_venture.curve_of_a_cost", where=row.where)
    if row.told.get("adoption") and row.told.get("every", "year") != "year":
        raise BadVenture("bad_venture.adoption_a_year", where=row.where)
    if row.told.get("below_cost") and row.told.get("kind") != "income":
        raise BadVenture("bad_venture.below_cost_of_an_income", where=row.where)


def _financing(row: Row, names: _Names) -> Financing:
    row.only(*_FINANCING)
    kind = row.one_of("kind", get_args(FinancingKind))
    periods = row.whole("periods", 1, 1200) if kind == "credit" else 0
    grace = row.whole("grace", 0, 1200, 0)
    if kind == "credit" and grace >= periods:
        raise BadVenture("bad_venture.grace", where=row.where, grace=grace, periods=periods)
    currency = row.named("currency", names.currencies)
    exchange = names.exchanges.get(currency)
    worth = exchange.worth if exchange else 1.0
    moved = row.named("rate_factor", names.factors)
    if moved and kind != "credit":
        raise BadVenture("bad_venture.rate_of_a_credit", where=row.where)
    return Financing(
        kind, row.one_of("who", (*names.types, GROUP)), row.number("amount", 1e-9, 1e15) * worth,
        row.whole("at", 1, names.periods, 1), row.number("rate", 0, 10) if kind == "credit" else 0.0, periods, grace,
        row.one_of("schedule", ("annuity", "straight", "bullet"), "annuity"), row.maybe("title"), row.maybe("source"),
        moved, currency, exchange.factor if exchange else "",
    )  # fmt: skip


def _factor(row: Row) -> Factor:
    row.only("code", "title", "deviation", "persistence")
    return Factor(
        row.code(), row.text("title", row.code()), row.number("deviation", 0, 5),
        row.number("persistence", 0, 0.999, 0.0),
    )  # fmt: skip


def _correlation(row: Row, names: _Names) -> tuple[str, str, float]:
    row.only("between", "value")
    between = row.told.get("between")
    if not isinstance(between, list) or len(between) != 2 or between[0] == between[1]:
        raise BadVenture("bad_venture.between", where=row.where)
    one, other = (str(row.known(each, "between", names.factors)) for each in between)
    return one, other, row.number("value", -1, 1)


def _pairs_once(correlations: tuple[tuple[str, str, float], ...]) -> None:
    pairs = [tuple(sorted((one, other))) for one, other, _ in correlations]
    for one, other in pairs:
        if pairs.count((one, other)) > 1:
            raise BadVenture("bad_venture.between_twice", one=one, other=other)


def _scenario(row: Row, names: _Names) -> Scenario:
    row.only("code", "title", "factors")
    moved: dict[str, tuple[float, ...]] = {}
    for name, value in row.by_code("factors").items():
        row.known(name, "factors", names.factors)
        values = value if isinstance(value, list) else [value]
        if not values or not all(isinstance(each, int | float) and 0 <= each < 1e6 for each in values):
            raise BadVenture("bad_venture.multiples", where=row.where, name=name)
        moved[name] = tuple(float(each) for each in values)
    if row.code() == AS_PLANNED:
        raise BadVenture("bad_venture.base_is_taken", where=row.at("code"))
    return Scenario(row.code(), row.text("title", row.code()), moved)


def _objective(row: Row, begins: str) -> Objective:
    row.only(*_OBJECTIVE)
    begin = first_day(begins) if begins else "0001-01-01"
    due = row.day("due", "bad_venture.day")
    starts = row.day("starts", "bad_venture.day") if row.told.get("starts") else min(begin, due)
    if due < begin:
        raise BadVenture("bad_venture.due_before", where=row.where, due=due, starts=begin)
    if due < starts:
        raise BadVenture("bad_venture.due_before", where=row.where, due=due, starts=starts)
    reached = row.number("reached", -1e15, 1e15) if row.told.get("reached") is not None else None
    if reached is not None and not row.maybe("reached_source"):
        raise BadVenture("bad_venture.reached_source", where=row.where)
    return Objective(
        title=row.text("title"), who=row.text("who"), measure=row.text("measure"),
        target=row.number("target", -1e15, 1e15), unit=row.maybe("unit"), starts=starts, due=due,
        rests_on=row.text("rests_on"), contact=row.maybe("contact"), reached=reached,
        reached_source=row.maybe("reached_source"),
    )  # fmt: skip


def _assumption(row: Row) -> Assumption:
    row.only("text", "source", "illustrative", "expires")
    return Assumption(row.text("text"), row.source(), row.day("expires"))
