"""Pages for anybody are made once a minute: read a thousand times, they cost the database nothing.

What is kept is of readers without any cookie of a session or a message; whoever is signed in gets their own page.
It lies in the memory of the process: the cache of the site is a table of the database.
"""

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

from ayni_web.common.language import current

SECONDS, PAGES = 60, 500
View = Callable[..., HttpResponse]
Key = tuple[str, str, str]
_kept: OrderedDict[Key, tuple[float, bytes, str, str]] = OrderedDict()
_lock = Lock()


def for_anybody(view: View) -> View:
    """View whose page is kept for a minute, by language and address, for readers who are not signed in."""

    @wraps(view)
    def seen(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not _is_anybody(request):
            return view(request, *args, **kwargs)
        key = (current(), request.get_host(), request.get_full_path())
        held = _held(key)
        if held is None:
            response = view(request, *args, **kwargs)
            # A page with a form carries the token of one reader.
            if response.status_code != 200 or response.streaming or request.META.get("CSRF_COOKIE_NEEDS_UPDATE"):
                return response
            held = _keep(key, response)
        return _answer(request, held)

    return seen


def forget() -> None:
    """Nothing is kept any more."""
    with _lock:
        _kept.clear()


def _is_anybody(request: HttpRequest) -> bool:
    known = {settings.SESSION_COOKIE_NAME, "messages"}
    return request.method in ("GET", "HEAD") and not known & set(request.COOKIES)


def _held(key: Key) -> tuple[float, bytes, str, str] | None:
    with _lock:
        held = _kept.get(key)
        return held if held and time.monotonic() - held[0] < SECONDS else None


def _keep(key: Key, response: HttpResponse) -> tuple[float, bytes, str, str]:
    tag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    held = (time.monotonic(), response.content, response.headers["Content-Type"], tag)
    with _lock:
        _kept[key] = held
        _kept.move_to_end(key)
        while len(_kept) > PAGES:
            _kept.popitem(last=False)
    return held


def _answer(request: HttpRequest, held: tuple[float, bytes, str, str]) -> HttpResponse:
    made_at, content, kind, tag = held
    left = max(0, int(SECONDS - (time.monotonic() - made_at)))
    response = HttpResponse(content, content_type=kind)
    response.headers["ETag"], response.headers["Cache-Control"] = tag, f"public, max-age={left}"
    patch_vary_headers(response, ("Cookie", "Accept-Language"))
    answered = get_conditional_response(request, etag=tag, response=response)
    return answered if isinstance(answered, HttpResponse) else response
