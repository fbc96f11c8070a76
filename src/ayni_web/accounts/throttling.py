"""Codes are tried a few times from an address, and so many in all; who tries more gets a page that says so."""

from collections.abc import Callable
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import consume, respond_429
from django.http import HttpRequest

from ayni_web.common.forms import Form

# The rates stand in ACCOUNT_RATE_LIMITS; ``key`` counts all addresses together.
EVERYWHERE = "everywhere"


def tried(request: HttpRequest, form: Form, act: Callable[..., Any], **facts: Any) -> Any:
    """What an action made of the code in a form; None when it refused, which counts as a try."""
    refuse_too_many(request, "code", key=EVERYWHERE)
    made = form.carried_out(act, **facts)
    if made is None:
        consume(request, action="code", key=EVERYWHERE)
    return made


def refuse_too_many(request: HttpRequest, what: str, **whose: Any) -> None:
    """Answer with the page of who tried too often; otherwise nothing."""
    if not consume(request, action=what, dry_run=True, **whose):
        raise ImmediateHttpResponse(respond_429(request))
