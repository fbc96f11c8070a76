"""PRODY and EXPY: the income that goes with a product and with what a place sells."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ayni.measures.sophistication import expy, prody

VALUES = arrays(float, (4, 3), elements=st.integers(0, 1000).map(float))
INCOMES = arrays(float, 4, elements=st.one_of(st.just(np.nan), st.integers(1, 10**5).map(float)))
# Sums of a dozen doubles.
CLOSE = 1e-12


def test_a_case_by_hand():
    # Shares 3/4, 1/4 and 1/4, 3/4.  PRODY of the first (3/4 x 1000 + 1/4 x 5000) / 1 = 2000, of the second 4000.
    # EXPY 3/4 x 2000 + 1/4 x 4000 = 2500, and 3500.
    values = np.array([[3.0, 1.0], [1.0, 3.0]])
    found = prody(values=values, income=np.array([1000.0, 5000.0]))
    assert found.prody.tolist() == [2000, 4000]
    assert found.places.tolist() == [2, 2]
    assert expy(values=values, prody=found.prody).expy.tolist() == [2500, 3500]


def test_weights_go_by_shares_and_not_by_size():
    # The first place is a million times larger; both sell half of each.
    values = np.array([[5e6, 5e6], [5.0, 5.0]])
    assert prody(values=values, income=np.array([1000.0, 5000.0])).prody.tolist() == [3000, 3000]


def test_a_place_without_an_income_weighs_nothing_and_still_has_its_expy():
    values = np.array([[3.0, 1.0, 0.0], [1.0, 3.0, 0.0], [2.0, 0.0, 2.0]])
    found = prody(values=values, income=np.array([1000.0, 5000.0, np.nan]))
    assert found.prody.tolist()[:2] == [2000, 4000]
    assert np.isnan(found.prody[2])
    assert found.covered.tolist() == [pytest.approx(4 / 6), 1, 0]
    place = expy(values=values, prody=found.prody)
    assert (place.expy[2], place.covered[2]) == (2000, 0.5)


def test_who_sells_nothing_has_none():
    found = expy(values=np.array([[0.0, 0.0]]), prody=np.array([1.0, 2.0]))
    assert np.isnan([found.expy[0], found.covered[0]]).all()
    assert np.isnan(prody(values=np.zeros((1, 1)), income=np.array([1.0])).prody).all()


@given(VALUES, INCOMES)
def test_means_lie_between_the_least_and_the_largest_income(values, income):
    found = prody(values=values, income=income)
    known = found.prody[np.isfinite(found.prody)]
    assert (known >= np.nanmin(income, initial=np.inf) * (1 - CLOSE)).all()
    assert (known <= np.nanmax(income, initial=0) * (1 + CLOSE)).all()
    places = expy(values=values, prody=found.prody)
    means = places.expy[np.isfinite(places.expy)]
    assert (means >= known.min(initial=np.inf) * (1 - CLOSE)).all()
    assert (means <= known.max(initial=0) * (1 + CLOSE)).all()


@given(VALUES, INCOMES, st.integers(2, 1000))
def test_the_unit_of_sales_does_not_matter_and_that_of_income_carries(values, income, factor):
    first = prody(values=values, income=income)
    assert prody(values=values * factor, income=income).prody == pytest.approx(first.prody, nan_ok=True, rel=CLOSE)
    assert prody(values=values, income=income * factor).prody == pytest.approx(
        first.prody * factor, nan_ok=True, rel=CLOSE
    )


@pytest.mark.parametrize(
    ("values", "income"),
    [([[1.0]], [0.0]), ([[1.0]], [np.inf]), ([[-1.0]], [1.0]), ([[np.nan]], [1.0]), ([[1.0]], [1.0, 2.0])],
)
def test_what_is_no_sale_or_income_is_refused(values, income):
    with pytest.raises(ValueError, match=r"values|income"):
        prody(values=np.array(values), income=np.array(income))


def test_an_expy_of_other_products_is_refused():
    with pytest.raises(ValueError, match="prody"):
        expy(values=np.array([[1.0]]), prody=np.array([1.0, 2.0]))
