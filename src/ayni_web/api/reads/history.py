"""The audit chain: everybody checks it, and reads of it what is theirs."""

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from ayni_web.accounts.access import sees_entity
from ayni_web.api.access import EVERYBODY
from ayni_web.api.asked import Listed, Paging, paged
from ayni_web.api.shapes.history import Entry, Head
from ayni_web.common import chain, models

router = Router(auth=EVERYBODY)


@router.get("/chain", response=Listed[Entry])
def entries(request: HttpRequest, asked: Query[Paging]) -> Any:
    """Entries of the audit chain, from the first; what they say, to those of the entity or where it is public."""
    whole = sees_entity(request.auth)
    return paged(models.Entry.objects.order_by("number"), asked, lambda row: chain.told(row, whole=whole))


@router.get("/chain/head", response=Head)
def head(request: HttpRequest) -> Any:
    """Hash of the last entry, and how many there are."""
    found, count = chain.head_and_count()
    return {"head": found, "count": count}
