"""Sizes of establishments around a product."""

import numpy as np
import planted
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayni.clusters.items import items
from ayni.clusters.sizes import anchor_ratio, establishment_sizes, evenness
from ayni.errors import UnknownName
from ayni.territory.quotients import location_quotients

COUNTS = st.lists(st.integers(0, 500), min_size=4, max_size=4)
GOODS = items(location_quotients(planted.activity()), base_year=2011, chains={"roots": ["crop a", "crop b"]}, units={})


def register(rows, names=("id", "place", "industry", "employment")):
    return pl.DataFrame(rows, schema=list(names), orient="row")


def sizes(table, industries=None, base_year=2011):
    return establishment_sizes(table, GOODS, industries or {"crop a": ["0113"]}, base_year=base_year)


def of(found, product, place):
    return found.counts[GOODS.codes.index(product), GOODS.places.index(place)].tolist()


def test_workers_fall_into_their_band():
    rows = [(str(n), "00", "0113", n) for n in (0, 4, 5, 19, 20, 99, 100, 4000)]
    assert of(sizes(register(rows)), "crop a", "00") == [2, 2, 2, 2]


def test_part_time_workers_below_a_bound_stay_below_it():
    assert of(sizes(register([("1", "00", "0113", 4.5)])), "crop a", "00") == [1, 0, 0, 0]


@pytest.mark.parametrize(
    ("name", "band"),
    [("0-4", 0), ("0–4", 0), (" Micro ", 0), ("PEQUEÑA", 1), ("média", 2), ("100+", 3), ("Gran empresa", 3)],
)
def test_a_band_may_be_named(name, band):
    found = of(sizes(register([("1", "00", "0113", name)], ("id", "place", "industry", "size_band"))), "crop a", "00")
    assert found[band] == 1


def test_an_unknown_band_is_refused_with_those_that_exist():
    with pytest.raises(UnknownName) as mistake:
        sizes(register([("1", "00", "0113", "enorme")], ("id", "place", "industry", "size_band")))
    assert "20-99" in mistake.value.text("es")


def test_an_establishment_without_size_is_counted_apart():
    found = sizes(register([("1", "00", "0113", None), ("2", "00", "0113", 7)]))
    item, place = GOODS.codes.index("crop a"), GOODS.places.index("00")
    assert (of(found, "crop a", "00"), int(found.unsized[item, place])) == ([0, 1, 0, 0], 1)


def test_a_chain_has_the_industries_of_its_products():
    table = register([("1", "00", "0113", 3), ("2", "00", "1030", 30)])
    found = sizes(table, {"crop a": ["0113"], "crop b": ["1030", "0113"]})
    assert of(found, "roots", "00") == [1, 0, 1, 0]
    assert of(found, "crop a", "00") == [1, 0, 0, 0]


def test_a_register_may_name_the_product_itself():
    assert of(sizes(register([("1", "00", "crop c", 3)])), "crop c", "00") == [1, 0, 0, 0]


def test_what_is_listed_and_what_is_covered_is_known():
    found = sizes(register([("1", "00", "9999", 3)]))
    assert found.listed[GOODS.codes.index("crop a")]
    assert not found.listed[GOODS.codes.index("crop c")]
    assert found.covered.sum() == 1


def test_the_year_nearest_to_the_base_is_taken_the_later_of_two():
    names = ("year", "id", "place", "industry", "employment")
    rows = [(year, "1", "00", "0113", 3) for year in (2008, 2010, 2012)]
    assert sizes(register(rows, names)).year == 2012
    assert sizes(register(rows, names), base_year=2009).year == 2010


def test_evenness_by_hand():
    # Two equal sizes of four: ln 2 / ln 4 = 1/2.  One size: 0.  Four equal: 1.
    found = evenness(np.array([[5, 5, 0, 0], [9, 0, 0, 0], [3, 3, 3, 3], [0, 0, 0, 0]]))
    assert found[:3].tolist() == pytest.approx([0.5, 0.0, 1.0])
    assert np.isnan(found[3])


@given(COUNTS, st.integers(2, 9), st.permutations(range(4)))
def test_evenness_stays_in_bounds_and_forgets_scale_and_order(counts, times, order):
    array = np.array(counts)
    found = evenness(array)
    if array.sum():
        assert 0 <= found <= 1 + 1e-12
    assert evenness(array * times) == pytest.approx(found, nan_ok=True)
    assert evenness(array[list(order)]) == pytest.approx(found, nan_ok=True)


def test_anchors_are_counted_for_each_smaller_one():
    found = anchor_ratio(np.array([[40, 10, 4, 1], [0, 0, 3, 1]]))
    assert found[0] == pytest.approx(5 / 50)
    assert np.isnan(found[1])


def test_an_establishment_of_a_district_stands_in_its_department():
    found = sizes(register([("1", "000101", "0113", 7), ("2", "990101", "0113", 7), ("3", "x00", "0113", 7)]))
    assert of(found, "crop a", "00") == [0, 1, 0, 0]
    assert int(found.counts[GOODS.codes.index("crop a")].sum()) == 1
