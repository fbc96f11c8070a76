"""Location quotients of an activity table."""

import duckdb
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayni.errors import Refused
from ayni.territory.quotients import SCHEMA, location_quotients

# Quotients are a few products of doubles.
CLOSE = 1e-12


def table(rows, names=("year", "place", "product", "value")):
    return pl.DataFrame(rows, schema=list(names), orient="row")


def cell(quotients, place, product, **other):
    conditions = {"place": place, "product": product, **other}
    return quotients.filter(*(pl.col(name) == value for name, value in conditions.items())).row(0, named=True)


BY_HAND = [(2011, "04", "ajo", 30.0), (2011, "04", "papa", 10.0), (2011, "21", "ajo", 10.0), (2011, "21", "papa", 50.0)]


def test_a_case_by_hand():
    # Garlic is 30 of Arequipa's 40 and 40 of the nation's 100: (30/40) / (40/100) = 1.875; 30 of the nation's 40.
    found = cell(location_quotients(table(BY_HAND)), "04", "ajo")
    assert found["quotient"] == pytest.approx(1.875)
    assert (found["share_of_place"], found["share_of_nation"]) == pytest.approx((0.75, 0.75))
    assert (found["measure"], found["reason"], found["value"]) == ("value", None, 30.0)


def test_every_place_and_product_of_the_year_has_a_row_zeros_included():
    quotients = location_quotients(table([*BY_HAND, (2011, "11", "papa", 5.0)]))
    assert quotients.height == 6
    found = cell(quotients, "11", "ajo")
    assert (found["value"], found["quotient"], found["share_of_nation"], found["reason"]) == (0.0, 0.0, 0.0, None)


def test_the_table_is_sorted_by_key_and_has_its_columns():
    quotients = location_quotients(table(BY_HAND[::-1]))
    assert quotients.columns == list(SCHEMA)
    assert quotients.select("place", "product").rows() == sorted(quotients.select("place", "product").rows())


def test_a_product_without_price_has_its_share_of_tonnes_and_no_quotient():
    names = ("year", "place", "product", "quantity", "value")
    rows = [
        (2011, "04", "ajo", 3.0, 30.0),
        (2011, "21", "ajo", 1.0, 10.0),
        (2011, "21", "quinua", 75.0, None),
        (2011, "08", "quinua", 25.0, None),
    ]
    found = cell(location_quotients(table(rows, names)), "21", "quinua")
    assert found["share_of_nation"] == pytest.approx(0.75)
    assert (found["measure"], found["reason"]) == ("quantity", "no_price")
    assert (found["value"], found["quotient"], found["share_of_place"]) == (None, None, None)


def test_a_product_without_price_stays_out_of_every_denominator():
    names = ("year", "place", "product", "quantity", "value")
    priced = [(*row[:3], row[3], row[3]) for row in BY_HAND]
    more = [(2011, "04", "quinua", 9000.0, None)]
    assert cell(location_quotients(table(priced + more, names)), "04", "ajo")["quotient"] == pytest.approx(1.875)


def test_a_priced_product_without_a_value_in_one_place_is_unknown_there_alone():
    names = ("year", "place", "product", "quantity", "value")
    rows = [(*row[:3], row[3], row[3]) for row in BY_HAND]
    rows[3] = (2011, "21", "papa", 50.0, None)
    quotients = location_quotients(table(rows, names))
    found = cell(quotients, "21", "papa")
    assert (found["measure"], found["reason"], found["share_of_nation"]) == ("value", "no_price", None)
    assert cell(quotients, "04", "papa")["share_of_nation"] == pytest.approx(1.0)


def test_nothing_made_is_worth_nothing_priced_or_not():
    names = ("year", "place", "product", "quantity", "value")
    rows = [(*row[:3], row[3], row[3]) for row in BY_HAND]
    rows[2] = (2011, "21", "ajo", 0.0, None)
    found = cell(location_quotients(table(rows, names)), "21", "ajo")
    assert (found["value"], found["quotient"], found["reason"]) == (0.0, 0.0, None)


def test_an_incomplete_product_has_no_share_and_stays_out_of_every_denominator():
    names = ("year", "place", "product", "value", "complete")
    rows = [(*row, True) for row in BY_HAND] + [(2011, "04", "trigo", 70.0, False), (2011, "21", "trigo", 1.0, True)]
    quotients = location_quotients(table(rows, names))
    for place in ("04", "21"):
        found = cell(quotients, place, "trigo")
        assert (found["reason"], found["share_of_nation"], found["quotient"]) == ("incomplete_year", None, None)
    assert cell(quotients, "04", "trigo")["value"] == 70.0
    assert cell(quotients, "04", "ajo")["quotient"] == pytest.approx(1.875)


def monthly(months):
    rows = [(2011, month, *row[1:3], row[3] / 12) for row in BY_HAND for month in months]
    return table(rows, ("year", "month", "place", "product", "value"))


def test_months_are_summed():
    found = cell(location_quotients(monthly(range(1, 13))), "04", "ajo")
    assert found["value"] == pytest.approx(30.0)
    assert found["quotient"] == pytest.approx(1.875)


def test_a_year_that_lacks_a_month_is_incomplete():
    quotients = location_quotients(monthly(range(1, 12)))
    assert set(quotients["reason"]) == {"incomplete_year"}


def test_a_crop_may_lack_months_in_a_year_that_has_all_twelve():
    rows = [(2011, month, "04", "papa", 1.0) for month in range(1, 13)] + [(2011, 5, "04", "ajo", 6.0)]
    quotients = location_quotients(table(rows, ("year", "month", "place", "product", "value")))
    assert cell(quotients, "04", "ajo")["share_of_place"] == pytest.approx(1 / 3)


def test_complete_goes_before_the_count_of_months():
    quotients = location_quotients(monthly(range(1, 12)).with_columns(complete=True))
    assert quotients["reason"].null_count() == quotients.height


@pytest.mark.parametrize("name", ["source", "vintage", "basis"])
def test_two_sources_vintages_or_bases_of_a_year_are_never_mixed(name):
    both = pl.concat([table(BY_HAND).with_columns(pl.lit(each).alias(name)) for each in ("one", "other")])
    doubled = both.with_columns(value=pl.when(pl.col(name) == "other").then(pl.col("value") * 7).otherwise("value"))
    quotients = location_quotients(doubled)
    assert quotients.height == 8
    assert cell(quotients, "04", "ajo", **{name: "one"})["value"] == 30.0
    assert cell(quotients, "04", "ajo", **{name: "other"})["quotient"] == pytest.approx(1.875)


def test_a_table_without_values_is_measured_in_quantity():
    quotients = location_quotients(table(BY_HAND, ("year", "place", "product", "quantity")))
    found = cell(quotients, "04", "ajo")
    assert (found["measure"], found["value"], found["reason"]) == ("quantity", None, None)
    assert found["quotient"] == pytest.approx(1.875)


def test_the_measure_can_be_chosen():
    names = ("year", "place", "product", "quantity", "value")
    rows = [(*row[:3], row[3], 1.0) for row in BY_HAND]
    assert cell(location_quotients(table(rows, names)), "04", "ajo")["quotient"] == pytest.approx(1.0)
    found = cell(location_quotients(table(rows, names), measure="quantity"), "04", "ajo")
    assert (found["measure"], found["quotient"]) == ("quantity", pytest.approx(1.875))


@pytest.mark.parametrize(("there", "asked"), [("quantity", "value"), ("value", "quantity")])
def test_a_measure_that_is_not_in_the_table_is_refused(there, asked):
    with pytest.raises(Refused) as mistake:
        location_quotients(table(BY_HAND, ("year", "place", "product", there)), measure=asked)
    for language in ("es", "en", "pt"):
        assert f"{asked}_unit" in mistake.value.text(language)


def test_a_place_or_product_without_activity_says_so():
    rows = [*BY_HAND, (2011, "17", "ajo", 0.0), (2011, "04", "soya", 0.0)]
    quotients = location_quotients(table(rows))
    assert cell(quotients, "17", "ajo")["reason"] == "no_activity"
    assert cell(quotients, "17", "ajo")["share_of_nation"] == 0.0
    assert cell(quotients, "04", "soya")["reason"] == "no_activity"


def test_years_are_apart():
    rows = BY_HAND + [(2012, place, product, value * 3) for _, place, product, value in BY_HAND[:3]]
    quotients = location_quotients(table(rows))
    assert cell(quotients, "04", "ajo", year=2011)["quotient"] == pytest.approx(1.875)
    assert cell(quotients, "04", "ajo", year=2012)["quotient"] == pytest.approx((30 / 40) / (40 / 50))


def test_an_empty_table_gives_an_empty_table():
    empty = table(BY_HAND).clear()
    assert location_quotients(empty).schema == SCHEMA
    assert location_quotients(empty, measure="quantity").is_empty()


def test_another_engine_gives_the_same():
    rows = table(BY_HAND)
    there = duckdb.sql("select * from rows order by place desc")
    assert location_quotients(there).equals(location_quotients(rows))


@given(st.permutations(BY_HAND), st.floats(1e-3, 1e3))
def test_neither_the_order_of_rows_nor_the_unit_matters(rows, scale):
    other = location_quotients(table(rows).with_columns(pl.col("value") * scale))
    first = location_quotients(table(BY_HAND))
    for name in ("quotient", "share_of_place", "share_of_nation"):
        assert other[name].to_list() == pytest.approx(first[name].to_list(), abs=CLOSE)


def test_years_given_whole_stand_beside_years_given_by_months():
    monthly = [(2011, month, place, 1.0) for month in range(1, 13) for place in ("04", "21")]
    rows = [(2010, None, "04", 12.0), (2010, None, "21", 12.0), *monthly]
    quotients = location_quotients(table(rows, ("year", "month", "place", "value")).with_columns(product=pl.lit("ajo")))
    assert quotients["reason"].to_list() == [None] * 4
    assert quotients["share_of_nation"].to_list() == [0.5] * 4


def test_months_and_their_year_are_not_added():
    rows = [(2011, None, "04", 12.0), *((2011, month, "04", 1.0) for month in range(1, 13))]
    with pytest.raises(Refused) as mistake:
        location_quotients(table(rows, ("year", "month", "place", "value")).with_columns(product=pl.lit("ajo")))
    assert "2011" in mistake.value.text("en")
