"""How every address of the API answers: in the language asked for, counted, kept by nobody on the way."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from ninja import NinjaAPI
from ninja.operation import Operation

from ayni_web.api.access import Caller, caller_of
from ayni_web.api.errors import KEYS, Refused, answer_to, told
from ayni_web.api.limits import count_caller
from ayni_web.common.language import DJANGO, current, said
from ayni_web.common.middleware import asked_for

View = Callable[..., HttpResponse]


class Api(NinjaAPI):
    """Addresses for programs, with our errors."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Name of an address: that of its function."""
        return operation.view_func.__name__

    def on_exception(self, request: HttpRequest, exc: Any) -> HttpResponse:
        """Answer to what went wrong."""
        answer = answer_to(exc)
        if answer is None:
            raise exc
        return answer


def answered(view: View) -> View:
    """View as every address of the API answers."""

    @wraps(view)
    def seen(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            caller, refused = caller_of(request), None
        except Refused as error:
            caller, refused = None, error
        spoken = _language(request, caller)
        with translation.override(DJANGO.get(spoken, spoken)):
            response = _answer(request, caller, refused, lambda: view(request, *args, **kwargs))
            response["Content-Language"] = current()
        response["Cache-Control"] = "private, no-store"
        patch_vary_headers(response, ("Accept-Language", "Authorization", "Cookie"))
        return response

    seen.csrf_exempt = True  # type: ignore[attr-defined]
    return seen


def of_known_names(view: Callable[..., Any]) -> Callable[..., Any]:
    """Address that refuses a name it does not know, so that a filter misspelt does not answer everything."""

    @wraps(view)
    def seen(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        asked = kwargs.get("asked")
        known = type(asked).model_fields if asked is not None else ()
        unknown = next((name for name in request.GET if name not in known), None)
        if unknown is not None:
            raise Refused(422, "api.unknown_name", field=unknown[:60], name=unknown[:60])
        return view(request, *args, **kwargs)

    return seen


def _answer(
    request: HttpRequest, caller: Caller | None, refused: Refused | None, answer: Callable[[], HttpResponse]
) -> HttpResponse:
    try:
        count_caller(request, caller)
        if refused is not None:
            raise refused
        request.caller = caller  # type: ignore[attr-defined]
        response = answer()
    except (Refused, Http404) as error:
        return answer_to(error)  # type: ignore[return-value]
    if response.status_code == 405:
        allowed = response["Allow"]
        response = told(405, KEYS[405], said(KEYS[405], methods=allowed))
        response["Allow"] = allowed
    return response


def _language(request: HttpRequest, caller: Caller | None) -> str:
    """Language that the request asks for, else the person's own, else the first."""
    own = caller.person.language if caller is not None and caller.person.is_authenticated else None
    wishes = (asked_for(request), own)
    return next((wish for wish in wishes if wish in settings.OFFERED_LANGUAGES), settings.OFFERED_LANGUAGES[0])


def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Addresses that are none."""
    raise Http404
