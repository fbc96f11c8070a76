"""Which step: processes and cases."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router

from ayni_web.api.access import READS
from ayni_web.api.asked import CasesAsked, Listed, Paging, paged, paged_together
from ayni_web.api.reads.telling import named
from ayni_web.api.shapes.processes import Case, CaseLine, Process, ProcessLine
from ayni_web.common.language import spoken
from ayni_web.processes import models
from ayni_web.processes.access import may_see_names
from ayni_web.processes.queries import cases as walked
from ayni_web.processes.queries import processes as queries
from ayni_web.processes.queries.papers import asked_papers
from ayni_web.processes.queries.sequels import seen_case

router = Router(auth=READS)


@router.get("/processes", response=Listed[ProcessLine])
def processes(request: HttpRequest, asked: Query[Paging]) -> Any:
    """Processes with which cases are opened now."""

    def told(rows: list[models.Rules]) -> list[dict[str, Any]]:
        counts = queries.open_counts(request.auth, [each.process_id for each in rows])
        return [_process_line(each, each.process, counts.get(each.process_id, 0)) for each in rows]

    return paged_together(queries.rules_in_force(request.auth), asked, told)


@router.get("/processes/{uuid:pk}", response=Process)
def process(request: HttpRequest, pk: UUID) -> Any:
    """One process: its steps, how long they take, the trade that it holds up."""
    row = get_object_or_404(queries.visible_processes(request.auth), pk=pk)
    rules = queries.rules_to_show(row)
    if rules is None:
        raise Http404
    counts = queries.open_counts(request.auth, [row.pk])
    times = {each.step.pk: each for each in queries.step_times(request.auth, rules)}
    blocked = queries.blocked(request.auth, row) if rules.blocks else None
    return {
        **_process_line(rules, row, counts.get(row.pk, 0)), "source": rules.document["source"],
        "retired_at": row.retired_at, "blocked_usd": blocked[0] if blocked else None,
        "blocked_cases": blocked[1] if blocked else None,
        "steps": [_step(each, times.get(each.pk)) for each in rules.steps.prefetch_related("ways__target")],
    }  # fmt: skip


@router.get("/cases", response=Listed[CaseLine])
def cases(request: HttpRequest, asked: Query[CasesAsked]) -> Any:
    """Cases that the person sees, the first due first."""
    found = walked.found_cases(request.auth, words=asked.q or "", which=asked.which or "", process=asked.process,
                               cluster=asked.cluster)  # fmt: skip
    return paged(found, asked, _case_line)


@router.get("/cases/{uuid:pk}", response=Case)
def case(request: HttpRequest, pk: UUID) -> Any:
    """One case: where it is, what is asked now, its way with its clock."""
    found = walked.whole(walked.visible_cases(request.auth)).select_related(
        "opened_by", "rules__process", "intake", "sequel__cluster", "sequel__following", "origin__case"
    )
    row = get_object_or_404(found.prefetch_related("reviewers__person"), pk=pk)
    names, stages = may_see_names(request.auth, row), walked.stages(row)
    return {
        **_case_line(row), "text": row.text, "version": row.rules.number,
        "opened_by": row.opened_by.name if names else None,
        "reviewers": [each.person.name for each in row.reviewers.all()] if names else None,
        "asks": spoken(row.step.asks), "missing": [] if row.ended_at else asked_papers(row),
        "days_left": (row.due_on - timezone.localdate()).days if row.due_on else None,
        "stays": [_stay(each, names) for each in stages],
        "ahead": [{**_where(each.step), "allowed": each.step.days, "counting": each.step.counting}
                  for each in walked.ahead(row, stages)],
        **_around(request.auth, row),
    }  # fmt: skip


def _around(person: Any, row: Any) -> dict[str, Any]:
    """How a case came, and what stands before and after it."""
    intake, origin, sequel = (getattr(row, name, None) for name in ("intake", "origin", "sequel"))
    return {
        "came": {"by": intake.came_by, "on": intake.came_on} if intake else None,
        "before": named(seen_case(person, origin and origin.case)),
        "after": named(seen_case(person, sequel and sequel.following)),
        "formed": named(sequel.cluster) if sequel else None,
    }


def _process_line(rules: models.Rules, row: models.Process, count: int) -> dict[str, Any]:
    return {
        "id": row.pk, "title": str(rules), "about": spoken(rules.document["about"]), "cluster": named(row.cluster),
        "version": rules.number, "since": rules.put_at, "open_cases": count,
    }  # fmt: skip


def _where(step: models.Step) -> dict[str, Any]:
    return {"code": step.code, "title": str(step), "owner": step.owner}


def _step(step: models.Step, time: queries.StepTime | None) -> dict[str, Any]:
    names = ("days", "counting", "documents", "by_another", "pause", "ending", "leads_to")
    taken = time.taken if time else None
    return {
        **_where(step), "asks": spoken(step.asks), **{name: getattr(step, name) for name in names},
        "moves": [{"to": each.target.code, "title": str(each), "by": each.by, "reason": each.reason}
                  for each in step.ways.all()],
        "few": time is not None and time.few, "median": taken.median if taken else None,
        "begun": taken.begun if taken else None, "going_on": taken.going_on if taken else None,
    }  # fmt: skip


def _case_line(row: Any) -> dict[str, Any]:
    names = ("number", "title", "opened_at", "entered_at", "due_on", "paused", "ended_at", "blocked_usd")
    return {
        "id": row.pk, **{name: getattr(row, name) for name in names}, "late": walked.is_late(row),
        "process": {"id": row.rules.process_id, "name": str(row.rules)}, "cluster": named(row.cluster),
        "organisation": named(row.organisation), "step": _where(row.step), "ending": row.step.ending,
    }  # fmt: skip


def _stay(stage: walked.Stage, names: bool) -> dict[str, Any]:
    """A stay at a step; of a step behind, that of whoever brought the case there."""
    move = stage.move
    if move is None:
        raise ValueError(stage)
    return {
        **_where(stage.step), "entered_at": move.made_at, "left_at": stage.left.made_at if stage.left else None,
        "way": str(move.way) if move.way else "", "person": move.by.name if names else None, "reason": move.reason,
        "days": stage.days, "allowed": stage.step.days, "counting": stage.step.counting, "over": stage.over,
        "pauses": [{"since": each.since, "until": each.until, "reason": each.reason} for each in stage.pauses],
    }  # fmt: skip
