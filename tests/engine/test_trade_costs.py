"""Price and cost against rivals at once."""

import polars as pl
import pytest

from ayni.errors import Refused
from ayni.trade.costs import price_cost_position

# Quinoa in the United States: dollars, kilos, cost of a kilo.  Unit values 3, 2, 3 and 5; costs 2, 1, 2 and 4.
ROWS = [("PE", 30, 10, 2), ("BO", 40, 20, 1), ("EC", 60, 20, 2), ("AR", 50, 10, 4)]


def trade(rows=ROWS, **columns):
    same = {"year": 2010, "importer": "US", "product": "quinoa", "source": "test", **columns}
    table = pl.DataFrame([row[:3] for row in rows], schema=["exporter", "value_usd", "quantity_kg"], orient="row")
    return table.with_columns(pl.col("value_usd", "quantity_kg").cast(pl.Float64)).with_columns(
        pl.lit(value).alias(name) for name, value in same.items()
    )


def costs(rows=ROWS, **columns):
    same = {"variable": "quinoa", "period": "2010", "unit": "USD/kg", "source": "cooperative", **columns}
    table = pl.DataFrame([(row[0], float(row[3])) for row in rows], schema=["subject", "value"], orient="row")
    return table.with_columns(pl.lit(value).alias(name) for name, value in same.items())


def of(table, exporter):
    return table.filter(exporter=exporter).row(0, named=True)


def test_a_case_by_hand():
    table = price_cost_position(trade(), costs=costs())
    # Peru's cost 2 against (40 x 1 + 60 x 2 + 50 x 4) / 150 = 2.4; its price 3 against (80 + 180 + 250) / 150 = 3.4.
    peru = of(table, "PE")
    assert (peru["relative_cost"], peru["relative_unit_value"]) == pytest.approx((2 / 2.4, 3 / 3.4))
    assert (peru["cost_position"], peru["position"], peru["stance"]) == ("low", "similar", "cheap_to_make")
    assert (peru["margin_usd_kg"], peru["cost_source"], peru["reason"]) == (1, "cooperative", None)
    assert of(table, "BO")["stance"] == "cheap_to_make"


def test_who_is_dearer_to_buyers_is_different_whatever_its_cost():
    table = price_cost_position(trade(), costs=costs())
    assert (of(table, "AR")["cost_position"], of(table, "AR")["stance"]) == ("high", "different")
    # Nor does it take a known cost.
    silent = of(price_cost_position(trade(), costs=costs(ROWS[:3])), "AR")
    assert (silent["stance"], silent["unit_cost_usd_kg"], silent["reason"]) == ("different", None, "no_cost")


def test_a_high_cost_at_a_price_that_is_not_is_costly_to_make():
    rows = [("PE", 30, 10, 2.8), ("BO", 30, 10, 2), ("EC", 30, 10, 2.1)]
    table = price_cost_position(trade(rows), costs=costs(rows))
    assert {each: of(table, each)["stance"] for each in ("PE", "BO", "EC")} == {
        "PE": "costly_to_make",
        "BO": "cheap_to_make",
        "EC": "alike",
    }


def test_what_is_not_known_has_a_reason():
    table = price_cost_position(trade([*ROWS, ("CL", 20, None, 3)]), costs=costs(ROWS[:1]))
    assert (of(table, "PE")["relative_cost"], of(table, "PE")["reason"]) == (None, "no_rival_cost")
    assert (of(table, "BO")["stance"], of(table, "BO")["reason"]) == (None, "no_cost")
    assert of(table, "CL")["reason"] == "no_quantity"


def test_a_rival_whose_price_is_not_known_lends_no_cost():
    rows = [*ROWS, ("CL", 1000, None, 90)]
    assert of(price_cost_position(trade(rows), costs=costs(rows)), "PE")["relative_cost"] == pytest.approx(2 / 2.4)


def test_costs_of_other_years_and_products_do_not_count():
    other = pl.concat([costs(period="2009"), costs(variable="kiwicha"), costs(period="2010-Q1")])
    assert set(price_cost_position(trade(), costs=other)["unit_cost_usd_kg"]) == {None}


@pytest.mark.parametrize(
    ("table", "names"),
    [
        (costs(unit="PEN/kg"), "PEN/kg"),
        (pl.concat([costs(), costs(unit="PEN/kg", variable="ajo")]), "PEN/kg"),
        (pl.concat([costs(), costs(source="ministry")]), "AR"),
        (costs([("PE", 1, 1, 0)]), "PE"),
    ],
)
def test_costs_that_cannot_be_used_are_refused_with_what_to_do(table, names):
    with pytest.raises(Refused) as caught:
        price_cost_position(trade(), costs=table)
    assert all(names in caught.value.text(language) for language in ("es", "en", "pt"))


def test_an_empty_table_has_no_stances_and_a_threshold_of_zero_is_refused():
    assert price_cost_position(trade().clear(), costs=costs()).is_empty()
    with pytest.raises(Refused, match="threshold"):
        price_cost_position(trade(), costs=costs(), threshold=0)
