"""The page of the API for people, and its schema for programs."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from ayni_web.accounts.access import may_hold_tokens
from ayni_web.api.service import METHODS, PREFIX, TAGS, schema
from ayni_web.common.audience import ANYONE
from ayni_web.common.language import current, said
from ayni_web.common.views import shown

CURL = 'curl -H "Authorization: Bearer ayni_..."'


@dataclass(frozen=True, slots=True)
class Value:
    """A value that may be sent: its name, its codes or bounds, else its type, and whether it must be sent."""

    name: str
    what: str
    type: str
    required: bool


@dataclass(frozen=True, slots=True)
class Operation:
    """An address: its name, how it is asked, with which values, by which scope, and the fields that are answered."""

    name: str
    method: str
    path: str
    values: list[Value]
    scope: str
    fields: list[str]


@require_safe
def openapi(request: HttpRequest) -> JsonResponse:
    """OpenAPI 3.1 of every address, in the language asked for."""
    return JsonResponse(schema(current()), json_dumps_params={"ensure_ascii": False})


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """Every address for people, made from the schema that programs read."""
    told = schema(current())
    found = [(tag, [_operation(told, path, method, each) for path, method, each in _of(told, tag)]) for tag in TAGS]
    root = request.build_absolute_uri(PREFIX)
    return shown(
        request, "api/reference.html", ANYONE, rooms=found,
        to_read=f'{CURL} \\\n  "{root}/organisations?q=quinua"',
        to_send=f"{CURL} \\\n  -F contract=organisations -F file=@{said('api.sheet_name')} \\\n  {root}/imports",
        may_hold_tokens=request.user.is_authenticated and may_hold_tokens(request.user),
    )  # fmt: skip


def _of(told: dict[str, Any], tag: str) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, method, each[method])
        for path, each in told["paths"].items()
        for method in METHODS
        if method in each and tag in each[method]["tags"]
    ]


def _operation(told: dict[str, Any], path: str, method: str, each: dict[str, Any]) -> Operation:
    values = [
        _value(told, one["name"], one["schema"], one.get("required", False))
        for one in each.get("parameters", ())
        if one["in"] != "path"
    ]
    for content in each.get("requestBody", {}).get("content", {}).values():
        body = _resolved(told, content["schema"])
        needed = body.get("required", ())
        values += [_value(told, name, one, name in needed) for name, one in body.get("properties", {}).items()]
    scope = "import" if "imports" in each["tags"] else "read"
    return Operation(each["operationId"], method.upper(), path, values, scope, _fields(told, each))


def _resolved(told: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """Schema itself, where it is named."""
    while "$ref" in schema or "allOf" in schema:
        schema = schema["allOf"][0] if "allOf" in schema else told["components"]["schemas"][
            schema["$ref"].rpartition("/")[2]
        ]  # fmt: skip
    return schema


def _value(told: dict[str, Any], name: str, schema: dict[str, Any], required: bool) -> Value:
    found = _resolved(told, schema)
    if "enum" in found:
        return Value(name, ", ".join(found["enum"]), "", required)
    if "minimum" in found:
        return Value(name, f"{found['minimum']} ... {found['maximum']}", "", required)
    named = {"uuid": "identifier", "date": "day", "binary": "file"}
    return Value(name, "", named.get(found.get("format", ""), found.get("type", "object")), required)


def _fields(told: dict[str, Any], each: dict[str, Any]) -> list[str]:
    """Names of the fields of what is answered; of one of the items, where it is a list."""
    answer = next((one for code, one in each["responses"].items() if str(code).startswith("2")), {})
    schema = answer.get("content", {}).get("application/json", {}).get("schema")
    if schema is None:
        return []
    found = _resolved(told, schema)
    items = found.get("properties", {}).get("items") or (found if found.get("type") == "array" else None)
    return list(_resolved(told, items["items"] if items else found).get("properties", {}))
