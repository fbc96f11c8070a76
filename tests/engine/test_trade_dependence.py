"""Concentration of exports by product and destination, and dependence on traditional products."""

import polars as pl
import pytest
from trade_facts import cuadro_2, products, trade

from ayni.errors import Refused, UnknownName
from ayni.trade.dependence import export_concentration, traditional_dependence


def only(table, **key):
    return table.row(by_predicate=pl.all_horizontal(pl.col(name) == value for name, value in key.items()), named=True)


def test_concentration_of_cuadro_2_in_2000():
    # Shares of the parts 4804, 2044, 107 of 6955: squares add up to 0.56371 (golden: trade_measures.json).
    found = only(export_concentration(cuadro_2(), products(), of="group"), year=2000)
    assert found["herfindahl"] == pytest.approx(0.5637101403135387)
    assert found["theil"] == pytest.approx(0.41893129543710106)
    assert (found["parts"], found["largest"], found["top_3"]) == (3, "tradicional", 1.0)
    assert found["top_1"] == pytest.approx(4804 / 6955)


def test_the_finer_the_parts_the_lower_the_concentration():
    rows = [(2015, "tradicional/minero/cobre", 40), (2015, "tradicional/minero/oro", 30), (2015, "otros", 30)]
    items = export_concentration(trade(rows), products()).row(0, named=True)
    groups = export_concentration(trade(rows), products(), of="group").row(0, named=True)
    assert items["herfindahl"] == pytest.approx(0.16 + 0.09 + 0.09)
    assert groups["herfindahl"] == pytest.approx(0.49 + 0.09)
    assert (items["of"], items["largest"]) == ("item", "tradicional/minero/cobre")


def test_destinations_are_measured_on_the_totals_by_destination():
    parts = trade([(2015, "a", 3), (2015, "b", 1)]).with_columns(pl.lit(None, dtype=pl.String).alias("importer"))
    totals = trade([(2015, "total", 3), (2015, "total", 1)]).with_columns(pl.Series("importer", ["US", "CN"]))
    found = export_concentration(pl.concat([parts, totals]), of="destination").row(0, named=True)
    assert found["herfindahl"] == pytest.approx(10 / 16)
    assert (found["parts"], found["largest"], found["of"]) == (2, "US", "destination")


def test_products_by_destination_are_summed_where_there_are_no_totals():
    rows = trade([(2015, "a", 2), (2015, "b", 1), (2015, "a", 1)]).with_columns(
        pl.Series("importer", ["US", "US", "CN"])
    )
    assert export_concentration(rows, of="destination")["top_1"][0] == pytest.approx(0.75)


def test_a_table_without_destinations_is_refused():
    with pytest.raises(Refused) as caught:
        export_concentration(cuadro_2(), products(), of="destination")
    assert "importer" in caught.value.text("es")


def test_what_a_source_leaves_unexplained_may_stay_out():
    rows = trade([(2015, "a", 3), (2015, "b", 1), (2015, "residual", 4)])
    found = export_concentration(rows, without="residual").row(0, named=True)
    assert (found["parts"], found["herfindahl"]) == (2, pytest.approx(10 / 16))


def test_a_year_that_is_not_complete_has_no_concentration():
    found = export_concentration(trade([(2015, "a", 3), (2015, "b", 1)], complete=False)).row(0, named=True)
    assert (found["herfindahl"], found["reason"], found["parts"]) == (None, "incomplete_year", 2)


def test_one_part_or_nothing_sold_says_so():
    single = export_concentration(trade([(2015, "a", 3)])).row(0, named=True)
    assert (single["herfindahl"], single["herfindahl_normalised"], single["reason"]) == (1.0, None, "single_part")
    nothing = export_concentration(trade([(2015, "a", 0), (2015, "b", 0)])).row(0, named=True)
    assert (nothing["herfindahl"], nothing["top_1"], nothing["reason"]) == (None, None, "no_exports")
    assert export_concentration(cuadro_2().clear(), products()).is_empty()


def test_dependence_of_peru_falls_in_unctads_band():
    table = traditional_dependence(cuadro_2(), products())
    found = only(table, year=2010)
    assert found["share"] == pytest.approx(27669 / 35565)
    assert (found["band"], found["band_above"]) == ("dependent", 0.6)
    assert table["band"].unique().to_list() == ["dependent"]


@pytest.mark.parametrize(
    ("value", "band"),
    [(0, "not_dependent"), (60, "not_dependent"), (61, "dependent"), (80, "dependent"), (81, "strongly_dependent")],
)
def test_a_band_starts_above_its_bound(value, band):
    table = trade([(2015, "tradicional", value), (2015, "otros", 100 - value)])
    assert traditional_dependence(table, products())["band"].to_list() == [band]


def test_bounds_are_parameters_in_order():
    table = traditional_dependence(cuadro_2(), products(), dependent_above=0.7, strong_above=0.75)
    assert table["band"].value_counts().sort("band").rows() == [
        ("dependent", 2),  # 2004 and 2005
        ("not_dependent", 4),  # 2000 to 2003
        ("strongly_dependent", 5),  # from 2006
    ]
    with pytest.raises(Refused):
        traditional_dependence(cuadro_2(), products(), dependent_above=0.9)


def test_the_group_of_traditional_products_may_be_named():
    named = traditional_dependence(cuadro_2(), products().drop("traditional"), traditional="tradicional")
    said = traditional_dependence(cuadro_2(), products())
    assert named.drop("reason").equals(said.drop("reason"))
    assert named["reason"].null_count() == named.height
    with pytest.raises(UnknownName) as caught:
        traditional_dependence(cuadro_2(), products(), traditional="minería")
    assert "minería" in caught.value.text("pt")


def test_what_nobody_says_is_traditional_or_not_is_said():
    # The table of products leaves "otros" open: the share counts it in the whole alone.
    found = only(traditional_dependence(cuadro_2(), products()), year=2010)
    assert (found["reason"], found["band"]) == ("unclassified", "dependent")
    told = products().with_columns(pl.col("traditional").fill_null(value=False))
    assert only(traditional_dependence(cuadro_2(), told), year=2010)["reason"] is None


def test_a_total_published_in_other_years_only_gives_no_dependence():
    table = trade([(2014, "tradicional", 6), (2014, "total", 10), (2015, "tradicional", 6)])
    found = traditional_dependence(table, products(), traditional="tradicional")
    assert found["reason"].to_list() == [None, "no_published_total"]
    assert (found["total_usd"].to_list(), found["share"].to_list()) == ([10.0, None], [0.6, None])


@pytest.mark.parametrize("of", ["item", "group"])
def test_a_part_to_leave_out_that_is_not_there_is_refused(of):
    with pytest.raises(UnknownName) as caught:
        export_concentration(cuadro_2(), products(), of=of, without="otros,zzz")
    assert "zzz" in caught.value.text("en")
    assert "tradicional" in caught.value.text("en")
    assert export_concentration(cuadro_2(), products(), of=of, without="residual").height == 11


def test_without_a_word_on_what_is_traditional_it_is_refused():
    with pytest.raises(Refused) as caught:
        traditional_dependence(cuadro_2(), products().drop("traditional"))
    assert caught.value.key == "trade.traditional_unknown"


def test_what_cannot_be_told_of_dependence_has_its_reason():
    table = pl.concat(
        [
            trade([(2015, "tradicional", 1)], source="a", complete=False),
            trade([(2015, "total", 1)], source="b", complete=True),
            trade([(2015, "tradicional", 0)], source="c", complete=True),
        ]
    )
    found = traditional_dependence(table, products())
    assert found["reason"].to_list() == ["incomplete_year", "no_parts", "no_exports"]
    assert found["band"].is_null().all()
