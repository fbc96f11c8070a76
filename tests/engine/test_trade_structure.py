"""Structure of exports: shares on one declared denominator; totals, parts and sources held against each other."""

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from trade_facts import MILLIONS, cuadro_2, products, trade

from ayni.errors import Refused, UnknownName
from ayni.trade.structure import (
    declared_denominator,
    export_destinations,
    export_structure,
    sources_compared,
    totals_against_parts,
)

# Shares of whole millions in double precision.
CLOSE = 1e-12
KEY = ["year", "exporter", "source", "vintage", "group"]


def share(table, year, group):
    return table.row(by_predicate=(pl.col("year") == year) & (pl.col("group") == group), named=True)


@pytest.mark.parametrize(("year", "percent"), [(2000, 69.07), (2005, 74.56), (2010, 77.80)])
def test_the_shares_of_cuadro_2(year, percent):
    found = share(export_structure(cuadro_2(), products()), year, "tradicional")
    assert round(100 * found["share"], 2) == percent
    assert (found["denominator"], found["denominator_usd"]) == ("total", MILLIONS["total"][year - 2000] * 1e6)


def test_the_declared_denominator_may_leave_a_group_out():
    table = export_structure(cuadro_2(), products(), denominator="without:otros")
    assert round(100 * share(table, 2010, "tradicional")["share"], 2) == 78.36
    assert share(table, 2010, "otros")["reason"] == "left_out"
    assert share(table, 2010, "otros")["share"] is None
    assert table["denominator"].unique().to_list() == ["without:otros"]


def test_the_sum_of_the_parts_is_a_denominator_of_its_own():
    # 27,669 + 7,641 + 254 = 35,564, one less than the published total.
    found = share(export_structure(cuadro_2(), products(), denominator="parts"), 2010, "otros")
    assert found["share"] == pytest.approx(254 / 35564, abs=CLOSE)


@pytest.mark.parametrize("denominator", ["exports", "without:", "without:metales", "total,parts"])
def test_another_denominator_is_refused_and_the_groups_are_named(denominator):
    with pytest.raises(UnknownName) as caught:
        export_structure(cuadro_2(), products(), denominator=denominator)
    assert denominator in caught.value.text("en")
    assert "no_tradicional, otros, tradicional" in caught.value.text("es")


def test_shares_of_two_denominators_are_not_put_side_by_side():
    tables = [export_structure(cuadro_2(), products(), denominator=each) for each in ("total", "without:otros")]
    assert declared_denominator(tables[0]) == "total"
    with pytest.raises(Refused) as caught:
        declared_denominator(pl.concat(tables))
    assert caught.value.key == "trade.mixed_denominators"
    assert "total, without:otros" in caught.value.text("pt")


def test_a_table_has_no_row_for_the_total_and_is_sorted_by_key():
    table = export_structure(cuadro_2().sample(fraction=1, shuffle=True, seed=1), products())
    assert set(table["group"]) == {"tradicional", "no_tradicional", "otros"}
    assert table.equals(table.sort(KEY))
    assert table.equals(export_structure(cuadro_2(), products()))


def test_preliminary_years_and_vintages_are_kept():
    table = export_structure(cuadro_2(), products())
    assert table.filter(pl.col("preliminary"))["year"].unique().sort().to_list() == [2008, 2009, 2010]
    assert table["vintage"].unique().to_list() == ["memoria-2010"]
    assert table["complete"].all()


def test_leaves_are_summed_up_to_their_group():
    rows = [
        (2015, "tradicional/minero/cobre", 50),
        (2015, "tradicional/minero/oro", 20),
        (2015, "no_tradicional/textil", 25),
        (2015, "otros", 5),
    ]
    groups = export_structure(trade(rows), products())
    assert groups.select("group", "value_usd").rows() == [("no_tradicional", 25), ("otros", 5), ("tradicional", 70)]
    assert groups["share"].to_list() == pytest.approx([0.25, 0.05, 0.70], abs=CLOSE)
    sectors = export_structure(trade(rows), products(), level="sector")
    assert sectors["group"].to_list() == ["no_tradicional/textil", "otros", "tradicional/minero"]
    items = export_structure(trade(rows), products(), level="item")
    assert items["group"].to_list() == sorted(row[1] for row in rows)


def test_adding_a_level_to_the_one_above_it_is_refused():
    rows = [(2015, "tradicional", 70), (2015, "tradicional/minero/cobre", 50), (2015, "otros", 5)]
    with pytest.raises(Refused) as caught:
        export_structure(trade(rows), products())
    assert caught.value.facts["parent"] == "tradicional"
    assert caught.value.facts["child"] == "tradicional/minero/cobre"


def test_levels_of_two_sources_may_differ():
    table = pl.concat(
        [trade([(2015, "tradicional", 70)], source="a"), trade([(2015, "tradicional/minero/oro", 60)], source="b")]
    )
    assert export_structure(table, products())["value_usd"].to_list() == [70, 60]


def test_a_product_that_nobody_names_is_refused():
    with pytest.raises(UnknownName) as caught:
        export_structure(trade([(2015, "tradicional/minero/litio", 1)]), products())
    assert "litio" in caught.value.text("es")


def test_products_that_contain_each_other_are_refused():
    circle = pl.DataFrame({"code": ["a", "b"], "system": "x", "name_es": "x", "parent": ["b", "a"]})
    with pytest.raises(Refused) as caught:
        export_structure(trade([(2015, "a", 1)]), circle)
    assert caught.value.key == "trade.circular_parents"


def test_without_a_table_of_products_every_product_is_a_group():
    table = export_structure(trade([(2015, "a", 3), (2015, "b", 1)]))
    assert table.select("group", "share").rows() == [("a", 0.75), ("b", 0.25)]


def test_months_are_summed_and_a_year_that_lacks_some_has_no_shares():
    whole = [(2015, "a", 1.0)] * 12 + [(2015, "b", 3.0)] * 12 + [(2016, "a", 1.0)] * 3
    months = [*range(1, 13), *range(1, 13), 1, 2, 3]
    table = export_structure(trade(whole).with_columns(pl.Series("month", months)))
    assert table.select("year", "group", "value_usd", "share", "complete", "reason").rows() == [
        (2015, "a", 12.0, 0.25, True, None),
        (2015, "b", 36.0, 0.75, True, None),
        (2016, "a", 3.0, None, False, "incomplete_year"),
    ]


def test_a_year_said_to_be_incomplete_has_no_shares():
    table = export_structure(trade([(2015, "a", 3), (2015, "b", 1)], complete=False))
    assert table["share"].is_null().all()
    assert table["reason"].unique().to_list() == ["incomplete_year"]


def test_what_no_row_says_about_a_year_is_not_filled():
    table = export_structure(trade([(2015, "a", 3)]))
    assert table["complete"].is_null().all()
    assert table["preliminary"].is_null().all()
    assert table["share"].to_list() == [1.0]


@pytest.mark.parametrize("column", ["month", "importer"])
def test_rows_with_and_without_a_month_or_destination_are_not_added(column):
    kinds = {"month": [1, None], "importer": ["US", None]}
    table = trade([(2015, "a", 3), (2015, "b", 1)]).with_columns(pl.Series(column, kinds[column]))
    with pytest.raises(Refused) as caught:
        export_structure(table)
    assert caught.value.facts["column"] == column


def test_totals_by_destination_do_not_become_the_total_of_the_products():
    parts = trade([(2015, "a", 3), (2015, "b", 1)]).with_columns(pl.lit(None, dtype=pl.String).alias("importer"))
    destinations = trade([(2015, "total", 9), (2015, "total", 8)]).with_columns(pl.Series("importer", ["US", "CN"]))
    table = export_structure(pl.concat([parts, destinations]))
    assert table.select("group", "share", "denominator_usd").rows() == [("a", 0.75, 4.0), ("b", 0.25, 4.0)]


def test_a_total_published_in_some_years_only_is_not_mixed_with_sums():
    table = export_structure(trade([(2015, "total", 5), (2015, "a", 4), (2016, "a", 4)]))
    assert table["share"].to_list() == [0.8, None]
    assert table["reason"].to_list() == [None, "no_published_total"]
    parts = export_structure(trade([(2015, "total", 5), (2015, "a", 4), (2016, "a", 4)]), denominator="parts")
    assert parts["share"].to_list() == [1.0, 1.0]


def test_nothing_exported_is_a_row_with_its_reason():
    table = export_structure(trade([(2015, "a", 0), (2015, "b", 0)]))
    assert table.select("value_usd", "share", "reason").unique().rows() == [(0.0, None, "no_exports")]


def test_an_empty_table_gives_an_empty_table():
    table = export_structure(cuadro_2().clear(), products())
    assert table.is_empty()
    assert table.columns[:5] == KEY


def test_sources_vintages_and_exporters_are_kept_apart():
    rows = [(2015, "a", 3), (2015, "b", 1)]
    table = pl.concat(
        [
            trade(rows, source=source, vintage=vintage, exporter=exporter)
            for source, vintage, exporter in (("x", "1", "PE"), ("x", "2", "PE"), ("y", "1", "PE"), ("x", "1", "CL"))
        ]
    )
    found = export_structure(table)
    assert found.height == 8
    assert found["denominator_usd"].unique().to_list() == [4.0]


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=8), st.integers(2, 1000))
def test_shares_of_the_parts_add_up_to_one_in_any_unit(values, factor):
    rows = [(2015, f"p{number}", value) for number, value in enumerate(values)]
    first = export_structure(trade(rows))
    other = export_structure(trade([(year, product, value * factor) for year, product, value in rows]))
    assert first["share"].sum() == pytest.approx(1, abs=1e-9)
    assert other["share"].to_list() == pytest.approx(first["share"].to_list(), rel=1e-12)


def test_the_table_may_live_in_duckdb():
    held = cuadro_2()
    relation = duckdb.sql("select * from held")
    assert export_structure(relation, products()).equals(export_structure(held, products()))


def test_published_totals_differ_from_their_parts_by_a_million_in_four_years():
    table = totals_against_parts(cuadro_2(), products())
    off = table.filter(pl.col("difference_usd") != 0)
    assert off.select("year", "difference_usd").rows() == [(2003, 1e6), (2006, -1e6), (2007, 1e6), (2010, 1e6)]
    assert table["reason"].is_null().all()


def test_a_source_without_a_total_or_without_parts_says_so():
    table = pl.concat([trade([(2015, "a", 3)], source="x"), trade([(2015, "total", 3)], source="y")])
    assert totals_against_parts(table)["reason"].to_list() == ["no_published_total", "no_parts"]


def test_two_sources_of_one_year_are_compared_and_never_mixed():
    # 2005: 17,368 by the central bank, 17,300 by the customs office.
    customs = trade([(2005, "tradicional", 12950e6), (2005, "no_tradicional", 4350e6)], source="SUNAT")
    table = pl.concat([cuadro_2(), customs], how="diagonal")
    found = sources_compared(table, products())
    assert found.select("year", "source", "other_source", "total_usd", "other_total_usd", "difference_usd").rows() == [
        (2005, "BCRP", "SUNAT", 17368e6, 17300e6, -68e6)
    ]
    assert found["difference_share"][0] == pytest.approx(-68 / 17368)
    structure = export_structure(table, products()).filter(pl.col("year") == 2005)
    assert structure["source"].value_counts().sort("source").rows() == [("BCRP", 3), ("SUNAT", 2)]


def test_an_incomplete_year_is_not_compared():
    table = pl.concat(
        [trade([(2015, "a", 3)], source="x"), trade([(2015, "a", 2)], source="y", complete=False)], how="diagonal"
    )
    found = sources_compared(table).row(0, named=True)
    assert (found["difference_usd"], found["reason"]) == (None, "incomplete_year")


@pytest.mark.parametrize(("year", "thousand_millions"), [(2005, 17.30), (2010, 35.81), (2015, 33.67)])
def test_the_shipped_figures_add_up_to_the_totals_of_the_customs_office(examples, year, thousand_millions):
    shipped = pl.read_csv(examples / "peru" / "exports_by_sector.csv", schema_overrides={"preliminary": pl.Boolean})
    named = pl.read_csv(examples / "peru" / "export_products.csv")
    table = export_structure(shipped, named).filter(pl.col("year") == year)
    assert round(table["denominator_usd"][0] / 1e9, 2) == thousand_millions
    assert table["share"].sum() == pytest.approx(1, abs=CLOSE)


@pytest.mark.data
def test_months_of_the_customs_office_add_up_to_the_years(data):
    monthly = pl.read_parquet(data / "peru" / "exports_by_sector_2005_2019.parquet").filter(pl.col("level") <= 1)
    table = monthly.select(
        "year", "month", pl.lit("PE").alias("exporter"), pl.col("group").alias("product"), value_usd="fob_usd"
    )
    found = totals_against_parts(table)
    assert found["complete"].all()
    gaps = found.filter(pl.col("difference_usd").abs() > 1e6).select("year", pl.col("difference_usd") / 1e9)
    assert [(year, round(gap, 3)) for year, gap in gaps.rows()] == [(2015, 0.310), (2016, 0.317), (2017, 0.004)]


def destinations(rows, **columns):
    table = pl.DataFrame(rows, schema=["importer", "product", "value_usd"], orient="row")
    return table.with_columns(year=pl.lit(2010), exporter=pl.lit("PE"), **columns)


def test_destinations_count_a_dollar_once():
    # The totals by destination, 30 and 10, and the products they are made of.
    rows = [("CN", "total", 30.0), ("US", "total", 10.0), ("CN", "a", 30.0), ("US", "a", 4.0), ("US", "b", 6.0)]
    table = export_destinations(destinations(rows))
    assert table.select("importer", "value_usd", "share").rows() == [("CN", 30.0, 0.75), ("US", 10.0, 0.25)]
    leaves = export_destinations(destinations(rows[2:]))
    assert leaves.select("importer", "share").rows() == [("CN", 0.75), ("US", 0.25)]


def test_destinations_of_two_vintages_are_not_added():
    rows = [("CN", "total", 30.0), ("US", "total", 10.0)]
    both = pl.concat([destinations(rows, vintage=pl.lit(name)) for name in ("2011", "2012")])
    table = export_destinations(both)
    assert table.select("vintage", "value_usd").rows() == [
        ("2011", 30.0),
        ("2011", 10.0),
        ("2012", 30.0),
        ("2012", 10.0),
    ]


def test_destinations_of_a_year_without_exports_or_months_have_a_reason():
    empty = export_destinations(destinations([("CN", "total", 0.0)]))
    partial = export_destinations(destinations([("CN", "total", 5.0)], complete=pl.lit(value=False)))
    assert (empty["reason"].item(), partial["reason"].item()) == ("no_exports", "incomplete_year")
    assert empty["share"].item() is None
    assert partial["share"].item() is None


def test_a_published_total_stands_beside_products_by_destination():
    # The parts are 40 of the 50 the source publishes: 25 is half of it, not five eighths.
    parts = trade([(2015, "a", 20), (2015, "a", 5), (2015, "b", 15)]).with_columns(
        pl.Series("importer", ["US", "CN", "US"])
    )
    total = trade([(2015, "total", 50)]).with_columns(pl.lit(None, dtype=pl.String).alias("importer"))
    found = export_structure(pl.concat([parts, total]))
    assert found["share"].to_list() == [0.5, 0.3]
    against = totals_against_parts(pl.concat([parts, total])).row(0, named=True)
    assert (against["published_usd"], against["parts_usd"], against["difference_usd"]) == (50, 40, 10)


def test_totals_of_two_kinds_are_not_compared():
    one = trade([(2014, "a", 1), (2014, "total", 2), (2015, "a", 2)], source="one")
    other = trade([(2014, "a", 2), (2015, "a", 2)], source="other")
    found = sources_compared(pl.concat([one, other]))
    assert found["reason"].to_list() == [None, "no_published_total"]
    assert found["difference_usd"].to_list() == [0, None]
