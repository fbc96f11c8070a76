"""The paper that a lender is handed: who borrows, what for, how it is paid back, what if it goes otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

from ayni import words
from ayni_web.common.language import current, day, said
from ayni_web.common.papers import Paper
from ayni_web.ventures.analysis import GROUP, Lent
from ayni_web.ventures.drawing import amount
from ayni_web.ventures.models import Participant
from ayni_web.ventures.telling import Told, label_of, payback_told

NONE = "–"
# Of one a year: that much is lost.
LOSES_ALL = -0.99


@dataclass(frozen=True, slots=True)
class Asked:
    """What is said on paper beside the plan: who asks, what for, what stands for it, whom to call."""

    borrower: str
    purpose: str
    guarantees: str
    contact: str


def paper_of(told: Told, lent: Lent, asked: Asked, participants: list[Participant]) -> Paper:
    """The paper of a signed version; its day is that on which it was signed."""
    version = told.version
    language = current() if current() in ("es", "en", "pt") else "es"
    paper = Paper(
        title=version.plan.title, eyebrow=f"{version.plan.cluster} · {said('plans.version', number=version.number)}",
        lede=said("lending.lede", borrower=asked.borrower), author=asked.borrower, language=language,
        foot=said("lending.foot", plan=version.plan.title, number=version.number, sha=version.sha256[:16]),
        day=version.signed_at.date(),
    )  # fmt: skip
    if told.group["illustrative"]:
        paper.warnings.append(said("plans.illustrative"))
    if not lent.found.credits:
        paper.warnings.append(said("lending.no_credit"))
    _summary(paper, told, lent)
    _who(paper, lent, asked, participants)
    _what_for(paper, told, lent, asked)
    _credits(paper, told, lent)
    _years(paper, told, lent)
    _futures(paper, told, lent)
    _members(paper, told)
    _stands_on(paper, told, lent)
    _signed(paper, told, asked)
    return paper


def _summary(paper: Paper, told: Told, lent: Lent) -> None:
    found, currency = lent.found, told.currency
    worst = min(found.covers, key=lambda each: each.least if isfinite(each.least) else float("inf"))
    lent_in_all = sum(each.told.amount * each.takers for each in found.credits)
    paper.facts([
        (said("lending.asked_in_all"), amount(lent_in_all, currency)),
        (said("lending.own_part"), amount(found.own, currency)),
        (said("lending.least_cover"), _ratio(found.covers[0].least)),
        (said("lending.worst_cover", future=_future(worst.title)), _ratio(worst.least)),
        (said("lending.least_added"), _ratio(found.covers[0].least_added)),
        (said("lending.cushion"), _percent(found.cushion)),
        (said("lending.npv", rate=words.percent(told.group["rate"], current(), 1)), amount(found.worth, currency)),
        (said("lending.irr"), _rates(told, lent)),
        (said("lending.payback"), payback_told(found.payback, told.group["step"])),
    ])  # fmt: skip
    paper.text(said("lending.what_figures_are"), small=True)


def _who(paper: Paper, lent: Lent, asked: Asked, participants: list[Participant]) -> None:
    paper.heading(said("lending.who"))
    types = ", ".join(f"{words.number(float(n), current(), 0)} × {title}" for title, n in lent.types.values())
    paper.facts([
        (said("lending.borrower"), asked.borrower), (said("lending.members"), types),
        (said("lending.contact"), asked.contact),
    ])  # fmt: skip
    if participants:
        rows = [[str(each.organisation), lent.types.get(each.type, (each.type, 0))[0]] for each in participants]
        paper.table([said("plans.organisation"), said("plans.type")], rows, left=[1])
    paper.heading(said("lending.guarantees"))
    paper.text(asked.guarantees)
    paper.text(said("lending.guarantees_text"), small=True)


def _what_for(paper: Paper, told: Told, lent: Lent, asked: Asked) -> None:
    currency = told.currency
    paper.heading(said("lending.what_for"))
    paper.text(asked.purpose)
    investments = [each for each in lent.flows if each.kind == "investment"]
    if investments:
        head = [said(f"lending.{name}") for name in ("investment", "who_has", "first_paid", "price", "source")]
        rows = [
            [each.title, named(lent.types, each.who), _period(told, each.starts),
             amount(each.quantity * each.price, currency), each.source or said("plans.illustrative_one")]
            for each in investments
        ]  # fmt: skip
        paper.table(head, rows, left=[1, 4])
    paper.heading(said("lending.means"), 2)
    rows = [
        [each.title or said(f"plan_financing.{each.kind}"), said(f"plan_financing.{each.kind}"),
         named(lent.types, each.who), amount(each.amount * _takers(lent, each.who), currency), each.source or NONE]
        for each in lent.financing
    ]  # fmt: skip
    if rows:
        paper.table([said(f"lending.{name}") for name in ("mean", "kind", "who_has", "amount", "promised")], rows,
                    left=[1, 2, 4])  # fmt: skip
    else:
        paper.text(said("lending.no_means"))


def _credits(paper: Paper, told: Told, lent: Lent) -> None:
    currency = told.currency
    if lent.found.credits:
        paper.heading(said("lending.credit"))
    for each in lent.found.credits:
        credit = each.told
        paper.heading(credit.title or said("plan_financing.credit"), 2)
        paper.facts([
            (said("lending.amount"), amount(credit.amount * each.takers, currency)),
            (said("lending.taken_by"), named(lent.types, credit.who)),
            (said("lending.drawn_in"), _period(told, credit.at)),
            (said("lending.rate"), words.percent(credit.rate, current(), 1)),
            (said("lending.term"), _length(told, credit.periods)), (said("lending.grace"), _length(told, credit.grace)),
            (said("lending.payments"), said(f"plan_schedules.{credit.schedule}")),
        ])  # fmt: skip
        rows = [
            [label, *(_plain(float(values[at])) for values in
                      (each.drawn, each.interest, each.repaid, each.interest + each.repaid, each.owed))]
            for at, label in enumerate(_labels(told)) if at <= _last(each.drawn + each.interest + each.repaid)
        ]  # fmt: skip
        head = [said(f"lending.{name}") for name in ("year", "drawn", "interest", "principal", "payment", "owed")]
        paper.table([head[0], *head[1:]], rows)
    if lent.found.credits:
        paper.text(said("lending.in_currency", currency=currency), small=True)


def _years(paper: Paper, told: Told, lent: Lent) -> None:
    found = lent.found
    paper.heading(said("lending.cash_flow"))
    paper.text(said("lending.cash_flow_text"))
    head = [said(f"lending.{name}") for name in
            ("year", "income", "costs", "tax", "available", "payment", "cover", "invested")]  # fmt: skip
    base = found.covers[0]
    columns = (found.income, found.costs, found.tax, base.available, found.service)
    rows = [
        [label, *(_plain(float(values[at])) for values in columns), _ratio(float(base.ratio[at])),
         _plain(float(found.investment[at]))]
        for at, label in enumerate(_labels(told))
    ]  # fmt: skip
    paper.table(head, rows)
    paper.text(said("lending.in_currency", currency=told.currency), small=True)


def _futures(paper: Paper, told: Told, lent: Lent) -> None:
    paper.heading(said("lending.futures"))
    paper.text(said("lending.futures_text"))
    rows = []
    for each in lent.found.covers:
        below = [label for label, ratio in zip(_labels(told), each.ratio, strict=True) if ratio < 1]
        rows.append([_future(each.title), amount(each.worth, told.currency), _ratio(each.least),
                     _ratio(each.least_added), ", ".join(below) or said("lending.none")])  # fmt: skip
    head = [said(f"lending.{name}") for name in ("future", "worth", "cover", "cover_added", "uncovered")]
    paper.table(head, rows, left=[4])
    if len(rows) == 1:
        paper.text(said("lending.no_futures"))


def _members(paper: Paper, told: Told) -> None:
    paper.heading(said("lending.each"))
    paper.text(said("lending.each_text"))
    rows = [[each.row.title, each.gain, f"{each.low} … {each.high}", each.chance] for each in told.members]
    paper.table([said(f"plans.{name}") for name in ("type", "gain", "range", "loss")], rows)


def _stands_on(paper: Paper, told: Told, lent: Lent) -> None:
    paper.heading(said("plans.rests_on"))
    rows = [[each.text, each.source or said("plans.illustrative_one"), day(each.expires_on)]
            for each in told.version.assumptions.all()]  # fmt: skip
    if rows:
        paper.table([said(f"lending.{name}") for name in ("assumed", "source", "looked_again")], rows, left=[1])
    paper.heading(said("lending.prices"), 2)
    flows = [
        [each.title, said(f"plan_kinds.{each.kind}"), named(lent.types, each.who), _plain(each.quantity),
         words.number(each.price, current(), 2), each.source or said("plans.illustrative_one")]
        for each in lent.flows
    ]  # fmt: skip
    paper.table([said(f"lending.{name}") for name in ("flow", "kind", "who_has", "quantity", "price", "source")], flows,
                left=[1, 2, 5])  # fmt: skip


def _signed(paper: Paper, told: Told, asked: Asked) -> None:
    version, computation = told.version, told.results.computation
    facts = [
        (said("lending.plan_written"), str(version.author)),
        (said("lending.plan_signed"), f"{version.signed_by}, {day(version.signed_at)}"),
        (said("lending.version_hash"), version.sha256),
        (said("lending.computed_by"), said("lending.computed_text", engine=computation.engine,
                                           draws=words.number(float(computation.draws), current(), 0),
                                           seed=computation.seed)),
    ]  # fmt: skip
    lines = [said("lending.for_borrower", borrower=asked.borrower), said("lending.for_lender")]
    paper.closing(said("lending.signed"), facts, said("lending.check"), lines)


def _labels(told: Told) -> list[str]:
    """Years of the plan, as they are called."""
    return [label_of(year, told.group) for year in range(1, told.group["years"] + 1)]


def _last(values: Any) -> int:
    """Last year in which there is something."""
    return max((at for at, value in enumerate(values) if round(value)), default=0)


def _takers(lent: Lent, who: str) -> int:
    return lent.types.get(who, ("", 1))[1]


def _future(title: str) -> str:
    return title or said("plans.as_planned")


def _plain(value: float) -> str:
    """Amount without its currency; what rounds to nothing is a dash."""
    return words.number(float(round(value)), current(), 0) if round(value) else NONE


def _ratio(value: float) -> str:
    return words.number(value, current(), 2) if isfinite(value) else NONE


def _percent(value: float) -> str:
    return words.percent(value, current(), 0) if isfinite(value) else NONE


def _rates(told: Told, lent: Lent) -> str:
    """Every internal rate a year, and how often the flow turns; one that loses all in a year tells a lender nothing."""
    times = 12 if told.group["step"] == "month" else 1
    found = [(1 + float(each)) ** times - 1 for each in lent.found.rates.rates]
    known = ", ".join(words.percent(each, current(), 1) for each in found if each > LOSES_ALL)
    return said("lending.rates", rates=known, n=lent.found.rates.sign_changes) if known else said("lending.no_rate")


def _length(told: Told, periods: int) -> str:
    return said("lending.months" if told.group["step"] == "month" else "lending.years", n=periods)


def _period(told: Told, at: int) -> str:
    """Period as people say it: the year, with the month where the plan counts in months."""
    starts, step = told.group["starts"], told.group["step"]
    first = int(starts[:4]) * 12 + (int(starts[5:7]) - 1 if len(starts) > 4 else 0)
    months = first + (at - 1) * (1 if step == "month" else 12)
    return f"{months // 12}-{months % 12 + 1:02}" if step == "month" else str(months // 12)


def named(types: Mapping[str, tuple[str, int]], who: str) -> str:
    """Who has money: the group, or each of a type."""
    return said("plans.the_group") if who == GROUP else types.get(who, (who, 0))[0]


def asked_of(cleaned: Mapping[str, Any]) -> Asked:
    """What was typed on the form."""
    return Asked(*(str(cleaned[name]) for name in ("borrower", "purpose", "guarantees", "contact")))
