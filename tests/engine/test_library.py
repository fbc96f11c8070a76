"""The library: entries that are data, each with its source, in three languages; what serves each number."""

import re

import pytest

from ayni.cli import main
from ayni.library import KINDS, BadEntry, coverage, entries, entry, read_entry
from ayni.library.chapters import chapter_of, chapters, entries_of
from ayni.library.coverage import rooms
from ayni.words import LANGUAGES

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


def test_every_number_of_the_inventory_is_told_with_what_serves_it_or_why_nothing_does(capsys):
    assert [each.number for each in coverage()] == list(range(1, 190))
    assert main(["library", "--coverage", "--language", "en"]) == 0
    lines = capsys.readouterr().out.splitlines()
    nothing = sum("nothing yet: " in line for line in lines)
    assert lines[-1] == f"{189 - nothing} of 189 numbers of the inventory are served."


def test_only_a_number_that_nothing_serves_says_why():
    for each in coverage():
        assert bool(each.by) != bool(each.lacks), each.number
        assert each.by or set(each.lacks) == set(LANGUAGES)


def test_what_is_built_has_a_name_in_every_language_and_numbers_of_the_inventory():
    for each in rooms():
        assert set(each.title) == set(LANGUAGES)
        assert set(each.serves) <= set(range(1, 190))
    assert len({each.name for each in rooms()}) == len(rooms())


def test_every_number_is_told_in_one_chapter_in_every_language():
    numbers = [number for each in chapters() for number in each.subjects]
    assert sorted(numbers) == list(range(1, 190))
    for each in chapters():
        assert set(each.title) == set(each.about) == set(LANGUAGES)
        for text in each.subjects.values():
            assert set(text) == set(LANGUAGES)
            assert all(text.values())


def test_every_entry_stands_in_one_chapter_and_no_chapter_is_empty():
    told = [each for chapter in chapters() for each in entries_of(chapter)]
    assert len(told) == sum(len(entries(kind)) for kind in KINDS)
    assert all(entries_of(chapter) for chapter in chapters())


def test_an_entry_stands_in_the_chapter_it_serves_most_and_of_several_in_the_first():
    # 72 and 73 are of the requirements, 90 of the diamond; 90 and 72 are one each, and the requirements come first.
    assert chapter_of(read_entry("questionnaires", "trust", {**WHOLE, "serves": [90, 72, 73]})).code == "requirements"
    assert chapter_of(read_entry("questionnaires", "trust", {**WHOLE, "serves": [90, 72]})).code == "requirements"
    assert chapter_of(read_entry("questionnaires", "trust", {**WHOLE, "serves": [90, 91, 72]})).code == "diamond"


def test_entries_of_a_chapter_stand_in_the_order_of_its_argument():
    of = {each.code: [one.code for one in entries_of(each)] for each in chapters()}
    guides = [code for code in of["requirements"] if code in {each.code for each in entries("playbooks")}]
    assert guides == ["incipient", "interrelation", "articulation", "maturity"]
    assert of["gain"].index("unit_cost") < of["gain"].index("jobs")


def test_sources_cite_the_article_by_a_section_that_it_has():
    """The article has an introduction and six sections."""
    for each in (each for kind in KINDS for each in entries(kind)):
        assert not re.search(r"\b[Aa]rticle, section", each.source), each.code
        if "Barrientos Felipa" in each.source:
            cited = re.findall(r"sections? ([0-9]+)(?: and ([0-9]+))?", each.source)
            assert all(1 <= int(number) <= 6 for pair in cited for number in pair if number), each.code


@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_the_library_is_told_by_chapter_and_by_kind(capsys, language):
    assert main(["library", "--language", language]) == 0
    told = capsys.readouterr().out
    titles = [f"{at}. {each.title[language]}" for at, each in enumerate(chapters(), 1)]
    assert [line for line in told.splitlines() if line in titles] == titles
    assert "questionnaires/diamond" in told
    assert main(["library", "promises", "--language", language]) == 0
    told = capsys.readouterr().out
    assert "deliver" in told
    assert "diamond" not in told
    assert main(["library", "recipes", "--language", language]) == 1
    assert "questionnaires" in capsys.readouterr().err
