"""Growth split into prices and volumes."""

import polars as pl
import pytest
from trade_facts import cuadro_2, products, trade

from ayni.errors import Refused
from ayni.trade.prices import price_volume

SPAN = {"from_year": 2014, "to_year": 2015}
# Value and quantity of two products: the case worked by hand in test_measures_prices.
ROWS = [(2014, "a", 20, 10), (2014, "b", 30, 10), (2015, "a", 36, 12), (2015, "b", 20, 5)]


def weighed(rows, **columns):
    return trade([row[:3] for row in rows], **columns).with_columns(
        pl.Series("quantity_kg", [row[3] for row in rows], dtype=pl.Float64)
    )


def test_prices_and_volumes_of_two_products():
    found = price_volume(weighed(ROWS), **SPAN, formula="laspeyres").row(0, named=True)
    assert (found["price_index"], found["volume_index"]) == pytest.approx((1.4, 0.8))
    assert (found["value_index"], found["value_change"]) == pytest.approx((56 / 50, 56 / 50))
    assert (found["lines"], found["matched"], found["from_matched"], found["to_matched"]) == (2, 2, 1.0, 1.0)


def test_values_alone_are_refused():
    with pytest.raises(Refused) as caught:
        price_volume(cuadro_2(), products(), from_year=2000, to_year=2010)
    assert "quantity_kg" in caught.value.text("es")
    without = weighed([(*row[:3], None) for row in ROWS])
    with pytest.raises(Refused):
        price_volume(without, **SPAN)


def test_products_of_one_year_only_and_totals_stay_out():
    rows = [*ROWS, (2015, "new", 44, 1), (2014, "total", 50, 20), (2015, "total", 100, 18)]
    found = price_volume(weighed(rows), **SPAN).row(0, named=True)
    assert (found["lines"], found["matched"]) == (3, 2)
    assert (found["from_matched"], found["to_matched"]) == (1.0, 0.56)
    assert (found["value_index"], found["value_change"]) == pytest.approx((56 / 50, 2))


def test_a_product_whose_quantity_is_known_in_part_has_no_price():
    monthly = weighed([*ROWS, (2015, "a", 4, None)]).with_columns(pl.lit(True).alias("complete"))
    found = price_volume(monthly, **SPAN).row(0, named=True)
    assert (found["matched"], found["to_matched"]) == (1, pytest.approx(20 / 60))


def test_a_source_without_quantities_has_its_reason_beside_one_that_has_them():
    table = pl.concat([weighed(ROWS, source="a"), trade([row[:3] for row in ROWS], source="b")], how="diagonal")
    found = price_volume(table, **SPAN)
    assert found.select("source", "reason").rows() == [("a", None), ("b", "no_quantity")]


@pytest.mark.parametrize(
    ("rows", "columns", "reason"),
    [
        (ROWS[:2], {}, "missing_year"),
        (ROWS, {"complete": False}, "incomplete_year"),
        ([ROWS[0], (2015, "b", 20, 5)], {}, "no_match"),
        ([(2014, "a", 0, 0), ROWS[2]], {}, "no_match"),
    ],
)
def test_what_cannot_be_split_has_its_reason(rows, columns, reason):
    found = price_volume(weighed(rows, **columns), **SPAN).row(0, named=True)
    assert (found["price_index"], found["reason"]) == (None, reason)


def test_the_order_of_rows_does_not_matter():
    assert price_volume(weighed(ROWS), **SPAN).equals(price_volume(weighed(ROWS[::-1]), **SPAN))


def test_levels_are_not_added_and_years_come_in_order():
    nested = weighed([(2014, "tradicional", 1, 1), (2014, "tradicional/minero/oro", 1, 1)])
    with pytest.raises(Refused, match="tradicional/minero/oro"):
        price_volume(nested, products(), **SPAN)
    with pytest.raises(Refused) as caught:
        price_volume(weighed(ROWS), from_year=2015, to_year=2014)
    assert caught.value.key == "trade.years_reversed"
