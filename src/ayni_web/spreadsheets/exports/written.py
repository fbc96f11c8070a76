"""Lists of what happened, what was written, of studies, and of the chain."""

import json
from typing import Any

from django.db.models import Prefetch

from ayni_web.accounts.access import sees_entity
from ayni_web.common.chain import content_of
from ayni_web.common.models import Entry
from ayni_web.common.sheets.writing import Cell
from ayni_web.documents.forms import Search as DocumentSearch
from ayni_web.documents.queries import found_documents
from ayni_web.events.forms import Search as EventSearch
from ayni_web.events.models import Event, Participation
from ayni_web.events.queries import found_events
from ayni_web.members.queries import inner_clusters
from ayni_web.spreadsheets.contracts import columns
from ayni_web.spreadsheets.exports.lists import Asked, List, Rows, anyone, signed_in, told
from ayni_web.spreadsheets.imports.events import event_names, parts_of, took_part_told
from ayni_web.spreadsheets.naming import Names
from ayni_web.spreadsheets.reading import place_told, word
from ayni_web.studies.queries import visible_studies


def events(person: Any, asked: Asked) -> Rows:
    """Events that a person sees, with the filters of their page."""
    search = EventSearch(asked or None, clusters=inner_clusters(person))
    given = search.cleaned_data if search.is_valid() else {}
    wanted = {name: given[name] for name in ("kind", "cluster", "since", "until") if given.get(name)}
    took_part = Participation.objects.select_related("organisation").order_by("role", "pk")
    rows = found_events(person, **wanted).prefetch_related(Prefetch("participations", took_part))
    names = event_names(person)
    return told(rows, lambda row: _event(row, names))


def _event(row: Event, names: Names) -> list[Cell]:
    return [
        str(row.pk), word("event_kinds", row.kind), row.title, row.cluster.name if row.cluster else "", row.starts_at,
        row.ends_at, place_told(row.place), row.where, row.quantity, word("units", row.unit), row.lot,
        took_part_told(parts_of(row.participations.all()), names), row.note, row.cancelled_at is not None,
    ]  # fmt: skip


def documents(person: Any, asked: Asked) -> Rows:
    """Documents that a person reads, with the filters of their page: what they are, not what they say."""
    search = DocumentSearch(asked or None, clusters=inner_clusters(person))
    given = search.cleaned_data if search.is_valid() else {}
    rows = found_documents(
        person, kind=given.get("kind", ""), cluster=given.get("cluster"), words=given.get("q", "")
    ).order_by("-added_at", "pk")
    return told(rows, lambda row: [
        str(row.pk), row.title, word("document_kinds", row.kind), row.cluster.name if row.cluster else "",
        row.organisation.name if row.organisation else "", word("document_audiences", row.audience), row.last,
        row.last_at, row.signed,
    ])  # fmt: skip


def studies(person: Any, asked: Asked) -> Rows:
    """Studies that a person sees."""
    return told(visible_studies(person).order_by("title", "pk"), lambda row: [
        str(row.pk), row.title, row.public, row.packages, row.last_ended,
    ])  # fmt: skip


def chain(person: Any, asked: Asked) -> Rows:
    """Every entry of the audit chain, from the first; for those of the entity."""
    return told(Entry.objects.order_by("number"), lambda row: [
        row.number, row.made_at, word("chain_kinds", row.kind.replace(".", "_")), row.kind,
        json.dumps(json.loads(row.body), ensure_ascii=False), content_of(row.kind, row.body), row.previous, row.hash,
    ])  # fmt: skip


WRITTEN = (
    List("events", columns("events"), events, signed_in),
    List("documents", ("id", "title", "kind", "cluster", "organisation", "audience", "version", "changed_at",
                       "signatures"), documents, anyone),
    List("studies", ("id", "title", "public", "packages", "changed_at"), studies, anyone),
    List("chain", ("number", "made_at", "entry_kind", "code", "body", "content", "previous", "hash"), chain,
         sees_entity),
)  # fmt: skip
