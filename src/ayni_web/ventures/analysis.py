"""Calls to the engine: a plan read from its file, everything wrong in it, and what it comes to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unicodedata import category, normalize

import numpy as np

import ayni
from ayni.errors import AyniError
from ayni.venture.book import Agreed, workbook
from ayni.venture.layers import Handed, due_next, handed_over, missing_layers
from ayni.venture.learning import below_cost
from ayni.venture.lending import Lending, lending
from ayni.venture.plan import GROUP, Financing, Flow, Objective, Plan
from ayni.venture.reading import LISTS, document_of, plan_and_faults, plan_of
from ayni.venture.scoring import scores
from ayni.venture.sheets import document_of_workbook, is_workbook, workbook_of_document
from ayni.venture.size_words import Teller, duplicate_lines, size_facts, size_lines
from ayni.venture.tables import DRAWS, SEED, Told, told
from ayni.venture.worth import a_year, shares_costs, split, streams

__all__ = [
    "GROUP",
    "LISTS",
    "Found",
    "Handed",
    "HandedOver",
    "Lent",
    "Objective",
    "Teller",
    "Wrong",
    "computed",
    "document_read",
    "duplicate_lines",
    "handed",
    "is_workbook",
    "lent",
    "missing_layers_in",
    "plan_book",
    "size_lines",
    "workbook_of_document",
    "wrong_by_cell",
    "wrong_in",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing wrong in a document: its table, its row from 0 (-1: the table as a whole), and why."""

    table: str
    row: int
    mistake: AyniError


@dataclass(frozen=True, slots=True)
class Found:
    """What a plan comes to, as rows that pages read; ``group`` is of all together."""

    members: list[dict[str, Any]]
    years: list[dict[str, Any]]
    scenarios: list[dict[str, Any]]
    sways: list[dict[str, Any]]
    group: dict[str, Any]
    engine: str
    draws: int
    seed: int


def document_read(content: bytes, name: str) -> dict[str, Any]:
    """Document that a file tells, TOML or workbook, with days as text and text in NFC without what is not seen."""
    told = document_of_sheets(content) if is_workbook(content) else document_of(content, name)
    return {str(key): _plain(each) for key, each in told.items()}


def document_of_sheets(content: bytes) -> dict[str, Any]:
    """What a workbook says; its rows know their cells."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "model.xlsx"
        path.write_bytes(content)
        return document_of_workbook(path)


def wrong_by_cell(content: bytes) -> list[AyniError]:
    """Everything wrong in a workbook that can be read, each told with its cell."""
    return [each.mistake for each in plan_and_faults(document_of_sheets(content))[1]]


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {_plain(name): _plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, str):
        return "".join(letter for letter in normalize("NFC", value) if category(letter) not in ("Cc", "Cs"))
    return value.isoformat() if isinstance(value, date | datetime) else value


def plan_book(document: Mapping[str, Any], group: Mapping[str, Any], language: str) -> bytes:
    """Workbook of a plan whose split was computed: ``group`` is what that computation said of all together."""
    plan = plan_of(document)
    agreed = Agreed(np.array(group["tilt"], dtype=np.float64), np.array(group["runs"], dtype=bool))
    return workbook(plan, streams(plan), agreed, language)


@dataclass(frozen=True, slots=True)
class Lent:
    """What a lender asks of a plan, and what of the plan it is told beside.

    Attributes
    ----------
    found : Lending
    types : dict of str to (title, count)
    flows : tuple of Flow
        Within the plan: not what members have alone.
    financing : tuple of Financing
    """

    found: Lending
    types: dict[str, tuple[str, int]]
    flows: tuple[Flow, ...]
    financing: tuple[Financing, ...]


def lent(document: Mapping[str, Any], group: Mapping[str, Any]) -> Lent:
    """What a lender asks of a plan whose split was computed: ``group`` is what that computation said."""
    plan = plan_of(document)
    agreed = Agreed(np.array(group["tilt"], dtype=np.float64), np.array(group["runs"], dtype=bool))
    types = {each.code: (each.title, each.count) for each in plan.types}
    flows = tuple(each for each in plan.flows if not each.alone)
    return Lent(lending(plan, streams(plan), agreed), types, flows, plan.financing)


@dataclass(frozen=True, slots=True)
class Scored:
    """How a forecast did: whether what came lies within its range, and what came less what was planned."""

    inside: bool
    error: float


def scored(planned: float, low: float, high: float, came: float) -> Scored:
    """How one forecast did."""
    found = scores(planned=np.array([planned]), low=np.array([low]), high=np.array([high]), came=np.array([came]))
    return Scored(bool(found.inside[0]), float(found.error[0]))


def wrong_in(document: Mapping[str, Any]) -> list[Wrong]:
    """Everything wrong in a document, in the order of its tables."""
    return [Wrong(each.table, each.row, each.mistake) for each in plan_and_faults(document)[1]]


def missing_layers_in(document: Mapping[str, Any]) -> tuple[str, ...]:
    """Layers of years in which nothing is to be done; none where the document is at fault."""
    plan = plan_and_faults(document)[0]
    return missing_layers(plan) if plan is not None else ()


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What a plan hands over on a day: by layer, and what is due first; ``currency`` of its money."""

    layers: tuple[Handed, ...]
    first: Objective | None
    currency: str


def handed(document: Mapping[str, Any], day: date) -> HandedOver | None:
    """What a plan hands over; None where the document is at fault."""
    plan = plan_and_faults(document)[0]
    return HandedOver(handed_over(plan, day), due_next(plan, day), plan.currency) if plan is not None else None


def computed(document: Mapping[str, Any]) -> Found:
    """What a plan comes to; refused where it cannot be followed."""
    plan = plan_of(document)
    found = told(plan)
    return Found(
        members=_members(plan, found), years=found.years.drop("currency").to_dicts(), scenarios=_scenarios(plan, found),
        sways=_sways(plan, found), group=_group(plan, found), engine=ayni.__version__, draws=DRAWS, seed=SEED,
    )  # fmt: skip


def _members(plan: Plan, found: Told) -> list[dict[str, Any]]:
    kept = ("count", "alone", "together", "gain", "chance_of_loss", "payback_periods", "internal_rate",
            "internal_rate_reason", "peak_working_capital", "type")  # fmt: skip
    shares = found.sharing.to_dicts()
    rows = []
    for at, row in enumerate(found.members.iter_rows(named=True)):
        yearly = {f"{name}_a_year": float(a_year(plan, row[name])) for name in ("alone", "together", "gain")}
        ends = {f"{end}_a_year": float(a_year(plan, row[f"gain_{end}"])) for end in ("low", "high")}
        rows.append(
            {**{name: row[name] for name in kept}, **yearly, **ends, "position": at, "title": plan.types[at].title,
             "twenty": [round(float(each), 2) for each in a_year(plan, found.risk.twenty[at])],
             "adds_a_year": float(a_year(plan, shares[at]["adds"]))}
        )  # fmt: skip
    return rows


def _scenarios(plan: Plan, found: Told) -> list[dict[str, Any]]:
    titles = {each.code: each.title for each in plan.scenarios}
    return [
        {**_spread(plan, row, "alone", "together", "gain"), "position": at, "title": titles.get(row["scenario"], "")}
        for at, row in enumerate(found.scenarios.drop("currency").iter_rows(named=True))
    ]


def _sways(plan: Plan, found: Told) -> list[dict[str, Any]]:
    titles = {each.code: each.title for each in (*plan.factors, *plan.curves, *plan.adoptions)}
    return [
        {**_spread(plan, row, "gain_low", "gain_high"), "position": at, "title": titles[row["factor"]]}
        for at, row in enumerate(found.sways.drop("currency", "reason").iter_rows(named=True))
    ]


def _spread(plan: Plan, row: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Row with amounts of today spread evenly over the years."""
    return {**row, **{name: float(a_year(plan, row[name])) for name in names}}


def _group(plan: Plan, found: Told) -> dict[str, Any]:
    shared = found.sharing.row(0, named=True)
    leaving: dict[int, dict[str, Any]] = {}
    for row in found.leaving.iter_rows(named=True):
        one = leaving.setdefault(row["rank"], {"who": [], "excess": float(a_year(plan, row["excess"]))})
        one["who"].append([row["type"], row["count"]])
    gains, money = found.members["gain"] * found.members["count"], streams(plan)
    agreed = split(plan, money)
    return {
        "currency": plan.currency, "years": plan.years, "rate": plan.discount_rate, "step": plan.step,
        "starts": plan.starts, "prices": plan.prices, "prices_of": plan.prices_of, "tax": plan.tax,
        "rule": shared["rule"], "core": shared["core"], "margin": float(a_year(plan, shared["margin"])),
        "subsidy": shared["subsidy"], "leaving": list(leaving.values()), "gain": float(a_year(plan, gains.sum())),
        "by_costs": shares_costs(plan, money), "sizes": size_facts(plan, found),
        **_learned(plan, found), "illustrative": any(not each.source for each in plan.flows),
        "tilt": agreed.tilt.tolist(), "runs": agreed.runs.tolist(),
        "gaining": [round(float(each), 4) for each in found.risk.gaining],
        "worst_quarter": [round(float(each), 2) for each in a_year(plan, found.risk.worst_quarter)],
    }  # fmt: skip


def _learned(plan: Plan, found: Told) -> dict[str, Any]:
    """What experience is counted on for, what was measured of savings, and what is sold below its cost."""
    rows = found.savings.to_dicts()
    return {
        "curves": [{"title": each.title, "ratio": each.ratio, "low": each.low, "high": each.high}
                   for each in plan.curves],
        "adoptions": [{"title": each.title, "market": each.value[0], "low": each.low[0], "high": each.high[0]}
                      for each in plan.adoptions],
        "savings": [
            {"title": each.title, **{name: sum(row[name] or 0.0 for row in rows if row["saving"] == each.code)
                                     for name in ("planned", "realised")}}
            for each in plan.savings
        ],
        "below_cost": [
            {"title": plan.flows[each.flow].title, "period": each.period, "price": each.price, "cost": each.cost,
             "reason": plan.flows[each.flow].below_cost}
            for each in below_cost(plan)
        ],
    }  # fmt: skip
