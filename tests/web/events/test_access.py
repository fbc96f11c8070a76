"""Every view of events is tried by everybody."""

import pytest

from tests.web.events.made import delivery, meeting, part
from tests.web.tried import SIGNED_IN, Try

WRITERS = "director officer manager"
INSIDE = "director officer auditor manager member"


def of_meeting(world):
    return {"pk": meeting(world.officer, world.cluster).pk}


def of_delivery(world):
    return {"pk": delivery(world.manager, world.exporter).pk}


def of_part(world):
    """What the member's organisation has not confirmed."""
    event = delivery(world.manager, world.exporter, world.cooperative)
    return {"pk": event.pk, "participation": part(event, world.cooperative).pk}


def nothing(world):
    return {}


TRIES = [
    Try("events:list", seen_by=SIGNED_IN),
    Try("events:choose_kind", seen_by=WRITERS),
    Try("events:add", lambda world: {"kind": "training"}, WRITERS),
    Try("events:add", lambda world: {"kind": "nonsense"}, ""),
    Try("events:deliver", seen_by="director officer manager member stranger"),
    Try("events:event", of_meeting, INSIDE),
    Try("events:event", of_delivery, "director officer auditor manager"),
    Try("events:change", of_meeting, WRITERS),
    Try("events:cancel", of_meeting, WRITERS),
    Try("events:cancel", of_meeting, WRITERS, post=lambda world: {"reason": "Llovió"}),
    Try("events:participants", of_meeting, WRITERS),
    Try("events:confirm", of_part, "member", post=nothing),
    Try("events:remove", of_part, WRITERS, post=nothing),
]


@pytest.mark.parametrize("tried", TRIES, ids=str)
def test_a_view_answers_those_it_is_for(tried, world):
    tried.holds(world)


def test_nobody_tells_the_delivery_of_an_organisation_that_is_not_theirs(world, signed_in):
    assert signed_in(world.stranger).get(f"/events/deliver/?organisation={world.cooperative.pk}").status_code == 404
    assert signed_in(world.stranger).get("/events/deliver/?organisation=nonsense").status_code == 404
