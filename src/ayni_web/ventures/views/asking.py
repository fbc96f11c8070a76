"""What the pages of plans have in common: whose they are, and how a button is answered."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from ayni.errors import AyniError
from ayni.words import LANGUAGES
from ayni_web.common.language import current, said
from ayni_web.ventures import queries
from ayni_web.ventures.access import may_write
from ayni_web.ventures.analysis import workbook_of_document
from ayni_web.ventures.forms.plans import PressForm
from ayni_web.ventures.models import Plan, Version

SECTION = "plans"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
View = Callable[..., HttpResponse]


def of_plan(view: View) -> View:
    """View of a plan for those who see it whole."""

    @wraps(view)
    def seen(request: HttpRequest, pk: UUID, **kwargs: Any) -> HttpResponse:
        return view(request, get_object_or_404(queries.visible_plans(request.user), pk=pk), **kwargs)

    return login_required(seen)


def of_version(view: View) -> View:
    """View of a version for those who see its plan whole."""

    @wraps(view)
    def seen(request: HttpRequest, pk: UUID, **kwargs: Any) -> HttpResponse:
        return view(request, get_object_or_404(queries.visible_versions(request.user), pk=pk), **kwargs)

    return login_required(seen)


def written(view: View) -> View:
    """View for those who write the plan; within ``of_plan`` or ``of_version``."""

    @wraps(view)
    def seen(request: HttpRequest, row: Plan | Version, **kwargs: Any) -> HttpResponse:
        if not may_write(request.user, row if isinstance(row, Plan) else row.plan):
            raise Http404
        return view(request, row, **kwargs)

    return seen


def unsigned(view: View) -> View:
    """View of a version that may still be written, for those who write it."""

    @of_version
    @written
    @wraps(view)
    def seen(request: HttpRequest, version: Version, **kwargs: Any) -> HttpResponse:
        if version.is_signed:
            return redirect("ventures:version", pk=version.pk)
        return view(request, version, **kwargs)

    return seen


def pressed(
    request: HttpRequest, act: Callable[..., Any], back: str, done: str, *, to: Callable[[Any], str] | None = None,
    **facts: Any,
) -> HttpResponse:  # fmt: skip
    """Answer to a button alone: what was done, or why it was not, is said on the page it leads to."""
    form = PressForm(request.POST)
    try:
        made = act(by=request.user, sent=form.sent_key() if form.is_valid() else None, **facts)
    except AyniError as mistake:
        messages.error(request, mistake.text(current()))
        return redirect(back)
    messages.success(request, said(done))
    return redirect(to(made) if to else back)


def model_book(document: Mapping[str, Any], name: str) -> HttpResponse:
    """Workbook that says what a document says, to fill in and send back."""
    language = current() if current() in LANGUAGES else "es"
    response = HttpResponse(workbook_of_document(document, language), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
