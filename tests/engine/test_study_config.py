"""A study file, read and held against what can be asked."""

from pathlib import Path

import pytest

from ayni.errors import BadStudy
from ayni.study.config import study_from

LEAST = """
[study]
title = "Clústeres del Sur"
year = 2011

[[input]]
file = "harvest.csv"
contract = "activity"
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "study.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_least_study_has_every_default(tmp_path):
    study = study_from(written(tmp_path, LEAST))
    assert study.title == {"es": "Clústeres del Sur", "en": "Clústeres del Sur", "pt": "Clústeres del Sur"}
    assert (study.year, study.years, study.territory, study.language) == (2011, None, "grown", "es")
    assert study.inputs[0].file == tmp_path / "harvest.csv"
    assert study.thresholds == {}


def test_places_and_neighbours_named_by_the_study_enter_as_tables(tmp_path):
    text = LEAST.replace("year = 2011", 'year = 2011\nplaces = "places.csv"\nneighbours = "map.geojson"')
    study = study_from(written(tmp_path, text))
    assert [asked.contract for asked in study.inputs] == ["activity", "places"]
    assert study.outlines == tmp_path / "map.geojson"


def test_own_macro_regions_are_taken_whole_unless_asked_otherwise(tmp_path):
    text = LEAST.replace("year = 2011", 'year = 2011\nmacroregions = { Sur = ["04", "21"] }')
    assert study_from(written(tmp_path, text)).territory == "macroregions"
    text = text.replace("year = 2011", 'year = 2011\nterritory = "grown"')
    assert study_from(written(tmp_path, text)).territory == "grown"


def test_chains_take_a_name_or_a_name_with_industries(tmp_path):
    text = LEAST + '\n[chains]\n"quinua" = "granos"\n"café" = { chain = "cafe", industries = ["0127"] }\n'
    assert study_from(written(tmp_path, text)).chains == {"quinua": ("granos", ()), "café": ("cafe", ("0127",))}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "[study]"),
        (LEAST.replace("year = 2011", ""), "year"),
        (LEAST.replace("year = 2011", 'year = "2011"'), "'2011'"),
        (LEAST.replace("year = 2011", "year = true"), "True"),
        (LEAST.replace("year = 2011", "yaer = 2011"), "yaer"),
        (LEAST.replace("year = 2011", 'year = 2011\nlanguage = "qu"'), "qu"),
        (LEAST.replace("year = 2011", "year = 2011\nyears = [2012, 2001]"), "years"),
        (LEAST.replace("year = 2011", 'year = 2011\nmacroregions = { A = ["04"], B = ["04"] }'), "04"),
        (LEAST.replace('"activity"', '"activities"'), "activities"),
        (LEAST.split("[[input]]")[0], "[[input]]"),
        (LEAST + '\n[thresholds]\nquotient_min = "two"\n', "quotient_min"),
        (LEAST + "\n[globe]\nfile = 'x'\n", "globe"),
        ("[study\n", "TOML"),
    ],
)
@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_what_cannot_be_followed_is_named_with_what_was_expected(tmp_path, text, named, language):
    with pytest.raises(BadStudy) as caught:
        study_from(written(tmp_path, text))
    assert named in caught.value.text(language)


def test_a_missing_file_is_a_sentence_and_not_a_traceback(tmp_path):
    with pytest.raises(BadStudy) as caught:
        study_from(tmp_path / "none.toml")
    assert "none.toml" in caught.value.text("es")
