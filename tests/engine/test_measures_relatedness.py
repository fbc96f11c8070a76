"""Proximity, density, outlook and the product space: the route by places against the matrix of products."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ayni.measures.relatedness import outlook, proximity, proximity_sums
from ayni.measures.space import communities, space

# Sums of a hundred terms of order one.
EXACT = 1e-12
SINGLE = 1e-5
# Who has the first product has the second; the third stands apart.
HAND = np.array([[1, 1, 0], [1, 1, 0], [0, 1, 0], [0, 0, 1]], dtype=bool)


def matrices():
    sides = st.integers(1, 8)
    return st.tuples(sides, sides).flatmap(lambda shape: arrays(bool, shape))


def test_proximity_by_hand():
    # n_12 = 2, ubiquities 2 and 3: 2/3.
    assert proximity(presence=HAND) == pytest.approx(np.array([[1, 2 / 3, 0], [2 / 3, 1, 0], [0, 0, 1]]))


def test_what_nobody_has_is_near_to_nothing_and_is_not_zero():
    found = proximity(presence=np.array([[True, False], [True, False]]))
    assert found[0, 0] == 1
    assert np.isnan(found[0, 1])
    assert np.isnan(found[1, 1])


@settings(max_examples=200, deadline=None)
@given(matrices())
def test_proximity_is_symmetric_and_between_nothing_and_one(presence):
    found = proximity(presence=presence)
    assert np.array_equal(found, found.T, equal_nan=True)
    known = found[~np.isnan(found)]
    assert ((known >= 0) & (known <= 1)).all()


@settings(max_examples=200, deadline=None)
@given(st.data(), matrices())
def test_sums_by_places_equal_those_by_products(data, presence):
    weights = data.draw(arrays(float, presence.shape, elements=st.floats(-3, 3)))
    dense = weights @ np.nan_to_num(proximity(presence=presence))
    assert proximity_sums(weights=weights, presence=presence) == pytest.approx(dense, abs=EXACT)


def test_sums_of_real_size_equal_those_by_products_in_both_precisions():
    random = np.random.default_rng(7)
    presence = random.random((60, 400)) < random.beta(1, 3, 400)
    weights = random.normal(size=presence.shape)
    dense = weights @ np.nan_to_num(proximity(presence=presence))
    scale = np.abs(dense).max()
    assert proximity_sums(weights=weights, presence=presence) == pytest.approx(dense, abs=EXACT * scale)
    single = proximity_sums(weights=weights.astype(np.float32), presence=presence)
    assert single.dtype == np.float32
    assert single == pytest.approx(dense, abs=SINGLE * scale)


def plain(presence, products, own, gain):
    near = np.nan_to_num(proximity(presence=presence))
    if own == "zero":
        np.fill_diagonal(near, 0)
    phi, matrix, known = near.sum(axis=0), presence.astype(float), np.nan_to_num(products)
    with np.errstate(invalid="ignore", divide="ignore"):
        density = matrix @ near / phi
        part = (1 - matrix) * np.nan_to_num(known / phi if gain == "spread" else known, posinf=0, neginf=0)
        drawn = part @ near / (1 if gain == "spread" else phi)
        index = np.nansum((1 - matrix) * density * known, axis=1)
        return density, index, drawn - density * products if gain == "net" else drawn * (1 - matrix)


@settings(max_examples=200, deadline=None)
@given(st.data(), matrices(), st.sampled_from(["one", "zero"]), st.sampled_from(["spread", "received", "net"]))
def test_density_and_outlook_equal_the_plain_computation(data, presence, own, gain):
    products = data.draw(arrays(float, presence.shape[1], elements=st.floats(-3, 3)))
    products[~presence.any(axis=0)] = np.nan
    found = outlook(presence=presence, products=products, own=own, gain=gain)
    density, index, gained = plain(presence, products, own, gain)
    assert found.density == pytest.approx(density, abs=EXACT, nan_ok=True)
    assert found.index == pytest.approx(index, abs=EXACT)
    assert np.nan_to_num(found.gain) == pytest.approx(np.nan_to_num(gained), abs=EXACT)


def test_density_by_hand():
    # Of what is near the first product (itself 1, the second 2/3) the third place has the second: 2/3 over 5/3.
    found = outlook(presence=HAND, products=np.array([1.0, 2.0, 3.0]))
    assert found.density[2, 0] == pytest.approx(2 / 5)
    assert found.density[0].tolist() == pytest.approx([1, 1, 0])
    # The third place lacks the first and the third: 2/5 of 1, and nothing near the third.
    assert found.index[2] == pytest.approx(2 / 5)
    # Adding the first would bring it near itself (1 x 1 / (5/3)); the third is near to neither.
    assert found.gain[2].tolist() == pytest.approx([3 / 5, 0, 3])


def test_an_unknown_complexity_adds_nothing_and_spoils_nothing():
    products = np.array([1.0, np.nan, 3.0])
    found = outlook(presence=HAND, products=products)
    assert np.isfinite(found.index).all()
    assert found.index[2] == pytest.approx(2 / 5)


def near(*pairs, count):
    matrix = np.eye(count)
    for first, second, value in pairs:
        matrix[first, second] = matrix[second, first] = value
    return matrix


def test_the_space_is_its_tree_and_what_is_strong():
    # Of the triangle 0-1-2 the weakest side falls out of the tree and is not strong; that of 3-4-5 is, and stays.
    triangle = [(0, 1, 0.9), (1, 2, 0.5), (0, 2, 0.3), (3, 4, 0.9), (4, 5, 0.8), (3, 5, 0.6)]
    found = space(proximity=near(*triangle, count=7))
    links = list(zip(found.first.tolist(), found.second.tolist(), found.tree.tolist(), strict=True))
    assert links == [(0, 1, True), (1, 2, True), (3, 4, True), (3, 5, False), (4, 5, True)]
    assert found.nearness.tolist() == [0.9, 0.5, 0.9, 0.6, 0.8]
    group = communities(links=found, count=7)
    assert group.tolist() == [0, 0, 0, 1, 1, 1, 2]


def test_a_proximity_of_one_is_a_link():
    found = space(proximity=near((0, 1, 1.0), count=2))
    assert (found.first.tolist(), found.second.tolist()) == ([0], [1])


def test_nothing_near_is_no_link():
    found = space(proximity=np.full((3, 3), np.nan))
    assert found.first.size == 0
    assert communities(links=found, count=3).tolist() == [0, 1, 2]


@settings(max_examples=100, deadline=None)
@given(matrices())
def test_the_tree_joins_whatever_any_proximity_joins(presence):
    from scipy.sparse import csgraph, csr_array

    close = np.nan_to_num(proximity(presence=presence))
    found = space(proximity=close, strong=1.0)
    tree = np.zeros(close.shape)
    tree[found.first[found.tree], found.second[found.tree]] = 1
    whole = csgraph.connected_components(csr_array(close > 0), directed=False)[0]
    assert csgraph.connected_components(csr_array(tree), directed=False)[0] == whole
    assert found.tree.sum() == close.shape[0] - whole
