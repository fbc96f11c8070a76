"""Quality that buyers' choices imply, and who beats whom on price and quality at once."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayni.measures.quality import NOBODY, frontier

# Logarithms of a few sellers.
CLOSE = 1e-9
# Market, price, quantity: prices and quantities apart enough that a tie is a tie in any arithmetic.
SELLERS = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from([1, 2, 3, 5, 8]), st.sampled_from([0, 1, 4, 10, 100])), max_size=12
)


def found(sellers, elasticity=5.0):
    market, price, quantity = (list(column) for column in zip(*sellers, strict=True)) if sellers else ([], [], [])
    quantities = np.array(quantity, dtype=float)
    return frontier(
        value=np.array(price, dtype=float) * quantities,
        quantity=quantities,
        market=np.array(market, dtype=np.int64),
        elasticity=elasticity,
    )


def test_a_case_by_hand():
    # Elasticity 2: quality is ln q + 2 ln p.  Prices 1, 2, 2 and quantities 8, 1, 2: ln 8, ln 4, ln 8, mean ln 256 / 3.
    told = found([(0, 1, 8), (0, 2, 1), (0, 2, 2)], elasticity=2)
    mean = math.log(256) / 3
    assert told.quality == pytest.approx([math.log(8) - mean, math.log(4) - mean, math.log(8) - mean])
    # The first is as good as the third and cheaper; the second sells less than the third at the same price, and the
    # cheapest of those that beat it is named.
    assert told.beaten_by.tolist() == [NOBODY, 0, 0]


def test_markets_are_apart_and_who_is_not_known_beats_nobody():
    told = found([(0, 1, 100), (1, 5, 1), (1, 1, 0)])
    assert told.beaten_by.tolist() == [NOBODY] * 3
    assert told.quality[:2].tolist() == [0, 0]
    assert np.isnan(told.quality[2])


@given(SELLERS, st.sampled_from([1.5, 2.0, 5.0, 10.0]))
def test_a_plain_comparison_of_all_pairs_gives_the_same(sellers, elasticity):
    told = found(sellers, elasticity)
    score = {
        place: (math.log(quantity) + elasticity * math.log(price)) / (elasticity - 1)
        for place, (_, price, quantity) in enumerate(sellers)
        if quantity
    }
    for place, (market, price, _) in enumerate(sellers):
        if place not in score:
            assert (np.isnan(told.quality[place]), told.beaten_by[place]) == (True, NOBODY)
            continue
        inside = [other for other in score if sellers[other][0] == market]
        mean = sum(score[other] for other in inside) / len(inside)
        assert told.quality[place] == pytest.approx(score[place] - mean, abs=CLOSE)
        beating = [
            other
            for other in inside
            if sellers[other][1] <= price
            and score[other] >= score[place] - CLOSE
            and (sellers[other][1] < price or score[other] > score[place] + CLOSE)
        ]
        assert (told.beaten_by[place] != NOBODY) == bool(beating)
        if beating:
            best = max(score[other] for other in beating)
            rival = told.beaten_by[place]
            assert rival in beating
            assert score[rival] == pytest.approx(best, abs=CLOSE)


@given(SELLERS, st.floats(1.1, 10), st.floats(1, 5))
def test_who_is_beaten_at_one_elasticity_is_at_each_lower_one(sellers, low, factor):
    lower, higher = found(sellers, low), found(sellers, low * factor)
    assert (lower.beaten_by[higher.beaten_by != NOBODY] != NOBODY).all()


@given(SELLERS.filter(len), st.floats(0.01, 100))
def test_the_unit_of_money_does_not_matter(sellers, rate):
    market, price, quantity = (np.array(column, dtype=float) for column in zip(*sellers, strict=True))
    dear = frontier(value=price * quantity * rate, quantity=quantity, market=market.astype(int), elasticity=5)
    assert dear.quality == pytest.approx(found(sellers).quality, abs=CLOSE, nan_ok=True)


def test_nobody_sells_in_an_empty_market():
    assert found([]).beaten_by.tolist() == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"elasticity": 1},
        {"elasticity": np.inf},
        {"value": np.array([np.nan])},
        {"value": np.array([1.0, 2.0])},
        {"quantity": np.array([-1.0])},
        {"market": np.array([-1])},
    ],
)
def test_what_is_no_seller_or_elasticity_is_refused(wrong):
    given = {"value": np.array([1.0]), "quantity": np.array([1.0]), "market": np.array([0]), "elasticity": 5}
    with pytest.raises(ValueError, match=r"value|elasticity"):
        frontier(**{**given, **wrong})
