"""Rounds, sheets and answers."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db.models import Count, Q, QuerySet

from ayni.library.questionnaires import Questionnaire
from ayni_web.accounts.access import sees_entity
from ayni_web.assessments.access import FEWEST, seers
from ayni_web.assessments.models import Answer, Assessment, Sheet

_WHOLE = ("version__template", "cluster", "organisation", "opened_by", "closed_by", "replied_by")


def visible_rounds(person: Any) -> QuerySet[Assessment]:
    """Rounds that a person sees; none without an account."""
    if not person.is_authenticated:
        return Assessment.objects.none()
    return Assessment.objects.filter(seers(person)).select_related(*_WHOLE)


def found_rounds(person: Any, *, state: str = "", cluster: Any = None) -> QuerySet[Assessment]:
    """Rounds in a state, of a cluster, with how many were asked and how many sent their answers."""
    found = visible_rounds(person)
    if state:
        found = found.filter(state=state)
    if cluster:
        found = found.filter(cluster=cluster)
    sent = Count("sheets", filter=Q(sheets__state=Sheet.State.SENT))
    return found.annotate(asked=Count("sheets"), sent=sent).order_by("-opened_at", "pk")


def is_told(person: Any, count: int) -> bool:
    """Whether a number of people is told as it is: few are not, outside the entity."""
    return sees_entity(person) or count == 0 or count >= FEWEST


def to_answer(person: Any) -> QuerySet[Sheet]:
    """Sheets that a person was asked for and has not sent, the earliest day first."""
    found = Sheet.objects.filter(person=person, assessment__state="open").exclude(state=Sheet.State.SENT)
    whole = [f"assessment__{name}" for name in ("version__template", "cluster", "organisation")]
    return found.select_related(*whole, "organisation").order_by("assessment__closes_on", "pk")


def sheet_of(person: Any, assessment: Assessment) -> Sheet | None:
    """What a person was asked in a round."""
    return assessment.sheets.select_related("assessment", "organisation").filter(person=person).first()


def sheets_of(assessment: Assessment) -> QuerySet[Sheet]:
    """Those who are asked in a round."""
    return assessment.sheets.select_related("person", "organisation").order_by("person__name", "pk")


def sent_sheets(assessment: Assessment) -> list[Sheet]:
    """Sheets that were sent, in the order of their keys: who comes first says nothing."""
    found = assessment.sheets.filter(state=Sheet.State.SENT).select_related("person", "organisation")
    return list(found.order_by("pk"))


def earlier(assessment: Assessment) -> Assessment | None:
    """Closed round before this one, with the same questionnaire, of the same."""
    same = Assessment.objects.filter(
        version__template_id=assessment.version.template_id, cluster_id=assessment.cluster_id,
        organisation_id=assessment.organisation_id, state=Assessment.State.CLOSED, opened_at__lt=assessment.opened_at,
    )  # fmt: skip
    # A moment is kept more finely than it is compared: a round does not come before itself.
    return same.exclude(pk=assessment.pk).select_related(*_WHOLE).order_by("-opened_at").first()


def months_after(day: date, months: int) -> date:
    """Day some months later; the last of a month that is too short."""
    years, month = divmod(day.month - 1 + months, 12)
    last = monthrange(day.year + years, month + 1)[1]
    return day.replace(year=day.year + years, month=month + 1, day=min(day.day, last))


@dataclass(frozen=True, slots=True)
class Table:
    """Answers of the sheets of a round.

    Attributes
    ----------
    values : array of shape (sheets, items), NaN where there is no value
        As they were given, on the scale.
    unknown, not_apply : array of bool of shape (sheets, items)
        Who does not know; to whom it does not apply.
    notes : tuple of (row, item, note)
        What was written beside the answers.
    """

    values: npt.NDArray[np.float64]
    unknown: npt.NDArray[np.bool_]
    not_apply: npt.NDArray[np.bool_]
    notes: tuple[tuple[int, str, str], ...]


def table_of(sheets: Sequence[Sheet], asked: Questionnaire) -> Table:
    """Answers of some sheets, an item a column in the order of the questionnaire; one query."""
    row = {sheet.pk: at for at, sheet in enumerate(sheets)}
    column = {item.code: at for at, item in enumerate(asked.items)}
    values = np.full((len(row), len(column)), np.nan)
    unknown, not_apply = (np.zeros(values.shape, dtype=bool) for _ in range(2))
    notes = []
    for answer in Answer.objects.filter(sheet__in=list(row)).order_by("item", "sheet_id"):
        at = row[answer.sheet_id], column[answer.item]
        if answer.kind == Answer.Kind.VALUE:
            values[at] = answer.value
        unknown[at] = answer.kind == Answer.Kind.UNKNOWN
        not_apply[at] = answer.kind == Answer.Kind.NOT_APPLY
        if answer.note:
            notes.append((at[0], answer.item, answer.note))
    return Table(values, unknown, not_apply, tuple(notes))
