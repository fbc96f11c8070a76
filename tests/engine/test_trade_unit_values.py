"""Unit values against rivals in a market, with the share that was gained or lost."""

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ayni.errors import Refused
from ayni.trade.unit_values import unit_values

# Quinoa in the United States.  2000: 30 for 10 kg, 40 for 20, 60 for 20; 2001: 80 for 20, 40 for 20, 40 for 20.
ROWS = [
    (2000, "US", "PE", 30, 10),
    (2000, "US", "BO", 40, 20),
    (2000, "US", "EC", 60, 20),
    (2001, "US", "PE", 80, 20),
    (2001, "US", "BO", 40, 20),
    (2001, "US", "EC", 40, 20),
]
COLUMNS = ["year", "importer", "exporter", "value_usd", "quantity_kg"]


def trade(rows=ROWS, **columns):
    table = pl.DataFrame(rows, schema=COLUMNS, orient="row").with_columns(
        pl.col("value_usd", "quantity_kg").cast(pl.Float64)
    )
    same = {"product": "quinoa", "source": "test", **columns}
    return table.with_columns(pl.lit(value).alias(name) for name, value in same.items())


def cell(table, exporter, year=2001, **where):
    rows = table.filter(exporter=exporter, year=year, **where)
    assert rows.height == 1
    return rows.row(0, named=True)


def replaced(exporter, year, value, quantity, rows=ROWS):
    kept = [row for row in rows if not (row[2] == exporter and row[0] == year)]
    return [*kept, (year, "US", exporter, value, quantity)]


def test_a_case_by_hand():
    table = unit_values(trade())
    # Peru's 3 against (40 x 2 + 60 x 3) / 100 = 2.6, then 4 against 2; its share 30 / 130, then 80 / 160.
    before, peru = cell(table, "PE", 2000), cell(table, "PE")
    assert (before["unit_value_usd_kg"], before["rivals_usd_kg"]) == pytest.approx((3, 2.6))
    assert (before["position"], before["quantile"], before["rivals"]) == ("high", 0.75, 2)
    assert peru["relative_unit_value"] == pytest.approx(2)
    assert peru["relative_change"] == pytest.approx(2 / (3 / 2.6) - 1)
    assert peru["share_change"] == pytest.approx(80 / 160 - 30 / 130)
    assert (peru["earlier_year"], peru["quadrant"], peru["change_reason"]) == (2000, "dearer_gained", None)
    assert cell(table, "BO")["quadrant"] == "cheaper_lost"
    assert before["change_reason"] == "missing_year"


def test_the_other_two_quadrants():
    # Peru asks 4 and loses, Ecuador asks 1 and gains.
    rows = replaced("EC", 2001, 90, 90, replaced("PE", 2001, 20, 5))
    table = unit_values(trade(rows))
    assert (cell(table, "PE")["quadrant"], cell(table, "EC")["quadrant"]) == ("dearer_lost", "cheaper_gained")


def test_a_weight_that_is_not_there_is_a_reason_and_changes_the_rivals():
    table = unit_values(trade(replaced("EC", 2001, 40, None)))
    ecuador = cell(table, "EC")
    assert (ecuador["unit_value_usd_kg"], ecuador["position"], ecuador["reason"]) == (None, None, "no_quantity")
    assert (ecuador["market_share"], ecuador["weighed_share"], ecuador["change_reason"]) == (0.25, 0, "no_quantity")
    assert cell(table, "PE")["rivals"] == 1


def test_a_weight_of_zero_and_a_value_of_zero_have_their_reasons():
    assert cell(unit_values(trade(replaced("EC", 2001, 40, 0))), "EC")["reason"] == "zero_quantity"
    assert cell(unit_values(trade(replaced("EC", 2001, 0, 0))), "EC")["reason"] == "no_exports"


def test_what_is_weighed_in_part_counts_from_the_share_asked_for():
    months = [(2001, "US", "PE", 80, 20, 1), (2001, "US", "PE", 20, None, 2), (2001, "US", "BO", 40, 20, 1)]
    table = pl.DataFrame(months, schema=[*COLUMNS, "month"], orient="row").with_columns(
        pl.col("value_usd", "quantity_kg").cast(pl.Float64), product=pl.lit("quinoa"), source=pl.lit("test")
    )
    whole = table.with_columns(complete=pl.lit(value=True)).drop("month").with_columns(vintage=pl.lit("v"))
    strict = cell(unit_values(whole), "PE")
    assert (strict["reason"], strict["weighed_share"], strict["unit_value_usd_kg"]) == ("partly_weighed", 0.8, None)
    # What was weighed is 80 for 20; the 20 without a weight have no price, and a part in the share of the market.
    loose = cell(unit_values(whole, weighed_min=0.8), "PE")
    assert (loose["unit_value_usd_kg"], loose["market_share"]) == (4, pytest.approx(100 / 140))


def test_an_exporter_whose_year_is_not_complete_stays_out_of_the_market():
    said = trade().with_columns(complete=(pl.col("exporter") != "EC") | (pl.col("year") != 2001))
    table = unit_values(said)
    ecuador = cell(table, "EC")
    assert (ecuador["reason"], ecuador["market_share"], ecuador["relative_unit_value"]) == (
        "incomplete_year",
        None,
        None,
    )
    assert cell(table, "PE")["market_share"] == pytest.approx(80 / 120)
    assert cell(table, "PE")["rivals"] == 1


def test_alone_in_its_market_is_a_reason():
    table = unit_values(trade([*ROWS, (2001, "CL", "PE", 10, 5)]))
    alone = cell(table, "PE", importer="CL")
    assert (alone["unit_value_usd_kg"], alone["relative_unit_value"], alone["reason"]) == (2, None, "no_rivals")
    assert alone["market_share"] == 1


def test_who_did_not_sell_before_gained_its_whole_share():
    rows = [row for row in ROWS if not (row[0] == 2000 and row[2] == "PE")]
    late = cell(unit_values(trade([*rows, (2000, "CL", "PE", 1, 1)])), "PE", importer="US")
    assert (late["share_change"], late["quadrant"], late["change_reason"]) == (0.5, None, "not_sold")
    # Without any row in 2000, what Peru sold that year is not known.
    silent = cell(unit_values(trade(rows)), "PE")
    assert (silent["share_change"], silent["change_reason"]) == (None, "missing_year")


def test_a_price_that_rises_with_that_of_the_rivals_does_not_move():
    doubled = [(year + 1, market, who, value * 2, weight) for year, market, who, value, weight in ROWS if year == 2000]
    still = cell(unit_values(trade([*ROWS[:3], *doubled])), "PE")
    assert (still["relative_change"], still["quadrant"], still["change_reason"]) == (
        pytest.approx(0),
        None,
        "unchanged",
    )


def test_changes_are_told_from_the_year_asked_for():
    later = [(year + 4 if year == 2001 else year, *rest) for year, *rest in ROWS]
    table = unit_values(trade(later), years_before=5)
    assert (cell(table, "PE", 2005)["earlier_year"], cell(table, "PE", 2005)["quadrant"]) == (2000, "dearer_gained")


def test_the_world_is_one_market_when_it_is_asked_for():
    table = unit_values(trade([*ROWS, (2001, "CL", "PE", 20, 5)]), market="world")
    peru = cell(table, "PE")
    assert (peru["importer"], peru["value_usd"], peru["unit_value_usd_kg"]) == (None, 100, 4)
    assert unit_values(trade().drop("importer"))["importer"].null_count() == 6


def test_what_is_told_of_all_destinations_together_is_in_no_market():
    table = unit_values(trade([*ROWS, (2001, None, "PE", 80, 20)]))
    assert table["importer"].null_count() == 0
    assert cell(table, "PE")["market_share"] == 0.5


def test_an_exporter_of_which_no_destination_is_known_is_refused_and_not_left_out():
    with pytest.raises(Refused) as caught:
        unit_values(trade([*ROWS, (2001, None, "CL", 80, 20)]))
    assert all("CL" in caught.value.text(language) for language in ("es", "en", "pt"))
    assert cell(unit_values(trade([*ROWS, (2001, None, "CL", 80, 20)]), market="world"), "CL")["rivals"] == 3


def test_a_column_of_importers_without_any_is_as_none():
    empty = trade().with_columns(importer=pl.lit(None, pl.String))
    assert unit_values(empty).equals(unit_values(trade(), market="world"))
    with pytest.raises(Refused, match="importer"):
        unit_values(empty, market="importer")


def test_sources_are_no_rivals_of_each_other():
    other = unit_values(pl.concat([trade(), trade(ROWS[3:5], source="other")]))
    assert cell(other, "PE", source="other")["rivals"] == 1
    assert cell(other, "PE", source="test")["rivals"] == 2


@pytest.mark.parametrize(
    ("table", "options", "names"),
    [
        (trade().drop("quantity_kg"), {}, "quantity_kg"),
        (trade().drop("importer"), {"market": "importer"}, "importer"),
        (trade(ROWS[:1]), {}, "PE"),
        (trade(), {"threshold": 0}, "threshold"),
        (trade(), {"threshold": 1.2, "bounds": "symmetric"}, "threshold"),
        (trade(), {"weighed_min": 0}, "weighed_min"),
        (trade(), {"years_before": 0}, "years_before"),
    ],
)
def test_what_cannot_be_compared_is_refused_with_what_to_do(table, options, names):
    with pytest.raises(Refused) as caught:
        unit_values(table, **options)
    assert all(names in caught.value.text(language) for language in ("es", "en", "pt"))


def test_a_table_of_duckdb_is_told_as_one_of_polars():
    quinoa = trade()
    assert unit_values(duckdb.sql("select * from quinoa")).equals(unit_values(quinoa))


def test_an_empty_table_has_no_unit_values():
    assert unit_values(trade().clear()).is_empty()


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([2000, 2001]),
            st.sampled_from(["US", "CL"]),
            st.sampled_from("ABC"),
            st.integers(0, 10**6),
            st.sampled_from([None, 0, 5, 1000]),
        ),
        max_size=12,
        unique_by=lambda row: row[:3],
    )
)
def test_shares_of_a_market_add_up_to_one_and_gains_to_losses(rows):
    anchors = [(year, "US", who, 7, 2) for year in (2000, 2001) for who in "YZ"]
    table = unit_values(trade([*rows, *anchors]))
    sums = (
        table.filter(pl.col("market_share").is_not_null())
        .group_by("year", "importer")
        .agg(pl.col("market_share").sum())
    )
    assert sums["market_share"].to_list() == pytest.approx([1] * sums.height)
    assert table.equals(unit_values(trade([*anchors, *reversed(rows)])))
    no_figure = table.filter(pl.col("relative_unit_value").is_null())
    assert no_figure["reason"].null_count() == 0
    assert table.filter(pl.col("quadrant").is_null())["change_reason"].null_count() == 0
