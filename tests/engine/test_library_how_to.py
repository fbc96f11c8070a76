"""A new permit and a new chain cost a file: the one that the page shows is read, told and used as told."""

import re
import shutil
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

import ayni.library
from ayni.cli import main
from ayni.library.chains import chain_from
from ayni.library.processes import process_from

# The package has a function of the same name.
module = import_module("ayni.library.entries")
ROOT = Path(__file__).resolve().parents[2]


def block(page, language):
    text = (ROOT / "docs" / "how-to" / page).read_text(encoding="utf-8")
    return re.search(rf"```{language}\n(.*?)```", text, flags=re.DOTALL).group(1)


@pytest.fixture
def own_library(tmp_path, monkeypatch):
    """A copy of the library, to which files can be added."""
    shutil.copytree(Path(ayni.library.__file__).parent, tmp_path / "library")
    monkeypatch.setattr(module, "files", lambda name: tmp_path / "library")
    module._packaged.cache_clear()
    yield tmp_path / "library"
    module._packaged.cache_clear()


@pytest.mark.parametrize(("page", "kind", "name", "title"), [
    ("permit.md", "processes", "permit_japan_blueberry", "Permit: blueberry to Japan"),
    ("chain.md", "chains", "blueberry", "Blueberry chain"),
    ("permit.es.md", "processes", "permit_japan_blueberry", "Permit: blueberry to Japan"),
    ("chain.es.md", "chains", "blueberry", "Blueberry chain"),
])  # fmt: skip
def test_the_file_that_the_page_shows_is_told_with_the_others(page, kind, name, title, own_library, capsys):
    (own_library / kind / f"{name}.toml").write_text(block(page, "toml"), encoding="utf-8")
    (command,) = re.findall(r"^\./ayni (.*)$", block(page, "sh"), flags=re.MULTILINE)
    assert main([*command.split(), "--language", "en"]) == 0
    assert f"{name}: {title}" in capsys.readouterr().out


def test_the_permit_of_the_page_leads_from_the_request_to_an_open_market():
    found = process_from("permit", tomllib.loads(block("permit.md", "toml")))
    assert [step.code for step in found.steps] == ["request", "treatment", "open", "refused"]
    assert (found.blocks, found.step("treatment").check, found.step("request").counting) == (True, True, "working")


def test_the_chain_of_the_page_tells_what_is_missing():
    found = chain_from("blueberry", tomllib.loads(block("chain.md", "toml")))
    missing = found.missing(frozenset({"growers", "export", "packing"}))
    assert [role.code for role in missing] == ["nursery", "cold", "certification"]


def test_the_pages_name_every_role_and_kind_of_document():
    from ayni.library.processes import DOCUMENTS, ENDS, OPENERS, ROLES, SUBJECTS

    page = (ROOT / "docs" / "how-to" / "permit.md").read_text(encoding="utf-8")
    for code in (*ROLES, *OPENERS, *SUBJECTS, *DOCUMENTS, *ENDS):
        assert f"`{code}`" in page, code


@pytest.mark.parametrize("page", ["questionnaire", "permit", "chain", "api"])
def test_a_page_in_spanish_shows_the_same_code(page):
    def plain(name):
        text = (ROOT / "docs" / "how-to" / name).read_text(encoding="utf-8")
        found = re.findall(r"```\w*\n(.*?)```", text, flags=re.DOTALL)
        # What is said to people (comments, sources, messages) differs.
        told = re.compile(r"#.*|^source = .*|\"message\": \"[^\"]*\"", flags=re.MULTILINE)
        return [[line.rstrip() for line in told.sub("", each).splitlines()] for each in found]

    assert plain(f"{page}.es.md") == plain(f"{page}.md")


def test_the_questionnaire_of_the_spanish_page_is_whole(tmp_path):
    path = tmp_path / "thrift.toml"
    path.write_text(block("questionnaire.es.md", "toml"), encoding="utf-8")
    assert main(["library", "questionnaires", "--check", str(path), "--language", "es"]) == 0
