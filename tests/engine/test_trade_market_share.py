"""Change of an exporter's share of the market, in parts."""

import pandas
import polars as pl
import pytest

from ayni.errors import Refused, UnknownName
from ayni.study.compute import computed_indicator
from ayni.trade.market_share import market_share_change

YEARS = {"from_year": 2000, "to_year": 2005}
# Exporter, product, importer, 2000, 2005: the case worked by hand in test_measures_market_share.py.
ROWS = [
    ("PE", "asparagus", "US", 10, 30),
    ("PE", "mango", "US", 10, 10),
    ("CL", "asparagus", "US", 10, 10),
    ("CL", "mango", "CN", 20, 50),
]


def trade(rows=ROWS, **columns):
    long = [(year, *rest, value) for *rest, a, b in rows for year, value in ((2000, a), (2005, b)) if value is not None]
    table = pl.DataFrame(long, schema=["year", "exporter", "product", "importer", "value_usd"], orient="row")
    same = {"source": "test", **columns}
    return table.with_columns(pl.lit(value).alias(name) for name, value in same.items()).with_columns(
        pl.col("value_usd").cast(pl.Float64)
    )


def of(table, exporter, column="change_usd"):
    rows = table.filter(exporter=exporter)
    return dict(zip(rows["component"], rows[column], strict=True))


def test_a_case_by_hand():
    table = market_share_change(trade(), **YEARS)
    peru = of(table, "PE")
    assert list(peru) == ["world_growth", "product_composition", "market_composition", "competitiveness", "total"]
    assert list(peru.values()) == pytest.approx([20, 0, -10, 10, 20])
    assert list(of(table, "PE", "share_change").values()) == pytest.approx([0, 0, -0.1, 0.1, 0])
    assert list(of(table, "PE", "contribution").values()) == pytest.approx([1, 0, -0.5, 0.5, 1])
    assert table.filter(exporter="PE").select("from_share", "to_share").unique().rows() == [(0.4, 0.4)]


def test_the_interactions_stand_apart_by_the_other_convention():
    peru = of(market_share_change(trade(), **YEARS, convention="fagerberg_sollie"), "PE")
    assert peru.pop("total") == pytest.approx(sum(peru.values()))
    assert (peru["product_adaptation"], peru["market_adaptation"]) == pytest.approx((2, -4 / 3))


@pytest.mark.parametrize("convention", ["leamer_stern", "fagerberg_sollie"])
def test_parts_of_the_share_add_up_to_its_change(convention):
    rows = [*ROWS, ("BO", "quinoa", "US", 7, 31), ("BO", "mango", "CN", None, 4)]
    table = market_share_change(trade(rows), **YEARS, convention=convention)
    for exporter in ("PE", "CL", "BO"):
        shares = of(table, exporter, "share_change")
        assert shares.pop("total") == pytest.approx(sum(shares.values()), abs=1e-15)
    assert sum(table.filter(component="total")["share_change"]) == pytest.approx(0, abs=1e-15)


def test_without_markets_the_composition_of_markets_has_a_reason():
    for table in (trade().drop("importer").group_by("year", "exporter", "product", "source").sum(), trade()):
        world = market_share_change(table, **YEARS, market="world")
        row = world.filter(exporter="PE", component="market_composition").row(0, named=True)
        assert (row["change_usd"], row["share_change"], row["reason"]) == (None, None, "no_markets")
        told = {name: value for name, value in of(world, "PE").items() if value is not None}
        assert told.pop("total") == pytest.approx(sum(told.values()))


def test_who_lacks_a_year_stays_out_of_the_world():
    table = market_share_change(trade([*ROWS, ("BO", "mango", "US", None, 900)]), **YEARS)
    assert set(table.filter(exporter="BO")["reason"]) == {"missing_year"}
    assert of(table, "PE")["total"] == 20
    assert of(table, "PE", "to_share")["total"] == pytest.approx(0.4)


def test_who_has_a_year_that_is_not_complete_stays_out_of_the_world():
    rows = trade([*ROWS, ("BO", "mango", "US", 1, 900)]).with_columns(
        complete=(pl.col("exporter") != "BO") | (pl.col("year") == 2000)
    )
    table = market_share_change(rows, **YEARS)
    assert set(table.filter(exporter="BO")["reason"]) == {"incomplete_year"}
    assert of(table, "PE", "to_share")["total"] == pytest.approx(0.4)


def test_who_sold_nothing_at_first_has_parts_and_no_contribution():
    table = market_share_change(trade([*ROWS, ("BO", "mango", "US", 0, 5)]), **YEARS)
    assert of(table, "BO") == pytest.approx(
        {"world_growth": 0, "product_composition": 0, "market_composition": 0, "competitiveness": 5, "total": 5}
    )
    assert set(table.filter(exporter="BO")["reason"]) == {"no_exports"}


def test_alone_is_no_market_and_a_world_without_trade_has_no_shares():
    assert set(market_share_change(trade(ROWS[:2]), **YEARS)["reason"]) == {"one_exporter"}
    nothing = [(who, what, where, 0, last) for who, what, where, _, last in ROWS]
    assert set(market_share_change(trade(nothing), **YEARS)["reason"]) == {"no_exports"}


def test_preliminary_is_said_of_both_years():
    table = market_share_change(trade().with_columns(preliminary=pl.col("year") == 2005), **YEARS)
    assert table["preliminary"].all()


def test_years_in_the_wrong_order_and_rows_counted_twice_are_refused():
    with pytest.raises(Refused):
        market_share_change(trade(), from_year=2005, to_year=2000)
    nested = pl.DataFrame({"code": ["fruit", "mango", "asparagus"], "parent": [None, "fruit", None]})
    with pytest.raises(Refused, match="fruit"):
        market_share_change(trade([*ROWS, ("PE", "fruit", "US", 1, 1)]), nested, **YEARS)
    with pytest.raises(Refused, match="importer"):
        market_share_change(trade().drop("importer"), **YEARS, market="importer")
    with pytest.raises(UnknownName, match="fagerberg_sollie"):
        computed_indicator("market_share_change", trade(), **YEARS, convention="richardson")


def test_pandas_gives_the_same_on_the_trade_of_the_world(data):
    # bilateral_totals_1964_2016.parquet of the development data, read here and nowhere kept.
    wide = pandas.read_parquet(data / "world" / "bilateral_totals_1964_2016.parquet").astype({"exp": str, "imp": str})
    wide = wide.pivot_table(index=["exp", "imp"], columns="time", values="export", aggfunc="sum", fill_value=0.0)
    wide = wide[wide.groupby("exp")[[2004, 2016]].transform("sum").gt(0).all(axis=1)][[2004, 2016]].reset_index()
    both = wide.groupby("exp")[[2004, 2016]].sum()
    at_world = both[2004] * both[2016].sum() / both[2004].sum()
    markets = wide.groupby("imp")[[2004, 2016]].transform("sum")
    at_markets = (wide[2004] * markets[2016] / markets[2004]).fillna(0).groupby(wide["exp"]).sum()
    expected = {"market_composition": at_markets - at_world, "competitiveness": both[2016] - at_markets}

    long = wide.melt(["exp", "imp"], [2004, 2016], "year", "value_usd")
    table = pl.DataFrame(long).rename({"exp": "exporter", "imp": "importer"})
    table = table.with_columns(pl.col("year").cast(pl.Int64), product=pl.lit("all"), source=pl.lit("world"))
    found = market_share_change(table, from_year=2004, to_year=2016)
    assert found["exporter"].n_unique() > 100
    for name, values in expected.items():
        of_name = found.filter(component=name).select("exporter", "change_usd")
        assert dict(of_name.iter_rows()) == pytest.approx(values.to_dict(), rel=1e-9, abs=1e-9 * both[2016].sum())
    assert found.filter(component="product_composition")["change_usd"].abs().max() < 1e-9 * both[2016].sum()


def test_an_empty_table_has_no_parts():
    assert market_share_change(trade().clear(), **YEARS).is_empty()
