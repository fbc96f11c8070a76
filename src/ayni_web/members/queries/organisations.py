"""Every read of organisations: the list, the page of one, what changed."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.http import Http404
from django.urls import reverse

from ayni.codes import nomenclature
from ayni.words import say
from ayni_web.accounts.access import sees_entity
from ayni_web.common.language import current, said
from ayni_web.members.access import may_coordinate, may_see_closely_of, may_see_contacts, represented, was_given
from ayni_web.members.folding import folded
from ayni_web.members.models import Kind, Membership, Merge, Organisation, Relation, Representation, SizeBand
from ayni_web.members.places import place_name, short_place_name
from ayni_web.members.queries.visible import inner_clusters, visible_organisations, visible_relations

HOME = "PE"
# Stands where the identifier of a row goes in an address.
NOBODY = UUID(int=0)
CHANGES_SHOWN = 30
RELATIONS_SHOWN = 20
NOTICES_SHOWN = 20
# Numbers that a search of the entity finds, and how long one is.
SEARCHED_NUMBER = 8


def found_organisations(
    person: Any, *, q: str = "", kind: str = "", department: str = "", cluster: UUID | str | None = None,
    size: str = "", state: str = "",
) -> QuerySet[Organisation]:  # fmt: skip
    """Organisations that a person sees, by name; with all the words of ``q``, of a kind, a department, a cluster, ...

    ``state``: ``typed`` (to be confirmed by the member) or ``alone`` (without anyone who acts for it), for those who
    coordinate.  What a person does not see is in no answer, whatever is asked.
    """
    found = visible_organisations(person)
    if q:
        found = found.filter(_named(person, q))
    for column, value in (("kind", kind), ("size_band", size)):
        found = found.filter(**{column: value}) if value else found
    if department:
        found = found.filter(place__gte=department, place__lt=f"{int(department) + 1:02}")
    if cluster:
        open_ones = Membership.objects.filter(
            cluster_id=cluster, cluster__in=inner_clusters(person), state__in=Membership.OPEN
        )
        found = found.filter(pk__in=open_ones.values("organisation_id"))
    return _in_state(found, state) if state and may_coordinate(person) else found


def listed(found: QuerySet[Organisation]) -> QuerySet[Any]:
    """What a list shows of organisations and nothing more, without making a row of each."""
    return found.values_list("pk", "name", "kind", "place", "size_band", "typed_for")


class Line(NamedTuple):
    """A line of the list, in the reader's words."""

    address: str
    name: str
    kind: str
    place: str
    size: str
    typed_for: bool


def lines(rows: Iterable[Any]) -> list[Line]:
    """Lines of the list."""
    before, _, after = reverse("members:organisation", kwargs={"pk": NOBODY}).partition(str(NOBODY))
    kinds, sizes = _words("kinds", current()), _words("sizes", current())
    return [
        Line(f"{before}{pk}{after}", name, kinds[kind], short_place_name(place), sizes.get(size, ""), typed_for)
        for pk, name, kind, place, size, typed_for in rows
    ]


@lru_cache(maxsize=1 << 5)
def _words(topic: str, language: str) -> dict[str, str]:
    return {code: say(f"{topic}.{code}", language) for code in (Kind if topic == "kinds" else SizeBand).values}


def _named(person: Any, words: str) -> Q:
    condition = Q()
    for word in folded(words).split()[:8]:
        condition &= Q(name_folded__contains=word)
    figures = words.replace(" ", "")
    if sees_entity(person) and figures.isdigit() and len(figures) >= SEARCHED_NUMBER:
        condition |= Q(identifiers__value=figures, identifiers__personal=False)
    # Nothing but marks was asked for: nothing is called that.
    return condition or Q(pk=None)


def _in_state(found: QuerySet[Organisation], state: str) -> QuerySet[Organisation]:
    if state == "typed":
        return found.filter(typed_for=True)
    acting = Representation.objects.filter(organisation=OuterRef("pk"), until__isnull=True)
    return found.filter(~Exists(acting)) if state == "alone" else found


def organisation_for(person: Any, pk: UUID) -> Organisation:
    """Organisation that a person sees; where it was merged, the one that was kept; else 404."""
    row = Organisation.objects.filter(pk=pk).first()
    seen = set()
    while row is not None and row.merged_into_id and row.pk not in seen:
        seen.add(row.pk)
        row = Organisation.objects.filter(pk=row.merged_into_id).first()
    if row is None or not visible_organisations(person).filter(pk=row.pk).exists():
        raise Http404
    return row


def identities(organisation: UUID | str) -> list[str]:
    """Identifiers under which an organisation is known: its own, and those of what was merged into it."""
    known, fresh = [str(organisation)], [str(organisation)]
    while fresh:
        rows = Organisation.objects.filter(merged_into__in=fresh).order_by().values_list("pk", flat=True)
        fresh = [str(pk) for pk in rows if str(pk) not in known]
        known += fresh
    return known


@dataclass(frozen=True, slots=True)
class Change:
    """One change: when, by whom, what stood there and what came; ``reason`` is a code of ``words/changes.toml``."""

    at: datetime
    by: str
    reason: str
    facts: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a person sees of an organisation; what is not theirs to see is empty."""

    organisation: Organisation
    memberships: list[Membership]
    relations: list[Relation]
    relation_counts: list[tuple[str, int]]
    contacts: list[Any]
    identifiers: list[Any]
    sees_contacts: bool
    closely: bool
    representations: list[Representation]
    changes: list[Change]
    merges: list[Merge]
    country: str
    last_event: datetime | None
    last_change: datetime | None


def sheet(person: Any, organisation: Organisation) -> Sheet:
    """Sheet of an organisation for a person; a constant number of queries."""
    contacts, closely = may_see_contacts(person, organisation), may_see_closely_of(person, organisation)
    relations = list(relations_seen(person, organisation).filter(until__isnull=True).order_by("kind", "id"))
    return Sheet(
        organisation=organisation,
        memberships=list(memberships_seen(person, [organisation.pk])),
        relations=relations[:RELATIONS_SHOWN],
        relation_counts=sorted(Counter(each.kind for each in relations).items()),
        contacts=list(organisation.contacts.all()) if contacts else [],
        identifiers=list(organisation.identifiers.all()) if contacts else [],
        sees_contacts=contacts,
        closely=closely,
        representations=list(acting_for(organisation)) if closely else [],
        changes=changes(organisation) if closely else [],
        merges=list(organisation.merges.select_related("gone", "merged_by")) if sees_entity(person) else [],
        country="" if organisation.country == HOME else country_name(organisation.country),
        last_event=last_event(organisation) if closely or was_given(person, organisation, "events") else None,
        last_change=organisation.changed_at if closely else None,
    )


def memberships_seen(person: Any, organisations: Iterable[UUID]) -> QuerySet[Membership]:
    """Memberships in clusters whose inside the person sees, with their parts; all of the person's own organisations."""
    asked = list(organisations)
    rows = Membership.objects.filter(organisation_id__in=asked, state__in=Membership.OPEN)
    if not set(asked) <= represented(person):
        rows = rows.filter(cluster__in=inner_clusters(person))
    return rows.select_related("cluster").prefetch_related("parts__link").order_by("cluster__name")


def relations_seen(person: Any, organisation: Organisation) -> QuerySet[Relation]:
    """Relations of an organisation that a person sees: all where the organisation gave that right."""
    given = was_given(person, organisation, "relations")
    rows = Relation.objects.select_related("source", "target") if given else visible_relations(person)
    return rows.filter(Q(source=organisation) | Q(target=organisation))


def acting_for(organisation: Organisation) -> QuerySet[Representation]:
    """Those who act for an organisation today, with since when and by whom."""
    rows = organisation.representations.filter(until__isnull=True)
    return rows.select_related("person", "given_by").order_by("since")


def last_event(organisation: Organisation) -> datetime | None:
    """Moment of the last event that the organisation took part in."""
    # Events stand on a floor above: they are reached by the relation that their table makes, never by an import.
    found = organisation.participations.filter(event__cancelled_at__isnull=True).aggregate(last=Max("event__starts_at"))
    return found["last"]


FACTS_OF_A_CHANGE = ("name", "kind", "place", "country", "size_band", "formal", "mission", "interests", "note")


def changes(organisation: Organisation) -> list[Change]:
    """Who changed what and when, the last first."""
    rows = list(organisation.history.select_related("history_user").order_by("-history_date", "-history_id")
                [: CHANGES_SHOWN + 1])  # fmt: skip
    found = [_change(new, old) for new, old in zip(rows, [*rows[1:], None], strict=True)]
    return [each for each in found[:CHANGES_SHOWN] if each.facts or each.reason]


def _change(new: Any, old: Any) -> Change:
    facts = [] if old is None else [
        (name, _in_words(name, getattr(old, name)), _in_words(name, getattr(new, name)))
        for name in FACTS_OF_A_CHANGE if getattr(old, name) != getattr(new, name)
    ]  # fmt: skip
    reason = new.history_change_reason or ("added" if new.history_type == "+" else "")
    return Change(new.history_date, new.history_user.name if new.history_user else "", reason, facts)


def _in_words(name: str, value: Any) -> str:
    if name == "formal":
        return "" if value is None else said("organisations.yes" if value else "organisations.no")
    if not value:
        return ""
    topic = {"kind": "kinds", "size_band": "sizes"}.get(name)
    if topic:
        return said(f"{topic}.{value}")
    return {"place": place_name, "country": country_name}.get(name, str)(value)


def country_name(code: str) -> str:
    """Name of a country in the reader's language."""
    names = nomenclature("iso3166").names
    return names.get(current(), names["es"]).get(code, code)


@dataclass(frozen=True, slots=True)
class Mine:
    """An organisation of a person, with its clusters and what waits for them."""

    organisation: Organisation
    memberships: list[Membership]


def mine(person: Any) -> list[Mine]:
    """Organisations that a person acts for, by name."""
    rows = list(Organisation.objects.filter(pk__in=represented(person), merged_into__isnull=True))
    held = list(memberships_seen(person, [row.pk for row in rows]))
    return [Mine(row, [each for each in held if each.organisation_id == row.pk]) for row in rows]


@dataclass(frozen=True, slots=True)
class Told:
    """A notice that a person has not read."""

    text: str
    at: datetime


def unread(person: Any) -> list[Told]:
    """Notices that a person has not read, the last first."""
    rows = person.notices.filter(read_at__isnull=True)[:NOTICES_SHOWN]
    return [Told(said(row.key, **row.facts), row.made_at) for row in rows]
