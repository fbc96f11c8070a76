"""A lost access is given back by two people, and its owner is told who they were."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from ayni_web.accounts.actions.resets import approve_reset, ask_reset, refuse_reset, use_reset
from ayni_web.accounts.models import Person, Reset, Token
from ayni_web.common.models import Entry
from tests.web.accounts.counted import queries_of
from tests.web.accounts.test_entering import enter
from tests.web.accounts.test_privacy_erasure import everything_written
from tests.web.accounts.test_roles import refused

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
NEW = "cuatro palabras raras juntas"


def asked(world, whose="member.uno", by="officer"):
    return ask_reset(by=world.people[by], person=whose, why="Perdió el celular")


def test_two_people_give_an_access_back_and_the_owner_is_told(world, client):
    elsewhere = Client()
    enter(elsewhere, "manager.uno")
    elsewhere.force_login(world.manager, backend="ayni_web.accounts.backends.NameBackend")
    Token.objects.create(person=world.manager, name="x", digest="d", scopes="read", expires_at=timezone.now())
    row = approve_reset(by=world.director, reset=asked(world, "manager.uno"))
    use_reset(code=f" {row.code.lower()[:4]} {row.code[4:]}", password=NEW)
    assert elsewhere.get("/me/").url.startswith("/account/login/"), "every session ends"
    assert not Authenticator.objects.filter(user=world.manager).exists()
    assert not world.manager.tokens.filter(closed_at__isnull=True).exists()
    assert enter(client, "manager.uno").status_code == 200, "the old password is gone"
    enter(client, "manager.uno", NEW)
    page = client.get("/account/2fa/").content.decode()
    for name in (world.officer.name, world.director.name):
        assert name in page
    assert "Su acceso se repuso" in page
    kinds = list(Entry.objects.order_by("number").values_list("kind", flat=True))
    assert kinds == ["reset.asked", "reset.approved", "reset.used"]
    assert "celular" not in "".join(Entry.objects.values_list("body", flat=True))


def test_the_notice_stays_until_it_was_read(world, client):
    use_reset(code=approve_reset(by=world.director, reset=asked(world)).code, password=NEW)
    for _ in range(2):
        enter(client, "member.uno", NEW)
        assert "Su acceso se repuso" in client.get("/").content.decode()
        client.post("/account/logout/")
    enter(client, "member.uno", NEW)
    client.get("/")
    client.post(f"/me/notices/{world.member.notices.get().pk}/read/")
    client.post("/account/logout/")
    enter(client, "member.uno", NEW)
    assert "Su acceso se repuso" not in client.get("/").content.decode()
    assert "Su acceso se repuso" in client.get("/me/").content.decode()


def test_one_person_alone_gives_nothing_back(world):
    row = asked(world)
    refused("resets.takes_two", approve_reset, by=world.officer, reset=row)
    own = asked(world, "director.uno")
    refused("resets.takes_two", approve_reset, by=world.director, reset=own)
    refused("resets.not_ones_own", ask_reset, by=world.officer, person="officer.uno", why="x")
    row.refresh_from_db()
    assert row.digest is None


@pytest.mark.parametrize("who", ["auditor", "manager", "member", "stranger"])
def test_only_directors_and_officers_ask_and_approve(who, world):
    refused("resets.by_staff", ask_reset, by=world.people[who], person="member.uno", why="x")
    refused("resets.by_staff", approve_reset, by=world.people[who], reset=asked(world, "stranger.uno"))


def test_the_database_refuses_a_reset_by_one_person(world):
    row = asked(world)
    for approver in (world.officer, world.member):
        with pytest.raises(IntegrityError), transaction.atomic():
            Reset.objects.filter(pk=row.pk).update(approved_by=approver)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reset.objects.create(person=world.officer, asked_by=world.officer, why="x")


def test_a_reset_is_asked_once_and_decided_once(world):
    row = asked(world)
    refused("resets.asked_already", ask_reset, by=world.director, person="member.uno", why="x")
    refuse_reset(by=world.director, reset=row)
    refused("resets.decided_already", approve_reset, by=world.director, reset=row)
    assert asked(world)


def test_what_is_unclear_is_refused(world):
    refused("resets.nobody", ask_reset, by=world.officer, person="nobody.here", why="x")
    refused("resets.say_why", ask_reset, by=world.officer, person="member.uno", why=" ")
    Person.objects.filter(pk=world.member.pk).update(is_active=False)
    refused("resets.nobody", ask_reset, by=world.officer, person="member.uno", why="x")


def test_a_code_is_good_once_three_days_and_for_its_purpose(world):
    row = approve_reset(by=world.director, reset=asked(world))
    refused("accounts.password_too_short", use_reset, code=row.code, password="corta")
    Reset.objects.filter(pk=row.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    refused("resets.unknown", use_reset, code=row.code, password=NEW)
    Reset.objects.filter(pk=row.pk).update(expires_at=timezone.now() + timedelta(days=3))
    use_reset(code=row.code, password=NEW)
    refused("resets.unknown", use_reset, code=row.code, password=NEW)
    refused("resets.unknown", use_reset, code="", password=NEW)


def test_the_same_form_sent_twice_approves_once_and_shows_the_same_code(world, signed_in):
    row, key = asked(world), str(uuid4())
    client = signed_in(world.director)
    first, second = (client.post(f"/resets/{row.pk}/", {"sent": key}).content.decode() for _ in range(2))
    shown = re.compile(r"big-code[^>]*>([0-9A-Z]{4}-[0-9A-Z]{4})<")
    assert shown.findall(first) == shown.findall(second) != []
    assert shown.findall(first)[0].replace("-", "") not in everything_written().upper()


def test_who_asked_is_told_that_another_decides(world, signed_in):
    row = asked(world)
    page = signed_in(world.officer).get(f"/resets/{row.pk}/").content.decode()
    assert "ni quien lo pidió" in page
    answer = signed_in(world.officer).post(f"/resets/{row.pk}/", {"sent": str(uuid4())})
    assert "big-code" not in answer.content.decode()


def test_the_open_page_sets_a_new_password(world, client):
    row = approve_reset(by=world.director, reset=asked(world))
    answer = client.post("/lost/", {"code": row.code, "password": NEW, "sent": str(uuid4())})
    assert answer.url == "/account/login/"
    assert enter(client, "member.uno", NEW).status_code == 302


def test_codes_are_not_guessed_by_trying_from_an_address(world, client):
    row = approve_reset(by=world.director, reset=asked(world))
    for _ in range(20):
        assert client.post("/lost/", {"code": "AAAAAAAA", "password": NEW}).status_code == 200
    page = client.post("/lost/", {"code": row.code, "password": NEW}, HTTP_ACCEPT_LANGUAGE="en")
    assert page.status_code == 429
    assert "Too many tries" in page.content.decode()
    assert client.get("/lost/").status_code == 200
    assert client.post("/lost/", {"code": row.code, "password": NEW}, REMOTE_ADDR="192.0.2.7").status_code == 302


def test_codes_are_not_guessed_by_trying_from_everywhere(world, client, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "code": "20/10m/ip,5/h/key"}
    tries = [
        client.post("/lost/", {"code": "AAAAAAAA", "password": NEW}, REMOTE_ADDR=f"198.51.100.{at}") for at in range(7)
    ]
    assert [answer.status_code for answer in tries] == [200] * 5 + [429] * 2


def test_right_codes_are_not_counted(world, client, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "code": "1/10m/ip"}
    for name in ("member.uno", "stranger.uno"):
        row = approve_reset(by=world.director, reset=asked(world, name))
        assert client.post("/lost/", {"code": row.code, "password": NEW}).status_code == 302


def test_the_list_costs_as_many_queries_with_more_rows(world, signed_in):
    client = signed_in(world.director)
    asked(world)
    before = queries_of(client, "/resets/")
    for at in range(20):
        Reset.objects.create(person=world.stranger, asked_by=world.officer, why=str(at))
    assert queries_of(client, "/resets/") == before
