"""The sheet of inputs: what may be changed, and what was agreed."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from xlsxwriter.utility import xl_rowcol_to_cell

from ayni.venture.book_looks import Sheet
from ayni.venture.flows import SIGN
from ayni.venture.games import FloatArray
from ayni.venture.plan import GROUP, Flow, Plan
from ayni.venture.returns import rate_a_period
from ayni.venture.worth import counts
from ayni.words import say


@dataclass(slots=True)
class Inputs:
    """Where inputs stand, as other sheets name them.

    Attributes
    ----------
    rate_a_period, tax, members : str
        Discount rate a period, part that goes in tax, members in all.
    counts, tilt : list of str
        Of each type: its members, and what each gets of the group's income beyond an even share, or bears of its costs.
    factors : dict of str to list of str
        What each factor is multiplied by, year by year.
    curves, adoptions : dict of str to dict of str to str
        Of each experience curve: ``ratio``, ``before``; of each diffusion: ``market``, ``innovation``, ``imitation``.
    exchanges : dict of str to str
        Rate of each other currency.
    flows, financing : list of dict of str to str
        Of each flow: ``sign``, ``quantity``, ``price``, ``growth``, ``runs``; of each credit or grant: ``amount``,
        ``at``, ``rate``, ``periods``, ``grace``.
    """

    rate_a_period: str = ""
    tax: str = ""
    members: str = ""
    counts: list[str] = field(default_factory=list)
    tilt: list[str] = field(default_factory=list)
    factors: dict[str, list[str]] = field(default_factory=dict)
    curves: dict[str, dict[str, str]] = field(default_factory=dict)
    adoptions: dict[str, dict[str, str]] = field(default_factory=dict)
    exchanges: dict[str, str] = field(default_factory=dict)
    flows: list[dict[str, str]] = field(default_factory=list)
    financing: list[dict[str, str]] = field(default_factory=list)


def written_inputs(
    plan: Plan, sheet: Sheet, tilt: FloatArray, runs: npt.NDArray[np.bool_], language: str
) -> Inputs:  # fmt: skip
    """Inputs of a plan, written."""
    found = Inputs()
    sheet.text(sheet.next(), 0, plan.title, head=True)
    for name in ("note_change", "note_agreed", "note_months"):
        sheet.text(sheet.next(), 0, say(f"plan_book.{name}", language))
    _written_head(plan, sheet, found, language)
    _written_types(plan, sheet, found, tilt, language)
    _written_factors(plan, sheet, found, language)
    _written_curves(plan, sheet, found, language)
    _written_exchanges(plan, sheet, found, language)
    _written_flows(plan, sheet, found, runs, language)
    _written_financing(plan, sheet, found, language)
    return found


def _cell(sheet: Sheet, row: int, column: int) -> str:
    return sheet.name_of(xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True))


def _heads(sheet: Sheet, language: str, *names: str) -> None:
    sheet.next()
    row = sheet.next()
    for column, name in enumerate(names):
        sheet.text(row, column, say(f"plan_book.{name}", language), head=True)


def _written_head(plan: Plan, sheet: Sheet, found: Inputs, language: str) -> None:
    row = sheet.next()
    sheet.text(row, 0, say("plan_book.rate_a_year", language))
    sheet.number(row, 1, plan.discount_rate, part=True)
    below = sheet.next()
    sheet.text(below, 0, say("plan_book.rate_a_period", language))
    sheet.formula(below, 1, f"=(1+B{row + 1})^(1/{plan.periods_a_year})-1",
                  rate_a_period(plan.discount_rate, plan.periods_a_year), part=True)  # fmt: skip
    found.rate_a_period = _cell(sheet, below, 1)
    row = sheet.next()
    sheet.text(row, 0, say("plan_book.tax", language))
    sheet.number(row, 1, plan.tax, part=True)
    found.tax = _cell(sheet, row, 1)


def _written_types(plan: Plan, sheet: Sheet, found: Inputs, tilt: FloatArray, language: str) -> None:
    _heads(sheet, language, "type", "count", "tilt")
    for each, part in zip(plan.types, tilt, strict=True):
        row = sheet.next()
        sheet.text(row, 0, each.title)
        sheet.number(row, 1, each.count)
        sheet.number(row, 2, float(part), free=False)
        found.counts.append(_cell(sheet, row, 1))
        found.tilt.append(_cell(sheet, row, 2))
    row = sheet.next()
    first = row - len(plan.types) + 1
    sheet.text(row, 0, say("plan_book.all", language))
    sheet.formula(row, 1, f"=SUM(B{first}:B{row})", float(counts(plan).sum()))
    found.members = _cell(sheet, row, 1)


def _written_factors(plan: Plan, sheet: Sheet, found: Inputs, language: str) -> None:
    if not plan.factors:
        return
    _heads(sheet, language, "factor", "multiples")
    for each in plan.factors:
        row = sheet.next()
        sheet.text(row, 0, each.title)
        for year in range(plan.years):
            sheet.number(row, 1 + year, 1.0)
        found.factors[each.code] = [_cell(sheet, row, 1 + year) for year in range(plan.years)]


def _written_curves(plan: Plan, sheet: Sheet, found: Inputs, language: str) -> None:
    if plan.curves:
        _heads(sheet, language, "curve", "ratio", "made_before", "ratio_low", "ratio_high", "source")
        for each in plan.curves:
            row = _row_of(sheet, each.title, (each.ratio, each.before), (each.low, each.high))
            sheet.text(row, 5, each.source or say("plan_book.illustrative", language))
            found.curves[each.code] = {name: _cell(sheet, row, 1 + at) for at, name in enumerate(("ratio", "before"))}
    if plan.adoptions:
        _heads(sheet, language, "adoption", "market", "innovation", "imitation", "source")
        for told in plan.adoptions:
            row = _row_of(sheet, told.title, told.value, ())
            sheet.text(row, 4, told.source or say("plan_book.illustrative", language))
            names = ("market", "innovation", "imitation")
            found.adoptions[told.code] = {name: _cell(sheet, row, 1 + at) for at, name in enumerate(names)}


def _written_exchanges(plan: Plan, sheet: Sheet, found: Inputs, language: str) -> None:
    if not plan.exchanges:
        return
    _heads(sheet, language, "exchange", "exchange_rate", "source")
    for each in plan.exchanges:
        row = _row_of(sheet, f"{each.currency} / {plan.currency}", (each.worth,), ())
        sheet.text(row, 2, each.source or say("plan_book.illustrative", language))
        found.exchanges[each.currency] = _cell(sheet, row, 1)


def _row_of(sheet: Sheet, title: str, free: tuple[float, ...], fixed: tuple[float, ...]) -> int:
    """Row with numbers that may be changed, and after them such as only inform."""
    row = sheet.next()
    sheet.text(row, 0, title)
    for column, value in enumerate((*free, *fixed), 1):
        sheet.number(row, column, value, free=column <= len(free))
    return row


def _written_flows(
    plan: Plan, sheet: Sheet, found: Inputs, runs: npt.NDArray[np.bool_], language: str
) -> None:  # fmt: skip
    _heads(sheet, language, "line", "sign", "quantity", "price", "growth", "runs", "whose", "moves_with", "source",
           *(("price_told", "currency") if plan.exchanges else ()))  # fmt: skip
    titles = {each.code: each.title for each in plan.types} | {each.code: each.title for each in plan.factors}
    titles[GROUP] = say("plan_book.group", language)
    running = {each.code: bool(run) for each, run in zip(plan.activities, runs, strict=True)}
    for each in plan.flows:
        row = sheet.next()
        sheet.text(row, 0, each.title)
        sheet.number(row, 1, SIGN[each.kind], free=False)
        sheet.number(row, 2, each.quantity)
        _written_price(plan, sheet, found, row, each)
        sheet.number(row, 4, each.growth, part=True)
        sheet.number(row, 5, float(running.get(each.activity, True)), free=False)
        sheet.text(row, 6, _whose(each, titles, language))
        moved = (each.price_factor, each.quantity_factor, each.exchange_factor)
        sheet.text(row, 7, ", ".join(titles[code] for code in moved if code))
        sheet.text(row, 8, each.source or say("plan_book.illustrative", language))
        names = ("sign", "quantity", "price", "growth", "runs")
        found.flows.append({name: _cell(sheet, row, 1 + at) for at, name in enumerate(names)})


def _written_price(plan: Plan, sheet: Sheet, found: Inputs, row: int, flow: Flow) -> None:
    """Price of a flow; one told in another currency is that times its rate, and stands beside its source."""
    if flow.currency:
        _exchanged(plan, sheet, found, row, (3, 9), flow.price, flow.currency)
    else:
        sheet.number(row, 3, flow.price)


def _exchanged(
    plan: Plan, sheet: Sheet, found: Inputs, row: int, places: tuple[int, int], value: float, currency: str
) -> None:
    """Amount as a formula at the first place: what was told, at the second with its currency, times the rate."""
    worth = next(each.worth for each in plan.exchanges if each.currency == currency)
    at, told = places
    sheet.number(row, told, value / worth)
    sheet.text(row, told + 1, currency)
    sheet.formula(row, at, f"={xl_rowcol_to_cell(row, told)}*{found.exchanges[currency]}", value)


def _whose(flow: Flow, titles: dict[str, str], language: str) -> str:
    if flow.per:
        return say("plan_book.group_per", language, type=titles[flow.per])
    return say("plan_book.whose_alone", language, type=titles[flow.who]) if flow.alone else titles[flow.who]


def _written_financing(plan: Plan, sheet: Sheet, found: Inputs, language: str) -> None:
    brings = [each for each in plan.financing if each.kind in ("credit", "grant")]
    if not brings:
        return
    _heads(sheet, language, "financing", "amount", "arrives", "rate_a_year", "repaid_in", "grace", "rate_a_period",
           *(("price_told", "currency") if any(each.currency for each in brings) else ()))  # fmt: skip
    for each in brings:
        row = sheet.next()
        sheet.text(row, 0, say(f"plan_book.{each.kind}", language))
        for column, value in enumerate((each.amount, each.at, each.rate, each.periods, each.grace), 1):
            sheet.number(row, column, value, part=column == 3)
        if each.currency:
            _exchanged(plan, sheet, found, row, (1, 7), each.amount, each.currency)
        sheet.formula(row, 6, f"=(1+D{row + 1})^(1/{plan.periods_a_year})-1",
                      rate_a_period(each.rate, plan.periods_a_year), part=True)  # fmt: skip
        names = ("amount", "at", "rate_a_year", "periods", "grace", "rate")
        found.financing.append({name: _cell(sheet, row, 1 + at) for at, name in enumerate(names)})
