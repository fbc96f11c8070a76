"""Every sentence exists in every language, with the same facts."""

import pytest

from ayni import words


def test_a_sentence_is_there_in_every_language_with_the_same_facts():
    wrong = []
    for key in words.sentence_keys():
        facts = set()
        for language in words.LANGUAGES:
            wordings = words.forms(key, language)
            if not all(wording.strip() for wording in wordings):
                wrong.append(f"{key} says nothing in {language}")
            found = set().union(*map(words.placeholders, wordings))
            facts.add(frozenset(found - {"n"}))
        if len(facts) != 1:
            wrong.append(f"{key}: the languages take different facts: {facts}")
    assert wrong == []


@pytest.mark.parametrize(
    ("language", "expected"), [("es", "\u22121,234.6"), ("en", "\u22121,234.6"), ("pt", "\u22121.234,6")]
)
def test_numbers_follow_the_language(language, expected):
    assert words.number(-1234.56, language, 1) == expected


def test_a_rounded_zero_has_no_sign():
    assert words.number(-0.04, "es", 1) == "0.0"
    assert words.number(0.04, "es", 1, sign=True) == "0.0"


def test_spanish_joins_with_e_before_the_sound_of_i():
    assert words.listed(["Cusco", "Ica"], "es") == "Cusco e Ica"
    assert words.listed(["Áncash", "Huánuco"], "es") == "Áncash y Huánuco"
    assert words.listed(["agua", "hielo"], "es") == "agua y hielo"


def test_a_count_takes_its_plural_and_its_separators():
    assert "1 falta y" in words.say("errors.refused_table", "es", file="a", n=1)
    assert "1.200 falhas" in words.say("errors.refused_table", "pt", file="a", n=1200)


def test_the_language_asked_for_wins_over_the_systems(monkeypatch):
    monkeypatch.setenv("LANG", "pt_BR.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("AYNI_LANGUAGE", raising=False)
    assert words.chosen_language() == "pt"
    assert words.chosen_language("en") == "en"
    monkeypatch.setenv("LANG", "C.UTF-8")
    assert words.chosen_language() == "es"


def test_countries_have_the_names_of_each_language():
    assert words.country("US", "es") == "Estados Unidos"
    assert words.country("DE", "pt") == "Alemanha"
    assert words.country("XX", "en") in {"XX", "Unknown Region"}
