"""Pages of questionnaires: those of the library, those copied here, and the editor."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from ayni.library import BadEntry
from ayni.library.questionnaires import Questionnaire, questionnaire
from ayni.library.questionnaires import questionnaires as of_library
from ayni_web.accounts.access import is_staff
from ayni_web.assessments import actions
from ayni_web.assessments.access import may_ask, may_edit, may_see_questionnaires
from ayni_web.assessments.editing import document_from
from ayni_web.assessments.forms.editing import EditForm
from ayni_web.assessments.forms.rounds import CopyForm
from ayni_web.assessments.models import Template
from ayni_web.assessments.queries.templates import (
    clusters_to_ask,
    last_version,
    read,
    template_of,
    versions_of,
    visible_templates,
)
from ayni_web.assessments.texts import told
from ayni_web.common.audience import Audience
from ayni_web.common.language import current, said
from ayni_web.common.pages import page_of
from ayni_web.common.views import allowed, shown

ASKERS = Audience("questionnaires")


@allowed(may_see_questionnaires)
def questionnaires(request: HttpRequest) -> HttpResponse:
    """Every questionnaire that a round may ask with."""
    page = page_of(request, visible_templates(request.user))
    ours = [(row, read(next(iter(row.versions.all())))) for row in page.rows]
    return shown(
        request, "assessments/questionnaires.html", ASKERS, section="assessments", library=of_library(), page=page,
        ours=[(row, asked, told(asked.title)) for row, asked in ours], may_ask=may_ask(request.user),
    )  # fmt: skip


@allowed(may_see_questionnaires)
def entry(request: HttpRequest, code: str) -> HttpResponse:
    """A questionnaire of the library."""
    return _questionnaire(request, known(code), code=code)


@allowed(may_see_questionnaires)
def template(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A questionnaire copied here, as the next round asks with it."""
    return _version(request, seen(request, pk), None)


@allowed(may_see_questionnaires)
def version(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """A version of a questionnaire."""
    return _version(request, seen(request, pk), number)


@allowed(may_ask)
def copy_entry(request: HttpRequest, code: str) -> HttpResponse:
    """Copy a questionnaire of the library."""
    return _copy(request, known(code), actions.copy_entry, code=code)


@allowed(may_ask)
def copy_template(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Copy a questionnaire that was copied here."""
    found = last_version(seen(request, pk))
    return _copy(request, read(found), actions.copy_version, version=found)


@allowed(may_ask)
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a questionnaire: items, weights, scale, groups."""
    row = seen(request, pk)
    if not may_edit(request.user, row):
        raise Http404
    last = last_version(row)
    form = EditForm(request.POST or None, asked=read(last))
    if request.method == "POST" and form.is_valid():
        content = document_from(last.content, form.typed(), current())
        if form.carried_out(actions.edit_template, by=request.user, template=row, content=content):
            messages.success(request, said("assessments.edited"))
            return redirect("assessments:template", pk=row.pk)
    return shown(
        request, "assessments/edit.html", ASKERS, section="assessments", template=row, version=last, form=form,
        lists=form.lists(), name=told(last.content["title"]),
    )  # fmt: skip


def known(code: str) -> Questionnaire:
    """Questionnaire of the library, or 404."""
    try:
        return questionnaire(code)
    except BadEntry:
        raise Http404 from None


def seen(request: HttpRequest, pk: UUID) -> Template:
    """Questionnaire copied here, if the person sees it; else 404."""
    found = template_of(request.user, pk)
    if found is None:
        raise Http404
    return found


def _version(request: HttpRequest, row: Template, number: int | None) -> HttpResponse:
    versions = list(versions_of(row))
    found = versions[0] if number is None else next((each for each in versions if each.number == number), None)
    if found is None:
        raise Http404
    return _questionnaire(
        request, read(found), template=row, version=found, versions=versions,
        may_edit=may_edit(request.user, row) and found == versions[0],
    )  # fmt: skip


def _questionnaire(request: HttpRequest, asked: Questionnaire, **facts: Any) -> HttpResponse:
    groups = [
        (told(group.title), group.weight, [(item, told(item.text)) for item in asked.items if item.group == group.code])
        for group in asked.groups
    ]
    return shown(
        request, "assessments/questionnaire.html", ASKERS, section="assessments", asked=asked, groups=groups,
        title=told(asked.title), about=told(asked.about), may_ask=may_ask(request.user),
        scale=[(step.value, told(step.text)) for step in asked.scale], **facts,
    )  # fmt: skip


def _copy(request: HttpRequest, asked: Questionnaire, act: Any, **facts: Any) -> HttpResponse:
    form = CopyForm(request.POST or None, clusters=clusters_to_ask(request.user), everywhere=is_staff(request.user))
    if request.method == "POST" and form.is_valid():
        made = form.carried_out(act, by=request.user, **facts)
        if made:
            messages.success(request, said("assessments.copied"))
            return redirect("assessments:edit", pk=made.pk)
    return shown(
        request, "assessments/form.html", ASKERS, section="assessments", form=form, title=said("assessments.copy"),
        lede=said("assessments.copy_lede"), button=said("assessments.copy_button"), eyebrow=told(asked.title),
    )  # fmt: skip
