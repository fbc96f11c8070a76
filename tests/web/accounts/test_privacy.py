"""Consent, requests and their answers, breaches, and what goes by itself."""

import json
from contextlib import contextmanager
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from ayni.words import sentence_keys
from ayni_web.accounts.models import Consent, Invitation, Notice, Person, PrivacyRequest
from ayni_web.accounts.privacy import actions, purposes, queries
from ayni_web.accounts.privacy.retention import retained
from ayni_web.accounts.privacy.working_days import easter, is_working_day, working_days_after
from ayni_web.common.acting import Mistake
from ayni_web.common.models import Entry, Sent

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
NEEDED = {"account", "record"}


@contextmanager
def refused(key):
    with pytest.raises(Mistake) as told:
        yield
    assert told.value.key == f"privacy.{key}"


def agree(person, *codes):
    return actions.consent(by=person, person=person, purposes={*NEEDED, *codes}, version=purposes.version())


def test_the_texts_change_only_with_their_version():
    assert purposes.texts_sha256() == purposes.recorded_sha256(), (
        "words of a purpose changed: change version and sha256"
    )


def test_consent_keeps_the_version_and_the_hash_of_the_text_that_was_shown(world):
    agree(world.member, "reminders")
    held = {row.purpose: row for row in world.member.consents.all()}
    assert set(held) == {*NEEDED, "reminders"}
    assert held["reminders"].version == purposes.version()
    assert held["reminders"].text_sha256 == purposes.text_sha256("reminders")


def test_what_is_needed_is_agreed_to_or_nothing_is(world):
    with refused("required_missing"):
        actions.consent(by=world.member, person=world.member, purposes={"account"}, version=purposes.version())
    assert not world.member.consents.exists()


def test_a_text_that_changed_meanwhile_is_shown_again(world):
    with refused("texts_changed"):
        actions.consent(by=world.member, person=world.member, purposes=NEEDED, version="2020-01")


def test_agreeing_twice_leaves_one_consent(world):
    key = uuid4()
    for _ in range(2):
        actions.consent(by=world.member, person=world.member, purposes=NEEDED, version=purposes.version(), sent=key)
        agree(world.member)
    assert world.member.consents.count() == len(NEEDED)


def test_an_optional_consent_is_taken_back_and_a_needed_one_is_not(world):
    agree(world.member, "reminders")
    actions.withdraw(by=world.member, purpose="reminders")
    assert not queries.consents_to(world.member, "reminders")
    with pytest.raises(Mistake):
        actions.withdraw(by=world.member, purpose="account")
    agree(world.member, "reminders")
    assert queries.consents_to(world.member, "reminders")
    assert world.member.consents.filter(purpose="reminders").count() == 2


def test_contacts_go_with_their_consent(world):
    agree(world.member, "contacts")
    world.cooperative.contacts.create(name=world.member.name.upper(), means="phone", value="+51911111111")
    world.cooperative.contacts.create(name="Somebody else", means="phone", value="+51922222222")
    actions.withdraw(by=world.member, purpose="contacts")
    assert [contact.name for contact in world.cooperative.contacts.all()] == ["Somebody else"]


def test_the_database_keeps_one_open_consent_a_purpose(world):
    agree(world.member)
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.create(person=world.member, purpose="account", version="x", text_sha256="y")


# 26 Nov 2026 is a Thursday; 8 and 9 December are holidays. Ten working days on: 27, 30, 1, 2, 3, 4, 7, 10, 11, 14.
def test_days_are_counted_as_the_law_does():
    assert working_days_after(date(2026, 11, 26), 10) == date(2026, 12, 14)
    assert working_days_after(date(2026, 3, 31), 1) == date(2026, 4, 1)
    assert working_days_after(date(2026, 4, 1), 1) == date(2026, 4, 6)  # Maundy Thursday and Good Friday


def test_easter_is_where_it_was():
    assert [easter(year) for year in (2000, 2024, 2025, 2026, 2038)] == [
        date(2000, 4, 23), date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5), date(2038, 4, 25)
    ]  # fmt: skip


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(1, 40))
def test_a_request_is_due_on_a_working_day_after_as_many(day, number):
    due = working_days_after(day, number)
    between = (day + timedelta(days=n) for n in range(1, (due - day).days + 1))
    assert is_working_day(due)
    assert sum(map(is_working_day, between)) == number


def test_a_request_is_due_in_the_days_of_the_law_and_waits_once(world):
    today = timezone.localdate()
    row = actions.ask(by=world.member, kind="access")
    assert row.due_on == working_days_after(today, 20)
    assert actions.ask(by=world.member, kind="correction", text="x").due_on == working_days_after(today, 10)
    with refused("asked_already"):
        actions.ask(by=world.member, kind="access")
    with refused("say_what"):
        actions.ask(by=world.stranger, kind="objection")


def test_a_request_is_answered_by_somebody_else_once_and_told(world):
    row = actions.ask(by=world.officer, kind="access")
    with pytest.raises(Mistake):
        actions.answer(by=world.officer, request=row, decision="done")
    with pytest.raises(Mistake):
        actions.answer(by=world.manager, request=row, decision="done")
    with refused("say_why"):
        actions.answer(by=world.director, request=row, decision="refused")
    actions.answer(by=world.director, request=row, decision="refused", answer="Ya lo tiene.")
    with refused("answered_already"):
        actions.answer(by=world.director, request=row, decision="done")
    assert world.officer.notices.get().key == "privacy.told_refused"


def test_the_database_refuses_an_answer_to_oneself(world):
    row = actions.ask(by=world.officer, kind="access")
    row.state, row.answered_by, row.answered_at = "done", world.officer, timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_every_table_that_points_at_people_has_a_name_on_screen():
    keys = sentence_keys()
    missing = {
        queries._name(model) for model, _ in queries._columns() if f"privacy_tables.{queries._name(model)}" not in keys
    }
    assert not missing, f"say in words/privacy_tables.toml what these hold: {sorted(missing)}"


def test_what_is_kept_is_whole_and_shows_no_secret(world):
    agree(world.member)
    Notice.objects.create(person=world.member, key="privacy.told_done")
    document = queries.held(world.member).document()
    text = json.dumps(document)
    assert {"accounts_consent", "accounts_notice", "members_representation"} <= set(document["about"])
    assert document["account"]["name"] == world.member.name
    assert world.member.password not in text
    assert world.member.salt not in text
    for column in queries.SECRET:
        assert f'"{column}"' not in text


def test_reading_what_is_kept_costs_as_many_queries_with_more_rows(world, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as first:
        queries.held(world.member)
    for n in range(30):
        Notice.objects.create(person=world.member, key="privacy.told_done", facts={"n": n})
    with django_assert_num_queries(len(first)):
        queries.held(world.member)


def test_a_breach_is_recorded_by_a_director_and_told_within_hours(world):
    found_at = timezone.now() - timedelta(hours=50)
    facts = {"found_at": found_at, "what": "Una laptop perdida", "people": 12, "done": "Se cerraron las sesiones"}
    with pytest.raises(Mistake):
        actions.record_breach(by=world.officer, **facts)
    row = actions.record_breach(by=world.director, **facts)
    assert list(queries.untold_breaches()) == [row]
    assert queries.to_tell_by(row) < timezone.now()
    with refused("told_between"):
        actions.tell_of_breach(by=world.director, breach=row, whom="authority", at=found_at - timedelta(hours=1))
    actions.tell_of_breach(by=world.director, breach=row, whom="authority", at=timezone.now())
    with refused("told_already"):
        actions.tell_of_breach(by=world.director, breach=row, whom="authority", at=timezone.now())
    assert not queries.untold_breaches()
    assert "laptop" not in "".join(Entry.objects.values_list("body", flat=True))


def test_what_is_past_its_days_goes_and_the_rest_stays(world, capsys):
    long_ago = timezone.now() - timedelta(days=4000)
    Sent.objects.create(key=uuid4(), action="x")
    Sent.objects.create(key=uuid4(), action="x")
    Sent.objects.filter(pk=Sent.objects.first().pk).update(made_at=long_ago)
    Invitation.objects.create(digest="a", name="Ana Apaza", expires_at=long_ago)
    Invitation.objects.create(digest="b", name="Beto", expires_at=timezone.now())
    Invitation.objects.create(digest="c", name="Cira", expires_at=long_ago, used_by=world.member, used_at=long_ago)
    Notice.objects.create(person=world.member, key="x", read_at=long_ago)
    Notice.objects.create(person=world.member, key="y")
    PrivacyRequest.objects.create(
        person=world.member, kind="access", text="mi DNI es", state="done", due_on=date(2016, 1, 1),
        answered_at=long_ago, answered_by=world.officer,
    )  # fmt: skip
    closed = Person.objects.create_user("closed.one", name="Closed One", is_active=False)
    Person.objects.filter(pk=closed.pk).update(joined_at=long_ago)
    call_command("retain")
    told = capsys.readouterr().out
    assert told.count("\n") == 5
    assert set(Invitation.objects.values_list("name", flat=True)) == {"Beto", ""}
    assert (Sent.objects.count(), Notice.objects.count()) == (1, 1)
    request = PrivacyRequest.objects.get()
    assert (request.text, request.person) == ("", None)
    closed.refresh_from_db()
    assert closed.erased_at
    assert not any(retained().counts().values())
    call_command("retain")
    assert "\n" in capsys.readouterr().out


def test_each_thing_that_goes_has_its_days_and_its_name():
    for name in purposes.kept():
        assert {f"privacy_kept.{name}", f"privacy.gone_{name}"} <= set(sentence_keys())


def test_every_purpose_is_told_and_followed():
    for code, purpose in purposes.purposes().items():
        assert {f"purposes.{code}", f"purposes.{purpose.text_key}", f"purposes.{purpose.kept_key}"} <= set(
            sentence_keys()
        )
    assert purposes.required() == NEEDED


def test_the_public_page_says_who_answers_and_by_which_law(world, client):
    page = client.get("/privacy/").content.decode()
    assert "29733" in page
    assert world.entity.name in page
    assert page.count("<h3>") >= len(purposes.purposes())


@pytest.mark.parametrize(
    "taken", [{"name": "Rosa Quispe"}, {"phone": "+51955555555"}, {"email": "rosa@ejemplo.pe"}], ids=list
)
def test_whoever_takes_the_name_of_another_reads_and_takes_away_no_contact(world, client, taken):
    for means, value in (("phone", "+51955555555"), ("email", "rosa@ejemplo.pe")):
        world.exporter.contacts.create(name="Rosa Quispe", means=means, value=value)
    Person.objects.filter(pk=world.stranger.pk).update(**taken)
    client.force_login(world.stranger, backend="ayni_web.accounts.backends.NameBackend")
    for address in ("/privacy/mine/data/", "/privacy/mine/data.json"):
        page = client.get(address).content.decode()
        assert world.exporter.name not in page
        assert "members_contact" not in page
    agree(world.stranger, "contacts")
    client.post("/privacy/mine/contacts/withdraw/")
    assert world.exporter.contacts.count() == 2
