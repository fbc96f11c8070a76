"""Every view of commitments is tried by everybody."""

from decimal import Decimal

import pytest
from django.utils import timezone

from ayni_web.commitments import actions
from tests.web.commitments.made import ministry, promise, told
from tests.web.tried import SIGNED_IN, Try

WRITERS = "director officer manager"
INSIDE = "director officer auditor manager member"


def proposed(world):
    """From the exporter, typed by the manager, to the member's cooperative."""
    return {"pk": promise(world.manager, world.exporter, world.cooperative).pk}


def own(world):
    return {"pk": promise(world.member, world.cooperative, world.exporter).pk}


def to_tell(world):
    made = promise(world.manager, world.exporter, world.cooperative)
    return {"pk": actions.countersign(by=world.member, commitment=made).pk}


def to_dispute(world):
    return {"pk": told(world, "waived").pk}


def to_review(world):
    made = promise(world.manager, world.exporter, world.cooperative, kind="long_term")
    return {"pk": actions.countersign(by=world.member, commitment=made).pk}


def to_match(world):
    made = promise(world.manager, ministry(world), world.cooperative, kind="public_support", content="Carretera")
    actions.countersign(by=world.member, commitment=made)
    private = promise(
        world.officer, world.exporter, world.cooperative, kind="cofinance", quantity=Decimal(9), unit="pen"
    )
    return {"pk": actions.countersign(by=world.member, commitment=private).pk}


def of_cluster(world):
    return {"cluster": world.cluster.pk}


def of_organisation(world):
    return {"cluster": world.cluster.pk, "organisation": world.cooperative.pk}


def of_another(world):
    return {"cluster": world.cluster.pk, "organisation": world.exporter.pk}


def kind(world):
    return {"kind": "deliver"}


def nothing(world):
    return {}


def done(world):
    return {"outcome": "done", "done_on": timezone.localdate().isoformat()}


PROPOSERS = "director officer manager member stranger"
TRIES = [
    Try("commitments:list", seen_by=SIGNED_IN),
    Try("commitments:choose_kind", seen_by=PROPOSERS),
    Try("commitments:add", kind, PROPOSERS),
    Try("commitments:add", lambda world: {"kind": "nonsense"}, ""),
    Try("commitments:commitment", proposed, INSIDE),
    Try("commitments:countersign", proposed, "director officer member", post=nothing),
    Try("commitments:decline", proposed, "director officer member"),
    Try("commitments:decline", proposed, "director officer member", post=lambda world: {"reason": "No hay"}),
    Try("commitments:withdraw", own, f"{WRITERS} member"),
    Try("commitments:withdraw", own, f"{WRITERS} member", post=lambda world: {"reason": "Otra fecha"}),
    Try("commitments:tell", to_tell, "director officer member"),
    Try("commitments:tell", to_tell, "director officer member", post=done),
    Try("commitments:dispute", to_dispute, "director officer manager member"),
    Try("commitments:dispute", to_dispute, "director officer manager member", post=lambda world: {"your_word": "No"}),
    Try("commitments:review", to_review, "director officer member"),
    Try("commitments:review", to_review, "director officer member", post=nothing),
    Try("commitments:match", to_match, "director officer manager"),
    Try("commitments:board", of_cluster, INSIDE),
    Try("commitments:keeping", of_cluster, INSIDE),
    Try("commitments:index", of_organisation, INSIDE),
    Try("commitments:index", of_another, "director officer auditor manager"),
]


@pytest.mark.parametrize("tried", TRIES, ids=str)
def test_a_view_answers_those_it_is_for(tried, world):
    tried.holds(world)


def test_nobody_promises_for_an_organisation_that_is_not_theirs(world, signed_in):
    client = signed_in(world.stranger)
    for asked in (world.cooperative.pk, "nonsense"):
        assert client.get(f"/commitments/add/deliver/?organisation={asked}").status_code == 404
