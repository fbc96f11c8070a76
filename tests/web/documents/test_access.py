"""Every view of documents is tried by everybody."""

import pytest

from ayni_web.documents.models import Document
from tests.web.documents.made import document
from tests.web.tried import SIGNED_IN, Try

INSIDE = "director officer auditor manager member"
WRITERS = "director officer manager"


def of(audience, **more):
    """Address of a document of the cluster, for an audience."""
    return lambda world: {"pk": document(world.officer, world.cluster, audience).pk, **more}


def second(audience):
    def address(world):
        from ayni_web.documents import actions

        made = document(world.officer, world.cluster, audience)
        actions.add_version(by=world.officer, document=made, what_changed="El precio", text="Otro texto.")
        return {"pk": made.pk, "number": 2}

    return address


TRIES = [
    Try("documents:list"),
    Try("documents:add", seen_by="director officer manager member stranger"),
    Try("documents:waiting", seen_by=SIGNED_IN),
    Try("documents:document", of("members"), INSIDE),
    Try("documents:document", of("managers"), "director officer auditor manager"),
    Try("documents:document", of("entity"), "director officer auditor"),
    Try("documents:document", of("public")),
    Try("documents:version", of("members", number=1), INSIDE),
    Try("documents:version", of("managers", number=1), "director officer auditor manager"),
    Try("documents:download", of("members", number=1), INSIDE),
    Try("documents:download", of("entity", number=1), "director officer auditor"),
    Try("documents:download", of("public", number=1)),
    Try("documents:changes", second("members"), INSIDE),
    Try("documents:new_version", of("members"), WRITERS),
    Try("documents:new_version", of("public"), WRITERS),
    Try("documents:new_version", of("members"), WRITERS, post=lambda world: {"what_changed": "x", "text": "y"}),
    Try("documents:readers", of("members"), WRITERS),
    Try("documents:readers", of("members"), WRITERS, post=lambda world: {"audience": "public"}),
    Try("documents:ask", of("members", number=1), WRITERS),
    Try("documents:ask", of("members", number=1), WRITERS, post=lambda world: {"organisations": [world.entity.pk]}),
    Try("documents:sign", of("members", number=1), "director officer manager member"),
    Try("documents:sign", of("public", number=1), "director officer manager member"),
    Try("documents:sign", of("members", number=1), "director officer manager member", post=lambda world: {}),
]


@pytest.mark.parametrize("tried", TRIES, ids=str)
def test_a_view_answers_those_it_is_for(tried, world):
    tried.holds(world)


def test_what_is_asked_for_another_owner_is_not_there(world, signed_in):
    client = signed_in(world.stranger)
    assert client.get(f"/documents/add/?cluster={world.cluster.pk}").status_code == 404
    assert client.get(f"/documents/add/?organisation={world.cooperative.pk}").status_code == 404
    assert client.get("/documents/add/?cluster=nonsense").status_code == 404


def test_an_owner_that_was_not_offered_cannot_be_sent(world, signed_in):
    sent = {"title": "Acta", "kind": "minutes", "owner": "7", "audience": "public", "text": "x"}
    assert signed_in(world.member).post("/documents/add/", sent).status_code == 200
    assert not Document.objects.exists()
