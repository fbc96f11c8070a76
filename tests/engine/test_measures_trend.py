"""Theil-Sen slope and Mann-Kendall test of many short series."""

import numpy as np
import pymannkendall
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from ayni.measures import trend
from ayni.measures.trend import mann_kendall, theil_sen, theil_sen_interval

# Sums of a few dozen doubles.
CLOSE = 1e-12
YEARS = np.array([2003.0, 2005.0, 2006.0, 2007.0, 2009.0, 2010.0, 2011.0, 2012.0])
# Whole numbers give ties, which shares do not.
SERIES = arrays(float, st.tuples(st.integers(1, 5), st.just(8)), elements=st.integers(-4, 4).map(float))


def test_a_slope_by_hand_with_a_gap():
    # 2000: 1, 2001: 2, 2002: gap, 2004: 9.  Slopes: (2-1)/1 = 1, (9-1)/4 = 2, (9-2)/3 = 7/3; the median is 2.
    found = theil_sen(years=np.array([2000.0, 2001.0, 2002.0, 2004.0]), values=np.array([[1.0, 2.0, np.nan, 9.0]]))
    assert found.slope.tolist() == [2.0]
    assert found.known.tolist() == [3]


def test_an_interval_by_hand():
    # 2001 to 2005: 1, 2, 4, 7, 11.  Ten slopes in order: 1, 3/2, 2, 2, 5/2, 5/2, 3, 3, 7/2, 4.  Without ties sigma is
    # sqrt(5*4*15/18) = 4.082, times 1.960 it is 8.002; ranks (10 - 8.002)/2 = 0.999 and (10 + 8.002)/2 + 1 = 10.001:
    # the first and the tenth.
    found = theil_sen_interval(years=np.arange(2001.0, 2006.0), values=np.array([[1.0, 2.0, 4.0, 7.0, 11.0]]))
    assert (found.low.tolist(), found.high.tolist()) == ([1.0], [4.0])


def test_four_values_are_too_few_for_an_interval_and_a_constant_has_one_of_nothing():
    few = theil_sen_interval(years=np.arange(4.0), values=np.array([[1.0, 2.0, 4.0, 3.0]]))
    assert np.isnan([few.low[0], few.high[0]]).all()
    same = theil_sen_interval(years=np.arange(6.0), values=np.full((1, 6), 2.0))
    assert (same.low.tolist(), same.high.tolist()) == ([0.0], [0.0])


@pytest.mark.parametrize("level", [0.0, 1.0, -1.0, 95.0])
def test_a_level_that_is_none_is_refused(level):
    with pytest.raises(ValueError, match="level"):
        theil_sen_interval(years=YEARS, values=np.ones((1, 8)), level=level)


@given(SERIES, st.sampled_from([0.8, 0.9, 0.95]))
def test_scipy_gives_the_same_interval_where_there_is_one(values, level):
    found = theil_sen_interval(years=YEARS, values=values, level=level)
    for row, low, high in zip(values, found.low, found.high, strict=True):
        expected = stats.theilslopes(row, YEARS, alpha=level)
        if not np.isnan(low):
            assert (low, high) == pytest.approx((expected.low_slope, expected.high_slope), abs=CLOSE)
            assert low <= expected.slope <= high


def test_a_test_by_hand_with_a_tie():
    # 1, 3, 3, 4: five pairs rise, one ties: S = 5.  Variance (4*3*13 - 2*1*9)/18 = 138/18; z = 4 / sqrt(7.667).
    found = mann_kendall(values=np.array([[1.0, 3.0, 3.0, 4.0]]))
    assert found.s.tolist() == [5.0]
    assert found.variance == pytest.approx([138 / 18])
    assert found.z == pytest.approx([4 / (138 / 18) ** 0.5])
    assert found.p_value == pytest.approx([2 * stats.norm.sf(4 / (138 / 18) ** 0.5)])


@given(SERIES)
def test_scipy_gives_the_same_slope(values):
    found = theil_sen(years=YEARS, values=values)
    expected = [stats.theilslopes(row, YEARS).slope for row in values]
    assert found.slope == pytest.approx(np.array(expected), abs=CLOSE)


@given(SERIES)
def test_pymannkendall_gives_the_same_test(values):
    found = mann_kendall(values=values)
    expected = [pymannkendall.original_test(row) for row in values]
    assert found.s == pytest.approx([each.s for each in expected])
    assert found.variance == pytest.approx([each.var_s for each in expected])
    assert found.z == pytest.approx([each.z for each in expected], abs=CLOSE)
    assert found.p_value == pytest.approx([each.p for each in expected], abs=CLOSE)


@given(SERIES, st.lists(st.booleans(), min_size=8, max_size=8))
def test_a_gap_is_as_if_the_year_were_not_there(values, gaps):
    gone = np.array(gaps)
    holed = np.where(gone, np.nan, values)
    assert theil_sen(years=YEARS, values=holed).slope == pytest.approx(
        theil_sen(years=YEARS[~gone], values=values[:, ~gone]).slope, nan_ok=True
    )
    assert mann_kendall(values=holed).p_value == pytest.approx(
        mann_kendall(values=values[:, ~gone]).p_value, nan_ok=True
    )


@given(SERIES, st.floats(0.1, 10), st.floats(-5, 5))
def test_slopes_follow_scale_and_not_shift(values, scale, shift):
    found = theil_sen(years=YEARS, values=values * scale + shift).slope
    assert found == pytest.approx(theil_sen(years=YEARS, values=values).slope * scale, abs=1e-9)


@given(SERIES)
def test_time_backwards_turns_the_sign(values):
    assert theil_sen(years=-YEARS, values=values).slope == pytest.approx(-theil_sen(years=YEARS, values=values).slope)
    assert mann_kendall(values=values[:, ::-1]).s == pytest.approx(-mann_kendall(values=values).s)


@given(SERIES)
def test_p_values_are_chances(values):
    found = mann_kendall(values=values).p_value
    assert ((found >= 0) & (found <= 1)).all()


def test_calendar_years_count_and_not_positions():
    values = np.array([[0.0, 1.0, 2.0]])
    assert theil_sen(years=np.array([2000.0, 2001.0, 2002.0]), values=values).slope.tolist() == [1.0]
    assert theil_sen(years=np.array([2000.0, 2002.0, 2004.0]), values=values).slope.tolist() == [0.5]


@pytest.mark.parametrize("values", [[[np.nan] * 3], [[1.0, np.nan, np.nan]], [[1.0, 2.0, np.nan]]])
def test_under_three_years_there_is_no_trend(values):
    years = np.array([2000.0, 2001.0, 2002.0])
    assert np.isnan(theil_sen(years=years, values=np.array(values)).slope).all()
    found = mann_kendall(values=np.array(values))
    assert np.isnan([found.s, found.variance, found.z, found.p_value]).all()


def test_a_series_that_never_moves_is_no_trend():
    assert theil_sen(years=YEARS, values=np.ones((1, 8))).slope.tolist() == [0.0]
    found = mann_kendall(values=np.ones((1, 8)))
    assert (found.z.tolist(), found.p_value.tolist()) == ([0.0], [1.0])


def test_no_series_and_no_years_are_nothing():
    assert theil_sen(years=YEARS, values=np.empty((0, 8))).slope.shape == (0,)
    assert mann_kendall(values=np.empty((0, 8))).p_value.shape == (0,)
    assert np.isnan(theil_sen(years=YEARS[:1], values=np.ones((2, 1))).slope).all()


def test_many_series_in_blocks_are_as_few(monkeypatch):
    values = np.random.default_rng(7).random((25, 8))
    whole = theil_sen(years=YEARS, values=values).slope
    monkeypatch.setattr(trend, "SERIES_AT_ONCE", 4)
    assert theil_sen(years=YEARS, values=values).slope.tolist() == whole.tolist()


def test_the_sign_of_a_planted_trend_is_recovered():
    # Shares that move by 2 points a year under noise of 1 point: the sign is wrong less than once in a thousand.
    rng = np.random.default_rng(74)
    truth = rng.choice([-0.02, 0.02], size=2000)
    values = 0.4 + truth[:, None] * (YEARS - 2007) + rng.normal(0, 0.01, size=(2000, 8))
    found = theil_sen(years=YEARS, values=values).slope
    assert (np.sign(found) == np.sign(truth)).mean() > 0.999
    assert found == pytest.approx(truth, abs=0.01)


def test_without_a_trend_the_test_rarely_finds_one():
    # The normal approximation with continuity correction is cautious on eight values: at most the nominal 5 %.
    values = np.random.default_rng(1).random((4000, 8))
    assert (mann_kendall(values=values).p_value < 0.05).mean() < 0.055


@pytest.mark.parametrize(
    ("years", "values"),
    [([2000.0, 2000.0], [[1.0, 2.0]]), ([2000.0], [[1.0, 2.0]]), ([2000.0, 2001.0], [[np.inf, 1.0]]), ([1.0], [1.0])],
)
def test_what_is_no_series_is_refused(years, values):
    with pytest.raises(ValueError, match=r"years|values"):
        theil_sen(years=np.array(years), values=np.array(values))
