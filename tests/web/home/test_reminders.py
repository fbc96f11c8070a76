"""What is a person's to do: on a page, on paper, as a text, by mail; each told only to whom it is."""

import smtplib
from datetime import date, timedelta
from importlib import import_module
from uuid import uuid4

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve
from django.utils import timezone

from ayni.words import sentence_keys
from ayni_web.accounts.models import Appointment, Breach, Consent, Invitation, Person, Reset
from ayni_web.accounts.privacy import actions
from ayni_web.accounts.privacy.purposes import version
from ayni_web.common.reminders import Reminder
from ayni_web.home.reminders import ROOMS, reminders_of
from ayni_web.home.telling import as_text
from ayni_web.members.models import Management, Membership, Relation, Scope, Sponsor
from tests.web.world import membership, organisation

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def keys(person):
    fresh = Person.objects.get(pk=person.pk)
    return {reminder.key for reminder in reminders_of(fresh)}


@pytest.fixture
def busy(world):
    """A world in which every kind of reminder waits for somebody."""
    now, today = timezone.now(), timezone.localdate()
    Invitation.objects.create(digest="a", name="Ana", expires_at=now + timedelta(days=2), made_by=world.manager)
    Invitation.objects.create(digest="b", name="Beto", expires_at=now + timedelta(days=9), made_by=world.officer)
    Reset.objects.create(person=world.member, why="x", asked_by=world.officer)
    Breach.objects.create(found_at=now, what="x", people=1, done="y", recorded_by=world.director)
    actions.ask(by=world.member, kind="access")
    Consent.objects.create(person=world.member, purpose="account", version="older", text_sha256="x")
    Scope.objects.create(cluster=world.cluster, version=1, inside="x", why="y", proposed_by=world.manager)
    one = organisation("Nueva", "firm", typed_for=True)
    Membership.objects.create(cluster=world.cluster, organisation=one, kind="firm", state="applied")
    Sponsor.objects.create(
        cluster=world.cluster, organisation=world.entity, terms="x", since=date(2026, 1, 1),
        until=today + timedelta(days=20), added_by=world.officer,
    )  # fmt: skip
    row = Relation.objects.create(
        source=world.cooperative, target=world.exporter, kind="supplies", added_by=world.manager
    )
    Relation.objects.filter(pk=row.pk).update(added_at=now - timedelta(days=500))
    world.cooperative.typed_for = True
    world.cooperative.save()
    return world


def test_each_is_told_what_is_theirs_and_nobody_else(busy):
    assert keys(busy.manager) == {"invitations", "applications", "sponsor_ends", "relations_old"}
    assert keys(busy.member) == {"texts_changed", "confirm_organisation"}
    assert keys(busy.stranger) == set()
    assert keys(busy.auditor) == set()
    assert keys(busy.officer) >= {"privacy_requests", "scope_proposed", "applications", "no_manager", "no_sponsor"}
    assert "resets" not in keys(busy.officer)
    assert keys(busy.director) >= {"resets", "breaches", "one_director", "privacy_requests"}
    assert "breaches" not in keys(busy.officer)


def test_what_was_done_is_told_no_more(busy):
    Relation.objects.update(confirmed_on=timezone.localdate())
    Membership.objects.filter(state="applied").update(state="refused")
    Sponsor.objects.update(until=None)
    assert keys(busy.manager) == {"invitations"}
    second = Appointment.objects.create(
        person=busy.stranger, role="director", since=timezone.now(), given_by=busy.director
    )
    assert "one_director" not in keys(busy.director)
    assert second.until is None


def test_a_cluster_whose_manager_went_has_none(busy):
    def without():
        return {each.facts["cluster"] for each in reminders_of(busy.officer) if each.key == "no_manager"}

    assert without() == {"Alpaca de prueba"}
    Management.objects.filter(person=busy.manager).update(until=timezone.now())
    assert without() == {"Alpaca de prueba", "Quinua de prueba"}


def test_what_has_a_day_comes_first(busy):
    found = reminders_of(busy.director)
    days = [reminder.due for reminder in found if reminder.due]
    assert days == sorted(days)
    assert [reminder.due for reminder in found[: len(days)]] == days


def test_a_reminder_leads_to_a_page_that_its_reader_may_open(busy, client):
    for who in ("director", "officer", "manager", "member"):
        client.force_login(busy.people[who], backend="ayni_web.accounts.backends.NameBackend")
        for reminder in reminders_of(busy.people[who]):
            assert resolve(reminder.address)
            assert client.get(reminder.address).status_code in (200, 302), reminder


def test_every_room_that_is_named_answers(world):
    for room in ROOMS:
        module, _, name = room.rpartition(".")
        assert isinstance(getattr(import_module(module), name)(world.member), list)


def test_each_reminder_says_what_and_why(busy):
    said = {key for key in sentence_keys() if key.startswith("reminders.")}
    for person in busy.people.values():
        for reminder in reminders_of(person):
            assert {f"reminders.{reminder.key}", f"reminders.{reminder.key}_text"} <= said
            assert reminder.title
            assert reminder.text


def test_reminders_cost_as_many_queries_with_more_rows(busy):
    with CaptureQueriesContext(connection) as few:
        reminders_of(Person.objects.get(pk=busy.officer.pk))
    for n in range(20):
        membership(busy.cluster, organisation(f"Otra {n}", "firm", typed_for=True), "production")
        Membership.objects.create(
            cluster=busy.other_cluster, organisation=organisation(f"Pide {n}", "firm"), kind="firm", state="applied"
        )
        Invitation.objects.create(
            digest=str(uuid4()), name="x", expires_at=timezone.now() + timedelta(days=1), made_by=busy.officer
        )
    with CaptureQueriesContext(connection) as many:
        reminders_of(Person.objects.get(pk=busy.officer.pk))
    assert len(many) == len(few)


def test_a_reminder_knows_whether_it_is_late():
    today = timezone.localdate()
    assert Reminder("x", "/", due=today - timedelta(days=1)).mark == "late"
    assert Reminder("x", "/", due=today).mark == "wait"
    assert Reminder("x", "/", due=today + timedelta(days=30)).mark == "unk"
    assert Reminder("x", "/").mark == "unk"


def test_the_page_is_a_list_to_print_and_a_text_to_copy(busy, signed_in):
    page = signed_in(busy.manager).get("/mine/").content.decode()
    assert "<textarea" in page
    assert "Quinua de prueba" in page
    assert "http://127.0.0.1:8000/" in page
    text = as_text(busy.manager, reminders_of(busy.manager))
    assert text.startswith("Lo que le toca a Manager Uno")
    assert text.count("http://") == 4


def test_the_first_page_says_what_is_yours(busy, signed_in):
    page = signed_in(busy.manager).get("/").content.decode()
    assert "Esta semana le toca" in page
    assert "Una organización pide entrar a Quinua de prueba" in page


@pytest.fixture
def mailing(settings, busy):
    settings.MAIL = "smtp://somewhere"
    for name in ("manager", "director", "member"):
        person = busy.people[name]
        person.email, person.language = f"{name}@ejemplo.pe", "pt" if name == "director" else "es"
        person.save()
        if name != "member":
            needed = {"account", "record", "reminders"}
            actions.consent(by=person, person=person, purposes=needed, version=version())
    return busy


def test_one_mail_a_person_and_day_in_their_language(mailing, capsys):
    call_command("remind")
    assert {letter.to[0] for letter in mail.outbox} == {"manager@ejemplo.pe", "director@ejemplo.pe"}
    by_name = {letter.to[0].partition("@")[0]: letter for letter in mail.outbox}
    assert by_name["manager"].subject == "Ayni: 4 cosas le tocan"
    assert "coisas cabem a você" in by_name["director"].subject
    assert "/privacy/mine/" in by_name["manager"].body
    call_command("remind")
    assert len(mail.outbox) == 2
    assert "ya recibieron" in capsys.readouterr().out


def test_where_mail_is_off_it_is_said_and_nothing_is_sent(busy, capsys):
    call_command("remind")
    assert "AYNI_MAIL" in capsys.readouterr().out
    assert mail.outbox == []


def test_a_mail_that_failed_is_tried_again(mailing, monkeypatch, capsys):
    def refused(*_, **__):
        raise smtplib.SMTPServerDisconnected

    with monkeypatch.context() as broken:
        broken.setattr(EmailBackend, "send_messages", refused)
        call_command("remind")
    assert "no se pudieron entregar" in capsys.readouterr().out
    call_command("remind")
    assert len(mail.outbox) == 2


def test_a_consent_taken_back_ends_the_mails(mailing):
    actions.withdraw(by=mailing.manager, purpose="reminders")
    call_command("remind")
    assert [letter.to for letter in mail.outbox] == [["director@ejemplo.pe"]]
