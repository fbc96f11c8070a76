"""Stage of each product in each market, out of a table of trade."""

import numpy as np
import polars as pl
import pytest

from ayni.errors import Refused
from ayni.trade.life_cycle import life_cycle

STAGES = ("introduction", "growth", "maturity", "decline")


def logistic(year, middle, rate=0.4):
    return 1e6 / (1 + np.exp(-rate * (year - middle)))


def trade(series, years=range(2000, 2010), importer="US", **columns):
    """Imports of each product, three tenths from Peru and the rest from Chile."""
    rows = [
        (year, exporter, importer, product, float(part * value), float(part * value / 2))
        for product, values in series.items()
        for year, value in zip(years, values, strict=True)
        for exporter, part in (("PE", 0.3), ("CL", 0.7))
        if value is not None
    ]
    schema = ["year", "exporter", "importer", "product", "value_usd", "quantity_kg"]
    same = {"source": "test", **columns}
    return pl.DataFrame(rows, schema=schema, orient="row").with_columns(
        pl.lit(value).alias(name) for name, value in same.items()
    )


def curve(middle, years=range(2000, 2010)):
    return [logistic(year, middle) for year in years]


# The window 2002 to 2009 has its middle in 2005.5, where a logistic is at 7, 45 and 98 hundredths of its ceiling.
FOUR = trade({"new": curve(2012), "rising": curve(2006), "ripe": curve(1995), "old": [0.9**n for n in range(10)]})


def of(table, product, column):
    return table.filter(product=product)[column].item()


def test_each_stage_is_told_where_it_is():
    table = life_cycle(FOUR)
    found = {product: of(table, product, "stage") for product in ("new", "rising", "ripe", "old")}
    assert list(found.values()) == list(STAGES)
    assert table["stages"].to_list() == table["stage"].to_list()
    assert table.select("from_year", "to_year", "years", "told_year").unique().rows() == [(2002, 2009, 8, 2005.5)]
    assert of(table, "rising", "penetration") == pytest.approx(1 / (1 + np.exp(0.2)), abs=0.03)


def test_growth_by_hand():
    # A tenth less every year, exactly: no doubt is left, and seven years of eight lie under the one before.
    row = life_cycle(FOUR).filter(product="old").row(0, named=True)
    assert (row["growth"], row["growth_low"], row["growth_high"]) == pytest.approx((-0.1, -0.1, -0.1))
    assert (row["acceleration"], row["decline_probability"]) == (pytest.approx(0, abs=1e-12), 1)
    assert row["penetration"] is None
    # S = -28 of 28 pairs, variance 8 x 7 x 21 / 18, z = -27 / 8.083.
    assert row["p_value"] == pytest.approx(0.000837, rel=1e-3)
    assert row["latest"] == pytest.approx(0.9**9)


def test_at_a_boundary_both_stages_are_told_in_their_order():
    wave = [value * (1.08 if year % 2 else 0.93) for year, value in zip(range(2000, 2010), curve(2009), strict=True)]
    row = life_cycle(trade({"new": wave})).row(0, named=True)
    assert row["stages"] == "introduction; growth"
    chances = [row[f"{stage}_probability"] for stage in STAGES]
    assert sum(chances) == pytest.approx(1)
    assert sum(chances[:2]) >= 0.9 > max(chances)
    assert life_cycle(trade({"new": wave}), confidence=0.5)["stages"].item() == row["stage"]


def test_thresholds_move_the_stage():
    steady = trade({"steady": [1.05**n for n in range(10)]})
    assert life_cycle(steady)["stage"].item() == "growth"
    assert life_cycle(steady, flat=0.06)["stage"].item() == "maturity"
    assert life_cycle(steady, fast=0.03, introduction_until=0.5)["stage"].item() == "introduction"


def test_the_last_year_may_be_told_of_with_more_doubt():
    wave = [value * (1.1 if year % 2 else 0.9) for year, value in zip(range(2000, 2010), curve(2006), strict=True)]
    middle, last = (life_cycle(trade({"a": wave}), at=at).row(0, named=True) for at in ("middle", "last"))
    assert (middle["told_year"], last["told_year"]) == (2005.5, 2009)
    assert last["growth_high"] - last["growth_low"] > middle["growth_high"] - middle["growth_low"]
    assert last["growth"] < middle["growth"]


def test_too_few_years_and_years_without_imports_have_a_reason():
    late = [None] * 6 + [1, 2, 3, 4]
    broken = [1, 2, None, 4, 5, 6, 7, None, 9, 10]
    never = [0] * 10
    gone = [5, 4] + [None] * 8
    table = life_cycle(trade({"late": late, "broken": broken, "never": never, "gone": gone, "whole": curve(2006)}))
    reasons = dict(table.select("product", "reason").iter_rows())
    assert reasons == {
        "broken": "intermittent",
        "gone": "no_imports",
        "late": "too_few_years",
        "never": "no_imports",
        "whole": None,
    }
    assert (of(table, "late", "years"), of(table, "late", "stage"), of(table, "late", "from_year")) == (4, None, 2006)
    assert table.filter(pl.col("reason").is_not_null())["growth"].null_count() == 4


def test_a_year_that_the_source_lacks_is_a_gap_and_counts_as_one():
    # Twice as much every year; without 2004 the growth is the same.
    double = trade({"a": [2.0**n for n in range(10)]}).filter(pl.col("year") != 2004)
    row = life_cycle(double).row(0, named=True)
    assert (row["years"], row["growth"]) == (7, pytest.approx(1))


def test_a_year_that_is_not_complete_is_a_gap():
    said = FOUR.with_columns(complete=pl.col("year") != 2009)
    table = life_cycle(said)
    assert set(table["to_year"]) == {2008}
    assert set(table["years"]) == {7}
    # One exporter that is not complete is enough; a product it does not sell keeps its year.
    alone = pl.concat([trade({"a": curve(2006), "b": curve(2006)}).with_columns(complete=pl.lit(value=True))])
    part = alone.filter((pl.col("product") == "a") | (pl.col("exporter") == "CL")).with_columns(
        complete=(pl.col("exporter") != "PE") | (pl.col("year") != 2009)
    )
    assert life_cycle(part)["years"].to_list() == [7, 8]


def test_kilos_may_be_told_of_and_a_year_weighed_in_part_is_a_gap():
    table = FOUR.with_columns(
        quantity_kg=pl.when((pl.col("year") != 2005) | (pl.col("exporter") != "PE")).then(pl.col("quantity_kg"))
    )
    found = life_cycle(table, measure="quantity")
    assert set(found["years"]) == {7}
    assert set(found["measure"]) == {"quantity"}
    assert of(found, "old", "latest") == pytest.approx(0.9**9 / 2)


def test_the_world_is_one_market_and_markets_are_apart():
    both = pl.concat([FOUR, trade({"old": curve(2012)}, importer="CN")])
    table = life_cycle(both)
    assert dict(table.filter(product="old").select("importer", "stage").iter_rows()) == {
        "CN": "introduction",
        "US": "decline",
    }
    world = life_cycle(both, market="world")
    assert world["importer"].null_count() == world.height == 4
    assert life_cycle(FOUR.drop("importer")).height == 4


def test_the_window_ends_where_it_is_asked_to():
    table = life_cycle(FOUR, to_year=2008, window=6, fewest=5)
    assert table.select("from_year", "to_year").unique().rows() == [(2003, 2008)]
    assert set(life_cycle(FOUR, to_year=1990)["reason"]) == {"too_few_years"}


@pytest.mark.parametrize(
    ("table", "options", "names"),
    [
        (FOUR, {"fewest": 3}, "fewest"),
        (FOUR, {"window": 5}, "window"),
        (FOUR, {"window": 201}, "window"),
        (FOUR, {"flat": -0.1}, "flat"),
        (FOUR, {"fast": 0.01}, "fast"),
        (FOUR, {"introduction_until": 0}, "introduction_until"),
        (FOUR, {"growth_until": 0.1}, "growth_until"),
        (FOUR, {"confidence": 1}, "confidence"),
        (FOUR.drop("quantity_kg"), {"measure": "quantity"}, "quantity_kg"),
        (FOUR.drop("importer"), {"market": "importer"}, "importer"),
    ],
)
def test_what_cannot_be_told_is_refused_with_what_to_do(table, options, names):
    with pytest.raises(Refused) as caught:
        life_cycle(table, **options)
    assert all(names in caught.value.text(language) for language in ("es", "en", "pt"))


def test_an_empty_table_has_no_stages():
    assert life_cycle(FOUR.clear()).is_empty()


def test_the_order_of_rows_does_not_matter():
    shuffled = FOUR.sample(fraction=1, shuffle=True, seed=3)
    assert life_cycle(shuffled).equals(life_cycle(FOUR))
