"""Forecasts held against what came."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayni.venture.scoring import scores


def scored(low, high, came, planned=0.0):
    return scores(planned=np.array([planned]), low=np.array([low]), high=np.array([high]), came=np.array([came]))


def test_by_hand():
    # Inside, the width alone; 5 below a range of 20 at 0.9: 20 + 2 / 0.1 x 5 = 120.
    found = scored(90.0, 110.0, 100.0, 95.0)
    assert (found.inside[0], found.error[0], found.score[0]) == (True, 5, 20)
    found = scored(90.0, 110.0, 85.0)
    assert not found.inside[0]
    assert found.score[0] == pytest.approx(120)


def test_the_ends_are_inside_and_a_range_is_not_upside_down():
    assert scored(90.0, 110.0, 90.0).inside[0] and scored(90.0, 110.0, 110.0).inside[0]
    with pytest.raises(ValueError, match="range"):
        scored(110.0, 90.0, 100.0)


@given(st.floats(-1e6, 1e6), st.floats(0, 1e6), st.floats(-1e7, 1e7))
def test_no_score_is_below_the_width_and_what_came_inside_reaches_it(low, width, came):
    found = scored(low, low + width, came)
    assert found.score[0] >= (low + width) - low
    assert not found.inside[0] or found.score[0] == (low + width) - low
