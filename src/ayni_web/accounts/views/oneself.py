"""One's own page: name, language, how one is reached, roles, notices, sessions, keys of programs."""

from uuid import UUID

from allauth.account.decorators import reauthentication_required
from allauth.core.ratelimit import consume
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from ayni_web.accounts import queries
from ayni_web.accounts.access import may_hold_tokens, may_see_resets, may_see_roles
from ayni_web.accounts.actions import oneself as acts
from ayni_web.accounts.actions import tokens as keys
from ayni_web.accounts.forms.oneself import ContactForm, NameForm, TokenForm
from ayni_web.accounts.models import Notice, Token
from ayni_web.accounts.throttling import refuse_too_many
from ayni_web.common.audience import ONLY_YOU
from ayni_web.common.language import said
from ayni_web.common.views import allowed, shown

YEAR = 365 * 24 * 3600


@login_required
def me(request: HttpRequest) -> HttpResponse:
    """My page."""
    person = request.user
    return shown(
        request, "accounts/me.html", ONLY_YOU,
        held=queries.held_by(person), notices=queries.latest_notices(person), factors=queries.factors(person),
        must_set=queries.lacks_second_factor(person, request.session) and not settings.DEMONSTRATION,
        may_hold_tokens=may_hold_tokens(person), may_see_roles=may_see_roles(person),
        may_see_resets=may_see_resets(person), invited=queries.invitations_of(person).exists(),
    )  # fmt: skip


@login_required
def name(request: HttpRequest) -> HttpResponse:
    """My name and my language; the language is chosen on this device too."""
    now = {"name": request.user.name, "language": request.user.language}
    form = NameForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        person = form.carried_out(acts.change_name, by=request.user)
        if person:
            response = redirect("accounts:me")
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME, person.language, max_age=YEAR, secure=settings.SECURE, httponly=True,
                samesite="Lax",
            )  # fmt: skip
            return response
    facts = {"title": said("accounts.change_name"), "button": said("accounts.save")}
    return shown(request, "accounts/form.html", ONLY_YOU, form=form, **facts)


@login_required
@sensitive_post_parameters("password")
def contact(request: HttpRequest) -> HttpResponse:
    """How I am reached; the password is asked again, and tries are counted."""
    now = {"email": request.user.email, "phone": request.user.phone}
    form = ContactForm(request.POST or None, initial=now)
    if request.method == "POST":
        refuse_too_many(request, "contact")
        consume(request, action="contact")
        if form.is_valid() and form.carried_out(acts.change_contact, by=request.user):
            messages.success(request, said("accounts.contact_changed"))
            return redirect("accounts:me")
    facts = {"title": said("accounts.change_contact"), "lede": said("accounts.change_contact_text")}
    return shown(request, "accounts/form.html", ONLY_YOU, form=form, button=said("accounts.save"), **facts)


@login_required
@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """A notice, read."""
    notice = get_object_or_404(Notice, pk=pk, person=request.user)
    acts.read_notice(by=request.user, notice=notice)
    return redirect("accounts:me")


@login_required
@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """A session elsewhere, ended."""
    session = get_object_or_404(UserSession, pk=pk, user=request.user)
    acts.end_session(by=request.user, session=session)
    messages.success(request, said("sessions.ended"))
    return redirect("usersessions_list")


@allowed(may_hold_tokens)
@never_cache
def tokens(request: HttpRequest) -> HttpResponse:
    """My keys of programs."""
    return shown(
        request, "accounts/tokens.html", ONLY_YOU, tokens=queries.tokens_of(request.user), now=timezone.now()
    )  # fmt: skip


@allowed(may_hold_tokens)
@never_cache
@reauthentication_required
def add_token(request: HttpRequest) -> HttpResponse:
    """A new key, shown once."""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        token = form.carried_out(keys.make_token, by=request.user)
        if token:
            return shown(request, "accounts/token.html", ONLY_YOU, token=token)
    facts = {"title": said("tokens.add"), "lede": said("tokens.lede"), "button": said("tokens.make")}
    return shown(request, "accounts/form.html", ONLY_YOU, form=form, **facts)


@allowed(may_hold_tokens)
@require_POST
def close_token(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A key, closed."""
    keys.close_token(by=request.user, token=get_object_or_404(Token, pk=pk, person=request.user))
    messages.success(request, said("tokens.was_closed"))
    return redirect("accounts:tokens")
