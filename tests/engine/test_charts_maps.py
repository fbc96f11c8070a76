"""Small maps: the same classes everywhere, outlines that stand once."""

import re

import pytest

from ayni.charts.legend import share_classes
from ayni.charts.maps import class_of, outline_definitions, small_map
from ayni.charts.outlines import Outlines, outlines
from ayni.charts.scale import Scale, ratio_ticks, round_ticks

LIMITS = (0.005, 0.05, 0.15, 0.30, 0.50)
TWO = Outlines(view_box="0 0 2 1", paths={"01": "M0 0l1 0 0 1z", "02": "M1 0l1 0 0 1z"})


def test_the_twenty_five_departments_have_an_outline_within_the_frame():
    known = outlines()
    assert sorted(known.paths) == [f"{code:02d}" for code in range(1, 26)]
    assert re.fullmatch(r"0 0 \d+ \d+", known.view_box)


def test_outlines_weigh_little():
    assert len(outline_definitions(outlines())) < 12_000


def test_a_limit_belongs_to_the_class_above_it():
    assert [class_of(share, LIMITS) for share in (0, 0.005, 0.05, 0.29, 0.3, 0.9)] == [
        "q0",
        "q1",
        "q2",
        "q3",
        "q4",
        "q5",
    ]


def test_an_unknown_place_is_drawn_as_unknown_not_as_zero():
    assert class_of(None, LIMITS) == "nil"
    markup = small_map({"01": 0.6}, outlines=TWO, limits=LIMITS, label="x")
    assert 'href="#d01" class="dep q5"' in markup
    assert 'href="#d02" class="dep nil"' in markup


def test_the_subject_is_framed_and_a_place_without_outline_is_left_out():
    markup = small_map({}, outlines=TWO, limits=LIMITS, framed=["02", "99"], label="x")
    assert markup.count('class="frame"') == 1


def test_more_than_six_classes_are_refused():
    with pytest.raises(ValueError, match="classes"):
        small_map({}, outlines=TWO, limits=(1, 2, 3, 4, 5, 6), label="x")


def test_classes_are_written_as_the_language_writes_shares():
    assert [words for _, words in share_classes(LIMITS, "es")][-2:] == ["0.5–5\u00a0%", "menos de 0.5\u00a0%"]
    assert share_classes(LIMITS, "pt")[-1] == ("q0", "menos de 0,5\u00a0%")
    assert share_classes(LIMITS, "en")[0] == ("q5", "50% or more")


def test_a_value_beyond_an_end_stands_at_that_end():
    scale = Scale(1, 10, 0, 1, log=True)
    assert scale.at(100) == 1
    assert scale.at(0.1) == 0
    assert Scale(3, 3).at(3) == 0.5


def test_ticks_are_round_and_cover_the_range():
    assert round_ticks(0, 37) == (0, 10, 20, 30, 40)
    assert round_ticks(0, 0.78)[-1] >= 0.78
    assert round_ticks(5, 5)[0] <= 5 <= round_ticks(5, 5)[-1]
    assert ratio_ticks(0.25, 20) == (0.25, 0.5, 1, 2, 5, 10, 20)
