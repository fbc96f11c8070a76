"""What the documentation tells whoever runs a server is there: commands, variables, files, in both languages."""

import re
import subprocess

import pytest
from django.core.management import get_commands

from tests.web.operation.homes import ROOT

PAGES = [ROOT / name for name in ("README.md", "README.es.md", "docs/how-to/server.md", "docs/how-to/server.es.md",
                                  "docs/how-to/first-month.md", "docs/how-to/first-month.es.md", "deploy/daily",
                                  "deploy/prepare")]  # fmt: skip
ENGINE = {"check", "study", "compute", "indicators", "plan", "world"}
SCRIPT = {"test", "lint", "bench", "docs", "lock", "manage"}


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_every_command_that_is_told_is_there(page):
    text = page.read_text(encoding="utf-8")
    told = set(re.findall(r"ayni\"? manage (\w+)", text)) | set(
        re.findall(r"(?:\./|current/|here/)ayni\"? (\w+)", text)
    )
    assert told
    assert told - ENGINE - SCRIPT - set(get_commands()) == set()


@pytest.mark.parametrize("page", ["docs/how-to/server.md", "docs/how-to/server.es.md"])
def test_every_variable_is_told_and_every_one_told_is_read(page):
    table = re.findall(r"^\| (`[^|]+)\|", (ROOT / page).read_text(encoding="utf-8"), flags=re.MULTILINE)
    told = set(re.findall(r"`([A-Z_]+)`", " ".join(table)))
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    source += (ROOT / "deploy" / "daily").read_text(encoding="utf-8")
    read = set(re.findall(r"\b(AYNI_[A-Z_]+|DATABASE_URL)\b", source))
    # Of the developer and of the demonstration, not of a server.
    assert told == read - {"AYNI_DEBUG", "AYNI_DEMONSTRATION", "AYNI_DATA"}


def test_both_languages_tell_the_same_steps():
    english, spanish = (
        (ROOT / "docs" / "how-to" / name).read_text(encoding="utf-8") for name in ("server.md", "server.es.md")
    )
    for pattern in (r"^```console$", r"^## ", r"^\*\*\d\.", r"^\| `"):
        assert len(re.findall(pattern, english, re.MULTILINE)) == len(re.findall(pattern, spanish, re.MULTILINE)), (
            pattern
        )


@pytest.mark.parametrize("unit", sorted((ROOT / "deploy").glob("*.service")), ids=lambda path: path.name)
def test_what_a_unit_starts_is_in_the_repository(unit):
    for started in re.findall(r"^ExecStart=(.*)$", unit.read_text(encoding="utf-8"), flags=re.MULTILINE):
        for path in re.findall(r"/srv/ayni/current/((?!\.venv)\S+)", started):
            assert (ROOT / path).is_file(), path


@pytest.mark.parametrize("script", ["ayni", "deploy/daily", "deploy/prepare", ".ci/run"])
def test_a_script_is_well_formed_and_may_be_run(script):
    assert (ROOT / script).stat().st_mode & 0o111
    assert subprocess.run(["bash", "-n", str(ROOT / script)], check=False).returncode == 0
