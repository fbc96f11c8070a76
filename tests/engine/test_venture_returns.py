"""What a flow of money is worth: by hand, as spreadsheets have it, and properties."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ayni.venture.returns import (
    benefit_cost,
    credit_schedule,
    internal_rates,
    net_present_value,
    payback,
    peak_working_capital,
    rate_a_period,
)

EXACT = 1e-9
# Outside values are printed with so many figures.
PRINTED = 5e-6
flows = arrays(np.float64, st.integers(2, 40), elements=st.floats(-1000, 1000, width=32))


@pytest.mark.parametrize(
    ("flow", "expected"),
    [  # as the documentation of numpy_financial.irr 1.0 prints them
        ([-100, 39, 59, 55, 20], 0.28095),
        ([-100, 0, 0, 74], -0.0955),
        ([-100, 100, 0, -7], -0.0833),
        ([-100, 100, 0, 7], 0.06206),
        ([-5, 10.5, 1, -8, 1], 0.0886),
    ],
)
def test_rates_of_return_are_those_of_spreadsheets(flow, expected):
    found = internal_rates(np.array(flow, dtype=float))
    assert np.abs(found.rates - expected).min() < 5e-5


def test_every_rate_is_told_where_a_flow_turns_twice():
    # -100 + 230 x - 132 x^2 = 0 at x = 1 / 1.1 and 1 / 1.2.
    found = internal_rates(np.array([-100, 230, -132.0]))
    assert found.rates == pytest.approx((0.1, 0.2), abs=EXACT)
    assert (found.sign_changes, found.reason) == (2, "several")
    assert np.isnan(found.rate)


def test_a_rate_at_which_the_value_only_touches_zero_is_found():
    # -(1 - 1.1 x)^2 is nowhere above zero, and zero at 10 %.
    assert internal_rates(np.array([-1, 2.2, -1.21])).rates == pytest.approx([0.1], abs=1e-6)


def test_a_flow_that_never_turns_has_no_rate_and_says_why():
    assert internal_rates(np.array([-1, -2.0])).reason == "no_sign_change"
    assert internal_rates(np.zeros(3)).reason == "no_flow"
    found = internal_rates(np.array([1, -2, 2.0]))
    assert (found.sign_changes, found.rates.size, found.reason) == (2, 0, "no_sign_change")


def test_fifteen_years_of_months_are_no_trouble():
    found = internal_rates(np.append(-1000.0, np.full(180, 12.0)))
    assert net_present_value(flows=np.append(-1000.0, np.full(180, 12.0)), rate=found.rate) == pytest.approx(
        0, abs=1e-8
    )


def test_worth_today_by_hand_and_as_a_spreadsheet_has_it():
    # 110 in a year at 10 % is worth 100 today; 121 in two years as well.
    assert net_present_value(flows=np.array([-150, 110, 121.0]), rate=0.1) == pytest.approx(50, abs=EXACT)
    # numpy_financial.npv(0.281, ...) prints -0.0084785916384548798
    assert net_present_value(flows=np.array([-100, 39, 59, 55, 20.0]), rate=0.281) == pytest.approx(-0.00847859163845)
    both = net_present_value(flows=np.array([[-150, 110, 121.0], [0, 0, 0]]), rate=0.1)
    assert both == pytest.approx([50, 0], abs=EXACT)


@settings(deadline=None)
@given(flows, st.floats(0.01, 1e6))
def test_a_change_of_currency_changes_no_rate(flow, rate):
    flow = np.round(flow)
    assert internal_rates(flow * rate).rates == pytest.approx(internal_rates(flow).rates, abs=1e-6)


@settings(deadline=None)
@given(flows)
def test_there_are_no_more_rates_than_turns_and_each_makes_the_flow_worth_nothing(flow):
    flow = np.round(flow)
    found = internal_rates(flow)
    assert found.rates.size <= found.sign_changes
    for rate in found.rates:
        size = net_present_value(flows=np.abs(flow), rate=rate)
        assert abs(net_present_value(flows=flow, rate=rate)) <= 1e-6 * size


@settings(deadline=None)
@given(st.floats(0, 1), st.integers(1, 12))
def test_a_year_of_periods_compounds_to_the_yearly_rate(yearly, periods):
    assert (1 + rate_a_period(yearly, periods)) ** periods == pytest.approx(1 + yearly)


def test_payback_by_hand():
    # 100 out, 40 a year: 80 after two, the last 20 in half a year more.
    assert payback(np.array([-100, 40, 40, 40.0])) == 2.5
    assert payback(np.array([10.0, 5])) == 0
    assert np.isnan(payback(np.array([-100, 40.0])))
    # Covered after one, out again in two, covered for good in three.
    assert payback(np.array([-10, 20, -20, 20.0])) == 2.5


def test_working_capital_is_the_deepest_point():
    assert peak_working_capital(np.array([-100, 30, -50, 200.0])) == 120
    assert peak_working_capital(np.array([5.0, 5])) == 0


def test_benefit_over_cost_by_hand():
    # 110 in a year at 10 % over 50 today.
    assert benefit_cost(benefits=np.array([0, 110.0]), costs=np.array([50.0, 0]), rate=0.1) == pytest.approx(2)
    assert np.isnan(benefit_cost(benefits=np.ones(2), costs=np.zeros(2), rate=0.1))
    with pytest.raises(ValueError, match="zero or more"):
        benefit_cost(benefits=-np.ones(2), costs=np.ones(2), rate=0.1)


def test_a_mortgage_is_paid_as_a_spreadsheet_has_it():
    # numpy_financial.pmt(0.075 / 12, 12 * 15, 200000) prints -1854.0247200054619
    found = credit_schedule(principal=200_000, rate=0.075 / 12, periods=180)
    assert found.interest + found.repaid == pytest.approx(np.full(180, 1854.0247200054619))


def test_credits_with_grace_straight_and_at_the_end_by_hand():
    # 300 at 10 %: interest alone for a period, then 150 each with interest on what is owed.
    found = credit_schedule(principal=300, rate=0.1, periods=3, grace=1, kind="straight")
    assert found.interest == pytest.approx([30, 30, 15])
    assert found.repaid.tolist() == [0, 150, 150]
    assert credit_schedule(principal=300, rate=0, periods=3).repaid == pytest.approx([100, 100, 100])
    assert credit_schedule(principal=300, rate=0.1, periods=2, kind="bullet").repaid.tolist() == [0, 300]
    with pytest.raises(ValueError, match="grace"):
        credit_schedule(principal=1, rate=0.1, periods=2, grace=2)


@given(
    st.floats(1, 1e6),
    st.floats(0, 1),
    st.integers(1, 60),
    st.data(),
    st.sampled_from(("annuity", "straight", "bullet")),
)
def test_all_that_was_lent_is_repaid_and_what_is_paid_is_worth_what_was_lent(principal, rate, periods, data, kind):
    grace = data.draw(st.integers(0, periods - 1))
    found = credit_schedule(principal=principal, rate=rate, periods=periods, grace=grace, kind=kind)
    assert found.repaid.sum() == pytest.approx(principal)
    paid = np.append(0.0, found.interest + found.repaid)
    assert net_present_value(flows=paid, rate=rate) == pytest.approx(principal)
