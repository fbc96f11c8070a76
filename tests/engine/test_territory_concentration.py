"""Locational Gini of an activity table."""

import planted
import polars as pl
import pytest

from ayni.territory.concentration import SCHEMA, locational_gini


def test_a_case_by_hand():
    # Two places of equal size, 10 each.  Garlic lies in one: shares 1 and 0 over halves, G = 1/2.
    names = ["year", "place", "product", "value"]
    rows = [(2011, "04", "ajo", 4.0), (2011, "04", "papa", 6.0), (2011, "21", "papa", 10.0)]
    found = locational_gini(pl.DataFrame(rows, schema=names, orient="row"))
    assert found["product"].to_list() == ["ajo", "papa"]
    # Potatoes: 6/16 and 10/16 over halves: 1 - (3/8)/2 - (3/8 + 1)/2 = 1/8.
    assert found["gini"].to_list() == pytest.approx([1 / 2, 1 / 8])
    assert found["places"].to_list() == [2, 2]
    assert found.columns == list(SCHEMA)


def test_a_planted_concentration_stands_out():
    table = planted.activity(planted={"crop c": ("00", "01")})
    found = locational_gini(table).filter(pl.col("year") == 2011).sort("gini", descending=True)
    assert found["product"][0] == "crop c"
    assert found["gini"][0] > 2 * found["gini"][1]


def test_each_year_and_source_has_its_own():
    both = pl.concat([planted.activity().with_columns(source=pl.lit(name)) for name in ("one", "other")])
    assert locational_gini(both).height == 2 * len(planted.YEARS) * len(planted.PRODUCTS)


def test_what_has_no_price_or_no_complete_year_or_nothing_made_says_so():
    table = planted.activity().with_columns(
        value=pl.when(pl.col("product") == "crop a")
        .then(None)
        .when(pl.col("product") == "crop c")
        .then(0.0)
        .otherwise("value"),
        complete=pl.col("product") != "crop b",
    )
    found = locational_gini(table).filter(pl.col("year") == 2011)
    reasons = dict(found.select("product", "reason").iter_rows())
    assert [reasons[f"crop {letter}"] for letter in "abcd"] == ["no_price", "incomplete_year", "no_activity", None]
    assert found.filter(pl.col("reason").is_not_null())["gini"].null_count() == 3


def test_the_scale_is_an_option():
    table = planted.activity(planted={"crop c": ("00",)})
    plain, krugman = (locational_gini(table, scale=scale)["gini"] for scale in ("gini", "krugman"))
    assert (plain / 2).to_list() == pytest.approx(krugman.to_list())


def test_an_empty_table_gives_an_empty_table():
    assert locational_gini(planted.activity().clear()).schema == SCHEMA
