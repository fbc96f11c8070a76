"""What an exporter could add."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from tests.engine.test_trade_complexity import invented

from ayni.charts.network import Point, network
from ayni.errors import UnknownName
from ayni.measures.space import communities, layout, space
from ayni.trade.additions import additions, unsurpassed
from ayni.trade.complexity import trade_complexity


def test_the_unsurpassed_by_hand():
    # The second is below the first in both; the third is ahead in one; the fourth is the third again.
    assert unsurpassed(np.array([[2.0, 2], [1, 2], [3, 1], [3, 1]])).tolist() == [True, False, True, True]
    assert unsurpassed(np.empty((0, 3))).tolist() == []


@settings(max_examples=200, deadline=None)
@given(arrays(float, st.tuples(st.integers(1, 12), st.integers(1, 3)), elements=st.integers(0, 4).map(float)))
def test_who_is_unsurpassed_is_so_against_each_other(values):
    best = unsurpassed(values)
    for row, value in enumerate(values):
        surpassed = any((other >= value).all() and (other > value).any() for other in values)
        assert best[row] == (not surpassed)
    assert best.any()


def test_what_is_sold_already_is_not_added_and_the_figures_are_those_of_complexity():
    whole = trade_complexity(invented())
    found = additions(invented(), exporter="P3")
    assert found["product"].is_in(whole.filter(exporter="P3", presence=0)["product"].implode()).all()
    both = found.join(whole, on=["exporter", "product"], suffix="_whole")
    for name in ("density", "pci", "cog"):
        assert both[name].equals(both[f"{name}_whole"])
    assert (found["raises"] == (found["pci"] > found["eci"])).all()
    assert found.filter(pl.col("unsurpassed") & ~pl.col("raises")).is_empty()
    assert found["density"].to_list() == sorted(found["density"].to_list(), reverse=True)


def test_a_product_that_raises_does_raise():
    """Present in one more, at the old complexities: the mean of what is sold goes up exactly where it is said to."""
    whole = trade_complexity(invented())
    own = whole.filter(exporter="P3", presence=1)["pci"].to_list()
    for row in additions(invented(), exporter="P3").to_dicts():
        assert (np.mean([*own, row["pci"]]) > np.mean(own)) == row["raises"]


def test_only_the_last_year_counts():
    both = pl.concat([invented(1, year=2015), invented(2, year=2016)])
    assert additions(both, exporter="P3").equals(additions(invented(2, year=2016), exporter="P3"))


def test_an_unknown_exporter_is_told_those_there_are():
    with pytest.raises(UnknownName, match="P0, P1"):
        additions(invented(), exporter="PE")


def test_the_sheet_is_filled_and_what_is_alone_has_no_place():
    near = np.eye(4)
    near[0, 1] = near[1, 0] = near[1, 2] = near[2, 1] = 0.8
    links = space(proximity=near)
    places = layout(links=links, count=4)
    assert np.isnan(places[3]).all()
    assert (np.nanmin(places, axis=0) == 0).all()
    assert (np.nanmax(places, axis=0) == 1).all()
    assert np.array_equal(places, layout(links=links, count=4), equal_nan=True)
    assert np.isnan(layout(links=space(proximity=np.eye(2)), count=2)).all()
    assert communities(links=links, count=4).tolist() == [0, 0, 0, 1]


def test_a_network_names_its_subjects_where_there_is_room_and_escapes_them():
    points = [Point(0.5, 0.5, "subject", "a < b"), Point(0.5, 0.51, "subject", "hidden"), Point(0.1, 0.9, "own")]
    drawn = network(points, [(0, 1)], label="said")
    assert "a &lt; b" in drawn
    assert "hidden" not in drawn
    assert drawn.count("<circle") == 3
    assert 'aria-label="said"' in drawn
