"""Versions stay as they were written, and their bytes are those of their hash."""

import hashlib
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from ayni_web.common.acting import Mistake
from ayni_web.documents import actions, queries
from ayni_web.documents.models import Document, Version
from tests.web.documents.made import document, office, png, sent_file

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture(autouse=True)
def uploads(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE documents_version SET text = 'otro'",
        "UPDATE documents_version SET made_at = '2020-01-01 00:00:00'",
        "UPDATE documents_version SET sha256 = ''",
        "DELETE FROM documents_version",
    ],
)
def test_the_database_keeps_a_version_as_it_was_written(world, statement):
    document(world.officer, world.cluster)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("moment", ["2020-01-01 00:00:00", "2099-01-01 00:00:00", "2026-01-01T00:00:00+00:00"])
def test_a_version_cannot_be_back_dated(world, moment):
    made = document(world.officer, world.cluster)
    statement = (
        "INSERT INTO documents_version (id, document_id, number, text, file, name, media_type, size, sha256, "
        "what_changed, made_by_id, made_at) SELECT %s, document_id, 2, 'x', '', name, media_type, 1, sha256, '', "
        "made_by_id, %s FROM documents_version"
    )
    key = uuid4().hex if connection.vendor == "sqlite" else str(uuid4())
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [key, moment])
    assert made.versions.count() == 1


def test_a_text_is_hashed_as_it_is_downloaded(world, signed_in):
    made = document(world.officer, world.cluster, text="Señora Ñusta:\r\nviernes 28.\r\n")
    version = made.versions.get()
    response = signed_in(world.member).get(f"/documents/{made.pk}/1/file/")
    assert response.content == "Señora Ñusta:\nviernes 28.".encode()
    assert hashlib.sha256(response.content).hexdigest() == version.sha256
    assert version.sha256 in signed_in(world.member).get(f"/documents/{made.pk}/").content.decode()


def test_a_downloaded_file_runs_nothing(world, signed_in):
    made = document(world.officer, world.cluster, text="", file=sent_file("acta.docx", office({})))
    response = signed_in(world.member).get(f"/documents/{made.pk}/1/file/")
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.headers["Cache-Control"] == "private, no-store"


def test_a_picture_is_shown_where_it_is(world, signed_in):
    made = document(world.officer, world.cluster, text="", file=sent_file("recibo ñ.png", png()))
    response = signed_in(world.member).get(f"/documents/{made.pk}/1/file/")
    assert response.headers["Content-Disposition"].startswith("inline")
    assert "recibo%20%C3%B1.png" in response.headers["Content-Disposition"]
    assert response.headers["Content-Type"] == "image/png"


def test_a_file_lies_under_a_random_name_that_only_we_read(world, uploads):
    made = document(world.officer, world.cluster, text="", file=sent_file("../../etc/passwd.png", png()))
    version = made.versions.get()
    path = Path(settings.MEDIA_ROOT) / version.file.name
    assert version.name == "passwd.png"
    assert path.resolve().is_relative_to(uploads)
    assert "passwd" not in version.file.name
    assert not path.suffix
    assert path.stat().st_mode & 0o077 == 0


def test_a_file_that_was_changed_behind_our_back_is_not_handed_over(world, signed_in, uploads):
    made = document(world.officer, world.cluster, text="", file=sent_file("recibo.png", png()))
    (uploads / made.versions.get().file.name).write_bytes(b"otro")
    response = signed_in(world.member).get(f"/documents/{made.pk}/1/file/")
    assert response.status_code == 409
    assert "ya no es el que se guardó" in response.content.decode()
    with pytest.raises(Mistake):
        actions.sign(by=world.member, version=made.versions.get())


def test_a_form_sent_twice_makes_one_document(world, signed_in, uploads):
    client = signed_in(world.manager)
    for _ in range(2):
        facts = {"title": "Recibo", "kind": "receipt", "owner": "0", "audience": "members", "text": "",
                 "sent": "4b7f1d2c-0000-4000-8000-000000000001", "file": sent_file("r.png", png())}  # fmt: skip
        response = client.post("/documents/add/", facts)
        assert response.status_code == 302
    assert Document.objects.get().versions.count() == 1
    assert len([path for path in uploads.rglob("*") if path.is_file()]) == 1


def test_what_is_refused_is_said_beside_the_field_and_nothing_is_kept(world, signed_in, uploads):
    facts = {"title": "Recibo", "kind": "receipt", "owner": "0", "audience": "members",
             "file": sent_file("foto.png", b"<html><script>alert(1)</script></html>")}  # fmt: skip
    response = signed_in(world.manager).post("/documents/add/", facts)
    assert response.status_code == 200
    assert "No se reconoce lo que «foto.png» lleva dentro" in response.content.decode()
    assert not Document.objects.exists()
    assert not [path for path in uploads.rglob("*") if path.is_file()]


@pytest.mark.parametrize("facts", [{"text": ""}, {"text": "x", "file": "file"}])
def test_a_version_is_a_text_or_a_file(world, facts):
    if "file" in facts:
        facts = {**facts, "file": sent_file("r.png", png())}
    with pytest.raises(Mistake) as refused:
        document(world.officer, world.cluster, **facts)
    assert refused.value.key == "documents.text_or_file"


def test_the_same_text_again_is_no_version(world):
    made = document(world.officer, world.cluster, text="Igual.")
    with pytest.raises(Mistake) as refused:
        actions.add_version(by=world.officer, document=made, what_changed="nada", text=" Igual.\r\n")
    assert refused.value.key == "documents.same_as_before"


def test_what_changed_between_two_texts_is_told_line_by_line_with_words(world, signed_in):
    made = document(world.officer, world.cluster, text="Uno\nDos\nTres\nCuatro\nCinco\nSeis\nSiete\nOcho\nNueve")
    actions.add_version(by=world.officer, document=made, what_changed="El dos", text="Uno\n2 <b>\nTres\nCuatro\nCinco\n"
                        "Seis\nSiete\nOcho\nNueve")  # fmt: skip
    old, new = Version.objects.order_by("number")
    told = [(line.kind, line.text or line.left_out) for line in queries.difference(old, new)]
    assert told == [("same", "Uno"), ("removed", "Dos"), ("added", "2 <b>"), ("same", "Tres"), ("same", "Cuatro"),
                    ("same", "Cinco"), ("left_out", 4)]  # fmt: skip
    page = signed_in(world.member).get(f"/documents/{made.pk}/2/changes/").content.decode()
    assert "<ins><b>Se agregó:</b> 2 &lt;b&gt;</ins>" in page
    assert "<del><b>Se quitó:</b> Dos</del>" in page


def test_opening_to_others_is_written_in_the_chain(world):
    from ayni_web.common.models import Entry

    made = document(world.manager, world.cluster, "managers")
    actions.open_to(by=world.manager, document=made, audience="public")
    entry = Entry.objects.get(kind="document.opened_to")
    assert '"before":"managers"' in entry.body
    assert '"now":"public"' in entry.body


@pytest.mark.parametrize("column", ["kind", "audience"])
def test_the_database_knows_kinds_and_audiences(world, column):
    document(world.officer, world.cluster)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE documents_document SET {column} = 'x'")
