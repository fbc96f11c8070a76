"""Kinds of promises: what the library has reads, and what is wrong is told with its place."""

import pytest

from ayni.library import BadEntry, read_entry
from ayni.library.promises import promise, promises

TEXT = {"es": "Entregar", "en": "Deliver", "pt": "Entregar"}
HEAD = {"serves": [2], "source": "Article, section 1", "title": TEXT, "about": TEXT}


def read(**content):
    return promise(read_entry("promises", "deliver", {**HEAD, **content}))


def test_a_promise_is_read_whole():
    found = read(makers=["producer"], units=["kg", "t"], review=12, within=24, inside=True, cash=True)
    assert (found.makers, found.receivers, found.units) == (("producer",), (), ("kg", "t"))
    assert (found.review, found.within, found.inside, found.cash) == (12, 24, True, True)


def test_a_promise_says_nothing_it_need_not():
    found = read()
    assert (found.makers, found.units, found.review, found.within) == ((), (), None, None)
    assert not found.inside
    assert not found.cash


@pytest.mark.parametrize(("content", "key"), [
    ({"makers": "producer"}, "bad_promise.list"), ({"units": [1]}, "bad_promise.list"),
    ({"units": ["kg", "kg"]}, "bad_promise.twice"), ({"review": 0}, "bad_promise.months"),
    ({"review": True}, "bad_promise.months"), ({"within": "12"}, "bad_promise.months"),
    ({"inside": 1}, "bad_promise.truth"), ({"reveiw": 12}, "bad_promise.unknown"),
])  # fmt: skip
def test_a_promise_with_something_wrong_is_refused_and_told_where(content, key):
    with pytest.raises(BadEntry) as refused:
        read(**content)
    assert refused.value.key == key
    assert "promises/deliver" in refused.value.text("es")


def test_every_number_that_promises_serve_is_served():
    """#2 #24 #113 #120-134 #173 #183-185 of the inventory."""
    from ayni.library import entries

    served = {number for each in entries("promises") for number in each.serves}
    assert served >= {2, 24, 113, *range(120, 135), 173, 183, 184, 185}


def test_a_quick_win_lies_within_a_year_and_a_long_pledge_is_looked_at_every_year():
    found = promises()
    assert found["quick_win"].within == 12
    assert found["long_term"].review == 12
    assert {code for code, each in found.items() if each.cash} == {"contribute", "cofinance"}
