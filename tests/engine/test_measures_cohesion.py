"""Cohesion of a network, worked by hand and held against scipy."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from ayni.measures.cohesion import cohesion

pairs = st.integers(0, 12).flatmap(
    lambda n: st.tuples(
        st.just(n), st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=30) if n else st.just([])
    )
)


def of(nodes, ties):
    return cohesion(nodes=nodes, ties=np.array(ties, dtype=np.int64).reshape(-1, 2))


def test_worked_by_hand():
    # Four nodes, 0-1 (told twice, once the other way) and 1-2: two of six ties; 3 is alone. Degrees 1, 2, 1, 0:
    # (1 + 0 + 1 + 2) / (3 * 2) = 2/3.
    found = of(4, [(0, 1), (1, 0), (1, 2)])
    assert (found.ties, found.alone, found.parts) == (2, (3,), (3, 1))
    assert found.density == pytest.approx(1 / 3)
    assert found.centralisation == pytest.approx(2 / 3)
    assert found.largest == 0.75


def test_a_star_is_wholly_centralised_and_a_ring_not_at_all():
    # Freeman (1979): 1 for a star, 0 where all degrees are equal.
    assert of(5, [(0, each) for each in range(1, 5)]).centralisation == pytest.approx(1)
    assert of(5, [(each, (each + 1) % 5) for each in range(5)]).centralisation == pytest.approx(0)


@pytest.mark.parametrize("nodes", [0, 1, 2])
def test_too_few_nodes_have_no_figure(nodes):
    found = of(nodes, [])
    assert math.isnan(found.centralisation)
    assert math.isnan(found.density) is (nodes < 2)
    assert found.parts == (1,) * nodes


def test_a_node_with_itself_is_no_tie():
    assert of(2, [(0, 0)]).ties == 0


@pytest.mark.parametrize("ties", [[(0, 3)], [(-1, 0)]])
def test_a_tie_with_a_node_that_is_none_is_refused(ties):
    with pytest.raises(ValueError, match="node"):
        of(3, ties)


@given(pairs)
def test_parts_are_those_of_scipy(drawn):
    nodes, ties = drawn
    found = of(nodes, ties)
    if nodes:
        rows = [each[0] for each in ties]
        columns = [each[1] for each in ties]
        graph = coo_array((np.ones(len(ties)), (rows, columns)), shape=(nodes, nodes))
        count, labels = connected_components(graph, directed=False)
        assert len(found.parts) == count
        assert sorted(found.parts) == sorted(np.bincount(labels).tolist())
    assert sum(found.parts) == nodes
    assert len(found.alone) <= found.parts.count(1)


@given(pairs)
def test_the_order_of_ties_and_their_direction_change_nothing(drawn):
    nodes, ties = drawn
    assert of(nodes, ties) == of(nodes, [(b, a) for a, b in reversed(ties)]) or nodes < 3
