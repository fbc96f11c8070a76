"""Clusters of the demonstration: links, seats, scope, who is in, who waits, who sponsors."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from ayni_web.common import chain
from ayni_web.demonstration.stage import Stage
from ayni_web.members.actions.clusters import constitute_cluster, open_cluster
from ayni_web.members.actions.memberships import add_member, set_parts
from ayni_web.members.actions.scopes import decide_scope, propose_scope
from ayni_web.members.actions.seats import limit_seats
from ayni_web.members.actions.sponsors import add_sponsor
from ayni_web.members.models import Cluster, Management, Membership, Representation, Scope


def add_cluster(stage: Stage, facts: dict[str, Any]) -> Cluster:
    """Open a cluster with its places, links and seats."""
    about, officer = facts["cluster"], stage.people["officer"]
    cluster = open_cluster(
        by=officer, name=about["name"], field=about["field"], places=about["places"],
        started_on=stage.day(about["started"]), links=facts["link"],
    )  # fmt: skip
    for row in facts["seat"]:
        limit_seats(by=officer, cluster=cluster, **row)
    return cluster


def add_people(stage: Stage, cluster: Cluster, rows: list[dict[str, Any]]) -> str:
    """Add the people of a cluster; user name of its manager."""
    for row in rows:
        person = stage.person(row["username"], row["name"])
        since, officer = stage.moment(-60), stage.people["officer"]
        if row.get("role") == "manager":
            Management.objects.create(person=person, cluster=cluster, since=since, given_by=officer)
            chain.append("management.given", by=officer, cluster=str(cluster.pk), person=chain.digest_of(person))
    return next(row["username"] for row in rows if row.get("role") == "manager")


def add_representatives(stage: Stage, rows: list[dict[str, Any]]) -> None:
    """Let people act for the organisations that they are of."""
    for row in rows:
        if "acts_for" in row:
            organisation = stage.organisations[row["acts_for"]]
            person, officer = stage.people[row["username"]], stage.people["officer"]
            Representation.objects.create(
                person=person, organisation=organisation, since=stage.moment(-50), given_by=officer
            )


def add_memberships(stage: Stage, cluster: Cluster, rows: list[dict[str, Any]], manager: str) -> None:
    """Put members in, with their parts; who comes when no seat is free waits; who asks is left undecided."""
    links, by = {link.code: link for link in cluster.links.all()}, stage.people[manager]
    since = cluster.started_on + timedelta(days=14)
    for row in rows:
        organisation = stage.organisations[row["name"]]
        if row.get("asks"):
            Membership.objects.create(
                cluster=cluster, organisation=organisation, kind=organisation.kind, state=Membership.State.APPLIED
            )
        elif "parts" in row:
            made = add_member(by=by, cluster=cluster, organisation=organisation, since=since)
            parts = [(links[code], "", Decimal(percent)) for code, percent in row["parts"].items()]
            set_parts(by=by, membership=made, parts=parts)


def constitute(stage: Stage, cluster: Cluster, about: dict[str, Any]) -> None:
    """Register a cluster as constituted, where it is."""
    if "constituted" in about:
        constitute_cluster(by=stage.people["officer"], cluster=cluster, why=about["constituted"])


def add_scopes(stage: Stage, cluster: Cluster, rows: list[dict[str, Any]], manager: str) -> None:
    """Write the versions of what a cluster is for: proposed by its manager, decided by an officer, the last one not."""
    for row in rows:
        scope = propose_scope(
            by=stage.people[manager], cluster=cluster, inside=row["inside"], outside=row["outside"], why=row["why"]
        )
        if "decided" in row:
            decide_scope(by=stage.people["officer"], scope=scope, decision=Scope.State.APPROVED, reason=row["decided"])


def add_sponsors(stage: Stage, cluster: Cluster, rows: list[dict[str, Any]], manager: str) -> None:
    """Write who backs a cluster, and on which terms."""
    for row in rows:
        add_sponsor(
            by=stage.people[manager], cluster=cluster, organisation=stage.organisations[row["organisation"]],
            terms=row["terms"], since=stage.day(row["since"]),
            until=stage.day(row["until"]) if "until" in row else None,
        )  # fmt: skip
