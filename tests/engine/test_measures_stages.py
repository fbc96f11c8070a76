"""Stage of a life cycle: growth and its slowing out of the logarithm of a series, and the chance of each stage."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from ayni.measures.stages import (
    STAGES,
    LogPath,
    Thresholds,
    interval,
    likely,
    log_path,
    penetration,
    stage_probabilities,
)

# A parabola through ten logarithms.
CLOSE = 1e-9
# What the nodes along growth leave out.
NODE = 2e-3
YEARS = np.array([2003.0, 2004.0, 2005.0, 2006.0, 2008.0, 2009.0, 2010.0, 2011.0])
SERIES = st.lists(st.floats(0.1, 1000), min_size=8, max_size=8).map(np.array)


def logistic(share, rate=0.4, years=8):
    """Sales around the year in which they are at a share of their ceiling."""
    away = np.arange(years) - (years - 1) / 2
    return 1e6 / (1 + (1 - share) / share * np.exp(-rate * away))


def path(series, years=None, at=None):
    series = np.atleast_2d(np.asarray(series, dtype=float))
    years = np.arange(series.shape[1], dtype=float) if years is None else years
    middle = np.array([years[np.isfinite(row)].mean() for row in series])
    return log_path(years=years, values=series, at=middle if at is None else np.full(len(series), at))


def chances(found, **bounds):
    return dict(zip(STAGES, stage_probabilities(found, thresholds=Thresholds(**bounds))[0], strict=True))


def test_a_case_by_hand():
    # Logarithms 0, 1, 2, 3, 8 of years -2 to 2: slope (-2 x 0 - 1 + 3 + 2 x 8) / 10 = 1.8.  With squares less their
    # mean 2, -1, -2, -1, 2 (sum of squares 14): (0 - 1 - 4 - 3 + 16) / 14 = 4/7, twice which is the acceleration 8/7.
    # Left over -12, 20, 12, -36, 16 thirty-fifths: 2240 / 1225 on two degrees of freedom, a variance of 32/35.
    found = path(np.exp([0, 1, 2, 3, 8]))
    variance = 32 / 35
    assert (found.growth[0], found.acceleration[0]) == pytest.approx((1.8, 8 / 7))
    assert found.covariance[0] == pytest.approx(np.array([[variance / 10, 0], [0, 4 * variance / 14]]))
    assert found.freedom.tolist() == [2]


@given(SERIES, st.floats(2000, 2015), st.integers(0, 7))
def test_numpy_fits_the_same_parabola(series, at, gap):
    holed = series.copy()
    holed[gap] = np.nan
    found = path(holed, YEARS, at)
    kept = np.isfinite(holed)
    fitted, spread = np.polyfit(YEARS[kept] - at, np.log(holed[kept]), 2, cov=True)
    scale = max(1, np.abs(spread).max())
    assert found.growth[0] == pytest.approx(fitted[1], rel=CLOSE, abs=CLOSE)
    assert found.acceleration[0] == pytest.approx(2 * fitted[0], rel=CLOSE, abs=CLOSE)
    expected = np.array([[spread[1, 1], 2 * spread[0, 1]], [2 * spread[0, 1], 4 * spread[0, 0]]])
    assert found.covariance[0] == pytest.approx(expected, rel=1e-6, abs=CLOSE * scale)


def test_the_interval_is_that_of_student():
    found = path(np.exp([0, 1, 2, 3, 8]))
    low, high = interval(found, confidence=0.9)
    reach = stats.t.ppf(0.95, 2) * found.covariance[0, 0, 0] ** 0.5
    assert (low[0], high[0]) == pytest.approx((1.8 - reach, 1.8 + reach))


@pytest.mark.parametrize("rate", [0.2, 0.4, 0.6])
@pytest.mark.parametrize(
    ("share", "stage"),
    [
        (0.05, "introduction"),
        (0.15, "introduction"),
        (0.3, "growth"),
        (0.5, "growth"),
        (0.7, "growth"),
        (0.9, "maturity"),
        (0.99, "maturity"),
    ],
)
def test_a_logistic_is_told_right_at_known_points(share, stage, rate):
    found = chances(path(logistic(share, rate)))
    assert found[stage] > 0.95


@pytest.mark.parametrize("share", [0.05, 0.3, 0.7])
def test_a_logistic_run_backwards_is_decline(share):
    assert chances(path(logistic(share)[::-1]))["decline"] > 0.95


@pytest.mark.parametrize("share", [0.05, 0.2, 0.5, 0.8, 0.95])
def test_the_share_of_the_ceiling_is_that_of_a_logistic(share):
    growth, acceleration = 0.4 * (1 - share), -(0.4**2) * share * (1 - share)
    told = penetration(growth=np.array([growth]), acceleration=np.array([acceleration]))
    assert told[0] == pytest.approx(share)
    assert np.isnan(penetration(growth=np.array([-0.1]), acceleration=np.array([0.1]))[0])
    assert penetration(growth=np.array([0.1]), acceleration=np.array([0.1]))[0] == 0


def test_at_a_boundary_both_stages_are_told():
    noise = np.exp(0.05 * np.array([1, -1, -1, 1, 1, -1, -1, 1]))
    boundary = path(logistic(Thresholds().introduction_until) * noise)
    told = likely(stage_probabilities(boundary, thresholds=Thresholds()), confidence=0.9)[0]
    assert [stage for stage, is_told in zip(STAGES, told, strict=True) if is_told] == ["introduction", "growth"]
    clear = likely(stage_probabilities(path(logistic(0.5)), thresholds=Thresholds()), confidence=0.9)[0]
    assert clear.sum() == 1


def test_steady_growth_that_is_not_fast_is_growth_and_none_is_maturity():
    assert chances(path(1.06 ** np.arange(8)))["growth"] == 1
    assert chances(path(1.2 ** np.arange(8)))["introduction"] + chances(path(1.2 ** np.arange(8)))["growth"] == 1
    assert chances(path(1.01 ** np.arange(8)))["maturity"] == 1
    assert chances(path(0.95 ** np.arange(8)))["decline"] == 1
    assert chances(path(np.ones(8)))["maturity"] == 1


@settings(max_examples=10, deadline=None)
@given(
    st.floats(-0.3, 0.5),
    st.floats(-0.1, 0.1),
    st.floats(0.01, 0.2),
    st.floats(0.005, 0.1),
    st.floats(-0.9, 0.9),
    st.integers(1, 8),
)
def test_drawing_growth_and_acceleration_gives_the_same_chances(growth, acceleration, first, second, along, freedom):
    covariance = np.array([[first**2, along * first * second], [along * first * second, second**2]])
    found = chances(LogPath(np.array([growth]), np.array([acceleration]), covariance[None], np.array([freedom])))
    drawn = stats.multivariate_t(loc=[growth, acceleration], shape=covariance, df=freedom, seed=1).rvs(40_000)
    bounds = Thresholds()
    g, share = drawn[:, 0], penetration(growth=drawn[:, 0], acceleration=drawn[:, 1])
    falls, grows = g < -bounds.flat, g > bounds.flat
    new = (g > bounds.fast) & (share <= bounds.introduction_until)
    full = grows & (share > bounds.growth_until)
    counted = (new, grows & ~new & ~full, full | ~(grows | falls), falls)
    for stage, is_there in zip(STAGES, counted, strict=True):
        # Four standard deviations of a share of 40,000 draws.
        assert found[stage] == pytest.approx(is_there.mean(), abs=NODE + 0.01), stage


@given(SERIES, st.floats(0.001, 1000))
def test_chances_add_up_to_one_and_the_unit_of_sales_does_not_matter(series, factor):
    first = stage_probabilities(path(series, YEARS), thresholds=Thresholds())
    other = stage_probabilities(path(series * factor, YEARS), thresholds=Thresholds())
    assert first.sum() == pytest.approx(1)
    assert ((first >= 0) & (first <= 1)).all()
    assert other == pytest.approx(first, abs=NODE)


@pytest.mark.parametrize("noise", [0.05, 0.1, 0.2])
@pytest.mark.parametrize(("stays", "held"), [(0.0, 0.95), (0.5, 0.89)])
def test_the_stages_told_hold_the_true_one_as_often_as_they_say(noise, stays, held):
    rng = np.random.default_rng(7)
    share, rate, shocks = rng.uniform(0.02, 0.98, 2000), rng.uniform(0.15, 0.6, 2000), rng.normal(0, noise, (2000, 8))
    for year in range(1, 8):
        shocks[:, year] = stays * shocks[:, year - 1] + (1 - stays**2) ** 0.5 * shocks[:, year]
    series = np.exp(shocks) / (1 + ((1 - share) / share)[:, None] * np.exp(-rate[:, None] * (np.arange(8) - 3.5)))
    bounds, growth = Thresholds(), rate * (1 - share)
    ripe, new = (growth <= bounds.flat) | (share > bounds.growth_until), share <= bounds.introduction_until
    true = np.where(ripe, 2, np.where((growth > bounds.fast) & new, 0, 1))
    told = likely(stage_probabilities(path(series), thresholds=bounds), confidence=0.9)
    assert told[np.arange(2000), true].mean() > held
    assert told.sum(axis=1).mean() < 2.2


def test_three_years_have_no_path_and_no_stage():
    found = path([1, 2, 3])
    assert np.isnan([found.growth[0], found.acceleration[0]]).all()
    told = stage_probabilities(found, thresholds=Thresholds())
    assert np.isnan(told).all()
    assert not likely(told, confidence=0.9).any()


def test_many_series_are_told_as_each_alone():
    series = np.exp(np.random.default_rng(1).normal(size=(2100, 8)).cumsum(axis=1) / 5)
    series[::3, 2] = np.nan
    all_at_once = stage_probabilities(path(series), thresholds=Thresholds())
    for row in (0, 1, 2099):
        alone = stage_probabilities(path(series[row]), thresholds=Thresholds())
        assert all_at_once[row] == pytest.approx(alone[0], abs=CLOSE)


@pytest.mark.parametrize("values", [[[1.0, 0.0]], [[1.0, -1.0]], [[1.0, np.inf]], [[1.0]]])
def test_what_has_no_logarithm_is_refused(values):
    with pytest.raises(ValueError, match=r"values|years"):
        log_path(years=np.array([2000.0, 2001.0]), values=np.array(values), at=np.array([2000.0]))


@pytest.mark.parametrize("bounds", [{"flat": -1}, {"flat": 0.2, "fast": 0.1}, {"introduction_until": 0.9}])
def test_thresholds_out_of_order_are_refused(bounds):
    with pytest.raises(ValueError, match="thresholds"):
        stage_probabilities(path([1, 2, 3, 4]), thresholds=Thresholds(**bounds))
