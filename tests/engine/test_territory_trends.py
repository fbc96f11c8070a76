"""Trends of specialisation."""

import planted
import polars as pl
import pymannkendall
import pytest
from scipy import stats

from ayni.territory.quotients import location_quotients
from ayni.territory.trends import SCHEMA, activity_trends, specialisation_trends

NAMES = ["year", "place", "product", "quantity", "value"]


def trends(rows, base_year=None, names=NAMES, **columns):
    table = pl.DataFrame(rows, schema=names, orient="row").with_columns(**columns)
    return specialisation_trends(location_quotients(table), base_year=base_year)


def pair(found, place, product):
    return found.filter((pl.col("place") == place) & (pl.col("product") == product)).row(0, named=True)


def shares(values, years=(2001, 2002, 2003, 2005), valued=(2001, 2002, 2003, 2005)):
    rows = []
    for year, share in zip(years, values, strict=True):
        for place, tonnes in (("04", 100 * share), ("21", 100 - 100 * share)):
            rows.append((year, place, "ajo", tonnes, 2 * tonnes if year in valued else None))
    return rows


def test_a_case_by_hand():
    # Shares 10, 20, 30, 60 of 100 in 2001, 2002, 2003, 2005: slopes 10, 10, 12.5, 10, 13.3, 15; median 11.25 points.
    found = pair(trends(shares([0.1, 0.2, 0.3, 0.6])), "04", "ajo")
    assert found["slope"] == pytest.approx(0.1125)
    assert (found["years"], found["first_year"], found["last_year"]) == (4, 2001, 2005)
    assert (found["first_share"], found["last_share"]) == pytest.approx((0.1, 0.6))
    assert (found["measure"], found["basis"], found["reason"]) == ("value", "production", None)


def test_scipy_and_pymannkendall_agree_on_a_nation():
    found = activity_trends(planted.activity(seed=5))
    quotients = location_quotients(planted.activity(seed=5)).sort("year")
    for place, product in (("00", "crop a"), ("34", "crop h")):
        series = quotients.filter((pl.col("place") == place) & (pl.col("product") == product))
        row = pair(found, place, product)
        years, values = series["year"].to_numpy(), series["share_of_nation"].to_numpy()
        assert row["slope"] == pytest.approx(stats.theilslopes(values, years).slope)
        assert row["p_value"] == pytest.approx(pymannkendall.original_test(values).p)


def test_a_place_without_a_row_where_the_product_is_reported_counts_as_zero():
    rows = [row for row in shares([0.1, 0.2, 0.3, 0.6]) if row[:2] != (2001, "04")]
    found = pair(trends(rows), "04", "ajo")
    assert (found["years"], found["first_share"]) == (4, 0.0)


def test_an_incomplete_year_is_a_gap():
    found = trends(shares([0.1, 0.2, 0.3, 0.6]), complete=pl.col("year") != 2005)
    assert (pair(found, "04", "ajo")["years"], pair(found, "04", "ajo")["last_year"]) == (3, 2003)


def test_a_year_in_which_a_product_is_not_reported_is_a_gap():
    rows = [row for row in shares([0.1, 0.2, 0.3, 0.6]) if row[0] != 2003]
    rows += [(2003, "04", "papa", 1.0, 1.0)]
    assert pair(trends(rows), "04", "ajo")["years"] == 3


def test_a_product_with_a_value_in_the_base_year_is_followed_in_value_over_the_years_that_have_one():
    rows = shares([0.1, 0.2, 0.3, 0.6], valued=(2001, 2003, 2005))
    found = pair(trends(rows, base_year=2005), "04", "ajo")
    assert (found["measure"], found["years"]) == ("value", 3)


def test_a_product_without_a_value_in_the_base_year_is_followed_in_quantity_over_all_years():
    rows = shares([0.1, 0.2, 0.3, 0.6], valued=(2001, 2003))
    found = pair(trends(rows, base_year=2005), "04", "ajo")
    assert (found["measure"], found["years"], found["slope"]) == ("quantity", 4, pytest.approx(0.1125))


def test_without_a_base_year_the_latest_with_values_decides():
    rows = shares([0.1, 0.2, 0.3, 0.6], valued=(2001, 2003))
    assert pair(trends(rows), "04", "ajo")["measure"] == "value"


def test_a_table_of_quantities_is_followed_in_quantity():
    rows = [row[:4] for row in shares([0.1, 0.2, 0.3, 0.6])]
    found = pair(trends(rows, base_year=2005, names=NAMES[:4]), "04", "ajo")
    assert (found["measure"], found["slope"]) == ("quantity", pytest.approx(0.1125))


def test_a_table_of_values_alone_is_followed_in_value_even_when_the_base_year_lacks_the_product():
    rows = [(*row[:3], row[4]) for row in shares([0.1, 0.2, 0.3, 0.6])] + [(2006, "04", "papa", 1.0)]
    found = trends(rows, base_year=2006, names=["year", "place", "product", "value"])
    assert (pair(found, "04", "ajo")["measure"], pair(found, "04", "ajo")["years"]) == ("value", 4)


def test_under_three_years_there_is_a_row_with_the_reason():
    found = pair(trends(shares([0.1, 0.2, 0.3, 0.6])[:4]), "04", "ajo")
    assert (found["slope"], found["p_value"], found["years"], found["reason"]) == (None, None, 2, "too_few_years")


def test_a_pair_that_never_occurs_has_no_row():
    rows = [*shares([0.1, 0.2, 0.3, 0.6]), (2001, "17", "papa", 5.0, 5.0)]
    found = trends(rows)
    assert found.filter((pl.col("place") == "17") & (pl.col("product") == "ajo")).is_empty()


def test_a_series_runs_across_sources_that_share_no_year():
    rows = shares([0.1, 0.2, 0.3, 0.6])
    found = trends(rows, source=pl.when(pl.col("year") < 2003).then(pl.lit("old")).otherwise(pl.lit("new")))
    assert found.height == 2
    assert (pair(found, "04", "ajo")["years"], pair(found, "04", "ajo")["source"]) == (4, "new; old")


def test_sources_that_share_a_year_are_followed_apart():
    one, other = (
        pl.DataFrame(shares([0.1, 0.2, 0.3, 0.6]), schema=NAMES, orient="row").with_columns(source=pl.lit(name))
        for name in ("one", "other")
    )
    both = pl.concat([one, other.filter(pl.col("year") > 2001)])
    found = specialisation_trends(location_quotients(both)).filter(pl.col("place") == "04").sort("source")
    assert found.select("source", "years").rows() == [("one", 4), ("other", 3)]


def test_an_empty_table_gives_an_empty_table():
    assert activity_trends(planted.activity().clear()).schema == SCHEMA


def test_vintages_that_share_a_year_are_followed_apart_and_named():
    one, other = (
        pl.DataFrame(shares(values), schema=NAMES, orient="row").with_columns(vintage=pl.lit(name))
        for name, values in (("2011-01", [0.1, 0.2, 0.3, 0.6]), ("2012-01", [0.4, 0.3, 0.2, 0.1]))
    )
    found = specialisation_trends(location_quotients(pl.concat([one, other]))).filter(pl.col("place") == "04")
    assert found.select("vintage", "first_share").rows() == [("2011-01", 0.1), ("2012-01", 0.4)]
