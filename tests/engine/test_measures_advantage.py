"""Forms of revealed comparative advantage."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ayni.measures.advantage import advantage
from ayni.measures.specialisation import specialisation

GOLDEN = json.loads((Path(__file__).parents[1] / "golden" / "trade_advantage.json").read_text(encoding="utf-8"))
# A few products and quotients in double precision.
CLOSE = 1e-14
MATRICES = arrays(float, st.tuples(st.integers(1, 6), st.integers(1, 6)), elements=st.floats(0.01, 1e6))
FORMS = ("symmetric", "normalised", "additive")


def test_a_case_by_hand():
    # Exports 3, 1 and 1, 3 of 8: shares of the exporter 3/4 and 1/4, of the world 1/2 each; RCA 3/2 and 1/2.
    found = advantage(values=np.array([[3.0, 1.0], [1.0, 3.0]]))
    assert found.symmetric == pytest.approx(np.array([[1 / 5, -1 / 3], [-1 / 3, 1 / 5]]))
    assert found.normalised == pytest.approx(np.array([[1 / 8, -1 / 8], [-1 / 8, 1 / 8]]))
    assert found.additive == pytest.approx(np.array([[1 / 4, -1 / 4], [-1 / 4, 1 / 4]]))


@pytest.mark.parametrize("form", FORMS)
def test_the_definitions_cell_by_cell_agree(form):
    found = getattr(advantage(values=np.array(GOLDEN["values"], dtype=float)), form)
    assert found == pytest.approx(np.array(GOLDEN[form]), abs=CLOSE)


def test_another_implementation_of_balassas_quotient_agrees():
    found = specialisation(values=np.array(GOLDEN["values"], dtype=float)).quotient
    assert found == pytest.approx(np.array(GOLDEN["balassa"]), abs=1e-12)


@given(MATRICES)
def test_the_symmetric_form_follows_the_quotient(values):
    quotient = specialisation(values=values).quotient
    assert advantage(values=values).symmetric == pytest.approx((quotient - 1) / (quotient + 1), abs=1e-9)


@given(MATRICES, st.floats(0.01, 100))
def test_bounds_sums_and_the_unit(values, factor):
    found, other = advantage(values=values), advantage(values=values * factor)
    assert (np.abs(found.symmetric) <= 1).all()
    assert (np.abs(found.normalised) <= 0.25 + 1e-12).all()
    assert found.normalised.sum(axis=0) == pytest.approx(0, abs=1e-12)
    assert found.normalised.sum(axis=1) == pytest.approx(0, abs=1e-12)
    assert found.additive.sum(axis=1) == pytest.approx(0, abs=1e-12)
    for form in FORMS:
        assert getattr(other, form) == pytest.approx(getattr(found, form), abs=1e-9)


def test_who_sells_nothing_has_no_advantage():
    found = advantage(values=np.array([[1.0, 2.0], [0.0, 0.0]]))
    assert np.isnan(found.symmetric[1]).all()
    assert np.isnan(found.additive[1]).all()
    assert found.normalised[1] == pytest.approx([0, 0])


@pytest.mark.parametrize("values", [[[0.0, 0.0]], [[np.nan, 1.0]], [[-1.0, 1.0]], [1.0, 2.0]])
def test_what_is_no_matrix_of_exports_is_refused(values):
    with pytest.raises(ValueError, match="values"):
        advantage(values=np.array(values))
