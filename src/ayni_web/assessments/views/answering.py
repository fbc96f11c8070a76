"""Pages of those who answer: the sheet, and one answer with its evidence."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from ayni_web.assessments import actions
from ayni_web.assessments.access import audience_of, may_answer, may_run
from ayni_web.assessments.forms.answering import AnswerForm, PaperForm
from ayni_web.assessments.models import Answer, Assessment
from ayni_web.assessments.queries.asking import may_be_papers_of
from ayni_web.assessments.queries.rounds import sheet_of
from ayni_web.assessments.queries.templates import read
from ayni_web.assessments.subjects import visible_answers
from ayni_web.assessments.texts import told
from ayni_web.assessments.views import visible
from ayni_web.common.audience import ONLY_YOU
from ayni_web.common.language import said
from ayni_web.common.views import shown
from ayni_web.series.models import Evidence


@visible
def answer(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Answer what one is asked: keep it, or send it once."""
    sheet = sheet_of(request.user, assessment)
    if sheet is None or not may_answer(request.user, sheet):
        # What comes after the round was closed, or a second time, is told on its page instead of lost in a 404.
        if sheet is not None and request.method == "POST":
            messages.error(request, said("assessments.not_answered_now"))
            return redirect("assessments:round", pk=assessment.pk)
        raise Http404
    asked, answers = read(assessment.version), {row.item: row for row in sheet.answers.all()}
    form = AnswerForm(request.POST or None, asked=asked, answers=answers)
    sent = request.method == "POST" and form.is_valid()
    if sent and form.carried_out(actions.answer_sheet, by=request.user, sheet=sheet):
        return _answered(request, assessment, form)
    return shown(
        request, "assessments/answer.html", ONLY_YOU, section="assessments", assessment=assessment, sheet=sheet,
        form=form, asked=asked, title=told(asked.title), groups=form.groups(_evidence(answers)),
    )  # fmt: skip


@visible
def put_in(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Copy what somebody without an account answered on paper."""
    if not may_run(request.user, assessment) or not assessment.is_open:
        raise Http404
    asked = read(assessment.version)
    form = PaperForm(request.POST or None, asked=asked, organisations=may_be_papers_of(assessment))
    sent = request.method == "POST" and form.is_valid()
    if sent and form.carried_out(actions.put_in_paper, by=request.user, assessment=assessment):
        messages.success(request, said("assessments.paper_kept", paper=form.cleaned_data["paper"]))
        return redirect("assessments:put_in", pk=assessment.pk)
    return shown(
        request, "assessments/put_in.html", audience_of(assessment), section="assessments", assessment=assessment,
        form=form, asked=asked, title=told(asked.title), groups=form.groups({}),
        papers=list(assessment.sheets.exclude(paper="").order_by("asked_at").values_list("paper", flat=True)),
    )  # fmt: skip


@login_required
def answer_of(request: HttpRequest, pk: int) -> HttpResponse:
    """One answer with its evidence: for who gave it, and for those who see who answered what."""
    row = get_object_or_404(visible_answers(request.user), pk=pk)
    assessment = row.sheet.assessment
    asked = read(assessment.version)
    item = next(each for each in asked.items if each.code == row.item)
    step = next((each for each in asked.scale if each.value == row.value), None)
    return shown(
        request, "assessments/answer_of.html", ONLY_YOU if row.sheet.person_id == request.user.pk else
        audience_of(assessment), section="assessments", row=row, assessment=assessment, text=told(item.text),
        title=told(asked.title), value=told(step.text) if step else "", mine=may_answer(request.user, row.sheet),
    )  # fmt: skip


def _answered(request: HttpRequest, assessment: Assessment, form: AnswerForm) -> HttpResponse:
    if form.send:
        messages.success(request, said("assessments.sent_now"))
        return redirect("assessments:round", pk=assessment.pk)
    messages.success(request, said("assessments.kept"))
    return redirect("assessments:answer", pk=assessment.pk)


def _evidence(answers: dict[str, Answer]) -> dict[str, int]:
    """How many pieces of evidence each answer has."""
    keys = [str(row.pk) for row in answers.values()]
    found = Evidence.objects.filter(subject="answer", subject_id__in=keys, withdrawn_at__isnull=True).order_by()
    return dict(found.values_list("subject_id").annotate(n=Count("pk")))
