"""Answers: kept as a draft as often as wanted, sent once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models.functions import Now

from ayni.library.questionnaires import Questionnaire
from ayni_web.assessments.access import may_answer, may_run
from ayni_web.assessments.models import Answer, Assessment, Sheet
from ayni_web.assessments.queries.templates import read
from ayni_web.common import chain
from ayni_web.common.acting import Mistake, action

if TYPE_CHECKING:
    from ayni_web.accounts.models import Person
    from ayni_web.members.models import Organisation


@dataclass(frozen=True, slots=True)
class Given:
    """What a person gives for an item: a value, ``unknown``, ``not_apply``, or nothing yet; and a note."""

    kind: str = ""
    value: float | None = None
    note: str = ""


@action
def answer_sheet(*, by: "Person", sheet: Sheet, given: Mapping[str, Given], send: bool) -> Sheet:
    """Keep what was answered; with ``send``, send it whole: after that nobody changes it."""
    # The round is held first, as by whoever closes it: a sheet is sent before or after, never at once.
    assessment = Assessment.objects.select_for_update().get(pk=sheet.assessment_id)
    row = Sheet.objects.select_for_update().get(pk=sheet.pk)
    row.assessment = assessment
    if not may_answer(by, row):
        raise Mistake("assessments.not_answered_now")
    asked = read(assessment.version)
    _refuse_beyond(asked, given)
    _keep(row, given)
    if send:
        _refuse_open(asked, row)
        Sheet.objects.filter(pk=row.pk).update(state=Sheet.State.SENT, sent_at=Now())
    elif row.state == Sheet.State.ASKED:
        Sheet.objects.filter(pk=row.pk).update(state=Sheet.State.DRAFT)
    return Sheet.objects.get(pk=row.pk)


@action
def put_in_paper(
    *, by: "Person", assessment: Assessment, paper: str, given: Mapping[str, Given],
    organisation: "Organisation | None" = None,
) -> Sheet:  # fmt: skip
    """Copy what somebody without an account answered on paper: whole, once, under the number of the paper.

    No name is kept; who copied it stays beside it.
    """
    held = Assessment.objects.select_for_update().get(pk=assessment.pk)
    if not may_run(by, held) or not held.is_open:
        raise Mistake("assessments.is_closed" if may_run(by, held) else "assessments.not_yours")
    asked = read(held.version)
    own = organisation is not None and organisation.pk == held.organisation_id
    if own and not asked.own:
        raise Mistake("assessments.paper_of_their_own", field="organisation")
    if held.sheets.filter(paper=paper).exists():
        raise Mistake("assessments.paper_twice", field="paper", paper=paper)
    _refuse_beyond(asked, given)
    made = Sheet.objects.create(
        assessment=held, typed_by=by, paper=paper, organisation=organisation, own=own, asked_by=by
    )
    _keep(made, given)
    _refuse_open(asked, made)
    Sheet.objects.filter(pk=made.pk).update(state=Sheet.State.SENT, sent_at=Now())
    chain.append("assessment.paper_put_in", by=by, assessment=str(held.pk), paper=paper)
    return Sheet.objects.get(pk=made.pk)


def _refuse_beyond(asked: Questionnaire, given: Mapping[str, Given]) -> None:
    known, values = {item.code for item in asked.items}, {step.value for step in asked.scale}
    for code, each in given.items():
        if code not in known or (each.kind == Answer.Kind.VALUE and each.value not in values):
            raise Mistake("assessments.not_on_the_scale")


def _keep(sheet: Sheet, given: Mapping[str, Given]) -> None:
    kept = {answer.item: answer for answer in sheet.answers.all()}
    fresh = []
    for code, each in given.items():
        answer = kept.get(code) or Answer(sheet=sheet, item=code)
        before = (answer.kind, answer.value, answer.note)
        answer.kind, answer.value, answer.note = each.kind, each.value, each.note
        if answer.pk is None:
            fresh.append(answer)
        elif before != (each.kind, each.value, each.note):
            answer.save(update_fields=["kind", "value", "note"])
    Answer.objects.bulk_create(fresh)


def _refuse_open(asked: Questionnaire, sheet: Sheet) -> None:
    answered = set(sheet.answers.exclude(kind="").values_list("item", flat=True))
    left = [item.code for item in asked.items if item.code not in answered]
    if left:
        raise Mistake("assessments.left_open", field=f"a_{left[0]}", n=len(left))
