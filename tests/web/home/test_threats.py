"""docs/threats.md names tests that exist; and those of the whole site that no room has."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from ayni_web.accounts.models import Reset
from ayni_web.events.models import Event
from ayni_web.members.models import Cluster
from tests.web.world import person

ROOT = Path(__file__).parents[3]
PASSWORD = "correct horse battery"
CLASSES = (
    "stolen password", "hostile member", "hostile manager", "insider", "cut", "back-dating", "replay", "XSS", "CSRF",
    "clickjacking", "open redirect", "enumeration", "brute force", "lost phone", "bomb", "erased people back",
    "denial by upload", "dependencies", "formula injection", "API token", "race", "traversal", "passing for another",
)  # fmt: skip
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def named() -> list[tuple[str, str]]:
    page = (ROOT / "docs/threats.md").read_text(encoding="utf-8")
    return sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", page)))


@pytest.mark.parametrize(("path", "name"), named())
def test_a_test_that_is_named_exists(path, name):
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}, f"{path}::{name}"


def test_each_class_of_threat_has_a_rule_a_test_and_a_trace():
    page = (ROOT / "docs/threats.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| ") and not line.startswith("| threat")]
    assert all(len(line.strip("|").split("|")) == 4 for line in rows)
    assert all("::test_" in line for line in rows)
    assert [each for each in CLASSES if not any(each in line for line in rows)] == []


def sign_in(client, name, password, **more):
    return client.post("/account/login/", {"login": name, "password": password, **more})


def test_a_stolen_password_alone_opens_nothing_to_those_who_handle_rights(world, client):
    world.officer.authenticator_set.all().delete()
    assert sign_in(client, "officer.uno", PASSWORD).status_code == 302
    for address in ("/", "/organisations/", "/privacy/requests/", "/recordings/"):
        answer = client.get(address)
        assert (answer.status_code, answer.url) == (302, "/account/2fa/"), address


def test_passwords_are_not_found_by_trying(world, client):
    for _ in range(6):
        sign_in(client, "member.uno", "wrong wrong wrong")
    sign_in(client, "member.uno", PASSWORD)
    assert "_auth_user_id" not in client.session


def test_a_name_that_nobody_has_is_answered_as_a_wrong_password(world):
    def told(name):
        answer = sign_in(Client(), name, "wrong wrong wrong")
        text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
        return answer.status_code, text.replace(name, "")

    assert told("member.uno") == told("nobody.uno") == told("no@ejemplo.pe") == told("+51900000000")


@pytest.mark.parametrize(
    "address", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_leads_nowhere_else(world, client, address):
    answer = sign_in(client, "member.uno", PASSWORD, next=address)
    assert answer.status_code == 302
    assert answer.url == "/"


def test_a_form_from_another_site_is_refused(world):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.member, backend="ayni_web.accounts.backends.NameBackend")
    answer = client.post("/privacy/mine/ask/", {"kind": "erasure"})
    assert answer.status_code == 403
    assert not world.member.privacy_requests.exists()


def test_pages_run_no_foreign_script_and_stand_in_no_frame(world, client):
    for address in ("/", "/words/", "/chain/", "/privacy/", "/account/login/", "/not-there/"):
        headers = client.get(address).headers
        policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
        assert policy["default-src"] in ("'self'", "'none'")
        assert policy["script-src"] == policy["style-src"] == "'self'"
        assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"


def test_what_people_type_is_shown_and_never_run(world, client):
    evil = "<script>alert(1)</script>\"'><svg onload=alert(1)>"
    Cluster.objects.filter(pk=world.cluster.pk).update(name=evil, field=evil)
    somebody = person("evil.uno", name=evil)
    client.force_login(somebody, backend="ayni_web.accounts.backends.NameBackend")
    for address in ("/", "/mine/", "/privacy/mine/data/", f"/words/?q={evil}"):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<svg onload" not in page
        assert "&lt;script&gt;" in page, address


def test_the_database_refuses_a_reset_by_fewer_than_two(world):
    own = {"person": world.member, "why": "x", "asked_by": world.member}
    alone = {**own, "asked_by": world.officer, "approved_by": world.officer, "approved_at": timezone.now()}
    by_owner = {**alone, "approved_by": world.member}
    for facts in (own, alone, by_owner):
        with pytest.raises(IntegrityError), transaction.atomic():
            Reset.objects.create(**facts)
    Reset.objects.create(**{**alone, "approved_by": world.director})


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock", "requirements-setup.lock"])
def test_every_dependency_is_pinned_with_its_hash(name):
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    assert lines
    assert all("==" in line and "--hash=sha256:" in line for line in lines)


def test_what_a_signed_in_person_reads_stays_in_no_cache(world, client):
    assert "no-store" not in client.get("/").headers.get("Cache-Control", "")
    client.force_login(world.member, backend="ayni_web.accounts.backends.NameBackend")
    for address in ("/", "/organisations/", "/privacy/mine/data/", "/not-there/"):
        assert client.get(address).headers["Cache-Control"] == "private, no-store", address


def test_a_crowd_pushes_no_counted_try_out_of_the_cache(db):
    from django.core.cache.backends.db import DatabaseCache

    from ayni_web.settings import CACHES

    call_command("createcachetable", "crowded_cache")
    crowded = DatabaseCache("crowded_cache", {"OPTIONS": CACHES["default"]["OPTIONS"]})
    crowded.set("0-first", "counted", 300)
    for number in range(400):
        crowded.set(f"key-{number}", "x", 300)
    assert crowded.get("0-first") == "counted"


@pytest.mark.parametrize("cookie", ["\0" * 8, "abcdefgh\0", "x" * 5000, "ABCDEFGH", "' OR 1=1", "ñandú-ñandú"])
def test_a_cookie_that_is_the_key_of_no_session_is_nobodys(world, client, cookie):
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie
    assert client.get("/").status_code == 200
    assert client.get("/mine/").url.startswith("/account/login/")
    assert sign_in(client, "member.uno", PASSWORD).status_code == 302
    assert client.session.session_key != cookie


def test_signs_that_no_database_keeps_break_no_page_that_looks_for_them(world, client):
    event = Event.objects.create(
        kind="meeting", title="Mesa", cluster=world.cluster, starts_at=timezone.now(), added_by=world.officer
    )  # fmt: skip
    client.force_login(world.manager, backend="ayni_web.accounts.backends.NameBackend")
    cluster = f"/clusters/{world.cluster.pk}"
    searched = (
        "/organisations/", "/documents/", "/events/", "/words/", "/imports/", f"/events/{event.pk}/participants/",
        f"{cluster}/members/", f"{cluster}/relations/", f"{cluster}/seats/limit/",
    )  # fmt: skip
    for address in searched:
        for name in ("q", "words", "kind", "cluster", "link", "page", "department"):
            assert client.get(address, {name: "a\0b"}).status_code == 200, (address, name)
