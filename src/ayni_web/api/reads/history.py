"""The audit chain, as everybody reads it."""

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from ayni_web.api.access import EVERYBODY
from ayni_web.api.asked import Listed, Paging, paged
from ayni_web.api.shapes import Entry, Head
from ayni_web.common import chain, models

router = Router(auth=EVERYBODY)


@router.get("/chain", response=Listed[Entry])
def entries(request: HttpRequest, asked: Query[Paging]) -> Any:
    """Entries of the audit chain, from the first."""
    return paged(models.Entry.objects.order_by("number"), asked, _entry)


@router.get("/chain/head", response=Head)
def head(request: HttpRequest) -> Any:
    """Hash of the last entry, and how many there are."""
    found, count = chain.head_and_count()
    return {"head": found, "count": count}


def _entry(row: models.Entry) -> dict[str, Any]:
    return {
        "number": row.number, "made_at": row.made_at, "kind": row.kind, "body": row.body, "previous": row.previous,
        "hash": row.hash,
    }  # fmt: skip
