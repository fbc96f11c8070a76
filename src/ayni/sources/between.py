"""What must hold among the cells of one row."""

import polars as pl

from ayni.errors import Fault
from ayni.sources.collecting import Faults
from ayni.sources.doubts import Doubt, Judged, Places, always, places
from ayni.sources.plan import Plan
from ayni.sources.survey import Survey, Tally


def judge_rows(plan: Plan, judged: Judged, rows: Places, faults: Faults, survey: Survey) -> None:
    """Hold each row of a batch against what the contract says among its columns."""
    _judge_needs(plan, judged, rows, faults, survey)
    for group in plan.contract.one_of:
        known = [name for name in group if name in judged.filled]
        if known:
            filled = judged.filled[known[0]]
            for name in known[1:]:
                filled = filled | judged.filled[name]
            _refuse(
                plan,
                known[0],
                ~filled,
                rows,
                faults,
                "check.one_of_empty",
                group=", ".join(plan.theirs(name) for name in group),
            )
    if plan.contract.symmetric and all(name in judged.values for name in plan.contract.symmetric):
        place, neighbour = plan.contract.symmetric
        itself = (judged.values[place] == judged.values[neighbour]).fill_null(False)
        for at in places(itself):
            facts: dict[str, object] = {"place": judged.values[place][int(at)]}
            faults.add(Fault("check.own_neighbour", int(rows[at]), plan.theirs(neighbour), facts=facts))


def _judge_needs(plan: Plan, judged: Judged, rows: Places, faults: Faults, survey: Survey) -> None:
    for column in plan.contract.columns:
        if column.needs is None or column.name not in judged.filled:
            continue
        filled = judged.filled[column.name]
        if plan.knows(column.needs):
            missing = filled & ~judged.filled[column.needs]
            needed = plan.contract.column(column.needs)
            key = "check.needs_unit" if needed is not None and needed.kind == "text" else "check.needs"
            example = needed.example if needed is not None else ""
            by = plan.theirs(column.name)
            _refuse(plan, column.needs, missing, rows, faults, key, by=by, example=example)
        elif filled.any() and column.name not in survey.lacking:
            survey.lacking[column.name] = Tally(0, int(rows[filled.arg_true()[0]]))


def _refuse(plan: Plan, name: str, mask: pl.Series, rows: Places, faults: Faults, key: str, **facts: object) -> None:
    at = places(mask)
    if len(at):
        position = plan.header.places.get(name, -1)
        doubt = Doubt(at, always(key, **facts))
        faults.add_cells(doubt, rows=rows, column=plan.theirs(name), position=position)
