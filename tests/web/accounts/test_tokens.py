"""Keys of programs: few scopes, an end, and kept by nobody but their person."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from ayni_web.accounts import codes
from ayni_web.accounts.actions.tokens import SCOPES, close_token, make_token
from ayni_web.accounts.models import Person, Token
from ayni_web.accounts.queries import token_of
from ayni_web.common.models import Entry
from tests.web.accounts.test_entering import confirmed
from tests.web.accounts.test_privacy_erasure import everything_written
from tests.web.accounts.test_roles import refused

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def made(world, **facts):
    return make_token(**{"by": world.manager, "name": "Hoja", "scopes": ["read"], **facts})


def test_a_key_never_approves_signs_or_pays():
    assert set(SCOPES) == {"read", "import"}


def test_a_key_is_known_by_its_text_and_kept_as_a_digest(world):
    token = made(world, scopes=["import", "read", "approve"])
    assert token.key.startswith("ayni_")
    assert len(token.key) == 69
    assert token.scopes == "read import"
    assert token.key not in everything_written()
    found = token_of(token.key)
    assert (found.pk, found.person, found.used_on) == (token.pk, world.manager, timezone.localdate())
    assert token_of(token.key[:-1]) is None
    assert token_of("") is None
    assert token_of(codes.digest("token", token.key)) is None


def test_a_key_is_noted_when_made_and_closed(world):
    token = made(world)
    close_token(by=world.manager, token=token)
    assert token_of(token.key) is None
    assert list(Entry.objects.values_list("kind", flat=True)) == ["token.made", "token.closed"]


def test_a_key_ends(world):
    token = made(world)
    assert timedelta(days=89) < token.expires_at - timezone.now() <= timedelta(days=90)
    Token.objects.update(expires_at=timezone.now())
    assert token_of(token.key) is None
    refused("tokens.days_between", made, world=world, days=366)
    refused("tokens.days_between", made, world=world, days=0)


def test_a_key_goes_with_its_person(world):
    token = made(world)
    Person.objects.filter(pk=world.manager.pk).update(is_active=False)
    assert token_of(token.key) is None


@pytest.mark.parametrize("who", ["auditor", "member", "stranger"])
def test_coordinators_and_managers_alone_make_keys(who, world):
    refused("tokens.not_yours", made, world=world, by=world.people[who])


def test_a_key_is_closed_by_its_person_alone(world):
    refused("tokens.not_yours", close_token, by=world.director, token=made(world))


def test_what_is_unclear_is_refused(world):
    refused("tokens.say_what_for", made, world=world, name=" ")
    refused("tokens.choose_one", made, world=world, scopes=["sign"])


def test_nobody_has_more_keys_than_can_be_kept_apart(world):
    for _ in range(20):
        made(world)
    refused("tokens.too_many", made, world=world)


def test_the_same_form_sent_twice_makes_one_key_with_the_same_text(world):
    key = uuid4()
    assert made(world, sent=key).key == made(world, sent=key).key
    assert Token.objects.count() == 1


def test_finding_a_key_costs_one_query_and_one_write_a_day(world, django_assert_num_queries):
    token = made(world)
    with django_assert_num_queries(2):
        token_of(token.key)
    with django_assert_num_queries(1):
        token_of(token.key)


def test_the_page_shows_a_key_once(world, signed_in):
    client = confirmed(signed_in(world.manager))
    facts = {"name": "Hoja de acopio", "scopes": ["read"], "days": "30", "sent": str(uuid4())}
    page = client.post("/tokens/add/", facts).content.decode()
    assert page.count("ayni_") == 1
    listed = client.get("/tokens/").content.decode()
    assert "Hoja de acopio" in listed
    assert "ayni_" not in listed
    client.post(f"/tokens/{Token.objects.get().pk}/close/")
    assert "Hoja de acopio" not in client.get("/tokens/").content.decode()
