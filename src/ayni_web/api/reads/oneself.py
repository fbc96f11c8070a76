"""Who asks."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from ayni_web.accounts.access import roles_of
from ayni_web.api.access import READS
from ayni_web.api.reads.telling import named
from ayni_web.api.shapes.oneself import Oneself
from ayni_web.members.access import managed
from ayni_web.members.models import Cluster
from ayni_web.members.queries.clusters import own_organisations

router = Router(auth=READS)


@router.get("/me", response=Oneself)
def me(request: HttpRequest) -> Any:
    """Person whose key it is, and what the key may do."""
    person, token = request.auth, request.caller.token  # type: ignore[attr-defined]
    return {
        "name": person.name, "username": person.username, "language": person.language,
        "roles": sorted(roles_of(person)),
        "manages": [named(row) for row in Cluster.objects.filter(pk__in=managed(person))],
        "acts_for": [named(row) for row in own_organisations(person)],
        "scopes": sorted(token.scopes.split()) if token else None,
        "expires_at": token.expires_at if token else None,
    }  # fmt: skip
