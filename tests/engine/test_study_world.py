"""The world of trade from raw files, on every engine."""

import json
import os
from importlib.util import find_spec
from shutil import which

import polars as pl
import pytest
from bench.world_data import bilateral

from ayni.cli import main
from ayni.errors import Refused, UnknownName
from ayni.frames import Engine, engine_named
from ayni.frames.engines import duck
from ayni.sources.raw import converted, raw_kinds
from ayni.study.world import exports_of_year, made_world
from ayni.study.writing import UnwritableFile
from ayni.trade.complexity import CONVENTIONS, trade_complexity
from ayni.words import LANGUAGES


@pytest.fixture(scope="module")
def raw(tmp_path_factory):
    """Two small years as BACI gives them out."""
    folder = tmp_path_factory.mktemp("baci")
    files = []
    for year in (1995, 1996):
        files.append(folder / f"BACI_HS92_Y{year}.csv")
        bilateral(year, rows=4000, countries=14, products=40).write_csv(files[-1], float_precision=3)
    return files


@pytest.fixture(scope="module")
def made(raw, tmp_path_factory):
    out = tmp_path_factory.mktemp("world")
    return made_world(raw, out, engine=engine_named("duckdb", memory="500MB")), out


def test_the_tables_are_those_of_the_same_exports_computed_apart(raw, made):
    world, out = made
    assert world.years == (1995, 1996)
    rows = pl.concat([pl.read_csv(file, schema_overrides={"k": pl.String}) for file in raw])
    assert world.rows == rows.height
    apart = rows.group_by("t", "i", "k").agg((pl.col("v") * 1000).round().sum()).select(
        pl.col("t").alias("year"), pl.col("i").cast(pl.String).str.zfill(3).alias("exporter"),
        pl.col("k").str.zfill(6).alias("product"), pl.col("v").alias("value_usd"),
    )  # fmt: skip
    expected = trade_complexity(apart)
    found = pl.read_parquet(out / "complexity" / "*.parquet").sort("year", "exporter", "product")
    for name in ("value_usd", "rca", "density", "eci", "pci", "cog"):
        assert found[name].to_list() == pytest.approx(expected[name].to_list(), abs=1e-9)


def test_the_summary_tables_tell_each_exporter_and_product_once(made):
    _, out = made
    exporters, products = (pl.read_parquet(out / f"{name}.parquet") for name in ("exporters", "products"))
    assert exporters.columns == ["year", "exporter", "country", "name_es", "name_en", "name_pt", "value_usd",
                                 "diversity", "eci", "coi", "fitness", "reason", "fitness_reason"]  # fmt: skip
    assert products.columns == [
        "year",
        "product",
        "name",
        "value_usd",
        "ubiquity",
        "pci",
        "complexity",
        "reason",
        "complexity_reason",
    ]
    assert exporters.select("year", "exporter").is_unique().all()
    assert exporters["diversity"].sum() == products["ubiquity"].sum()
    assert pl.read_parquet(out / "product_space.parquet")["year"].unique().to_list() == [1996]


def test_countries_have_their_names_and_products_those_of_their_source(tmp_path):
    raw, countries, products = (tmp_path / name for name in ("raw.csv", "country_codes.csv", "product_codes.csv"))
    raw.write_text("t,i,j,k,v,q\n2017,604,842,10110,5,1\n2017,490,842,20220,5,1\n2017,697,842,10110,2,1\n")
    countries.write_text(
        "country_code,country_name,country_iso2,country_iso3\n697,Europe EFTA nes,,\n604,Peru,PE,PER\n"
    )
    products.write_text("code,description\n010110,Horses\n")
    made_world([countries, raw, products], tmp_path / "out", engine=Engine("polars"))
    exporters, named = (pl.read_parquet(tmp_path / "out" / f"{name}.parquet") for name in ("exporters", "products"))
    assert exporters.select("exporter", "country", "name_es", "name_en").rows() == [
        ("490", "TW", "Taiwán", "Taiwan"), ("604", "PE", "Perú", "Peru"), ("697", None, None, "Europe EFTA nes"),
    ]  # fmt: skip
    assert named.select("product", "name").rows() == [("010110", "Horses"), ("020220", None)]
    told = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert [each["file"] for each in told["names"]] == ["country_codes.csv", "product_codes.csv"]
    with pytest.raises(Refused, match="product_codes"):
        made_world([products], tmp_path / "out", engine=Engine("polars"))
    (tmp_path / "other.csv").write_text("code,description\n010110,Live horses\n")
    with pytest.raises(Refused, match="other"):
        made_world([raw, products, tmp_path / "other.csv"], tmp_path / "out", engine=Engine("polars"))


def test_an_index_that_is_missing_has_its_own_reason_in_the_summaries(tmp_path):
    # 1, 2 and 3 share a and b; 4 is alone in z, and 5 sells nothing.
    cells = [(1, "a", 5), (1, "b", 1), (1, "c", 9), (2, "a", 4), (2, "b", 6), (3, "b", 9), (4, "z", 3), (5, "a", 0)]
    raw = tmp_path / "raw.csv"
    rows = [f"2017,{exporter},842,{product},{value},1" for exporter, product, value in cells]
    raw.write_text("\n".join(["t,i,j,k,v,q", *rows]) + "\n", encoding="utf-8")
    made_world([raw], tmp_path / "out", engine=Engine("polars"))
    exporters, products = (pl.read_parquet(tmp_path / "out" / f"{name}.parquet") for name in ("exporters", "products"))
    assert exporters["reason"].to_list() == [None, None, None, "disconnected", "no_exports"]
    assert products["reason"].to_list() == [None, None, None, "disconnected"]
    assert exporters["eci"].is_null().to_list() == exporters["reason"].is_not_null().to_list()


def test_a_folder_that_cannot_be_written_to_is_told_before_anything_is_read(raw, tmp_path):
    taken = tmp_path / "taken"
    taken.write_text("a file")
    with pytest.raises(UnwritableFile, match="taken"):
        made_world(raw, taken, engine=Engine("duckdb"))
    assert taken.read_text() == "a file"


def test_the_manifest_says_what_entered_under_what_terms(made):
    _, out = made
    told = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert [source["kind"] for source in told["sources"]] == ["baci", "baci"]
    assert all(len(source["sha256"]) == 64 and source["terms"] for source in told["sources"])
    assert told["parameters"] == {"convention": "harvard", "threshold": 1.0, "precision": "double"}


def test_every_engine_sums_to_the_same_last_bit(raw, tmp_path):
    source = converted(raw[0], tmp_path)
    polars, duckdb = (exports_of_year(source, 1995, engine_named(name)) for name in ("polars", "duckdb"))
    assert polars.equals(duckdb)


@pytest.mark.slow
@pytest.mark.skipif(
    (find_spec("pyspark") is None or which("java") is None) and "CI" not in os.environ,
    reason="needs PySpark and Java: ./ayni test --all installs them",
)
def test_spark_sums_alike(raw, tmp_path):
    source = converted(raw[0], tmp_path)
    spark = exports_of_year(source, 1995, engine_named("spark://local[2]", memory="1GB"))
    assert spark.equals(exports_of_year(source, 1995, engine_named("polars")))


def test_every_engine_reads_a_folder_that_another_program_wrote(raw, tmp_path):
    source = converted(raw[0], tmp_path)
    (tmp_path / "folder").mkdir()
    pl.read_parquet(source.file).write_parquet(tmp_path / "folder" / "part-0.parquet")
    folder = converted(tmp_path / "folder", tmp_path)
    found = [exports_of_year(folder, 1995, engine_named(name)).drop("source") for name in ("polars", "duckdb")]
    assert found[0].equals(found[1])
    assert found[0].equals(exports_of_year(source, 1995, engine_named("polars")).drop("source"))


def test_rows_for_all_importers_are_not_added_to_rows_by_importer(tmp_path):
    file = tmp_path / "raw.csv"
    file.write_text(
        "refYear,reporterISO,flowCode,partnerISO,cmdCode,primaryValue\n"
        "2020,PER,X,W00,0709,40\n2020,PER,X,CHL,0709,25\n2020,CHL,X,PER,0709,7\n2020,CHL,X,USA,0709,5\n"
    )
    found = exports_of_year(converted(file, tmp_path), 2020, engine_named("polars"))
    assert found.select("exporter", "value_usd").rows() == [("CHL", 12), ("PER", 40)]


def test_a_year_in_two_files_is_refused(raw, tmp_path):
    twice = tmp_path / "again.csv"
    twice.write_text(raw[0].read_text().replace(",0.", ",1."))
    with pytest.raises(Refused, match="1995"):
        made_world([raw[0], twice], tmp_path / "out", engine=engine_named("duckdb"))


@pytest.mark.parametrize(
    ("text", "engine"),
    [
        ("polars", Engine("polars")),
        ("spark://local[2]", Engine("spark", "local[2]")),
        ("spark://yarn", Engine("spark", "yarn")),
        ("spark://k8s://https://host:6443", Engine("spark", "k8s://https://host:6443")),
        ("spark://host:7077", Engine("spark", "spark://host:7077")),
        ("spark", Engine("spark")),
    ],
)
def test_an_engine_is_named_as_its_users_write_it(monkeypatch, text, engine):
    monkeypatch.setattr("ayni.frames.engines.find_spec", lambda name: object())
    assert engine_named(text) == engine


@pytest.mark.parametrize("text", ["pandas", "duckdb://x", ""])
def test_an_unknown_engine_is_refused_with_those_there_are(text):
    with pytest.raises(UnknownName, match="duckdb"):
        engine_named(text)


@pytest.mark.parametrize("memory", ["4", "much", "-1GB", "0GB"])
def test_an_unknown_size_of_memory_is_refused(memory):
    with pytest.raises(UnknownName, match="4GB"):
        engine_named("duckdb", memory=memory)


@pytest.mark.parametrize("memory", ["1G", "1 GB", "1Gi", "0.5GiB"])
def test_a_known_size_of_memory_is_taken_however_it_is_written(raw, tmp_path, memory):
    assert converted(raw[0], tmp_path, memory=memory).rows


def test_too_little_memory_is_not_taken_for_a_broken_file(raw, tmp_path):
    with pytest.raises(Refused, match="--memory"):
        converted(raw[0], tmp_path, memory="1KB")


def test_spark_that_is_not_installed_says_how_to_install_it(monkeypatch):
    monkeypatch.setattr("ayni.frames.engines.find_spec", lambda name: None)
    with pytest.raises(Refused, match="duckdb"):
        engine_named("spark")


def test_the_command_tells_what_it_made_and_whom_to_credit(raw, tmp_path, capsys):
    out = tmp_path / "out"
    told = main(["world", str(raw[0]), "--out", str(out), "--engine", "polars", "--language", "en"])
    assert told == 0
    said = capsys.readouterr().out
    assert "BACI (CEPII)" in said
    assert "Gaulier & Zignago" in said
    assert (out / "complexity" / "1995.parquet").is_file()
    assert main(["world", str(tmp_path / "none.csv"), "--out", str(out)]) == 1
    assert "none.csv" in capsys.readouterr().err


def test_products_are_brought_to_another_revision(raw, tmp_path):
    links = tmp_path / "links.csv"
    codes = pl.read_csv(raw[0], schema_overrides={"k": pl.String})["k"].str.zfill(6).unique().sort()
    # Every two codes in a row become one, but the first, which goes to two.
    rows = [(code, f"N{place // 2:02d}") for place, code in enumerate(codes)] + [(codes[0], "N90")]
    pl.DataFrame(rows, schema=["from_code", "to_code"], orient="row").write_csv(links)
    out = tmp_path / "out"
    assert main(["world", str(raw[0]), "--out", str(out), "--correspondence", str(links)]) == 0
    table = pl.read_parquet(out / "exports" / "1995.parquet")
    assert set(table["product"]) == {code for _, code in rows}
    first = pl.read_csv(raw[0], schema_overrides={"k": pl.String}).filter(pl.col("k").str.zfill(6) == codes[0])
    assert table["split_usd"].sum() == pytest.approx((first["v"] * 1000).round().sum())
    told = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["correspondence"]
    assert told["rows"] == len(rows)
    assert told["split_share"] == pytest.approx(table["split_usd"].sum() / table["value_usd"].sum())
    assert told["unmapped_share"] == 0


def test_a_run_of_fewer_years_leaves_no_tables_of_the_others(raw, tmp_path):
    made_world(raw, tmp_path, engine=engine_named("duckdb"))
    made_world(raw[1:], tmp_path, engine=engine_named("duckdb"))
    for name in ("exports", "complexity", "fitness"):
        assert [file.name for file in (tmp_path / name).iterdir()] == ["1996.parquet"]
    assert len(list((tmp_path / "source").iterdir())) == 2


def test_the_conventions_of_the_command_are_those_of_the_engine():
    from ayni.cli import parsing

    assert tuple(CONVENTIONS) == parsing.CONVENTIONS


def test_a_run_stopped_within_duckdb_is_a_run_stopped(tmp_path):
    with pytest.raises(KeyboardInterrupt), duck(None, tmp_path):
        raise RuntimeError("Query interrupted")
    with pytest.raises(RuntimeError, match="another"), duck(None, tmp_path):
        raise RuntimeError("another")


def test_a_run_stopped_midway_leaves_no_manifest_of_the_run_before(raw, tmp_path, monkeypatch):
    engine = engine_named("duckdb")
    made_world(raw, tmp_path, engine=engine)

    def stopped(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("ayni.study.world.trade_fitness", stopped)
    with pytest.raises(KeyboardInterrupt):
        made_world(raw, tmp_path, engine=engine, threshold=0.5)
    assert not (tmp_path / "manifest.json").exists()
    assert pl.read_parquet(tmp_path / "complexity" / "1996.parquet").height


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_world_without_complexity_is_said_to_be_one(tmp_path, capsys, language):
    file = tmp_path / "baci.csv"
    file.write_text("t,i,j,k,v,q\n2020,604,842,1,3,1\n2020,842,604,1,3,1\n", encoding="utf-8")
    assert main(["world", str(file), "--out", str(tmp_path / "out"), "--language", language]) == 0
    told = capsys.readouterr().out
    assert "exporters.parquet" in told
    terms = next(kind for kind in raw_kinds() if kind.name == "baci").terms
    assert terms[language] in told
