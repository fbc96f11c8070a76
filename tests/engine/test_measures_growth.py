"""Growth between two years."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayni.measures.growth import contribution, growth, required_growth

GOLDEN = json.loads((Path(__file__).parents[1] / "golden" / "trade_measures.json").read_text(encoding="utf-8"))
# Not so far apart that a rate near -1 loses its digits.
POSITIVE = st.floats(1, 1e4)
PAIRS = st.lists(st.tuples(POSITIVE, POSITIVE), min_size=1, max_size=20)


def test_a_case_by_hand():
    # 100 to 121 in two years: 1.21 times, 21 % more, 10 % a year.
    found = growth(first=np.array([100.0]), last=np.array([121.0]), years=2)
    assert found.multiple[0] == pytest.approx(1.21)
    assert found.change[0] == pytest.approx(0.21)
    assert found.cagr[0] == pytest.approx(0.10)


@pytest.mark.parametrize("name", GOLDEN["cagr"])
def test_another_implementation_agrees(name):
    first, last, years = GOLDEN["cagr"][name]["span"]
    found = growth(first=np.array([float(first)]), last=np.array([float(last)]), years=years)
    # The peer solves for the rate by iteration.
    assert found.cagr[0] == pytest.approx(GOLDEN["cagr"][name]["rate"], abs=1e-9)


@given(PAIRS, st.floats(0.5, 40))
def test_growing_at_the_rate_leads_to_the_last_value(pairs, years):
    first, last = np.array(pairs).T
    found = growth(first=first, last=last, years=years)
    assert first * (1 + found.cagr) ** years == pytest.approx(last, rel=1e-8)


def test_from_nothing_there_is_no_multiple():
    found = growth(first=np.array([0.0, 0.0, 2.0]), last=np.array([5.0, 0.0, 0.0]), years=3)
    assert np.isnan(found.multiple[:2]).all()
    assert (found.multiple[2], found.change[2], found.cagr[2]) == (0.0, -1.0, -1.0)


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [([1.0], [np.nan], 1), ([-1.0], [1.0], 1), ([1.0, 2.0], [1.0], 1), ([1.0], [1.0], 0), ([np.inf], [1.0], 1)],
)
def test_what_cannot_grow_is_refused(first, last, years):
    with pytest.raises(ValueError, match=r"first and last|years"):
        growth(first=np.array(first), last=np.array(last), years=years)


def test_contributions_by_hand():
    # 60 + 40 = 100 become 90 + 30 = 120: 30 and -10 points of 20, or 1.5 and -0.5 of the growth.
    found = contribution(first=np.array([60.0, 40.0]), last=np.array([90.0, 30.0]), first_whole=100, last_whole=120)
    assert found.points == pytest.approx([0.30, -0.10])
    assert found.share == pytest.approx([1.5, -0.5])


@given(PAIRS)
def test_contributions_add_up_to_the_growth_of_the_whole(pairs):
    first, last = np.array(pairs).T
    found = contribution(first=first, last=last, first_whole=first.sum(), last_whole=last.sum())
    assert found.points.sum() == pytest.approx(last.sum() / first.sum() - 1, rel=1e-6, abs=1e-6)


def test_a_whole_that_did_not_change_has_no_shares_of_growth():
    found = contribution(first=np.array([1.0, 2.0]), last=np.array([2.0, 1.0]), first_whole=3, last_whole=3)
    assert np.isnan(found.share).all()
    assert found.points == pytest.approx([1 / 3, -1 / 3])


def test_holding_and_restoring_the_mix_of_cuadro_2():
    # Traditional 4,804 to 27,669 grew 19.13 % a year; non-traditional were 2,044 and are 7,641.
    rate = (27669 / 4804) ** 0.1 - 1
    found = required_growth(value=7641, other=27669, past_value=2044, past_other=4804, other_growth=rate, years=10)
    assert round(100 * found.hold, 2) == 19.13
    assert round(100 * found.restore, 2) == 24.40


@given(POSITIVE, POSITIVE, POSITIVE, POSITIVE, st.floats(-0.5, 0.5), st.integers(1, 30))
def test_the_growth_required_does_restore_the_ratio(value, other, past_value, past_other, rate, years):
    found = required_growth(
        value=value, other=other, past_value=past_value, past_other=past_other, other_growth=rate, years=years
    )
    later = value * (1 + found.restore) ** years / (other * (1 + rate) ** years)
    assert later == pytest.approx(past_value / past_other, rel=1e-7)
    assert found.hold == rate


@pytest.mark.parametrize("changed", [{"value": 0.0}, {"past_other": -1.0}, {"other_growth": -1.0}, {"years": 0}])
def test_a_mix_without_two_parts_is_refused(changed):
    given_ = {"value": 1.0, "other": 1.0, "past_value": 1.0, "past_other": 1.0, "other_growth": 0.1, "years": 10}
    with pytest.raises(ValueError, match="> 0"):
        required_growth(**{**given_, **changed})
