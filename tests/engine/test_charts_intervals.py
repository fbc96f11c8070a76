"""Scores with their intervals, drawn."""

import re

from ayni.charts.intervals import Interval, intervals

ROW = Interval("Factores & agua", "62", 62.0, 50.0, 70.0, before=40.0)


def drawn(*rows):
    return intervals(rows, label="Puntaje", ends=(0, 100), ticks=(0, 50, 100))


def test_a_dot_stands_within_its_interval_and_before_is_hollow():
    found = drawn(ROW)
    start, width = (float(each) for each in re.search(r'class="cr" x="([\d.]+)%".*?width="([\d.]+)%"', found).groups())
    dots = {name: float(x) for name, x in re.findall(r'<circle class="([\w-]+)" cx="([\d.]+)%"', found)}
    assert start < dots["c1"] < start + width
    assert dots["dot-kin"] < start
    assert "Factores &amp; agua: 62" in found
    assert 'aria-label="Puntaje"' in found


def test_what_is_not_known_has_its_words_alone():
    found = drawn(Interval("Azar", "nadie lo sabe", None))
    assert "nadie lo sabe" in found
    assert "circle" not in found
    assert "rect" not in found


def test_a_long_name_takes_more_lines_and_no_rows_make_an_empty_drawing():
    tall = drawn(Interval("Industrias relacionadas y de apoyo que hay en la región", "62", 62.0))
    assert tall.count("<text") == drawn(ROW).count("<text") + 1
    assert "<svg" in drawn()
