"""What is answered to a request that cannot be met: one shape, with the sentence in the language that was asked for."""

from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from ninja.errors import HttpError, ValidationError

from ayni.errors import AyniError
from ayni_web.common.language import current, said

# What each number says when nothing more is known.
KEYS = {
    400: "api.unreadable",
    401: "api.sign_in",
    403: "api.not_allowed",
    404: "api.not_here",
    405: "api.other_method",
    413: "api.too_large",
}
# Kinds of what may be wrong with a value (pydantic's names) that have a sentence of their own.
WRONG = {
    "missing": "api.missing",
    "greater_than_equal": "api.at_least",
    "less_than_equal": "api.at_most",
    "too_long": "api.too_long",
    "string_too_long": "api.too_long",
    "literal_error": "api.not_one_of",
    "extra_forbidden": "api.unknown_name",
}


class Refused(Exception):
    """A request that is not met: the status, the key of the sentence, and the value it is about."""

    def __init__(self, status: int, key: str, /, field: str | None = None, retry: int = 0, **facts: Any) -> None:
        super().__init__(key)
        self.status, self.key, self.field, self.retry, self.facts = status, key, field, retry, facts


def answer_to(error: Exception) -> HttpResponse | None:
    """Answer to what went wrong; None for what nobody foresaw, which Django tells as an error of the server."""
    if isinstance(error, Refused):
        return _refusal(error)
    if isinstance(error, ValidationError):
        return _wrong_value(error.errors[0])
    if isinstance(error, AyniError):
        return told(409, error.key, error.text(current()), getattr(error, "field", None))
    status = _status(error)
    return None if status is None else told(status, KEYS[status], said(KEYS[status]))


def told(status: int, code: str, message: str, field: str | None = None) -> HttpResponse:
    """The one shape of every error."""
    error = {"code": code, "message": message, **({"field": field} if field else {})}
    response = JsonResponse({"error": error}, status=status, json_dumps_params={"ensure_ascii": False})
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="ayni"'
    return response


def _status(error: Exception) -> int | None:
    if isinstance(error, HttpError):
        return error.status_code if error.status_code in KEYS else 400
    if isinstance(error, RequestDataTooBig):
        return 413
    for kind, status in ((Http404, 404), (PermissionDenied, 403), (SuspiciousOperation, 400)):
        if isinstance(error, kind):
            return status
    return 400 if isinstance(error, MultiPartParserError) else None


def _refusal(refused: Refused) -> HttpResponse:
    response = told(refused.status, refused.key, said(refused.key, **refused.facts), refused.field)
    if refused.retry:
        response["Retry-After"] = str(refused.retry)
    return response


def _wrong_value(wrong: dict[str, Any]) -> HttpResponse:
    """The first value that is wrong, by the name the caller gave it."""
    named = [str(each) for each in wrong["loc"] if not isinstance(each, int)]
    field = named[-1] if named else ""
    key = WRONG.get(wrong["type"], "api.not_understood")
    limits = wrong.get("ctx", {})
    limit = next((limits[name] for name in ("ge", "le", "max_length") if name in limits), "")
    expected = str(limits.get("expected", "")).replace("'", "").replace(" or ", ", ")
    return told(422, key, said(key, name=field, limit=limit, expected=expected), field)
