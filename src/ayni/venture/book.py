"""A plan as a workbook with live formulas: inputs, calendar, flows, members, summary.

Whoever changes a price, a quantity, a growth, a rate, a number of members or the multiple of a factor sees everything
follow.  What cannot follow is said on the first sheet: the split stays in the parts that were agreed (a rule solves
linear programmes), and so do the months in which money comes.  Every formula carries the value that the engine has.
"""

import io
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from ayni.venture.book_inputs import Inputs, written_inputs
from ayni.venture.book_lines import Lines, written_lines
from ayni.venture.book_looks import FIRST, Looks, Sheet, npv
from ayni.venture.games import FloatArray
from ayni.venture.plan import Plan
from ayni.venture.returns import discounts, internal_rates, net_present_value, peak_working_capital
from ayni.venture.worth import Parts, Stream, after_tax, counts, money_by_period, rate, shares_costs
from ayni.words import say


@dataclass(frozen=True, slots=True)
class Agreed:
    """The parts in which the group's money was agreed to be shared.

    Attributes
    ----------
    tilt : array of shape (types,)
        Part of the group's income (of a group without any: of its costs) of each member of a type beyond an even share.
    runs : array of bool of shape (activities,)
        Which activities run with all members.
    """

    tilt: FloatArray
    runs: npt.NDArray[np.bool_]


def workbook(plan: Plan, money: tuple[Stream, ...], agreed: Parts, language: str) -> bytes:
    """Bytes of an XLSX that recomputes a plan; amounts in the currency of the plan, worths today and after tax.

    Parameters
    ----------
    plan : Plan
    money : tuple of Stream
        ``streams(plan)``.
    agreed : Split, or Agreed
        How the group's money is shared.
    language : str
        Of the sheets.
    """
    packed = io.BytesIO()
    book = xlsxwriter.Workbook(packed, {"strings_to_formulas": False, "strings_to_urls": False})
    looks = Looks(book)
    sheets = {
        name: Sheet(book.add_worksheet(say(f"plan_book.{name}", language)), say(f"plan_book.{name}", language), looks)
        for name in ("summary", "inputs", "calendar", "lines", "members")
    }
    inputs = written_inputs(plan, sheets["inputs"], agreed.tilt, agreed.runs, language)
    lines = written_lines(plan, sheets, inputs, agreed.runs, language)
    members = _written_members(plan, money, agreed, sheets["members"], inputs, lines, language)
    _written_summary(plan, sheets, inputs, members, language)
    book.close()
    return packed.getvalue()


@dataclass(frozen=True, slots=True)
class _Block:
    """Rows of a type on the sheet of members, after tax, with the values that the engine has."""

    alone: int
    together: int
    gain: int
    cumulative: int
    values: tuple[FloatArray, FloatArray]


def _written_members(
    plan: Plan, money: tuple[Stream, ...], agreed: Parts, sheet: Sheet, inputs: Inputs, lines: Lines,
    language: str,
) -> list[_Block]:  # fmt: skip
    """Money of the group and of each member of a type, period by period."""
    found = money_by_period(plan, money, agreed)
    sheet.heads([say("plan_book.money", language), say("plan_book.worth", language)], lines.named, lines.head)
    group, base = lines.sums(lambda at: lines.of_group(at)), lines.sums(lambda at: lines.is_base(at))
    group_row = _line(plan, sheet, inputs, say("plan_book.group", language), group, found.group)
    earned = sum(
        (each.amounts * (counts(plan)[each.per] if each.per >= 0 else 1) for each in money
         if each.who < 0 and each.base and (each.activity < 0 or agreed.runs[each.activity])),
        np.zeros(plan.periods),
    )  # fmt: skip
    title = say("plan_book.group_costs" if shares_costs(plan, money) else "plan_book.group_income", language)
    base_row = _line(plan, sheet, inputs, title, base, earned)
    blocks, owns = [], []
    for at, each in enumerate(plan.types):
        own = lines.sums(lambda line, at=at: lines.of_type(line, at, alone=False))  # type: ignore[misc]
        share = 1 / counts(plan).sum() * found.group + agreed.tilt[at] * earned
        own_row = _line(plan, sheet, inputs, say("plan_book.own", language, type=each.title), own,
                        found.together[at] - share)  # fmt: skip
        alone = lines.sums(lambda line, at=at: lines.of_type(line, at, alone=True))  # type: ignore[misc]
        alone_row = _line(plan, sheet, inputs, say("plan_book.alone", language, type=each.title), alone,
                          found.alone[at])  # fmt: skip
        together = [
            f"={sheet.at(own_row, p)}+{sheet.at(group_row, p)}/{inputs.members}"
            f"+{inputs.tilt[at]}*{sheet.at(base_row, p)}"
            for p in range(plan.periods)
        ]
        row = _line(plan, sheet, inputs, say("plan_book.together", language, type=each.title), together,
                    found.together[at])  # fmt: skip
        owns.append((own_row, row))
        blocks.append(_taxed(plan, sheet, inputs, each.title, (alone_row, row), (found.alone[at], found.together[at]),
                             language))  # fmt: skip
    _check(plan, sheet, inputs, group_row, owns, language)
    return blocks


def _line(plan: Plan, sheet: Sheet, inputs: Inputs, title: str, formulas: list[str], values: FloatArray) -> int:
    """Row of a line by period, with its worth today in the second column."""
    row = sheet.next()
    worth = float(net_present_value(flows=values, rate=rate(plan)))
    sheet.text(row, 0, title)
    sheet.formula(row, 1, npv(sheet, row, plan.periods, inputs.rate_a_period), worth)
    for p, (formula, value) in enumerate(zip(formulas, values, strict=True)):
        sheet.formula(row, FIRST + p, formula, float(value))
    return row


def _taxed(
    plan: Plan, sheet: Sheet, inputs: Inputs, title: str, rows: tuple[int, int], values: tuple[FloatArray, FloatArray],
    language: str,
) -> _Block:  # fmt: skip
    """What is left of both after tax, the gain, and what is out until each period."""
    left = tuple(after_tax(plan, each) for each in values)
    taxed = [
        _line(plan, sheet, inputs, say(f"plan_book.{name}_taxed", language, type=title),
              [_after_tax(plan, sheet, inputs, row, p) for p in range(plan.periods)], each)
        for name, row, each in zip(("alone", "together"), rows, left, strict=True)
    ]  # fmt: skip
    gain = _line(plan, sheet, inputs, say("plan_book.gain", language, type=title),
                 [f"={sheet.at(taxed[1], p)}-{sheet.at(taxed[0], p)}" for p in range(plan.periods)],
                 left[1] - left[0])  # fmt: skip
    out = sheet.next()
    sheet.text(out, 0, say("plan_book.cumulative", language, type=title))
    for p, value in enumerate(np.cumsum(left[1])):
        before = f"{sheet.at(out, p - 1)}+" if p else ""
        sheet.formula(out, FIRST + p, f"={before}{sheet.at(taxed[1], p)}", float(value))
    return _Block(taxed[0], taxed[1], gain, out, (left[0], left[1]))


def _after_tax(plan: Plan, sheet: Sheet, inputs: Inputs, row: int, period: int) -> str:
    """Money of a period less the tax of its year, where the year ends in it."""
    a_year = plan.periods_a_year
    start = period // a_year * a_year
    end = min(start + a_year, plan.periods) - 1
    if period != end:
        return f"={sheet.at(row, period)}"
    year = f"{sheet.at(row, start)}:{sheet.at(row, end)}"
    return f"={sheet.at(row, period)}-{inputs.tax}*MAX(0,SUM({year}))"


def _check(
    plan: Plan, sheet: Sheet, inputs: Inputs, group: int, owns: list[tuple[int, int]], language: str
) -> None:  # fmt: skip
    """Members together less what the group and each own bring: nothing, in every period."""
    formulas = []
    for p in range(plan.periods):
        parts = [f"{inputs.counts[at]}*({sheet.at(together, p)}-{sheet.at(own, p)})"
                 for at, (own, together) in enumerate(owns)]  # fmt: skip
        formulas.append(f"=ROUND({'+'.join(parts)}-{sheet.at(group, p)},2)")
    _line(plan, sheet, inputs, say("plan_book.check", language), formulas, np.zeros(plan.periods))


def _written_summary(
    plan: Plan, sheets: dict[str, Sheet], inputs: Inputs, blocks: list[_Block], language: str
) -> None:  # fmt: skip
    sheet, members = sheets["summary"], sheets["members"]
    names = ("type", "count", "worth_alone", "worth_together", "worth_gain", "gain_a_year", "internal_rate", "capital")
    sheet.text(sheet.next(), 0, plan.title, head=True)
    sheet.text(sheet.next(), 0, say("plan_book.in_currency", language, currency=plan.currency))
    head = sheet.next()
    for column, name in enumerate(names):
        sheet.text(head, column, say(f"plan_book.{name}", language), head=True)
    first = head + 1
    for at, (each, block) in enumerate(zip(plan.types, blocks, strict=True)):
        _summary_row(plan, sheet, members, inputs, at, block, each.title, language)
    last = first + len(blocks) - 1
    row = sheet.next()
    sheet.text(row, 0, say("plan_book.all", language), head=True)
    sheet.formula(row, 1, f"=SUM(B{first + 1}:B{last + 1})", float(counts(plan).sum()))
    for column in (2, 3, 4, 5):
        count, own = f"$B{first + 1}:$B{last + 1}", f"{chr(65 + column)}{first + 1}:{chr(65 + column)}{last + 1}"
        sheet.formula(row, column, f"=SUMPRODUCT({count},{own})", _all(plan, blocks, column))


def _summary_row(
    plan: Plan, sheet: Sheet, members: Sheet, inputs: Inputs, at: int, block: _Block, title: str, language: str
) -> None:
    row = sheet.next()
    sheet.text(row, 0, title)
    sheet.formula(row, 1, f"={inputs.counts[at]}", float(plan.types[at].count))
    for column, (line, value) in enumerate(
        zip((block.alone, block.together, block.gain), _worths(plan, block), strict=True), 2
    ):
        sheet.formula(row, column, f"={members.name_of(xl_rowcol_to_cell(line, 1))}", value)
    factor = discounts(plan.periods, rate(plan)).sum()
    gain, spread = _worths(plan, block)[2], members.span(2, plan.periods)
    sheet.formula(row, 5, f"=E{row + 1}/SUM({spread})*{plan.periods_a_year}", gain / factor * plan.periods_a_year)
    rates = internal_rates(block.values[1] - block.values[0])
    told = say(f"plan_book.rate_{rates.reason or 'several'}", language)
    if rates.reason:
        sheet.text(row, 6, told)
    else:
        span, power = members.span(block.gain, plan.periods), plan.periods_a_year
        yearly = float((1 + rates.rate) ** power - 1)
        sheet.formula(row, 6, f'=IFERROR((1+IRR({span},{rates.rate!r}))^{power}-1,"{told}")', yearly, part=True)
    span = members.span(block.cumulative, plan.periods)
    sheet.formula(row, 7, f"=MAX(0,-MIN({span}))", peak_working_capital(block.values[1]))


def _worths(plan: Plan, block: _Block) -> tuple[float, float, float]:
    alone, together = (float(net_present_value(flows=each, rate=rate(plan))) for each in block.values)
    return alone, together, together - alone


def _all(plan: Plan, blocks: list[_Block], column: int) -> float:
    """What a column of the summary adds up to over all members."""
    found = np.array([_worths(plan, each) for each in blocks])
    a_year = found[:, 2] / discounts(plan.periods, rate(plan)).sum() * plan.periods_a_year
    return float(counts(plan) @ np.column_stack((found, a_year))[:, column - 2])
