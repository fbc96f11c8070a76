"""Pages of who holds which role, and of invitations."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from ayni_web.accounts import codes, queries
from ayni_web.accounts.access import is_director, may_see_roles
from ayni_web.accounts.actions import invitations as inviting
from ayni_web.accounts.actions import roles as acts
from ayni_web.accounts.backends import person_called
from ayni_web.accounts.forms.people import AppointForm, InviteForm
from ayni_web.accounts.models import Appointment, Invitation
from ayni_web.accounts.qr import qr_svg
from ayni_web.common.acting import Mistake
from ayni_web.common.audience import DIRECTORS, ONLY_YOU
from ayni_web.common.language import said
from ayni_web.common.pages import page_of
from ayni_web.common.views import allowed, shown


@allowed(may_see_roles)
def roles(request: HttpRequest) -> HttpResponse:
    """Who holds what, since when, given by whom."""
    return shown(
        request, "accounts/roles.html", DIRECTORS, held=queries.appointments(),
        page=page_of(request, queries.ended_appointments()), may_write=is_director(request.user),
        few=queries.directors_here() < 2,
    )  # fmt: skip


@allowed(is_director)
def appoint(request: HttpRequest) -> HttpResponse:
    """A role given to somebody who has an account."""
    form = AppointForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and form.carried_out(_appoint_called, by=request.user):
        messages.success(request, said("roles.was_given"))
        return redirect("accounts:roles")
    facts = {"title": said("roles.give"), "lede": said("roles.give_text"), "button": said("roles.give")}
    return shown(request, "accounts/form.html", DIRECTORS, form=form, back=reverse("accounts:roles"), **facts)


def _appoint_called(*, person: str, **facts: Any) -> Appointment:
    called = person_called(person)
    if called is None:
        raise Mistake("resets.nobody", field="person", came=person[:60])
    return acts.appoint(person=called, **facts)


@allowed(is_director)
@require_POST
def end_appointment(request: HttpRequest, pk: int) -> HttpResponse:
    """A role, ended."""
    acts.end_appointment(by=request.user, appointment=get_object_or_404(Appointment, pk=pk))
    messages.success(request, said("roles.was_ended"))
    return redirect("accounts:roles")


@login_required
def invitations(request: HttpRequest) -> HttpResponse:
    """Invitations: all of them for directors and auditors, for others those they made, where there are any."""
    everyone = may_see_roles(request.user)
    rows = queries.invitations_of(request.user)
    if not everyone and not rows.exists():
        raise Http404
    return shown(
        request, "accounts/invitations.html", DIRECTORS if everyone else ONLY_YOU, page=page_of(request, rows),
        now=timezone.now(), may_invite=is_director(request.user),
    )  # fmt: skip


@allowed(is_director)
@never_cache
def invite(request: HttpRequest) -> HttpResponse:
    """Somebody invited to a role in the entity; the answer is the page to print."""
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = form.carried_out(inviting.invite, by=request.user)
        if made:
            return code_page(request, made, back=reverse("accounts:invitations"))
    facts = {"title": said("invitations.invite"), "lede": said("invitations.invite_text")}
    button, back = said("invitations.make"), reverse("accounts:invitations")
    return shown(request, "accounts/form.html", DIRECTORS, form=form, button=button, back=back, **facts)


def code_page(request: HttpRequest, invitation: Invitation, *, back: str, to: str = "") -> HttpResponse:
    """Page to print or read aloud, with the code of an invitation just made; ``to`` says what it invites to.

    The code is not kept: this answers the form that made it, and nothing else shows it.
    """
    code, at = invitation.code, reverse("members:join")
    picture = qr_svg(f"{settings.SITE}{at}?code={code}", said("invitations.qr_alt"))
    return shown(
        request, "accounts/code.html", ONLY_YOU, invitation=invitation, code=codes.shown_code(code),
        groups=(code[:4], code[4:]), site=f"{settings.SITE}{at}", picture=picture, back=back, to=to,
    )  # fmt: skip


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An invitation, withdrawn."""
    row = get_object_or_404(queries.invitations_of(request.user), pk=pk)
    if row.made_by_id != request.user.pk and not is_director(request.user):
        raise Http404
    inviting.withdraw_invitation(by=request.user, invitation=Invitation.objects.get(pk=row.pk))
    messages.success(request, said("invitations.was_withdrawn"))
    return redirect("accounts:invitations" if queries.invitations_of(request.user).exists() else "accounts:me")
