"""Every view of relations, tried by everybody."""

from datetime import date
from typing import Any

import pytest

from ayni_web.members.models import Relation
from tests.web.tried import Try
from tests.web.world import World

pytestmark = pytest.mark.django_db

INSIDE = "director officer auditor manager member"
WRITERS = "director officer manager member"


def relation(world: World) -> dict[str, Any]:
    facts = {"since": date(2026, 1, 20), "added_by": world.officer}
    made, _ = Relation.objects.get_or_create(
        source=world.cooperative, target=world.exporter, kind="supplies", defaults=facts
    )
    return {"pk": made.pk}


def cluster(world: World) -> dict[str, Any]:
    relation(world)
    return {"pk": world.cluster.pk}


def nothing_sent(world: World) -> dict[str, Any]:
    return {}


TRIES = [
    Try("members:relations", cluster, INSIDE),
    Try("members:relation_add", seen_by="director officer manager member stranger"),
    Try("members:relation", relation, INSIDE),
    Try("members:relation_change", relation, WRITERS),
    Try("members:relation_end", relation, WRITERS),
    Try("members:relation_confirm", relation, WRITERS, post=nothing_sent),
]


@pytest.mark.parametrize("tried", TRIES, ids=str)
def test_a_view_answers_those_it_is_for(tried, world):
    tried.holds(world)


def test_a_relation_of_others_is_not_there_for_a_member(world, signed_in):
    made = Relation.objects.create(source=world.exporter, target=world.entity, kind="advises", added_by=world.officer)
    client = signed_in(world.member)
    assert client.get(f"/relations/{made.pk}/").status_code == 404
    assert "Entidad de prueba" not in client.get(f"/clusters/{world.cluster.pk}/relations/").content.decode()


def test_an_organisation_that_one_does_not_see_cannot_be_named(world, signed_in):
    client = signed_in(world.member)
    sent = {"source": "Cooperativa Taypi", "kind": "supplies", "target": "Taller Suri"}
    page = client.post("/relations/add/", sent)
    assert page.status_code == 200
    assert not Relation.objects.exists()
    nobody = client.post("/relations/add/", {**sent, "target": "Nadie se llama así"})
    assert page.content.decode().count("No encontramos") == nobody.content.decode().count("No encontramos") == 1
