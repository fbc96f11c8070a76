"""Whose request it is, and what the key of a program may do.

A key sees what its person sees, and no more: every read takes the person.  ``read`` and ``import`` are the only
scopes; nothing that approves, signs or pays has an address here.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja.utils import check_csrf

from ayni_web.accounts.models import Token
from ayni_web.accounts.queries import lacks_second_factor, token_of
from ayni_web.api.errors import Refused

SAFE = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks.

    Attributes
    ----------
    person : Person or AnonymousUser
    token : Token or None
        The key of a program, where it was one that asked.
    """

    person: Any
    token: Token | None = None


def caller_of(request: HttpRequest) -> Caller:
    """Who asks: by the key of a program when one is given, else by the session, else nobody."""
    header = request.headers.get("Authorization", "")
    if header:
        scheme, _, text = header.partition(" ")
        token = token_of(text.strip()) if scheme.lower() == "bearer" else None
        if token is None:
            raise Refused(401, "api.unknown_key")
        return Caller(token.person, token)
    if request.user.is_authenticated:
        _refuse_unsafe(request)
    return Caller(request.user)


def _refuse_unsafe(request: HttpRequest) -> None:
    """A session is refused as on pages: without the second factor it needs, or by a form of another site."""
    if not settings.DEMONSTRATION and lacks_second_factor(request.user, request.session):
        raise Refused(403, "api.second_factor")
    if request.method not in SAFE and check_csrf(request):
        raise Refused(403, "api.from_elsewhere")


class Key:
    """The key of a program, with a scope."""

    openapi_security_schema = {
        "type": "http",
        "scheme": "bearer",
        "description": "A key made on the page of keys of programs; its scopes are `read` and `import`.",
    }

    def __init__(self, scope: str) -> None:
        self.scope = scope

    def __call__(self, request: Any) -> Any:
        """Person whose key it is; none for whoever came without one."""
        caller: Caller = request.caller
        if caller.token is None:
            return None
        if self.scope not in caller.token.scopes.split():
            raise Refused(403, "api.scope_lacks", scope=self.scope)
        return caller.person


class Session:
    """Someone who signed in on the pages; writes also need the header `X-CSRFToken`."""

    openapi_security_schema = {
        "type": "apiKey",
        "in": "cookie",
        "name": settings.SESSION_COOKIE_NAME,
        "description": "The session of the pages. Writes also need the header `X-CSRFToken`.",
    }

    def __call__(self, request: Any) -> Any:
        """Person who signed in."""
        person = request.caller.person
        return person if person.is_authenticated else None


class Anyone:
    """Whoever asks: what is public is read without a key."""

    def __call__(self, request: Any) -> Any:
        """Person, or nobody."""
        return request.caller.person


READS = [Key("read"), Session()]
IMPORTS = [Key("import"), Session()]
EVERYBODY = [Key("read"), Anyone()]
