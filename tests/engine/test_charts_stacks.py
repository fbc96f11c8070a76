"""Dots stacked over what they bring: as many as values, none across zero, hollow where they lose."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayni.charts.stacks import stacks


def drawn(values):
    return stacks(values, label="En 2 de 20 pierde", below="pierde", above="gana", written=lambda value: f"{value:.0f}")


def xs(svg, kind):
    return [float(x) for x in re.findall(rf'<circle class="{kind}" cx="([\d.]+)%"', svg)]


def test_losses_are_hollow_and_stand_left_of_zero():
    svg = drawn([-60, -20, 0, 30, 40, 150, 160])
    zero = float(re.search(r'class="limit" x1="([\d.]+)%"', svg)[1])
    assert len(xs(svg, "hollow")) == 2 and max(xs(svg, "hollow")) < zero
    assert len(xs(svg, "c1")) == 5 and min(xs(svg, "c1")) > zero


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=30))
def test_each_value_is_a_dot_within_the_drawing_and_no_two_lie_on_each_other(values):
    svg = drawn(values)
    places = re.findall(r'<circle class="[\w-]+" cx="([\d.]+)%" cy="([\d.]+)"', svg)
    assert len(places) == len(values) == len(set(places))
    height = float(re.search(r'height="([\d.]+)"', svg)[1])
    assert all(0 <= float(x) <= 100 and 0 < float(y) < height for x, y in places)


@pytest.mark.parametrize("values", [[5.0], [0.0], [-5.0]])
def test_one_value_is_drawn(values):
    assert drawn(values).count("<circle") == 1
