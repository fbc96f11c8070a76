"""The guides name what the screen shows, in its words."""

import re
from pathlib import Path

import pytest

from ayni.words import say, sentence_keys

HERE = Path(__file__).parents[3] / "docs" / "how-to"
NAMED = re.compile(r"(?<!\*)\*([^*\n]+)\*(?!\*)")


@pytest.mark.parametrize(("guide", "language"), [("first-month.es.md", "es"), ("first-month.md", "en")])
def test_every_page_and_button_that_a_guide_names_is_called_so(guide, language):
    said = set()
    for key in sentence_keys():
        try:
            said.add(say(key, language))
        except KeyError:  # it takes facts, so no button says it
            continue
    text = NAMED.findall((HERE / guide).read_text(encoding="utf-8"))
    named = {part.strip() for each in text for part in each.split("›")}
    named = {each for each in named if each[0].isupper()}
    assert len(named) > 10
    assert sorted(named - said) == []
