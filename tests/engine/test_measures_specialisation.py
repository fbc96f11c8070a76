"""Location quotient and its two shares."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ayni.measures.ratios import ratio
from ayni.measures.specialisation import specialisation

GOLDEN = json.loads((Path(__file__).parents[1] / "golden" / "territory_measures.json").read_text(encoding="utf-8"))
# A few products and quotients in double precision.
CLOSE = 1e-12
MATRICES = arrays(float, st.tuples(st.integers(1, 6), st.integers(1, 6)), elements=st.floats(0.01, 1e6))


def test_a_case_by_hand():
    # 30 of the place's 40 are garlic (3/4); of the nation's 100, 40 are (2/5): 3/4 over 2/5 is 15/8.
    found = specialisation(values=np.array([[30.0, 10.0], [10.0, 50.0]]))
    assert found.share_of_row[0, 0] == pytest.approx(3 / 4)
    assert found.share_of_column[0, 0] == pytest.approx(3 / 4)
    assert found.quotient == pytest.approx(
        np.array([[15 / 8, (1 / 4) / (3 / 5)], [(1 / 6) / (2 / 5), (5 / 6) / (3 / 5)]])
    )


def test_another_implementation_agrees():
    found = specialisation(values=np.array(GOLDEN["values"], dtype=float)).quotient
    assert found == pytest.approx(np.array(GOLDEN["quotients"]), abs=CLOSE)


@given(MATRICES)
def test_shares_add_up_to_one(values):
    found = specialisation(values=values)
    assert found.share_of_row.sum(axis=1) == pytest.approx(np.ones(len(values)))
    assert found.share_of_column.sum(axis=0) == pytest.approx(np.ones(values.shape[1]))


@given(MATRICES)
def test_the_mean_of_a_products_quotients_by_size_of_place_is_one(values):
    weights = values.sum(axis=1) / values.sum()
    assert weights @ specialisation(values=values).quotient == pytest.approx(np.ones(values.shape[1]))


@given(MATRICES, st.floats(1e-3, 1e3))
def test_the_unit_does_not_matter(values, scale):
    assert specialisation(values=values * scale).quotient == pytest.approx(specialisation(values=values).quotient)


@given(MATRICES, st.randoms(use_true_random=False))
def test_the_order_of_places_does_not_matter(values, random):
    order = random.sample(range(len(values)), len(values))
    assert specialisation(values=values[order]).quotient == pytest.approx(specialisation(values=values).quotient[order])


@given(MATRICES)
def test_a_place_that_makes_nothing_changes_nobody_else(values):
    wider = specialisation(values=np.vstack([values, np.zeros(values.shape[1])]))
    assert wider.quotient[:-1] == pytest.approx(specialisation(values=values).quotient)
    assert np.isnan(wider.quotient[-1]).all()
    assert (wider.share_of_column[-1] == 0).all()


def test_a_product_that_nobody_makes_has_no_quotient():
    found = specialisation(values=np.array([[1.0, 0.0], [2.0, 0.0]]))
    assert np.isnan(found.quotient[:, 1]).all()
    assert np.isnan(found.share_of_column[:, 1]).all()
    assert found.quotient[:, 0].tolist() == [1.0, 1.0]


def test_an_unknown_cell_is_unknown_and_adds_nothing_to_the_sums():
    found = specialisation(values=np.array([[30.0, np.nan], [10.0, 60.0]]))
    assert np.isnan(found.quotient[0, 1])
    assert found.quotient[0, 0] == pytest.approx(1 / 0.4)


def test_nothing_at_all_is_nothing():
    assert specialisation(values=np.zeros((0, 0))).quotient.shape == (0, 0)
    assert np.isnan(specialisation(values=np.zeros((2, 2))).quotient).all()


@pytest.mark.parametrize("values", [[[-1.0]], [[np.inf]], [1.0]])
def test_what_is_no_activity_is_refused(values):
    with pytest.raises(ValueError, match="finite numbers"):
        specialisation(values=np.array(values))


def test_a_ratio_over_nothing_or_over_an_unknown_is_unknown():
    found = ratio(part=[1.0, 1.0, 1.0, np.nan], whole=[2.0, 0.0, np.nan, 1.0])
    assert found[0] == 0.5
    assert np.isnan(found[1:]).all()
