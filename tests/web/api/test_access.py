"""Every address of the API is tried by everybody, with a session and with a key."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ayni_web.accounts.access import may_hold_tokens
from tests.web.api.made import token_for
from tests.web.assessments import made as rounds
from tests.web.commitments import made as promised
from tests.web.documents.made import document
from tests.web.events.made import delivery, meeting
from tests.web.processes import made as walked
from tests.web.series import made as counted
from tests.web.spreadsheets.made import taken, xlsx
from tests.web.studies import made
from tests.web.tried import EVERYBODY, SIGNED_IN, Try, signed_in
from tests.web.world import TRIERS, World

pytestmark = pytest.mark.django_db
ENTITY = "director officer auditor"
WRITERS = "director officer manager"
ROWS = (["Nombre", "Tipo"], ["Comunidad Illa", "Cooperativa"])


@dataclass(frozen=True)
class ApiTry(Try):
    """An address of the API: nobody gets 401 where a key is needed, a stranger 404; ``asked`` is its query."""

    asked: Callable[[World], dict[str, Any]] = lambda world: {}
    method: str = "get"
    public: bool = False

    def __str__(self) -> str:
        return f"{self.view} {self.method}"

    def answer(self, client: Client, world: World, address: str) -> Any:
        sends = getattr(client, self.method)
        return sends(address, self.asked(world), **({"content_type": "application/json"} if self.method == "post"
                                                     and self.view != "api:imports" else {}))  # fmt: skip

    def fits(self, who: str, answer: Any) -> bool:
        if who in self.seen_by.split():
            return answer.status_code in self.answers
        return answer.status_code == (401 if who == "nobody" and not self.public else 404)


def with_a_key(world: World, who: str) -> Client:
    return Client(headers={"Authorization": f"Bearer {token_for(world.people[who]).key}"})


def own_import(name):
    return lambda world: {"pk": taken(getattr(world, name), "organisations", *ROWS).pk}


def of_the_organisation(world):
    return {"subject": "organisation", "id": str(world.cooperative.pk)}


def a_study(world, public=False):
    study = made.small_study(world.officer)
    type(study).objects.filter(pk=study.pk).update(public=public)
    return study


def a_run(world, public=False):
    return {"pk": made.a_run(a_study(world, public), "failed").pk}


def public_document(world):
    return {"pk": document(world.officer, audience="public").pk}


OK = (200,)
ADDRESSES = [
    ApiTry("api:me", seen_by=SIGNED_IN),
    ApiTry("api:organisations", seen_by=SIGNED_IN),
    ApiTry("api:organisation", lambda world: {"pk": world.cooperative.pk}, f"{ENTITY} manager member"),
    ApiTry("api:organisation", lambda world: {"pk": world.outsider.pk}, f"{ENTITY} stranger"),
    ApiTry("api:relations", seen_by=SIGNED_IN),
    ApiTry("api:relations", seen_by=f"{ENTITY} manager member", asked=lambda w: {"organisation": w.cooperative.pk}),
    ApiTry("api:clusters", seen_by=EVERYBODY, public=True),
    ApiTry("api:cluster", lambda world: {"pk": world.cluster.pk}, EVERYBODY, public=True),
    ApiTry("api:memberships", seen_by=SIGNED_IN),
    ApiTry("api:documents", seen_by=EVERYBODY, public=True),
    ApiTry("api:document", public_document, EVERYBODY, public=True),
    ApiTry("api:document", lambda w: {"pk": document(w.manager, w.cluster).pk}, f"{ENTITY} manager member",
           public=True),
    ApiTry("api:document_file", lambda w: {"pk": document(w.manager, w.cluster).pk, "number": 1},
           f"{ENTITY} manager member", public=True),
    ApiTry("api:events", seen_by=SIGNED_IN),
    ApiTry("api:event", lambda world: {"pk": meeting(world.manager, world.cluster).pk}, f"{ENTITY} manager member"),
    ApiTry("api:event", lambda world: {"pk": delivery(world.officer, world.exporter, cluster=world.cluster).pk},
           f"{ENTITY} manager"),
    ApiTry("api:evidence", seen_by=f"{ENTITY} manager member", asked=of_the_organisation),
    ApiTry("api:commitments", seen_by=SIGNED_IN),
    ApiTry("api:commitment", lambda w: {"pk": promised.agreed(w).pk}, f"{ENTITY} manager member"),
    ApiTry("api:commitment", lambda w: {"pk": promised.promise(w.manager, w.exporter, promised.ministry(w)).pk},
           f"{ENTITY} manager"),
    ApiTry("api:keeping", lambda world: {"pk": world.cluster.pk}, f"{ENTITY} manager member"),
    ApiTry("api:keeping_of_each", lambda world: {"pk": world.cluster.pk}, f"{ENTITY} manager member"),
    ApiTry("api:measures", seen_by=SIGNED_IN),
    ApiTry("api:measure", lambda world: {"pk": counted.measure(world).pk}, f"{ENTITY} manager member"),
    ApiTry("api:periods", lambda world: {"pk": counted.measure(world).pk}, f"{ENTITY} manager member"),
    ApiTry("api:readings", seen_by=SIGNED_IN),
    ApiTry("api:targets", seen_by=SIGNED_IN),
    ApiTry("api:assessments", seen_by=SIGNED_IN),
    ApiTry("api:assessment", lambda w: {"pk": rounds.opened(w.manager, w.cluster).pk}, f"{ENTITY} manager"),
    ApiTry("api:processes", seen_by=SIGNED_IN),
    ApiTry("api:process", lambda w: {"pk": walked.in_force(w.officer).process_id}, SIGNED_IN),
    ApiTry("api:process", lambda w: {"pk": walked.in_force(w.officer, w.cluster).process_id},
           f"{ENTITY} manager member"),
    ApiTry("api:cases", seen_by=SIGNED_IN),
    ApiTry("api:case", lambda w: {"pk": walked.opened(w).pk}, f"{ENTITY} manager member"),
    ApiTry("api:case", lambda w: {"pk": walked.opened(w, organisation=w.exporter).pk}, f"{ENTITY} manager"),
    ApiTry("api:library", seen_by=EVERYBODY, public=True),
    ApiTry("api:library_entry", lambda world: {"kind": "promises", "code": "deliver"}, EVERYBODY, public=True),
    ApiTry("api:studies", seen_by=EVERYBODY, public=True),
    ApiTry("api:runs", lambda world: {"pk": a_study(world).pk}, ENTITY, public=True),
    ApiTry("api:runs", lambda world: {"pk": a_study(world, public=True).pk}, EVERYBODY, public=True),
    ApiTry("api:run", a_run, ENTITY, public=True),
    ApiTry("api:run", lambda world: a_run(world, public=True), ENTITY, public=True),
    ApiTry("api:entries", seen_by=EVERYBODY, public=True),
    ApiTry("api:head", seen_by=EVERYBODY, public=True),
    ApiTry("api:imports", seen_by=WRITERS),
    ApiTry("api:imports", seen_by=WRITERS, method="post", answers=(201,),
           asked=lambda world: {"contract": "organisations", "file": xlsx(*ROWS)}),
    ApiTry("api:import", own_import("manager"), "manager"),
    ApiTry("api:import", own_import("officer"), "officer"),
    ApiTry("api:import", own_import("officer"), "officer", method="delete", answers=(204,)),
    ApiTry("api:write_import", own_import("officer"), "officer", method="post",
           asked=lambda world: {"decisions": {}}),
]  # fmt: skip
TRIES = [*ADDRESSES, Try("api:reference")]
# Tried by hand below, and with a package in test_reads.py.
CLOSED = {"api:schema", "api:nothing", "api:table", "api:figure", "api:package_file"}


@pytest.mark.parametrize("tried", ADDRESSES, ids=str)
def test_an_address_answers_those_it_is_for(tried, world):
    tried.holds(world)


@pytest.mark.parametrize("tried", ADDRESSES, ids=str)
def test_a_key_sees_what_its_person_sees(tried, world):
    tried.holds(world, ("director", "officer", "manager"), with_a_key)


@pytest.mark.parametrize("view", ["api:reference", "api:schema"])
def test_everybody_reads_how_it_is_used(view, world):
    assert {signed_in(world, who).get(reverse(view)).status_code for who in TRIERS} == {200}


def test_there_is_nothing_else(world):
    for who in TRIERS:
        for address in ("/api/v1/", "/api/v1/persons", "/api/v1/organisations/1"):
            answer = signed_in(world, who).get(address)
            assert (answer.status_code, answer.json()["error"]["code"]) == (404, "api.not_here")


@pytest.mark.parametrize("tried", ADDRESSES, ids=str)
def test_a_key_without_the_scope_is_refused(tried, world):
    wanted = "import" if "import" in tried.view else "read"
    other = {"import": "read", "read": "import"}[wanted]
    client = Client(headers={"Authorization": f"Bearer {token_for(world.officer, other).key}"})
    answer = tried.answer(client, world, reverse(tried.view, kwargs=tried.address(world)))
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "api.scope_lacks")


def test_who_holds_keys(world):
    assert [who for who in TRIERS[:-1] if may_hold_tokens(world.people[who])] == ["director", "officer", "manager"]
