"""Thresholds: names, bounds, reasons."""

from dataclasses import fields

import pytest

from ayni.clusters.thresholds import DECLARED, Thresholds, chosen_thresholds
from ayni.errors import BadStudy, UnknownName
from ayni.words import LANGUAGES, say


def test_every_threshold_has_a_value_and_a_declaration():
    assert [each.name for each in DECLARED] == [field.name for field in fields(Thresholds)]


def test_the_defaults_are_those_of_the_rules():
    used = chosen_thresholds()
    assert (used.quotient_min, used.candidate_share_min, used.slope_min, used.years_min) == (2.0, 0.005, 0.001, 5)


def test_a_study_changes_them_by_name():
    used = chosen_thresholds({"quotient_min": 1.5})
    assert (used.quotient_min, used.join_quotient) == (1.5, 1.0)


def test_an_unknown_threshold_is_refused_and_the_known_ones_are_listed():
    with pytest.raises(UnknownName) as mistake:
        chosen_thresholds({"quotient": 2.0})
    assert "quotient_min" in mistake.value.text("es")


@pytest.mark.parametrize(("name", "value"), [("candidate_share_min", 5), ("quotient_min", -1), ("bands_min", 5)])
def test_a_value_out_of_bounds_is_refused_with_an_example(name, value):
    with pytest.raises(BadStudy) as mistake:
        chosen_thresholds({name: value})
    for language in LANGUAGES:
        assert f"{name} = " in mistake.value.text(language)


def test_not_a_number_is_refused():
    with pytest.raises(BadStudy):
        chosen_thresholds({"near": float("nan")})


@pytest.mark.parametrize("threshold", DECLARED, ids=lambda each: each.name)
def test_every_threshold_says_its_name_and_why(threshold):
    for language in LANGUAGES:
        assert say(threshold.label_key, language)
        assert say(threshold.reason_key, language).endswith(".")


@pytest.mark.parametrize("threshold", DECLARED, ids=lambda each: each.name)
def test_alternatives_make_sense_and_differ_from_the_default(threshold):
    assert threshold.default not in threshold.alternatives
    for value in (threshold.default, *threshold.alternatives):
        assert threshold.low <= value <= threshold.high
