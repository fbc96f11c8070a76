"""The API put together: its rooms, its schema."""

from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from typing import Any

from django.conf import settings

from ayni_web.api import imports
from ayni_web.api.answering import Api, of_known_names
from ayni_web.api.reads import (
    assessments,
    clusters,
    commitments,
    happened,
    history,
    library,
    measures,
    oneself,
    organisations,
    processes,
    studies,
)
from ayni_web.api.shapes import Refusal
from ayni_web.common.language import said

PREFIX = "/api/v1"
METHODS = ("get", "post", "delete")
TAGS = {"oneself": oneself, "organisations": organisations, "clusters": clusters, "happened": happened,
        "commitments": commitments, "measures": measures, "assessments": assessments, "processes": processes,
        "library": library, "studies": studies, "history": history, "imports": imports}  # fmt: skip

API = Api(title="Ayni", version="1", urls_namespace="api", openapi_url=None, docs_url=None)
API.add_decorator(of_known_names, mode="operation")
for tag, room in TAGS.items():
    API.add_router("", room.router, tags=[tag])


@cache
def schema(language: str) -> dict[str, Any]:
    """OpenAPI of every address, told in a language; ``language`` is the one being spoken."""
    told = deepcopy(dict(API.get_openapi_schema(path_prefix=f"{PREFIX}/")))
    told["info"]["description"] = said("api.lede")
    told["servers"] = [{"url": settings.SITE}]
    told["tags"] = [{"name": tag, "description": said(f"api_tags.{tag}")} for tag in TAGS]
    told["components"]["schemas"]["Refusal"] = Refusal.model_json_schema(ref_template="#/components/schemas/{model}")
    told["components"]["schemas"] |= told["components"]["schemas"]["Refusal"].pop("$defs")
    for operation in operations(told):
        operation["summary"] = said(f"api_operations.{operation['operationId']}")
        operation.pop("description", None)
        if not any("Session" in each for each in operation["security"]):
            # What is public is read without a key.
            operation["security"].append({})
        for value in operation["parameters"]:
            value["schema"] = _without_null(value["schema"])
        operation["responses"]["4XX"] = {
            "description": said("api.refusal"),
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}},
        }
    return told


def operations(told: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every operation of a schema."""
    for path in told["paths"].values():
        yield from (path[method] for method in METHODS if method in path)


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """Schema of a value that need not be sent; an address has no way to write that it is none."""
    real = [each for each in schema.get("anyOf", ()) if each.get("type") != "null"]
    return real[0] if len(real) == 1 else schema
