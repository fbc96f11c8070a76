"""Answers: kept as a draft as often as wanted, sent once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models.functions import Now

from ayni.library.questionnaires import Questionnaire
from ayni_web.assessments.access import may_answer
from ayni_web.assessments.models import Answer, Assessment, Sheet
from ayni_web.assessments.queries.templates import read
from ayni_web.common.acting import Mistake, action

if TYPE_CHECKING:
    from ayni_web.accounts.models import Person


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
