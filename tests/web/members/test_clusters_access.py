"""Every view of clusters, tried by everybody."""

from datetime import date
from typing import Any

import pytest

from ayni_web.members.models import Link, Management, Membership, Scope, SeatLimit, Sponsor
from tests.web.tried import EVERYBODY, Try
from tests.web.world import World

pytestmark = pytest.mark.django_db

INSIDE = "director officer auditor manager member"
WRITERS = "director officer manager"
STAFF = "director officer"


def cluster(world: World) -> dict[str, Any]:
    return {"pk": world.cluster.pk}


def management(world: World) -> dict[str, Any]:
    return {"pk": Management.objects.get(cluster=world.cluster).pk}


def link(world: World) -> dict[str, Any]:
    return {"pk": Link.objects.get(cluster=world.cluster, code="production").pk}


def way(world: World) -> dict[str, Any]:
    return {**link(world), "way": "later"}


def taken_chain(world: World) -> dict[str, Any]:
    return {**cluster(world), "chain": "quinoa"}


def scope(world: World) -> dict[str, Any]:
    made = Scope.objects.create(cluster=world.cluster, version=1, inside="Quinua", why="x", proposed_by=world.auditor)
    return {"pk": made.pk}


def limit(world: World) -> dict[str, Any]:
    return {"pk": SeatLimit.objects.create(cluster=world.cluster, kind="cooperative", most=3).pk}


def sponsor(world: World) -> dict[str, Any]:
    made = Sponsor.objects.create(cluster=world.cluster, organisation=world.entity, terms="x",
                                  since=date(2026, 2, 1), added_by=world.officer)  # fmt: skip
    return {"pk": made.pk}


def membership(world: World) -> dict[str, Any]:
    return {"pk": Membership.objects.get(organisation=world.cooperative).pk}


def asking(world: World) -> dict[str, Any]:
    made = Membership.objects.create(cluster=world.cluster, organisation=world.entity, kind="coordinating_entity",
                                     state="applied")  # fmt: skip
    return {"pk": made.pk}


def nothing_sent(world: World) -> dict[str, Any]:
    return {}


TRIES = [
    Try("members:clusters", seen_by=EVERYBODY),
    Try("members:cluster", cluster, EVERYBODY),
    Try("members:cluster_open", seen_by=STAFF),
    Try("members:cluster_change", cluster, WRITERS),
    Try("members:cluster_constitute", cluster, STAFF),
    Try("members:cluster_end", cluster, "director"),
    Try("members:cluster_history", cluster, INSIDE),
    Try("members:managers", cluster, INSIDE),
    Try("members:management_end", management, WRITERS, post=nothing_sent),
    Try("members:links", cluster, INSIDE),
    Try("members:link_add", cluster, WRITERS),
    Try("members:chains", cluster, WRITERS),
    Try("members:chain_take", taken_chain, WRITERS),
    Try("members:link_rename", link, WRITERS),
    Try("members:link_move", way, WRITERS, post=nothing_sent),
    Try("members:link_split", link, WRITERS),
    Try("members:link_merge", link, WRITERS),
    Try("members:link_drop", link, WRITERS, post=nothing_sent),
    Try("members:scopes", cluster, INSIDE),
    Try("members:scope_propose", cluster, WRITERS),
    Try("members:scope_decide", scope, WRITERS),
    Try("members:seats", cluster, INSIDE),
    Try("members:seats_limit", cluster, WRITERS),
    Try("members:seats_lift", limit, WRITERS, post=nothing_sent),
    Try("members:sponsors", cluster, INSIDE),
    Try("members:sponsor_add", cluster, WRITERS),
    Try("members:sponsor_end", sponsor, WRITERS),
    Try("members:members", cluster, INSIDE),
    Try("members:member_add", cluster, WRITERS),
    Try("members:apply", cluster, "member stranger"),
    Try("members:membership_admit", asking, WRITERS),
    Try("members:membership_refuse", asking, WRITERS),
    Try("members:membership_leave", membership, "director officer manager member"),
    Try("members:membership_parts", membership, "director officer manager member"),
]


@pytest.mark.parametrize("tried", TRIES, ids=str)
def test_a_view_answers_those_it_is_for(tried, world):
    tried.holds(world)


SECRETS = ("Cooperativa Taypi", "Exportadora Wara", "Manager Uno")


@pytest.mark.parametrize("who", ["stranger", "nobody"])
def test_a_stranger_sees_the_public_part_alone(who, world, client):
    if who == "stranger":
        client.force_login(world.stranger, backend="ayni_web.accounts.backends.NameBackend")
    Scope.objects.create(cluster=world.cluster, version=1, inside="Quinua en grano", why="así", state="approved",
                         proposed_by=world.manager, decided_by=world.officer)  # fmt: skip
    page = client.get(f"/clusters/{world.cluster.pk}/").content.decode()
    assert "Quinua de prueba" in page
    assert "Quinua en grano" in page
    assert not [each for each in SECRETS if each in page]
    assert "enos de 5 organizaciones" in page
    listed = client.get("/clusters/").content.decode()
    assert not [each for each in SECRETS if each in listed]


def test_a_member_sees_who_is_in_the_cluster(world, signed_in):
    page = signed_in(world.member).get(f"/clusters/{world.cluster.pk}/").content.decode()
    assert "Exportadora Wara" in page
    assert "Manager Uno" in page


def test_who_asks_and_who_waits_is_for_the_managers(world, signed_in):
    asking(world)
    address = f"/clusters/{world.cluster.pk}/members/"
    assert "Entidad de prueba" in signed_in(world.manager).get(address).content.decode()
    assert "Entidad de prueba" not in signed_in(world.member).get(address).content.decode()


@pytest.mark.parametrize("identifier", ["-" * 36, "0" * 36, "0-" * 18])
def test_what_is_no_identifier_of_a_link_leads_nowhere(world, client, identifier):
    client.force_login(world.stranger, backend="ayni_web.accounts.backends.NameBackend")
    assert client.post(f"/clusters/links/{identifier}/later/").status_code == 404
