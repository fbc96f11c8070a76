"""What the country could add: a study held against the exports of all countries."""

import polars as pl
import pytest
from bench.world_data import bilateral
from made_up_study import made_up
from tests.engine.test_trade_complexity import invented

from ayni.errors import BadStudy, RefusedTable
from ayni.study.config import study_from
from ayni.study.making import made_study
from ayni.study.report import report_html
from ayni.study.steps import computed
from ayni.trade.additions import additions

PERU = {"P3": "PER"}


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """A made-up study of Peru, and the world as a table."""
    folder = tmp_path_factory.mktemp("study")
    made_up(folder, country="PE")
    world = invented().with_columns(pl.col("exporter").replace(PERU))
    world.rename({"exporter": "iso3", "product": "hs4"}).write_csv(folder / "world.csv")
    return folder


def with_world(folder, lines):
    file = folder / "with_world.toml"
    file.write_text((folder / "study.toml").read_text(encoding="utf-8") + f"\n[world]\n{lines}\n", encoding="utf-8")
    return study_from(file)


@pytest.fixture(scope="module")
def published(asked):
    lines = 'file = "world.csv"\ntitle = "Exportaciones del mundo"\npublisher = "Oficina"\nlicence = "CC0"'
    return computed(with_world(asked, lines))


def test_the_tables_are_those_of_the_country_in_the_world(published):
    expected = additions(invented().with_columns(pl.col("exporter").replace(PERU)), exporter="PER")
    assert published.tables["additions"]["density"].to_list() == expected["density"].to_list()
    assert published.tables["complexity"]["exporter"].unique().to_list() == ["PER"]
    assert published.tables["product_places"]["product"].is_unique().all()
    assert published.entered[-1].asked.contract == "world"


@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_the_report_tells_what_could_be_added_and_draws_the_space(published, language):
    page = report_html(published, language)
    assert 'id="additions"' in page
    assert 'id="space"' in page
    assert "Exportaciones del mundo" in page
    assert page.count("<circle") >= published.tables["product_places"].drop_nulls().height


def test_without_a_world_nothing_is_said_of_it(asked):
    plain = computed(study_from(asked / "study.toml"))
    assert "additions" not in plain.tables
    assert 'id="space"' not in report_html(plain, "es")


def test_the_world_comes_by_the_command_too_raw_or_as_a_table(asked, tmp_path):
    raw = tmp_path / "BACI_HS92_Y1995.csv"
    bilateral(1995, rows=4000, countries=14, products=40).with_columns(
        pl.col("i").cast(pl.Int32).replace({5: 604}), pl.col("j").cast(pl.Int32).replace({5: 604})
    ).write_csv(raw)
    made = made_study(asked / "study.toml", tmp_path / "out", world=raw)
    assert made.tables["complexity"]["exporter"].unique().to_list() == ["604"]
    assert "CEPII" in made.entered[-1].asked.publisher
    assert pl.read_parquet(tmp_path / "out" / "tables" / "additions.parquet").height


def test_a_country_that_is_not_there_is_told(asked):
    other = asked / "other.csv"
    invented().write_csv(other)
    with pytest.raises(BadStudy, match="PE"):
        computed(with_world(asked, 'file = "other.csv"'))


def test_a_world_with_faults_is_refused_and_a_wrong_key_named(asked):
    (asked / "bad.csv").write_text("year,exporter,product,value_usd\n2017,PER,01,-3\n", encoding="utf-8")
    with pytest.raises(RefusedTable):
        computed(with_world(asked, 'file = "bad.csv"'))
    with pytest.raises(BadStudy, match="fil"):
        with_world(asked, 'fil = "world.csv"')
