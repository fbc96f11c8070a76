"""A signature is of exactly these bytes, at the database's clock, and stays."""

import json
import re
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from ayni_web.common import chain
from ayni_web.common.acting import Mistake
from ayni_web.common.models import Entry
from ayni_web.documents import actions, queries
from ayni_web.documents.models import Signature
from tests.web.documents.made import document

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
PASSWORD = "correct horse battery"


def key_of(value):
    return value.hex if connection.vendor == "sqlite" else str(value)


def insert(version, person, sha256, moment=None):
    """Write a signature by raw SQL, with or without a moment of one's own."""
    columns, values = (
        "id, version_id, person_id, sha256",
        [key_of(uuid4()), key_of(version.pk), key_of(person.pk), sha256],
    )
    if moment is not None:
        columns, values = f"{columns}, signed_at", [*values, moment]
    marks = ", ".join(["%s"] * len(values))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO documents_signature ({columns}) VALUES ({marks})", values)


@pytest.fixture
def version(world):
    return document(world.officer, world.cluster).versions.get()


def test_the_database_gives_the_moment(world, version):
    insert(version, world.member, version.sha256)
    assert abs((timezone.now() - Signature.objects.get().signed_at).total_seconds()) < 5


@pytest.mark.parametrize(
    "moment",
    ["2020-01-01 00:00:00", "2099-01-01 00:00:00", "2026-11-01 00:00:00+00:00", "1999-12-31 23:59:59"],
)
def test_a_signature_cannot_be_dated_by_hand(world, version, moment):
    with pytest.raises(IntegrityError):
        insert(version, world.member, version.sha256, moment)
    assert not Signature.objects.exists()


@pytest.mark.parametrize("moment", ["now", "2020-01-01 00:00:00 Lima", "", "0"])
def test_what_is_no_moment_is_no_moment(world, version, moment):
    if connection.vendor != "sqlite":
        return  # PostgreSQL has a type for moments: 'now' is now there.
    with pytest.raises(IntegrityError):
        insert(version, world.member, version.sha256, moment)


@pytest.mark.parametrize("sha256", ["", "0" * 64])
def test_a_signature_of_other_bytes_is_refused(world, version, sha256):
    with pytest.raises(IntegrityError):
        insert(version, world.member, sha256)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE documents_signature SET signed_at = '2020-01-01 00:00:00'",
        "UPDATE documents_signature SET sha256 = ''",
        "UPDATE documents_signature SET organisation_id = NULL",
        "DELETE FROM documents_signature",
    ],
)
def test_a_signature_is_never_changed_nor_taken_away(world, version, statement):
    actions.sign(by=world.member, version=version)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_signature_is_not_replaced_by_another(world, version):
    signature = actions.sign(by=world.member, version=version)
    values = "id, version_id, person_id, sha256, signed_at"
    replaced = f"INSERT OR REPLACE INTO documents_signature ({values}) SELECT {values} FROM documents_signature"
    statement = replaced if connection.vendor == "sqlite" else "TRUNCATE documents_signature"
    connection.check_constraints()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Signature.objects.get() == signature


def test_a_signature_stands_in_the_chain_with_its_hash_and_without_a_name(world, version):
    actions.sign(by=world.member, version=version, organisation=world.cooperative)
    entry = Entry.objects.get(kind="document.signed")
    body = json.loads(entry.body)
    assert body["sha256"] == version.sha256
    assert body["organisation"] == str(world.cooperative.pk)
    assert "Member" not in entry.body
    assert str(world.member.pk) not in entry.body
    assert chain.verified().sound


def test_a_person_signs_once_for_herself_and_once_for_each_organisation(world, version):
    actions.sign(by=world.member, version=version)
    actions.sign(by=world.member, version=version, organisation=world.cooperative)
    for organisation in (None, world.cooperative):
        with pytest.raises(Mistake) as refused:
            actions.sign(by=world.member, version=version, organisation=organisation)
        assert refused.value.key == "documents.signed_before"
    with pytest.raises(IntegrityError):
        insert(version, world.member, version.sha256)


@pytest.mark.parametrize("name", ["officer", "manager", "director"])
def test_nobody_signs_for_a_member_that_is_not_theirs(world, version, name):
    with pytest.raises(Mistake) as refused:
        actions.sign(by=world.people[name], version=version, organisation=world.cooperative)
    assert refused.value.key == "documents.not_yours_to_sign"


def test_a_passer_by_does_not_sign_what_is_public(world):
    version = document(world.officer, world.cluster, "public").versions.get()
    with pytest.raises(Mistake):
        actions.sign(by=world.stranger, version=version)


def test_an_older_version_is_no_longer_signed(world, version):
    actions.add_version(by=world.officer, document=version.document, what_changed="x", text="Otro.")
    with pytest.raises(Mistake) as refused:
        actions.sign(by=world.member, version=version)
    assert refused.value.key == "documents.sign_the_last"


def test_whoever_signs_shows_again_who_they_are(world, version, client):
    address = f"/documents/{version.document.pk}/1/sign/"
    client.force_login(world.member, backend="ayni_web.accounts.backends.NameBackend")
    assert client.get(address).status_code == 200
    sent = {"organisation": world.cooperative.pk, "sent": str(uuid4())}
    asked = client.post(address, sent)
    assert asked.status_code == 302
    assert asked.url.startswith("/account/reauthenticate/")
    assert not Signature.objects.exists()
    refused = client.post(asked.url, {"password": "not this one"})
    assert refused.status_code == 200
    assert not Signature.objects.exists()
    done = client.post(asked.url, {"password": PASSWORD})
    assert done.status_code == 302
    signature = Signature.objects.get()
    assert (signature.person, signature.organisation) == (world.member, world.cooperative)
    again = client.post(address, sent)
    assert again.status_code == 302
    assert Signature.objects.count() == 1


def test_who_represents_someone_says_for_whom_they_sign(world, version, signed_in):
    address = f"/documents/{version.document.pk}/1/sign/"
    client = signed_in(world.member)
    assert "checked" not in client.get(address).content.decode()
    assert client.post(address, {"sent": str(uuid4())}).status_code in (200, 302)
    assert not Signature.objects.exists()


def test_what_was_asked_for_waits_until_it_is_signed(world, version, signed_in):
    actions.ask_signature(by=world.manager, version=version, organisations=[world.cooperative])
    assert [asked.organisation for asked in queries.waiting_for(world.member)] == [world.cooperative]
    assert "Acta de noviembre" in signed_in(world.member).get("/documents/waiting/").content.decode()
    page = signed_in(world.member).get(f"/documents/{version.document.pk}/1/sign/").content.decode()
    assert re.search(rf'value="{world.cooperative.pk}"[^>]* checked', page)
    actions.sign(by=world.member, version=version, organisation=world.cooperative)
    assert not queries.waiting_for(world.member).exists()


def test_only_who_can_read_is_asked_to_sign(world):
    version = document(world.officer, world.cluster, "managers").versions.get()
    for organisation in (world.cooperative, world.outsider):
        with pytest.raises(Mistake) as refused:
            actions.ask_signature(by=world.officer, version=version, organisations=[organisation])
        assert refused.value.key == "documents.they_cannot_read"


def test_minutes_print_the_head_and_count_of_the_chain(world, signed_in):
    made = document(world.officer, world.cluster)
    actions.sign(by=world.officer, version=made.versions.get())
    head, count = chain.head_and_count()
    page = signed_in(world.member).get(f"/documents/{made.pk}/").content.decode()
    assert head in page
    assert f"<dd>{count}</dd>" in page
    other = document(world.officer, world.cluster, kind="rules")
    assert head not in signed_in(world.member).get(f"/documents/{other.pk}/").content.decode()
