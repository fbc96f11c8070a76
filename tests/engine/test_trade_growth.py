"""Growth of exports between two years, growth required, and a past year come again."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from trade_facts import cuadro_2, products, trade

from ayni.errors import Refused, UnknownName
from ayni.trade.growth import export_growth, required_growth, stress_replay

MIX = {"group": "no_tradicional", "against": "tradicional"}


def row(table, **key):
    return table.row(by_predicate=pl.all_horizontal(pl.col(name) == value for name, value in key.items()), named=True)


@pytest.mark.parametrize(
    ("group", "multiple", "cagr"),
    [("total", 5.114, 17.73), ("tradicional", 5.760, 19.13), ("no_tradicional", 3.738, 14.10)],
)
def test_multiples_and_rates_of_cuadro_2(group, multiple, cagr):
    found = row(export_growth(cuadro_2(), products()), group=group)
    assert (found["from_year"], found["to_year"]) == (2000, 2010)
    assert round(found["multiple"], 3) == multiple
    assert round(100 * found["cagr"], 2) == cagr
    assert found["preliminary"]


def test_contributions_add_up_but_for_what_the_published_total_leaves():
    # 28,610 more in total; the parts of 2010 add up to one million less than the total.
    table = export_growth(cuadro_2(), products())
    parts = table.filter(pl.col("group") != "total")
    assert parts["contribution"].sum() == pytest.approx(28609 / 6955)
    assert row(table, group="total")["contribution"] == pytest.approx(28610 / 6955)
    assert row(table, group="tradicional")["share_of_growth"] == pytest.approx(22865 / 28610)


def test_any_pair_of_years_may_be_asked():
    found = row(export_growth(cuadro_2(), products(), from_year=2008, to_year=2009), group="no_tradicional")
    assert round(100 * found["change"], 1) == -18.0
    assert found["change"] == pytest.approx(found["cagr"])


def test_a_year_that_the_source_lacks_is_a_row_with_its_reason():
    table = export_growth(cuadro_2(), products(), from_year=1999)
    assert table["reason"].unique().to_list() == ["missing_year"]
    assert table["multiple"].is_null().all()
    assert row(table, group="total")["to_usd"] == 35565e6


def test_an_incomplete_year_is_not_the_last_unless_asked():
    years = [(2014, "a", 10.0), (2015, "a", 20.0), (2016, "a", 5.0)]
    table = trade(years).with_columns(complete=pl.col("year") < 2016)
    assert row(export_growth(table), group="a")["to_year"] == 2015
    asked = row(export_growth(table, to_year=2016), group="a")
    assert (asked["multiple"], asked["reason"]) == (None, "incomplete_year")


def test_a_group_without_a_row_in_one_year_is_not_taken_for_zero():
    table = export_growth(trade([(2014, "a", 10), (2015, "a", 20), (2015, "b", 5)]))
    assert row(table, group="b")["reason"] == "not_reported"
    assert row(table, group="b")["from_usd"] is None


def test_from_zero_there_is_a_contribution_and_no_multiple():
    table = export_growth(trade([(2014, "a", 10), (2014, "b", 0), (2015, "a", 10), (2015, "b", 5)]))
    found = row(table, group="b")
    assert (found["multiple"], found["cagr"], found["reason"]) == (None, None, "no_exports")
    assert found["contribution"] == pytest.approx(0.5)


def test_a_single_year_does_not_grow():
    assert export_growth(trade([(2014, "a", 10)]))["reason"].unique().to_list() == ["single_year"]


def test_sources_grow_apart():
    other = trade([(2005, "tradicional", 1), (2006, "tradicional", 2)], source="SUNAT")
    table = export_growth(pl.concat([cuadro_2(), other], how="diagonal"), products())
    assert row(table, source="SUNAT", group="tradicional")["multiple"] == 2
    assert table.filter(pl.col("source") == "BCRP").height == 4


def test_years_the_wrong_way_round_are_refused():
    with pytest.raises(Refused) as caught:
        export_growth(cuadro_2(), products(), from_year=2010, to_year=2000)
    assert "2010" in caught.value.text("es")


def test_an_empty_table_does_not_grow():
    assert export_growth(cuadro_2().clear(), products()).is_empty()


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 10**6), st.integers(1, 10**6)), min_size=1, max_size=6), st.integers(2, 99))
def test_growth_does_not_depend_on_the_unit_or_the_order_of_rows(values, factor):
    rows = [(year, f"p{i}", pair[year - 2014]) for i, pair in enumerate(values) for year in (2014, 2015)]
    first = export_growth(trade(rows))
    other = export_growth(trade([(year, product, value * factor) for year, product, value in reversed(rows)]))
    assert other["multiple"].to_list() == pytest.approx(first["multiple"].to_list(), rel=1e-12)
    parts = first.filter(pl.col("group") != "total")
    assert parts["contribution"].sum() == pytest.approx(row(first, group="total")["change"], abs=1e-6)


def test_growth_required_to_hold_and_to_restore_the_mix():
    table = required_growth(cuadro_2(), products(), **MIX)
    hold, restore = row(table, goal="hold"), row(table, goal="restore")
    assert round(100 * hold["required"], 2) == 19.13
    assert round(100 * restore["required"], 2) == 24.40
    assert (hold["mix_year"], restore["mix_year"], restore["base_year"], restore["horizon"]) == (2010, 2000, 2010, 10)
    assert round(100 * restore["past_growth"], 2) == 14.10
    assert restore["ratio"] == pytest.approx(2044 / 4804)


def test_the_growth_of_the_other_group_may_be_given():
    table = required_growth(cuadro_2(), products(), **MIX, other_growth=0.0, horizon=5)
    # The ratio has to grow by (2044/4804)/(7641/27669) = 1.5407 in five years.
    assert row(table, goal="restore")["required"] == pytest.approx((2044 / 4804 / (7641 / 27669)) ** 0.2 - 1)
    assert row(table, goal="hold")["required"] == 0.0


def test_growth_required_from_a_year_that_is_missing_has_its_reason():
    table = required_growth(cuadro_2(), products(), **MIX, mix_year=1990)
    assert table["reason"].to_list() == ["missing_year"] * 2
    assert table["required"].is_null().all()


def test_growth_required_of_a_source_that_lacks_a_group_has_its_reason():
    other = trade([(2005, "no_tradicional", 1), (2006, "no_tradicional", 2)], source="SUNAT")
    table = required_growth(pl.concat([cuadro_2(), other], how="diagonal"), products(), **MIX)
    assert table.filter(pl.col("source") == "SUNAT")["reason"].to_list() == ["not_reported"] * 2
    nothing = required_growth(
        trade([(2005, "x", 0), (2005, "y", 1), (2006, "x", 1), (2006, "y", 1)]), group="x", against="y"
    )
    assert nothing["reason"].to_list() == ["no_exports"] * 2


def test_a_group_that_is_not_there_is_refused():
    with pytest.raises(UnknownName) as caught:
        required_growth(cuadro_2(), products(), group="servicios", against="tradicional")
    assert "servicios" in caught.value.text("es")
    assert "no_tradicional, otros, total, tradicional" in caught.value.text("en")


def test_a_horizon_of_nothing_is_refused():
    with pytest.raises(Refused):
        required_growth(cuadro_2(), products(), **MIX, horizon=0)


@pytest.mark.parametrize(("group", "percent"), [("total", -14.5), ("tradicional", -13.3), ("no_tradicional", -18.0)])
def test_what_happened_in_2009(group, percent):
    found = row(stress_replay(cuadro_2(), products(), stress_year=2009), group=group)
    assert round(100 * found["change"], 1) == percent


def test_2009_come_again_on_the_exports_of_2010():
    table = stress_replay(cuadro_2(), products(), stress_year=2009)
    # 27,669 x 20,622/23,796 and so on; the total is the sum of the three.
    parts = {"tradicional": 27669 * 20622 / 23796, "no_tradicional": 7641 * 6186 / 7543, "otros": 254 * 154 / 190}
    for group, value in parts.items():
        assert row(table, group=group)["replayed_usd"] == pytest.approx(value * 1e6)
    total = row(table, group="total")
    assert total["replayed_usd"] == pytest.approx(sum(parts.values()) * 1e6)
    assert total["difference_usd"] == pytest.approx((sum(parts.values()) - 35565) * 1e6)
    assert total["base_year"] == 2010


@pytest.mark.parametrize("years", [{"stress_year": 1999}, {"stress_year": 2009, "base_year": 2011}])
def test_a_year_that_no_source_has_is_refused_with_those_there_are(years):
    with pytest.raises(Refused) as mistake:
        stress_replay(cuadro_2(), products(), **years)
    assert "2000, 2001" in mistake.value.text("pt")


def test_groups_grow_without_a_total_and_give_no_contribution():
    # 2014 has a published total, 2015 has not: a sum of its parts would not be the same kind of total.
    table = trade([(2014, "a", 4), (2014, "b", 4), (2014, "total", 10), (2015, "a", 8), (2015, "b", 2)])
    found = export_growth(table)
    assert found["reason"].unique().to_list() == ["no_published_total"]
    assert row(found, group="a")["multiple"] == 2
    assert found["contribution"].null_count() == found["share_of_growth"].null_count() == 3
    assert (row(found, group="total")["to_usd"], row(found, group="total")["multiple"]) == (None, None)
    needed = required_growth(table, group="a", against="b", horizon=5)
    assert needed["reason"].null_count() == needed.height
    replayed = stress_replay(table, stress_year=2015, base_year=2014)
    assert row(replayed, group="a")["replayed_usd"] == 8
    assert row(replayed, group="total")["reason"] == "no_published_total"


def test_a_year_that_is_missing_is_not_replayed():
    table = stress_replay(cuadro_2(), products(), stress_year=2000)
    assert table["reason"].unique().to_list() == ["missing_year"]
    assert table["replayed_usd"].is_null().all()


def test_an_incomplete_base_year_is_not_replayed():
    table = trade([(2014, "a", 10), (2015, "a", 5), (2016, "a", 3)]).with_columns(complete=pl.col("year") < 2016)
    assert row(stress_replay(table, stress_year=2015), group="a")["base_year"] == 2015
    asked = stress_replay(table, stress_year=2015, base_year=2016)
    assert asked["reason"].unique().to_list() == ["incomplete_year"]


def test_the_total_is_not_replayed_when_a_group_of_the_base_year_cannot_be():
    rows = [(2014, "a", 10), (2015, "a", 5), (2016, "a", 8), (2016, "b", 8)]
    table = stress_replay(trade(rows), stress_year=2015)
    assert row(table, group="a")["replayed_usd"] == 4
    assert row(table, group="b")["reason"] == "not_reported"
    total = row(table, group="total")
    assert (total["replayed_usd"], total["reason"]) == (None, "not_reported")
    assert total["change"] == -0.5


def test_a_growth_that_leaves_less_than_nothing_is_refused():
    with pytest.raises(Refused) as mistake:
        required_growth(cuadro_2(), products(), group="no_tradicional", against="tradicional", other_growth=-1.0)
    assert "0.05" in mistake.value.text("pt")
