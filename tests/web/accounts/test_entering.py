"""Signing in: by any of three names, slowly for a stranger, with a second factor for those who handle rights."""

import json
import time

import pytest
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.hashers import get_hasher
from django.test import Client
from django.utils import translation

from ayni_web.accounts.adapter import Adapter
from ayni_web.accounts.backends import NameBackend, phone_of
from ayni_web.accounts.models import Person
from ayni_web.accounts.second_factor import SecondFactorAdapter
from ayni_web.common.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
PASSWORD = "correct horse battery"
SIGN_IN = "/account/login/"


def enter(client, name, password=PASSWORD, then="", **headers):
    return client.post(f"{SIGN_IN}{then}", {"login": name, "password": password}, **headers)


def code_of(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def with_codes(person):
    Authenticator.objects.filter(user=person).delete()
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    return secret


def confirmed(client):
    """The client, having shown again that it is the person."""
    client.post("/account/reauthenticate/?next=/me/", {"password": PASSWORD})
    return client


def said_on(page):
    return page.content.decode()


@pytest.mark.parametrize(
    "name", ["member.uno", " MEMBER.UNO ", "Uno@Ejemplo.PE", "987 654 321", "+51987654321", "987-654-321"]
)
def test_a_person_signs_in_by_user_name_mail_or_telephone(name, world, client):
    Person.objects.filter(pk=world.member.pk).update(email="uno@ejemplo.pe", phone="+51987654321")
    answer = enter(client, name)
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(world.member.pk)


@pytest.mark.parametrize(
    ("text", "number"),
    [("987654321", "+51987654321"), ("(987) 654-321", "+51987654321"), ("+1 202 555 0100", "+12025550100"),
     ("12345", None), ("rosa", None), ("+0123456789", None)],
)  # fmt: skip
def test_a_telephone_is_a_number_or_nothing(text, number):
    assert phone_of(text) == number


def test_what_is_said_is_the_same_for_a_name_that_nobody_has_and_for_a_wrong_password(world, client):
    def told(name, password):
        page = said_on(enter(client, name, password))
        return page[page.index("told wrong") : page.index("id_login")]

    said = {told("member.uno", "wrong"), told("nobody.here", "wrong"), told("a@b.pe", "x"), told("987654321", "x")}
    assert len(said) == 1


def test_a_name_that_nobody_has_takes_the_same_way_as_a_wrong_password(world, monkeypatch):
    hasher, hashed = type(get_hasher()), []
    encode = hasher.encode
    monkeypatch.setattr(hasher, "encode", lambda *a, **k: hashed.append(1) or encode(*a, **k))
    for name in ("nobody.here", "member.uno", "a@b.pe"):
        hashed.clear()
        assert NameBackend().authenticate(None, name, "x") is None
        assert len(hashed) == 1, name


def test_a_deactivated_person_neither_signs_in_nor_goes_on(world, client):
    assert enter(client, "member.uno").status_code == 302
    Person.objects.filter(pk=world.member.pk).update(is_active=False)
    assert client.get("/me/").url.startswith(SIGN_IN)
    again = Client()
    assert enter(again, "member.uno").status_code == 200
    assert "_auth_user_id" not in again.session


def test_the_session_is_another_one_after_signing_in(world, client):
    client.get(SIGN_IN)
    session = client.session
    session["planted"] = "x"
    session.save()
    planted = session.session_key
    client.cookies[settings.SESSION_COOKIE_NAME] = planted
    enter(client, "member.uno")
    assert client.session.session_key != planted
    stranger = Client()
    stranger.cookies[settings.SESSION_COOKIE_NAME] = planted
    assert stranger.get("/me/").url.startswith(SIGN_IN)


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x"])
@pytest.mark.parametrize("way", ["next_in_address", "next_in_form", "signing_out"])
def test_nobody_is_led_to_another_site(elsewhere, way, world, client):
    if way == "signing_out":
        enter(client, "member.uno")
        answer = client.post("/account/logout/", {"next": elsewhere})
    elif way == "next_in_form":
        answer = client.post(SIGN_IN, {"login": "member.uno", "password": PASSWORD, "next": elsewhere})
    else:
        answer = client.post(f"{SIGN_IN}?next={elsewhere}", {"login": "member.uno", "password": PASSWORD})
    assert answer.url in {"/", "/me/"}


def test_one_goes_on_where_one_was_going(world, client):
    assert enter(client, "member.uno", then="?next=/me/name/").url == "/me/name/"


def test_tries_are_counted_by_person_however_the_name_is_written(world, client):
    Person.objects.filter(pk=world.member.pk).update(email="uno@ejemplo.pe", phone="+51987654321")
    names = ["member.uno", "MEMBER.UNO", "uno@ejemplo.pe", "987 654 321", "987-654-321"]
    for at, name in enumerate(names):
        assert enter(client, name, "wrong", REMOTE_ADDR=f"192.0.2.{at}").status_code == 200
    page = said_on(enter(client, "9 8 7 6 5 4 3 2 1", REMOTE_ADDR="192.0.2.99"))
    assert "Demasiados intentos" in page
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("language", "said"), [("es", "Demasiados intentos"), ("en", "Too many tries"), ("pt", "Tentativas demais")]
)
def test_who_tries_too_often_is_told_in_the_own_language(language, said, world, client):
    for at in range(11):
        page = enter(client, f"name.{at}", "wrong", HTTP_ACCEPT_LANGUAGE=language)
    assert said in said_on(page)


def test_signing_in_is_counted_by_address(world, client, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": "3/m/ip"}
    for _ in range(3):
        client.post(SIGN_IN, {})
    page = client.post(SIGN_IN, {}, HTTP_ACCEPT_LANGUAGE="pt")
    assert page.status_code == 429
    assert "Espere alguns minutos" in said_on(page)


def test_a_forged_address_is_not_believed_without_a_proxy(world, client, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": "3/m/ip"}
    answers = [client.post(SIGN_IN, {}, HTTP_X_FORWARDED_FOR=f"198.51.100.{at}").status_code for at in range(5)]
    assert answers[-1] == 429


def test_a_code_of_the_telephone_lets_in_and_only_once_the_right_one(world, client):
    secret = with_codes(world.director)
    assert enter(client, "director.uno", then="?next=/roles/").url.startswith("/account/2fa/authenticate/")
    assert client.get("/me/").url.startswith(SIGN_IN), "the password alone opens nothing"
    wrong = client.post("/account/2fa/authenticate/", {"code": "000000"})
    assert "Ese código no vale" in said_on(wrong)
    right = code_of(secret)
    assert client.post("/account/2fa/authenticate/", {"code": right}).url == "/roles/"
    other = Client()
    enter(other, "director.uno")
    assert other.post("/account/2fa/authenticate/", {"code": right}).status_code == 200, "a code is good once"


def test_codes_are_tried_a_few_times(world, client):
    secret = with_codes(world.director)
    enter(client, "director.uno")
    for _ in range(5):
        client.post("/account/2fa/authenticate/", {"code": "000000"})
    assert "Demasiados intentos" in said_on(client.post("/account/2fa/authenticate/", {"code": code_of(secret)}))


def test_the_secret_of_a_telephone_is_not_in_the_database(world):
    secret = with_codes(world.director)
    assert secret not in json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    adapter = SecondFactorAdapter()
    assert adapter.decrypt(adapter.encrypt(secret)) == secret


def test_a_secret_under_another_key_of_the_site_opens_nothing(world, settings):
    kept = SecondFactorAdapter().encrypt("SECRET")
    settings.SECRET_KEY = "another" * 10
    first, second = (SecondFactorAdapter().decrypt(kept) for _ in range(2))
    assert "SECRET" not in {first, second}
    assert first != second


@pytest.mark.parametrize("who", ["director", "officer", "auditor", "manager"])
def test_who_handles_rights_sets_a_second_factor_before_anything_else(who, world, signed_in):
    Authenticator.objects.all().delete()
    client = signed_in(world.people[who])
    for address in ("/", "/roles/", "/tokens/", "/tokens/add/"):
        assert client.get(address).url == "/account/2fa/"
    assert "Por su cargo" in said_on(client.get("/account/2fa/"))
    assert client.get("/me/").status_code == 200


def test_a_member_needs_no_second_factor(world, signed_in):
    assert signed_in(world.member).get("/").status_code == 200


def test_setting_and_removing_a_factor_is_in_the_chain_and_gives_codes_to_print(world, client):
    enter(client, "member.uno")
    confirmed(client)
    page = client.get("/account/2fa/totp/activate/")
    secret = page.context["form"].secret
    answer = client.post("/account/2fa/totp/activate/", {"code": code_of(secret)})
    assert answer.url == "/account/2fa/recovery-codes/"
    codes = client.get("/account/2fa/recovery-codes/")
    assert codes.content.decode().count("<code>") == 10
    text = client.get("/account/2fa/recovery-codes/download/").content.decode()
    assert world.member.username in text
    assert client.post("/account/2fa/totp/deactivate/").status_code == 302
    assert not Authenticator.objects.filter(user=world.member).exists(), "printed codes go with the last factor"
    kinds = list(Entry.objects.values_list("kind", flat=True))
    assert kinds == ["factor.set", "factor.removed"]
    assert world.member.username not in "".join(Entry.objects.values_list("body", flat=True))


def test_printed_codes_let_in_once(world, client):
    with_codes(world.manager)
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    printed = RecoveryCodes.activate(world.manager).get_unused_codes()[0]
    enter(client, "manager.uno")
    assert client.post("/account/2fa/authenticate/", {"code": printed}).status_code == 302
    other = Client()
    enter(other, "manager.uno")
    assert other.post("/account/2fa/authenticate/", {"code": printed}).status_code == 200


def test_the_last_factor_of_who_needs_one_stays(world, client):
    secret = with_codes(world.director)
    enter(client, "director.uno")
    client.post("/account/2fa/authenticate/", {"code": code_of(secret)})
    confirmed(client)
    page = client.get("/account/2fa/totp/deactivate/")
    assert "Agregue otra" in said_on(page)
    client.post("/account/2fa/totp/deactivate/")
    assert Authenticator.objects.filter(user=world.director, type="totp").exists()


def test_the_last_key_of_who_needs_one_stays_and_one_of_two_goes(world, client, signed_in):
    Authenticator.objects.filter(user=world.director).delete()
    keys = [
        Authenticator.objects.create(user=world.director, type="webauthn", data={"name": name, "credential": {}})
        for name in ("one", "two")
    ]
    confirmed(signed_in(world.director))
    for key in keys:
        answer = client.post(f"/account/2fa/webauthn/keys/{key.pk}/remove/")
        assert answer.url == "/account/2fa/webauthn/"
    assert Authenticator.objects.filter(user=world.director).count() == 1


def test_a_key_of_somebody_else_is_not_there(world, client, signed_in):
    key = Authenticator.objects.create(user=world.director, type="webauthn", data={"name": "x", "credential": {}})
    confirmed(signed_in(world.member))
    for what in ("remove", "edit"):
        assert client.get(f"/account/2fa/webauthn/keys/{key.pk}/{what}/").status_code == 404


def test_what_guards_an_account_asks_again_who_one_is(world, signed_in):
    client = signed_in(world.manager)
    for address in ("2fa/totp/activate/", "2fa/webauthn/add/", "2fa/recovery-codes/generate/"):
        assert "reauthenticate" in client.get(f"/account/{address}").url
    assert "reauthenticate" in client.get("/tokens/add/").url


def test_a_new_password_closes_the_other_sessions(world, client):
    other = Client()
    enter(client, "member.uno")
    enter(other, "member.uno")
    new = {"oldpassword": PASSWORD, "password1": "cuatro palabras raras juntas", "password2": "otra cosa bien larga"}
    assert "no son iguales" in said_on(client.post("/account/password/change/", new))
    assert client.post("/account/password/change/", {**new, "password2": new["password1"]}).url == "/me/"
    assert client.get("/me/").status_code == 200
    assert other.get("/me/").status_code == 302


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("corta", "muy corta"),
        ("1234567890", "usan esa"),
        ("83920174650", "Solo tiene cifras"),
        ("member.uno1", "Se parece"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(password, said, world, client):
    enter(client, "member.uno")
    new = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    assert said in said_on(client.post("/account/password/change/", new))


def test_sessions_are_listed_and_one_elsewhere_is_closed(world, client):
    firefox = "Mozilla/5.0 (Android 14; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"
    other = Client(HTTP_USER_AGENT=firefox)
    enter(other, "member.uno")
    other.get("/me/")
    enter(client, "member.uno")
    page = said_on(client.get("/account/sessions/"))
    assert "Firefox en Android" in page
    row = UserSession.objects.get(user_agent=firefox)
    client.post(f"/me/sessions/{row.pk}/end/")
    assert other.get("/me/").url.startswith(SIGN_IN)
    assert client.get("/me/").status_code == 200


def test_all_other_sessions_are_closed_at_once(world, client):
    others = [Client() for _ in range(2)]
    for each in others:
        enter(each, "member.uno")
        each.get("/me/")
    enter(client, "member.uno")
    client.post("/account/sessions/")
    assert [each.get("/me/").status_code for each in others] == [302, 302]
    assert client.get("/me/").status_code == 200


def test_a_page_that_uses_keys_has_no_script_of_its_own(world, client):
    page = said_on(client.get(SIGN_IN))
    assert "<script defer src=" in page
    assert page.count("<script") == page.count("<script defer src=")
    enter(client, "member.uno")
    confirmed(client)
    page = said_on(client.get("/account/2fa/webauthn/add/"))
    assert page.count("<script") == page.count("<script defer src=") + page.count('type="application/json"')


# Those that the forms of the pages in use raise; the other pages are closed.
REFUSALS = (
    "username_password_mismatch", "email_password_mismatch", "phone_password_mismatch", "invalid_login",
    "too_many_login_attempts", "rate_limited", "incorrect_password", "enter_current_password", "incorrect_code",
    "cannot_delete_authenticator", "cannot_generate_recovery_codes",
)  # fmt: skip


@pytest.mark.parametrize("language", ["es", "pt-br", "en"])
@pytest.mark.parametrize("code", REFUSALS)
def test_what_allauth_refuses_is_said_in_our_words_in_every_language(code, language):
    theirs = {**DefaultAccountAdapter.error_messages, **DefaultMFAAdapter.error_messages}[code]
    with translation.override(language):
        ours = {adapter().validation_error(code).messages[0] for adapter in (Adapter, SecondFactorAdapter)}
        assert len(ours) == 1
        assert ours != {str(theirs)}


@pytest.mark.parametrize("language", ["en", "pt", "es"])
def test_no_label_or_message_of_allauth_is_left(language, world, client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    enter(client, "member.uno")
    confirmed(client)
    theirs = {"Authenticator", "authenticator", "Current Password", "Sign Out", "Autenticador", "Senha Atual"}
    for address in ("password/change/", "2fa/", "2fa/totp/activate/", "2fa/webauthn/add/", "sessions/", "logout/"):
        page = said_on(client.get(f"/account/{address}"))
        assert not [text for text in theirs if f">{text}" in page], address
