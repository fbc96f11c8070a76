"""Lists and pages cost the same number of queries for three rows and for five hundred."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ayni_web.members.models import Cluster, ClusterPlace, Membership, Organisation, Part, Relation

pytestmark = pytest.mark.django_db

MANY = 500


def grow(world, count=MANY):
    link = world.cluster.links.get(code="production")
    rows = [Organisation(name=f"Productora {n:03}", kind="producer", place="210101") for n in range(count)]
    Organisation.objects.bulk_create(rows)
    made = [Membership(cluster=world.cluster, organisation=row, kind="producer", state="member", since=date(2026, 2, 1))
            for row in rows]  # fmt: skip
    Membership.objects.bulk_create(made)
    Part.objects.bulk_create(Part(membership=row, link=link, share=10_000) for row in made)
    Relation.objects.bulk_create(
        Relation(source=row, target=world.exporter, kind="supplies", added_by=world.officer) for row in rows[:200]
    )
    waiting = [Organisation(name=f"Banco {n:02}", kind="lender") for n in range(20)]
    Organisation.objects.bulk_create(waiting)
    Membership.objects.bulk_create(
        Membership(cluster=world.cluster, organisation=row, kind="lender", state=("applied", "waiting")[n % 2])
        for n, row in enumerate(waiting)
    )


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


@pytest.mark.parametrize("page", ["", "members/", "links/", "relations/", "seats/", "sponsors/", "scope/", "managers/"])
@pytest.mark.parametrize("who", ["manager", "member"])
def test_a_page_of_a_cluster_costs_the_same_for_five_hundred_members(page, who, world, signed_in):
    client, address = signed_in(world.people[who]), f"/clusters/{world.cluster.pk}/{page}"
    Membership.objects.create(cluster=world.cluster, organisation=world.entity, kind="lender", state="applied")
    Membership.objects.create(cluster=world.cluster, organisation=Organisation.objects.create(name="Z", kind="lender"),
                              kind="lender", state="waiting")  # fmt: skip
    Relation.objects.create(source=world.cooperative, target=world.exporter, kind="supplies", added_by=world.officer)
    before = queries(client, address)
    grow(world)
    assert queries(client, address) <= before


@pytest.mark.parametrize("who", ["officer", "member", None])
def test_the_list_of_clusters_costs_the_same_for_many(who, world, client, signed_in):
    client = signed_in(world.people[who]) if who else client
    before = queries(client, "/clusters/")
    for n in range(60):
        made = Cluster.objects.create(name=f"Papa {n:02}", field="papa", started_on=date(2026, 1, 1),
                                      opened_by=world.officer)  # fmt: skip
        ClusterPlace.objects.create(cluster=made, place="08")
    assert queries(client, "/clusters/") <= before


def test_a_drawing_of_two_hundred_relations_has_them_all(world, signed_in):
    grow(world)
    page = signed_in(world.manager).get(f"/clusters/{world.cluster.pk}/relations/").content.decode()
    assert page.count('class="ln supplies" d="M') == 200 + 1
    assert "la más conectada, Exportadora Wara, tiene 200" in page
    assert page.count('role="img"') == 1
