"""Porter's diamond, drawn: six places, what is not known said, nothing outside its corner."""

import re
from xml.etree import ElementTree as ET

from ayni.charts.diamond import CORNERS, EDGES, OUTSIDE, Corner, diamond

FOUR = {code: Corner(code.title(), "62", 62.0, 50.0, 75.0) for code in CORNERS}


def test_four_corners_are_joined_and_what_stands_outside_is_not():
    drawn = ET.fromstring(diamond({**FOUR, "chance": Corner("Azar", "40", 40.0)}, label="Diamante"))
    boxes = [each.get("class") for each in drawn.iter("rect") if "box" in each.get("class")]
    assert (boxes.count("box"), boxes.count("box out")) == (4, 1)
    joined = [each for each in drawn.iter("line") if each.get("y1") != each.get("y2") or each.get("x1") == "17%"]
    assert len(joined) == len(EDGES)
    assert drawn.get("aria-label") == "Diamante"


def test_a_dot_stands_at_its_share_of_the_corner():
    # Factors: 2.5% to 31.5% of the width; 62 of 100 stands at 2.5 + 0.62 * 29 = 20.48.
    drawn = ET.fromstring(diamond(FOUR, label=""))
    assert "20.5%" in {each.get("cx") for each in drawn.iter("circle")}


def test_what_nobody_answered_has_its_words_and_no_dot():
    drawn = diamond({**FOUR, "demand": Corner("Demanda", "sin respuesta", None)}, label="")
    assert drawn.count("<circle") == 3
    assert "sin respuesta" in drawn


def test_names_are_escaped_and_never_take_more_than_three_lines():
    drawn = diamond({**FOUR, "support": Corner("<b>" + " industrias" * 9, "1", 1.0)}, label="")
    assert "<b>" not in drawn
    assert drawn.count("industrias") <= 3


def test_every_place_is_within_the_drawing():
    six = {**FOUR, **{code: Corner(code, "9", 9.0, 0.0, 100.0) for code in OUTSIDE}}
    shares = [float(each) for each in re.findall(r'"(-?[\d.]+)%"', diamond(six, label=""))]
    assert min(shares) >= 0
    assert max(shares) <= 100
