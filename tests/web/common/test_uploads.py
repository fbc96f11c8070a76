"""What people send: bombs, disguises and paths are refused with a sentence; what is kept is what was looked at."""

import struct
import zipfile
from io import BytesIO

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.test import override_settings

from ayni_web.common import archives
from ayni_web.common.acting import Mistake
from ayni_web.common.pictures import picture
from ayni_web.common.uploads import KINDS, accepted, kind_of, safe_name
from tests.web.documents.made import office, png

EXIF_GPS = (
    b"Exif\0\0II*\0\x08\0\0\0\x02\0"
    + struct.pack("<HHIHH", 0x0112, 3, 1, 6, 0)
    + struct.pack("<HHII", 0x8825, 4, 1, 38)
    + b"\0\0\0\0GPS-15.84,-70.02"
)


def segment(mark, body):
    return bytes([0xFF, mark]) + struct.pack(">H", len(body) + 2) + body


def jpeg(width=4, height=3, *parts, after=b""):
    frame = segment(0xC0, b"\x08" + struct.pack(">HH", height, width) + b"\x01\x01\x11\0")
    scan = segment(0xDA, b"\x01\x01\0\0\x3f\0") + b"\x12\xff\0\x34\xff\xd0\x56"
    return b"\xff\xd8" + segment(0xE0, b"JFIF\0") + b"".join(parts) + frame + scan + b"\xff\xd9" + after


def webp(width=5, height=7):
    def chunk(name, body):
        return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)

    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    inside = chunk(b"VP8X", b"\x08\0\0\0" + size) + chunk(b"VP8L", b"\x2f" + bytes(4)) + chunk(b"EXIF", EXIF_GPS)
    return b"RIFF" + struct.pack("<I", len(inside) + 4) + b"WEBP" + inside


def ods():
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<office/>")
    return made.getvalue()


def sent(name, content):
    return accepted(SimpleUploadedFile(name, content))


def refusal(name, content):
    with pytest.raises(Mistake) as refused:
        sent(name, content)
    assert refused.value.field == "file"
    for language in ("es", "en", "pt"):
        assert refused.value.text(language)
    return refused.value.key.removeprefix("uploads.")


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("acta.pdf", b"%PDF-1.7\n...\n%%EOF\n", "application/pdf"),
        ("foto.PNG", png(), "image/png"),
        ("foto.jpeg", jpeg(), "image/jpeg"),
        ("foto.webp", webp(), "image/webp"),
        ("padrón.xlsx", office({}, "xlsx"), KINDS["xlsx"].media_type),
        ("acta.docx", office({}), KINDS["docx"].media_type),
        ("padrón.ods", ods(), KINDS["ods"].media_type),
        ("cosecha.parquet", b"PAR1" + bytes(20) + b"PAR1", "application/vnd.apache.parquet"),
        ("socios.csv", "organización;año\nÑusta;2026\n".encode(), "text/csv"),
        ("socios.csv", "organización;año\n".encode("cp1252"), "text/csv"),
        ("nota.txt", b"hola", "text/plain"),
    ],
)
def test_a_kind_is_known_by_what_the_file_holds(name, content, media_type):
    assert sent(name, content).media_type == media_type


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("foto.png", b"<html><script>alert(1)</script></html>"),
        ("foto.svg", b"<svg onload='alert(1)'/>"),
        ("nota.txt", b"\xef\xbb\xbf  <!doctype html>"),
        ("programa.exe", b"MZ\x90\0\x03"),
        ("guion.pdf", b"#!\0/bin/sh"),
        ("vacio.txt", b""),
        ("cortado.pdf", b"%PDF-1.7\n\0"),
    ],
)
def test_what_is_not_known_is_refused(name, content):
    assert refusal(name, content) == "unknown_kind"


@pytest.mark.parametrize(
    ("name", "content"),
    [("foto.png", b"solo texto"), ("pagina.html", b"solo texto"), ("foto.png", jpeg()), ("acta", b"texto"),
     ("acta.pdf", office({})), ("macro.docm", office({})), ("orden.bat", b"del *"), ("x.php", b"echo 1;")],
)  # fmt: skip
def test_a_name_that_says_otherwise_is_refused(name, content):
    assert refusal(name, content) == "says_otherwise"


def test_26_megabytes_are_refused_without_being_read():
    assert refusal("foto.png", b"\0" * (26 << 20)) == "too_big"


def test_an_upload_beyond_the_limit_is_cut_and_refused(client, world, tmp_path):
    client.force_login(world.manager, backend="ayni_web.accounts.backends.NameBackend")
    kept = []
    write = TemporaryUploadedFile.close
    facts = {"title": "Foto", "kind": "other", "owner": "0", "audience": "members"}
    with override_settings(MEDIA_ROOT=tmp_path, UPLOAD_LIMIT=3 << 20), pytest.MonkeyPatch.context() as patch:
        patch.setattr(TemporaryUploadedFile, "close", lambda file: (kept.append(file.size), write(file))[1])
        big = SimpleUploadedFile("foto.png", png() + bytes(9 << 20))
        response = client.post("/documents/add/", {**facts, "file": big})
    assert "pasa de 3 MB" in response.content.decode()
    assert kept
    assert max(kept) < 4 << 20
    assert not list(tmp_path.rglob("*.*"))


def test_an_archive_that_expands_without_end_is_refused_as_it_comes_out(monkeypatch):
    monkeypatch.setattr(archives, "EXPANDED_LIMIT", 40 << 20)
    assert refusal("bomba.xlsx", office({"xl/worksheets/sheet1.xml": b" " * (41 << 20)}, "xlsx")) == "expands"


def test_an_archive_of_a_great_ratio_is_refused():
    assert refusal("bomba.docx", office({"word/media/a.bmp": bytes(30 << 20)})) == "expands"


def test_an_archive_that_lies_about_its_sizes_is_refused():
    content = bytearray(office({"word/media/a.bmp": bytes(60 << 20)}))
    central = content.rfind(b"PK\x01\x02")
    content[central + 24 : central + 28] = struct.pack("<I", 10)
    assert refusal("bomba.docx", bytes(content)) in {"expands", "broken"}


def test_an_archive_within_an_archive_within_an_archive_is_refused():
    once = office({}, "xlsx")
    assert sent("grafico.docx", office({"word/embeddings/hoja.xlsx": once})).name == "grafico.docx"
    twice = office({"xl/embeddings/b.xlsx": once}, "xlsx")
    assert refusal("bomba.docx", office({"word/embeddings/a.xlsx": twice})) == "nested"


def test_an_archive_within_counts_towards_the_same_limit(monkeypatch):
    monkeypatch.setattr(archives, "EXPANDED_LIMIT", 30 << 20)
    monkeypatch.setattr(archives, "RATIO_LIMIT", 1 << 20)
    within = office({"xl/media/a.bin": bytes(20 << 20)}, "xlsx")
    assert sent("acta.docx", office({"word/embeddings/a.xlsx": within})).name == "acta.docx"
    assert refusal("bomba.docx", office({"word/embeddings/a.xlsx": within, "word/b.bin": bytes(15 << 20)})) == "expands"


def test_too_many_members_are_refused():
    assert refusal("bomba.docx", office({f"word/{n}": b"" for n in range(archives.MEMBER_LIMIT)})) == "expands"


@pytest.mark.parametrize(
    "part",
    [
        b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">]><a>&lol;</a>',
        b"<a/>" + b" " * ((1 << 20) - 8) + b"<!DOCTYPE x>",
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x><a/>'.encode("utf-16"),
    ],
)
@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_entities_in_the_parts_of_a_document_are_refused(part, kind):
    assert refusal(f"bomba.{kind}", office({"docProps/app.xml": part}, kind)) == "entities"


@pytest.mark.parametrize("name", ["word/vbaProject.bin", "xl/macrosheets/sheet1.xml", "word/activeX/activeX1.xml"])
def test_programs_in_a_document_are_refused(name):
    assert refusal("acta.docx", office({name: b"x"})) == "programs"


def test_a_locked_or_old_document_is_refused():
    assert refusal("acta.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100)) == "old_or_locked"


def test_a_plain_archive_and_a_broken_one_are_refused():
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("../../etc/passwd", "x")
    assert refusal("cosas.docx", made.getvalue()) == "archive"
    assert refusal("acta.docx", office({})[:-30]) == "broken"


def test_a_picture_with_too_many_pixels_is_refused():
    assert refusal("bomba.png", png(40_000, 40_000)) == "too_many_pixels"
    assert refusal("bomba.jpg", jpeg(65_000, 65_000)) == "too_many_pixels"
    assert refusal("bomba.webp", webp(16_000, 16_000)) == "too_many_pixels"


@pytest.mark.parametrize("content", [jpeg()[:-2], jpeg()[:30], png()[:-20], b"RIFF\xff\0\0\0WEBPVP8 \xff\0\0\0"])
def test_a_broken_picture_is_refused(content):
    kind = kind_of(content)
    assert refusal(f"foto.{KINDS[kind].endings[0]}", content) == "broken"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("foto.jpg", jpeg(4, 3, segment(0xE1, EXIF_GPS), segment(0xED, b"Puno GPS"), after=jpeg() + b"GPS")),
        ("foto.png", png(notes=b"Comment\0GPS-15.84")),
        ("foto.webp", webp()),
    ],
)
def test_where_a_photograph_was_taken_is_not_kept(name, content):
    assert b"GPS" in content
    kept = sent(name, content).content
    assert b"GPS" not in kept
    kind = kind_of(kept)
    assert picture(kept, kind).pixels == picture(content, kind).pixels
    assert sent(name, kept).content == kept


def test_which_way_up_a_photograph_is_stays():
    kept = sent("foto.jpg", jpeg(4, 3, segment(0xE1, EXIF_GPS))).content
    assert b"\x01\x12\0\x03\0\0\0\x01\0\x06" in kept


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Ñusta\\año.pdf", "año.pdf"),
        ("n\u0303andu\u0301.txt", "ñandú.txt"),
        ("acta\u202efdp.exe", "actafdp.exe"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
        (".htaccess", "htaccess"),
        ("...", "_"),
        ("", "_"),
        ("a" * 300 + ".pdf", "a" * 116 + ".pdf"),
        ('recibo "1"?.png', "recibo _1__.png"),
    ],
)
def test_a_name_becomes_safe(name, safe):
    assert safe_name(name) == safe
    assert len(safe_name(name)) <= 120


def test_the_limit_is_the_one_of_the_settings():
    assert settings.UPLOAD_LIMIT == 25 << 20
