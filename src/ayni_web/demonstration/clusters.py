"""Clusters of the demonstration: links, seats, scope, who is in, who waits, who sponsors."""

from datetime import timedelta
from typing import Any

from simple_history.utils import bulk_create_with_history

from ayni_web.common import chain
from ayni_web.demonstration.stage import Stage
from ayni_web.members.actions.clusters import constitute_cluster, open_cluster
from ayni_web.members.models import (
    Cluster,
    Management,
    Membership,
    Part,
    Representation,
    Scope,
    SeatLimit,
    Sponsor,
)


def add_cluster(stage: Stage, facts: dict[str, Any]) -> Cluster:
    """Open a cluster with its places, links and seats."""
    about, officer = facts["cluster"], stage.people["officer"]
    cluster = open_cluster(
        by=officer, name=about["name"], field=about["field"], places=about["places"],
        started_on=stage.day(about["started"]), links=facts["link"],
    )  # fmt: skip
    SeatLimit.objects.bulk_create(SeatLimit(cluster=cluster, **row) for row in facts["seat"])
    if "constituted" in about:
        constitute_cluster(by=officer, cluster=cluster, why=about["constituted"])
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
            chain.append(
                "representation.given", by=officer, organisation=str(organisation.pk), person=chain.digest_of(person)
            )


def add_memberships(stage: Stage, cluster: Cluster, rows: list[dict[str, Any]], manager: str) -> None:
    """Admit those who are members, let others wait for a seat, and leave those who ask undecided."""
    joining = [row for row in rows if "parts" in row]
    made = [_membership(stage, cluster, row, manager) for row in joining]
    bulk_create_with_history(made, Membership, default_user=stage.people[manager])
    links = {link.code: link for link in cluster.links.all()}
    Part.objects.bulk_create(
        Part(membership=membership, link=links[code], share=hundredths * 100)
        for membership, row in zip(made, joining, strict=True)
        for code, hundredths in row["parts"].items()
    )
    members = [each for each in made if each.state == Membership.State.MEMBER]
    for each in members:
        chain.append("membership.admitted", by=stage.people[manager], membership=str(each.pk), cluster=str(cluster.pk))


def _membership(stage: Stage, cluster: Cluster, row: dict[str, Any], manager: str) -> Membership:
    state = row.get("state", Membership.State.MEMBER)
    decided = state in {Membership.State.MEMBER, Membership.State.WAITING}
    return Membership(
        cluster=cluster, organisation=stage.organisations[row["name"]], kind=row["kind"], state=state,
        since=cluster.started_on + timedelta(days=14) if state == Membership.State.MEMBER else None,
        decided_by=stage.people[manager] if decided else None,
    )  # fmt: skip


def add_scopes(stage: Stage, cluster: Cluster, rows: list[dict[str, Any]], manager: str) -> None:
    """Write the versions of what a cluster is for: proposed by its manager, decided by an officer."""
    for version, row in enumerate(rows, start=1):
        decided = row["state"] != Scope.State.PROPOSED
        scope = Scope.objects.create(
            cluster=cluster, version=version, inside=row["inside"], outside=row["outside"], why=row["why"],
            state=row["state"], proposed_by=stage.people[manager],
            decided_by=stage.people["officer"] if decided else None, decided_at=stage.now if decided else None,
        )  # fmt: skip
        if decided:
            chain.append("scope.approved", by=stage.people["officer"], scope=str(scope.pk), cluster=str(cluster.pk))


def add_sponsors(stage: Stage, cluster: Cluster, rows: list[dict[str, Any]], manager: str) -> None:
    """Write who backs a cluster, and on which terms."""
    Sponsor.objects.bulk_create(
        Sponsor(
            cluster=cluster, organisation=stage.organisations[row["organisation"]], terms=row["terms"],
            since=stage.day(row["since"]), until=stage.day(row["until"]) if "until" in row else None,
            added_by=stage.people[manager],
        )
        for row in rows
    )  # fmt: skip
