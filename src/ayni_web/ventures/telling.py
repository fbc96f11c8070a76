"""What a version comes to, as pages tell it: amounts a year in the reader's language, drawings, reasons."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import isnan
from typing import Any

from django.utils.safestring import SafeString

from ayni import words
from ayni_web.common.language import current, said
from ayni_web.ventures import drawing
from ayni_web.ventures.analysis import Handed, Objective, Teller, duplicate_lines, handed, scored, size_lines
from ayni_web.ventures.drawing import amount, first_year
from ayni_web.ventures.models import MemberRow, SwayRow, Version, YearRow
from ayni_web.ventures.queries import Results
from ayni_web.ventures.scoring import last_scores


@dataclass(frozen=True, slots=True)
class Year:
    """A year of the group, or of a member alone and together, in words."""

    label: str
    value: str
    range: str
    alone: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """What each member of a type is told; amounts are a year's."""

    row: MemberRow
    alone: str
    together: str
    gain: str
    low: str
    high: str
    chance: str
    payback: str
    capital: str
    rate: str


@dataclass(frozen=True, slots=True)
class Forecast:
    """A forecast and what came of it; ``inside`` is None as long as nothing did."""

    who: str
    label: str
    value: str
    range: str
    due_on: date
    came: str = ""
    source: str = ""
    inside: bool | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Stands:
    """How an objective stands on a day, in words; ``reached`` is empty until something was measured."""

    row: Objective
    state: str
    due: date
    target: str
    reached: str


@dataclass(frozen=True, slots=True)
class Layer:
    """What one layer of years hands over, in words: its objectives, what begins, and money, with its day and source."""

    code: str
    objectives: list[Stands]
    activities: list[tuple[str, date]]
    money: list[tuple[str, str, date, str]]
    contacts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Handover:
    """What a plan hands over, in words; ``first`` is due first."""

    layers: list[Layer]
    first: Stands | None


@dataclass(frozen=True, slots=True)
class Told:
    """A version in words.

    Attributes
    ----------
    version : Version
    results : Results
        Its rows.
    group : dict
        What is said of all together.
    members : list of Member
        By type.
    years : list of Year
        Money of the group, year by year.
    scenarios : list of (title, cells)
        Of each named future the types with their gain a year; the one as planned has no title.
    leaving : list of str
        Who would leave, and for how much.
    why : list of str
        Why the split is as it is.
    head : str
        Over how many years, at which rate, in which prices.
    """

    version: Version
    results: Results
    group: dict[str, Any]
    members: list[Member]
    years: list[Year]
    scenarios: list[tuple[str, list[tuple[str, str]]]]
    leaving: list[str]
    why: list[str]
    head: str

    @property
    def currency(self) -> str:
        """Currency of the plan."""
        return str(self.group["currency"])

    @property
    def gain(self) -> str:
        """What all together gain a year."""
        return amount(self.group["gain"], self.currency)

    @property
    def learned(self) -> list[str]:
        """What experience and buyers are counted on for, and what is sold below its cost, each in a sentence."""
        found = []
        for each in self.group.get("curves", ()):
            ends = {name: words.percent(each[name], current(), 0) for name in ("ratio", "low", "high")}
            found.append(said("venture.curve", title=each["title"], **ends))
        for each in self.group.get("adoptions", ()):
            ends = {name: words.number(each[name], current(), 0) for name in ("market", "low", "high")}
            found.append(said("venture.adoption", title=each["title"], **ends))
        for each in self.group.get("below_cost", ()):
            ends = {name: words.number(each[name], current(), 2) for name in ("price", "cost")}
            found.append(said("venture.below_cost", title=each["title"], period=each["period"], reason=each["reason"],
                              **ends))  # fmt: skip
        return found

    @property
    def savings(self) -> list[tuple[str, str, str]]:
        """Savings over the years of the plan: planned, and realised because they were measured."""
        return [
            (each["title"], *(amount(each[name], self.currency) for name in ("planned", "realised")))
            for each in self.group.get("savings", ())
        ]  # fmt: skip

    @property
    def sizes(self) -> list[tuple[str, SafeString]]:
        """Of each type how many are worth having, in sentences, with its drawing where it is judged."""
        facts = self.group.get("sizes")
        if facts is None:
            return []
        drawn = [drawing.sizes(row, self.currency) for row in facts["judged"]]
        drawn += [SafeString("")] * len(facts["not_judged"])
        return list(zip((" ".join(each) for each in size_lines(facts, self._teller)), drawn, strict=True))

    @property
    def duplicates(self) -> list[str]:
        """Of each type what one more or fewer changes, and who does the same."""
        facts = self.group.get("sizes")
        return [" ".join(each) for each in duplicate_lines(facts, self._teller)] if facts is not None else []

    @property
    def _teller(self) -> Teller:
        return Teller(
            say=said, money=lambda value: amount(value, self.currency),
            part=lambda value: words.percent(value, current(), 0),
            many=lambda value: words.number(float(value), current(), 0),
        )  # fmt: skip

    @property
    def cash_flow(self) -> SafeString:
        """Drawing of the group's money by year."""
        return drawing.cash_flow(self.results.group, self.group["starts"], self.currency)

    @property
    def spread(self) -> SafeString:
        """Drawing of the members' gains beside each other."""
        return drawing.members(self.results.members, self.currency)

    @property
    def losing(self) -> str:
        """Types that would be worse off, in a line."""
        return ", ".join(each.title for each in self.results.losing)

    @property
    def spread_told(self) -> str:
        """How the gain lies over the members: how many gain, and the quarter that fares worst."""
        low, _, middle, _, _ = self.group["gaining"]
        worst_low, _, worst, _, _ = self.group["worst_quarter"]
        facts = {"middle": words.percent(middle, current(), 0), "low": words.percent(low, current(), 0)}
        first = said("plans.spread_all") if low >= 1 else said("plans.spread_some", **facts)
        quarter = {"middle": amount(worst, self.currency), "low": amount(worst_low, self.currency)}
        return f"{first} {said('plans.spread_worst', **quarter)}"


def told_of(version: Version, results: Results) -> Told:
    """A version in the language being spoken."""
    group = results.computation.group
    currency, titles = group["currency"], {row.type: row.title for row in results.members}
    return Told(
        version=version, results=results, group=group,
        members=[member_of(row, currency, group["step"]) for row in results.members],
        years=[_year(row, group) for row in results.group],
        scenarios=[
            (title, [(titles[row.type], amount(row.gain, currency)) for row in rows])
            for title, rows in results.scenarios
        ],
        leaving=[_leaves(each, titles, currency) for each in group["leaving"]], why=why_of(group), head=head_of(group),
    )  # fmt: skip


def handed_of(document: Mapping[str, Any], day: date) -> Handover | None:
    """What a plan hands over on a day; None where its document is at fault."""
    found = handed(document, day)
    if found is None:
        return None
    layers = [_layer(each, found.currency) for each in found.layers]
    return Handover(
        layers, next((each for layer in layers for each in layer.objectives if each.row is found.first), None)
    )


def _layer(each: Handed, currency: str) -> Layer:
    return Layer(
        code=each.layer,
        objectives=[
            Stands(row, state, date.fromisoformat(row.due), _measured(row.target, row.unit),
                   "" if row.reached is None else _measured(row.reached, row.unit))
            for state, row in each.objectives
        ],
        activities=[(title, date.fromisoformat(on)) for title, on in each.activities],
        money=[(row.title or said(f"plan_financing.{row.kind}"), amount(row.amount, currency), date.fromisoformat(on),
                row.source) for on, row in each.money],
        contacts=each.contacts,
    )  # fmt: skip


def _measured(value: float, unit: str) -> str:
    return f"{words.number(value, current(), 0 if value.is_integer() else 2)} {unit}".strip()


def member_of(row: MemberRow, currency: str, step: str) -> Member:
    """What each member of a type is told."""
    names = ("alone", "together", "gain", "low", "high")
    amounts = {name: amount(getattr(row, f"{name}_a_year"), currency) for name in names}
    return Member(
        row=row, **amounts, chance=chance(row.chance_of_loss), payback=payback_told(row.payback_periods, step),
        capital=amount(row.peak_working_capital, currency), rate=_rate(row),
    )  # fmt: skip


def chance(share: float) -> str:
    """Chance in so many of a hundred futures."""
    if share == 0:
        return said("plans.chance_none")
    if share < 0.01:
        return said("plans.chance_small")
    return said("plans.chance", n=round(100 * share))


def head_of(group: dict[str, Any]) -> str:
    """Over how many years, at which rate, in which prices."""
    rate = words.percent(group["rate"], current(), 1 if round(1000 * group["rate"]) % 10 else 0)
    prices = said("plans.prices_of", year=str(group["prices_of"])) if group["prices_of"] else said("plans.prices_then")
    return said("plans.head", n=group["years"], rate=rate, prices=prices)


def why_of(group: dict[str, Any]) -> list[str]:
    """Why the split is as it is: what its rule does, and whether somebody would be better off elsewhere."""
    currency = group["currency"]
    found = [said(f"plan_rules_why.{group['rule']}")]
    if group.get("by_costs"):
        found.append(said("plans.why_by_costs"))
    if group["core"]:
        found.append(said("plans.why_core", margin=amount(group["margin"], currency)))
    else:
        found.append(said("plans.why_no_core"))
    if group["subsidy"]:
        found.append(said("plans.why_subsidy", amount=amount(group["subsidy"], currency)))
    return found


def why_mine(row: MemberRow, group: dict[str, Any]) -> str:
    """What one member more of a type brings, beside what it gets; empty where tax makes the two incomparable."""
    if group["tax"]:
        return ""
    currency = group["currency"]
    facts = {"adds": amount(row.adds_a_year, currency), "together": amount(row.together_a_year, currency)}
    rest = row.adds_a_year - row.together_a_year
    if rest < 0:
        return said("plans.why_more", rest=amount(-rest, currency), **facts)
    return said("plans.why_adds", rest=amount(rest, currency), **facts)


def years_told(rows: list[tuple[YearRow, YearRow]], group: dict[str, Any]) -> list[Year]:
    """Years of a member: alone, together, and the range of that."""
    found = []
    for alone, together in rows:
        year = _year(together, group)
        found.append(Year(year.label, year.value, year.range, amount(alone.value, group["currency"])))
    return found


def forecasts_told(version: Version, titles: dict[str, str], group: dict[str, Any]) -> list[Forecast]:
    """Forecasts of a version with their last score; two queries."""
    scores, currency, found = last_scores(version), group["currency"], []
    for row in version.forecasts.all():
        ends = said("plans.from_to", low=amount(row.low, currency), high=amount(row.high, currency))
        facts = {"who": titles.get(row.who, row.who), "label": label_of(row.year, group), "range": ends,
                 "value": amount(row.value, currency), "due_on": row.due_on}  # fmt: skip
        score = scores.get(row.pk)
        if score is None:
            found.append(Forecast(**facts))
            continue
        how = scored(row.value, row.low, row.high, score.value)
        source = said("plans.score_source", measure=str(score.measure), n=score.told)
        found.append(Forecast(**facts, came=amount(score.value, currency), source=source, inside=how.inside,
                              error=amount(how.error, currency)))  # fmt: skip
    return found


def label_of(year: int, group: dict[str, Any]) -> str:
    """Calendar year of a year of the plan, or its number."""
    first = first_year(group["starts"])
    return str(first + year - 1) if first > 1 else said("plans.year", number=str(year))


def sways_told(rows: list[SwayRow], currency: str) -> list[tuple[str, str, str, str]]:
    """Factors of a type: name, the gain when it comes out low and high, and where the gain is gone."""
    return [
        (row.title, amount(row.gain_low, currency), amount(row.gain_high, currency), _break_even(row)) for row in rows
    ]


def _break_even(row: SwayRow) -> str:
    if row.break_even is None:
        return said("plans.no_break_even")
    change = row.break_even - 1
    key = "plans.break_even_up" if change > 0 else "plans.break_even_down"
    return said(key, change=words.percent(abs(change), current(), 0))


def _year(row: YearRow, group: dict[str, Any]) -> Year:
    currency = group["currency"]
    ends = said("plans.from_to", low=amount(row.low, currency), high=amount(row.high, currency))
    return Year(label_of(row.year, group), amount(row.value, currency), ends)


def _leaves(each: dict[str, Any], titles: dict[str, str], currency: str) -> str:
    who = ", ".join(f"{words.number(float(n), current(), 0)} {titles.get(code, code)}" for code, n in each["who"])
    return said("plans.leaves", who=who, excess=amount(each["excess"], currency))


def payback_told(periods: float | None, step: str) -> str:
    """After how many years what was put in is back."""
    if periods is None or isnan(periods):
        return said("plans.payback_never")
    years = periods / (12 if step == "month" else 1)
    if years == 0:
        return said("plans.payback_at_once")
    return said("plans.payback_years", n=words.number(years, current(), 1))


def _rate(row: MemberRow) -> str:
    if row.internal_rate is not None:
        return words.percent(row.internal_rate, current(), 0)
    return said(f"plans.rate_{row.internal_rate_reason or 'no_flow'}")
