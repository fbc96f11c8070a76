"""Cases: opened, moved as their rules have it, paused and taken up again."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models.functions import Now
from django.utils import timezone

from ayni_web.accounts.models import Person as People
from ayni_web.common import chain
from ayni_web.common.acting import Mistake, action
from ayni_web.common.language import said
from ayni_web.members.models import Cluster, Organisation
from ayni_web.processes.access import holds, may_move, may_name_reviewers, may_open, may_open_for, may_pause, may_see
from ayni_web.processes.clock import after, day_of, days_between, last_day
from ayni_web.processes.models import Case, Move, Pause, Reviewer, Rules, Way
from ayni_web.processes.queries.papers import missing_papers
from ayni_web.processes.queries.reviewers import may_review

if TYPE_CHECKING:
    from ayni_web.accounts.models import Person


@action
def open_case(
    *, by: "Person", rules: Rules, title: str, text: str = "", cluster: Cluster | None = None,
    organisation: Organisation | None = None, blocked_usd: Decimal | None = None,
) -> Case:  # fmt: skip
    """Case at the first step of rules in force; it keeps these rules to its end."""
    row = rules_held(rules)
    if not may_open(by, row):
        raise Mistake("cases.not_yours_to_open")
    return opened(by, row, timezone.localdate(), title=title, text=text, cluster=cluster, organisation=organisation,
                  blocked_usd=blocked_usd)  # fmt: skip


def rules_held(rules: Rules) -> Rules:
    """Rules as they are now, in force."""
    row = Rules.objects.select_related("process").get(pk=rules.pk)
    if row.state != Rules.State.IN_FORCE:
        raise Mistake("cases.rules_not_in_force")
    return row


def opened(
    by: "Person", rules: Rules, since: date, *, cluster: Cluster | None, organisation: Organisation | None,
    blocked_usd: Decimal | None, **told: str,
) -> Case:  # fmt: skip
    """Case that was opened by someone who may, whose clock begins on a day."""
    if not may_open_for(by, cluster, organisation):
        raise Mistake("cases.not_yours_to_open")
    _refuse_other_subjects(rules, cluster, organisation)
    first = rules.steps.get(position=0)
    case = Case.objects.create(
        rules=rules, cluster=cluster, organisation=organisation, opened_by=by, step=first,
        blocked_usd=blocked_usd if rules.blocks else None, brought_by=by, due_on=last_day(since, first), **told,
    )  # fmt: skip
    Move.objects.create(case=case, number=1, step=first, by=by)
    chain.append("case.opened", by=by, case=str(case.pk), rules=str(rules.pk))
    return case


@action
def move_case(*, by: "Person", case: Case, way: Way, reason: str = "") -> Move:
    """Case brought to the next step, on a way of its rules, by someone whose role the way names."""
    row = _held(case)
    if way.origin_id != row.step_id:
        raise Mistake("cases.moved_meanwhile")
    if way.by_another and row.brought_by_id == by.pk:
        raise Mistake("cases.by_another")
    if not may_move(by, row, way):
        raise Mistake("cases.not_yours_to_move")
    if row.pauses.filter(until__isnull=True).exists():
        raise Mistake("cases.paused_now")
    reason = reason.strip()
    if way.reason and not reason:
        raise Mistake("cases.say_why", field="reason")
    if missing := missing_papers(row, way):
        raise Mistake("cases.papers_missing", papers=", ".join(said(f"document_kinds.{each}") for each in missing))
    return _moved(by, row, way, reason)


@action
def pause_case(*, by: "Person", case: Case, reason: str) -> Pause:
    """Stop the clock of a case, with the reason."""
    row = _held(case)
    if not may_pause(by, row):
        raise Mistake("cases.no_pause")
    if row.pauses.filter(until__isnull=True).exists():
        raise Mistake("cases.paused_now")
    if not reason.strip():
        raise Mistake("cases.say_why", field="reason")
    made = Pause.objects.create(case=row, step=row.step, reason=reason.strip(), by=by)
    chain.append("case.paused", by=by, case=str(row.pk))
    return made


@action
def resume_case(*, by: "Person", case: Case) -> Pause:
    """Let the clock go on: the last day allowed moves by the days it stood still."""
    row = _held(case)
    pause = row.pauses.filter(until__isnull=True).first()
    if pause is None or not holds(by, row, row.step.owner):
        raise Mistake("cases.no_pause")
    Pause.objects.filter(pk=pause.pk).update(until=Now(), ended_by=by)
    pause.refresh_from_db()
    row.due_on = _moved_on(row, pause)
    row.save(update_fields=["due_on"])
    chain.append("case.resumed", by=by, case=str(row.pk))
    return pause


@action
def name_reviewer(*, by: "Person", case: Case, person: People) -> Reviewer:
    """Someone who reviews a case: neither who opened it, nor who acts for its organisation, nor who names."""
    row = _held(case)
    if not may_name_reviewers(by, row):
        raise Mistake("cases.not_yours_to_move")
    if person == by or not may_review(row).filter(pk=person.pk).exists():
        raise Mistake("cases.not_independent", field="person")
    if row.reviewers.filter(person=person).exists():
        raise Mistake("cases.reviews_already", field="person")
    made = Reviewer.objects.create(case=row, person=person, named_by=by)
    chain.append("case.reviewer_named", by=by, case=str(row.pk), reviewer=chain.digest_of(person))
    return made


@action
def tell_blocked(*, by: "Person", case: Case, blocked_usd: Decimal | None) -> Case:
    """Say how much trade a year a case holds up."""
    row = _held(case)
    if not row.rules.blocks or not may_see(by, row) or not holds_some(by, row):
        raise Mistake("cases.not_yours_to_move")
    row.blocked_usd = blocked_usd
    row.save(update_fields=["blocked_usd"])
    return row


def holds_some(by: "Person", case: Case) -> bool:
    """Whether a person works on a case: asked for it, manages its cluster or coordinates."""
    return any(holds(by, case, role) for role in ("requester", "manager", "officer"))


def held_case(case: Case) -> Case:
    """Case as it is now, locked until the end of the transaction."""
    rows = Case.objects.select_for_update(of=("self",)).select_related("step", "rules", "cluster", "organisation")
    return rows.get(pk=case.pk)


def _held(case: Case) -> Case:
    """Case as it is now, locked until the end of the transaction; one that ended is changed no more."""
    row = held_case(case)
    if row.ended_at is not None:
        raise Mistake("cases.ended_already")
    return row


def _moved(by: "Person", row: Case, way: Way, reason: str) -> Move:
    number = row.moves.count() + 1
    made = Move.objects.create(case=row, number=number, way=way, step=way.target, by=by, reason=reason)
    made.refresh_from_db(fields=["made_at"])
    row.step, row.brought_by, row.entered_at = way.target, by, made.made_at
    row.due_on = last_day(day_of(made.made_at), way.target)
    row.ended_at = made.made_at if way.target.ending else None
    row.save(update_fields=["step", "brought_by", "entered_at", "due_on", "ended_at"])
    kind = f"case.{way.target.ending}" if way.target.ending else "case.moved"
    chain.append(kind, by=by, case=str(row.pk), step=way.target.code, number=number)
    return made


def _moved_on(row: Case, pause: Pause) -> date | None:
    if row.due_on is None or pause.until is None:
        return None
    stood = days_between(day_of(pause.since), day_of(pause.until), row.step.counting)
    return after(row.due_on, stood, row.step.counting)


def _refuse_other_subjects(rules: Rules, cluster: Cluster | None, organisation: Organisation | None) -> None:
    """Refuse a case of what its rules are not for, of another cluster than theirs, or with steps that are nobody's."""
    subject = "organisation" if organisation else "cluster" if cluster else "request"
    if subject not in rules.subjects:
        raise Mistake(f"cases.not_of_{subject}", field="organisation" if subject == "organisation" else "cluster")
    if rules.process.cluster_id and (cluster is None or cluster.pk != rules.process.cluster_id):
        raise Mistake("cases.of_its_cluster", field="cluster")
    if cluster is None and rules.steps.filter(owner="manager").exists():
        raise Mistake("cases.needs_cluster", field="cluster")
    if cluster is not None and cluster.state == Cluster.State.ENDED:
        raise Mistake("cluster.ended_already", field="cluster")
