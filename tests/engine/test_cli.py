"""The commands, as a person types them."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import polars as pl
import pytest

from ayni.cli import main

ROOT = Path(__file__).resolve().parents[2]
OFFICE = ROOT / "examples" / "peru" / "office.csv"
MENDED = ROOT / "examples" / "peru" / "office-mended.csv"
READING = [
    "--as",
    "activity",
    "--map",
    "Año=year",
    "Ubigeo=place",
    "Cultivo=product",
    "Producción (t)=quantity",
    "Valor (S/)=value",
    "--set",
    "quantity_unit=t",
    "value_unit=PEN",
]


@pytest.fixture(autouse=True)
def _spanish(monkeypatch):
    monkeypatch.setenv("AYNI_LANGUAGE", "es")


def test_every_fault_of_the_offices_spreadsheet_is_listed_and_the_exit_is_one(capsys):
    assert main(["check", str(OFFICE), *READING, "--codes", "ubigeo-inei"]) == 1
    told = capsys.readouterr().out
    assert len(re.findall(r"^Fila \d+", told, flags=re.MULTILINE)) == 4
    assert "No se importó nada" in told


def test_the_mended_spreadsheet_has_no_fault(capsys):
    assert main(["check", str(MENDED), *READING, "--codes", "ubigeo-inei"]) == 0
    assert "Sin faltas" in capsys.readouterr().out


@pytest.mark.parametrize(("language", "word"), [("es", "Fila"), ("en", "Row"), ("pt", "Linha")])
def test_faults_are_told_in_the_language_asked_for(capsys, language, word):
    main(["check", str(OFFICE), *READING, "--language", language])
    assert f"{word} " in capsys.readouterr().out


def test_faults_can_be_kept_in_a_file(tmp_path):
    main(["check", str(OFFICE), *READING, "-o", str(tmp_path / "faults.xlsx")])
    assert (tmp_path / "faults.xlsx").exists()


def test_an_indicator_is_computed_to_each_kind_of_file(tmp_path, capsys):
    for ending in ("parquet", "csv", "xlsx"):
        out = tmp_path / f"quotients.{ending}"
        assert main(["compute", "location_quotient", str(MENDED), *READING, "-o", str(out)]) == 0
        assert out.exists()
    table = pl.read_parquet(tmp_path / "quotients.parquet")
    assert {"year", "place", "product", "quotient", "source", "reason"} <= set(table.columns)
    assert set(table["source"]) == {"office-mended.csv"}
    assert "Cociente de localización" in capsys.readouterr().out


def test_the_measure_can_be_chosen(tmp_path):
    out = tmp_path / "quotients.parquet"
    main(["compute", "location_quotient", str(MENDED), *READING, "--measure", "quantity", "-o", str(out)])
    assert set(pl.read_parquet(out)["measure"]) == {"quantity"}


def test_the_catalogue_is_printed_for_people_and_for_programs(capsys):
    assert main(["indicators"]) == 0
    assert "location_quotient — Cociente de localización" in capsys.readouterr().out
    assert main(["indicators", "--json"]) == 0
    assert any(entry["name"] == "rca" for entry in json.loads(capsys.readouterr().out))


@pytest.mark.parametrize(
    "words",
    [
        ["check", "missing.csv", "--as", "activity"],
        ["check", str(OFFICE), "--as", "activities"],
        ["check", str(OFFICE), "--as", "activity", "--map", "Año"],
        ["compute", "quotient", str(MENDED), *READING, "-o", "x.csv"],
        ["compute", "rca", str(MENDED), *READING, "-o", "x.csv"],
        ["study", "missing.toml", "--out", "x"],
    ],
)
@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_a_mistake_is_a_sentence_and_exit_one(words, language, capsys):
    assert main([*words, "--language", language]) == 1
    told = capsys.readouterr()
    assert "Traceback" not in told.err + told.out
    assert len((told.err + told.out).strip()) > 30


def test_a_command_not_understood_exits_two_and_points_to_help(capsys):
    with pytest.raises(SystemExit) as caught:
        main(["check"])
    assert caught.value.code == 2
    assert "--help" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["demo", "check", "study", "compute", "indicators"])
def test_every_command_and_option_has_its_help(command, capsys):
    with pytest.raises(SystemExit) as caught:
        main([command, "--help"])
    assert caught.value.code == 0
    told = capsys.readouterr().out
    for option in re.findall(r"^  (?:-\w.*)?(--[\w-]+)", told, flags=re.MULTILINE):
        assert re.search(rf"{option}[^\n]*(\n {{4,}}\S|  \S)", told), f"{command} {option} has no help"


def test_the_offices_mended_table_gives_candidates_of_its_own(tmp_path, capsys):
    peru = ROOT / "examples" / "peru"
    config = tmp_path / "mine.toml"
    config.write_text(
        f"""
[study]
title = "Clústeres que puede formar el Sur"
year = 2023
places = {json.dumps(str(peru / "places.csv"))}
neighbours = {json.dumps(str(peru / "neighbours.csv"))}

[[input]]
file = {json.dumps(str(MENDED))}
contract = "activity"
codes = "ubigeo-inei"

[input.map]
"Año" = "year"
"Ubigeo" = "place"
"Cultivo" = "product"
"Producción (t)" = "quantity"
"Valor (S/)" = "value"

[input.set]
quantity_unit = "t"
value_unit = "PEN"
""",
        encoding="utf-8",
    )
    assert main(["study", str(config), "--out", str(tmp_path / "out")]) == 0
    candidates = pl.read_parquet(tmp_path / "out" / "tables" / "candidates.parquet")
    assert candidates.height > 0
    assert "Sur" in capsys.readouterr().out


def test_the_demonstration_is_served_until_ctrl_c_on_the_next_free_port(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = subprocess.Popen(
            [sys.executable, "-m", "ayni", "demo", "--port", str(port), "--out", str(tmp_path / "demo")],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "AYNI_LANGUAGE": "en"},
        )
        try:
            address = _address(process)
            assert not address.endswith(f":{port}")
            with urllib.request.urlopen(address, timeout=10) as page:
                assert page.headers["X-Content-Type-Options"] == "nosniff"
                assert b"Ayni" in page.read()
        finally:
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "Traceback" not in errors


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    ends = time.monotonic() + 60
    while time.monotonic() < ends:
        found = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
        if found:
            return found.group()
    pytest.fail("the address was never told")


def test_importing_ayni_loads_none_of_its_dependencies():
    program = "import sys, ayni; print([name for name in ('polars', 'numpy', 'babel', 'rich') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_the_file_may_stand_after_the_pairs(tmp_path):
    moved = [READING[0], READING[1], *READING[2:]]
    assert main(["check", *moved, str(MENDED)]) == 0


def test_the_language_may_stand_before_the_command(capsys):
    assert main(["--language", "en", "indicators"]) == 0
    assert "Location quotient" in capsys.readouterr().out


@pytest.mark.parametrize(("language", "word"), [("es", "falta: FILE"), ("en", "missing: FILE"), ("pt", "falta: FILE")])
def test_what_the_parser_says_is_in_the_readers_language(language, word, capsys):
    with pytest.raises(SystemExit):
        main(["check", "--as", "activity", "--language", language])
    assert word in capsys.readouterr().err


def test_a_result_with_the_name_of_its_table_is_refused(tmp_path, capsys):
    mine = tmp_path / "mine.csv"
    mine.write_bytes(MENDED.read_bytes())
    for words in (["check", str(mine), *READING], ["compute", "location_quotient", str(mine), *READING]):
        assert main([*words, "-o", str(mine)]) == 1
        assert "mine.csv" in capsys.readouterr().err
        assert mine.read_bytes() == MENDED.read_bytes()


def test_a_terminal_that_knows_only_ascii_is_no_mistake():
    done = subprocess.run(
        [sys.executable, "-m", "ayni", "check", str(MENDED), *READING],
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr
