"""Lists of codes: what they hold, how people call it, and what an unknown one answers."""

import csv
import runpy

import pytest

from ayni.codes import nomenclature, nomenclatures
from ayni.errors import UnknownName
from ayni.words import LANGUAGES


def test_every_list_has_codes_and_answers_to_its_own_name():
    for name in nomenclatures():
        listed = nomenclature(name)
        assert listed.name == name
        assert listed.codes
        assert all(set(names) <= listed.codes for names in listed.names.values())


@pytest.mark.parametrize(
    ("name", "code", "kind"),
    [
        ("ubigeo-inei", "04", "place"),
        ("ubigeo-inei", "0401", "place"),
        ("ubigeo-inei", "040101", "place"),
        ("ubigeo-reniec", "040101", "place"),
        ("iso3166", "PE", "country"),
        ("minagri-crops", "maíz amarillo duro", "product"),
        ("isic4", "0127", "industry"),
        ("isic4", "A", "industry"),
        ("hs1992-4", "0901", "product"),
        ("hs1992-6", "090111", "product"),
        ("hs2022-4", "0901", "product"),
        ("hs2022-6", "090111", "product"),
    ],
)
def test_a_known_code_stands_in_its_list(name, code, kind):
    assert code in nomenclature(name).codes
    assert nomenclature(name).kind == kind


def test_peru_has_25_departments_and_196_provinces():
    codes = nomenclature("ubigeo-inei").codes
    assert len([code for code in codes if len(code) == 2]) == 25
    assert len([code for code in codes if len(code) == 4]) == 196
    assert len([code for code in codes if len(code) == 6]) == 1892


def test_a_code_without_its_leading_zero_is_not_in_the_list():
    assert "4" not in nomenclature("ubigeo-inei").codes
    assert "901" not in nomenclature("hs1992-4").codes


def test_the_two_systems_of_ubigeo_call_one_code_by_different_places():
    # Callao is 07 for INEI and 24 for RENIEC, whose 07 is Cusco.
    assert nomenclature("ubigeo-inei").title("07", "es") == "Callao"
    assert nomenclature("ubigeo-reniec").title("24", "es") == "Callao"
    assert nomenclature("ubigeo-reniec").title("07", "es") == "Cusco"


def test_iso_3166_has_the_249_countries_the_withdrawn_and_the_free_codes_and_no_others():
    countries = nomenclature("iso3166")
    withdrawn = {"AN", "BU", "CS", "DD", "FX", "SU", "TP", "YD", "YU", "ZR"}
    free = {code for code in countries.codes if code in {"AA", "ZZ"} or code[0] == "X" or "QM" <= code <= "QZ"}
    assert len(countries.codes - withdrawn - free) == 249
    assert len(free) == 42
    assert not countries.codes & {"EU", "UN", "UK", "ZA1", "EA", "IC"}


def test_a_country_is_called_as_each_language_calls_it_and_a_free_code_has_no_name():
    countries = nomenclature("iso3166")
    assert [countries.title("US", language) for language in LANGUAGES] == [
        "Estados Unidos",
        "United States",
        "Estados Unidos",
    ]
    assert countries.title("YU", "pt") == "Iugoslávia"
    assert countries.title("XA", "es") is None


def test_a_list_of_codes_alone_says_that_it_has_no_name():
    assert nomenclature("hs1992-4").title("0901", "es") is None


def test_an_unknown_list_is_refused_and_those_that_exist_are_named():
    with pytest.raises(UnknownName) as refused:
        nomenclature("ubigeo-inie")
    for language in LANGUAGES:
        text = refused.value.text(language)
        assert all(name in text for name in nomenclatures())
        assert "“ubigeo-inei”" in text or "«ubigeo-inei»" in text


def test_the_crops_are_those_of_the_example(examples):
    with (examples / "peru" / "products.csv").open(encoding="utf-8", newline="") as file:
        shipped = {row["code"]: row for row in csv.DictReader(file)}
    crops = nomenclature("minagri-crops")
    assert crops.codes == shipped.keys()
    for language in LANGUAGES:
        assert all(crops.title(code, language) == row[f"name_{language}"] for code, row in shipped.items())


@pytest.mark.data
def test_the_lists_are_compiled_again_byte_by_byte(data, examples, tmp_path, monkeypatch):
    monkeypatch.setenv("AYNI_DATA", str(data))
    script = runpy.run_path(str(examples / "peru" / "compile_codes.py"))
    script["main"](tmp_path)
    for made in tmp_path.iterdir():
        assert made.read_bytes() == (script["OUT"] / made.name).read_bytes(), made.name


@pytest.mark.data
def test_inei_and_reniec_differ_in_1780_of_1893_districts(data):
    import polars as pl

    districts = pl.read_parquet(data / "peru" / "districts.parquet")
    assert districts.height == 1893
    assert districts.filter(pl.col("inei").ne_missing(pl.col("reniec"))).height == 1782  # two lack one of the codes
    assert districts.filter(pl.col("inei") != pl.col("reniec")).height == 1780
