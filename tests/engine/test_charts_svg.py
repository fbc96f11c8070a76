"""Drawings: fluid, escaped, without style of their own, and saying what they show."""

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayni.charts.bars import Bar, Limit, bars
from ayni.charts.dots import Dot, DotRow, dot_plot
from ayni.charts.lines import Event, Line, lines, runs
from ayni.charts.sparks import spark
from ayni.charts.verdicts import STATES, verdict_definitions, verdict_mark

NASTY = "<script>\"&'</script>"
SVG = {"svg": "http://www.w3.org/2000/svg"}


def drawn(markup: str) -> ElementTree.Element:
    """The drawing, parsed: it fails when the markup is not well formed."""
    return ElementTree.fromstring(markup.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def texts(markup: str) -> list[str]:
    return ["".join(each.itertext()) for each in drawn(markup).iter("{http://www.w3.org/2000/svg}text")]


def every_kind(words: str) -> list[str]:
    return [
        bars([Bar(words, 1.0, words)], label=words, limit=Limit(0.5, words)),
        lines(
            [Line(words, ((2000, 1.0), (2001, 2.0)), words)], label=words, written=str, events=[Event(2001, 2, words)]
        ),
        dot_plot([DotRow(words, words, (Dot(3.0, "subject", words),))], label=words, whole=words, threshold=(2, words)),
        spark(((2000, 1.0), (2001, 2.0)), label=words, first=2000, last=2001),
    ]


def test_words_are_escaped_in_every_kind():
    for markup in every_kind(NASTY):
        assert "<script" not in markup
        assert drawn(markup).attrib["aria-label"] == NASTY


def test_every_kind_says_what_it_shows_and_has_no_style_of_its_own():
    for markup in every_kind("algo"):
        root = drawn(markup)
        assert root.attrib["role"] == "img"
        assert root.attrib["aria-label"] == "algo"
        assert "style" not in markup
        assert not re.search(r"#[0-9a-fA-F]{6}\b", markup), "a colour is a role of the style sheet"


# A control character cannot stand in a page; readers of files refuse it long before.
WORDS = st.text(st.characters(exclude_categories=("C",)), max_size=12)


@given(st.lists(st.tuples(WORDS, st.floats(-1e9, 1e9)), min_size=1, max_size=6))
def test_bars_of_any_values_stay_within_the_drawing(rows):
    markup = bars([Bar(name, value, "x") for name, value in rows], label="x")
    for rect in drawn(markup).findall("svg:rect", SVG):
        x, width = (float(rect.attrib[name].rstrip("%")) for name in ("x", "width"))
        assert x >= -0.1
        assert x + width <= 100.2


def test_a_bar_starts_at_zero_and_is_as_long_as_its_share_of_the_longest():
    markup = bars([Bar("a", 40.0, "40"), Bar("b", 10.0, "10")], label="x")
    first, second = drawn(markup).findall("svg:rect", SVG)
    assert first.attrib["x"] == second.attrib["x"] == "0%"
    ratio = float(first.attrib["width"].rstrip("%")) / float(second.attrib["width"].rstrip("%"))
    assert ratio == pytest.approx(4, rel=0.02)


def test_a_value_that_is_not_known_has_its_words_and_no_bar():
    markup = bars([Bar("a", None, "Falta dato"), Bar("b", 2.0, "2")], label="x")
    assert len(drawn(markup).findall("svg:rect", SVG)) == 1
    assert "Falta dato" in texts(markup)


def test_drawings_side_by_side_share_their_scale():
    long, short = [Bar("a", 10.0, "10")], [Bar("b", 5.0, "5")]
    widths = [
        float(drawn(bars(rows, label="x", beside=other)).find("svg:rect", SVG).attrib["width"].rstrip("%"))
        for rows, other in ((long, short), (short, long))
    ]
    assert widths[0] == pytest.approx(2 * widths[1], rel=0.02)


def test_falls_run_to_the_left_of_zero():
    markup = bars([Bar("a", -18.0, "−18"), Bar("b", 9.0, "9")], label="x")
    fall, rise = (each.attrib for each in drawn(markup).findall("svg:rect", SVG))
    zero = float(rise["x"].rstrip("%"))
    assert float(fall["x"].rstrip("%")) + float(fall["width"].rstrip("%")) == pytest.approx(zero, abs=0.2)


def test_a_missing_year_is_a_dashed_gap_not_a_line():
    points = ((2006, 1.0), (2007, 2.0), (2008, None), (2009, 3.0), (2010, 4.0))
    markup = lines([Line("a", points, "4")], label="x", written=str)
    classes = [path.attrib["class"] for path in drawn(markup).iter("{http://www.w3.org/2000/svg}path")]
    assert classes == ["line s1", "line s1", "line gap s1"]


def test_a_year_left_out_is_a_gap_like_one_without_a_value():
    assert runs(((2006, 1.0), (2007, None), (2008, 2.0))) == runs(((2006, 1.0), (2008, 2.0)))
    assert runs(()) == []


def test_labels_at_the_ends_of_lines_do_not_overlap():
    series = [Line(str(index), ((2000, 1.0), (2001, 2.0 + index / 100)), "2") for index in range(4)]
    root = drawn(lines(series, label="x", written=str))
    heights = sorted(
        float(each.attrib["y"]) for each in root.findall("svg:text", SVG) if "strong" in each.attrib.get("class", "")
    )
    assert all(upper - lower >= 15 for lower, upper in pairwise(heights))


def test_a_line_of_one_year_is_a_dot():
    markup = lines([Line("a", ((2010, 3.0),), "3")], label="x", written=str)
    assert len(drawn(markup).findall("svg:circle", SVG)) == 1
    assert not list(drawn(markup).iter("{http://www.w3.org/2000/svg}path"))


def test_equal_ratios_are_equally_far_apart_on_the_log_axis():
    row = DotRow("a", "", (Dot(1.0), Dot(2.0), Dot(4.0)))
    markup = dot_plot([row], label="x", whole="como el país")
    xs = sorted(float(dot.attrib["cx"].rstrip("%")) for dot in drawn(markup).findall("svg:circle", SVG))
    assert xs[1] - xs[0] == pytest.approx(xs[2] - xs[1], abs=0.2)


def test_dots_below_the_least_are_left_out():
    markup = dot_plot([DotRow("a", "", (Dot(0.1), Dot(1.0)))], label="x", whole="w", least=0.25)
    assert len(drawn(markup).findall("svg:circle", SVG)) == 1


def test_a_spark_without_any_value_is_nothing():
    assert spark((), label="x", first=2000, last=2001) == ""
    assert spark(((2000, None),), label="x", first=2000, last=2001) == ""


def test_every_state_has_a_shape_and_an_unknown_state_is_refused():
    shapes = verdict_definitions()
    for state in STATES:
        assert f'id="i-{state}"' in shapes
        assert 'aria-hidden="true"' in verdict_mark(state)
    with pytest.raises(ValueError, match="maybe"):
        verdict_mark("maybe")
