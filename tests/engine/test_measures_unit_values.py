"""Unit values of sellers against their rivals, and the position they give."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayni.measures.unit_values import positions, unit_values

# Sums of a few dozen doubles.
CLOSE = 1e-9
SELLERS = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 10**9), st.sampled_from([None, 0, 1, 3, 7, 10**6])), max_size=12
)


def found(sellers, **options):
    market, value, quantity = (list(column) for column in zip(*sellers, strict=True)) if sellers else ([], [], [])
    return unit_values(
        value=np.array(value, dtype=float),
        quantity=np.array([np.nan if each is None else each for each in quantity], dtype=float),
        market=np.array(market, dtype=np.int64),
        **options,
    )


def test_a_case_by_hand():
    # 30 for 10, 40 for 20, 60 for 20: unit values 3, 2, 3.
    # Rivals of the first (40 x 2 + 60 x 3) / 100 = 2.6, of the second 3, of the third (30 x 3 + 40 x 2) / 70 = 17/7.
    # By quantity: 100 / 40 = 2.5, 90 / 30 = 3, 70 / 30 = 7/3.
    sellers = [(0, 30, 10), (0, 40, 20), (0, 60, 20)]
    values = found(sellers)
    assert values.own.tolist() == [3, 2, 3]
    assert values.rivals == pytest.approx([2.6, 3, 17 / 7])
    assert values.relative == pytest.approx([3 / 2.6, 2 / 3, 21 / 17])
    assert values.quantile.tolist() == [0.75, 0, 0.75]
    assert found(sellers, weights="quantity").rivals == pytest.approx([2.5, 3, 7 / 3])


@given(SELLERS, st.sampled_from(["value", "quantity"]))
def test_a_plain_loop_gives_the_same(sellers, weights):
    values = found(sellers, weights=weights)
    priced = [(market, value, quantity) for market, value, quantity in sellers if value and quantity]
    for place, (market, value, quantity) in enumerate(sellers):
        others = [(v, q) for m, v, q in priced if m == market]
        if not value or not quantity:
            assert np.isnan([values.own[place], values.relative[place], values.quantile[place]]).all()
            assert values.others[place] == len(others)
            continue
        others.remove((value, quantity))
        assert values.others[place] == len(others)
        if not others:
            assert np.isnan([values.rivals[place], values.quantile[place]]).all()
            continue
        above = sum(v * v / q if weights == "value" else v for v, q in others)
        below = sum(v if weights == "value" else q for v, q in others)
        assert values.rivals[place] == pytest.approx(above / below, rel=CLOSE)
        cheaper = sum(v / q < value / quantity for v, q in others)
        alike = sum(v / q == value / quantity for v, q in others)
        assert values.quantile[place] == pytest.approx((cheaper + alike / 2) / len(others))


@given(SELLERS.filter(len), st.integers(2, 1000))
def test_the_unit_of_money_and_of_weight_do_not_matter(sellers, factor):
    scaled = [(market, value * factor, quantity and quantity * 1000) for market, value, quantity in sellers]
    first, other = found(sellers), found(scaled)
    assert other.relative == pytest.approx(first.relative, rel=CLOSE, nan_ok=True)
    # One quantity in a thousand of another may tie after rounding: who is cheaper is told of the same numbers.
    assert np.isnan(other.quantile).tolist() == np.isnan(first.quantile).tolist()


def test_a_seller_that_is_nearly_the_whole_market_is_held_against_the_small_ones():
    values = found([(0, 10**15, 10**14), (0, 3, 2), (0, 1, 2)])
    # Of the others: (3 x 1.5 + 1 x 0.5) / 4.
    assert values.rivals[0] == pytest.approx(1.25, rel=1e-14)
    assert values.quantile.tolist() == [1, 0.5, 0]


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        ("reciprocal", ["high", "similar", "similar", "similar", "low", ""]),
        ("symmetric", ["high", "similar", "similar", "similar", "similar", ""]),
    ],
)
def test_positions_at_and_beyond_the_bounds(bounds, expected):
    # 1 / 1.15 = 0.8696 and 0.85: 0.86 is low by the one and similar by the other; a bound itself is similar.
    relative = np.array([1.1501, 1.15, 1, 1 / 1.15, 0.86, np.nan])
    assert positions(relative=relative, bounds=bounds).tolist() == expected
    assert positions(relative=np.array([0.85, 0.84]), bounds="symmetric").tolist() == ["similar", "low"]


@given(st.floats(0.01, 100), st.floats(0.01, 3))
def test_of_two_sellers_one_is_high_where_the_other_is_low(relative, threshold):
    both = positions(relative=np.array([relative, 1 / relative]), threshold=threshold).tolist()
    assert sorted(both) in (["high", "low"], ["similar", "similar"])


def test_no_sellers_have_no_unit_values():
    assert found([]).own.tolist() == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"value": np.array([-1.0])},
        {"value": np.array([np.nan])},
        {"value": np.array([1.0, 2.0])},
        {"quantity": np.array([-1.0])},
        {"market": np.array([-1])},
        {"weights": "count"},
    ],
)
def test_what_is_no_seller_is_refused(wrong):
    given = {"value": np.array([1.0]), "quantity": np.array([1.0]), "market": np.array([0])}
    with pytest.raises(ValueError, match="value"):
        unit_values(**{**given, **wrong})


@pytest.mark.parametrize("wrong", [{"threshold": 0}, {"threshold": 1, "bounds": "symmetric"}, {"bounds": "both"}])
def test_what_is_no_threshold_is_refused(wrong):
    with pytest.raises(ValueError, match="threshold"):
        positions(relative=np.array([1.0]), **wrong)
