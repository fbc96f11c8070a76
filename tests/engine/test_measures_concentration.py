"""Concentration of a whole in its parts."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayni.measures.concentration import concentration

GOLDEN = json.loads((Path(__file__).parents[1] / "golden" / "trade_measures.json").read_text(encoding="utf-8"))
# Sums of a few squares and logarithms in double precision.
CLOSE = 1e-12
VALUES = st.lists(st.floats(0.001, 1e12), min_size=2, max_size=30).map(np.array)


def test_a_case_by_hand():
    # Shares 1/2, 1/4, 1/4: H = 1/4 + 1/16 + 1/16 = 3/8; normalised (3/8 - 1/3) / (2/3) = 1/16;
    # entropy = ln 2 / 2 + 2 (ln 4 / 4) = 1.5 ln 2; Theil = ln 3 - 1.5 ln 2.
    found = concentration(values=np.array([2.0, 1.0, 1.0]))
    assert found.herfindahl == pytest.approx(3 / 8, abs=CLOSE)
    assert found.herfindahl_normalised == pytest.approx(1 / 16, abs=CLOSE)
    assert found.entropy == pytest.approx(1.5 * np.log(2), abs=CLOSE)
    assert found.theil == pytest.approx(np.log(3) - 1.5 * np.log(2), abs=CLOSE)
    assert found.theil_normalised == pytest.approx(1 - 1.5 * np.log(2) / np.log(3), abs=CLOSE)
    assert found.top == pytest.approx((1 / 2, 1, 1), abs=CLOSE)
    assert found.parts == 3


@pytest.mark.parametrize("name", GOLDEN["concentration"])
def test_another_implementation_agrees(name):
    golden = GOLDEN["concentration"][name]
    found = concentration(values=np.array(golden["values"], dtype=float), top=(1, 3))
    for figure in ("herfindahl", "herfindahl_normalised", "theil", "entropy", "top"):
        assert getattr(found, figure) == pytest.approx(golden[figure], abs=CLOSE), figure


@given(VALUES)
def test_bounds_hold(values):
    found = concentration(values=values)
    n = values.size
    assert 1 / n - CLOSE <= found.herfindahl <= 1 + CLOSE
    assert -CLOSE <= found.herfindahl_normalised <= 1 + CLOSE
    assert 0 <= found.theil <= np.log(n) + CLOSE
    assert found.theil + found.entropy == pytest.approx(np.log(n), abs=1e-9)
    assert 0 < found.top[0] <= found.top[1] <= found.top[2] <= 1


@given(VALUES, st.floats(0.01, 1000), st.randoms(use_true_random=False))
def test_neither_the_unit_nor_the_order_matters(values, factor, random):
    shuffled = values.copy()
    random.shuffle(shuffled)
    first, other = concentration(values=values), concentration(values=shuffled * factor)
    assert other.herfindahl == pytest.approx(first.herfindahl, rel=1e-9)
    assert other.theil == pytest.approx(first.theil, abs=1e-9)
    assert other.top == pytest.approx(first.top, rel=1e-9)


@given(VALUES)
def test_a_part_of_zero_changes_only_what_counts_the_parts(values):
    first, other = concentration(values=values), concentration(values=np.append(values, 0.0))
    assert other.herfindahl == pytest.approx(first.herfindahl, rel=1e-12)
    assert other.entropy == pytest.approx(first.entropy, abs=1e-9)
    assert other.top == pytest.approx(first.top)
    assert other.parts == first.parts + 1
    assert other.theil > first.theil


def test_equal_parts_have_no_concentration():
    found = concentration(values=np.full(4, 7.0))
    assert (found.herfindahl, found.herfindahl_normalised, found.theil) == (0.25, 0.0, 0.0)


def test_a_single_part_has_no_normalised_figure():
    found = concentration(values=np.array([3.0]))
    assert (found.herfindahl, found.entropy, found.theil, found.top) == (1.0, 0.0, 0.0, (1.0, 1.0, 1.0))
    assert np.isnan(found.herfindahl_normalised)
    assert np.isnan(found.theil_normalised)


def test_nothing_sold_has_no_concentration():
    found = concentration(values=np.zeros(3))
    assert found.parts == 3
    assert np.isnan([found.herfindahl, found.theil, *found.top]).all()


@pytest.mark.parametrize("values", [[], [1.0, np.nan], [1.0, -0.1], [np.inf, 1.0], [[1.0, 2.0]]])
def test_what_is_no_list_of_values_is_refused(values):
    with pytest.raises(ValueError, match="values"):
        concentration(values=np.array(values))
