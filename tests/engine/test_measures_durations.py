"""How long something takes when some of it still goes on."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from ayni.measures.durations import survival

# Products of the same fractions in another order.
TOLERANCE = 1e-9


def of(*pairs):
    days, ended = zip(*pairs, strict=True)
    return survival(days=np.array(days, dtype=float), ended=np.array(ended, dtype=bool))


def test_a_case_worked_by_hand():
    # Ended after 2, 4, 4 and 9 days; still going on after 3 and 6.  At 2: 5 of 6 go on.  At 4 four are left, two end:
    # 5/6 x 2/4 = 5/12, which is less than a half: the median is 4.  At 9 the last one ends: 0.
    found = of((2, 1), (3, 0), (4, 1), (4, 1), (6, 0), (9, 1))
    assert found.days.tolist() == [2, 4, 9]
    assert found.share == pytest.approx([5 / 6, 5 / 12, 0], abs=TOLERANCE)
    assert (found.median, found.begun, found.ended) == (4, 6, 4)


def test_what_still_goes_on_is_not_left_out():
    # The plain median of those that ended is 3; with three that go on beyond, half are not done before 5.
    assert np.median([1, 3, 5]) == 3
    assert of((1, 1), (3, 1), (5, 1), (8, 0), (8, 0), (8, 0)).median == 5


def test_no_median_is_made_up_while_more_than_half_go_on():
    assert np.isnan(of((1, 1), (8, 0), (8, 0)).median)
    assert np.isnan(
        of(
            (8, 0),
        ).median
    )


def test_nothing_gives_nothing():
    found = survival(days=np.array([]), ended=np.array([], dtype=bool))
    assert (found.begun, found.ended) == (0, 0)
    assert np.isnan(found.median)


@pytest.mark.parametrize("days", [[-1.0], [float("nan")]])
def test_a_duration_below_zero_or_missing_is_refused(days):
    with pytest.raises(ValueError, match="below zero"):
        survival(days=np.array(days), ended=np.array([True]))


@given(st.lists(st.tuples(st.integers(0, 40), st.booleans()), min_size=1, max_size=60))
def test_another_implementation_agrees(cases):
    found = of(*cases)
    ended = [day for day, done in cases if done]
    going_on = [day for day, done in cases if not done]
    if not ended:
        assert found.days.size == 0
        return
    sample = stats.CensoredData(uncensored=ended, right=going_on)
    assert found.share == pytest.approx(stats.ecdf(sample).sf.evaluate(found.days), abs=TOLERANCE)
    assert np.all(np.diff(found.share) <= 0)


@given(st.lists(st.integers(0, 40), min_size=1, max_size=60))
def test_with_everything_ended_it_is_the_lower_median(days):
    assert of(*((day, 1) for day in days)).median == sorted(days)[(len(days) - 1) // 2]
