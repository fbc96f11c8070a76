"""Complexity by the eigenvector and by reflections, fitness."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ayni.measures.complexity import complexity, largest_block, reflections
from ayni.measures.fitness import fitness

# Spectral gaps of the cases drawn are above .01: an eigenvector loses about the rounding over the gap.
CLOSE = 1e-9
# Three places, nested: the first makes all three products, the last one alone.
NESTED = np.array([[1, 1, 1], [1, 1, 0], [1, 0, 0]], dtype=bool)


def matrices(most=9):
    sides = st.integers(2, most)
    return st.tuples(sides, sides).flatmap(lambda shape: arrays(bool, shape))


def plain(presence):
    """Second eigenvectors of the matrices as the books write them, products as a whole; slow and not symmetric."""
    matrix = presence.astype(float)
    of_places = matrix / matrix.sum(axis=1, keepdims=True)
    of_products = (matrix / matrix.sum(axis=0)).T
    values, vectors = np.linalg.eig(of_products @ of_places)
    order = np.argsort(values.real)
    vector = vectors[:, order[-2]].real
    mean = of_places @ vector
    sign = np.sign(np.corrcoef(mean, matrix.sum(axis=1))[0, 1])
    return sign * mean / mean.std(), sign * vector / mean.std(), np.sort(values.real)[::-1]


def test_a_case_by_hand():
    # Diversity and ubiquity are 3, 2, 1.  U^-1 M' D^-1 M has the rows (11, 5, 2)/18, (5, 5, 2)/12, (1, 1, 1)/3 and the
    # eigenvalues 1, 1/4, 1/9.  That of 1/4 is (-2, 1, 4): the last row gives (-2 + 1 + 4)/3 = 4/4.
    # The places have the means 1, -1/2 and -2 of their products, falling with diversity as they should.
    found = complexity(presence=NESTED)
    assert (found.second, found.third) == pytest.approx((1 / 4, 1 / 9))
    assert found.products * np.sqrt(21) == pytest.approx([-2, 1, 4])
    assert found.places * np.sqrt(21) == pytest.approx([1, -1 / 2, -2])


@settings(max_examples=200, deadline=None)
@given(matrices())
def test_the_symmetric_form_equals_the_matrices_of_the_books(presence):
    block = presence[presence.any(axis=1)][:, presence.any(axis=0)]
    found = complexity(presence=presence)
    assume(found.reason is None and found.second - found.third > 0.01)
    assume(found.connected_places.sum() == block.shape[0])
    places, products, values = plain(block)
    spread = found.places[found.connected_places].std()
    assume(abs(np.corrcoef(places, block.sum(axis=1))[0, 1]) > 1e-6)
    assert found.places[found.connected_places] / spread == pytest.approx(places, abs=CLOSE)
    assert found.products[found.connected_products] / spread == pytest.approx(products, abs=CLOSE)
    assert found.second == pytest.approx(values[1], abs=CLOSE)


@settings(max_examples=200, deadline=None)
@given(matrices(), st.randoms(use_true_random=False))
def test_the_order_of_places_and_products_does_not_matter(presence, random):
    found = complexity(presence=presence)
    assume(found.reason is None and found.second - found.third > 0.01)
    rows = random.sample(range(presence.shape[0]), presence.shape[0])
    columns = random.sample(range(presence.shape[1]), presence.shape[1])
    moved = complexity(presence=presence[np.ix_(rows, columns)])
    assume(moved.connected_places.sum() == presence.shape[0])
    assert moved.places == pytest.approx(found.places[rows], abs=CLOSE, nan_ok=True)
    assert moved.products == pytest.approx(found.products[columns], abs=CLOSE, nan_ok=True)


@settings(max_examples=200, deadline=None)
@given(matrices())
def test_a_place_has_the_mean_of_its_products_and_what_is_nowhere_has_none(presence):
    found = complexity(presence=presence)
    assert np.isnan(found.products[~found.connected_products]).all()
    assert np.isnan(found.places[~found.connected_places]).all()
    if found.reason is None:
        for place in np.flatnonzero(found.connected_places):
            assert found.places[place] == pytest.approx(found.products[presence[place]].mean())
    else:
        assert np.isnan(found.places).all()


def test_an_empty_place_takes_nothing_from_the_others():
    wider = np.vstack([NESTED, np.zeros((1, 3), dtype=bool)])
    wider = np.hstack([wider, np.zeros((4, 1), dtype=bool)])
    found, alone = complexity(presence=wider), complexity(presence=NESTED)
    assert found.places[:3] == pytest.approx(alone.places)
    assert np.isnan(found.places[3])
    assert np.isnan(found.products[3])


def test_of_blocks_that_share_nothing_the_largest_counts():
    two = np.zeros((5, 5), dtype=bool)
    two[2:, 2:], two[:2, :2] = NESTED, True
    found = complexity(presence=two)
    assert found.connected_places.tolist() == [False, False, True, True, True]
    assert found.places[2:] == pytest.approx(complexity(presence=NESTED).places)
    assert np.isnan(found.products[:2]).all()


@settings(max_examples=100, deadline=None)
@given(matrices())
def test_a_block_is_closed_and_no_other_is_larger(presence):
    places, products = largest_block(presence=presence)
    assert (presence[places].any(axis=0) == products).all()
    assert not presence[np.ix_(~places, products)].any()
    assert places.any() == presence.any()


@pytest.mark.parametrize(
    ("presence", "reason"),
    [
        (np.ones((3, 4), dtype=bool), "ambiguous"),
        (np.array([[1, 1, 0], [0, 1, 1], [1, 0, 1]], dtype=bool), "ambiguous"),
        (np.eye(3, dtype=bool), "single_place"),
        (np.zeros((2, 2), dtype=bool), "single_place"),
        (np.ones((1, 3), dtype=bool), "single_place"),
    ],
)
def test_what_has_no_second_vector_says_so(presence, reason):
    found = complexity(presence=presence)
    assert found.reason == reason
    assert np.isnan(found.places).all()
    assert np.isnan(found.products).all()


def test_more_places_than_products_is_the_same_sum_on_the_smaller_side():
    tall = np.random.default_rng(3).random((40, 6)) < np.linspace(0.1, 0.9, 40)[:, None]
    tall = tall[tall.any(axis=1)]
    places, products, _ = plain(tall)
    found = complexity(presence=tall)
    assert found.places / found.places.std() == pytest.approx(places, abs=CLOSE)
    assert found.products / found.places.std() == pytest.approx(products, abs=CLOSE)


def test_reflections_by_hand():
    # k_c,1 of the first place: (3 + 2 + 1) / 3; k_p,1 of the first product: (3 + 2 + 1) / 3.
    assert reflections(presence=NESTED, steps=0).places.tolist() == [3, 2, 1]
    assert reflections(presence=NESTED, steps=1).places == pytest.approx([2, 2.5, 3])
    assert reflections(presence=NESTED, steps=1).products == pytest.approx([2, 2.5, 3])
    # k_c,2 of the first place: (2 + 2.5 + 3) / 3.
    assert reflections(presence=NESTED, steps=2).places == pytest.approx([2.5, 2.25, 2])
    empty = reflections(presence=np.zeros((2, 2), dtype=bool), steps=3)
    assert np.isnan(empty.places).all()
    with pytest.raises(ValueError, match="steps"):
        reflections(presence=NESTED, steps=-1)


def test_reflections_tend_to_the_eigenvector():
    found, many = complexity(presence=NESTED), reflections(presence=NESTED, steps=18)
    standard = (many.places - many.places.mean()) / many.places.std()
    expected = (found.places - found.places.mean()) / found.places.std()
    # (third / second)^9 is what is left of the third vector.
    assert standard == pytest.approx(expected, abs=(4 / 9) ** 9 * 5)


def test_fitness_of_a_nested_case_solves_its_own_equations():
    found = fitness(presence=np.array([[1, 1, 1], [1, 1, 0], [1, 0, 1]], dtype=bool))
    assert found.converged
    again = np.array([[1, 1, 1], [1, 1, 0], [1, 0, 1]]) @ found.products
    assert again / again.mean() == pytest.approx(found.places, abs=1e-6)
    assert found.places[0] > found.places[1] == pytest.approx(found.places[2])


def test_two_equal_places_have_equal_fitness():
    found = fitness(presence=np.ones((2, 3), dtype=bool))
    assert found.places.tolist() == [1, 1]
    assert found.products.tolist() == [1, 1, 1]
    assert found.converged


def test_a_fitness_that_does_not_settle_says_so():
    # With one product of its own and one of all, the second place's fitness falls as one over the steps.
    found = fitness(presence=np.array([[1, 1], [1, 0]], dtype=bool), most_steps=50)
    assert (found.steps, found.converged) == (50, False)


@settings(max_examples=100, deadline=None)
@given(matrices())
def test_fitness_has_mean_one_and_nothing_is_nan_but_what_is_absent(presence):
    found = fitness(presence=presence, most_steps=200)
    assert (np.isnan(found.places) == ~presence.any(axis=1)).all()
    assert (np.isnan(found.products) == ~presence.any(axis=0)).all()
    if presence.any():
        assert np.nanmean(found.places) == pytest.approx(1)
        assert np.nanmean(found.products) == pytest.approx(1)


def test_fitness_refuses_no_tolerance_and_no_steps():
    with pytest.raises(ValueError, match="tolerance"):
        fitness(presence=NESTED, tolerance=0)
    with pytest.raises(ValueError, match="tolerance"):
        fitness(presence=NESTED, most_steps=0)
