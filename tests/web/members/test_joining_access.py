"""Every view of inviting and joining, tried by everybody."""

from typing import Any

import pytest

from tests.web.tried import Try
from tests.web.world import World

pytestmark = pytest.mark.django_db


def cluster(world: World) -> dict[str, Any]:
    return {"pk": world.cluster.pk}


def cooperative(world: World) -> dict[str, Any]:
    return {"pk": world.cooperative.pk}


def exporter(world: World) -> dict[str, Any]:
    return {"pk": world.exporter.pk}


TRIES = [
    Try("members:join"),
    Try("members:join_es"),
    Try("members:manager_invite", cluster, "director officer"),
    Try("members:cluster_invitations", cluster, "director officer manager"),
    # The cooperative has its own people: they invite, and no manager does it for them.
    Try("members:representative_invite", cooperative, "director officer member"),
    Try("members:representative_invite", exporter, "director officer manager"),
]


@pytest.mark.parametrize("tried", TRIES, ids=str)
def test_a_view_answers_those_it_is_for(tried, world):
    tried.holds(world)
