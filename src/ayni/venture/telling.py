"""What a plan comes to, said to people: for each type alone, together, the gain, its range and the chance of loss."""

from collections.abc import Iterator
from typing import Any

from ayni.venture.learning import below_cost
from ayni.venture.plan import Plan
from ayni.venture.size_words import Teller, all_lines, size_facts
from ayni.venture.tables import Told
from ayni.words import number, percent, say


def plan_lines(plan: Plan, found: Told, language: str) -> Iterator[str]:
    """Lines that tell a plan."""
    yield f"{plan.title} · {plan.currency}"
    yield say("venture.today", language, rate=percent(plan.discount_rate, language), years=plan.years)
    if any(not each.source for each in plan.flows):
        yield say("venture.illustrative", language)
    yield from _learned(plan, found, language)
    for each, row in zip(plan.types, found.members.iter_rows(named=True), strict=True):
        yield ""
        yield say("venture.type", language, title=each.title, n=each.count)
        yield from _gain(row, language)
    shared = found.sharing.row(0, named=True)
    yield ""
    yield say(f"venture.rule_{shared['rule']}", language)
    yield say("venture.core" if shared["core"] else "venture.no_core", language)
    if shared["subsidy"]:
        yield say("venture.subsidy", language, amount=number(shared["subsidy"], language))
    yield ""
    yield from all_lines(size_facts(plan, found), _teller(language))


def _teller(language: str) -> Teller:
    return Teller(
        say=lambda key, **facts: say(key, language, **facts), money=lambda value: number(value, language),
        part=lambda value: percent(value, language, 0), many=lambda value: number(value, language, 0),
    )  # fmt: skip


def _gain(row: dict[str, Any], language: str) -> Iterator[str]:
    amounts = {name: number(row[name], language) for name in ("alone", "together", "gain", "gain_low", "gain_high")}
    yield say("venture.alone_together", language, **amounts)
    yield say("venture.range", language, **amounts)
    yield say("venture.loss", language, chance=percent(row["chance_of_loss"], language, 0))
    if not row["joins"]:
        yield say("venture.does_not_join", language)


def _learned(plan: Plan, found: Told, language: str) -> Iterator[str]:
    """What experience is counted on for, what was measured of it, and what is sold below its cost."""
    for each in plan.curves:
        facts = {name: percent(getattr(each, name), language, 0) for name in ("ratio", "low", "high")}
        yield say("venture.curve", language, title=each.title, **facts)
    for adoption in plan.adoptions:
        ends = (adoption.low[0], adoption.value[0], adoption.high[0])
        low, value, high = (number(each, language) for each in ends)
        yield say("venture.adoption", language, title=adoption.title, low=low, market=value, high=high)
    for below in below_cost(plan):
        flow = plan.flows[below.flow]
        facts = {"price": number(below.price, language, 2), "cost": number(below.cost, language, 2)}
        yield say(
            "venture.below_cost", language, title=flow.title, period=below.period, reason=flow.below_cost, **facts
        )
    if plan.savings:
        planned, realised = (number(float(found.savings[name].sum()), language) for name in ("planned", "realised"))
        yield say("venture.savings", language, planned=planned, realised=realised)
