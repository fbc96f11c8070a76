"""Neighbours from outlines, and sets of them that hang together."""

import json

import planted
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayni.errors import Refused
from ayni.territory.neighbours import connected_sets, neighbourhoods, neighbours_from_outlines


def square(code, left, low, side=1.0, extra=()):
    right, high = left + side, low + side
    ring = [[left, low], [right, low], *extra, [right, high], [left, high], [left, low]]
    return {"properties": {"id": code}, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def pairs(*features, **options):
    found = neighbours_from_outlines({"features": list(features)}, code="id", **options)
    return [row for row in found.rows() if row[0] < row[1]]


def test_squares_that_share_a_side_are_neighbours_and_those_that_share_a_corner_are_not():
    a, b, c, d = square("a", 0, 0), square("b", 1, 0), square("c", 0, 1), square("d", 1, 1)
    assert pairs(a, b, c, d) == [("a", "b"), ("a", "c"), ("b", "d"), ("c", "d")]


def test_both_directions_are_there_and_sorted():
    found = neighbours_from_outlines({"features": [square("b", 1, 0), square("a", 0, 0)]}, code="id")
    assert found.rows() == [("a", "b"), ("b", "a")]


def test_a_shared_side_counts_though_no_vertex_is_shared():
    # The side of b runs from 0.25 to 0.75 along the side of a.
    assert pairs(square("a", 0, 0), square("b", 1, 0.25, side=0.5)) == [("a", "b")]
    # Half a side each: one vertex of each lies on the other.
    assert pairs(square("a", 0, 0), square("b", 1, 0.5)) == [("a", "b")]


def test_outlines_simplified_one_by_one_need_a_tolerance():
    apart = square("a", 0, 0), square("b", 1.002, 0)
    assert pairs(*apart) == []
    assert pairs(*apart, tolerance=0.005) == [("a", "b")]


def test_islands_of_one_code_are_one_place():
    island = {"properties": {"id": "a"}, "geometry": {"type": "MultiPolygon", "coordinates": [
        square("", 5, 5)["geometry"]["coordinates"], square("", 9, 9)["geometry"]["coordinates"]]}}  # fmt: skip
    assert pairs(square("a", 0, 0), island, square("b", 6, 5)) == [("a", "b")]


def test_a_lake_borders_on_its_shore():
    inner = square("", 0.4, 0.4, side=0.2)["geometry"]["coordinates"][0]
    around = square("a", 0, 0)
    around["geometry"]["coordinates"].append(inner)
    assert pairs(around, square("b", 0.4, 0.4, side=0.2)) == [("a", "b")]


def test_a_file_that_holds_no_outlines_is_refused():
    with pytest.raises(Refused) as mistake:
        neighbours_from_outlines({"type": "Topology"}, code="id")
    assert "Topology" in mistake.value.text("es")
    point = {"properties": {"id": "a"}, "geometry": {"type": "Point", "coordinates": [0, 0]}}
    with pytest.raises(Refused) as mistake:
        neighbours_from_outlines({"features": [point]}, code="id")
    assert "Point" in mistake.value.text("pt")


def test_an_outline_without_the_code_is_refused_with_the_properties_it_has():
    with pytest.raises(Refused) as mistake:
        neighbours_from_outlines({"features": [square("a", 0, 0)]}, code="ubigeo")
    assert "id" in mistake.value.text("en")


@pytest.mark.data
def test_the_departments_of_peru_have_53_pairs(data):
    outlines = json.loads((data / "peru" / "departments.geojson").read_text(encoding="utf-8"))
    found = neighbours_from_outlines(outlines, code="FIRST_IDDP")
    assert found.height == 2 * 53
    assert found.filter(pl.col("place") == "07")["neighbour"].to_list() == ["15"]


GRID = neighbourhoods(planted.neighbours())


def test_neighbourhoods_hold_both_directions_though_the_table_has_one():
    one_way = pl.DataFrame({"place": ["a", "c"], "neighbour": ["b", "c"]})
    assert neighbourhoods(one_way) == {"a": {"b"}, "b": {"a"}, "c": set()}
    assert neighbourhoods(None) == {}


def test_connected_sets_of_a_case_by_hand():
    assert connected_sets(["00", "01", "11", "44", "33"], GRID) == [("00", "01", "11"), ("33",), ("44",)]


def test_without_neighbours_each_place_is_its_own_set():
    assert connected_sets(["b", "a"], {}) == [("a",), ("b",)]
    assert connected_sets([], GRID) == []


@given(st.lists(st.sampled_from(planted.PLACES), unique=True), st.randoms(use_true_random=False))
def test_sets_part_their_members_and_do_not_depend_on_order(members, random):
    sets = connected_sets(members, GRID)
    assert sorted(code for each in sets for code in each) == sorted(members)
    assert connected_sets(random.sample(members, len(members)), GRID) == sets
    for each in sets:
        assert not any(GRID[code] & set(other) for code in each for other in sets if other != each)


@pytest.mark.parametrize("ring", [["x"], [None], [[["deep"]]]])
def test_a_ring_that_is_no_list_of_points_is_refused(ring):
    outlines = {"features": [{"properties": {"code": "04"}, "geometry": {"type": "Polygon", "coordinates": [ring]}}]}
    with pytest.raises(Refused):
        neighbours_from_outlines(outlines, code="code")


def test_a_feature_that_is_no_feature_is_refused_and_an_empty_ring_touches_nothing():
    with pytest.raises(Refused):
        neighbours_from_outlines({"features": [1]}, code="code")
    empty = {"features": [{"properties": {"code": "04"}, "geometry": {"type": "Polygon", "coordinates": [[]]}}]}
    assert neighbours_from_outlines(empty, code="code").is_empty()
