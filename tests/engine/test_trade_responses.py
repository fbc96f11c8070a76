"""What becomes of shares when an exporter changes its price and its rivals answer."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayni.errors import Refused
from ayni.measures.responses import share_response
from ayni.trade.responses import rival_response

ROWS = [("PE", 50), ("BO", 30), ("EC", 20)]


def trade(rows=ROWS, **columns):
    same = {"year": 2010, "importer": "US", "product": "quinoa", "source": "test", **columns}
    table = pl.DataFrame(rows, schema=["exporter", "value_usd"], orient="row").with_columns(
        pl.col("value_usd").cast(pl.Float64)
    )
    return table.with_columns(pl.lit(value).alias(name) for name, value in same.items())


def of(table, answer, exporter):
    return table.filter(answer=answer, exporter=exporter).row(0, named=True)


def test_a_price_cut_worked_by_hand():
    # Bolivia halves its price and buyers have elasticity 2: it weighs 30 x 2 = 60 beside 50 and 20.
    table = rival_response(trade(), mover="BO", price_change=-0.5, elasticity=2, lowest=2, highest=3)
    bolivia, peru = (of(table, "nobody", each) for each in ("BO", "PE"))
    assert bolivia["share_after"] == pytest.approx(60 / 130)
    assert peru["share_change"] == pytest.approx(50 / 130 - 0.5)
    assert peru["value_change_usd"] == pytest.approx(100 * (50 / 130 - 0.5))
    # At elasticity 3 it weighs 30 x 4 = 120.
    assert bolivia["share_change_highest"] == pytest.approx(120 / 190 - 0.3)
    # Rivals go half the way, to three quarters of their price: 60, 50 x 4/3, 20 x 4/3.
    assert of(table, "half", "PE")["share_after"] == pytest.approx(200 / 3 / (60 + 280 / 3))
    assert of(table, "half", "PE")["price_change"] == -0.25


def test_when_all_follow_no_share_moves():
    table = rival_response(trade(), mover="PE").filter(answer="all")
    assert table["share_change"].to_list() == pytest.approx([0, 0, 0], abs=1e-15)
    assert table["price_change"].to_list() == [-0.1] * 3


def test_a_seller_without_a_figure_has_a_reason_and_markets_without_the_mover_stay_out():
    rows = pl.concat(
        [
            trade([*ROWS, ("CL", 40), ("AR", 0)]).with_columns(complete=pl.col("exporter") != "CL"),
            trade([("BO", 5), ("EC", 5)], importer="DE", complete=True),
            trade([("PE", 5)], importer="CN", complete=True),
        ]
    )
    table = rival_response(rows, mover="PE")
    assert table["importer"].unique().to_list() == ["US"]
    assert [of(table, "nobody", each)["reason"] for each in ("CL", "AR")] == ["incomplete_year", "no_exports"]
    assert of(table, "nobody", "CL")["share_after"] is None
    assert table.filter(answer="nobody")["share_after"].sum() == pytest.approx(1)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"mover": "XX"}, "XX"),
        ({"mover": "PE", "price_change": -1}, "price_change"),
        ({"mover": "PE", "price_change": 0}, "price_change"),
        ({"mover": "PE", "price_change": float("nan")}, "price_change"),
        ({"mover": "PE", "elasticity": 1}, "elasticity"),
    ],
)
def test_what_cannot_be_answered_is_refused(options, told):
    with pytest.raises(Refused) as caught:
        rival_response(trade(), **options)
    assert all(told in caught.value.text(language) for language in ("es", "en", "pt"))


@given(
    st.lists(st.tuples(st.floats(1e-3, 1e6), st.floats(0.1, 10)), min_size=2, max_size=8),
    st.floats(1.01, 20),
)
def test_shares_add_up_to_one_and_a_price_that_all_share_moves_nothing(sellers, elasticity):
    share, price = (np.array(each) for each in zip(*sellers, strict=True))
    market = np.zeros(len(share), dtype=np.int64)
    after = share_response(share=share, price=price, market=market, elasticity=elasticity)
    assert after.sum() == pytest.approx(1)
    same = share_response(share=share, price=3 * price, market=market, elasticity=elasticity)
    assert same == pytest.approx(after, rel=1e-9)
    # The cheapest of the changes never loses, the dearest never gains.
    before = share / share.sum()
    assert after[price.argmin()] >= before[price.argmin()] * (1 - 1e-12)
    assert after[price.argmax()] <= before[price.argmax()] * (1 + 1e-12)


def test_shares_agree_with_the_demand_they_come_of_solved_apart():
    # q = quality^(s-1) p^(-s) Y / P^(1-s), price by price, in levels.
    generator = np.random.default_rng(4)
    quality, price, cut, s = generator.uniform(1, 3, 5), generator.uniform(1, 3, 5), np.array([0.8, 1, 1, 1.1, 1]), 4.0

    def shares(prices):
        quantity = quality ** (s - 1) * prices**-s / (quality ** (s - 1) * prices ** (1 - s)).sum()
        return prices * quantity

    found = share_response(share=shares(price), price=cut, market=np.zeros(5, dtype=np.int64), elasticity=s)
    assert found == pytest.approx(shares(price * cut), rel=1e-12)


def test_what_is_no_share_price_or_elasticity_is_refused():
    one, market = np.ones(2), np.zeros(2, dtype=np.int64)
    for bad in (
        {"share": -one}, {"price": 0 * one}, {"market": market - 1}, {"elasticity": 1.0}, {"share": np.ones(3)},
    ):  # fmt: skip
        with pytest.raises(ValueError, match=r"share|price|elasticity"):
            share_response(**{"share": one, "price": one, "market": market, "elasticity": 2.0, **bad})
