"""The sheet that hands a plan over to whoever governs next, said to people: what stands how in each layer of years."""

from collections.abc import Iterator
from datetime import date

from ayni.venture.layers import Handed, State, due_next, handed_over
from ayni.venture.plan import Objective, Plan
from ayni.words import number, say


def handover_lines(plan: Plan, day: date, language: str) -> Iterator[str]:
    """Lines of the sheet on a day."""
    yield say("handover.title", language)
    yield say("handover.plan", language, title=plan.title, day=day.isoformat())
    yield say("handover.unsigned", language)
    first = due_next(plan, day)
    if first is None:
        yield say("handover.next_none", language)
    else:
        yield say("handover.next", language, title=first.title, who=first.who, due=first.due)
    for each in handed_over(plan, day):
        yield ""
        yield from _layer(plan, each, language)


def amount(value: float, language: str) -> str:
    """Amount with decimals where it has some."""
    return number(value, language, 0 if value.is_integer() else 2)


def _layer(plan: Plan, handed: Handed, language: str) -> Iterator[str]:
    yield say(f"handover.layer_{handed.layer.replace('-', '_')}", language)
    for state, each in handed.objectives:
        yield from _objective(state, each, language)
    for activity, begins in handed.activities:
        yield say("handover.activity", language, title=activity, day=begins)
    for day, money in handed.money:
        title = money.title or say(f"handover.{money.kind}", language)
        source = money.source or say("handover.money_unsaid", language)
        yield say("handover.money", language, title=title, amount=amount(money.amount, language),
                  currency=plan.currency, day=day, source=source)  # fmt: skip
    if handed.contacts:
        yield say("handover.call", language, who="; ".join(handed.contacts))
    else:
        yield say("handover.call_nobody", language)


def _objective(state: State, each: Objective, language: str) -> Iterator[str]:
    told = say(f"handover.{state}", language)
    yield say("handover.objective", language, state=told, title=each.title, who=each.who, due=each.due)
    target = amount(each.target, language)
    yield say("handover.measured", language, measure=each.measure, target=target, unit=each.unit).replace(" .", ".")
    if each.reached is not None:
        reached = amount(each.reached, language)
        yield say("handover.measured_so_far", language, reached=reached, unit=each.unit, source=each.reached_source)
    yield say("handover.rests_on", language, what=each.rests_on)
