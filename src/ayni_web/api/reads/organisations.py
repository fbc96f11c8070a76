"""Organisations and their relations."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest
from ninja import Query, Router

from ayni_web.api.access import READS
from ayni_web.api.asked import Listed, OrganisationsAsked, RelationsAsked, paged
from ayni_web.api.reads.telling import named
from ayni_web.api.shapes.organisations import Organisation, OrganisationLine, Relation
from ayni_web.members import models
from ayni_web.members.places import place_name
from ayni_web.members.queries import inner_clusters, visible_relations
from ayni_web.members.queries.organisations import (
    found_organisations,
    organisation_for,
    relations_seen,
    sheet,
)
from ayni_web.members.queries.relations import in_state

router = Router(auth=READS)


@router.get("/organisations", response=Listed[OrganisationLine])
def organisations(request: HttpRequest, asked: Query[OrganisationsAsked]) -> Any:
    """Organisations that the person sees, by name."""
    found = found_organisations(
        request.auth, q=asked.q or "", kind=asked.kind or "", department=asked.department or "",
        cluster=asked.cluster, size=asked.size_band or "",
    )  # fmt: skip
    return paged(found, asked, organisation_line)


@router.get("/organisations/{uuid:pk}", response=Organisation)
def organisation(request: HttpRequest, pk: UUID) -> Any:
    """One organisation; where it was merged, the one that was kept."""
    found = sheet(request.auth, organisation_for(request.auth, pk))
    row = found.organisation
    return {
        **organisation_line(row), "mission": row.mission, "interests": row.interests,
        "note": row.note if found.closely else None, "typed_for": row.typed_for, "confirmed_at": row.confirmed_at,
        "changed_at": found.last_change,
        "identifiers": [_identifier(each) for each in found.identifiers] if found.sees_contacts else None,
        "contacts": [{"name": each.name, "means": each.means, "value": each.value} for each in found.contacts]
        if found.sees_contacts else None,
    }  # fmt: skip


@router.get("/relations", response=Listed[Relation])
def relations(request: HttpRequest, asked: Query[RelationsAsked]) -> Any:
    """Relations that the person sees; of an organisation, also those that it lets them see."""
    if asked.organisation:
        found = relations_seen(request.auth, organisation_for(request.auth, asked.organisation))
    else:
        found = visible_relations(request.auth)
    if asked.cluster:
        members = models.Membership.objects.filter(
            cluster_id=asked.cluster, cluster__in=inner_clusters(request.auth), state=models.Membership.State.MEMBER
        ).values("organisation_id")
        found = found.filter(Q(source_id__in=members) | Q(target_id__in=members))
    found = found.filter(kind=asked.kind) if asked.kind else found
    found = in_state(found, asked.state) if asked.state else found
    return paged(found.order_by("source__name_folded", "kind", "target__name_folded", "id"), asked, _relation)


def organisation_line(row: models.Organisation) -> dict[str, Any]:
    """What a list tells of an organisation."""
    return {
        "id": row.pk, "name": row.name, "kind": row.kind, "place": row.place,
        "place_name": place_name(row.place) if row.place else "", "country": row.country, "size_band": row.size_band,
        "formal": row.formal,
    }  # fmt: skip


def _identifier(row: models.Identifier) -> dict[str, Any]:
    return {"scheme": row.scheme, "value": row.shown, "personal": row.personal}


def _relation(row: models.Relation) -> dict[str, Any]:
    return {
        "id": row.pk, "source": named(row.source), "kind": row.kind, "target": named(row.target),
        "share_of_value": row.share_of_value, "since": row.since, "until": row.until,
        "confirmed_on": row.confirmed_on, "stale": row.stale, "note": row.note,
    }  # fmt: skip
