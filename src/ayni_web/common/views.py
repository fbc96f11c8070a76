"""How a view of this platform looks: who may, what is shown, who sees it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from ayni_web.common.audience import Audience

View = Callable[..., HttpResponse]


def shown(request: HttpRequest, template: str, audience: Audience, /, status: int = 200, **facts: Any) -> HttpResponse:
    """Page made from a template, with who sees it at its foot."""
    return render(request, template, {"audience": audience, **facts}, status=status)


def allowed(may: Callable[..., bool]) -> Callable[[View], View]:
    """View for those who may: nobody is sent to sign in, a stranger gets 404, as if nothing were there."""

    def guarded(view: View) -> View:
        @wraps(view)
        def seen(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not may(request.user):
                raise Http404
            return view(request, *args, **kwargs)

        return login_required(seen)

    return guarded
