"""How the API answers: one shape of error, in the language asked for, counted, kept by nobody on the way."""

import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from ayni_web.accounts.models import Token
from ayni_web.api import limits
from ayni_web.common.models import Entry
from ayni_web.members.models import Organisation
from ayni_web.spreadsheets.models import Import
from tests.web.api.made import program_of, token_for
from tests.web.spreadsheets.made import xlsx

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
NEW = (["Nombre", "Tipo"], ["Comunidad Illa", "Cooperativa"])
FAULTY = (["Nombre", "Tipo"], ["Comunidad Illa", "Nave"], ["", "Empresa"])


def refused(answer, status, code):
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (status, code), error
    assert error["message"]
    return error


@pytest.mark.parametrize(("address", "code", "field"), [
    ("organisations?page=0", "api.at_least", "page"), ("organisations?size=201", "api.at_most", "size"),
    ("organisations?page=abc", "api.not_understood", "page"), ("organisations?kind=nave", "api.not_one_of", "kind"),
    ("organisations?cluster=7", "api.not_understood", "cluster"),
    ("organisations?tipo=firm", "api.unknown_name", "tipo"),
    ("organisations?q=" + "a" * 201, "api.too_long", "q"), ("organisations?q=%00", "api.not_understood", "q"),
    ("events?since=18/11/2026", "api.not_understood", "since"), ("events?since=5", "api.not_understood", "since"),
    ("evidence?subject=relation", "api.missing", "id"),
])  # fmt: skip
def test_a_value_that_is_wrong_is_told_by_its_name(world, address, code, field):
    error = refused(program_of(world.officer).get(f"/api/v1/{address}"), 422, code)
    assert error["field"] == field
    assert field in error["message"]


@pytest.mark.parametrize(("language", "begins"), [("es", "Aquí"), ("en", "There"), ("pt", "Aqui"), ("fr", "Aquí")])
def test_a_refusal_speaks_the_language_asked_for(client, db, language, begins):
    answer = client.get("/api/v1/nothing", headers={"Accept-Language": language})
    assert refused(answer, 404, "api.not_here")["message"].startswith(begins)
    assert answer["Content-Language"] == ("es" if language == "fr" else language)
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("header", ["Bearer ayni_nothing", "Bearer", "Basic YTpi", "Bearer \u00e1"])
def test_a_key_that_is_none_is_refused_even_for_what_is_public(world, header):
    answer = Client(headers={"Authorization": header}).get("/api/v1/clusters")
    refused(answer, 401, "api.unknown_key")
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_key_that_was_closed_or_is_past_its_days_opens_nothing(world):
    client = program_of(world.officer)
    assert client.get("/api/v1/me").status_code == 200
    Token.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    refused(client.get("/api/v1/me"), 401, "api.unknown_key")


def test_a_key_loses_what_its_person_loses(world):
    client = program_of(world.manager)
    assert client.get(f"/api/v1/organisations/{world.cooperative.pk}").status_code == 200
    world.manager.managements.update(until=timezone.now())
    refused(client.get(f"/api/v1/organisations/{world.cooperative.pk}"), 404, "api.not_here")
    refused(client.get("/api/v1/imports"), 404, "api.not_here")


def test_a_key_says_what_it_may(world):
    told = program_of(world.manager, "read").get("/api/v1/me").json()
    assert (told["scopes"], told["roles"]) == (["read"], [])
    assert [each["name"] for each in told["manages"]] == ["Quinua de prueba"]


def test_a_key_opens_no_page(world):
    client = program_of(world.director)
    assert client.get("/me/").status_code in (302, 404)
    assert client.get("/organisations/").status_code in (302, 404)


def test_a_session_without_its_second_factor_is_refused(world, signed_in):
    client = signed_in(world.officer)
    world.officer.authenticator_set.all().delete()
    refused(client.get("/api/v1/organisations"), 403, "api.second_factor")


def test_a_form_of_another_site_writes_nothing(world):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.officer, backend="ayni_web.accounts.backends.NameBackend")
    answer = client.post("/api/v1/imports", {"contract": "organisations", "file": xlsx(*NEW)})
    refused(answer, 403, "api.from_elsewhere")
    assert not Import.objects.exists()


def test_a_key_needs_no_token_of_a_form(world):
    client = Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {token_for(world.officer).key}"})
    answer = client.post("/api/v1/imports", {"contract": "organisations", "file": xlsx(*NEW)})
    assert answer.status_code == 201


def test_another_method_is_told_which_there_are(world):
    answer = program_of(world.officer).put("/api/v1/organisations")
    refused(answer, 405, "api.other_method")
    assert answer["Allow"] == "GET"


@pytest.fixture
def within_a_minute(monkeypatch):
    """No minute turns while a test counts its requests: they are counted by the minutes of the clock."""
    now = time.time() // 60 * 60 + 30
    monkeypatch.setattr(limits.time, "time", lambda: now)


def test_too_many_requests_are_told_to_wait(world, monkeypatch, within_a_minute):
    monkeypatch.setitem(limits.RATES, "key", 3)
    client = program_of(world.officer)
    assert [client.get("/api/v1/me").status_code for _ in range(4)] == [200, 200, 200, 429]
    answer = client.get("/api/v1/me")
    refused(answer, 429, "api.too_often")
    assert 1 <= int(answer["Retry-After"]) <= 60
    assert program_of(world.manager).get("/api/v1/me").status_code == 200


def test_keys_are_not_found_by_trying(world, monkeypatch, within_a_minute):
    monkeypatch.setitem(limits.RATES, "address", 3)
    codes = [Client(headers={"Authorization": f"Bearer ayni_{n}"}).get("/api/v1/me").status_code for n in range(5)]
    assert codes == [401, 401, 401, 429, 429]


# Imports


def test_a_sheet_is_checked_and_then_written_once(world):
    client = program_of(world.manager, "import")
    held = client.post("/api/v1/imports", {"contract": "organisations", "file": xlsx(*NEW)}).json()
    assert (held["state"], held["new"], held["messages"]) == ("checked", 1, [])
    assert held["drafts"][0]["title"] == "Comunidad Illa"
    assert not Organisation.objects.filter(name="Comunidad Illa").exists()
    for _ in range(2):
        done = client.post(f"/api/v1/imports/{held['id']}/write", {}, content_type="application/json")
        assert (done.status_code, done.json()["state"]) == (200, "done")
    assert Organisation.objects.filter(name="Comunidad Illa").count() == 1
    assert Entry.objects.filter(kind="spreadsheets.imported").count() == 1


def test_every_fault_is_told_with_its_row_and_nothing_is_written(world):
    client = program_of(world.manager)
    held = client.post(
        "/api/v1/imports", {"contract": "organisations", "file": xlsx(*FAULTY)}, headers={"Accept-Language": "en"}
    ).json()
    assert (held["state"], held["faults"]) == ("faulty", 2)
    assert [(each["row"], each["column"]) for each in held["messages"]] == [(2, "Tipo"), (3, None)]
    assert "Nave" in held["messages"][0]["message"]
    answer = client.post(f"/api/v1/imports/{held['id']}/write", {}, content_type="application/json")
    assert answer.status_code == 409
    assert not Organisation.objects.filter(name="Comunidad Illa").exists()


def test_a_request_sent_again_counts_once(world):
    client, sent = program_of(world.officer), str(uuid4())
    made = {
        client.post(
            "/api/v1/imports", {"contract": "organisations", "file": xlsx(*NEW)}, headers={"Idempotency-Key": sent}
        ).json()["id"]
        for _ in range(3)
    }
    assert len(made) == 1
    other = program_of(world.manager).post(
        "/api/v1/imports", {"contract": "organisations", "file": xlsx(*NEW)}, headers={"Idempotency-Key": sent}
    )
    refused(other, 409, "forms.sent_otherwise")


def test_a_person_decides_by_the_api_whether_a_row_is_one_that_is_kept(world):
    client = program_of(world.officer)
    sheet = xlsx(["Nombre", "Tipo", "Lugar"], ["Cooperativa Taipi", "Cooperativa", "Puno, Puno, Puno"])
    held = client.post("/api/v1/imports", {"contract": "organisations", "file": sheet}).json()
    (likely,) = held["drafts"][0]["likely"][:1]
    assert likely["name"] == "Cooperativa Taypi"
    decisions = {"decisions": {str(held["drafts"][0]["row"]): likely["id"]}}
    done = client.post(f"/api/v1/imports/{held['id']}/write", decisions, content_type="application/json").json()
    assert (done["state"], done["new"], done["changed"]) == ("done", 0, 1)
    world.cooperative.refresh_from_db()
    assert world.cooperative.name == "Cooperativa Taipi"


@pytest.mark.parametrize("body", ['{"decisions": {"0": "new"}}', '{"decisions": {"2": "x"}}', '{"rows": 1}', "[]", "{",
                                  '{"decisions": null}', ""])  # fmt: skip
def test_decisions_that_are_none_are_refused(world, body):
    client = program_of(world.officer)
    held = client.post("/api/v1/imports", {"contract": "organisations", "file": xlsx(*NEW)}).json()
    answer = client.post(f"/api/v1/imports/{held['id']}/write", body, content_type="application/json")
    assert answer.status_code in (400, 422)
    assert answer.json()["error"]["message"]
    assert Import.objects.get().state == "checked"


def test_a_file_that_is_no_sheet_is_told(world):
    client = program_of(world.officer)
    from django.core.files.uploadedfile import SimpleUploadedFile

    picture = SimpleUploadedFile("hoja.xlsx", b"%PDF-1.7 nothing")
    answer = client.post("/api/v1/imports", {"contract": "organisations", "file": picture})
    assert answer.status_code == 409
    assert answer.json()["error"]["field"] == "file"
    refused(client.post("/api/v1/imports", {"contract": "organisations"}), 422, "api.missing")


def test_sheets_are_counted_too(world, monkeypatch):
    monkeypatch.setitem(limits.RATES, "upload", 1)
    client = program_of(world.officer)
    codes = [
        client.post("/api/v1/imports", {"contract": "organisations", "file": xlsx(*NEW)}).status_code for _ in range(2)
    ]
    assert codes == [201, 429]
