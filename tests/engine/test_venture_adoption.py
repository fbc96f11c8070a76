"""The spread of a product: a known curve recovered, its peak by hand, an independent fit, what is not told."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import curve_fit

from ayni.venture.adoption import adopted, bass, kinds_of_buyers

FITTED = 1e-5


def sold(market, innovation, imitation, periods):
    curve = adopted(market=market, innovation=innovation, imitation=imitation, periods=np.arange(periods + 1))
    return np.diff(curve)


@settings(max_examples=40, deadline=None)
@given(st.floats(10, 1e6), st.floats(0.005, 0.1), st.floats(0.2, 0.8))
def test_a_known_curve_is_recovered(market, innovation, imitation):
    found = bass(sales=sold(market, innovation, imitation, 15))
    assert (found.market, found.innovation, found.imitation) == pytest.approx((market, innovation, imitation), rel=1e-3)


def test_the_peak_by_hand():
    # ln(0.38 / 0.03) / 0.41 = 6.19 periods (Bass 1969, equation 11).
    found = bass(sales=sold(1000, 0.03, 0.38, 12))
    assert found.peak == pytest.approx(np.log(0.38 / 0.03) / 0.41, abs=FITTED)
    assert bass(sales=sold(300, 0.1, 0.05, 12)).peak == 0


def test_another_way_of_fitting_finds_the_same_numbers():
    rng = np.random.default_rng(1)
    sales = sold(1000, 0.02, 0.4, 14) * (1 + 0.08 * rng.normal(size=14))
    found = bass(sales=sales)

    def curve(ends, m, p, q):
        return np.array([sum(np.diff(adopted(market=m, innovation=p, imitation=q, periods=[end - 1, end])))
                         for end in ends])  # fmt: skip

    other, _ = curve_fit(curve, np.arange(1.0, 15), sales, p0=(900, 0.03, 0.3))
    assert (found.market, found.innovation, found.imitation) == pytest.approx(tuple(other), rel=1e-4)
    assert np.all(found.low < [found.market, found.innovation, found.imitation])
    assert np.all(found.high > [found.market, found.innovation, found.imitation])


def test_intervals_hold_the_truth_about_as_often_as_they_say():
    rng = np.random.default_rng(7)
    held = 0
    for _ in range(60):
        found = bass(sales=sold(1000, 0.03, 0.4, 14) + rng.normal(scale=3, size=14).clip(-20))
        held += bool(found.low[0] <= 1000 <= found.high[0])
    assert held >= 50


def test_what_the_data_do_not_tell_is_not_told():
    assert bass(sales=np.array([1.0, 2, 3])).reason == "too_few"
    assert bass(sales=np.zeros(8)).reason == "too_few"
    still_rising = bass(sales=np.array([1, 2, 4, 8, 16, 32.0]))
    assert (still_rising.reason, np.isnan(still_rising.market)) == ("no_peak", True)


def test_kinds_of_buyers_add_up_to_the_market():
    assert kinds_of_buyers(1000) == pytest.approx([25, 135, 340, 340, 160])


@pytest.mark.parametrize("wrong", [[-1.0, 2, 3, 4, 5], [np.nan, 1, 2, 3, 4]])
def test_sales_that_are_none_are_refused(wrong):
    with pytest.raises(ValueError, match="sales"):
        bass(sales=np.array(wrong))
