"""What the pages of studies have in common: whose they are, and how a button is answered."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from ayni.errors import AyniError
from ayni_web.common.language import current, said
from ayni_web.studies.access import may_see, may_see_run, may_write
from ayni_web.studies.forms import PressForm
from ayni_web.studies.models import Run, Study

SECTION = "studies"
View = Callable[..., HttpResponse]


def of_study(view: View) -> View:
    """View of a study for those who see it; whoever is not signed in is sent to sign in, others get 404."""

    @wraps(view)
    def seen(request: HttpRequest, pk: UUID, **kwargs: Any) -> HttpResponse:
        found = Study.objects.select_related("added_by").filter(pk=pk).first()
        if found is None or not may_see(request.user, found):
            return _closed(request)
        return view(request, found, **kwargs)

    return seen


def of_run(view: View) -> View:
    """View of a run for those who see it."""

    @wraps(view)
    def seen(request: HttpRequest, pk: UUID, **kwargs: Any) -> HttpResponse:
        found = Run.objects.select_related("study", "asked_by").filter(pk=pk).first()
        if found is None or not may_see_run(request.user, found):
            return _closed(request)
        return view(request, found, **kwargs)

    return seen


def of_package(view: View) -> View:
    """View of a run that is done, for those who see it."""

    @of_run
    @wraps(view)
    def seen(request: HttpRequest, run: Run, **kwargs: Any) -> HttpResponse:
        if run.state != Run.State.DONE:
            raise Http404
        return view(request, run, **kwargs)

    return seen


def written(view: View) -> View:
    """View for those who coordinate."""

    @wraps(view)
    def seen(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_write(request.user):
            return _closed(request)
        return view(request, *args, **kwargs)

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


def _closed(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    raise Http404
