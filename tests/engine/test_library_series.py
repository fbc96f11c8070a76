"""Measures: what the library has reads, and what is wrong is told with its place."""

import pytest

from ayni.library import BadEntry, entries, read_entry
from ayni.library.series import measure, measures

TEXT = {"es": "Costo", "en": "Cost", "pt": "Custo"}
WHOLE = {
    "serves": [39], "source": "Article, section 1", "title": TEXT, "about": TEXT, "of": "organisation",
    "unit": "pen_per_kg", "better": "less", "period": "farm_year", "roll_up": "weighted_mean", "weight": TEXT,
    "experience": True, "kinds": ["cooperative"],
    "by": [{"code": "who", "title": TEXT, "value": [{"code": "a", "title": TEXT}, {"code": "b", "title": TEXT}]}],
}  # fmt: skip
ONE = [{"code": "who", "title": TEXT, "value": [{"code": "a", "title": TEXT}]}]


def read(**content):
    kept = {name: value for name, value in {**WHOLE, **content}.items() if value is not None}
    return measure(read_entry("series", "cost", kept))


def test_a_measure_is_read_whole():
    found = read()
    assert (found.unit, found.better, found.period, found.roll_up) == (
        "pen_per_kg",
        "less",
        "farm_year",
        "weighted_mean",
    )
    assert [each.code for each in found.by.values] == ["a", "b"]
    assert found.experience
    assert found.kinds == ("cooperative",)
    assert read(kinds=None).kinds == ()


@pytest.mark.parametrize(("content", "key"), [
    ({"period": "week"}, "bad_series.one_of"), ({"of": None}, "bad_series.one_of"),
    ({"weight": None}, "bad_series.weight"), ({"roll_up": "sum"}, "bad_series.weight"),
    ({"of": "cluster"}, "bad_series.of_cluster"), ({"kinds": ["neighbour"]}, "bad_entry.not_one"),
    ({"of": "cluster", "roll_up": "none", "weight": None, "experience": None}, "bad_series.kinds"),
    ({"better": "more"}, "bad_series.experience"),
    ({"unit": None}, "library.missing"), ({"by": ONE}, "bad_series.by"), ({"by": WHOLE["by"] * 2}, "bad_series.by"),
    ({"units": ["kg"]}, "bad_series.unknown"),
])  # fmt: skip
def test_a_measure_with_something_wrong_is_refused_and_told_where(content, key):
    with pytest.raises(BadEntry) as refused:
        read(**content)
    assert refused.value.key == key
    assert "series/cost" in refused.value.text("pt")


def test_every_number_that_measures_serve_is_served():
    served = {number for each in entries("series") for number in each.serves}
    assert served >= {3, 14, 32, 33, 39, 42, 113, 138, 139, 140, 149, 180, 181, 182, 189, 80, 99, 102, 112}


def test_unit_cost_is_by_farm_year_and_bears_an_experience_curve():
    found = measures()
    assert found["unit_cost"].period == "farm_year"
    assert [code for code, each in found.items() if each.experience] == ["unit_cost"]
