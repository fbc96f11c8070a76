"""Price-quality frontier of the origins in a market."""

import math

import polars as pl
import pytest

from ayni.errors import Refused
from ayni.trade.quality import price_quality

# Quinoa in the United States: dollars and kilos.  Ecuador sells twice as much as Peru at the same 3 a kilo.
ROWS = [("PE", 30, 10), ("BO", 40, 20), ("EC", 60, 20), ("AR", 5, 1)]


def trade(rows=ROWS, **columns):
    same = {"year": 2010, "importer": "US", "product": "quinoa", "source": "test", **columns}
    return (
        pl.DataFrame(rows, schema=["exporter", "value_usd", "quantity_kg"], orient="row")
        .with_columns(pl.col("value_usd", "quantity_kg").cast(pl.Float64))
        .with_columns(pl.lit(value).alias(name) for name, value in same.items())
    )


def of(table, exporter):
    return table.filter(exporter=exporter).row(0, named=True)


def test_an_origin_that_is_beaten_on_both_is_found_and_its_rival_named():
    table = price_quality(trade())
    peru = of(table, "PE")
    assert (peru["beaten_by"], peru["standing"], peru["unit_value_usd_kg"]) == ("EC", "beaten", 3)
    # Quality differs by ln 2 / (5 - 1), the price being the same.
    assert of(table, "EC")["quality"] - peru["quality"] == pytest.approx(math.log(2) / 4)
    assert table["quality"].sum() == pytest.approx(0, abs=1e-12)
    assert [of(table, each)["standing"] for each in ("BO", "EC")] == ["frontier", "frontier"]


def test_a_dear_origin_is_beaten_only_if_buyers_care_little_for_price():
    # Argentina asks 5/3 of what Ecuador does and sells a twentieth: beaten while 20 > (5/3)^s, s under 5.86.
    argentina = of(price_quality(trade()), "AR")
    assert (argentina["standing"], argentina["beaten_by"]) == ("depends", "EC")
    assert of(price_quality(trade(), highest=5.8), "AR")["standing"] == "beaten"
    assert of(price_quality(trade(), elasticity=6, lowest=5.9), "AR")["standing"] == "frontier"


def test_what_cannot_be_priced_has_a_reason_and_beats_nobody():
    table = price_quality(trade([*ROWS, ("CL", 60, None), ("UY", 60, 0), ("MX", 0, 0)]))
    assert [of(table, each)["reason"] for each in ("CL", "UY", "MX")] == ["no_quantity", "zero_quantity", "no_exports"]
    told = table.filter(pl.col("reason").is_not_null())
    assert told.select("unit_value_usd_kg", "quality", "beaten_by", "standing").null_count().row(0) == (3, 3, 3, 3)
    assert of(table, "PE")["beaten_by"] == "EC"


def test_alone_in_a_market_there_is_no_frontier():
    table = price_quality(pl.concat([trade(), trade([("PE", 9, 3)], importer="CN")]))
    alone = table.filter(importer="CN").row(0, named=True)
    assert (alone["reason"], alone["quality"], alone["standing"], alone["unit_value_usd_kg"]) == (
        "no_rivals",
        None,
        None,
        3,
    )


def test_an_exporter_whose_year_is_not_complete_beats_nobody():
    said = trade().with_columns(complete=pl.col("exporter") != "EC")
    assert of(price_quality(said), "EC")["reason"] == "incomplete_year"
    assert of(price_quality(said), "PE")["beaten_by"] is None


@pytest.mark.parametrize(
    ("options", "names"),
    [({"lowest": 1}, "lowest"), ({"elasticity": 2}, "elasticity"), ({"highest": 4}, "highest")],
)
def test_elasticities_out_of_order_are_refused_with_what_to_do(options, names):
    with pytest.raises(Refused) as caught:
        price_quality(trade(), **options)
    assert all(names in caught.value.text(language) for language in ("es", "en", "pt"))


def test_without_weights_or_rivals_it_is_refused_and_an_empty_table_is_empty():
    with pytest.raises(Refused, match="quantity_kg"):
        price_quality(trade().drop("quantity_kg"))
    with pytest.raises(Refused, match="PE"):
        price_quality(trade(ROWS[:1]))
    assert price_quality(trade().clear()).is_empty()
