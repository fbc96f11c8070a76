"""The domain as data: entries of the library, as everybody reads them."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Query, Router

from ayni.library import KINDS, BadEntry, Entry, entries, entry
from ayni.words import LANGUAGES
from ayni_web.api.access import EVERYBODY
from ayni_web.api.asked import LibraryAsked, Listed, paged
from ayni_web.api.shapes.library import LibraryEntry, LibraryLine
from ayni_web.common.language import spoken

router = Router(auth=EVERYBODY)


@router.get("/library", response=Listed[LibraryLine])
def library(request: HttpRequest, asked: Query[LibraryAsked]) -> Any:
    """Entries of the library, by kind and code."""
    found = [each for kind in ([asked.kind] if asked.kind else KINDS) for each in entries(kind)]
    return paged(found, asked, _line)


@router.get("/library/{kind}/{code}", response=LibraryEntry)
def library_entry(request: HttpRequest, kind: str, code: str) -> Any:
    """One entry whole, its texts in the language asked for."""
    try:
        found = entry(kind, code)
    except BadEntry:
        raise Http404 from None
    return {**_line(found), "content": _told(found.content)}


def _line(row: Entry) -> dict[str, Any]:
    return {
        "kind": row.kind, "code": row.code, "title": spoken(row.title), "about": spoken(row.about),
        "source": row.source, "serves": list(row.serves),
    }  # fmt: skip


def _told(value: Any) -> Any:
    """What an entry has, each text as one sentence."""
    if isinstance(value, Mapping):
        if value and set(value) <= {*LANGUAGES}:
            return spoken(value)
        return {name: _told(each) for name, each in value.items()}
    return [_told(each) for each in value] if isinstance(value, list | tuple) else value
