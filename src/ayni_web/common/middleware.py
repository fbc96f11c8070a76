"""The language of a request, and mistakes told as a page."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from ayni.errors import AyniError
from ayni_web.common.language import DJANGO, current

Answer = Callable[[HttpRequest], HttpResponse]


def asked_for(request: HttpRequest) -> str | None:
    """Language that the browser or program asks for; None where it is not offered."""
    header = request.headers.get("Accept-Language", "")
    wishes = [part.split(";")[0].strip()[:2].lower() for part in header.split(",")]
    return next((wish for wish in wishes if wish in settings.OFFERED_LANGUAGES), None)


def language_of(request: HttpRequest) -> str:
    """Language to speak: the one chosen on this device, else the person's, else the browser's, else the first."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    own = request.user.language if request.user.is_authenticated else None
    for wish in (chosen, own, asked_for(request)):
        if wish in settings.OFFERED_LANGUAGES:
            return wish
    return settings.OFFERED_LANGUAGES[0]


class LanguageMiddleware:
    """Each request is answered in the reader's language."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the language of who asks."""
        spoken = language_of(request)
        with translation.override(DJANGO.get(spoken, spoken)):
            response = self.answer(request)
            response.headers.setdefault("Content-Language", current())
        return response


class MistakeMiddleware:
    """A mistake that no form caught becomes a page that says it and what to do."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self.answer(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Page of a mistake; anything else is left to Django."""
        if not isinstance(exception, AyniError):
            return None
        return render(request, "common/mistake.html", {"mistake": exception.text(current())}, status=409)
