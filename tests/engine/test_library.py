"""The library: entries that are data, each with its source, in three languages; what serves each number."""

import pytest

from ayni.cli import main
from ayni.library import KINDS, BadEntry, coverage, entries, entry, read_entry

TEXT = {"es": "Confianza", "en": "Trust", "pt": "Confiança"}
WHOLE = {"serves": [157], "source": "Dini (2003)", "title": TEXT, "about": TEXT, "scale": {"words": [TEXT, TEXT]}}


@pytest.mark.parametrize(("kind", "code"), [(each.kind, each.code) for kind in KINDS for each in entries(kind)])
def test_an_entry_says_where_it_is_from_and_what_it_serves(kind, code):
    found = entry(kind, code)
    assert found.serves
    assert found.source
    assert found.serves == tuple(sorted(set(found.serves)))


def test_an_entry_is_read_with_all_it_has():
    found = read_entry("questionnaires", "trust", WHOLE)
    assert (found.serves, found.title["pt"], found.content) == ((157,), "Confiança", {"scale": WHOLE["scale"]})


@pytest.mark.parametrize(("wrong", "key"), [
    ({"source": ""}, "library.missing"), ({"serves": []}, "library.missing"),
    ({"serves": [190]}, "library.not_a_number"),
    ({"title": {"es": "Confianza"}}, "library.untold"), ({"scale": {"words": [TEXT, {"es": "No"}]}}, "library.untold"),
])  # fmt: skip
def test_an_entry_with_something_wrong_is_refused_and_told_where(wrong, key):
    with pytest.raises(BadEntry) as refused:
        read_entry("questionnaires", "trust", {**WHOLE, **wrong})
    assert refused.value.key == key
    assert "questionnaires/trust" in refused.value.text("en")


def test_what_is_not_there_is_told_with_what_is():
    with pytest.raises(BadEntry) as refused:
        entry("recipes", "bread")
    assert "questionnaires" in refused.value.text("en")


def test_every_number_of_the_inventory_is_told_with_what_serves_it_or_nothing(capsys):
    assert [each.number for each in coverage()] == list(range(1, 190))
    assert main(["library", "--coverage", "--language", "en"]) == 0
    lines = capsys.readouterr().out.splitlines()
    nothing = sum(line.endswith("nothing yet") for line in lines)
    assert lines[-1] == f"{189 - nothing} of 189 numbers of the inventory are served."


@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_the_library_is_told_by_kind(capsys, language):
    assert main(["library", "--language", language]) == 0
    assert main(["library", "recipes", "--language", language]) == 1
    assert "questionnaires" in capsys.readouterr().err
