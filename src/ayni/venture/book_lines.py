"""The sheets of the calendar and of the lines: money of every flow and credit by period, as formulas of the inputs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from xlsxwriter.utility import xl_rowcol_to_cell

from ayni.venture.book_inputs import Inputs
from ayni.venture.book_looks import FIRST, Sheet
from ayni.venture.flows import financing_amounts, times
from ayni.venture.games import FloatArray
from ayni.venture.learning import buyers, volumes
from ayni.venture.plan import GROUP, Adoption, Financing, Flow, Plan, Saving
from ayni.venture.returns import credit_schedule, discounts, net_present_value, rate_a_period
from ayni.venture.savings import saving_amounts
from ayni.venture.worth import rate, streams
from ayni.words import say


@dataclass(slots=True)
class Lines:
    """Rows of the lines, and of whom each is.

    Attributes
    ----------
    sheet : Sheet
    periods : int
    named : str
        How other sheets name this one, to say the same number, year and discount.
    head : list of list of float
        Number, year and discount of each period.
    rows : list of tuple
        Row, type (-1 for the group), whether alone, the count by which it is multiplied, whether it is of the base
        of sharing.
    """

    sheet: Sheet
    periods: int
    named: str
    head: list[list[float]]
    rows: list[tuple[int, int, bool, str, bool]] = field(default_factory=list)

    def of_group(self, at: int) -> bool:
        """Whether a line is of the group."""
        return self.rows[at][1] < 0

    def is_base(self, at: int) -> bool:
        """Whether a line is of what the group's money is shared by."""
        return self.rows[at][1] < 0 and self.rows[at][4]

    def of_type(self, at: int, kind: int, *, alone: bool) -> bool:
        """Whether each member of a type has a line, alone or within the plan."""
        return self.rows[at][1] == kind and self.rows[at][2] == alone

    def sums(self, which: Callable[[int], bool]) -> list[str]:
        """Formulas that add some lines up, period by period."""
        rows = [self.rows[at] for at in range(len(self.rows)) if which(at)]
        return [
            "=" + ("+".join(f"{self.sheet.name_of(self.sheet.at(row, p))}{'*' + per if per else ''}"
                            for row, _, _, per, _ in rows) or "0")
            for p in range(self.periods)
        ]  # fmt: skip


def written_lines(
    plan: Plan, sheets: dict[str, Sheet], inputs: Inputs, runs: npt.NDArray[np.bool_], language: str
) -> Lines:
    """Calendar and lines of a plan, written."""
    calendar, sheet = sheets["calendar"], sheets["lines"]
    found = Lines(sheet, plan.periods, sheet.name_of(""), _written_head(plan, sheet, inputs, language))
    calendar.heads([say("plan_book.times", language)], found.named, found.head)
    kinds = {GROUP: -1, **{each.code: at for at, each in enumerate(plan.types)}}
    running = {"": True, **{each.code: bool(run) for each, run in zip(plan.activities, runs, strict=True)}}
    bought = {each.code: _written_buyers(plan, sheet, inputs, each) for each in plan.adoptions}
    amounts = streams(plan)
    for at, flow in enumerate(plan.flows):
        _written_times(calendar, flow.title, times(plan, flow))
        made = _written_volume(plan, sheet, calendar, inputs.flows[at], bought, flow, language)
        row = sheet.next()
        moved = [
            inputs.factors[code] for code in (flow.price_factor, flow.quantity_factor, flow.exchange_factor) if code
        ]
        per = inputs.counts[kinds[flow.per]] if flow.per else ""
        formulas = [
            _flow(sheet, calendar, inputs.flows[at], moved, p, plan)
            + _taken(sheet, bought, flow, p)
            + _learned(sheet, inputs, flow, made, per, p)
            for p in range(plan.periods)
        ]
        values = amounts[at].amounts * float(running[flow.activity])
        _line(plan, sheet, inputs, row, flow.title, formulas, values)
        found.rows.append((row, kinds[flow.who], flow.alone, per, amounts[at].base))
    brings = [each for each in plan.financing if each.kind in ("credit", "grant")]
    for each, cells in zip(brings, inputs.financing, strict=True):
        row = _written_financing(plan, sheet, inputs, each, cells, language)
        found.rows.append((row, kinds[each.who], False, "", False))
    for saving in plan.savings:
        found.rows.append((_written_saving(plan, sheet, saving), kinds[saving.who], False, "", False))
    return found


def _written_head(plan: Plan, sheet: Sheet, inputs: Inputs, language: str) -> list[list[float]]:
    """Number, year and discount of each period."""
    for row, name in ((sheet.next(), "period"), (sheet.next(), "year"), (sheet.next(), "discount")):
        sheet.text(row, 0, say(f"plan_book.{name}", language), head=not row)
    sheet.text(0, 1, say("plan_book.worth", language), head=True)
    numbers = [float(p + 1) for p in range(plan.periods)]
    years = [float(p // plan.periods_a_year + 1) for p in range(plan.periods)]
    today = discounts(plan.periods, rate(plan)).tolist()
    for p in range(plan.periods):
        sheet.number(0, FIRST + p, numbers[p], free=False)
        sheet.number(1, FIRST + p, years[p], free=False)
        sheet.formula(2, FIRST + p, f"=(1+{inputs.rate_a_period})^-({sheet.at(0, p)}-1)", today[p])
    sheet.sheet.freeze_panes(3, FIRST)
    return [numbers, years, today]


def _written_times(calendar: Sheet, title: str, found: FloatArray) -> None:
    row = calendar.next()
    calendar.text(row, 0, title)
    for p, value in enumerate(found):
        calendar.number(row, FIRST + p, float(value))


def _flow(sheet: Sheet, calendar: Sheet, cells: dict[str, str], moved: list[list[str]], period: int, plan: Plan) -> str:
    year, came = period // plan.periods_a_year, calendar.name_of(calendar.at(calendar.last, period))
    parts = [cells["sign"], cells["quantity"], cells["price"], f"(1+{cells['growth']})^({sheet.at(1, period)}-1)",
             came, cells["runs"], *(each[year] for each in moved)]  # fmt: skip
    return "=" + "*".join(parts)


def _written_buyers(plan: Plan, sheet: Sheet, inputs: Inputs, told: Adoption) -> int:
    """Row of what the quantity of one buyer is multiplied by (Bass 1969, equation 4)."""
    row, cells, values = sheet.next(), inputs.adoptions[told.code], buyers(plan, told)
    m, p, q = (cells[name] for name in ("market", "innovation", "imitation"))
    sheet.text(row, 0, told.title)
    for period in range(plan.periods):
        year = (period - told.starts + 1) // plan.periods_a_year
        first, last = (
            f"(1-EXP(-({p}+{q})*{t!r}))/(1+{q}/{p}*EXP(-({p}+{q})*{t!r}))"
            for t in (told.before + year, told.before + year + 1)
        )
        found = f"={m}*({first}+{last})/2" if told.again else f"={m}*({last}-{first})"
        sheet.formula(row, FIRST + period, found if year >= 0 else "=0", float(values[period]))
    return row


def _written_volume(
    plan: Plan,
    sheet: Sheet,
    calendar: Sheet,
    cells: dict[str, str],
    bought: Mapping[str, int],
    flow: Flow,
    language: str,
) -> int:
    """Row of what each member made from the start of the plan until each period begins; -1 where no price falls."""
    if flow.kind != "cost" or not flow.curve:
        return -1
    row, values, at = sheet.next(), volumes(plan, flow), calendar.last
    sheet.text(row, 0, say("plan_book.made", language, line=flow.title))
    for p in range(plan.periods):
        before = (
            f"={sheet.at(row, p - 1)}+{cells['quantity']}*{calendar.name_of(calendar.at(at, p - 1))}" if p else "=0"
        )
        sheet.formula(row, FIRST + p, before + (_taken(sheet, bought, flow, p - 1) if p else ""), float(values[p]))
    return row


def _taken(sheet: Sheet, bought: Mapping[str, int], flow: Flow, period: int) -> str:
    return f"*{sheet.at(bought[flow.adoption], period)}" if flow.adoption else ""


def _learned(sheet: Sheet, inputs: Inputs, flow: Flow, made: int, per: str, period: int) -> str:
    """What the price is multiplied by on an experience curve (Wright 1936)."""
    if made < 0:
        return ""
    cells = inputs.curves[flow.curve]
    many = f"{per}*" if per else ""
    return f"*(1+{many}{sheet.at(made, period)}/{cells['before']})^(LN({cells['ratio']})/LN(2))"


def _written_saving(plan: Plan, sheet: Sheet, saving: Saving) -> int:
    """Row of a saving as it was measured: no formula, for it stands on readings."""
    row, values = sheet.next(), saving_amounts(plan, saving)
    sheet.text(row, 0, saving.title)
    for p, value in enumerate(values):
        sheet.number(row, FIRST + p, float(value))
    return row


def _line(
    plan: Plan, sheet: Sheet, inputs: Inputs, row: int, title: str, formulas: list[str], values: FloatArray
) -> None:
    sheet.text(row, 0, title)
    last = xl_rowcol_to_cell(row, FIRST + plan.periods - 1)
    spread = (
        f"{xl_rowcol_to_cell(2, FIRST, row_abs=True)}:{xl_rowcol_to_cell(2, FIRST + plan.periods - 1, row_abs=True)}"
    )
    worth = float(net_present_value(flows=values, rate=rate(plan)))
    sheet.formula(row, 1, f"=SUMPRODUCT({sheet.at(row, 0)}:{last},{spread})", worth)
    for p, (formula, value) in enumerate(zip(formulas, values, strict=True)):
        sheet.formula(row, FIRST + p, formula, float(value))


def _written_financing(
    plan: Plan, sheet: Sheet, inputs: Inputs, told: Financing, cells: dict[str, str], language: str
) -> int:
    """Row of the money of a grant or credit; of a credit, what is repaid and owed stands above it."""
    arrives = [f"IF({sheet.at(0, p)}={cells['at']},{cells['amount']},0)" for p in range(plan.periods)]
    title = say(f"plan_book.{told.kind}", language)
    if told.kind == "grant":
        row = sheet.next()
        exchanged = _times_of(plan, inputs, told.exchange_factor)
        formulas = [f"={each}{moved}" for each, moved in zip(arrives, exchanged, strict=True)]
        _line(plan, sheet, inputs, row, title, formulas, financing_amounts(plan, told))
        return row
    repaid, owed, row = sheet.next(), sheet.next(), sheet.next()
    values = _credit_values(plan, told)
    before = [sheet.at(owed, p - 1) if p else "0" for p in range(plan.periods)]
    moved = _times_of(plan, inputs, told.rate_factor)
    exchanged = _times_of(plan, inputs, told.exchange_factor)
    _line(plan, sheet, inputs, repaid, say("plan_book.repaid", language),
          [_repaid(plan, sheet, told, cells, before[p], p) for p in range(plan.periods)], values[0])  # fmt: skip
    _line(plan, sheet, inputs, owed, say("plan_book.owed", language),
          [f"={before[p]}+{arrives[p]}-{sheet.at(repaid, p)}" for p in range(plan.periods)], values[1])  # fmt: skip
    _line(plan, sheet, inputs, row, title,
          [f"=({arrives[p]}-{before[p]}*{cells['rate']}{moved[p]}-{sheet.at(repaid, p)}){exchanged[p]}"
           for p in range(plan.periods)],
          financing_amounts(plan, told))  # fmt: skip
    return row


def _times_of(plan: Plan, inputs: Inputs, factor: str) -> list[str]:
    """What each period is multiplied by in a formula, where a factor moves it; nothing where none does."""
    by_year = inputs.factors.get(factor)
    return [f"*{by_year[p // plan.periods_a_year]}" if by_year else "" for p in range(plan.periods)]


def _repaid(plan: Plan, sheet: Sheet, told: Financing, cells: dict[str, str], before: str, period: int) -> str:
    """What is repaid in a period; in the last one all that is owed."""
    since, amount, r = f"({sheet.at(0, period)}-{cells['at']})", cells["amount"], cells["rate"]
    paying = f"({cells['periods']}-{cells['grace']})"
    straight = f"{amount}/{paying}"
    each = {
        "bullet": f"IF({since}={cells['periods']},{amount},0)",
        "straight": straight,
        "annuity": f"IF({r}=0,{straight},{amount}*{r}/((1+{r})^{paying}-1)*(1+{r})^({since}-{cells['grace']}-1))",
    }[told.schedule]
    within = f"AND({since}>{cells['grace']},{since}<={cells['periods']})"
    usual = each if told.schedule == "bullet" else f"IF({within},{each},0)"
    if period < plan.periods - 1:
        return f"={usual}"
    rest = f"{before}+IF({since}=0,{amount},0)"
    return f"=IF(AND({since}>=0,{since}<{cells['periods']}),{rest},{usual})"


def _credit_values(plan: Plan, told: Financing) -> tuple[FloatArray, FloatArray]:
    """What is repaid and what is owed by period, as the engine has it."""
    repaid, owed, start = np.zeros(plan.periods), np.zeros(plan.periods), told.at - 1
    r = rate_a_period(told.rate, plan.periods_a_year)
    paid = credit_schedule(
        principal=told.amount, rate=r, periods=told.periods, grace=told.grace, kind=told.schedule
    )  # fmt: skip
    within = min(told.periods, plan.periods - 1 - start)
    repaid[start + 1 : start + 1 + within] = paid.repaid[:within]
    if within < told.periods:
        repaid[-1] += paid.owed[within - 1] if within else told.amount
    arrives = np.where(np.arange(plan.periods) == start, told.amount, 0.0)
    owed[:] = np.cumsum(arrives - repaid)
    return repaid, owed
