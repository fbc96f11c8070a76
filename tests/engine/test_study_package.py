"""The study package of Peru: what it holds, that it validates, and that its figures are those of the sources."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from frictionless import Package
from python_calamine import CalamineWorkbook

from ayni.errors import AyniError, BadStudy, RefusedTable
from ayni.study.making import made_study
from ayni.words import LANGUAGES, sentence_keys

ROOT = Path(__file__).resolve().parents[2]
STUDY = ROOT / "examples" / "peru" / "study.toml"
# The columns that others rely on (issue of the first run).
RELIED_ON = {
    "structure": "year source group value_usd share preliminary complete",
    "claims": "claim said recomputed verdict note",
    "quotients": "year place product basis value share_of_place share_of_nation quotient reason",
    "trends": "place product slope p_value",
    "candidates": "candidate product places quotient share_of_nation slope export_evidence horizon",
    "requirements": "candidate requirement verdict reason evidence source to_collect",
}


def test_the_tables_others_rely_on_have_their_columns(peru):
    published, _ = peru
    for name, columns in RELIED_ON.items():
        assert set(columns.split()) <= set(published.tables[name].columns), name


def test_every_table_and_column_is_explained_in_every_language(peru):
    published, _ = peru
    keys = set(sentence_keys())
    carried = {"file", "priced_quantity"}
    for name, table in published.tables.items():
        assert f"tables.{name}" in keys
        assert [column for column in table.columns if f"columns.{column}" not in keys and column not in carried] == []


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_the_data_package_validates(peru):
    _, folder = peru
    report = Package(str(folder / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "type", "note"])[:10]


def test_the_manifest_has_the_hash_of_every_input_the_parameters_and_the_versions(peru):
    _, folder = peru
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    for entered in manifest["inputs"]:
        content = (STUDY.parent / entered["file"]).read_bytes()
        assert entered["sha256"] == hashlib.sha256(content).hexdigest()
    assert manifest["parameters"]["year"] == 2011
    assert manifest["parameters"]["thresholds"]["quotient_min"] == 2.0
    assert "polars" in manifest["versions"]


def test_annual_totals_are_those_of_the_customs(peru):
    published, _ = peru
    structure = published.tables["structure"].filter(pl.col("source") == "SUNAT")
    totals = dict(structure.group_by("year").agg(pl.col("value_usd").sum()).iter_rows())
    assert {year: round(totals[year] / 1e9, 2) for year in (2005, 2010, 2015)} == {
        2005: 17.30,
        2010: 35.81,
        2015: 33.67,
    }


def test_two_sources_of_one_year_are_kept_apart(peru):
    published, _ = peru
    both = published.tables["sources_compared"].filter(pl.col("year") == 2005).row(0, named=True)
    assert {both["source"], both["other_source"]} == {"BCRP", "SUNAT"}
    assert {round(both["total_usd"] / 1e6), round(both["other_total_usd"] / 1e6)} == {17368, 17301} or {
        round(both["total_usd"] / 1e6, -2),
        round(both["other_total_usd"] / 1e6, -2),
    } == {17400.0, 17300.0}


def test_the_claims_of_the_article_come_out_as_they_should(peru):
    published, _ = peru
    claims = published.tables["claims"]
    verdicts = {row["said"]: row["verdict"] for row in claims.iter_rows(named=True)}
    assert verdicts == {
        5.0: "holds",
        5.7: "holds_truncated",
        3.6: "does_not_reproduce",
        69.1: "holds",
        74.5: "holds_truncated",
        78.4: "holds_other_denominator",
        None: "not_a_figure",
    }


def test_preliminary_years_are_flagged_and_silence_stays_silence(peru):
    published, _ = peru
    structure = published.tables["structure"]
    flagged = structure.filter(pl.col("preliminary"))
    assert set(flagged["source"]) == {"BCRP"}
    assert set(flagged["year"]) == {2008, 2009, 2010}
    assert structure.filter(pl.col("source") == "SUNAT")["preliminary"].is_null().all()


def test_requirement_four_is_never_decided_by_production_tables(peru):
    published, _ = peru
    fourth = published.tables["requirements"].filter(pl.col("requirement") == 4)
    assert set(fourth["verdict"]) == {"unknown"}
    assert set(fourth["reason"]) == {"missing"}
    assert fourth["to_collect"].is_not_null().all()


def test_the_horizon_follows_its_rule(peru):
    published, _ = peru
    verdicts = published.tables["requirements"].pivot("requirement", index="candidate", values="verdict")
    for row in published.tables["candidates"].join(verdicts, on="candidate").iter_rows(named=True):
        given = [row[str(number)] for number in (1, 2, 3, 4)]
        expected = "none"
        if given[0] == "met" and "not_met" not in given:
            expected = "short" if given[2] == "met" else "medium"
        assert row["horizon"] == expected


def test_the_workbook_has_a_sheet_for_every_table_and_one_that_explains(peru):
    published, folder = peru
    names = CalamineWorkbook.from_path(folder / "study.xlsx").sheet_names
    assert names[0] == "Léame"
    assert set(published.tables) <= set(names)


def test_pages_are_written_in_every_language(peru):
    _, folder = peru
    for language in LANGUAGES:
        for page in ("report", "forms"):
            text = (folder / f"{page}.{language}.html").read_text(encoding="utf-8")
            assert re.search(rf'<html lang="{language}', text)
    assert (folder / "report.html").read_text() == (folder / "report.es.html").read_text()


def test_chart_specifications_are_valid_vega_lite(peru):
    import altair

    _, folder = peru
    specifications = sorted((folder / "charts").glob("*.vl.json"))
    assert {"structure.vl.json", "candidates.vl.json", "destinations.vl.json"} <= {path.name for path in specifications}
    for path in specifications:
        altair.Chart.from_dict(json.loads(path.read_text(encoding="utf-8")))


def test_a_year_without_a_share_is_a_gap_in_its_chart_and_no_zero(peru):
    published, folder = peru
    drawn = json.loads((folder / "charts" / "specialisation.vl.json").read_text(encoding="utf-8"))["data"]["values"]
    sugar = [row for row in drawn if row["line"].startswith("Caña de azúcar")]
    incomplete = published.tables["quotients"].filter(reason="incomplete_year", product="caña de azúcar")
    assert incomplete["year"].unique().to_list() == [2008]
    assert sugar
    assert 2008 not in {row["year"] for row in sugar}


@pytest.mark.slow
def test_tables_are_the_same_to_the_byte_at_any_number_of_threads(peru, tmp_path):
    _, folder = peru
    for threads in ("1", "5"):
        again = tmp_path / threads
        subprocess.run(
            [sys.executable, "-m", "ayni", "study", str(STUDY), "--out", str(again)],
            env={**os.environ, "POLARS_MAX_THREADS": threads},
            check=True,
            capture_output=True,
        )
        for path in sorted((folder / "tables").iterdir()):
            assert path.read_bytes() == (again / "tables" / path.name).read_bytes(), f"{path.name}, {threads} threads"


def test_a_faulty_table_stops_the_study_and_leaves_nothing(tmp_path):
    (tmp_path / "harvest.csv").write_text("year,place,product,value,value_unit\n2011,04,ajo,-3,PEN\n", encoding="utf-8")
    config = tmp_path / "study.toml"
    config.write_text(
        '[study]\ntitle = "x"\nyear = 2011\n[[input]]\nfile = "harvest.csv"\ncontract = "activity"\n', encoding="utf-8"
    )
    with pytest.raises(RefusedTable):
        made_study(config, tmp_path / "out")
    assert not (tmp_path / "out").exists()


LEAST = """
[study]
title = "Mi región"
year = 2020

[[input]]
file = "harvest.csv"
contract = "activity"
"""


def harvest(folder: Path, rows: str) -> Path:
    (folder / "harvest.csv").write_text("year,place,product,value,value_unit\n" + rows, encoding="utf-8")
    (folder / "study.toml").write_text(LEAST, encoding="utf-8")
    return folder / "study.toml"


def test_a_study_of_one_table_without_names_or_neighbours_still_answers(tmp_path):
    rows = "".join(
        f"{year},{place},{product},{value},PEN\n"
        for year in range(2014, 2021)
        for place, product, value in (("A", "x", 80 + year), ("A", "y", 20), ("B", "x", 10), ("B", "y", 9000))
    )
    published = made_study(harvest(tmp_path, rows), tmp_path / "out", language="en")
    candidates = published.tables["candidates"]
    assert candidates.filter(pl.col("product") == "x")["places"].to_list() == ["A"]
    assert "structure" not in published.tables
    assert (tmp_path / "out" / "report.html").stat().st_size > 10_000


def test_a_study_without_any_candidate_says_so(tmp_path):
    published = made_study(harvest(tmp_path, "2020,A,x,1,PEN\n"), tmp_path / "out")
    assert published.tables["candidates"].is_empty()


def test_a_base_year_that_is_not_there_is_refused_with_those_that_are(tmp_path):
    with pytest.raises(BadStudy, match="2019"):
        made_study(harvest(tmp_path, "2019,A,x,1,PEN\n"), tmp_path / "out")


def test_the_same_row_in_two_files_is_refused(tmp_path):
    config = harvest(tmp_path, "2020,A,x,1,PEN\n")
    shutil.copy(tmp_path / "harvest.csv", tmp_path / "again.csv")
    config.write_text(LEAST + '\n[[input]]\nfile = "again.csv"\ncontract = "activity"\n', encoding="utf-8")
    with pytest.raises(AyniError, match="A"):
        made_study(config, tmp_path / "out")


def test_with_a_table_of_establishments_requirement_two_is_judged(tmp_path):
    rows = "".join(
        f"{year},{place},{product},{value},PEN\n"
        for year in range(2014, 2021)
        for place, product, value in (("A", "x", 80 + year), ("A", "y", 20), ("B", "x", 10), ("B", "y", 9000))
    )
    config = harvest(tmp_path, rows)
    sizes = [2] * 12 + [10] * 5 + [50] * 3 + [300]
    lines = "".join(f"e{index},A,0127,{size}\n" for index, size in enumerate(sizes))
    (tmp_path / "firms.csv").write_text("id,place,industry,employment\n" + lines, encoding="utf-8")
    config.write_text(
        LEAST
        + '\n[[input]]\nfile = "firms.csv"\ncontract = "establishments"\n'
        + '\n[chains]\nx = { chain = "x", industries = ["0127"] }\n',
        encoding="utf-8",
    )
    published = made_study(config, tmp_path / "out")
    second = published.tables["requirements"].filter(
        (pl.col("requirement") == 2) & pl.col("candidate").str.starts_with("x")
    )
    assert second.select("verdict", "source").rows() == [("met", "firms.csv")]


CLAIM = """
[[claim]]
id = "share"
section = "1"
es = "La mitad es tradicional."
en = "Half is traditional."
pt = "A metade é tradicional."
said = 50
unit = "percent"
formula = "share"
group = "tradicional"
year = 2020
"""


def test_claims_without_a_table_of_exports_are_said_to_lack_data(tmp_path):
    config = harvest(tmp_path, "2020,A,x,1,PEN\n")
    (tmp_path / "claims.toml").write_text(CLAIM, encoding="utf-8")
    config.write_text(LEAST + '\n[claims]\nfiles = ["claims.toml"]\n', encoding="utf-8")
    claims = made_study(config, tmp_path / "out").tables["claims"]
    assert claims.select("verdict", "reason").rows() == [("no_data", "missing_source")]


def test_totals_alone_enter_a_study(tmp_path):
    config = harvest(tmp_path, "2020,A,x,1,PEN\n")
    (tmp_path / "totals.csv").write_text("year,exporter,product,value_usd\n2019,PE,total,5\n2020,PE,total,6\n")
    config.write_text(LEAST + '\n[[input]]\nfile = "totals.csv"\ncontract = "trade"\n', encoding="utf-8")
    growth = made_study(config, tmp_path / "out").tables["growth"]
    assert growth.select("group", "multiple").rows() == [("total", 1.2)]


def rows_of_three_places() -> str:
    return "".join(
        f"{year},{place},{product},{value},PEN\n"
        for year in range(2014, 2021)
        for place, product, value in (
            ("A", "x", 80 + year),
            ("A", "y", 20),
            ("B", "x", 1000),
            ("B", "y", 9000),
            ("C", "x", 1000),
            ("C", "y", 4000),
        )
    )


def test_a_list_of_places_narrows_the_search_and_not_the_nation(tmp_path):
    config = harvest(tmp_path, rows_of_three_places())
    whole = made_study(config, tmp_path / "whole").tables["candidates"].filter(pl.col("places") == "A")
    config.write_text(LEAST.replace("year = 2020", 'year = 2020\nplaces = ["A"]'), encoding="utf-8")
    narrow = made_study(config, tmp_path / "narrow").tables["candidates"]
    assert set(narrow["places"]) == {"A"}
    assert narrow["quotient"].to_list() == whole["quotient"].to_list()


def test_rows_without_a_source_name_the_file_they_came_from(tmp_path):
    published = made_study(harvest(tmp_path, rows_of_three_places()), tmp_path / "out")
    assert set(published.tables["quotients"]["source"]) == {"harvest.csv"}


TRADE = "year,exporter,product,value_usd\n2019,PE,oro,10\n2020,PE,oro,20\n"


@pytest.mark.parametrize(
    ("key", "named"), [('country = "BR"', "BR"), ('traditional = "minerals"', "minerals")], ids=["country", "group"]
)
def test_what_a_study_names_must_be_in_its_trade_tables(tmp_path, key, named):
    config = harvest(tmp_path, rows_of_three_places())
    (tmp_path / "trade.csv").write_text(TRADE, encoding="utf-8")
    text = LEAST.replace("year = 2020", f"year = 2020\n{key}")
    config.write_text(text + '\n[[input]]\nfile = "trade.csv"\ncontract = "trade"\n', encoding="utf-8")
    with pytest.raises(AyniError, match=named):
        made_study(config, tmp_path / "out")


def test_two_runs_into_one_folder_at_once_both_end_well(tmp_path):
    command = [sys.executable, "-m", "ayni", "study", str(harvest(tmp_path, rows_of_three_places()))]
    runs = [subprocess.Popen([*command, "--out", str(tmp_path / "out")], stderr=subprocess.PIPE) for _ in range(2)]
    errors = [run.communicate(timeout=60)[1] for run in runs]
    assert not any(b"Traceback" in error for error in errors)
    assert (tmp_path / "out" / "manifest.json").exists()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
