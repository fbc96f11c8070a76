"""Questionnaires of the library: read, and refused with what is wrong and where."""

import copy
import re
import tomllib
from pathlib import Path

import pytest

from ayni.cli import main
from ayni.library import BadEntry
from ayni.library.questionnaires import questionnaire, questionnaire_from, questionnaires
from ayni.words import LANGUAGES

TEXT = {"es": "Entrega a tiempo.", "en": "Delivers in time.", "pt": "Entrega a tempo."}
WHOLE = {
    "serves": [157], "source": "Test", "title": TEXT, "about": TEXT, "answered_by": "members", "of": ["cluster"],
    "named": True,
    "scale": [{"value": 1, "text": TEXT}, {"value": 2, "text": TEXT}],
    "group": [{"code": "word", "title": TEXT}, {"code": "deed", "title": TEXT, "weight": 2}],
    "item": [{"code": "first", "group": "word", "text": TEXT},
             {"code": "second", "group": "deed", "text": TEXT, "weight": 3, "reverse": True, "evidence": True}],
}  # fmt: skip


def changed(**facts):
    return {**copy.deepcopy(WHOLE), **facts}


def item(**facts):
    return changed(item=[WHOLE["item"][0], {**WHOLE["item"][1], **facts}])


@pytest.mark.parametrize("found", questionnaires(), ids=lambda each: each.code)
def test_a_questionnaire_of_the_library_can_be_answered_by_a_grower(found):
    assert 6 <= len(found.scored) <= 15
    assert len(found.scale) <= 5
    for each in found.items:
        for language in LANGUAGES:
            assert len(each.text[language]) <= 140
            assert each.text[language][-1] in ".?"
    for language in LANGUAGES:
        texts = [each.text[language] for each in found.items]
        assert len(set(texts)) == len(texts)


def test_a_questionnaire_is_read_with_all_it_has():
    found = questionnaire_from("made_up", WHOLE)
    assert found.ends == (1, 2)
    assert [(each.code, each.weight) for each in found.groups] == [("word", 1), ("deed", 2)]
    assert (found.items[1].reverse, found.items[1].evidence, found.items[1].weight) == (True, True, 3)
    assert (found.named, found.own, found.review) == (True, True, 0)
    assert found.weighing == ()


def test_those_who_answer_may_weigh_the_groups():
    weighing = [{"code": f"how_{code}", "weighs": code, "text": TEXT} for code in ("word", "deed")]
    found = questionnaire_from("made_up", changed(item=[*WHOLE["item"], *weighing]))
    assert [each.group for each in found.weighing] == ["word", "deed"]
    assert len(found.scored) == 2
    with pytest.raises(BadEntry) as refused:
        questionnaire_from("made_up", changed(item=[*WHOLE["item"], weighing[0]]))
    assert refused.value.key == "bad_questionnaire.weighs_all"


def test_one_of_the_library_is_found_by_its_code():
    assert questionnaire("trust").serves == (128, 157)
    with pytest.raises(BadEntry):
        questionnaire("nonsense")


@pytest.mark.parametrize(("document", "key"), [
    (changed(item=[]), "no_rows"), (changed(item="all"), "no_rows"), (changed(group={"code": "word"}), "no_rows"),
    (changed(weights=[1]), "unknown"), (item(weigth=2), "unknown"),
    (item(code="first"), "repeated"), (item(group="word"), "empty_group"), (item(group="gift"), "not_one_of"),
    (item(code="Segundo año"), "code"), (item(code=""), "code"), (item(weight=0), "number"),
    (item(weight="2"), "number"), (item(weight=float("nan")), "number"), (item(weight=True), "number"),
    (item(reverse="yes"), "not_one_of"), (item(weighs="word"), "weighs_or_counts"),
    (item(text=dict.fromkeys(LANGUAGES, "x" * 501)), "too_long"),
    (changed(scale=WHOLE["scale"][::-1]), "scale"), (changed(scale=WHOLE["scale"][:1]), "scale"),
    (changed(answered_by="everybody"), "not_one_of"), (changed(of=["farm"]), "not_one_of"),
    (changed(named=False), "evidence_names"), (changed(review=-1), "months"), (changed(review=1.5), "months"),
    (changed(item=[{**WHOLE["item"][0], "code": f"i{n}"} for n in range(61)]), "too_many"),
])  # fmt: skip
def test_what_is_wrong_is_refused_and_told_where(document, key):
    with pytest.raises(BadEntry) as refused:
        questionnaire_from("made_up", document)
    assert refused.value.key == f"bad_questionnaire.{key}"
    for language in LANGUAGES:
        assert "questionnaires/made_up" in refused.value.text(language)


@pytest.mark.parametrize("document", [item(text="Entrega a tiempo"), changed(of=[]), item(text={"es": "Solo español"})])
def test_a_text_in_one_language_or_a_missing_list_is_refused(document):
    with pytest.raises(BadEntry) as refused:
        questionnaire_from("made_up", document)
    assert refused.value.key in {"library.missing", "library.untold"}


HOW_TO = Path(__file__).parents[2] / "docs" / "how-to" / "questionnaire.md"


def how_to():
    return re.search(r"```toml\n(.*?)```", HOW_TO.read_text(encoding="utf-8"), re.DOTALL)[1]


def test_the_file_of_the_how_to_is_a_questionnaire(tmp_path, capsys):
    path = tmp_path / "thrift.toml"
    path.write_text(how_to(), encoding="utf-8")
    assert main(["library", "questionnaires", "--check", str(path), "--language", "en"]) == 0
    assert "nothing is wrong" in capsys.readouterr().out
    assert questionnaire_from("thrift", tomllib.loads(how_to())).review == 12


@pytest.mark.parametrize(("before", "after", "told"), [
    (', pt = "Guardar" }', " }", "missing in pt"),
    ('group = "trust"', 'group = "save"', "no item counts in “trust”"),
    ("weight = 2", 'weight = "two"', "is a number"),
    ("reverse = true", "revers = true", "“revers” is not known"),
    ("[[scale]]", "[[scale]", "is no TOML"),
])  # fmt: skip
def test_what_the_how_to_says_is_told_is_told(tmp_path, capsys, before, after, told):
    path = tmp_path / "thrift.toml"
    path.write_text(how_to().replace(before, after), encoding="utf-8")
    assert main(["library", "questionnaires", "--check", str(path), "--language", "en"]) == 1
    assert told in capsys.readouterr().err
    assert main(["library", "questionnaires", "--check", str(tmp_path / "none.toml"), "--language", "en"]) == 1
