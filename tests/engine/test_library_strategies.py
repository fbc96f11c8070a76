"""Parts of a strategy: what the library has reads, and what is wrong is told with its place."""

import pytest

from ayni.library import BadEntry, entries, read_entry
from ayni.library.strategies import part, parts

TEXT = {"es": "Mezcla", "en": "Mix", "pt": "Composto"}
HEAD = {"serves": [29], "source": "Article, section 1", "title": TEXT, "about": TEXT}
NAME = {"code": "what", "kind": "text", "title": TEXT}
SHARE = {"code": "share", "kind": "percent", "title": TEXT}
FREE = {"place": 1, "rows": "free", "named": "what", "field": [NAME, SHARE]}


def read(**content):
    return part(read_entry("strategies", "mix", {**HEAD, **content}))


def test_the_parts_of_the_library_stand_in_their_places():
    assert [each.place for each in parts()] == sorted(each.place for each in parts())
    assert {each.code for each in parts()} == {each.code for each in entries("strategies")}


def test_the_mix_has_the_five_parts_of_the_article_each_with_owner_budget_and_measure_or_a_reason():
    mix = next(each for each in parts() if each.code == "mix")
    assert [each.code for each in mix.given] == ["product", "price", "intermediaries", "logistics", "promotion"]
    assert {"owner", "budget", "measure"} <= {each.code for each in mix.fields if each.needed}
    assert mix.reason == "row"


def test_cost_and_difference_go_together_and_a_reason_stands_in_for_either():
    both = {each.code: each for each in parts()}
    assert (both["cost"].beside, both["difference"].beside) == ("difference", "cost")
    assert both["cost"].reason == both["difference"].reason == "part"


def test_what_is_not_controlled_reopens_and_buyers_stand_by_share_and_by_potential():
    both = {each.code: each for each in parts()}
    assert both["outside"].reopens
    assert both["buyers"].rank == ("share", "potential")


def test_a_new_part_is_read_whole():
    found = read(**FREE, shares="share", reason="part")
    assert (found.named, found.shares, found.reason) == ("what", "share", "part")
    assert [(each.code, each.needed) for each in found.fields] == [("what", False), ("share", False)]


@pytest.mark.parametrize(("content", "key"), [
    ({"rowz": 1}, "bad_part.unknown"), ({"place": 0}, "bad_part.place"), ({"place": True}, "bad_part.place"),
    ({"rows": "many"}, "bad_entry.not_one"), ({"rows": "given"}, "library.missing"), ({"field": []}, "library.missing"),
    ({"field": [NAME, NAME]}, "bad_entry.twice"), ({"field": [{**NAME, "kind": "money"}]}, "bad_entry.not_one"),
    ({"field": [{**NAME, "code": "Qué"}]}, "bad_entry.code"), ({"named": "share"}, "bad_part.points"),
    ({"named": ""}, "bad_part.points"), ({"watch": "what"}, "bad_part.points"), ({"rank": ["share"]}, "bad_part.rank"),
    ({"rank": ["share", "what"]}, "bad_part.points"), ({"weights": "trust"}, "bad_part.points"),
    ({"reason": "row"}, "bad_part.reason"), ({"field": [NAME, {**SHARE, "kind": "choice"}]}, "library.missing"),
])  # fmt: skip
def test_a_part_with_something_wrong_is_refused_and_told_where(content, key):
    with pytest.raises(BadEntry) as refused:
        read(**{**FREE, **content})
    assert refused.value.key == key
    assert "strategies/mix" in refused.value.text("es")
