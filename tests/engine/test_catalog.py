"""The catalogue: every indicator named, bounded and sourced, and every entry computable."""

import inspect
import json
import math
from pathlib import Path

import polars as pl
import pytest

import ayni
from ayni.catalog import indicator, indicators
from ayni.errors import AyniError, Refused, UnknownName
from ayni.study.catalogue_text import catalogue_json, catalogue_lines, indicators_page
from ayni.study.compute import computed_indicator, indicator_function, indicator_options
from ayni.tables import CONTRACTS
from ayni.words import LANGUAGES

ROOT = Path(__file__).resolve().parents[2]
ACTIVITY = pl.DataFrame(
    {
        "year": [2010, 2010, 2010, 2011, 2011, 2011],
        "place": ["a", "a", "b"] * 2,
        "product": ["x", "y", "y"] * 2,
        "basis": "production",
        "value": [30.0, 10.0, 60.0, 35.0, 10.0, 55.0],
        "value_unit": "PEN",
        "source": "S",
    }
)
TRADE = pl.DataFrame(
    {
        "year": [2000, 2000, 2000, 2001, 2001, 2001] * 2,
        "exporter": ["PE"] * 6 + ["CL"] * 6,
        "importer": ["US", "CN", "US"] * 4,
        "product": ["tradicional", "tradicional", "no_tradicional"] * 4,
        "value_usd": [60.0, 20.0, 20.0, 70.0, 30.0, 25.0, 90.0, 5.0, 60.0, 95.0, 6.0, 70.0],
        "quantity_kg": [6.0, 2.0, 1.0, 6.5, 2.8, 1.2, 9.0, 0.5, 3.0, 9.1, 0.5, 3.3],
        "source": "S",
    }
)
PRODUCTS = pl.DataFrame(
    {
        "code": ["tradicional", "no_tradicional"],
        "system": "s",
        "name_es": ["Tradicional", "No tradicional"],
        "traditional": [True, False],
    }
)
CORRESPONDENCE = pl.DataFrame({"from_code": ["tradicional", "tradicional"], "to_code": ["a", "b"]})
SERIES = pl.DataFrame(
    {
        "subject": ["world", "world"],
        "variable": "growth",
        "period": "2011",
        "value": [3.7, 3.5],
        "unit": "percent",
        "vintage": ["2010-09", "2010-12"],
        "source": "S",
    }
)
GDP = pl.DataFrame(
    {
        "subject": ["PE", "CL"] * 2,
        "variable": "gdp_per_head",
        "period": ["2000", "2000", "2001", "2001"],
        "value": [6000.0, 14000.0, 6100.0, 14300.0],
        "unit": "USD@2017",
        "source": "S",
    }
)
COSTS = pl.DataFrame(
    {
        "subject": ["PE", "CL"],
        "variable": "tradicional",
        "period": "2000",
        "value": [6.0, 9.0],
        "unit": "USD/kg",
        "source": "S",
    }
)
TABLES = {"activity": ACTIVITY, "trade": TRADE, "series": SERIES}
OPTIONS: dict[str, dict[str, object]] = {
    "required_growth": {"group": "no_tradicional", "against": "tradicional", "products": PRODUCTS},
    "stress_replay": {"stress_year": 2001},
    "price_index": {"from_year": 2000, "to_year": 2001},
    "dependence": {"products": PRODUCTS},
    "additions": {"exporter": "PE"},
    "in_nomenclature": {"correspondence": CORRESPONDENCE},
    "market_share_change": {"from_year": 2000, "to_year": 2001},
    "rival_response": {"mover": "PE"},
    "prody": {"gdp": GDP},
    "price_cost_position": {"costs": COSTS},
    "expy": {"gdp": GDP},
}


@pytest.mark.parametrize("entry", indicators(), ids=lambda entry: entry.id)
def test_an_entry_says_what_it_is_in_every_language(entry):
    for language in LANGUAGES:
        assert entry.name[language].strip()
        assert entry.says[language].strip().endswith(".")
    assert entry.source
    assert entry.unit
    assert entry.formula
    assert entry.direction in {"more", "less", "neither"}
    assert entry.contract in CONTRACTS
    assert entry.low is None or entry.high is None or entry.low < entry.high


@pytest.mark.parametrize("entry", indicators(), ids=lambda entry: entry.id)
def test_an_entry_is_computed_and_stays_in_its_range(entry):
    result = computed_indicator(entry.id, TABLES[entry.contract], **OPTIONS.get(entry.id, {}))
    frame = result.frame
    assert frame.height > 0
    assert {"source", "reason", entry.value} <= set(frame.columns)
    values = [value for value in frame[entry.value] if value is not None]
    low = -math.inf if entry.low is None else entry.low
    high = math.inf if entry.high is None else entry.high
    assert all(low - 1e-12 <= value <= high + 1e-12 for value in values)


@pytest.mark.parametrize("entry", indicators(), ids=lambda entry: entry.id)
def test_a_function_of_the_catalogue_documents_itself(entry):
    told = inspect.getdoc(indicator_function(entry)) or ""
    assert told.split("\n")[0].endswith(".")
    options = set(inspect.signature(indicator_function(entry)).parameters)
    assert entry.preset.keys() | entry.tables.keys() <= options
    assert set(entry.tables.values()) <= set(CONTRACTS)


def test_an_unknown_indicator_names_the_nearest_and_all():
    with pytest.raises(UnknownName) as caught:
        indicator("location_quotien")
    text = caught.value.text("en")
    assert "Did you mean “location_quotient”" in text
    assert "herfindahl" in text


def test_an_unknown_option_is_refused_with_those_that_exist():
    with pytest.raises(UnknownName, match="measure"):
        computed_indicator("location_quotient", ACTIVITY, mesure="value")


def test_a_needed_option_is_asked_for():
    with pytest.raises(UnknownName, match="stress_year"):
        computed_indicator("stress_replay", TRADE)


@pytest.mark.parametrize("came", ["nan", "inf", "abc", "99999999999999999999"])
def test_an_option_that_is_no_usable_number_is_refused(came):
    with pytest.raises(UnknownName, match="stress_year"):
        computed_indicator("stress_replay", TRADE, stress_year=came)
    with pytest.raises(UnknownName, match="dependent_above"):
        computed_indicator("dependence", TRADE, traditional="tradicional", dependent_above=came)


def test_options_come_as_text_from_the_command_line():
    result = computed_indicator("price_index", TRADE, from_year="2000", to_year="2001", formula="laspeyres")
    assert set(result.frame["formula"]) == {"laspeyres"}
    with pytest.raises(UnknownName, match="2011"):
        computed_indicator("price_index", TRADE, from_year="first", to_year="2001")
    with pytest.raises(UnknownName, match="fisher"):
        computed_indicator("price_index", TRADE, from_year="2000", to_year="2001", formula="best")


def test_an_option_that_is_a_table_comes_as_a_file_held_against_its_contract(tmp_path):
    file = tmp_path / "gdp.csv"
    GDP.write_csv(file)
    given = computed_indicator("expy", TRADE, gdp=file).frame
    assert given.equals(computed_indicator("expy", TRADE, gdp=GDP).frame)
    GDP.drop("value").write_csv(file)
    with pytest.raises(AyniError, match="value"):
        computed_indicator("expy", TRADE, gdp=str(file))


def test_price_and_volume_are_refused_on_values_alone():
    with pytest.raises(Refused):
        computed_indicator("price_index", TRADE.drop("quantity_kg"), from_year=2000, to_year=2001)


def test_the_location_quotient_of_a_small_table_worked_by_hand():
    # 2010: a makes 30 of x and 10 of y, b makes 60 of y; the nation 30 of x in 100.
    # LQ of x in a = (30 / 40) / (30 / 100) = 2.5; of y in a = (10 / 40) / (70 / 100) = 0.35714...
    frame = ayni.compute("location_quotient", ACTIVITY).frame.filter(pl.col("year") == 2010)
    found = {(row["place"], row["product"]): row["quotient"] for row in frame.iter_rows(named=True)}
    assert found["a", "x"] == pytest.approx(2.5)
    assert found["a", "y"] == pytest.approx(0.25 / 0.7)
    assert found["b", "x"] == 0


def test_the_notebook_view_tells_name_rows_and_source():
    view = computed_indicator("location_quotient", ACTIVITY)._repr_html_()
    assert "Florence (1939)" in view
    assert "<th class='n'>quotient</th>" in view
    assert "<script" not in view


def test_the_notebook_view_of_nothing_and_of_unknowns_still_shows():
    empty = computed_indicator("location_quotient", ACTIVITY.clear())
    assert "<table>" in empty._repr_html_()
    unknown = computed_indicator("location_quotient", ACTIVITY.with_columns(pl.lit(value=False).alias("complete")))
    assert "incomplete_year" in unknown._repr_html_()


def test_the_catalogue_is_told_to_people_and_to_programs():
    told = json.loads(json.dumps(catalogue_json(indicators())))
    assert {entry["name"] for entry in told} == {entry.id for entry in indicators()}
    assert all(set(entry["names"]) == set(LANGUAGES) for entry in told)
    for language in LANGUAGES:
        assert any(line.startswith("location_quotient") for line in catalogue_lines(indicators(), language))


def test_the_page_of_indicators_is_that_of_the_catalogue():
    written = (ROOT / "docs" / "indicators.md").read_text(encoding="utf-8")
    assert written == indicators_page(indicators()), "run ./ayni docs"


def test_options_of_every_entry_are_known():
    assert "measure" in indicator_options(indicator("location_quotient"))
    assert "index" not in indicator_options(indicator("rca"))
