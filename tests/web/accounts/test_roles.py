"""Roles are given by somebody else, written to the chain, and never leave an entity without a director."""

import json
import threading
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from ayni_web.accounts import queries
from ayni_web.accounts.access import roles_of
from ayni_web.accounts.actions import appoint, end_appointment, invite, redeem
from ayni_web.accounts.models import Appointment, Invitation, Person
from ayni_web.accounts.privacy import actions as privacy
from ayni_web.common import chain
from ayni_web.common.acting import Mistake
from ayni_web.common.models import Entry
from tests.web.accounts.counted import queries_of
from tests.web.world import made_world, person

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def refused(key, act, **facts):
    with pytest.raises(Mistake) as told:
        act(**facts)
    assert told.value.key == key


def role(somebody):
    return somebody.appointments.get(until__isnull=True)


def test_a_role_is_given_told_and_noted(world):
    made = appoint(by=world.director, person=world.member, role="officer")
    assert roles_of(world.member) == {"officer"}
    assert made.given_by == world.director
    assert world.member.notices.get().facts == {"role": "officer", "name": world.director.name}
    entry = Entry.objects.get(kind="role.given")
    assert json.loads(entry.body)["person"] == chain.digest_of(world.member)
    assert world.member.name not in entry.body


def test_the_same_form_sent_twice_gives_one_role(world):
    key = uuid4()
    first, second = (appoint(by=world.director, person=world.member, role="officer", sent=key) for _ in range(2))
    assert first == second
    assert world.member.appointments.count() == 1


@pytest.mark.parametrize("who", ["officer", "auditor", "manager", "member", "stranger"])
def test_only_directors_give_and_end_roles(who, world):
    refused("roles.given_by_directors", appoint, by=world.people[who], person=world.member, role="officer")
    refused("roles.given_by_directors", end_appointment, by=world.people[who], appointment=role(world.director))


def test_nobody_gives_or_ends_the_own_role(world):
    refused("roles.not_to_oneself", appoint, by=world.director, person=world.director, role="officer")
    refused("roles.not_ones_own", end_appointment, by=world.director, appointment=role(world.director))


def test_the_database_refuses_a_role_given_to_oneself_and_one_held_twice(world):
    now = timezone.now()
    for facts in (
        {"person": world.member, "given_by": world.member, "role": "officer"},
        {"person": world.officer, "given_by": world.director, "role": "officer"},
        {"person": world.member, "given_by": world.director, "role": "king"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Appointment.objects.create(since=now, **facts)


def test_who_audits_holds_no_other_role(world):
    refused("roles.auditors_only_audit", appoint, by=world.director, person=world.auditor, role="officer")
    refused("roles.auditors_only_audit", appoint, by=world.director, person=world.officer, role="auditor")
    refused("roles.held_already", appoint, by=world.director, person=world.officer, role="officer")


def test_no_role_for_a_closed_account(world):
    Person.objects.filter(pk=world.member.pk).update(is_active=False)
    refused("roles.no_longer_here", appoint, by=world.director, person=world.member, role="officer")


def test_the_last_director_stays_even_beside_one_who_cannot_enter(world):
    second = appoint(by=world.director, person=world.member, role="director").person
    Person.objects.filter(pk=world.director.pk).update(is_active=False)
    end_appointment(by=second, appointment=role(world.director))
    third = appoint(by=second, person=world.stranger, role="director").person
    end_appointment(by=third, appointment=role(second))
    refused("roles.given_by_directors", end_appointment, by=second, appointment=role(third))
    assert [row.person for row in Appointment.objects.filter(role="director", until__isnull=True)] == [third]


def test_a_role_ends_once_and_is_told_and_noted(world):
    row = role(world.officer)
    ended = end_appointment(by=world.director, appointment=row)
    assert ended.until
    assert ended.ended_by == world.director
    assert roles_of(Person.objects.get(pk=world.officer.pk)) == frozenset()
    assert world.officer.notices.get().key == "notices.role_ended"
    assert Entry.objects.filter(kind="role.ended").count() == 1
    refused("roles.ended_already", end_appointment, by=world.director, appointment=row)


def test_what_a_director_offered_goes_with_the_directorship(world):
    second = appoint(by=world.director, person=world.member, role="director").person
    offered = invite(by=second, name="Cómplice", role="director")
    plain = invite(by=second, name="Socia")
    end_appointment(by=world.director, appointment=role(second))
    facts = {"username": "complice", "password": "una clave larga 9", "language": "es"}
    refused("invitations.withdrawn", redeem, code=offered.code, **facts)
    assert Invitation.objects.get(pk=plain.pk).withdrawn_at is None


def test_an_offer_of_a_closed_account_gives_no_role(world):
    offered = invite(by=world.director, name="Cómplice", role="director")
    Person.objects.filter(pk=world.director.pk).update(is_active=False)
    facts = {"username": "complice", "password": "una clave larga 9", "language": "es"}
    refused("invitations.withdrawn", redeem, code=offered.code, **facts)


def test_the_page_says_who_holds_what_since_when_and_given_by_whom(world, signed_in):
    appoint(by=world.director, person=world.member, role="officer")
    page = signed_in(world.auditor).get("/roles/").content.decode()
    assert world.member.name in page
    assert "Desde el servidor" in page
    assert "Hay una sola persona en la dirección" in page
    assert "<button" not in page[page.index("<main") : page.index("</main")], "auditors read"


def test_the_page_costs_as_many_queries_with_more_rows(world, signed_in, django_assert_num_queries):
    client = signed_in(world.director)
    before = queries_of(client, "/roles/")
    now = timezone.now()
    for at in range(30):
        somebody = person(f"more.{at}")
        Appointment.objects.create(person=somebody, role="officer", since=now, given_by=world.director)
        Appointment.objects.create(person=somebody, role="auditor", since=now, until=now, ended_by=world.director)
    assert queries_of(client, "/roles/") == before


def test_a_refusal_stands_beside_its_field(world, signed_in):
    client = signed_in(world.director)
    page = client.post("/roles/give/", {"person": "nobody.here", "role": "officer"}).content.decode()
    assert 'id="id_person-e"' in page
    page = client.post("/roles/give/", {"person": "director.uno", "role": "officer"}).content.decode()
    assert "Nadie se da un cargo" in page


@pytest.mark.postgresql
def test_of_two_directors_who_erase_each_other_at_once_one_stays(committed, settings, tmp_path):
    settings.HOME = tmp_path
    world = made_world()
    Appointment.objects.create(person=world.stranger, role="director", since=timezone.now())
    asked = [privacy.ask(by=each, kind="erasure") for each in (world.director, world.stranger)]
    start = threading.Barrier(2)
    found: list[str] = []

    def answer(row, by):
        try:
            start.wait()
            found.append(privacy.answer(by=by, request=row, decision="done").state)
        except Mistake as mistake:
            found.append(mistake.key)
        finally:
            connection.close()

    threads = [threading.Thread(target=answer, args=each)
               for each in zip(asked, (world.stranger, world.director), strict=True)]  # fmt: skip
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found.count("done") == 1
    assert queries.directors_here() == 1
