"""What the members of the demonstration promise, measure, answer and carry through steps."""

from decimal import Decimal
from typing import Any

from ayni_web.assessments.actions import ask_people, close_assessment, copy_entry, open_assessment, put_in_paper
from ayni_web.assessments.actions.answering import Given
from ayni_web.assessments.queries.templates import read
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
        for name, values in row.get("members", {}).items():
            for back, (value, weight) in enumerate(reversed(values)):
                reading = tell_reading(
                    by=manager, measure=measure, organisation=stage.organisations[name],
                    starts_on=moved(measure.period, last, -back), value=Decimal(str(value)), source=row["source"],
                    weight=Decimal(weight),
                )  # fmt: skip
                if row.get("checked"):
                    verify_reading(by=officer, reading=reading)
        for name, periods in row.get("by_part", {}).items():
            for back, values in enumerate(reversed(periods)):
                for part, value in zip(measure.parts, values, strict=True):
                    tell_reading(
                        by=manager, measure=measure, organisation=stage.organisations[name], part=part,
                        starts_on=moved(measure.period, last, -back), value=Decimal(value), source=row["source"],
                    )  # fmt: skip


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


def add_rounds(stage: Stage, cluster: Cluster, rows: list[dict[str, Any]], by: str) -> None:
    """Ask with a questionnaire: what was answered on paper, a digit an item, and who is asked on the site."""
    manager = stage.people[by]
    for row in rows:
        template = copy_entry(by=manager, code=row["questionnaire"], cluster=cluster)
        made = open_assessment(by=manager, template=template, cluster=cluster, closes_on=stage.day(row["closes"]))
        for number, paper in enumerate(row["papers"], start=1):
            items = read(made.version).items
            given = {item.code: Given("value", float(digit)) for item, digit in zip(items, paper, strict=True)}
            put_in_paper(by=manager, assessment=made, paper=str(number), given=given)
        if row.get("ask"):
            ask_people(by=manager, assessment=made, people=[stage.people[name] for name in row["ask"]])
        if row.get("closed"):
            close_assessment(by=manager, assessment=made)
