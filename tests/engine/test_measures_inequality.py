"""Locational Gini."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ayni.measures.inequality import gini

GOLDEN = json.loads((Path(__file__).parents[1] / "golden" / "territory_measures.json").read_text(encoding="utf-8"))
# A few products and sums in double precision.
CLOSE = 1e-12
MATRICES = arrays(float, st.tuples(st.integers(2, 7), st.integers(1, 4)), elements=st.floats(0.01, 1e6))


def found(values, reference=None, **options):
    table = np.array(values, dtype=float)
    whole = table.sum(axis=1) if reference is None else np.array(reference, dtype=float)
    return gini(values=table, reference=whole, **options).gini


def test_a_case_by_hand():
    # Shares of the product 0, 1/4, 3/4 over a reference of thirds: the curve runs through 0, 1/4, 1.
    # Twice the area under it is (0+0)/3 + (0+1/4)/3 + (1/4+1)/3 = 1/2; G = 1/2.
    assert found([[0], [1], [3]], [1, 1, 1]) == pytest.approx([1 / 2])


def test_each_scale_is_said():
    # The same case: Krugman's area is half of it; the most that three equal places allow is 2/3.
    assert found([[0], [1], [3]], [1, 1, 1], scale="krugman") == pytest.approx([1 / 4])
    assert found([[0], [1], [3]], [1, 1, 1], scale="attainable") == pytest.approx([3 / 4])


def test_another_implementation_agrees():
    assert found(GOLDEN["values"]) == pytest.approx(np.array(GOLDEN["ginis"]), abs=CLOSE)


@given(MATRICES)
def test_pairs_of_places_give_the_same(values):
    # G = 1/2 sum over pairs of x_i x_j |q_i - q_j|, q the quotients, whose mean is one.
    x = values.sum(axis=1) / values.sum()
    q = values / values.sum(axis=0) / x[:, None]
    pairs = 0.5 * np.einsum("i,j,ijp->p", x, x, np.abs(q[:, None] - q[None]))
    assert found(values) == pytest.approx(pairs, abs=1e-9)


@given(MATRICES)
def test_it_stays_within_its_bounds(values):
    assert ((found(values) >= 0) & (found(values) < 1)).all()
    attainable = found(values, scale="attainable")
    assert ((attainable >= 0) & (attainable <= 1 + CLOSE)).all()


@given(MATRICES, st.floats(1e-3, 1e3))
def test_the_unit_of_product_and_reference_does_not_matter(values, scale):
    reference = values.sum(axis=1)
    assert found(values * scale, reference) == pytest.approx(found(values, reference / scale), abs=CLOSE)


@given(MATRICES, st.randoms(use_true_random=False))
def test_the_order_of_places_does_not_matter(values, random):
    order = random.sample(range(len(values)), len(values))
    assert found(values[order]) == pytest.approx(found(values), abs=CLOSE)


def test_a_place_without_product_and_reference_changes_nothing():
    assert found([[0], [1], [3], [0]], [1, 1, 1, 0]) == pytest.approx([1 / 2])


def test_a_product_spread_as_the_reference_is_zero_and_all_in_the_smallest_place_is_the_most():
    assert found([[2], [5]], [4, 10]) == pytest.approx([0.0])
    assert found([[0], [0], [9]], [50, 40, 10]) == pytest.approx([0.9])
    assert found([[0], [0], [9]], [50, 40, 10], scale="attainable") == pytest.approx([1.0])


def test_a_place_where_the_product_is_unknown_is_left_out_for_it_alone():
    both = gini(values=np.array([[0.0, 1.0], [1.0, 1.0], [3.0, 1.0], [np.nan, 1.0]]), reference=np.ones(4))
    assert both.gini == pytest.approx([1 / 2, 0.0])
    assert both.places.tolist() == [3, 4]


def test_a_product_that_nobody_makes_has_none():
    assert np.isnan(found([[0], [0]], [1, 1])).all()
    assert np.isnan(found([[1]], [0])).all()


def test_a_single_place_cannot_be_unequal():
    assert found([[5]], [7]) == pytest.approx([0.0])
    assert np.isnan(found([[5]], [7], scale="attainable")).all()
    assert found(np.empty((0, 2)), []).shape == (2,)


@pytest.mark.parametrize(("values", "reference"), [([[-1]], [1]), ([[1]], [-1]), ([[1]], [np.inf]), ([[1]], [1, 2])])
def test_what_is_no_activity_is_refused(values, reference):
    with pytest.raises(ValueError, match=r"values|reference"):
        found(values, reference)
