"""Pages of accesses given back: asked for, approved by a second person, used by the owner."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from ayni_web.accounts import codes, queries
from ayni_web.accounts.access import is_staff, may_see_resets
from ayni_web.accounts.actions import resets as acts
from ayni_web.accounts.forms.oneself import LostForm
from ayni_web.accounts.forms.people import ApproveForm, AskResetForm
from ayni_web.accounts.models import Reset
from ayni_web.accounts.throttling import tried
from ayni_web.common.audience import ANYONE, ENTITY, ONLY_YOU
from ayni_web.common.language import said
from ayni_web.common.pages import page_of
from ayni_web.common.views import allowed, shown


@allowed(may_see_resets)
def resets(request: HttpRequest) -> HttpResponse:
    """Those that wait, and those that were decided."""
    return shown(
        request, "accounts/resets.html", ENTITY, page=page_of(request, queries.resets()),
        may_write=is_staff(request.user), now=timezone.now(),
    )  # fmt: skip


@allowed(is_staff)
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for an access to be given back."""
    form = AskResetForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and form.carried_out(acts.ask_reset, by=request.user):
        messages.success(request, said("resets.was_asked"))
        return redirect("accounts:resets")
    facts = {"title": said("resets.ask"), "lede": said("resets.ask_text"), "button": said("resets.ask")}
    return shown(request, "accounts/form.html", ENTITY, form=form, back=reverse("accounts:resets"), **facts)


@allowed(is_staff)
@never_cache
def approve(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Approve, and be told the code to hand over."""
    row = get_object_or_404(queries.resets(), pk=pk)
    form = ApproveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = form.carried_out(acts.approve_reset, by=request.user, reset=row)
        if made:
            facts = {"code": codes.shown_code(made.code), "groups": (made.code[:4], made.code[4:])}
            site = f"{settings.SITE}{reverse('accounts:lost')}"
            return shown(request, "accounts/reset_code.html", ONLY_YOU, reset=made, site=site, **facts)
    return shown(request, "accounts/reset.html", ENTITY, reset=row, form=form)


@allowed(is_staff)
@require_POST
def refuse(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Refuse."""
    acts.refuse_reset(by=request.user, reset=get_object_or_404(Reset, pk=pk))
    messages.success(request, said("resets.was_refused"))
    return redirect("accounts:resets")


@never_cache
@sensitive_post_parameters("password", "code")
def lost(request: HttpRequest) -> HttpResponse:
    """What to do without access; with the code, a new password."""
    form = LostForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and tried(request, form, acts.use_reset):
        messages.success(request, said("resets.was_used"))
        return redirect("account_login")
    return shown(request, "accounts/lost.html", ANYONE, form=form)
