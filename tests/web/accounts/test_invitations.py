"""A code of eight letters lets one person in, once, for fourteen days; it is kept by nobody."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from ayni_web.accounts import codes
from ayni_web.accounts.actions import invite, redeem, withdraw_invitation
from ayni_web.accounts.models import Invitation, Person
from ayni_web.common.models import Entry
from tests.web.accounts.counted import queries_of
from tests.web.accounts.test_privacy_erasure import everything_written
from tests.web.accounts.test_roles import refused

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{8}")
FACTS = {"username": "rosa.m", "password": "una clave larga 9", "language": "es"}


def test_a_code_has_eight_letters_that_nobody_mistakes():
    assert len(codes.ALPHABET) == len(set(codes.ALPHABET)) == 32
    assert not set("ILOU") & set(codes.ALPHABET)
    drawn = {codes.new_code("invitation") for _ in range(300)}
    assert len(drawn) == 300
    assert all(CODE.fullmatch(code) for code in drawn)


@given(st.binary(min_size=5, max_size=5))
def test_a_code_is_meant_however_it_is_typed(drawn):
    number = int.from_bytes(drawn)
    code = "".join(codes.ALPHABET[number >> shift & 31] for shift in range(35, -1, -5))
    typed = codes.shown_code(code).lower().replace("0", "o").replace("1", "l")
    assert codes.meant_code(f" {typed} ") == code


def test_somebody_comes_in_by_a_code_with_the_role_it_was_for(world):
    made = invite(by=world.director, name="Rosa Mamani", role="officer")
    person = redeem(code=codes.shown_code(made.code).lower(), email="Rosa@Ejemplo.pe", phone="987 654 321", **FACTS)
    assert (person.name, person.email, person.phone) == ("Rosa Mamani", "rosa@ejemplo.pe", "+51987654321")
    assert person.check_password(FACTS["password"])
    assert person.appointments.get().given_by == world.director
    made.refresh_from_db()
    assert made.used_by == person
    kinds = list(Entry.objects.order_by("number").values_list("kind", flat=True))
    assert kinds == ["invitation.made", "invitation.used", "role.given"]


def test_neither_the_code_nor_the_name_is_written_where_it_should_not_be(world):
    made = invite(by=world.director, name="Rosa Mamani", role="officer", sent=uuid4())
    assert made.code not in everything_written().upper()
    assert "Rosa" not in "".join(Entry.objects.values_list("body", flat=True))
    assert Invitation.objects.get().digest == codes.digest("invitation", made.code)
    assert codes.digest("reset", made.code) != made.digest, "a code is good for one purpose"


def test_the_same_form_sent_twice_makes_one_invitation_with_the_same_code(world):
    key = uuid4()
    first, second = (invite(by=world.director, name="Rosa", sent=key) for _ in range(2))
    assert (first.pk, first.code) == (second.pk, second.code)
    assert Invitation.objects.count() == 1
    assert invite(by=world.director, name="Rosa", sent=uuid4()).code != first.code


def test_the_same_form_sent_twice_lets_one_person_in(world):
    made, key = invite(by=world.director, name="Rosa"), uuid4()
    first, second = (redeem(code=made.code, sent=key, **FACTS) for _ in range(2))
    assert first == second


def test_a_code_is_good_once_and_while_it_lasts(world):
    used, gone, old = (invite(by=world.director, name="Rosa") for _ in range(3))
    redeem(code=used.code, **FACTS)
    withdraw_invitation(by=world.director, invitation=Invitation.objects.get(pk=gone.pk))
    Invitation.objects.filter(pk=old.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    other = {**FACTS, "username": "luz.a"}
    refused("invitations.used", redeem, code=used.code, **other)
    refused("invitations.withdrawn", redeem, code=gone.code, **other)
    refused("invitations.expired", redeem, code=old.code, **other)
    refused("invitations.unknown", redeem, code="AAAA-AAAA", **other)
    assert not Person.objects.filter(username="luz.a").exists()


def test_a_code_lasts_fourteen_days(world):
    made = invite(by=world.director, name="Rosa")
    assert timedelta(days=13, hours=23) < made.expires_at - timezone.now() <= timedelta(days=14)


@pytest.mark.parametrize(
    ("facts", "key"),
    [
        ({"username": "ro"}, "accounts.username_form"),
        ({"username": "9rosa"}, "accounts.username_form"),
        ({"username": "rosa@x.pe"}, "accounts.username_form"),
        ({"username": "MEMBER.uno"}, "accounts.username_taken"),
        ({"password": "corta"}, "accounts.password_too_short"),
        ({"password": "rosa.mamani"}, "accounts.password_too_similar"),
        ({"email": "rosa"}, "accounts.email_form"),
        ({"phone": "123"}, "accounts.phone_form"),
    ],
)
def test_what_is_unclear_is_refused_and_the_code_stays_good(facts, key, world):
    made = invite(by=world.director, name="Rosa Mamani")
    refused(key, redeem, code=made.code, **{**FACTS, **facts})
    assert redeem(code=made.code, **FACTS)


def test_a_mail_or_telephone_of_somebody_else_is_refused(world):
    Person.objects.filter(pk=world.member.pk).update(email="uno@ejemplo.pe", phone="+51987654321")
    made = invite(by=world.director, name="Rosa")
    refused("accounts.email_taken", redeem, code=made.code, email="UNO@ejemplo.pe", **FACTS)
    refused("accounts.phone_taken", redeem, code=made.code, phone="987654321", **FACTS)


def test_a_role_is_offered_by_directors_alone(world):
    refused("roles.given_by_directors", invite, by=world.officer, name="Rosa", role="director")
    refused("forms.invalid_choice", invite, by=world.director, name="Rosa", role="king")
    refused("invitations.say_who", invite, by=world.director, name=" ")


def test_an_invitation_is_withdrawn_by_who_made_it_or_a_director(world):
    made = invite(by=world.manager, name="Rosa")
    row = Invitation.objects.get(pk=made.pk)
    refused("invitations.not_yours", withdraw_invitation, by=world.officer, invitation=row)
    withdraw_invitation(by=world.manager, invitation=row)
    refused("invitations.closed_already", withdraw_invitation, by=world.director, invitation=row)


def test_the_database_refuses_an_invitation_used_by_nobody_or_used_and_withdrawn(world):
    row, now = Invitation.objects.get(pk=invite(by=world.director, name="Rosa").pk), timezone.now()
    for facts in ({"used_at": now}, {"used_at": now, "used_by": world.member, "withdrawn_at": now}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Invitation.objects.filter(pk=row.pk).update(**facts)


def test_the_page_to_print_has_code_address_picture_steps_and_until_when(world, signed_in):
    client = signed_in(world.director)
    answer = client.post("/invitations/add/", {"name": "Nélida Huanca", "role": "officer", "sent": str(uuid4())})
    page = answer.content.decode()
    code = re.search(r"big-code[^>]*>([0-9A-Z]{4}-[0-9A-Z]{4})<", page)[1]
    assert Invitation.objects.get().digest == codes.digest("invitation", codes.meant_code(code))
    assert "/join/" in page
    assert '<svg class="qr"' in page
    assert page.count("<li>", page.index('class="walk"')) >= 3
    assert "Vale hasta" in page
    assert " style=" not in page
    assert "no-cache" in answer["Cache-Control"] or "no-store" in answer["Cache-Control"]


def test_the_page_again_shows_the_same_code_to_the_same_form_alone(world, signed_in, client):
    facts = {"name": "Nélida Huanca", "role": "officer", "sent": str(uuid4())}
    first, second = (signed_in(world.director).post("/invitations/add/", facts).content.decode() for _ in range(2))
    shown = r"[0-9A-Z]{4}-[0-9A-Z]{4}(?=<)"
    assert re.findall(shown, first) == re.findall(shown, second) != []
    assert not re.findall(shown, client.get("/invitations/").content.decode())


def test_others_see_the_invitations_they_made_and_no_more(world, signed_in):
    mine, theirs = invite(by=world.manager, name="Rosa"), invite(by=world.director, name="Luz")
    client = signed_in(world.manager)
    page = client.get("/invitations/").content.decode()
    assert mine.name in page
    assert theirs.name not in page
    assert client.post(f"/invitations/{theirs.pk}/withdraw/").status_code == 404
    assert signed_in(world.member).get("/invitations/").status_code == 404


def test_the_list_costs_as_many_queries_with_more_rows(world, signed_in):
    client = signed_in(world.director)
    invite(by=world.director, name="Rosa")
    before = queries_of(client, "/invitations/")
    for at in range(20):
        invite(by=world.officer, name=f"Persona {at}")
    assert queries_of(client, "/invitations/") == before
