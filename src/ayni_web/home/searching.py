"""The whole site searched by a few words: of everything only what the person sees."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse

from ayni.library import KINDS, entries
from ayni_web.commitments.queries import found_commitments
from ayni_web.common.language import spoken
from ayni_web.documents.queries import found_documents
from ayni_web.events.queries import visible_events
from ayni_web.members.folding import folded
from ayni_web.members.models import Cluster
from ayni_web.members.queries.organisations import found_organisations
from ayni_web.processes.queries.cases import found_cases
from ayni_web.series.readings.access import visible_measures
from ayni_web.strategies.queries import visible_strategies
from ayni_web.studies.queries import visible_studies
from ayni_web.ventures.queries import visible_plans

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
    """What has these words in its name, list by list, the library last; a query a list."""
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
        *(_inside(person, words) if person.is_authenticated else ()),
        Found("library", _entries(words)),
    )  # fmt: skip
    return [each for each in found if each.rows]


def _inside(person: Any, words: str) -> Iterator[Found]:
    """What only people with an account see."""
    cases = found_cases(person, words=words).values_list("pk", "title")
    yield _found("cases", cases, "processes:case", _list("processes:cases", words))
    promised = found_commitments(person).filter(_all_in("content", words)).values_list("pk", "content")
    yield _found("commitments", promised, "commitments:commitment")
    measures = [(row.pk, str(row)) for row in visible_measures(person).order_by("added_at", "pk")
                if holds(" ".join(row.texts.get("title", {}).values()), words)]  # fmt: skip
    yield Found("measures", _told(measures[:SHOWN], "series:measure"))
    plans = [(row.pk, row.title) for row in visible_plans(person) if holds(row.title, words)]
    yield Found("plans", _told(plans[:SHOWN], "ventures:plan"))
    strategies = [(row.pk, str(row)) for row in visible_strategies(person) if holds(str(row), words)]
    yield Found("strategies", _told(strategies[:SHOWN], "strategies:strategy"))


def _entries(words: str) -> list[tuple[str, str]]:
    """Entries of the library that are called so in any language."""
    held = ((kind, each) for kind in KINDS for each in entries(kind) if holds(" ".join(each.title.values()), words))
    return [
        (reverse("home:library_entry", kwargs={"kind": kind, "code": each.code}), spoken(dict(each.title)))
        for kind, each in islice(held, SHOWN)
    ]


def holds(title: str, words: str) -> bool:
    """Whether every word stands in a title; accents and capitals do not count."""
    return all(each in folded(title) for each in folded(words).split()[:MOST_WORDS])


def _found(name: str, rows: QuerySet[Any], page: str, more: str = "") -> Found:
    some = list(rows[: SHOWN + 1])
    return Found(name, _told(some[:SHOWN], page), more if len(some) > SHOWN else "")


def _told(rows: Iterable[tuple[Any, str]], page: str) -> list[tuple[str, str]]:
    return [(reverse(page, kwargs={"pk": row[0]}), row[1]) for row in rows]


def _clusters(words: str) -> list[tuple[str, str]]:
    rows = Cluster.objects.order_by("name", "pk").values_list("pk", "name", "field")
    held = ((pk, name) for pk, name, field in rows if holds(f"{name} {field}", words))
    return _told(islice(held, SHOWN), "members:cluster")


def _titled(words: str) -> Q:
    return _all_in("title", words)


def _all_in(column: str, words: str) -> Q:
    condition = Q()
    for each in words.split()[:MOST_WORDS]:
        condition &= Q(**{f"{column}__icontains": each})
    return condition


def _list(name: str, words: str) -> str:
    return f"{reverse(name)}?{urlencode({'q': words})}"
