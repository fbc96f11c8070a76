"""Every view of spreadsheets is tried by everybody."""

import pytest

from ayni_web.spreadsheets.exports import LISTS
from ayni_web.spreadsheets.models import Import
from tests.web.spreadsheets.made import taken, xlsx
from tests.web.tried import EVERYBODY, SIGNED_IN, Try

WRITERS = "director officer manager"
ROWS = (["Nombre", "Tipo"], ["Comunidad Illa", "Cooperativa"])
FAULTY = (["Nombre", "Tipo"], ["Comunidad Illa", "Nave"])


def sent_by(name, rows=ROWS):
    """Address of an import that a person of the world sent."""
    return lambda world: {"pk": taken(getattr(world, name), "organisations", *rows).pk}


def upload(world):
    return {"contract": "organisations", "file": xlsx(*ROWS), "decimal": "auto"}


def a_list(name, seen_by, ending="csv"):
    return Try("spreadsheets:export", lambda world: {"name": name, "ending": ending}, seen_by)


OF_LISTS = {"clusters": EVERYBODY, "documents": EVERYBODY, "studies": EVERYBODY, "chain": "director officer auditor",
            "duplicates": "director officer", "roles": "director auditor", "invitations": "director auditor",
            "privacy": "director officer auditor",
            "pledges": "director officer auditor manager member stranger",
            **dict.fromkeys(("entries", "balances", "budgets", "movements"), "director officer auditor")}  # fmt: skip
TRIES = [
    Try("spreadsheets:imports", seen_by=WRITERS),
    Try("spreadsheets:imports", seen_by=WRITERS, post=upload),
    Try("spreadsheets:empty", lambda world: {"contract": "events"}, WRITERS),
    Try("spreadsheets:preview", sent_by("manager"), "manager"),
    Try("spreadsheets:preview", sent_by("officer", FAULTY), "officer"),
    Try("spreadsheets:write", sent_by("officer"), "officer", post=lambda world: {}),
    Try("spreadsheets:drop", sent_by("manager"), "manager", post=lambda world: {}),
    Try("spreadsheets:to_mend", sent_by("manager", FAULTY), "manager"),
    *(a_list(name, OF_LISTS.get(name, SIGNED_IN)) for name in LISTS),
    a_list("organisations", SIGNED_IN, "xlsx"),
]


@pytest.mark.parametrize("tried", TRIES, ids=str)
def test_a_view_answers_those_it_is_for(tried, world):
    tried.holds(world)


def test_who_no_longer_manages_does_not_see_what_they_sent(world, signed_in):
    held = taken(world.manager, "organisations", *ROWS)
    world.manager.managements.update(until=held.made_at)
    assert signed_in(world.manager).get(f"/imports/{held.pk}/").status_code == 404


def test_a_list_that_is_not_there_is_not_there(world, signed_in):
    client = signed_in(world.director)
    assert client.get("/lists/sessions.csv").status_code == 404
    assert client.get("/lists/organisations.pdf").status_code == 404
    assert client.get("/imports/empty/people.xlsx").status_code == 404


def test_an_import_is_written_by_who_sent_it_alone(world, signed_in):
    held = taken(world.officer, "organisations", *ROWS)
    assert signed_in(world.director).post(f"/imports/{held.pk}/write/").status_code == 404
    assert Import.objects.get(pk=held.pk).state == "checked"
