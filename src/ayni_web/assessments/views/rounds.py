"""Pages of those who run rounds: list, open, ask, extend, close."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from ayni.library.questionnaires import Questionnaire
from ayni_web.accounts.access import is_staff
from ayni_web.assessments import actions
from ayni_web.assessments.access import audience_of, may_ask, may_run, may_see_questionnaires
from ayni_web.assessments.forms.rounds import AskForm, ExtendForm, OpenForm, Search
from ayni_web.assessments.models import Assessment, Sheet, Template
from ayni_web.assessments.queries.asking import LISTED, may_be_asked
from ayni_web.assessments.queries.rounds import found_rounds, is_told, to_answer
from ayni_web.assessments.queries.templates import clusters_to_ask, last_version, read, unchanged_copy
from ayni_web.assessments.texts import told
from ayni_web.assessments.views import visible
from ayni_web.assessments.views.questionnaires import known, seen
from ayni_web.common.acting import Mistake
from ayni_web.common.audience import SIGNED_IN
from ayni_web.common.language import current, said
from ayni_web.common.pages import page_of
from ayni_web.common.views import allowed, shown
from ayni_web.members.access import managed
from ayni_web.members.folding import folded
from ayni_web.members.models import Membership, Organisation
from ayni_web.members.queries import inner_clusters


@login_required
def rounds(request: HttpRequest) -> HttpResponse:
    """List of rounds, and what waits for an answer of the person's."""
    search = Search(request.GET or None, clusters=inner_clusters(request.user))
    asked = search.cleaned_data if search.is_valid() else {}
    wanted = {name: asked[name] for name in ("state", "cluster") if asked.get(name)}
    page = page_of(request, found_rounds(request.user, **wanted))
    for row in page.rows:
        row.title, row.told = told(row.version.content["title"]), is_told(request.user, row.sent)
    sheets = list(to_answer(request.user)[:20])
    for sheet in sheets:
        sheet.title = told(sheet.assessment.version.content["title"])
    return shown(
        request, "assessments/rounds.html", SIGNED_IN, section="assessments", search=search, page=page, sheets=sheets,
        may_ask=may_ask(request.user), may_see=may_see_questionnaires(request.user),
    )  # fmt: skip


@allowed(may_ask)
def open_entry(request: HttpRequest, code: str) -> HttpResponse:
    """Open a round with a questionnaire of the library: it is copied as it stands, once for each that asks with it."""
    return _open(request, known(code), code=code)


@allowed(may_ask)
def open_template(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open a round with a questionnaire that was copied here."""
    row = seen(request, pk)
    return _open(request, read(last_version(row)), template=row)


@visible
def ask(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Choose whom to ask."""
    if not may_run(request.user, assessment) or not assessment.is_open:
        raise Http404
    name = request.GET.get("q", "").strip()
    people = may_be_asked(request.user, assessment, name, anyone=request.method == "POST")
    able = may_be_asked(request.user, assessment, name)
    form = AskForm(request.POST or None, people=people, shown=_first(able), everyone=able)
    sent = request.method == "POST" and form.is_valid()
    if sent and form.carried_out(actions.ask_people, by=request.user, assessment=assessment):
        messages.success(request, said("assessments.asked_now"))
        return redirect("assessments:round", pk=assessment.pk)
    return shown(
        request, "assessments/ask.html", audience_of(assessment), section="assessments", assessment=assessment,
        form=form, name=name, title=told(assessment.version.content["title"]), nobody=not able.exists(),
    )  # fmt: skip


@require_POST
@visible
def withdraw(request: HttpRequest, assessment: Assessment, sheet: UUID) -> HttpResponse:
    """Ask someone no more."""
    row = get_object_or_404(Sheet.objects.select_related("assessment"), pk=sheet, assessment=assessment)
    if not may_run(request.user, assessment):
        raise Http404
    return _done(request, assessment, actions.withdraw_sheet, "assessments.withdrawn", sheet=row)


@visible
def extend(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Give more days."""
    if not may_run(request.user, assessment) or not assessment.is_open:
        raise Http404
    form = ExtendForm(request.POST or None)
    sent = request.method == "POST" and form.is_valid()
    if sent and form.carried_out(actions.extend_assessment, by=request.user, assessment=assessment):
        messages.success(request, said("assessments.extended"))
        return redirect("assessments:round", pk=assessment.pk)
    return shown(
        request, "assessments/form.html", audience_of(assessment), section="assessments", assessment=assessment,
        form=form, title=said("assessments.extend"), lede=said("assessments.extend_lede"),
        button=said("assessments.extend"), eyebrow=told(assessment.version.content["title"]),
    )  # fmt: skip


@require_POST
@visible
def close(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Close a round."""
    if not may_run(request.user, assessment):
        raise Http404
    return _done(request, assessment, actions.close_assessment, "assessments.closed_now", assessment=assessment)


def _done(request: HttpRequest, where: Assessment, act: Any, key: str, **facts: Any) -> HttpResponse:
    try:
        act(by=request.user, **facts)
        messages.success(request, said(key))
    except Mistake as mistake:
        messages.error(request, mistake.text(current()))
    return redirect("assessments:round", pk=where.pk)


def _open(
    request: HttpRequest, asked: Questionnaire, *, code: str = "", template: Template | None = None
) -> HttpResponse:
    name = request.GET.get("q", "").strip()
    organisations = _organisations(request.user)
    offered = organisations
    for word in folded(name).split()[:8]:
        offered = offered.filter(name_folded__contains=word)
    form = OpenForm(
        request.POST or None, clusters=clusters_to_ask(request.user), subjects=asked.subjects,
        organisations=organisations if request.POST else _first(offered),
        initial={"cluster": request.GET.get("cluster"), "organisation": request.GET.get("organisation")},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        made = _opened(request, form, code, template)
        if made:
            messages.success(request, said("assessments.opened"))
            return redirect("assessments:ask", pk=made.pk)
    return shown(
        request, "assessments/open.html", SIGNED_IN, section="assessments", form=form, title=told(asked.title),
        name=name, many="organisation" in form.fields and organisations.count() > LISTED,
    )  # fmt: skip


@transaction.atomic
def _opened(request: HttpRequest, form: OpenForm, code: str, template: Template | None) -> Any:
    """Round that was opened; a questionnaire of the library is copied for it, unless a copy stands as it is."""
    try:
        found = template or unchanged_copy(request.user, code, form.cleaned_data.get("cluster")) or (
            actions.copy_entry(by=request.user, code=code, cluster=form.cleaned_data.get("cluster"))
        )  # fmt: skip
    except Mistake as mistake:
        form.add_error(None, mistake.text(current()))
        return None
    made = form.carried_out(actions.open_assessment, by=request.user, template=found)
    if made is None:
        transaction.set_rollback(True)
    return made


def _organisations(person: Any) -> QuerySet[Organisation]:
    """Organisations that a round may be of: members of the clusters a person manages; any for coordinators."""
    found = Organisation.objects.filter(merged_into__isnull=True)
    if is_staff(person):
        return found
    within = Membership.objects.filter(cluster_id__in=managed(person), state=Membership.State.MEMBER)
    return found.filter(pk__in=within.values("organisation_id"))


def _first(offered: QuerySet[Any]) -> QuerySet[Any]:
    return offered.model.objects.filter(pk__in=list(offered.values_list("pk", flat=True)[:LISTED]))
