"""Codes: their zeros, and the nomenclature they are held against."""

import pytest
from table_files import HEADER, ROW, asked, keys, notes, only, text_file, told

from ayni.codes import nomenclature, nomenclatures
from ayni.errors import UnknownName
from ayni.sources import delimited
from ayni.sources.verdicts import KNOWN_CODES


def places(folder, *codes, **options):
    rows = [f"2011;{code};crop {number};1;t" for number, code in enumerate(codes)]
    return asked(text_file(folder, HEADER, *rows), **options)


def test_without_a_nomenclature_the_codes_are_said_to_be_unchecked(tmp_path):
    result = places(tmp_path, "04", "99")
    assert result.total == 0
    note = next(note for note in result.notes if note.key == "check.codes_unchecked")
    assert note.facts["example"] == "ubigeo-inei"
    assert "place: ubigeo-inei, ubigeo-reniec, iso3166; product: minagri-crops, hs1992-4" in note.text("es")
    assert "Si los suyos son de una de ellas" in note.text("es")


def test_the_nomenclatures_told_are_those_there_are():
    assert sorted(name for names in KNOWN_CODES.values() for name in names) == list(nomenclatures())
    assert all(nomenclature(name).kind == kind for kind, names in KNOWN_CODES.items() for name in names)


def test_unknown_codes_are_told_with_the_nearest(tmp_path):
    result = places(tmp_path, "04", "99", codes="ubigeo-inei")
    assert [(row, column, came) for _, row, column, came in told(result)] == [(3, "place", "99")]
    fault = only(asked(text_file(tmp_path, HEADER, ROW, "2011;04;ajos;1;t"), codes="minagri-crops"))
    assert fault.key == "check.unknown_code_near"
    assert "¿Quiso decir ajo?" in fault.text("es")


def test_a_name_instead_of_a_code_is_told_with_the_code(tmp_path):
    fault = only(places(tmp_path, "04", "AREQUIPA", codes="ubigeo-inei"))
    assert fault.key == "check.name_for_code"
    assert fault.facts["example"].startswith("04")


def test_a_nomenclature_that_does_not_exist_is_answered_with_those_that_do(tmp_path):
    with pytest.raises(UnknownName) as error:
        places(tmp_path, "04", codes="ubigeo")
    assert "ubigeo-inei" in error.value.text("es")


def test_a_nomenclature_that_fits_no_column_is_told(tmp_path):
    path = text_file(tmp_path, "subject;variable;period;value;unit;source", "PE;fob;2010;1;%;BCRP")
    assert keys(asked(path, "series", codes="ubigeo-inei")) == ["codes_govern_nothing"]


def test_countries_govern_exporter_and_importer(tmp_path):
    path = text_file(tmp_path, "year;exporter;importer;product;value_usd", "2011;PE;CN;0709;1", "2011;PE;Perú;0709;1")
    assert told(asked(path, "trade", codes="iso3166")) == [("name_for_code", 3, "importer", "Perú")]


@pytest.mark.parametrize(
    ("codes", "lost"),
    [
        (("04", "15", "4"), ["4"]),
        (("040101", "150101", "40101"), ["40101"]),
        (("07", "0709", "070920", "709", "70920", "10"), ["709", "70920"]),
        (("04", "15", "150101"), []),
        (("4", "15"), []),
        (("004", "604", "4"), ["4"]),
        (("A4", "04", "4"), ["4"]),
        (("papa", "ajo"), []),
    ],
)
def test_codes_that_lost_their_zeros_are_told_by_the_company_they_keep(tmp_path, codes, lost):
    assert [came for key, _, _, came in told(places(tmp_path, *codes)) if key == "code_lost_zeros"] == lost


def test_codes_of_uneven_length_are_pointed_out(tmp_path):
    assert "codes_uneven" in notes(places(tmp_path, "4", "15"))
    assert "codes_uneven" not in notes(places(tmp_path, "14", "15"))
    assert told(places(tmp_path, "4", "15", codes="ubigeo-inei")) == [("code_lost_zeros", 2, "place", "4")]


def test_constants_are_held_against_the_nomenclature(tmp_path):
    path = text_file(tmp_path, "year;product;quantity;quantity_unit", "2011;ajo;1;t")
    assert keys(asked(path, constants={"place": "4"}, codes="ubigeo-inei")) == ["code_lost_zeros"]
    assert keys(asked(path, constants={"place": "04"}, codes="ubigeo-inei")) == []


def test_a_column_of_other_codes_altogether_is_told_quickly(tmp_path):
    result = places(tmp_path, *(f"{n:09d}" for n in range(1000)), codes="ubigeo-inei")
    assert result.total == 1000


@pytest.mark.parametrize(
    ("code", "key"), [("4.0", "code_with_decimals"), ("2.01E+10", "code_in_powers"), ("1e+05", "code_in_powers")]
)
def test_codes_that_a_program_took_for_numbers_are_told(tmp_path, code, key):
    assert told(places(tmp_path, "04", code)) == [(key, 3, "place", code)]
    assert places(tmp_path, "0709.20", "10.05").total == 0


def crops(folder, *names):
    rows = [f"{1900 + number};04;{name};1;t" for number, name in enumerate(names)]
    return asked(text_file(folder, HEADER, *rows))


def note_of(result, key):
    return next(note for note in result.notes if note.key == f"check.{key}")


def test_codes_that_differ_only_in_spelling_are_kept_apart_and_said(tmp_path):
    result = crops(tmp_path, "Papa", "papa", "papa", "Café", "cafe", "papa  blanca", "papa blanca", "ajo", "ajos")
    assert result.total == 0
    assert result.table.frame["product"].n_unique() == 8
    note = note_of(result, "codes_alike")
    assert (note.facts["column"], note.facts["n"]) == ("product", 3)
    assert note.facts["groups"].startswith('"papa" (2), "Papa" (1)')
    assert "ajo" not in note.facts["groups"]
    assert "se toman por distintos" in note.text("es")


def test_spellings_are_counted_over_the_whole_table(tmp_path, monkeypatch):
    monkeypatch.setattr(delimited, "BLOCK_BYTES", 300)
    result = crops(tmp_path, *["papa"] * 60, *["PAPA"] * 30)
    assert note_of(result, "codes_alike").facts["groups"] == '"papa" (60), "PAPA" (30)'


def test_codes_that_are_spelled_in_one_way_call_for_no_remark(tmp_path):
    assert not {"codes_alike", "spaces_left_out"} & set(notes(crops(tmp_path, "papa", "papa", "ajo", "04", "4")))


def test_outer_spaces_of_codes_are_left_out_and_said(tmp_path):
    result = crops(tmp_path, "papa", "PAPA ", " ajo")
    assert result.table.frame["product"].to_list() == ["papa", "PAPA", "ajo"]
    assert note_of(result, "spaces_left_out").facts == {"column": "product", "n": 2, "row": 3}
