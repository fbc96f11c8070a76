"""A document as rows to edit, and with a row put in, changed or taken out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ayni import words
from ayni_web.common.language import current, said
from ayni_web.ventures.contents import rows_of

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """A row as a step lists it: where it stands in its list, its name, and what is said of it in a line."""

    at: int
    title: str
    line: str


def with_head(document: Document, head: Mapping[str, Any]) -> Document:
    """Document with another head; what it says beside is kept."""
    return {**document, "plan": dict(head)}


def with_row(document: Document, table: str, at: int, row: Mapping[str, Any]) -> Document:
    """Document with a row in its place, or at the end of the list."""
    rows = rows_of(document, table)
    return {**document, table: [*rows[:at], dict(row), *rows[at + 1 :]]}


def without_row(document: Document, table: str, at: int) -> Document:
    """Document without a row."""
    rows = rows_of(document, table)
    return {**document, table: [*rows[:at], *rows[at + 1 :]]}


def entries_of(document: Mapping[str, Any], step: str, table: str) -> list[Entry]:
    """Rows of a list that a step shows."""
    titles = _titles(document)
    return [
        Entry(at, _title(row, at, titles), _LINES[table](row, titles))
        for at, row in enumerate(rows_of(document, table))
        if table != "flow" or (row.get("alone") is True) == (step == "alone")
    ]


def _titles(document: Mapping[str, Any]) -> dict[str, str]:
    head = document.get("plan")
    own = str(head.get("currency", "")) if isinstance(head, Mapping) else ""
    found = {"group": said("plans.the_group"), "own": own}
    for table in ("type", "activity", "factor", "curve", "adoption", "saving", "skill"):
        found.update({str(row.get("code")): str(row.get("title") or row.get("code"))
                      for row in rows_of(document, table)})  # fmt: skip
    return found


def _title(row: Mapping[str, Any], at: int, titles: Mapping[str, str]) -> str:
    between = row.get("between")
    if "saving" in row:
        return titles.get(str(row["saving"]), str(row["saving"]))
    if "each" in row or "pair" in row:
        return titles.get(str(row.get("who")), str(row.get("who", at + 1)))
    if isinstance(between, list):
        return " · ".join(titles.get(str(each), str(each)) for each in between)
    kind = said(f"plan_financing.{row['kind']}") if row.get("kind") in ("credit", "grant", "own", "in_kind") else ""
    return str(row.get("title") or row.get("text") or kind or row.get("code") or row.get("currency") or at + 1)


def number(value: Any) -> str:
    """Number in the reader's language; as it came where it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    decimals = 0 if float(value).is_integer() else 2
    return words.number(float(value), current(), decimals)


def _type(row: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    return said("plans.line_type", count=number(row.get("count", "–")))


def _activity(row: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    needs = row.get("needs")
    told = [f"{number(least)} {titles.get(code, code)}" for code, least in needs.items()] if isinstance(
        needs, Mapping
    ) else []  # fmt: skip
    return said("plans.line_needs", needs=", ".join(told)) if told else said("plans.line_needs_none")


def _flow(row: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    kinds, every = ("income", "cost", "investment"), row.get("every", "year")
    kind = said(f"plan_kinds.{row['kind']}") if row.get("kind") in kinds else "–"
    quantity = row.get("quantity", 1)
    amount = number(row.get("price", "–"))
    if quantity != 1:
        amount = f"{number(quantity)} {row.get('unit', '')} × {amount}".replace("  ", " ")
    times = said(f"plan_every.{every}") if every in ("year", "month", "once") else str(every)
    whose = titles.get(str(row.get("who")), str(row.get("who", "–")))
    return said("plans.line_flow", kind=kind, who=whose, amount=amount, every=times)


def _financing(row: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    whose = titles.get(str(row.get("who")), str(row.get("who", "–")))
    return said("plans.line_financing", who=whose, amount=number(row.get("amount", "–")), at=number(row.get("at", 1)))


def _factor(row: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    return said("plans.line_factor", deviation=_percent(row.get("deviation")))


def _correlation(row: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    return said("plans.line_correlation", value=number(row.get("value", "–")))


def _scenario(row: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    moved = row.get("factors")
    told = [f"{titles.get(code, code)} × {_multiples(each)}" for code, each in moved.items()] if isinstance(
        moved, Mapping
    ) else []  # fmt: skip
    return ", ".join(told) or said("plans.line_scenario_none")


def _multiples(value: Any) -> str:
    return "; ".join(number(each) for each in value) if isinstance(value, list) else number(value)


def _assumption(row: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    source = str(row.get("source") or said("plans.illustrative_one"))
    return said("plans.line_assumption", source=source, day=str(row.get("expires", "–")))


def _curve(row: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    if isinstance(row.get("costs"), list):
        return said("plans.line_curve_fitted", n=len(row["costs"]))
    return said("plans.line_curve", **{name: _percent(row.get(f"ratio{end}")) for name, end in
                                       (("ratio", ""), ("low", "_low"), ("high", "_high"))})  # fmt: skip


def _adoption(row: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    if isinstance(row.get("sales"), list):
        return said("plans.line_adoption_fitted", n=len(row["sales"]))
    return said("plans.line_adoption", **{name: number(row.get(f"market{end}", "–")) for name, end in
                                          (("market", ""), ("low", "_low"), ("high", "_high"))})  # fmt: skip


def _saving(row: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    whose = titles.get(str(row.get("who")), str(row.get("who", "–")))
    return said("plans.line_saving", who=whose, amount=number(row.get("planned", "–")))


def _measured(row: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    source = str(row.get("source") or said("plans.illustrative_one"))
    return said("plans.line_measured", year=number(row.get("year", "–")), amount=number(row.get("value", "–")),
                source=source)  # fmt: skip


def _percent(value: Any) -> str:
    known = isinstance(value, int | float) and not isinstance(value, bool)
    return words.percent(float(value), current(), 0) if known else "–"


def _objective(row: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    names = ("who", "due", "measure", "unit")
    facts = {name: str(row.get(name, "") or ("" if name == "unit" else "–")) for name in names}
    return said("plans.line_objective", target=number(row.get("target", "–")), **facts)


def _exchange(row: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    source = str(row.get("source") or said("plans.illustrative_one"))
    return said("plans.line_exchange", currency=str(row.get("currency", "–")), worth=number(row.get("worth", "–")),
                own=titles["own"], source=source)  # fmt: skip


def _coordination(row: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    source = str(row.get("source") or said("plans.illustrative_one"))
    return said("plans.line_coordination", each=number(row.get("each", "–")), pair=number(row.get("pair", 0)),
                source=source)  # fmt: skip


def _skill(row: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    levels = row.get("levels")
    told = [f"{titles.get(code, code)} {_percent(each)}" for code, each in levels.items()] if isinstance(
        levels, Mapping
    ) else []  # fmt: skip
    return ", ".join(told) or said("plans.line_skill_none")


_LINES = {
    "coordination": _coordination, "skill": _skill,
    "exchange": _exchange,
    "curve": _curve, "adoption": _adoption, "saving": _saving, "measured": _measured,
    "type": _type, "activity": _activity, "flow": _flow, "financing": _financing, "factor": _factor,
    "correlation": _correlation, "scenario": _scenario, "assumption": _assumption,
    "objective": _objective,
}  # fmt: skip
