"""What people are to do about rounds; a constant number of queries."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from ayni_web.accounts.access import is_staff
from ayni_web.assessments.access import may_ask
from ayni_web.assessments.models import Assessment
from ayni_web.assessments.queries.rounds import months_after, to_answer
from ayni_web.assessments.texts import told
from ayni_web.common.language import said
from ayni_web.common.reminders import Reminder
from ayni_web.members.access import managed

# How long before a questionnaire is asked again this is told.
AHEAD = timedelta(days=30)


def reminders(person: Any) -> list[Reminder]:
    """What is this person's to do."""
    return [*_to_answer(person), *(_to_run(person) if may_ask(person) else [])]


def _to_answer(person: Any) -> list[Reminder]:
    return [
        Reminder("answer_round", reverse("assessments:answer", args=[sheet.assessment_id]),
                 _facts(sheet.assessment), sheet.assessment.closes_on)
        for sheet in to_answer(person)
    ]  # fmt: skip


def _to_run(person: Any) -> list[Reminder]:
    """Rounds in which nobody is asked, rounds whose day has passed, and those worth asking again."""
    mine = Q() if is_staff(person) else Q(cluster_id__in=managed(person))
    whole = ("version__template", "cluster", "organisation")
    open_ones = Assessment.objects.filter(mine, state=Assessment.State.OPEN).select_related(*whole)
    today, found = timezone.localdate(), []
    for row in open_ones.annotate(asked=Count("sheets")).order_by("closes_on", "pk"):
        if not row.asked:
            found.append(Reminder("ask_round", reverse("assessments:ask", args=[row.pk]), _facts(row), row.closes_on))
        elif row.closes_on < today:
            page = reverse("assessments:round", args=[row.pk])
            found.append(Reminder("close_round", page, _facts(row), row.closes_on))
    return [*found, *_again(mine, whole)]


def _again(mine: Q, whole: tuple[str, ...]) -> list[Reminder]:
    """The last round of each questionnaire and subject, where that is closed and its months are nearly over."""
    rounds = Assessment.objects.filter(mine).select_related(*whole).order_by("opened_at", "pk")
    last = {(row.version.template_id, row.cluster_id, row.organisation_id): row for row in rounds}
    found, soon = [], timezone.localdate() + AHEAD
    for row in last.values():
        months = row.version.content.get("review") or 0
        if row.is_open or not months:
            continue
        due = months_after(timezone.localdate(row.closed_at), months)
        if due <= soon:
            page = reverse("assessments:open_template", args=[row.version.template_id])
            found.append(Reminder("ask_again", page, _facts(row), due))
    return found


def _facts(row: Assessment) -> dict[str, str]:
    about = row.organisation or row.cluster
    return {
        "questionnaire": told(row.version.content["title"]),
        "subject": str(about) if about else said("assessments.the_entity"),
    }
