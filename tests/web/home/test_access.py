"""The pages for everybody."""

import pytest

from tests.web.tried import Try
from tests.web.world import TRIERS

TRIES = [
    Try("home:home"),
    Try("home:who_sees"),
    Try("home:words"),
    Try("home:seals"),
    Try("home:language", lambda world: {"code": "en"}),
]


@pytest.mark.parametrize("tried", TRIES, ids=str)
@pytest.mark.parametrize("who", TRIERS)
def test_a_view_answers_those_it_is_for(tried, who, world, client):
    tried.holds(who, world, client)
