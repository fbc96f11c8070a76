"""What was written, what happened, and what is shown by it."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Query, Router

from ayni_web.api.access import EVERYBODY, READS
from ayni_web.api.asked import DocumentsAsked, EventsAsked, EvidenceAsked, Listed, paged
from ayni_web.api.reads.files import FILE
from ayni_web.api.reads.telling import named
from ayni_web.api.shapes.happened import Document, DocumentLine, Event, EventLine, Evidence
from ayni_web.documents import models as written
from ayni_web.documents.access import may_see_who
from ayni_web.documents.queries import found_documents, visible_documents
from ayni_web.documents.views import handed_over
from ayni_web.events import models as happened
from ayni_web.events.queries import found_events, participants, visible_events
from ayni_web.members.queries import inner_clusters
from ayni_web.series.access import subject_of
from ayni_web.series.queries import Shown, evidence_of

router = Router()


@router.get("/documents", response=Listed[DocumentLine], auth=EVERYBODY)
def documents(request: HttpRequest, asked: Query[DocumentsAsked]) -> Any:
    """Documents that the person reads; without a key, those that are public."""
    found = found_documents(request.auth, kind=asked.kind or "", words=asked.q or "")
    return paged(_of_cluster(request, found, asked.cluster), asked, _document_line)


@router.get("/documents/{uuid:pk}", response=Document, auth=EVERYBODY)
def document(request: HttpRequest, pk: UUID) -> Any:
    """One document with its versions and who signed them."""
    found = visible_documents(request.auth).select_related("cluster", "organisation")
    row = get_object_or_404(found, pk=pk)
    versions = row.versions.prefetch_related("signatures__person", "signatures__organisation", "asked__organisation")
    return {
        **_document(row), "added_at": row.added_at,
        "versions": [_version(row, each, may_see_who(request.auth, row)) for each in versions],
    }  # fmt: skip


@router.get(
    "/documents/{uuid:pk}/versions/{int:number}/file", auth=EVERYBODY, openapi_extra=FILE, url_name="document_file"
)
def document_file(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """Bytes of a version; that it was opened is kept, as on the pages."""
    row = get_object_or_404(visible_documents(request.auth).select_related("cluster", "organisation"), pk=pk)
    version = row.versions.filter(number=number).first() if number < 1 << 31 else None
    if version is None:
        raise Http404
    version.document = row
    return handed_over(request.auth, version)


@router.get("/events", response=Listed[EventLine], auth=READS)
def events(request: HttpRequest, asked: Query[EventsAsked]) -> Any:
    """What happened and is planned, the last first."""
    found = found_events(request.auth, kind=asked.kind or "", since=asked.since, until=asked.until)
    return paged(_of_cluster(request, found, asked.cluster), asked, _event_line)


@router.get("/events/{uuid:pk}", response=Event, auth=READS)
def event(request: HttpRequest, pk: UUID) -> Any:
    """One event, with who took part."""
    row = get_object_or_404(visible_events(request.auth).select_related("cluster"), pk=pk)
    took_part = list(participants(row))
    row.took_part, row.confirmed = len(took_part), sum(each.confirmed_at is not None for each in took_part)
    return {
        **_event_line(row), "note": row.note, "typed_for": row.typed_for, "cancel_reason": row.cancel_reason,
        "participations": [
            {"organisation": named(each.organisation), "role": each.role, "confirmed_at": each.confirmed_at}
            for each in took_part
        ],
    }  # fmt: skip


@router.get("/evidence", response=list[Evidence], auth=READS)
def evidence(request: HttpRequest, asked: Query[EvidenceAsked]) -> Any:
    """What a relation, an organisation, a cluster, a sponsor or an event is shown by."""
    row = subject_of(request.auth, asked.subject, asked.id)
    if row is None:
        raise Http404
    return [_evidence(each) for each in evidence_of(request.auth, asked.subject, row.pk)]


def _of_cluster(request: HttpRequest, found: Any, cluster: UUID | None) -> Any:
    """Of a cluster whose inside the person sees."""
    if cluster is None:
        return found
    return found.filter(cluster_id=cluster, cluster__in=inner_clusters(request.auth))


def _document(row: written.Document) -> dict[str, Any]:
    return {
        "id": row.pk, "title": row.title, "kind": row.kind, "audience": row.audience, "cluster": named(row.cluster),
        "organisation": named(row.organisation),
    }  # fmt: skip


def _document_line(row: Any) -> dict[str, Any]:
    return {**_document(row), "version": row.last, "changed_at": row.last_at, "signatures": row.signed}


def _version(document: written.Document, row: written.Version, sees_who: bool) -> dict[str, Any]:
    address = reverse("api:document_file", kwargs={"pk": document.pk, "number": row.number})
    return {
        "number": row.number, "name": row.name, "media_type": row.media_type, "size": row.size, "sha256": row.sha256,
        "what_changed": row.what_changed, "made_at": row.made_at, "file": address,
        "signatures": [_signature(each, sees_who) for each in row.signatures.all()],
        "missing": [each.name for each in row.missing] if sees_who else None,
    }  # fmt: skip


def _signature(row: written.Signature, sees_who: bool) -> dict[str, Any]:
    """Passers-by are told for whom it was signed, not by whom; as on the page."""
    return {
        "person": row.person.name if sees_who else None,
        "organisation": row.organisation.name if row.organisation else None,
        "signed_at": row.signed_at,
    }  # fmt: skip


def _event_line(row: happened.Event) -> dict[str, Any]:
    names = ("kind", "title", "starts_at", "ends_at", "place", "where", "lot", "quantity", "unit")
    counted: Any = row
    return {
        "id": row.pk, **{name: getattr(row, name) for name in names}, "cluster": named(row.cluster),
        "cancelled": row.cancelled_at is not None, "took_part": counted.took_part, "confirmed": counted.confirmed,
    }  # fmt: skip


def _evidence(each: Shown) -> dict[str, Any]:
    row, seen = each.row, bool(each.address)
    return {
        "id": row.pk, "kind": each.kind, "name": each.title, "address": each.address,
        "says": row.says if seen else "",
        "added_at": row.added_at, "withdrawn_at": row.withdrawn_at, "withdrawn_why": row.withdrawn_why,
    }  # fmt: skip
