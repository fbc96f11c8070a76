"""Revealed comparative advantage of exporters."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from trade_facts import trade

from ayni.errors import Refused
from ayni.trade.advantage import revealed_advantage

# Exports 3, 1 and 1, 3 of 8: RCA 3/2 and 1/2.
ROWS = [("PE", "a", 3), ("PE", "b", 1), ("CL", "a", 1), ("CL", "b", 3)]


def exports(rows=ROWS, **columns):
    tables = [trade([(2015, product, value)], exporter=exporter, **columns) for exporter, product, value in rows]
    return pl.concat(tables, how="diagonal")


def cell(table, exporter, product):
    return table.row(by_predicate=(pl.col("exporter") == exporter) & (pl.col("product") == product), named=True)


@pytest.mark.parametrize(
    ("index", "more", "less"),
    [
        ("balassa", 3 / 2, 1 / 2),
        ("symmetric", 1 / 5, -1 / 3),
        ("normalised", 1 / 8, -1 / 8),
        ("additive", 1 / 4, -1 / 4),
    ],
)
def test_a_case_by_hand(index, more, less):
    table = revealed_advantage(exports(), index=index)
    first, other = cell(table, "PE", "a"), cell(table, "PE", "b")
    assert (first["advantage"], other["advantage"]) == pytest.approx((more, less))
    assert (first["present"], other["present"]) == (True, False)
    assert (first["share_of_exporter"], first["share_of_world"]) == (0.75, 0.75)
    assert table["index"].unique().to_list() == [index]


def test_what_an_exporter_does_not_sell_is_zero():
    table = revealed_advantage(exports([*ROWS, ("BO", "a", 2)]))
    assert table.height == 6
    assert cell(table, "BO", "b")["value_usd"] == 0
    assert cell(table, "BO", "b")["advantage"] == 0


def test_who_sells_nothing_has_a_reason():
    table = revealed_advantage(exports([*ROWS, ("BO", "a", 0), ("BO", "b", 0), ("PE", "c", 0)]))
    assert cell(table, "BO", "a")["reason"] == "no_exports"
    assert cell(table, "PE", "c")["reason"] == "no_exports"
    assert cell(table, "PE", "a")["advantage"] == pytest.approx(1.5)
    nothing = revealed_advantage(exports([("PE", "a", 0), ("CL", "a", 0)]))
    assert nothing["reason"].to_list() == ["no_exports"] * 2


def test_an_exporter_whose_year_is_not_complete_stays_out_of_the_world():
    table = pl.concat([exports(), exports([("BO", "a", 9)], complete=False)], how="diagonal")
    found = revealed_advantage(table)
    assert cell(found, "BO", "a")["reason"] == "incomplete_year"
    assert cell(found, "BO", "a")["advantage"] is None
    assert cell(found, "PE", "a")["advantage"] == pytest.approx(1.5)


def test_a_total_is_no_product():
    table = exports([*ROWS, ("PE", "total", 4), ("CL", "total", 4)])
    assert revealed_advantage(table)["product"].unique().sort().to_list() == ["a", "b"]


def test_one_exporter_alone_is_refused():
    with pytest.raises(Refused) as caught:
        revealed_advantage(exports(ROWS[:2]))
    assert "PE" in caught.value.text("es")


def test_an_empty_table_has_no_advantages():
    assert revealed_advantage(exports().clear()).is_empty()


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("ABC"), st.sampled_from("xyz"), st.integers(1, 10**6)),
        min_size=1,
        max_size=9,
        unique_by=lambda row: row[:2],
    ),
    st.integers(2, 50),
)
def test_the_unit_and_the_order_of_rows_do_not_matter(rows, factor):
    rows = [*rows, ("Z", "x", 5)]
    first = revealed_advantage(exports(rows))
    other = revealed_advantage(exports([(c, p, value * factor) for c, p, value in reversed(rows)]))
    assert other["advantage"].to_list() == pytest.approx(first["advantage"].to_list(), rel=1e-9)
    assert first.equals(first.sort("year", "source", "vintage", "exporter", "product"))


@pytest.mark.parametrize("index", ["balassa", "symmetric", "normalised", "additive"])
def test_a_quotient_of_one_is_an_advantage_under_every_index(index):
    # b is a third of each exporter and of the world; in double precision the quotient comes out under one.
    rows = [("PE", "a", 1), ("PE", "b", 2), ("PE", "c", 3), ("CL", "a", 3), ("CL", "b", 2), ("CL", "c", 1)]
    rows += [("EC", "a", 0.1), ("EC", "b", 0.2), ("EC", "c", 0.3)]
    table = revealed_advantage(exports(rows), index=index)
    assert table.filter(pl.col("present"))["product"].value_counts().sort("product").rows() == [
        ("a", 1),
        ("b", 3),
        ("c", 2),
    ]


def test_an_exporter_alone_in_its_source_has_a_reason():
    table = pl.concat([exports(), exports([("BO", "a", 5)], source="other")], how="diagonal")
    found = cell(revealed_advantage(table), "BO", "a")
    assert (found["advantage"], found["present"], found["reason"]) == (None, None, "one_exporter")
    assert found["share_of_exporter"] == 1
