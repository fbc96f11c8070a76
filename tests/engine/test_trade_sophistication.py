"""PRODY and EXPY of a table of trade, with GDP per head from a table of series."""

import pandas
import polars as pl
import pytest

from ayni.errors import Refused, UnknownName
from ayni.trade.sophistication import expy, prody

# Peru sells 3 and 1, Chile 1 and 3: PRODY 2000 and 4000, EXPY 2500 and 3500 (worked in test_measures_sophistication).
ROWS = [("PE", "a", 3), ("PE", "b", 1), ("CL", "a", 1), ("CL", "b", 3)]
INCOMES = {"PE": 1000, "CL": 5000}
# Sums of some thousand doubles.
CLOSE = 1e-10


def trade(rows=ROWS, year=2015, **columns):
    same = {"year": year, "source": "test", **columns}
    table = pl.DataFrame(rows, schema=["exporter", "product", "value_usd"], orient="row")
    constant = (pl.lit(value).alias(name) for name, value in same.items())
    return table.select(*constant, "exporter", "product", pl.col("value_usd").cast(float))


def gdp(incomes=INCOMES, period="2015", **columns):
    same = {"variable": "gdp_per_head", "period": period, "unit": "USD@2017", "source": "bank", **columns}
    return pl.DataFrame({"subject": list(incomes), "value": [float(value) for value in incomes.values()]}).with_columns(
        pl.lit(value).alias(name) for name, value in same.items()
    )


def by(table, key, column):
    return dict(table.select(key, column).iter_rows())


def test_a_case_by_hand():
    table = prody(trade(), gdp=gdp())
    assert by(table, "product", "prody") == {"a": 2000, "b": 4000}
    assert table.select("exporters", "covered_share", "value_usd").rows() == [(2, 1, 4), (2, 1, 4)]
    assert (table["unit"][0], table["source"][0], table["gdp_source"][0]) == ("USD@2017", "test", "bank")
    found = expy(trade(), gdp=gdp())
    assert by(found, "exporter", "expy") == {"CL": 3500, "PE": 2500}
    assert by(found, "exporter", "gdp") == {"CL": 5000, "PE": 1000}


def test_an_exporter_without_gdp_has_an_expy_and_no_weight():
    table = trade([*ROWS, ("BO", "a", 2), ("BO", "c", 2)])
    told = prody(table, gdp=gdp())
    assert by(told, "product", "prody") == {"a": 2000, "b": 4000, "c": None}
    assert by(told, "product", "reason")["c"] == "no_gdp"
    assert by(told, "product", "covered_share")["a"] == pytest.approx(4 / 6)
    # Half of what Bolivia sells has a PRODY: under nine tenths nothing is told.
    assert by(expy(table, gdp=gdp()), "exporter", "reason") == {"BO": "not_covered", "CL": None, "PE": None}
    loose = expy(table, gdp=gdp(), covered_min=0.5)
    assert (by(loose, "exporter", "expy")["BO"], by(loose, "exporter", "covered_share")["BO"]) == (2000, 0.5)


def test_an_exporter_whose_year_is_not_complete_stays_out():
    rows = pl.concat([trade(), trade([("BO", "a", 9)], complete=False)], how="diagonal").select(pl.all())
    incomes = gdp({**INCOMES, "BO": 90000})
    assert by(prody(rows, gdp=incomes), "product", "prody") == {"a": 2000, "b": 4000}
    found = expy(rows, gdp=incomes)
    assert by(found, "exporter", "expy") == {"BO": None, "CL": 3500, "PE": 2500}
    assert by(found, "exporter", "reason")["BO"] == "incomplete_year"


def test_without_two_incomes_there_is_no_world():
    assert set(prody(trade(), gdp=gdp({"PE": 1000}))["reason"]) == {"one_exporter"}
    assert set(expy(trade(), gdp=gdp({"PE": 1000}))["reason"]) == {"one_exporter"}


def test_who_or_what_sells_nothing_has_a_reason():
    table = trade([*ROWS, ("BO", "a", 0), ("PE", "c", 0)])
    assert by(expy(table, gdp=gdp()), "exporter", "reason")["BO"] == "no_exports"
    assert by(prody(table, gdp=gdp()), "product", "reason")["c"] == "no_exports"


def test_over_the_period_only_those_with_every_year_count():
    # Ecuador has no 2016: over the period PRODY of a is the mean of 2000 and of 2200, without it.
    rows = pl.concat([trade([*ROWS, ("EC", "a", 9)]), trade(year=2016)])
    incomes = pl.concat([gdp({**INCOMES, "EC": 9000}), gdp({"PE": 1200, "CL": 5200}, period="2016")])
    table = prody(rows, gdp=incomes, base="period")
    assert table.filter(product="a")["prody"].to_list() == [2100, 2100]
    assert prody(rows, gdp=incomes).filter(product="a")["prody"].to_list() != [2100, 2100]
    # Peru: 3/4 of 2100 and 1/4 of 4100.
    assert expy(rows, gdp=incomes, base="period").filter(exporter="PE")["expy"].to_list() == [2600, 2600]


def test_quarters_and_other_years_are_no_income_of_the_year():
    incomes = pl.concat([gdp(), gdp({"PE": 1}, period="2015-Q1"), gdp({"PE": 2}, period="2014")])
    assert by(prody(trade(), gdp=incomes), "product", "prody") == {"a": 2000, "b": 4000}


def test_the_variable_is_named_where_there_are_several():
    both = pl.concat([gdp(), gdp(variable="population", unit="persons")])
    with pytest.raises(UnknownName, match="population"):
        prody(trade(), gdp=both)
    with pytest.raises(UnknownName, match="gdp_per_head"):
        prody(trade(), gdp=both, variable="gni")
    assert by(prody(trade(), gdp=both, variable="gdp_per_head"), "product", "prody") == {"a": 2000, "b": 4000}


@pytest.mark.parametrize(
    ("incomes", "names"),
    [
        (pl.concat([gdp(), gdp({"PE": 1100}, source="fund")]), "PE"),
        (pl.concat([gdp(), gdp({"BO": 1100}, unit="PEN")]), "PEN"),
        (gdp({**INCOMES, "BO": 0}), "BO"),
    ],
)
def test_incomes_that_cannot_be_used_are_refused_with_what_to_do(incomes, names):
    with pytest.raises(Refused) as caught:
        expy(trade(), gdp=incomes)
    assert all(names in caught.value.text(language) for language in ("es", "en", "pt"))


def test_a_share_out_of_range_is_refused():
    with pytest.raises(Refused, match="covered_min"):
        expy(trade(), gdp=gdp(), covered_min=0)


def test_empty_tables_have_neither():
    assert prody(trade().clear(), gdp=gdp()).is_empty()
    assert expy(trade().clear(), gdp=gdp()).is_empty()
    assert set(prody(trade(), gdp=gdp().clear(), variable=None)["reason"]) == {"one_exporter"}


def test_pandas_gives_the_same_on_the_world_of_2017(data):
    # exports_hs4_2017.parquet and gdp_population.parquet of the development data, read here and nowhere kept.
    exports = pandas.read_parquet(data / "world" / "exports_hs4_2017.parquet")
    people = pandas.read_parquet(data / "world" / "gdp_population.parquet").query("year == 2017")
    income = (people.set_index("iso3")["gdp_usd"] / people.set_index("iso3")["population"]).dropna()
    wide = exports.pivot_table(index="iso3", columns="hs4", values="value_usd", aggfunc="sum", fill_value=0)
    shares = wide.div(wide.sum(axis=1), axis=0)
    known = shares.loc[shares.index.intersection(income.index)]
    expected_prody = known.mul(income.loc[known.index], axis=0).sum() / known.sum()
    expected_expy = (shares * expected_prody).sum(axis=1)

    table = pl.DataFrame(exports).rename({"iso3": "exporter", "hs4": "product"}).with_columns(source=pl.lit("world"))
    incomes = gdp(income.to_dict(), period="2017")
    found = by(prody(table, gdp=incomes), "product", "prody")
    assert len(found) == len(expected_prody)
    assert found == pytest.approx(expected_prody.to_dict(), rel=CLOSE)
    rows = expy(table, gdp=incomes).filter(pl.col("covered_share") == 1)
    assert rows.height > 200
    expected = expected_expy.loc[rows["exporter"].to_list()].to_dict()
    assert by(rows, "exporter", "expy") == pytest.approx(expected, rel=CLOSE)
