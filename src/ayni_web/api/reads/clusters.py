"""Clusters and who is in them."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router

from ayni_web.accounts.access import sees_entity
from ayni_web.api.access import EVERYBODY, READS
from ayni_web.api.asked import Listed, MembershipsAsked, Paging, paged
from ayni_web.api.reads.telling import named
from ayni_web.api.shapes.clusters import Cluster, ClusterLine, Membership
from ayni_web.members import models
from ayni_web.members.access import joined, managed, may_see_inside
from ayni_web.members.places import place_name
from ayni_web.members.queries import clusters as found
from ayni_web.members.queries import visible_memberships
from ayni_web.members.queries.chain import LinkSeen, chain_of

router = Router()


@router.get("/clusters", response=Listed[ClusterLine], auth=EVERYBODY)
def clusters(request: HttpRequest, asked: Query[Paging]) -> Any:
    """Clusters, those of the person first."""
    inside = None if sees_entity(request.auth) else managed(request.auth) | joined(request.auth)
    return paged(found.listed_clusters(request.auth), asked, lambda row: _line(
        row, row.members if inside is None or row.pk in inside else found.shown_to_public(row.members)
    ))  # fmt: skip


@router.get("/clusters/{uuid:pk}", response=Cluster, auth=EVERYBODY)
def cluster(request: HttpRequest, pk: UUID) -> Any:
    """One cluster; its chain, seats and managers for those inside."""
    row = found.cluster_called(pk)
    inside, count, scope = may_see_inside(request.auth, row), found.members_count(row), found.scope_in_force(row)
    return {
        **_line(row, count if inside else found.shown_to_public(count)),
        "scope": {"version": scope.version, "inside": scope.inside, "outside": scope.outside} if scope else None,
        "sponsors": [_sponsor(each) for each in found.sponsors_of(row)],
        "links": [_link(each) for each in chain_of(row).every] if inside else None,
        "seats": [_seats(each) for each in found.seats_of(row)] if inside else None,
        "managers": [each.person.name for each in found.managers_of(row)] if inside else None,
    }  # fmt: skip


@router.get("/memberships", response=Listed[Membership], auth=READS)
def memberships(request: HttpRequest, asked: Query[MembershipsAsked]) -> Any:
    """Who is in the clusters whose inside the person sees; who asks and waits, for their managers."""
    rows = visible_memberships(request.auth).prefetch_related("parts__link")
    for name, value in (
        ("cluster_id", asked.cluster), ("organisation_id", asked.organisation), ("state", asked.state)
    ):  # fmt: skip
        rows = rows.filter(**{name: value}) if value else rows
    return paged(rows.order_by("cluster__name", "organisation__name_folded", "id"), asked, _membership)


def _line(row: models.Cluster, members: int | None) -> dict[str, Any]:
    return {
        "id": row.pk, "name": row.name, "field": row.field, "state": row.state, "members": members,
        "places": [{"code": each.place, "name": place_name(each.place)} for each in row.places.all()],
        "started_on": row.started_on, "ended_on": row.ended_on,
    }  # fmt: skip


def _sponsor(row: models.Sponsor) -> dict[str, Any]:
    return {"organisation": row.organisation.name, "terms": row.terms, "since": row.since, "until": row.until}


def _link(seen: LinkSeen) -> dict[str, Any]:
    return {
        "id": seen.link.pk, "code": seen.link.code, "name": str(seen.link), "support": seen.link.support,
        "members": seen.count, "work": round(seen.work, 4),
        "roles": [{"code": each.code, "count": each.count, "missing": each.missing} for each in seen.roles],
    }  # fmt: skip


def _seats(each: found.Seats) -> dict[str, Any]:
    most = each.limit.most if each.limit else None
    return {"kind": each.kind, "taken": each.taken, "waiting": each.waiting, "most": most, "free": each.free}


def _membership(row: models.Membership) -> dict[str, Any]:
    return {
        "id": row.pk, "cluster": named(row.cluster), "organisation": named(row.organisation), "kind": row.kind,
        "state": row.state, "since": row.since,
        "parts": [{"link": named(each.link), "role": each.role, "share": each.fraction} for each in row.parts.all()],
    }  # fmt: skip
