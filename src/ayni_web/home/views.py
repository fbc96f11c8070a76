"""The first page, the language, and the pages that explain."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from ayni_web.common.audience import ANYONE
from ayni_web.common.views import shown

YEAR = 365 * 24 * 3600


def home(request: HttpRequest) -> HttpResponse:
    """First page."""
    return shown(request, "home/home.html", ANYONE)


def language(request: HttpRequest, code: str) -> HttpResponse:
    """The language chosen on this device, then back to where one was."""
    wanted = request.GET.get("next", "/")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=settings.SECURE)
    response = redirect(wanted if safe else "/")
    if code in settings.OFFERED_LANGUAGES:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, code, max_age=YEAR, secure=settings.SECURE, httponly=True, samesite="Lax"
        )
    return response


def who_sees(request: HttpRequest) -> HttpResponse:
    """The roles, and what each sees and does."""
    return shown(request, "home/who_sees.html", ANYONE)


def words_used(request: HttpRequest) -> HttpResponse:
    """The glossary."""
    return shown(request, "home/words.html", ANYONE)


def seals(request: HttpRequest) -> HttpResponse:
    """Head and count of the audit chain, day by day."""
    return shown(request, "home/seals.html", ANYONE)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """What a person reads when a form was open too long, or came from another site."""
    return render(request, "home/expired.html", status=403)
