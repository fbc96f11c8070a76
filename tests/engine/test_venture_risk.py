"""Many futures: what a closed formula says, a plain loop, properties, and what is refused."""

from math import erf, exp, log, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ayni.venture.risk import Exposure, Factors, futures, root_of

EXACT = 1e-9
NONE = np.array([-1])


def alone(deviation=0.3, persistence=0.0):
    return Factors(np.array([deviation]), np.eye(1), np.array([persistence]))


def seeded(seed=1):
    return np.random.default_rng(seed)


def test_without_risk_the_worth_is_that_of_the_plan():
    # 110 in a year and 121 in two, at 10 %: 200 today.
    amount = np.array([[[0.0, 110, 121]]]) * 1.1 ** -np.arange(3)
    found = futures(exposure=Exposure(amount, NONE, NONE), factors=alone(), draws=5, rng=seeded())
    assert found.mean == pytest.approx([200])
    assert found.quantiles == pytest.approx(np.full((1, 5), 200))
    assert (found.loss[0], found.gaining.tolist()) == (0, [1] * 5)


def test_the_chance_of_loss_is_that_of_the_closed_formula():
    # Sales of 100 times a lognormal price of mean 1, less a cost of 90: a loss when ln price < ln 0.9.
    amount = np.array([[[100.0], [-90.0]]])
    exposure = Exposure(amount, np.array([0, -1]), np.array([-1, -1]))
    found = futures(exposure=exposure, factors=alone(0.3), draws=200_000, rng=seeded())
    z = (log(0.9) + 0.3**2 / 2) / 0.3
    assert found.loss[0] == pytest.approx((1 + erf(z / sqrt(2))) / 2, abs=0.005)
    assert abs(found.mean[0] - 10) < 4 * found.error[0]


def test_two_factors_that_move_together_are_worth_more_than_apart():
    # E[exp(X) exp(Y)] = exp(r s1 s2) for two of mean one.
    both = Factors(np.array([0.2, 0.3]), np.array([[1, 0.5], [0.5, 1]]), np.zeros(2))
    exposure = Exposure(np.array([[[100.0]]]), np.array([0]), np.array([1]))
    found = futures(exposure=exposure, factors=both, draws=200_000, rng=seeded())
    assert abs(found.mean[0] - 100 * exp(0.5 * 0.2 * 0.3)) < 4 * found.error[0]


def test_a_factor_that_stays_keeps_its_mean_and_spreads_by_the_year():
    # After two years with half of the first year left: variance s^2 (1 + 1/4).
    exposure = Exposure(np.array([[[0.0, 1.0]]]), np.array([0]), NONE)
    found = futures(exposure=exposure, factors=alone(0.4, 0.5), draws=200_000, rng=seeded())
    assert abs(found.mean[0] - 1) < 4 * found.error[0]
    median = exp(-(0.4**2) * 1.25 / 2)
    assert found.quantiles[0, 2] == pytest.approx(median, abs=0.01)


def test_a_plain_loop_finds_the_same():
    rng = seeded(3)
    exposure = Exposure(rng.normal(size=(3, 4, 5)) * 10, np.array([0, 1, -1, 0]), np.array([1, -1, -1, -1]))
    factors = Factors(np.array([0.2, 0.1]), np.array([[1, -0.3], [-0.3, 1]]), np.array([0.5, 0.0]))
    discounts = 1.08 ** -np.arange(5)
    today = Exposure(exposure.amount * discounts, exposure.first, exposure.second)
    found = futures(
        exposure=today, factors=factors, draws=7, rng=seeded(4), tax=0.3, discounts=discounts,
        taxable=(exposure.amount, np.zeros_like(exposure.amount)),
    )  # fmt: skip
    shocks = seeded(4).standard_normal((5, 7, 2)) @ root_of(factors.correlation).T
    worth = np.zeros((7, 3))
    for draw in range(7):
        log_level, variance = np.zeros(2), np.zeros(2)
        for year in range(5):
            log_level = factors.persistence * log_level + factors.deviation * shocks[year, draw]
            variance = factors.persistence**2 * variance + factors.deviation**2
            level = np.append(np.exp(log_level - variance / 2), 1)
            for member in range(3):
                money = sum(exposure.amount[member, part, year] * level[exposure.first[part]]
                            * level[exposure.second[part]] for part in range(4))  # fmt: skip
                worth[draw, member] += discounts[year] * (money - 0.3 * max(money, 0))
    assert found.mean == pytest.approx(worth.mean(axis=0), abs=EXACT)
    assert found.quantiles[:, 2] == pytest.approx(np.median(worth, axis=0), abs=EXACT)


def test_the_worst_quarter_counts_the_members_a_type_stands_for():
    # One of ten who loses 50 and nine who gain 10: of 2.5 members, 1 at -50 and 1.5 at 10.
    exposure = Exposure(np.array([[[-50.0]], [[10.0]]]), NONE, NONE)
    found = futures(exposure=exposure, factors=alone(), draws=3, rng=seeded(),
                    counts=np.array([1, 9]))  # fmt: skip
    assert found.worst_quarter[0] == pytest.approx((-50 + 15) / 2.5)
    assert found.gaining[0] == pytest.approx(0.9)


@settings(deadline=None)
@given(st.floats(0.01, 1e4), st.integers(0, 100))
def test_a_change_of_currency_changes_no_chance(rate, seed):
    amount = seeded(seed).normal(size=(2, 2, 3))
    first, second = np.array([0, -1]), np.array([-1, -1])
    told = {"factors": alone(), "draws": 50}
    one = futures(exposure=Exposure(amount, first, second), rng=seeded(seed), **told)
    other = futures(exposure=Exposure(amount * rate, first, second), rng=seeded(seed), **told)
    assert other.loss.tolist() == one.loss.tolist()
    assert other.quantiles == pytest.approx(one.quantiles * rate)


@pytest.mark.parametrize(
    "wrong", [np.array([[1, 2.0], [2, 1]]), np.array([[1, 0.5], [0.4, 1]]), np.array([[2, 0.0], [0, 2]])]
)
def test_what_is_no_correlation_is_refused(wrong):
    with pytest.raises(ValueError, match="correlation"):
        root_of(wrong)


def test_what_does_not_fit_is_refused():
    exposure = Exposure(np.ones((1, 1, 2)), np.array([3]), NONE)
    with pytest.raises(ValueError, match="not there"):
        futures(exposure=exposure, factors=alone(), draws=1, rng=seeded())
    with pytest.raises(ValueError, match="two factors"):
        futures(exposure=Exposure(np.ones((1, 2, 2)), NONE, NONE), factors=alone(), draws=1, rng=seeded())


def test_what_rounding_leaves_is_no_loss():
    amount = np.array([[[0.1], [0.2], [-0.3]]]) * 1e6
    exposure = Exposure(amount, np.array([-1, -1, -1]), np.array([-1, -1, -1]))
    assert futures(exposure=exposure, factors=alone(), draws=5, rng=seeded()).loss[0] == 0
    exposure = Exposure(amount - 1e-3, np.array([-1, -1, -1]), np.array([-1, -1, -1]))
    assert futures(exposure=exposure, factors=alone(), draws=5, rng=seeded()).loss[0] == 1
