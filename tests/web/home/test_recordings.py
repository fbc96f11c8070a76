"""Recorded audio: what it is is decided by what it holds; coordinators add it, everybody listens."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from django.utils import translation

from ayni_web.common.acting import Mistake
from ayni_web.common.models import Recording
from ayni_web.home.actions import drop_recording, keep_recording
from ayni_web.home.sounds import LIMIT, media_type_of

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
OGG = b"OggS\0" + b"\x02" * 400
WAV = b"RIFF\x24\0\0\0WAVEfmt " + b"\0" * 40
M4A = b"\0\0\0\x20ftypM4A \0\0\0\0" + b"\0" * 40
MP3 = b"\xff\xfb\x90\x64" + b"\0" * 400


@pytest.fixture(autouse=True)
def _own_uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def file(content, name="lectura.ogg"):
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (OGG, "audio/ogg"), (WAV, "audio/wav"), (M4A, "audio/mp4"), (MP3, "audio/mpeg"),
        (b"ID3\x04" + MP3, "audio/mpeg"),
        (b"<html><script>alert(1)</script>", ""),
        (b"\x89PNG\r\n\x1a\n", ""), (b"PK\x03\x04", ""), (b"", ""),
        (b"\xff\xff\xff\xff", ""), (b"\xff\xd8\xff\xe0JFIF", ""), (b"\0\0\0\x20ftypqt  ", ""),
        (b"RIFF\0\0\0\0WEBP", ""),
    ],
)  # fmt: skip
def test_a_recording_is_known_by_what_it_holds(content, media_type):
    assert media_type_of(content) == media_type


def test_a_page_that_calls_itself_a_sound_is_refused(world):
    with pytest.raises(Mistake) as told:
        keep_recording(by=world.officer, page="home", language="es", file=file(b"<svg onload=alert(1)>"))
    assert told.value.key == "recordings.no_sound"
    assert not Recording.objects.exists()


def test_a_recording_that_is_too_long_is_refused(world):
    with pytest.raises(Mistake) as told:
        keep_recording(by=world.officer, page="home", language="es", file=file(OGG + b"\0" * LIMIT))
    assert told.value.key == "recordings.too_big"


def test_only_coordinators_add_and_take_away(world):
    for person in (world.auditor, world.manager, world.member):
        with pytest.raises(Mistake):
            keep_recording(by=person, page="home", language="es", file=file(OGG))
    row = keep_recording(by=world.officer, page="home", language="es", file=file(OGG))
    with pytest.raises(Mistake):
        drop_recording(by=world.member, recording=row)


def test_a_recording_takes_the_place_of_the_one_before(world, tmp_path, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        keep_recording(by=world.officer, page="home", language="es", file=file(OGG))
        row = keep_recording(by=world.director, page="home", language="es", file=file(WAV, "../../evil.html"))
    assert Recording.objects.get() == row
    assert row.media_type == "audio/wav"
    assert [path.suffix for path in tmp_path.rglob("*") if path.is_file()] == [""]
    with django_capture_on_commit_callbacks(execute=True):
        drop_recording(by=world.officer, recording=row)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_coordinator_uploads_by_the_form_and_everybody_listens(world, signed_in, client):
    facts = {"page": "home", "language": "qu", "file": file(OGG)}
    assert signed_in(world.officer).post("/recordings/add/", facts).status_code == 302
    client.logout()
    page = client.get("/").content.decode()
    row = Recording.objects.get()
    address = f"/recordings/{row.pk}/{row.sha256[:8]}/"
    assert f'src="{address}"' in page
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"], answer["X-Content-Type-Options"]) == (
        200,
        "audio/ogg",
        "nosniff",
    )
    assert answer.content == OGG


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-3", 206, OGG[:4]), ("bytes=400-", 206, OGG[400:]), ("bytes=-5", 206, OGG[-5:]),
        ("bytes=0-99999", 200, OGG), ("bytes=9-2", 200, OGG), ("bytes=a-b", 200, OGG), ("bytes=9999-", 200, OGG),
    ],
)  # fmt: skip
def test_a_player_asks_for_a_part(world, client, asked, status, part):
    row = keep_recording(by=world.officer, page="home", language="es", file=file(OGG))
    answer = client.get(f"/recordings/{row.pk}/{row.sha256[:8]}/", headers={"range": asked})
    assert (answer.status_code, answer.content) == (status, part)


def test_a_page_offers_the_readers_language_and_those_not_written_yet(world):
    for code in ("es", "en", "qu"):
        keep_recording(by=world.officer, page="cluster", language=code, file=file(OGG))
    with translation.override("es"):
        told = Template('{% recording "cluster" %}').render(Context())
        assert "Español" in told
        assert "English" not in told
        assert told.count("<audio") == 2
        assert 'preload="none"' in told
        assert not Template('{% recording "home" %}').render(Context()).strip()
