"""The experience curve: a known one is recovered, and its interval is that of another implementation."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import linregress, t

from ayni.measures.experience import experience_curve, student_t

EXACT = 1e-9


def test_an_80_percent_curve_is_recovered():
    """Each doubling leaves 80 %: 100, 80, 64, 51.2 at 1, 2, 4, 8."""
    found = experience_curve(cumulative=np.array([1.0, 2, 4, 8]), cost=np.array([100, 80, 64, 51.2]))
    assert found.learning_rate == pytest.approx(0.2, abs=EXACT)
    assert found.progress_ratio == pytest.approx(0.8, abs=EXACT)
    assert found.first_cost == pytest.approx(100, abs=1e-6)
    assert (found.low, found.high) == pytest.approx((0.2, 0.2), abs=1e-6)


def test_the_interval_is_that_of_scipy():
    random = np.random.default_rng(20)
    cumulative = np.cumsum(random.uniform(50, 150, 12))
    cost = 40 * cumulative**-0.32 * np.exp(random.normal(0, 0.05, 12))
    fit = linregress(np.log(cumulative), np.log(cost))
    half = t.ppf(0.975, 10) * fit.stderr
    found = experience_curve(cumulative=cumulative, cost=cost)
    assert found.exponent == pytest.approx(fit.slope, abs=EXACT)
    assert (found.low, found.high) == pytest.approx(
        (1 - 2 ** (fit.slope + half), 1 - 2 ** (fit.slope - half)), abs=EXACT
    )


@pytest.mark.parametrize("degrees", [1, 2, 3, 4, 7, 10, 31])
@pytest.mark.parametrize("confidence", [0.5, 0.9, 0.95, 0.99])
def test_students_t_is_that_of_scipy(confidence, degrees):
    assert student_t(confidence, degrees) == pytest.approx(t.ppf((1 + confidence) / 2, degrees), rel=1e-9)


def test_nineteen_of_twenty_intervals_hold_the_true_rate():
    random, held, tried = np.random.default_rng(7), 0, 400
    cumulative = np.cumsum(np.full(8, 100.0))
    for _ in range(tried):
        found = experience_curve(
            cumulative=cumulative, cost=50 * cumulative ** np.log2(0.8) * np.exp(random.normal(0, 0.1, 8))
        )
        held += found.low <= 0.2 <= found.high
    assert 0.92 <= held / tried <= 0.98


@given(st.floats(0.55, 1.3), st.floats(0.1, 1000), st.floats(0.01, 100))
def test_units_of_output_and_cost_change_no_rate(ratio, money, mass):
    cumulative = np.array([3.0, 5, 9, 20])
    cost = 10 * cumulative ** np.log2(ratio)
    one = experience_curve(cumulative=cumulative, cost=cost)
    other = experience_curve(cumulative=cumulative * mass, cost=cost * money)
    assert one.learning_rate == pytest.approx(1 - ratio, abs=1e-7)
    assert other.learning_rate == pytest.approx(1 - ratio, abs=1e-7)


@pytest.mark.parametrize("cumulative", [[], [1.0], [1.0, 2.0], [2.0, 2.0, 2.0]])
def test_few_points_or_no_growth_give_no_curve(cumulative):
    found = experience_curve(cumulative=np.array(cumulative), cost=np.ones(len(cumulative)))
    assert np.isnan(found.learning_rate)
    assert found.points == len(cumulative)


@pytest.mark.parametrize(("cumulative", "cost", "confidence"), [
    ([1.0, 2, 3], [1.0, 1], 0.95), ([1.0, 2, 3], [1.0, 0, 1], 0.95), ([3.0, 2, 4], [1.0, 1, 1], 0.95),
    ([1.0, 2, 3], [1.0, 1, 1], 1.0), ([1.0, 2, np.nan], [1.0, 1, 1], 0.95),
])  # fmt: skip
def test_what_cannot_be_is_refused(cumulative, cost, confidence):
    with pytest.raises(ValueError):
        experience_curve(cumulative=np.array(cumulative), cost=np.array(cost), confidence=confidence)
