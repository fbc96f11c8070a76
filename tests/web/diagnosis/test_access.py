"""The diagnosis is tried by everybody."""

import pytest

from tests.web.tried import Try

TRIES = [
    Try("diagnosis:cluster", lambda world: {"pk": world.cluster.pk}, "director officer auditor manager member"),
    Try("diagnosis:cluster", lambda world: {"pk": world.other_cluster.pk}, "director officer auditor stranger"),
    Try(
        "diagnosis:charge",
        lambda world: {"pk": world.cluster.managements.get().pk},
        "director officer auditor manager member",
    ),
]


@pytest.mark.parametrize("tried", TRIES, ids=str)
def test_a_view_answers_those_it_is_for(tried, world):
    tried.holds(world)
