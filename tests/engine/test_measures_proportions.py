"""A share of few cases with its interval, and several shares in one."""

from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ayni.measures.proportions import joined, wilson

# Newcombe prints four decimals.
PRINTED = 5e-5
EXACT = 1e-12


@pytest.mark.parametrize(
    ("holds", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_is_as_newcombe_prints_it(holds, of, low, high):
    """Newcombe (1998), Statistics in Medicine 17, table I, method 3."""
    found = wilson(holds=np.array([holds]), of=np.array([of]))
    assert found.low[0] == pytest.approx(low, abs=PRINTED)
    assert found.high[0] == pytest.approx(high, abs=PRINTED)
    assert found.share[0] == pytest.approx(holds / of, abs=EXACT)


def test_wilson_ends_solve_the_score_equation():
    """Each end p solves (share - p)² = z² p(1 - p) / n: worked with 7 of 9."""
    found = wilson(holds=np.array([7]), of=np.array([9]))
    for end in (found.low[0], found.high[0]):
        assert abs(7 / 9 - end) / sqrt(end * (1 - end) / 9) == pytest.approx(1.959963984540054, abs=1e-9)


@given(st.integers(0, 500), st.integers(0, 500))
def test_an_interval_holds_its_share_and_narrows_with_ten_times_the_cases(one, other):
    holds, of = min(one, other), max(one, other)
    found = wilson(holds=np.array([holds, 10 * holds]), of=np.array([of, 10 * of]))
    if of == 0:
        assert np.isnan([found.share[0], found.low[0], found.high[0]]).all()
        return
    assert 0 <= found.low[0] <= found.share[0] <= found.high[0] <= 1
    assert found.high[1] - found.low[1] <= found.high[0] - found.low[0]


@pytest.mark.parametrize(("holds", "of", "confidence"), [(3, 2, 0.95), (-1, 2, 0.95), (1, 2, 1.0)])
def test_counts_that_cannot_be_are_refused(holds, of, confidence):
    with pytest.raises(ValueError):
        wilson(holds=np.array([holds]), of=np.array([of]), confidence=confidence)


def test_parts_are_joined_by_hand():
    """0.5 and 1 known, weights 1, 1, 2: (0.5 + 1) / 2 = 0.75; from 1.5 / 4 to (1.5 + 2) / 4."""
    found = joined(parts=np.array([[0.5, 1.0, np.nan], [np.nan] * 3]), weights=np.array([1.0, 1.0, 2.0]))
    assert found.value[0] == pytest.approx(0.75, abs=EXACT)
    assert (found.low[0], found.high[0]) == pytest.approx((0.375, 0.875), abs=EXACT)
    assert np.isnan(found.value[1])
    assert (found.low[1], found.high[1], list(found.known)) == (0.0, 1.0, [2, 0])


@given(arrays(np.float64, (1, 4), elements=st.floats(0, 1)), st.integers(0, 3), st.floats(0, 1), st.integers(0, 3))
def test_an_index_rises_or_stays_with_each_part(parts, which, raised, unknown):
    weights = np.array([1.0, 2.0, 1.0, 3.0])
    parts[0, unknown] = np.nan
    higher = parts.copy()
    if which != unknown:
        higher[0, which] = max(raised, parts[0, which])
    before, after = joined(parts=parts, weights=weights), joined(parts=higher, weights=weights)
    assert after.value[0] >= before.value[0] - EXACT
    assert before.low[0] - EXACT <= before.value[0] <= before.high[0] + EXACT


@pytest.mark.parametrize(("part", "weight"), [(1.5, 1.0), (0.5, 0.0), (np.inf, 1.0)])
def test_parts_and_weights_that_cannot_be_are_refused(part, weight):
    with pytest.raises(ValueError):
        joined(parts=np.array([[part]]), weights=np.array([weight]))
