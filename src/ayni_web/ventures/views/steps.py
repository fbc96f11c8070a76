"""Pages on which a plan is entered, step by step: each row is saved as a draft, and what is wrong is told beside it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from ayni.errors import AyniError
from ayni_web.common.language import current, said
from ayni_web.common.views import shown
from ayni_web.ventures.access import plan_audience
from ayni_web.ventures.actions.plans import write
from ayni_web.ventures.contents import STEPS, Fault, faults_of, layers_missing, named_nowhere, rows_of
from ayni_web.ventures.editing import entries_of, with_head, with_row, without_row
from ayni_web.ventures.forms.plans import PressForm
from ayni_web.ventures.forms.rows import HEADS, RowForm, form_for
from ayni_web.ventures.models import Version
from ayni_web.ventures.views.asking import SECTION, unsigned

Document = dict[str, Any]


@unsigned
def steps(request: HttpRequest, version: Version) -> HttpResponse:
    """The steps of a plan: what each holds, and what is wrong in it."""
    document = version.document
    faults = faults_of(document)
    told = [
        (step, sum(len(entries_of(document, step, table)) for table in tables),
         sum(fault.step == step for fault in faults))
        for step, tables in STEPS.items()
    ]  # fmt: skip
    return _shown(request, "ventures/steps.html", version, steps=told, faults=len(faults), press=PressForm())


@unsigned
def step(request: HttpRequest, version: Version, step: str) -> HttpResponse:
    """One step: its rows, or the form of what has none."""
    if step not in STEPS:
        raise Http404
    document = version.document
    faults = [each for each in faults_of(document) if each.step == step]
    form = _head_form(request, document, step) if step in HEADS else None
    if form is not None and request.method == "POST" and form.is_valid():
        typed = form.row()
        if _saved(request, form, version, lambda document: with_head(document, typed)):
            return redirect("ventures:step", pk=version.pk, step=_after(step))
    lists = [(table, entries_of(document, step, table), _of_table(faults, table)) for table in STEPS[step]]
    return _shown(
        request, "ventures/step.html", version, step=step, form=form, lists=lists, press=PressForm(),
        faults=[each for each in faults if each.row < 0], after=_after(step), of=_of(request, version),
        missing=", ".join(layers_missing(document)) if step == "layers" else "",
        unused=[title for table in STEPS[step] for title in named_nowhere(document, table)],
    )  # fmt: skip


@unsigned
def new_row(request: HttpRequest, version: Version, step: str, table: str) -> HttpResponse:
    """A row more."""
    return _row(request, version, step, table, len(_known(version.document, step, table)))


@unsigned
def row(request: HttpRequest, version: Version, step: str, table: str, at: int) -> HttpResponse:
    """One row of a step."""
    if at >= len(_known(version.document, step, table, at)):
        raise Http404
    return _row(request, version, step, table, at)


def _row(request: HttpRequest, version: Version, step: str, table: str, at: int) -> HttpResponse:
    """A form, and what is wrong in the row."""
    document = version.document
    rows = rows_of(document, table)
    before = rows[at] if at < len(rows) else None
    form = form_for(step, table)(request.POST or None, document=document, row=before)
    if request.method == "POST" and form.is_valid():
        typed = form.row()
        if _saved(request, form, version, lambda document: with_row(document, table, at, typed)):
            if "again" in request.POST:
                return redirect("ventures:new_row", pk=version.pk, step=step, table=table)
            return redirect("ventures:step", pk=version.pk, step=step)
    faults = [each for each in faults_of(document) if each.table == table and each.row == at]
    name = next((each.title for each in entries_of(document, step, table) if each.at == at), "")
    return _shown(
        request, "ventures/row.html", version, step=step, table=table, at=at, form=form, faults=faults,
        name=name, of=_of(request, version), press=PressForm(),
    )  # fmt: skip


@require_POST
@unsigned
def drop(request: HttpRequest, version: Version, step: str, table: str, at: int) -> HttpResponse:
    """Take a row out."""
    if at >= len(_known(version.document, step, table, at)):
        raise Http404
    form = PressForm(request.POST)
    try:
        write(by=request.user, version=version, of=_of(request, version), sent=form.sent_key() if form.is_valid()
              else None, change=lambda document: without_row(document, table, at))  # fmt: skip
        messages.success(request, said("plans.dropped"))
    except AyniError as mistake:
        messages.error(request, mistake.text(current()))
    return redirect("ventures:step", pk=version.pk, step=step)


def _known(document: Document, step: str, table: str, at: int | None = None) -> list[dict[str, Any]]:
    """Rows of a list that a step edits; of flows those alone and those together are edited in different steps."""
    if table not in STEPS.get(step, ()):
        raise Http404
    rows = rows_of(document, table)
    if table == "flow" and at is not None and at < len(rows) and (rows[at].get("alone") is True) != (step == "alone"):
        raise Http404
    return rows


def _head_form(request: HttpRequest, document: Document, step: str) -> RowForm:
    head = document.get("plan")
    return HEADS[step](request.POST or None, document=document, row=head if isinstance(head, dict) else {})


def _saved(request: HttpRequest, form: RowForm, version: Version, change: Callable[[Document], Document]) -> bool:
    """Whether what was typed is kept; else the form says why not."""
    try:
        write(by=request.user, sent=form.sent_key(), version=version, of=_of(request, version), change=change)
    except AyniError as mistake:
        form.add_error(None, mistake.text(current()))
        return False
    messages.success(request, said("plans.saved"))
    return True


def _of(request: HttpRequest, version: Version) -> str:
    """Hash of what is being changed: as the form that was opened said it."""
    return str(request.POST.get("of", ""))[:64] if request.method == "POST" else version.sha256


def _after(step: str) -> str:
    names = list(STEPS)
    return names[min(names.index(step) + 1, len(names) - 1)]


def _of_table(faults: list[Fault], table: str) -> dict[int, list[Fault]]:
    found: dict[int, list[Fault]] = {}
    for each in faults:
        if each.table == table and each.row >= 0:
            found.setdefault(each.row, []).append(each)
    return found


def _shown(request: HttpRequest, template: str, version: Version, **facts: Any) -> HttpResponse:
    return shown(
        request, template, plan_audience(version.plan), section=SECTION, version=version, plan=version.plan,
        names=list(STEPS), **facts,
    )  # fmt: skip
