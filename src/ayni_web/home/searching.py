"""The whole site searched by a few words: of everything only what the person sees."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse

from ayni_web.documents.queries import found_documents
from ayni_web.events.queries import visible_events
from ayni_web.members.folding import folded
from ayni_web.members.models import Cluster
from ayni_web.members.queries.organisations import found_organisations
from ayni_web.studies.queries import visible_studies

SHOWN = 10
MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in one list.

    Attributes
    ----------
    name : str
        The list, as the menu calls it: ``page.<name>``.
    rows : list of (address, title)
    more : str
        Address of the list with the same words, where it holds more than is shown.
    """

    name: str
    rows: list[tuple[str, str]]
    more: str = ""


def found_everywhere(person: Any, words: str) -> list[Found]:
    """Clusters, organisations, studies, events and documents with these words in their name; a query a list."""
    if not folded(words):
        return []
    found = (
        Found("clusters", _clusters(words)),
        _found("organisations", found_organisations(person, q=words).values_list("pk", "name"),
               "members:organisation", _list("members:organisations", words)),
        _found("studies", visible_studies(person).filter(_titled(words)).order_by("title").values_list("pk", "title"),
               "studies:study"),
        _found("events", visible_events(person).filter(_titled(words)).order_by("-starts_at").values_list(
            "pk", "title"), "events:event"),
        _found("documents", found_documents(person, words=words).values_list("pk", "title"), "documents:document",
               _list("documents:list", words)),
    )  # fmt: skip
    return [each for each in found if each.rows]


def _found(name: str, rows: QuerySet[Any], page: str, more: str = "") -> Found:
    some = list(rows[: SHOWN + 1])
    return Found(name, _told(some[:SHOWN], page), more if len(some) > SHOWN else "")


def _told(rows: Iterable[tuple[Any, str]], page: str) -> list[tuple[str, str]]:
    return [(reverse(page, kwargs={"pk": row[0]}), row[1]) for row in rows]


def _clusters(words: str) -> list[tuple[str, str]]:
    sought = folded(words).split()[:MOST_WORDS]
    rows = Cluster.objects.order_by("name", "pk").values_list("pk", "name", "field")
    held = ((pk, name) for pk, name, field in rows if all(each in folded(f"{name} {field}") for each in sought))
    return _told([row for row, _ in zip(held, range(SHOWN), strict=False)], "members:cluster")


def _titled(words: str) -> Q:
    condition = Q()
    for each in words.split()[:MOST_WORDS]:
        condition &= Q(title__icontains=each)
    return condition


def _list(name: str, words: str) -> str:
    return f"{reverse(name)}?{urlencode({'q': words})}"
