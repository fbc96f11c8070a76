"""What of this room evidence shows: answers."""

from typing import Any

from django.db.models import Q, QuerySet

from ayni_web.accounts.access import is_auditor, is_staff
from ayni_web.assessments.access import may_answer
from ayni_web.assessments.models import Answer
from ayni_web.documents.access import Owner
from ayni_web.members.access import managed
from ayni_web.series.subjects import Subject


def visible_answers(person: Any) -> QuerySet[Answer]:
    """Answers that a person sees: the own ones; of closed rounds with names, those of the rounds they run."""
    runs = Q() if is_staff(person) or is_auditor(person) else Q(sheet__assessment__cluster_id__in=managed(person))
    named = Q(sheet__assessment__version__content__named=True, sheet__assessment__state="closed", sheet__state="sent")
    whole = ("sheet__assessment__version", "sheet__assessment__cluster", "sheet__organisation", "sheet__person")
    return Answer.objects.filter(Q(sheet__person=person) | (named & runs)).select_related(*whole)


def may_attach(person: Any, answer: Answer) -> bool:
    """Who answers, until the sheet is sent."""
    return may_answer(person, answer.sheet)


def owner(person: Any, answer: Answer) -> tuple[Owner, str]:
    """A paper is of the organisation that answers, else of the cluster, else of the entity."""
    return answer.sheet.organisation or answer.sheet.assessment.cluster, "managers"


SUBJECTS = (Subject("answer", Answer, visible_answers, may_attach, owner, "assessments:answer_of"),)
