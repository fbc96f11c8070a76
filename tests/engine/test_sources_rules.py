"""What a contract says of keys, units, bounds, periods and pairs."""

import pytest
from table_files import HEADER, ROW, asked, keys, only, text_file, told

from ayni.sources import delimited, read


def test_repeated_rows_are_refused_not_dropped(tmp_path):
    result = asked(text_file(tmp_path, HEADER, ROW, "2011;15;ajo;1;t", ROW.replace("12.5", "9"), ROW))
    assert told(result) == [
        ("repeated_key", 4, None, "2011, 04, ajo"),
        ("repeated_key", 5, None, "2011, 04, ajo"),
    ]
    assert [fault.facts["first"] for fault in result.faults] == [2, 2]
    assert "fila 2" in result.faults[0].text("es")


def test_repeated_rows_far_apart_are_found(tmp_path, monkeypatch):
    monkeypatch.setattr(delimited, "BLOCK_BYTES", 300)
    rows = [f"2011;{n:04d};ajo;{n};t" for n in range(500)]
    result = asked(text_file(tmp_path, HEADER, *rows, rows[7], rows[499]), most=1)
    assert result.total == 2
    assert (result.faults[0].row, result.faults[0].facts["first"]) == (502, 9)


def test_rows_told_apart_by_an_optional_column_of_the_key_do_not_repeat(tmp_path):
    path = text_file(tmp_path, f"{HEADER};month;vintage", f"{ROW};1;", f"{ROW};2;", f"{ROW};;", f"{ROW};;2012")
    assert asked(path).rows == 4
    again = text_file(tmp_path, f"{HEADER};month;vintage", f"{ROW};1;", f"{ROW};;", f"{ROW};;")
    assert told(asked(again)) == [("repeated_key", 4, None, "2011, —, 04, ajo, —")]


def test_the_same_text_in_two_forms_of_unicode_is_one_key(tmp_path):
    path = text_file(tmp_path, HEADER, "2011;04;plátano;1;t", "2011;04;pla\u0301tano;2;t")
    assert keys(asked(path)) == ["repeated_key"]
    frame = asked(text_file(tmp_path, HEADER, "2011;04;pla\u0301tano;2;t")).table.frame
    assert frame["product"].to_list() == ["plátano"]


def test_a_row_with_a_fault_in_its_key_repeats_nothing(tmp_path):
    path = text_file(tmp_path, f"month;{HEADER}", f"x;{ROW}", f"y;{ROW}")
    assert keys(asked(path)) == ["not_an_integer", "not_an_integer"]


def test_mixed_units_are_refused_with_the_rarer_one_and_its_first_row(tmp_path):
    rows = [f"2011;{n:04d};ajo;{n};{'kg' if n in (1003, 1005) else 't'}" for n in range(1000, 1010)]
    fault = only(asked(text_file(tmp_path, HEADER, *rows)))
    assert (fault.key, fault.column, fault.came) == ("check.mixed_units", "quantity_unit", "kg")
    assert fault.facts == {"common": "t", "rare": "kg", "n": 2, "row": 5, "units": "t (8), kg (2)"}
    path = text_file(tmp_path, f"{HEADER};value;value_unit", f"{ROW};1;PEN", "2012;04;ajo;1;t;2;USD")
    assert "PEN (1), USD (1)" in only(asked(path)).text("es")


def test_names_of_one_unit_are_one_unit_and_that_is_said(tmp_path):
    result = asked(text_file(tmp_path, HEADER, ROW, "2011;15;ajo;1;Toneladas", "2011;21;ajo;1;TM"))
    assert result.table.frame["quantity_unit"].unique().to_list() == ["t"]
    said = [note.facts for note in result.notes if note.key == "check.unit_taken_for"]
    assert [each["theirs"] for each in said] == ["TM", "Toneladas"]


@pytest.mark.parametrize(
    ("unit", "key", "words"),
    [
        ("quintales", "unit_quintal", "46 kg"),
        ("qq", "unit_quintal", "100 kg"),
        ("Arroba", "unit_arroba", "11.5 kg"),
        ("@", "unit_arroba", "11.5 kg"),
        ("libras", "unit_of_the_field", "0.45359237 kg"),
        ("sacos", "unit_without_factor", "Pregunte"),
        ("miles de t", "unknown_unit", "t, kg"),
    ],
)
def test_units_of_the_field_are_refused_with_their_factor(tmp_path, unit, key, words):
    fault = only(asked(text_file(tmp_path, HEADER, f"2011;04;ajo;1;{unit}")))
    assert fault.key == f"check.{key}"
    assert words in fault.text("es")


@pytest.mark.parametrize(("unit", "read_as"), [("PEN", "PEN"), ("PEN@2007", "PEN@2007"), ("S/", "PEN"), ("US$", "USD")])
def test_currencies_are_codes(tmp_path, unit, read_as):
    path = text_file(tmp_path, "year;place;product;value;value_unit", f"2011;04;ajo;1;{unit}")
    assert asked(path).table.frame["value_unit"].to_list() == [read_as]


@pytest.mark.parametrize("unit", ["soles", "XYZ", "pen", "PEN@07", "S/. miles", "$"])
def test_what_is_no_currency_is_told(tmp_path, unit):
    path = text_file(tmp_path, "year;place;product;value;value_unit", f"2011;04;ajo;1;{unit}")
    assert "PEN" in only(asked(path)).text("es")


def test_a_quantity_needs_its_unit(tmp_path):
    result = asked(text_file(tmp_path, HEADER, ROW, "2011;15;ajo;1;"))
    assert told(result) == [("needs_unit", 3, "quantity_unit", None)]
    fault = only(asked(text_file(tmp_path, "year;place;product;quantity", "2011;04;ajo;1")))
    assert fault.key == "check.needs_unit_column"
    assert "--set quantity_unit=t" in fault.text("es")


def test_a_row_needs_a_quantity_or_a_value(tmp_path):
    path = text_file(tmp_path, f"{HEADER};value;value_unit", f"{ROW};;", "2011;15;ajo;;;5;PEN", "2011;21;ajo;;;;")
    assert told(asked(path)) == [("one_of_empty", 4, "quantity", None)]
    zero = text_file(tmp_path, HEADER, "2011;04;ajo;0;t")
    assert asked(zero).table.frame["quantity"].to_list() == [0.0]


def test_an_empty_required_cell_is_told(tmp_path):
    path = text_file(tmp_path, HEADER, ";04;ajo;1;t", "2011;;ajo;1;t", "2011;04;-;1;t")
    assert told(asked(path)) == [
        ("empty_cell", 2, "year", None),
        ("empty_cell", 3, "place", None),
        ("mark_in_required", 4, "product", "-"),
    ]


@pytest.mark.parametrize("period", ["2010", "2010-03", "2010-Q4", "2009/10", "1999/00"])
def test_periods_are_years_months_quarters_and_farm_years(tmp_path, period):
    path = text_file(tmp_path, "subject;variable;period;value;unit;source", f"PE;fob;{period};-1.5;%;BCRP")
    assert asked(path, "series").table.frame["period"].to_list() == [period]


@pytest.mark.parametrize(
    ("period", "key", "example"),
    [
        *(("2010-13", "impossible_month", "13"), ("2010-00", "impossible_month", "00")),
        *(("2010-3", "period_form", "2010-03"), ("03/2010", "period_form", "2010-03")),
        *(("2009/11", "impossible_month", ""), ("2010-Q5", "not_a_period", ""), ("marzo 2010", "not_a_period", "")),
        *(("2010-03-15", "date_for_period", "2010-03"), ("13/2010", "impossible_month", "13")),
        *(("0010", "not_a_period", ""), ("2010T1", "not_a_period", "")),
    ],
)
def test_impossible_periods_are_told(tmp_path, period, key, example):
    path = text_file(tmp_path, "subject;variable;period;value;unit;source", f"PE;fob;{period};1;%;BCRP")
    fault = only(asked(path, "series"))
    if period != "2009/11":
        assert fault.key == f"check.{key}"
    assert example in fault.text("es")


def test_neighbours_stand_in_both_directions(tmp_path):
    good = text_file(tmp_path, "place;neighbour", "04;21", "21;04", "21;23", "23;21")
    assert read(good, "neighbours").frame.height == 4
    path = text_file(tmp_path, "place;neighbour", "04;21", "21;04", "21;23", "08;08")
    result = asked(path, "neighbours")
    assert [(key, row) for key, row, *_ in told(result)] == [("one_way", 4), ("own_neighbour", 5)]
    assert "«23», «21»" in result.faults[0].text("es")


@pytest.mark.parametrize(("latitude", "fits"), [("-16.4", True), ("91", False), ("-90.5", False)])
def test_coordinates_are_within_the_world(tmp_path, latitude, fits):
    header = "id;place;industry;employment;latitude;longitude"
    path = text_file(tmp_path, header, f"1;04;0113;3;{latitude};-71.5")
    assert (keys(asked(path, "establishments")) == []) is fits


def test_a_size_band_stands_for_employment(tmp_path):
    path = text_file(tmp_path, "id;place;industry;size_band", "1;04;0113;11-50")
    assert asked(path, "establishments").rows == 1


def test_rows_are_not_kept_when_nobody_wants_them(tmp_path):
    result = asked(text_file(tmp_path, HEADER, ROW), keep=False)
    assert (result.table, result.total, result.rows) == (None, 0, 1)


def test_the_file_a_table_came_from_is_known(tmp_path):
    path = text_file(tmp_path, HEADER, ROW)
    about = read(path, "activity").provenance
    assert (about.file, about.kind, about.size, about.rows) == ("table.csv", "csv", path.stat().st_size, 1)
    assert len(about.sha256) == 64
    assert about.modified.tzinfo is not None


def test_columns_that_go_together_are_told_when_one_lacks(tmp_path):
    path = text_file(tmp_path, f"{HEADER};value;value_unit;priced_quantity", "2011;04;ajo;;;5;PEN;2")
    assert told(asked(path)) == [("needs", 2, "quantity", None)]
    path = text_file(tmp_path, "year;place;product;value;value_unit;priced_quantity", "2011;04;ajo;5;PEN;2")
    assert only(asked(path)).key == "check.needs_column"


def test_rows_at_fault_may_be_looked_at_and_are_no_table(tmp_path):
    path = text_file(
        tmp_path, "Cosecha de 2011", f"{HEADER};Nota", "2011;04;ajo;doce;t;a", ";;;;;", "2012;04;ajo;12.5;t;b"
    )
    result = asked(path, look=True)
    assert (keys(result), result.table) == (["not_a_number"], None)
    assert result.seen.rows.tolist() == [3, 5]
    assert result.seen.frame["quantity"].to_list() == [None, 12.5]
    assert (result.seen.names["product"], result.seen.extras, result.seen.header) == ("product", ("Nota",), 2)
    assert asked(path).seen is None


def test_a_sound_table_that_is_looked_at_is_the_table(tmp_path, monkeypatch):
    monkeypatch.setattr(delimited, "BLOCK_BYTES", 300)
    rows = [f"2011;{n:04d};ajo;{n};t" for n in range(500)]
    result = asked(text_file(tmp_path, HEADER, *rows), look=True)
    assert result.seen.frame.equals(result.table.frame)
    assert result.seen.rows.tolist() == list(range(2, 502))


def test_nothing_is_looked_at_where_no_row_names_the_columns(tmp_path):
    assert asked(text_file(tmp_path, "a;b", "1;2"), look=True).seen is None
