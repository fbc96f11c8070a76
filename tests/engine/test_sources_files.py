"""Files that cannot be read at all: each is told in a sentence."""

import zipfile

import pytest

from ayni.errors import UnreadableFile
from ayni.sources import read
from ayni.words import LANGUAGES


def refused(path):
    with pytest.raises(UnreadableFile) as error:
        read(path, "activity")
    assert all(error.value.text(language) for language in LANGUAGES)
    return error.value.key.removeprefix("check.")


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "empty_file"),
        (b"\n\n ;;\n", "nothing_in_it"),
        (b"year;place\0;product", "not_text"),
        (b"year;place;product\n2011;\x81\x8d;ajo", "not_text"),
        (b"\xff\xfey", "not_text"),
        (b"\x1f\x8b\x08\x00abc", "unknown_kind"),
        (b"%PDF-1.7 abc", "unknown_kind"),
        (b"PK\x03\x04 abc", "broken_file"),
        (b"PAR1 abc", "broken_file"),
        (b"PAR1", "broken_file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 workbook", "old_office"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"<html><table><tr><td>year</td></tr></table></html>", "web_page"),
        (b"\xef\xbb\xbf \n<!DOCTYPE html>", "web_page"),
    ],
)
def test_what_is_no_table_is_told_by_what_it_is(tmp_path, content, key):
    for name in ("file.csv", "file.xlsx", "file.parquet"):
        path = tmp_path / name
        path.write_bytes(content)
        assert refused(path) == key


def test_a_missing_file_and_a_folder_are_told(tmp_path):
    assert refused(tmp_path / "nothing.csv") == "no_file"
    assert refused(str(tmp_path / "nothing.csv")) == "no_file"
    assert refused(tmp_path) == "folder"
    (tmp_path / "file.csv").write_text("a;b")
    assert refused(tmp_path / "file.csv" / "inside.csv") == "cannot_open"


def test_an_archive_of_something_else_is_told(tmp_path):
    path = tmp_path / "letter.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    assert refused(path) == "unknown_kind"


def test_a_workbook_without_its_sheets_is_told(tmp_path):
    path = tmp_path / "book.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert refused(path) in ("broken_file", "nothing_in_it")
    path = tmp_path / "book.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert refused(path) == "unknown_kind"
