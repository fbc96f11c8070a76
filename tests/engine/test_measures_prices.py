"""Price and volume parts of a change in value."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayni.measures.prices import price_volume

GOLDEN = json.loads((Path(__file__).parents[1] / "golden" / "trade_measures.json").read_text(encoding="utf-8"))[
    "prices"
]
FORMULAS = ("laspeyres", "paasche", "fisher")
AMOUNT = st.floats(0.01, 1e6)
LINES = st.lists(st.tuples(AMOUNT, AMOUNT, AMOUNT, AMOUNT), min_size=1, max_size=15)


def split(lines, formula="fisher"):
    v0, q0, v1, q1 = np.array(lines, dtype=float).reshape(-1, 4).T
    return price_volume(first_value=v0, first_quantity=q0, last_value=v1, last_quantity=q1, formula=formula)


def test_a_case_by_hand():
    # Two lines: 10 at 2 and 10 at 3, later 12 at 3 and 5 at 4.
    # Values 20 + 30 = 50 and 36 + 20 = 56.  Prices of today on the old basket: 30 + 40 = 70; old prices on today's
    # basket: 24 + 15 = 39.  Laspeyres 70/50 = 1.4, Paasche 56/39; volumes: Paasche 56/70 = 0.8, Laspeyres 39/50 = 0.78.
    lines = [(20, 10, 36, 12), (30, 10, 20, 5)]
    laspeyres, paasche, fisher = (split(lines, formula) for formula in FORMULAS)
    assert (laspeyres.price, laspeyres.volume) == pytest.approx((1.4, 0.8))
    assert (paasche.price, paasche.volume) == pytest.approx((56 / 39, 0.78))
    assert (fisher.price, fisher.volume) == pytest.approx(((1.4 * 56 / 39) ** 0.5, (0.8 * 0.78) ** 0.5))
    assert fisher.value == pytest.approx(56 / 50)


@pytest.mark.parametrize("formula", FORMULAS)
def test_another_implementation_agrees(formula):
    first, last = GOLDEN["first"], GOLDEN["last"]
    lines = list(zip(first["value"], first["quantity"], last["value"], last["quantity"], strict=True))
    assert split(lines, formula).price == pytest.approx(GOLDEN[formula], rel=1e-12)


@given(LINES, st.sampled_from(FORMULAS))
def test_price_times_volume_is_value(lines, formula):
    found = split(lines, formula)
    assert found.price * found.volume == pytest.approx(found.value, rel=1e-9)
    assert (found.first_matched, found.last_matched) == pytest.approx((1, 1))


@given(LINES)
def test_fisher_lies_between_the_other_two(lines):
    low, high = sorted((split(lines, "laspeyres").price, split(lines, "paasche").price))
    assert low * (1 - 1e-9) <= split(lines).price <= high * (1 + 1e-9)


@given(LINES, st.floats(0.1, 10), st.floats(0.1, 10))
def test_the_same_change_in_every_line_is_the_index(lines, price, volume):
    changed = [(v0, q0, v0 * price * volume, q0 * volume) for v0, q0, _, _ in lines]
    found = split(changed)
    assert (found.price, found.volume) == pytest.approx((price, volume), rel=1e-9)


@given(LINES)
def test_fisher_backwards_is_its_reciprocal(lines):
    backwards = [(v1, q1, v0, q0) for v0, q0, v1, q1 in lines]
    assert split(lines).price * split(backwards).price == pytest.approx(1, rel=1e-9)


def test_lines_of_one_period_stay_out_and_are_counted():
    # A new line of 25 in the last year, and one of 50 that is gone.
    found = split([(50, 5, 75, 5), (50, 1, 0, 0), (0, 0, 25, 1)])
    assert found.matched == 1
    assert (found.first_matched, found.last_matched) == (0.5, 0.75)
    assert (found.price, found.volume, found.value) == pytest.approx((1.5, 1, 1.5))


def test_a_value_without_quantity_has_no_price():
    found = split([(50, 0, 75, 5), (50, 5, 75, 5)])
    assert found.matched == 1
    assert found.first_matched == 0.5


def test_without_a_match_there_is_no_index():
    found = split([(50, 5, 0, 0)])
    assert np.isnan([found.price, found.volume, found.value, found.last_matched]).all()
    assert (found.matched, found.first_matched) == (0, 0.0)
    assert np.isnan(split([]).first_matched)


@pytest.mark.parametrize("lines", [[(1, np.nan, 1, 1)], [(-1, 1, 1, 1)], [(np.inf, 1, 1, 1)]])
def test_what_is_no_amount_is_refused(lines):
    with pytest.raises(ValueError, match="values and quantities"):
        split(lines)


def test_another_formula_is_refused():
    with pytest.raises(ValueError, match="formula"):
        split([(1, 1, 1, 1)], "walsh")
