"""Vega-Lite specifications: valid against the schema of the version they name."""

import json

import pytest
from altair.vegalite.v6.schema import SCHEMA_URL, load_schema
from jsonschema import Draft7Validator

from ayni.charts.outlines import Outlines, outlines
from ayni.charts.vega import SCHEMA, bar_specification, dot_specification, line_specification, map_specification

WORDS = {"title": "Título", "unit": "veces", "source": "SUNAT"}


@pytest.fixture(scope="module")
def validator() -> Draft7Validator:
    return Draft7Validator(load_schema())


def specifications() -> dict[str, dict]:
    rows = [
        {"name": "a", "value": 2.0, "year": 2010, "role": "x"},
        {"name": "b", "value": None, "year": 2011, "role": "y"},
    ]
    return {
        "bars": bar_specification(rows, name="name", value="value", **WORDS),
        "lines": line_specification(rows, year="year", value="value", line="name", **WORDS),
        "dots": dot_specification(rows, name="name", value="value", role="role", threshold=2.0, **WORDS),
        "dots without threshold": dot_specification(rows, name="name", value="value", role="role", **WORDS),
        "map": map_specification(
            {"01": 0.2, "02": None}, outlines=outlines(), names={"01": "Amazonas"}, limits=(0.1, 0.3), **WORDS
        ),
    }


@pytest.mark.parametrize("kind", specifications())
def test_a_specification_is_valid_and_plain(kind, validator):
    specification = json.loads(json.dumps(specifications()[kind]))
    errors = [error.message[:200] for error in validator.iter_errors(specification)]
    assert errors == []
    assert specification["$schema"] == SCHEMA


def test_the_schema_is_the_major_version_that_altair_speaks():
    assert SCHEMA.rpartition("/v")[2][0] == SCHEMA_URL.rpartition("/v")[2][0] == "6"


def test_values_that_have_no_logarithm_are_left_out_of_a_log_axis():
    rows = [{"n": "a", "v": 0.0, "r": "x"}, {"n": "b", "v": None, "r": "x"}, {"n": "c", "v": 2.0, "r": "x"}]
    dots = dot_specification(rows, name="n", value="v", role="r", **WORDS)
    assert [row["n"] for row in dots["data"]["values"]] == ["c"]


def test_rings_of_a_map_are_closed_and_follow_the_path():
    # M0 0 l4 0 0 4 z is the triangle (0,0) (4,0) (4,4); h and v move along one axis alone.
    shapes = Outlines(view_box="0 0 9 9", paths={"01": "M0 0l4 0 0 4zM5 5h2v2z"})
    map_ = map_specification({"01": 1.0}, outlines=shapes, names={}, limits=(0.5,), **WORDS)
    coordinates = map_["data"]["values"][0]["geometry"]["coordinates"]
    assert coordinates == [[[[0, 0], [4, 0], [4, 4], [0, 0]]], [[[5, 5], [7, 5], [7, 7], [5, 5]]]]


def test_a_specification_names_its_source_and_carries_its_rows():
    bars = specifications()["bars"]
    assert "SUNAT" in bars["description"]
    assert len(bars["data"]["values"]) == 2
