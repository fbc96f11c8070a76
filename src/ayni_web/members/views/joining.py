"""Pages of inviting, and of coming in by a code."""

from typing import Any
from uuid import UUID

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth import authenticate
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from ayni_web.accounts.access import is_staff
from ayni_web.accounts.actions import good_invitation
from ayni_web.accounts.models import Invitation
from ayni_web.accounts.privacy.purposes import purposes, required
from ayni_web.accounts.throttling import EVERYWHERE, refuse_too_many, tried
from ayni_web.accounts.views.people import code_page
from ayni_web.common.audience import ANYONE, ENTITY, ONLY_YOU
from ayni_web.common.language import current, said
from ayni_web.common.views import shown
from ayni_web.members.access import managers_audience, may_invite_for, organisation_audience
from ayni_web.members.actions import joining as acts
from ayni_web.members.forms.joining import CodeForm, InviteForm, JoinForm, TakeForm
from ayni_web.members.models import Cluster
from ayni_web.members.queries.joining import invitations_for, invited_to
from ayni_web.members.queries.organisations import organisation_for
from ayni_web.members.views.asking import SECTION, of_cluster, page_of_cluster, written


@sensitive_post_parameters("password")
@never_cache
def join(request: HttpRequest) -> HttpResponse:
    """Coming in by a code: the code is typed or brought by the address, then the account is made."""
    if {"username", "take"} & set(request.POST):
        return _joined(request)
    asked = request.POST if request.method == "POST" else request.GET if request.GET.get("code") else None
    form = CodeForm(asked)
    if asked is not None and form.is_valid():
        invitation = tried(request, form, _found)
        if invitation is not None:
            return _second_page(request, invitation, form.cleaned_data["code"])
    return shown(request, "members/joining/code.html", ANYONE, form=form)


def _found(*, code: str, **_: Any) -> Invitation:
    return good_invitation(code)


def _second_page(request: HttpRequest, invitation: Invitation, code: str, form: Any = None) -> HttpResponse:
    """Who invites and to what, with the form of an account, or of taking it for who is signed in."""
    if form is None:
        signed_in = request.user.is_authenticated
        form = TakeForm(initial={"code": code}) if signed_in else JoinForm(initial={"code": code}, name=invitation.name)
    return shown(request, "members/joining/account.html", ONLY_YOU, form=form, invitation=invitation,
                 invited=invited_to(invitation), purposes=list(purposes()), needed=required())  # fmt: skip


def _joined(request: HttpRequest) -> HttpResponse:
    """What was sent: the person comes in, or reads beside each field what to correct."""
    by = request.user if request.user.is_authenticated else None
    form = TakeForm(request.POST) if by else JoinForm(request.POST)
    if not form.is_valid():
        return _again(request, form)
    # A code that is not good counts as a try when it is looked at again; a password that is not good does not.
    refuse_too_many(request, "code", key=EVERYWHERE)
    person = form.carried_out(acts.join, **({"by": by} if by else {"by": None, "language": current()}))
    if person is None:
        return _again(request, form)
    to = _home_of(person)
    if by:
        messages.success(request, said("joining.taken"))
        return redirect(to)
    # Sent twice, the form makes one person; only who knows the password is let in by it.
    known = authenticate(request, username=person.username, password=form.cleaned_data["password"])
    if known is None:
        return redirect("account_login")
    messages.success(request, said("joining.welcome", username=person.username))
    return perform_login(request, known, redirect_url=to)  # type: ignore[no-any-return]


def _again(request: HttpRequest, form: Any) -> HttpResponse:
    """The second page with what to correct; the first one where the code itself is no longer good."""
    look = CodeForm({"code": request.POST.get("code", "")})
    found = tried(request, look, _found) if look.is_valid() else None
    if found is None:
        return shown(request, "members/joining/code.html", ANYONE, form=look)
    return _second_page(request, found, request.POST.get("code", ""), form)


def _home_of(person: Any) -> str:
    """Where who came in is led: the cluster they manage, their organisations, or their own page."""
    management = person.managements.filter(until__isnull=True).order_by("-since").first()
    if management is not None:
        return page_of_cluster("cluster", management.cluster)
    acts_for = person.representations.filter(until__isnull=True).exists()
    return reverse("members:mine") if acts_for else reverse("accounts:me")


@login_required
@never_cache
def invite_representative(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Someone invited to act for an organisation; the answer is the page to print."""
    row = organisation_for(request.user, pk)
    if not may_invite_for(request.user, row):
        raise Http404
    return _invited(request, acts.invite_representative, "representative", back=reverse("members:organisation", args=[
        row.pk]), audience=organisation_audience(row), organisation=row)  # fmt: skip


@of_cluster(lambda person, _: is_staff(person))
@never_cache
def invite_manager(request: HttpRequest, cluster: Cluster) -> HttpResponse:
    """Someone invited to manage a cluster; the answer is the page to print."""
    return _invited(request, acts.invite_manager, "manager", back=page_of_cluster("managers", cluster),
                    audience=ENTITY, cluster=cluster)  # fmt: skip


def _invited(request: HttpRequest, act: Any, name: str, *, back: str, audience: Any, **what: Any) -> HttpResponse:
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = form.carried_out(act, by=request.user, **what)
        if made is not None:
            to = said(f"joining.to_{name}", what=str(next(iter(what.values()))))
            return code_page(request, made, back=back, to=to)
    return shown(
        request, "members/clusters/form.html", audience, form=form, title=said(f"joining.invite_{name}"),
        lede=said(f"joining.invite_{name}_lede"), button=said("joining.invite"), back=back, section=SECTION,
        of=next(iter(what.values())),
    )  # fmt: skip


@written
def invitations(request: HttpRequest, cluster: Cluster) -> HttpResponse:
    """Invitations to manage a cluster, and to act for its members."""
    return shown(
        request, "members/joining/invitations.html", managers_audience(cluster), cluster=cluster, section=SECTION,
        rows=invitations_for(cluster), now=timezone.now(), staff=is_staff(request.user),
    )  # fmt: skip
