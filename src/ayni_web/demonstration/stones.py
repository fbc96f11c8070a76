"""What the members of the demonstration promise, measure, answer and carry through steps."""

from decimal import Decimal
from typing import Any

from ayni_web.commitments.actions import countersign, propose
from ayni_web.demonstration.stage import Stage
from ayni_web.members.models import Cluster
from ayni_web.processes.actions.cases import open_case
from ayni_web.processes.actions.rules import use_entry
from ayni_web.series.readings.actions import copy_measure, tell_reading, verify_reading
from ayni_web.series.readings.periods import last_ended, moved


def add_measures(stage: Stage, cluster: Cluster, rows: list[dict[str, Any]], by: str) -> None:
    """Count: of each member its last periods, with what each weighs; an officer verifies those that are checked."""
    manager, officer = stage.people[by], stage.people["officer"]
    for row in rows:
        measure = copy_measure(by=manager, cluster=cluster, code=row["code"])
        last = last_ended(measure.period, stage.day(0))
        for name, values in row["members"].items():
            for back, (value, weight) in enumerate(reversed(values)):
                reading = tell_reading(
                    by=manager, measure=measure, organisation=stage.organisations[name],
                    starts_on=moved(measure.period, last, -back), value=Decimal(str(value)), source=row["source"],
                    weight=Decimal(weight),
                )  # fmt: skip
                if row.get("checked"):
                    verify_reading(by=officer, reading=reading)


def add_commitments(stage: Stage, cluster: Cluster, rows: list[dict[str, Any]]) -> None:
    """Promise: one side proposes and, where it is said who, the other countersigns."""
    for row in rows:
        maker, receiver = (
            stage.organisations[row[side]] if row[side] != "entity" else stage.entity for side in ("maker", "receiver")
        )
        made = propose(
            by=stage.people[row["proposed_by"]], kind=row["kind"], side="maker", organisation=maker, other=receiver,
            content=row["content"], due_on=stage.day(row["due"]), cluster=cluster, unit=row.get("unit", ""),
            quantity=Decimal(str(row["quantity"])) if "quantity" in row else None,
        )  # fmt: skip
        if "countersigned_by" in row:
            countersign(by=stage.people[row["countersigned_by"]], commitment=made)


def add_cases(stage: Stage, cluster: Cluster, rows: list[dict[str, Any]], by: str) -> None:
    """Open what walks through steps."""
    for row in rows:
        rules = use_entry(by=stage.people["officer"], entry=row["process"])
        open_case(
            by=stage.people[by], rules=rules, title=row["title"], text=row["text"], cluster=cluster,
            blocked_usd=Decimal(row["blocked_usd"]) if "blocked_usd" in row else None,
        )  # fmt: skip
