"""Weighted profiles, what the weights do to them, and imbalance."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayni.measures.weighting import Reversal, group_reversals, imbalance, subject_reversals, weighted_profile

# A few sums and one division in double precision.
CLOSE = 1e-12
N = np.nan
SCORES = st.lists(st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0, N]), min_size=4, max_size=4)
WEIGHTS = st.lists(st.integers(1, 5), min_size=4, max_size=4)


def profile(scores, weights=(1, 1, 1, 1), group=(0, 0, 1, 1), groups=(1, 1), band=0.5):
    return weighted_profile(
        scores=np.array(scores, dtype=float), group=np.array(group), item_weights=np.array(weights, dtype=float),
        group_weights=np.array(groups, dtype=float), band=band,
    )  # fmt: skip


def test_a_case_by_hand():
    # Group one: (1 * 0 + 3 * 1) / 4; group two: 0.5; the whole: (2 * 0.75 + 1 * 0.5) / 3.
    found = profile([[0, 1, 0.5, 0.5]], weights=(1, 3, 1, 1), groups=(2, 1))
    assert found.groups == pytest.approx(np.array([[0.75, 0.5]]), abs=CLOSE)
    assert found.whole == pytest.approx([2 / 3], abs=CLOSE)
    # Least: weights 1.5 and 1.5 -> 0.5; most: 0.5 and 4.5 -> 0.9.
    assert (found.low[0, 0], found.high[0, 0]) == pytest.approx((0.5, 0.9), abs=CLOSE)
    assert (found.low[0, 1], found.high[0, 1]) == pytest.approx((0.5, 0.5), abs=CLOSE)


def test_what_is_missing_is_left_out_and_told():
    found = profile([[N, 1, N, N]], weights=(1, 3, 1, 1))
    assert found.groups[0, 0] == 1
    assert np.isnan(found.groups[0, 1])
    assert found.known.tolist() == [[0.75, 0.0]]
    assert found.whole.tolist() == [1]
    assert np.isnan(profile([[N, N, N, N]]).whole).all()


@given(scores=SCORES, weights=WEIGHTS, groups=st.lists(st.integers(1, 4), min_size=2, max_size=2))
def test_the_extremes_are_those_of_every_corner_of_the_weights(scores, weights, groups):
    found = profile([scores], weights, groups=groups)
    corners = list(product((0.5, 1.5), repeat=6))
    for at, members in enumerate(((0, 1), (2, 3))):
        tried = [plain([scores[i] for i in members], [weights[i] * c[i] for i in members]) for c in corners]
        assert [found.low[0, at], found.high[0, at]] == pytest.approx([min(tried), max(tried)], nan_ok=True)
    tried = []
    for corner in corners:
        two = [plain([scores[i] for i in pair], [weights[i] * corner[i] for i in pair]) for pair in ((0, 1), (2, 3))]
        tried.append(plain(two, [groups[0] * corner[4], groups[1] * corner[5]]))
    assert [found.whole_low[0], found.whole_high[0]] == pytest.approx([min(tried), max(tried)], nan_ok=True)


def plain(scores, weights):
    known = [(score, weight) for score, weight in zip(scores, weights, strict=True) if not np.isnan(score)]
    return sum(score * weight for score, weight in known) / sum(weight for _, weight in known) if known else N


@given(scores=SCORES, weights=WEIGHTS, by=st.integers(2, 9))
def test_only_the_ratios_of_weights_count(scores, weights, by):
    once, more = profile([scores], weights), profile([scores], [by * weight for weight in weights], groups=(by, by))
    for name in ("groups", "low", "high", "whole", "whole_low", "whole_high"):
        assert getattr(more, name) == pytest.approx(getattr(once, name), nan_ok=True)


def test_without_a_band_there_is_no_interval():
    found = profile([[0, 1, 0.25, 0.5]], band=0)
    assert (found.low == found.groups).all()
    assert (found.whole_high == found.whole).all()


@pytest.mark.parametrize("wrong", [
    {"scores": [[0, 2, 0, 0]]}, {"weights": (0, 1, 1, 1)}, {"group": (0, 0, 0, 0)}, {"band": 1.0}, {"scores": [[0, 1]]},
    {"groups": (1, -1)}, {"scores": [0, 1, 0, 1]},
])  # fmt: skip
def test_what_makes_no_profile_is_refused(wrong):
    with pytest.raises(ValueError):
        profile(**{"scores": [[0, 1, 0, 1]], **wrong})


def test_groups_change_places_where_their_intervals_cross():
    groups, low, high = (np.array(each) for each in ([0.75, 0.7, 0.1, N], [0.6, 0.7, 0.1, N], [0.9, 0.7, 0.1, N]))
    assert group_reversals(groups=groups, low=low, high=high) == (Reversal(0, 1),)


def test_subjects_change_places_under_other_weights():
    # At equal weights the first leads by 0.6 - 0.4 = 0.2; with 0.5 and 1.5 it is 0.3 - 0.6 < 0.
    scores = np.array([[0.9, 0.3], [0.3, 0.7], [0.1, 0.1]])
    assert subject_reversals(scores=scores, weights=np.ones(2)) == (Reversal(0, 1),)
    assert subject_reversals(scores=scores, weights=np.ones(2), band=0.05) == ()


@given(rows=st.lists(SCORES, min_size=2, max_size=2), weights=WEIGHTS)
def test_a_reversal_is_found_where_some_corner_of_the_weights_makes_one_and_nowhere_else(rows, weights):
    scores = np.array(rows)
    lead = np.nan_to_num(scores[0] - scores[1])
    at_first = (lead * weights).sum()
    tried = [(lead * weights * np.array(corner)).sum() for corner in product((0.5, 1.5), repeat=4)]
    reversed_ = (at_first > 1e-9 and min(tried) < -1e-9) or (at_first < -1e-9 and max(tried) > 1e-9)
    assert bool(subject_reversals(scores=scores, weights=np.array(weights, dtype=float))) == reversed_


def test_imbalance_by_hand():
    # Of 1, 3/4, 1/4, 0: mean 1/2, mean deviation (1/2 + 1/4 + 1/4 + 1/2) / 4 = 3/8; the most it can be is 1/2.
    assert imbalance(scores=np.array([1, 0.75, 0.25, 0]), weights=np.ones(4)) == pytest.approx(0.75, abs=CLOSE)
    assert imbalance(scores=np.array([1.0, 0, 1, 0]), weights=np.ones(4)) == 1
    assert imbalance(scores=np.full(4, 0.3), weights=np.ones(4)) == pytest.approx(0, abs=CLOSE)
    assert imbalance(scores=np.zeros(4), weights=np.ones(4)) == 0
    assert np.isnan(imbalance(scores=np.full(4, N), weights=np.ones(4)))


@given(scores=SCORES, weights=WEIGHTS)
def test_imbalance_is_between_none_and_all_and_the_same_seen_from_what_lacks(scores, weights):
    given_, weighed = np.array(scores), np.array(weights, dtype=float)
    found = imbalance(scores=given_, weights=weighed)
    assert np.isnan(found) or 0 <= found <= 1
    assert imbalance(scores=1 - given_, weights=weighed) == pytest.approx(found, abs=1e-9, nan_ok=True)


def test_imbalance_of_what_is_no_profile_is_refused():
    with pytest.raises(ValueError):
        imbalance(scores=np.array([1.5]), weights=np.ones(1))
    with pytest.raises(ValueError):
        imbalance(scores=np.array([0.5]), weights=np.zeros(1))
