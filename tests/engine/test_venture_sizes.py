"""The best number of members: the analytical optimum recovered, what a duplicate adds, what is refused."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayni.venture.sizes import best_size, complementarity, coordination_cost

EXACT = 1e-9


def test_the_optimum_of_a_straight_benefit_and_a_cost_by_pairs_is_found():
    # 100 a member, 4 for each and 3 a pair: (100 - 4) / 3 + 1/2 = 32.5, so 32 and 33 leave the same: the smaller.
    members = np.arange(80)
    found = best_size(benefit=100.0 * members, cost=coordination_cost(members=members, each=4, pair=3))
    assert found.members == 32
    assert found.net[32] == found.net[33] == pytest.approx(96 * 32 - 3 * 32 * 31 / 2)
    # At most 2 % of 1584 lost, 31.68: 3/2 (n - 32.5)^2 - 3/8 <= 31.68, n from 28 to 37.
    assert found.flat == (28, 37)
    assert found.off[40] == pytest.approx(1.5 * 7.5**2 - 0.375)


def test_a_group_that_costs_more_than_it_brings_is_best_empty():
    found = best_size(benefit=np.zeros(5), cost=np.arange(5.0))
    assert (found.members, found.flat) == (0, (0, 0))


@given(st.lists(st.floats(0, 100), min_size=2, max_size=30), st.floats(0, 1))
def test_the_flat_range_holds_the_best_and_nothing_that_loses_more(benefit, flat):
    values = np.array(benefit)
    found = best_size(benefit=values, cost=np.zeros(values.size), flat=flat)
    first, last = found.flat
    assert first <= found.members <= last
    assert np.all(found.off[first : last + 1] <= flat * abs(found.net[found.members]))
    assert np.all(found.off >= 0)


def test_a_duplicate_adds_nothing_and_who_alone_can_do_something_all_of_it():
    # Two growers who do the same, an exporter who alone sells: of 0.9 + 0.8, 0.8 is lost without the exporter.
    skills = np.array([[0.9, 0], [0.9, 0], [0, 0.8]])
    assert complementarity(skills=skills) == pytest.approx([0, 0, 0.8 / 1.7], abs=EXACT)
    assert complementarity(skills=np.array([[0.5, 0.5]])) == pytest.approx([1])
    assert complementarity(skills=np.zeros((2, 2))).tolist() == [0, 0]


@pytest.mark.parametrize("wrong", [np.zeros(1), np.zeros((2, 2))])
def test_what_is_no_list_of_sizes_is_refused(wrong):
    with pytest.raises(ValueError, match="members"):
        best_size(benefit=wrong, cost=wrong)


def test_what_is_no_skill_or_cost_is_refused():
    with pytest.raises(ValueError, match="skill"):
        complementarity(skills=np.array([[1.2]]))
    with pytest.raises(ValueError, match="zero or more"):
        coordination_cost(members=np.arange(3), each=-1, pair=0)
