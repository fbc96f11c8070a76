"""The page of a round: while it is open, how far it is; once closed, its profile."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from ayni.library.questionnaires import Questionnaire
from ayni_web.assessments import actions
from ayni_web.assessments.access import (
    audience_of,
    may_answer,
    may_ask_in,
    may_reply,
    may_run,
    may_see_answers,
)
from ayni_web.assessments.drawing import drawn
from ayni_web.assessments.forms.rounds import ReplyForm
from ayni_web.assessments.models import Answer, Assessment, Sheet
from ayni_web.assessments.queries.profiles import profile_with_change
from ayni_web.assessments.queries.rounds import is_told, months_after, sheet_of, sheets_of
from ayni_web.assessments.queries.templates import read
from ayni_web.assessments.texts import told
from ayni_web.assessments.views import visible
from ayni_web.common.language import said
from ayni_web.common.views import shown


@visible
def round_page(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """A round."""
    asked, sheet = read(assessment.version), sheet_of(request.user, assessment)
    facts = {
        "section": "assessments", "assessment": assessment, "asked": asked, "title": told(asked.title),
        "about": told(asked.about), "sheet": sheet, "may_run": may_run(request.user, assessment),
        "may_answer": sheet is not None and may_answer(request.user, sheet),
    }  # fmt: skip
    facts |= _progress(request, assessment, asked) if assessment.is_open else _profile(request, assessment, asked)
    template = "assessments/open_round.html" if assessment.is_open else "assessments/profile.html"
    return shown(request, template, audience_of(assessment), **facts)


@visible
def answers(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Who answered what, where the questionnaire said beforehand that this is seen."""
    asked = read(assessment.version)
    if not may_see_answers(request.user, assessment, named=asked.named):
        raise Http404
    texts = {step.value: told(step.text) for step in asked.scale}
    rows = Answer.objects.filter(sheet__assessment=assessment, sheet__state=Sheet.State.SENT)
    by_item: dict[str, list[Any]] = {item.code: [] for item in asked.items}
    for row in rows.select_related("sheet__person", "sheet__organisation").order_by("sheet__person__name", "pk"):
        by_item[row.item].append((row, texts.get(row.value, "")))
    items = [(told(item.text), by_item[item.code]) for item in asked.items]
    return shown(
        request, "assessments/answers.html", audience_of(assessment), section="assessments", assessment=assessment,
        items=items, title=told(asked.title),
    )  # fmt: skip


@visible
def reply(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Reply for the organisation that a round is of."""
    if not may_reply(request.user, assessment):
        raise Http404
    form = ReplyForm(request.POST or None)
    sent = request.method == "POST" and form.is_valid()
    if sent and form.carried_out(actions.reply_to_assessment, by=request.user, assessment=assessment):
        messages.success(request, said("assessments.replied"))
        return redirect("assessments:round", pk=assessment.pk)
    return shown(
        request, "assessments/form.html", audience_of(assessment), section="assessments", assessment=assessment,
        form=form, title=said("assessments.reply_button"), button=said("assessments.reply_button"),
        eyebrow=told(assessment.version.content["title"]),
    )  # fmt: skip


def _progress(request: HttpRequest, assessment: Assessment, asked: Questionnaire) -> dict[str, Any]:
    runs = may_run(request.user, assessment)
    sheets = list(sheets_of(assessment)) if runs else []
    sent = sum(each.state == Sheet.State.SENT for each in sheets)
    return {
        "sheets": sheets, "sent": sent, "told": asked.named or is_told(request.user, sent),
        "past": assessment.closes_on < timezone.localdate(),
    }  # fmt: skip


def _profile(request: HttpRequest, assessment: Assessment, asked: Questionnaire) -> dict[str, Any]:
    profile, before = profile_with_change(assessment)
    return {
        "profile": profile, "before": before if before and profile.whole and profile.whole.before is not None else None,
        "chart": drawn(profile) if profile.enough else "", "next_on": next_day(assessment, asked.review),
        "may_see_answers": may_see_answers(request.user, assessment, named=asked.named),
        "may_reply": may_reply(request.user, assessment),
        "may_open": may_ask_in(request.user, assessment.cluster),
        "has_own": any(each.own is not None for each in profile.groups),
    }  # fmt: skip


def next_day(assessment: Assessment, months: int) -> date | None:
    """Day on which it is worth asking again; None where it is not repeated."""
    return months_after(timezone.localdate(assessment.closed_at), months) if months else None
