"""Pages of accounts and of signing in: who gets an answer."""

from datetime import timedelta
from importlib import import_module

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.urls import NoReverseMatch, URLPattern, URLResolver, reverse
from django.utils import timezone

from ayni_web.accounts.actions import invite
from ayni_web.accounts.actions.resets import ask_reset
from ayni_web.accounts.models import Notice, Token
from tests.web.tried import EVERYBODY, SIGNED_IN, Try
from tests.web.world import TRIERS

STAFF = "director officer"
HOLDERS = "director officer manager"
# What a factor or a code is asked for again: the way there.
AGAIN = (200, 302)
SENT_BACK = (302,)


def notice(world):
    return {"pk": Notice.objects.create(person=world.member, key="notices.new").pk}


def session(world):
    return {"pk": UserSession.objects.create(user=world.member, ip="192.0.2.1", session_key="x", user_agent="").pk}


def token(world):
    until = timezone.now() + timedelta(days=1)
    return {"pk": Token.objects.create(person=world.manager, name="x", digest="d", scopes="read", expires_at=until).pk}


def role_of_officer(world):
    return {"pk": world.officer.appointments.get().pk}


def invitation_of_manager(world):
    return {"pk": invite(by=world.manager, name="Rosa").pk}


def reset_of_member(world):
    return {"pk": ask_reset(by=world.director, person=world.member.username, why="x").pk}


def key_of_manager(world):
    made = Authenticator.objects.create(user=world.manager, type="webauthn", data={"name": "x", "credential": {}})
    return {"pk": made.pk}


def sent(**facts):
    return lambda world: facts


TRIES = [
    Try("accounts:me", seen_by=SIGNED_IN),
    Try("accounts:name", seen_by=SIGNED_IN),
    Try("accounts:name", seen_by=SIGNED_IN, post=sent(name="X Y", language="pt"), answers=(302,)),
    Try("accounts:contact", seen_by=SIGNED_IN),
    Try("accounts:contact", seen_by=SIGNED_IN, post=sent(email="", phone="", password="wrong"), answers=(200,)),
    Try("accounts:notice_read", notice, "member", sent()),
    Try("accounts:session_end", session, "member", sent()),
    Try("accounts:tokens", seen_by=HOLDERS),
    Try("accounts:token_add", seen_by=HOLDERS, answers=AGAIN),
    Try("accounts:token_close", token, "manager", sent()),
    Try("accounts:roles", seen_by="director auditor"),
    Try("accounts:role_give", seen_by="director"),
    Try("accounts:role_give", seen_by="director", post=lambda world: {"person": "member.uno", "role": "officer"}),
    Try("accounts:role_end", role_of_officer, "director", sent()),
    Try("accounts:invitations", seen_by="director auditor"),
    Try("accounts:invitation_add", seen_by="director"),
    Try("accounts:invitation_add", seen_by="director", post=sent(name="Rosa", role="officer"), answers=(200,)),
    Try("accounts:invitation_withdraw", invitation_of_manager, "director manager", sent()),
    Try("accounts:resets", seen_by="director officer auditor"),
    Try("accounts:reset_ask", seen_by=STAFF),
    Try("accounts:reset_ask", seen_by=STAFF, post=lambda world: {"person": "member.uno", "why": "x"}),
    Try("accounts:reset_approve", reset_of_member, STAFF),
    Try("accounts:reset_approve", reset_of_member, STAFF, sent(), (200,)),
    Try("accounts:reset_refuse", reset_of_member, STAFF, sent(), (302, 409)),
    Try("accounts:lost"),
    Try("accounts:lost", post=sent(code="AAAA-AAAA", password="una clave larga 9"), answers=(200,)),
    Try("account_login"),
    Try("account_logout"),
    Try("account_inactive"),
    Try("account_reauthenticate", seen_by=SIGNED_IN, answers=AGAIN),
    Try("account_change_password", seen_by=SIGNED_IN),
    Try("mfa_index", seen_by=SIGNED_IN),
    Try("mfa_authenticate", answers=SENT_BACK),
    Try("mfa_reauthenticate", seen_by=SIGNED_IN, answers=AGAIN),
    Try("mfa_activate_totp", seen_by=SIGNED_IN, answers=AGAIN),
    Try("mfa_deactivate_totp", seen_by="director officer auditor manager", answers=AGAIN),
    Try("mfa_view_recovery_codes", seen_by=""),
    Try("mfa_generate_recovery_codes", seen_by=SIGNED_IN, answers=SENT_BACK),
    Try("mfa_download_recovery_codes", seen_by=""),
    Try("mfa_list_webauthn", seen_by=SIGNED_IN),
    Try("mfa_add_webauthn", seen_by=SIGNED_IN, answers=SENT_BACK),
    Try("mfa_login_webauthn", answers=SENT_BACK),
    Try("mfa_reauthenticate_webauthn", seen_by=SIGNED_IN, answers=SENT_BACK),
    Try("mfa_remove_webauthn", key_of_manager, SIGNED_IN, answers=SENT_BACK),
    Try("mfa_edit_webauthn", key_of_manager, SIGNED_IN, answers=SENT_BACK),
    Try("usersessions_list", seen_by=SIGNED_IN),
    Try("usersessions_list", seen_by=SIGNED_IN, post=sent()),
]  # fmt: skip
# Names that allauth asks for, and that answer nobody.
CLOSED = {"account_set_password"}


@pytest.mark.django_db
@pytest.mark.parametrize("tried", TRIES, ids=str)
def test_a_view_answers_those_it_is_for(tried, world):
    tried.holds(world)


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(CLOSED))
@pytest.mark.parametrize("who", TRIERS)
def test_a_closed_view_answers_nobody(name, who, world, client):
    if who != "nobody":
        client.force_login(world.people[who], backend="ayni_web.accounts.backends.NameBackend")
    for method in (client.get, client.post):
        assert method(reverse(name)).status_code == 404


def addresses_of_allauth(patterns, before=""):
    for each in patterns:
        path = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from addresses_of_allauth(each.url_patterns, path)
        elif isinstance(each, URLPattern):
            yield each.name, path


@pytest.mark.django_db
def test_the_pages_of_allauth_that_this_site_does_not_use_are_not_there(world, client):
    unused = 0
    for name, path in addresses_of_allauth(import_module("allauth.urls").urlpatterns):
        try:
            reverse(name, kwargs={"pk": 1} if "<int:pk>" in path else None)
        except NoReverseMatch:
            unused += 1
            if "(?P<" not in path:
                assert client.get(f"/account/{path}").status_code == 404, name
    assert unused >= 8


def test_everybody_is_tried_at_the_open_pages():
    assert {each.view for each in TRIES if each.seen_by == EVERYBODY} >= {"account_login", "accounts:lost"}
