"""Every read of organisations that may be the same."""

from collections import defaultdict
from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from ayni_web.members.contacts import bare
from ayni_web.members.identifiers import numbered
from ayni_web.members.likeness import COMMON, DECIDE, Likened, Likeness, keys, likened, likeness
from ayni_web.members.models import Contact, Duplicate, Identifier, Membership, Merge, Organisation
from ayni_web.members.queries.visible import visible_organisations

SHOWN = 5
# Rows that one new name is compared with, at most.
COMPARED = 2000


def likely(
    person: Any, *, name: str, place: str = "", identifiers: Iterable[tuple[str, str]] = (),
    contacts: Iterable[tuple[str, ...]] = (), **_: Any,
) -> list[tuple[Organisation, Likeness]]:  # fmt: skip
    """Organisations that a person sees and that one to be added may be, the likeliest first, with why."""
    numbers = [(each.scheme, each.value) for each in (numbered(*pair) for pair in identifiers)]
    ways = [f"{means}:{bare(means, value)}" for means, value, *_ in contacts]
    return likely_among(visible_organisations(person), likened(None, name, place, numbers, ways))[:SHOWN]


def likely_among(rows: QuerySet[Organisation], new: Likened) -> list[tuple[Organisation, Likeness]]:
    """Rows that may be what is likened, at 50 or more, the likeliest first."""
    named = reduce(or_, (Q(name_folded__contains=each) for each in _beginnings(new)), Q())
    near = list(rows.filter(named)[:COMPARED]) if named else []
    values = [value for _, value in new.numbers]
    near += list(rows.filter(identifiers__value__in=values)) if values else []
    near += list(rows.filter(pk__in=_with_contacts(new.contacts))) if new.contacts else []
    by_key = {row.pk: row for row in near if row.pk != new.key}
    wanted = keys(new)
    found = [(by_key[each.key], likeness(new, each)) for each in likened_rows(by_key.values()) if keys(each) & wanted]
    return sorted((each for each in found if each[1].score >= DECIDE), key=lambda each: -each[1].score)


def _beginnings(new: Likened) -> set[str]:
    """Beginnings of the words that tell most: the rare ones, or the last where all are common."""
    rare = [word for word in new.words if word not in COMMON and len(word) > 1]
    return {word[:4] for word in rare or new.words[-1:]}


def likened_rows(rows: Iterable[Organisation]) -> list[Likened]:
    """What is compared of organisations, their numbers and contacts read at once."""
    held = list(rows)
    ids = [row.pk for row in held]
    numbers, ways = _numbers(ids), _ways(ids)
    return [likened(row.pk, row.name, row.place, numbers[row.pk], ways[row.pk]) for row in held]


def likened_all() -> list[Likened]:
    """What is compared of every organisation that stands."""
    rows = Organisation.objects.filter(merged_into__isnull=True).values_list("pk", "name_folded", "place").order_by()
    numbers, ways = _numbers(), _ways()
    return [likened(pk, name, place, numbers[pk], ways[pk]) for pk, name, place in rows.iterator(chunk_size=2000)]


def _numbers(ids: list[UUID] | None = None) -> dict[UUID, set[tuple[str, str]]]:
    rows = Identifier.objects.all() if ids is None else Identifier.objects.filter(organisation_id__in=ids)
    found: dict[UUID, set[tuple[str, str]]] = defaultdict(set)
    for pk, scheme, value in rows.order_by().values_list("organisation_id", "scheme", "value"):
        found[pk].add((scheme, value))
    return found


def _ways(ids: list[UUID] | None = None) -> dict[UUID, set[str]]:
    rows = Contact.objects.all() if ids is None else Contact.objects.filter(organisation_id__in=ids)
    found: dict[UUID, set[str]] = defaultdict(set)
    for pk, means, value in rows.order_by().values_list("organisation_id", "means", "value"):
        found[pk].add(f"{means}:{bare(means, value)}")
    return found


def _with_contacts(wanted: Iterable[str]) -> list[UUID]:
    """Organisations with one of some contacts; a phone is compared by its figures, however it is written."""
    held = set(wanted)
    ends = {each.partition(":")[2] for each in held}
    condition = reduce(or_, (Q(value__iendswith=end[-2:]) for end in ends if end), Q(pk=None))
    rows = Contact.objects.filter(condition).values_list("organisation_id", "means", "value")
    return [pk for pk, means, value in rows if f"{means}:{bare(means, value)}" in held]


def open_duplicates() -> QuerySet[Duplicate]:
    """Pairs that wait for a person, the likeliest first; a pair of which one was merged waits no more."""
    rows = Duplicate.objects.filter(
        state=Duplicate.State.OPEN, first__merged_into__isnull=True, second__merged_into__isnull=True
    )
    return rows.select_related("first", "second")


def merges() -> QuerySet[Merge]:
    """Merges, the last first."""
    return Merge.objects.select_related("kept", "gone", "merged_by", "split_by")


def likeness_of(first: Organisation, second: Organisation) -> tuple[int, dict[str, Any]]:
    """Score of two and why."""
    one, other = likened_rows([first, second])
    found = likeness(one, other)
    return found.score, found.why


REASONS = ("identifier", "contact", "place", "form", "figures", "words")


def reasons(why: dict[str, Any]) -> list[tuple[str, int | None]]:
    """Sentences of ``words/duplicates.toml`` that tell why, the name first, with its share of a hundred."""
    named = [("why_name", int(why["name"]))] if "name" in why else []
    return [*named, *((f"why_{what}_{why[what]}", None) for what in REASONS if what in why)]


def side_by_side(first: Organisation, second: Organisation) -> list[dict[str, Any]]:
    """What each of two has, for a person to compare."""
    return [
        {
            "organisation": row,
            "identifiers": list(row.identifiers.all()),
            "contacts": list(row.contacts.all()),
            "memberships": list(row.memberships.filter(state__in=Membership.OPEN).select_related("cluster")),
            "people": [each.person.name for each in row.representations.filter(until__isnull=True)
                       .select_related("person")],
            "relations": row.relations_out.count() + row.relations_in.count(),
        }
        for row in (first, second)
    ]  # fmt: skip
