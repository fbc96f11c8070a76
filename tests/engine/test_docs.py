"""What the documentation tells people to type works as told."""

import re
import shlex
import subprocess
import sys
from glob import glob
from pathlib import Path

import pytest
from bench.world_data import bilateral

from ayni.cli import main

ROOT = Path(__file__).resolve().parents[2]
PAGES = ["README.md", "README.es.md", "docs/how-to/check-a-spreadsheet.md"]
# These serve until Ctrl-C, or run this very test.
NOT_HERE = {"demo", "test"}
EXPECTED = {"check": 1}


def blocks(page: str, language: str) -> list[str]:
    text = (ROOT / page).read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, flags=re.DOTALL)


def commands(page: str) -> list[list[str]]:
    lines = "\n".join(blocks(page, "sh")).replace("\\\n", " ").splitlines()
    told = [shlex.split(line, comments=True) for line in lines if line.startswith("./ayni")]
    return [words[1:] for words in told if words[1] not in NOT_HERE]


@pytest.mark.parametrize("words", [words for page in PAGES for words in commands(page)], ids=" ".join)
def test_a_command_of_the_documentation_works(words, tmp_path, monkeypatch, capsys):
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    # A year of the world's trade as its publisher names it, invented and small: the real ones are the reader's.
    bilateral(1995, rows=4000, countries=14, products=40).write_csv(tmp_path / "BACI_HS92_Y1995.csv")
    monkeypatch.chdir(tmp_path)
    words = [name for word in words for name in (sorted(glob(word)) if "*" in word else [word])]
    assert main(words) == EXPECTED.get(words[0], 0)
    assert capsys.readouterr().out


@pytest.mark.parametrize("page", ["README.md", "README.es.md"])
def test_the_python_of_the_documentation_works(page, tmp_path):
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    for program in blocks(page, "python"):
        subprocess.run([sys.executable, "-c", program], cwd=tmp_path, check=True)


def test_the_first_two_commands_of_both_readmes_are_demo_and_test():
    for page in ("README.md", "README.es.md"):
        told = re.findall(r"^\./ayni (\w+)", "\n".join(blocks(page, "sh")), flags=re.MULTILINE)
        assert told[:2] == ["demo", "test"]


@pytest.mark.parametrize(
    "page", sorted(str(path.relative_to(ROOT)) for path in ROOT.rglob("*.md") if ".venv" not in path.parts)
)
def test_links_of_the_documentation_lead_somewhere(page):
    path = ROOT / page
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (path.parent / target).exists(), f"{page}: {target}"


def test_every_command_of_the_script_is_told_in_contributing_or_help():
    script = (ROOT / "ayni").read_text(encoding="utf-8")
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for command in re.findall(r"^  (\w+)\)$", script, flags=re.MULTILINE):
        assert f"./ayni {command}" in contributing


def test_the_words_of_the_contracts_are_in_the_page_of_tables():
    from ayni.tables import CONTRACTS

    page = (ROOT / "docs" / "how-to" / "tables.md").read_text(encoding="utf-8")
    for contract in CONTRACTS.values():
        assert f"`{contract.name}`" in page
        for column in contract.columns:
            assert column.name in page, f"{contract.name}: {column.name}"
