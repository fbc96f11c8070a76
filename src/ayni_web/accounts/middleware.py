"""Whoever handles money or rights sets a second factor before anything else."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ayni_web.accounts.queries import lacks_second_factor

Answer = Callable[[HttpRequest], HttpResponse]
# What can be done without it: setting it, signing out, choosing a language, and the files of the look.
# The API refuses by itself, in its own shape (``api/access.py``).
OPEN = ("/account/", "/language/", "/static/", "/me/", "/api/v1/")


class SecondFactorMiddleware:
    """People who hold a role in the entity or manage a cluster are led to set a second factor."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or the way to set a second factor."""
        free = settings.DEMONSTRATION or request.path.startswith(OPEN)
        if not free and request.user.is_authenticated and lacks_second_factor(request.user, request.session):
            return redirect("mfa_index")
        return self.answer(request)
