"""Files of a study that are sent: what is no study, what expands, what would lie elsewhere."""

import io
import struct
import zipfile

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from ayni_web.common.acting import Mistake
from ayni_web.studies import actions, shelves
from ayni_web.studies.models import Study
from tests.web.studies import made


def refused(world, file):
    with pytest.raises(Mistake) as mistake:
        actions.add_study(by=world.officer, file=file)
    assert Study.objects.count() == 0
    shelf = settings.HOME / "studies"
    assert [path for path in shelf.rglob("*") if path.is_file()] == []
    for language in ("es", "en", "pt"):
        assert mistake.value.text(language)
    return mistake.value.key


@pytest.fixture(autouse=True)
def _own_home(tmp_path):
    with override_settings(HOME=tmp_path):
        yield


def with_name(name, text="x"):
    return made.zipped({"study.toml": made.STUDY, "production.csv": made.table(), name: text})


def test_a_study_is_kept_with_its_titles_and_its_tables(world):
    study = made.small_study(world.officer)
    assert study.titles == {"es": "Clústeres del Sur", "en": "Clusters of the South", "pt": "Clusters do Sul"}
    config = study.folder / study.config
    assert config.name == "study.toml" and config.parent.name == "sur"
    assert (config.parent / "production.csv").read_text() == made.table()


@pytest.mark.parametrize(
    "name", ["../other.csv", "/etc/other.csv", "sub/../../other.csv", "a\\..\\b.csv", "C:\\x.csv", "x\n.csv"]
)
def test_a_file_that_would_lie_elsewhere_is_refused(world, name):
    assert refused(world, with_name(name)) in {"studies.unsafe_name", "studies.unclear_files"}


def test_a_link_is_refused(world):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("study.toml", made.STUDY)
        link = zipfile.ZipInfo("production.csv")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert refused(world, SimpleUploadedFile("sur.zip", content.getvalue())) == "studies.unsafe_name"


def test_a_bomb_is_refused_before_it_expands(world):
    assert refused(world, with_name("bomb.csv", "0" * (40 << 20))) == "uploads.expands"


def test_a_bomb_that_lies_about_its_size_is_refused(world):
    file = with_name("bomb.csv", "0" * (40 << 20))
    content = bytearray(file.read())
    at = content.rfind(b"PK\x01\x02", 0, content.rfind(b"bomb.csv"))
    content[at + 24 : at + 28] = struct.pack("<I", 10)
    assert refused(world, SimpleUploadedFile("sur.zip", bytes(content))) in {"uploads.broken", "uploads.expands"}


def test_too_many_files_are_refused(world):
    files = {f"t{number}.csv": "a\n" for number in range(250)}
    assert refused(world, made.zipped({"study.toml": made.STUDY, **files})) == "studies.too_many_files"


@pytest.mark.parametrize(
    ("name", "content"),
    [("page.html", "<html></html>"), ("run.sh", "#!/bin/sh\n"), ("photo.csv", b"\x89PNG\r\n\x1a\n..."),
     ("table.xlsx", "a,b\n1,2\n"), ("paper.pdf", b"%PDF-1.4\n%%EOF"), ("program.csv", b"\x7fELF\x00\x00")],
)  # fmt: skip
def test_what_is_neither_a_table_nor_a_text_is_refused_by_what_it_holds(world, name, content):
    assert refused(world, with_name(name, content)) in {
        "studies.other_kind", "uploads.unknown_kind", "uploads.says_otherwise",
    }  # fmt: skip


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("sur.zip", b"year,place\n2011,21\n"),
        SimpleUploadedFile("sur.zip", b"PK\x03\x04" + b"\0" * 100),
        made.zipped({"notes.txt": "no study here"}),
        made.zipped({"a/study.toml": made.STUDY, "b/study.toml": made.STUDY}),
    ],
    ids=["no zip", "broken", "no study", "two studies"],
)
def test_what_is_no_study_is_refused(world, file):
    assert refused(world, file) in {"studies.not_a_zip", "uploads.broken", "studies.no_study_file"}


@pytest.mark.parametrize("key", ["file", "places", "neighbours", "notice", "claims"])
@pytest.mark.parametrize("path", ["../../../ayni.sqlite3", "/etc/hostname"])
def test_a_study_reads_nothing_outside_its_folder(world, key, path):
    (settings.HOME / "ayni.sqlite3").write_text("secret")
    text = made.STUDY
    if key == "file":
        text = text.replace('"production.csv"', f'"{path}"')
    elif key == "claims":
        text += f'\n[claims]\nfiles = ["{path}"]\n'
    else:
        text = text.replace('territory = "grown"', f'{key} = "{path}"')
    assert refused_with(world, text) in {"studies.outside", "study.no_notice"}


def refused_with(world, text):
    file = made.zipped({"study.toml": text, "production.csv": made.table()})
    with pytest.raises(Mistake) as mistake:
        actions.add_study(by=world.officer, file=file)
    assert Study.objects.count() == 0
    assert str(settings.HOME) not in mistake.value.text("es")
    return mistake.value.key


def test_a_study_file_that_cannot_be_followed_is_told_in_the_readers_language(world, signed_in):
    file = made.zipped({"study.toml": made.STUDY.replace("year", "yaer"), "production.csv": made.table()})
    client = signed_in(world.officer)
    client.cookies["ayni_language"] = "pt"
    page = client.post("/studies/add/", {"file": file}).content.decode()
    assert "yaer" in page and str(settings.HOME) not in page


def test_what_systems_leave_in_zips_is_no_matter(world):
    file = made.zipped({"sur/study.toml": made.STUDY, "sur/production.csv": made.table(),
                        "__MACOSX/sur/._study.toml": b"\0\5", "sur/.DS_Store": b"\0"})  # fmt: skip
    study = actions.add_study(by=world.officer, file=file)
    assert sorted(path.name for path in (study.folder / study.config).parent.iterdir()) == [
        "production.csv", "study.toml",
    ]  # fmt: skip


def test_a_full_disk_is_told_and_leaves_nothing(world, monkeypatch):
    def full(*args, **facts):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_bytes", full)
    assert refused(world, made.small_zip()) == "studies.disk"


def test_other_files_are_not_taken_while_a_study_is_being_computed(world):
    study = made.small_study(world.officer)
    run = made.a_run(study, "running")
    with pytest.raises(Mistake) as mistake:
        actions.replace_files(by=world.officer, study=study, file=made.small_zip())
    assert mistake.value.key == "runs.open_already"
    made.Run.objects.filter(pk=run.pk).update(state="failed")
    before = study.config
    after = actions.replace_files(by=world.officer, study=study, file=made.small_zip(1))
    assert after.config != before
    assert (study.folder / before).is_file() and (study.folder / after.config).is_file()


def test_an_example_is_one_of_those_that_came_with_ayni(world):
    assert "peru" in shelves.examples()
    for name in ("../peru", "nowhere", "", "/etc"):
        with pytest.raises(Mistake) as mistake:
            actions.add_example(by=world.officer, example=name)
        assert mistake.value.key == "studies.no_example"
