"""An erasure leaves nothing that names a person, keeps what others rely on, and is done again after a restore."""

import json
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import models
from django.utils import timezone

from ayni_web.accounts.models import Appointment, Erasure, Invitation, Notice, Person, Token
from ayni_web.accounts.privacy import actions
from ayni_web.accounts.privacy.erasing import file_of_erasures
from ayni_web.accounts.privacy.purposes import version
from ayni_web.common import chain
from ayni_web.common.models import Entry
from ayni_web.members.identifiers import numbered
from ayni_web.members.models import Organisation, Representation
from tests.web.accounts.test_privacy import refused

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
NAME, EMAIL, PHONE, DNI = "Saturnina Quispe Zevallos", "saturnina@ejemplo.pe", "+51987654321", "44556677"


@pytest.fixture(autouse=True)
def _own_home(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def grower(world):
    """A grower who is her own organisation, with everything that a person can leave behind."""
    person = Person.objects.create_user("saturnina", "correct horse battery", name=NAME, email=EMAIL, phone=PHONE)
    farm = Organisation.objects.create(name=NAME, kind="producer", place="210101", note=f"hija de {NAME}")
    farm.identifiers.create(**numbered("dni", DNI).columns)
    farm.contacts.create(name=NAME, means="phone", value=PHONE)
    farm.name = NAME.upper()
    farm.save()
    world.cooperative.contacts.create(name="La tesorera", means="email", value=EMAIL.upper())
    Representation.objects.create(person=person, organisation=farm, since=timezone.now(), given_by=world.officer)
    EmailAddress.objects.create(user=person, email=EMAIL)
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "s"})
    Token.objects.create(person=person, name="x", digest="d", scopes="read", expires_at=timezone.now())
    now = timezone.now()
    Invitation.objects.create(digest="i", name=NAME, expires_at=now, used_by=person, used_at=now)
    Notice.objects.create(person=person, key="privacy.told_done")
    Notice.objects.create(person=world.officer, key="privacy.told_done", facts={"name": NAME})
    actions.consent(by=person, person=person, purposes={"account", "record"}, version=version())
    return person


def erase(world, person, by=None):
    row = actions.ask(by=person, kind="erasure", text=f"Soy {NAME}, DNI {DNI}")
    return actions.answer(by=by or world.officer, request=row, decision="done", answer=f"Hecho, {NAME}")


TEXT = (models.CharField, models.TextField, models.JSONField)


def everything_written():
    """Every text in every table, one beside the other."""
    found = []
    for model in apps.get_models():
        columns = [
            field.attname
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField | models.JSONField)
        ]
        for row in model._default_manager.values_list(*columns):
            found.extend(json.dumps(value, ensure_ascii=False, default=str) for value in row)
    return "\n".join(found).casefold()


def test_nothing_names_an_erased_person_in_any_table(world, grower, client, django_capture_on_commit_callbacks):
    client.force_login(grower, backend="ayni_web.accounts.backends.NameBackend")
    before = everything_written()
    assert all(told.casefold() in before for told in (NAME, EMAIL, PHONE, numbered("dni", DNI).value, "saturnina"))
    salt, password = grower.salt, grower.password
    with django_capture_on_commit_callbacks(execute=True):
        erase(world, grower)
    after = everything_written()
    left = [
        told
        for told in (NAME, EMAIL, PHONE, PHONE[3:], DNI, "saturnina", "quispe", salt, password)
        if told.casefold() in after
    ]
    assert left == []
    assert Session.objects.count() == 0
    assert client.get("/privacy/mine/").status_code == 302


def test_what_others_rely_on_stays_under_an_erased_person(world, grower):
    Appointment.objects.create(person=grower, role="officer", since=timezone.now(), given_by=world.director)
    farm = Organisation.objects.get(name=NAME.upper())
    erase(world, grower, by=world.director)
    grower.refresh_from_db()
    assert grower.name == "Persona borrada"
    assert grower.erased_at
    assert not grower.is_active
    assert not grower.has_usable_password()
    assert grower.appointments.get().until is not None
    assert grower.representations.get().until is not None
    farm.refresh_from_db()
    assert farm.name == "Organización de una persona borrada"
    assert farm.place == "210101"


def test_a_digest_of_the_chain_names_nobody_after_an_erasure(world, grower):
    before = chain.digest_of(grower)
    entry = chain.append("test.done", by=grower)
    erase(world, grower)
    grower.refresh_from_db()
    assert before in entry.body
    assert chain.digest_of(grower) != before
    assert chain.verified().sound


def test_nothing_personal_stands_in_the_chain_after_the_whole_story(world, grower):
    actions.withdraw(by=grower, purpose="reminders")
    row = actions.ask(by=grower, kind="correction", text=f"{NAME} se escribe con z, {EMAIL}, {PHONE}, {DNI}")
    actions.answer(by=world.officer, request=row, decision="refused", answer=f"No, {NAME}")
    actions.record_breach(
        by=world.director, found_at=timezone.now() - timedelta(hours=1), what=f"{NAME} {EMAIL}", people=1, done=DNI
    )
    erase(world, grower)
    told = "\n".join(Entry.objects.values_list("body", flat=True)).casefold()
    people = [
        each
        for person in Person.objects.all()
        for each in (person.name, person.username, str(person.pk), person.email, person.phone)
    ]
    for personal in (*people, NAME, EMAIL, PHONE, DNI, "quispe", str(grower.pk), str(world.officer.pk)):
        assert not personal or personal.casefold() not in told, personal
    assert Entry.objects.filter(kind="privacy.erased").count() == 1


def test_the_last_director_is_not_erased(world):
    with refused("last_director"):
        actions.ask(by=world.director, kind="erasure")
    second = Appointment.objects.create(
        person=world.stranger, role="director", since=timezone.now(), given_by=world.director
    )
    row = actions.ask(by=world.director, kind="erasure")
    second.until = timezone.now()
    second.save()
    with refused("last_director"):
        actions.answer(by=world.officer, request=row, decision="done")
    world.director.refresh_from_db()
    assert world.director.is_active


def test_who_holds_a_role_is_erased_by_a_director(world):
    row = actions.ask(by=world.auditor, kind="erasure")
    with refused("erased_by_a_director"):
        actions.answer(by=world.officer, request=row, decision="done")
    actions.answer(by=world.director, request=row, decision="done")
    world.auditor.refresh_from_db()
    assert world.auditor.erased_at


def test_an_erasure_leaves_an_identifier_and_a_time_and_nothing_else(world, grower, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        erase(world, grower)
    line = json.loads(file_of_erasures().read_text(encoding="utf-8"))
    assert line == {"person": str(grower.pk), "done_at": Erasure.objects.get().done_at.isoformat()}


def test_an_erasure_is_carried_out_again_after_a_restore(world, grower, tmp_path, django_capture_on_commit_callbacks):
    path = tmp_path / "kept.jsonl"
    moment = timezone.now() - timedelta(days=9)
    strange = "00000000-0000-4000-8000-000000000000"
    lines = [
        {"person": who, "done_at": moment.isoformat()} for who in (str(grower.pk), str(world.director.pk), strange)
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.replay_erasures(path) == 2
    grower.refresh_from_db()
    assert grower.name == "Persona borrada"
    assert NAME.casefold() not in everything_written()
    assert actions.replay_erasures(path) == 0
    assert Erasure.objects.count() == 3
    assert Erasure.objects.get(person_id=grower.pk).done_at == moment
    assert file_of_erasures().read_text(encoding="utf-8").count("\n") == 3


def test_without_a_file_nobody_is_erased_again(world, tmp_path):
    assert actions.replay_erasures(tmp_path / "none.jsonl") == 0
    assert tmp_path == settings.HOME
