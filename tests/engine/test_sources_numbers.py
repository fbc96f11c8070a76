"""Numbers written as text: a column decides its decimal sign together, and what is odd is told."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from table_files import HEADER, asked, notes, only, text_file, told

from ayni.sources import delimited
from ayni.sources.numerals import Form, numerals, values


def quantities(folder, *cells, **options):
    """What came of checking a table with these quantities, each in a row of its own."""
    rows = [f"2011;{number:04d};ajo;{cell};t" for number, cell in enumerate(cells, start=1000)]
    return asked(text_file(folder, HEADER, *rows), **options)


def numbers(result):
    return result.table.frame["quantity"].to_list()


def test_peru_writes_a_decimal_dot_and_commas_between_thousands(tmp_path):
    assert numbers(quantities(tmp_path, "1,234,567.5", "1.5", "1,234", "12")) == [1234567.5, 1.5, 1234.0, 12.0]


def test_much_of_latin_america_writes_them_the_other_way(tmp_path):
    result = quantities(tmp_path, "1.234.567,5", "1,5", "1.234", "12")
    assert numbers(result) == [1234567.5, 1.5, 1234.0, 12.0]
    assert "read_with_comma" in notes(result)


def test_one_clear_cell_decides_for_the_whole_column(tmp_path):
    assert numbers(quantities(tmp_path, "1.234", "2.345", "0.5")) == [1.234, 2.345, 0.5]
    assert numbers(quantities(tmp_path, "1.234", "2.345", "0,5")) == [1234.0, 2345.0, 0.5]
    assert numbers(quantities(tmp_path, "1.234", "1.234.567")) == [1234.0, 1234567.0]


def test_the_last_cell_of_a_long_column_decides_for_the_first(tmp_path, monkeypatch):
    monkeypatch.setattr(delimited, "BLOCK_BYTES", 500)
    assert numbers(quantities(tmp_path, *["1.234"] * 200, "0,5"))[:2] == [1234.0, 1234.0]
    assert numbers(quantities(tmp_path, *["1,234"] * 200, "0,5"))[:2] == [1.234, 1.234]


def test_a_column_that_could_be_either_is_asked_about(tmp_path):
    fault = only(quantities(tmp_path, "1.234", "2.345", "12"))
    assert (fault.key, fault.row, fault.column, fault.came) == ("check.either_decimal", None, "quantity", "1.234")
    assert "--decimal comma si es 1234" in fault.text("es")
    assert "--decimal dot si es 1.234" in fault.text("es")
    assert "--decimal dot if it is 1234" in only(quantities(tmp_path, "1,234")).text("en")


def test_the_user_says_which_sign_it_is(tmp_path):
    assert numbers(quantities(tmp_path, "1.234", "2.345", decimal="comma")) == [1234.0, 2345.0]
    assert numbers(quantities(tmp_path, "1.234", "2.345", decimal="dot")) == [1.234, 2.345]
    assert only(quantities(tmp_path, "1.234", "0.5", decimal="comma")).key == "check.not_decimal_comma"


def test_a_sign_that_does_not_exist_is_a_mistake_of_the_program(tmp_path):
    with pytest.raises(ValueError, match="comma"):
        quantities(tmp_path, "1", decimal="punto")


def test_each_column_decides_for_itself(tmp_path):
    path = text_file(tmp_path, f"{HEADER};value;value_unit", "2011;04;ajo;0,5;t;0.25;PEN")
    assert asked(path).table.frame.select("quantity", "value").row(0) == (0.5, 0.25)


def test_the_rarer_sign_is_at_fault(tmp_path):
    assert told(quantities(tmp_path, "0.5", "0,25", "0.75")) == [("not_decimal_dot", 3, "quantity", "0,25")]
    assert told(quantities(tmp_path, "0,5", "0.25", "0,75")) == [("not_decimal_comma", 3, "quantity", "0.25")]
    assert told(quantities(tmp_path, "0,5", "0.25")) == [("not_decimal_comma", 3, "quantity", "0.25")]


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1 234 567,5", 1234567.5),
        ("1\u00a0234,5", 1234.5),
        ("1\u202f234,5", 1234.5),
        ("1 234", 1234.0),
        (" 12,5 ", 12.5),
        ("+3", 3.0),
        (",5", 0.5),
        ("1,5e3", 1500.0),
        ("1E+05", 100000.0),
        ("00012", 12.0),
    ],
)
def test_other_usual_ways_to_write_a_number_are_read(tmp_path, cell, number):
    assert numbers(quantities(tmp_path, cell, decimal="comma")) == [number]


@pytest.mark.parametrize("cell", ["-5", "\u22125", "\u2013 5", "(5)", "(1,234.5)", "-0.001"])
def test_a_negative_number_is_refused_not_repaired(tmp_path, cell):
    assert only(quantities(tmp_path, cell, decimal="dot")).key == "check.negative"


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        *(("S/ 1,200", "number_with_unit"), ("20 sacos", "number_with_unit"), ("12%", "number_with_unit")),
        *(("US$5", "number_with_unit"), ("1,5 t", "number_with_unit"), ("doce", "not_a_number")),
        *(("1,23,456", "odd_number"), ("1.234,567.8", "odd_number"), ("12.", "odd_number"), ("1..5", "odd_number")),
        *(("0,123,456", "odd_number"), ("5-", "odd_number"), ("1 2345", "odd_number"), ("--5", "odd_number")),
        *(("inf", "not_finite"), ("-Infinity", "not_finite"), ("1e999", "not_finite"), ("∞", "not_finite")),
        *(("#N/A", "error_cell"), ("#¡DIV/0!", "error_cell"), ("#VALOR!", "error_cell"), ("Err:502", "error_cell")),
        *(("٣", "not_a_number"), ("½", "not_a_number"), ("1'234,567", "odd_number")),
        *(("=A1+1", "formula"), ("=2", "formula"), ("+B2*3", "formula"), ("@SUM(A1)", "formula")),
        *(("0x10", "other_notation"), ("1e4000", "other_notation"), ("10^3", "other_notation")),
        *(("12 a 15", "other_notation"), ("3 de 5", "other_notation"), ("20 m2", "number_with_unit")),
        *(("1e308", "too_large"), ("2e18", "too_large"), ("-1e30", "too_large")),
    ],
)
def test_what_is_no_number_is_told_apart(tmp_path, cell, key):
    assert told(quantities(tmp_path, "0.5", cell)) == [(key, 3, "quantity", cell)]


def test_a_number_with_something_else_shows_how_to_write_it(tmp_path):
    assert "Deje solo 1,200" in only(quantities(tmp_path, "S/ 1,200")).text("es")


@pytest.mark.parametrize("mark", ["-", "—", "n.d.", "N.D.", "s/d", "...", "NA", "n/a", "NaN", "null", " - "])
def test_marks_of_missing_figures_are_missing_and_said_never_zero(tmp_path, mark):
    path = text_file(tmp_path, f"{HEADER};value;value_unit", f"2011;04;ajo;3;t;{mark};PEN")
    result = asked(path)
    assert result.table.frame["value"].to_list() == [None]
    note = next(note for note in result.notes if note.key == "check.read_as_missing")
    assert note.facts == {"column": "value", "mark": mark.strip(), "n": 1, "row": 2}


def test_a_mark_of_a_missing_figure_is_a_fault_where_one_is_required(tmp_path):
    path = text_file(tmp_path, "year;exporter;product;value_usd", "2011;PE;0709;s/d")
    assert told(asked(path, "trade")) == [("mark_in_required", 2, "value_usd", "s/d")]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2011", None),
        ("2011.0", None),
        ("2011,00", None),
        ("2011.5", "not_an_integer"),
        ("2,011", "not_an_integer"),
        ("MMXI", "not_an_integer"),
        ("2008p", "year_with_mark"),
        ("2008 p/", "year_with_mark"),
        ("2008 (p)", "year_with_mark"),
        ("2008*", "year_with_mark"),
        ("201", "out_of_bounds"),
        ("20111", "out_of_bounds"),
        ("99999999999999999999", "not_an_integer"),
    ],
)
def test_a_year_is_a_whole_number_within_bounds(tmp_path, cell, expected):
    result = asked(text_file(tmp_path, HEADER, f"{cell};04;ajo;3;t"))
    assert [key for key, *_ in told(result)] == ([expected] if expected else [])


def test_month_13_does_not_exist(tmp_path):
    fault = only(asked(text_file(tmp_path, f"month;{HEADER}", "13;2011;04;ajo;3;t")))
    assert fault.key == "check.out_of_bounds"
    assert "entre 1 y 12" in fault.text("es")


@given(st.lists(st.decimals(0, 10**9, places=2), min_size=1, max_size=20))
def test_both_ways_of_writing_are_read_to_the_same_numbers(amounts):
    peruvian = pl.Series([f"{amount:,.2f}" for amount in amounts])
    other = pl.Series([f"{amount:,.2f}".translate(str.maketrans(",.", ".,")) for amount in amounts])
    expected = [float(amount) for amount in amounts]
    assert values(numerals(peruvian), "dot").to_list() == expected
    assert values(numerals(other), "comma").to_list() == expected
    assert not numerals(peruvian).at(Form.WITH_COMMA, Form.EITHER, Form.NEITHER).any()
    assert not numerals(other).at(Form.WITH_DOT, Form.EITHER, Form.NEITHER).any()


@given(st.text(alphabet="0123456789.,- ()\u00a0", max_size=12))
def test_what_reads_both_ways_is_known_to_do_so(cell):
    found = numerals(pl.Series([cell.strip() or None], dtype=pl.String))
    dot, comma = values(found, "dot")[0], values(found, "comma")[0]
    if dot is not None and comma is not None and dot != comma:
        assert found.form[0] == Form.EITHER


@pytest.mark.parametrize(("cell", "number"), [("1e5", 1e5), ("1e+05", 1e5), ("1.5e3", 1500.0), ("12E-2", 0.12)])
def test_powers_of_ten_as_statistics_programs_write_them_are_read_without_asking(tmp_path, cell, number):
    assert numbers(quantities(tmp_path, cell, "7")) == [number, 7.0]


def test_powers_of_ten_say_nothing_of_the_decimal_sign(tmp_path):
    assert numbers(quantities(tmp_path, "1e5", "0,5")) == [1e5, 0.5]
    assert only(quantities(tmp_path, "1.234e5")).key == "check.either_decimal"


@pytest.mark.parametrize("sign", ["dot", "comma"])
def test_absurd_numbers_are_refused_with_the_bound(tmp_path, sign):
    fault = only(quantities(tmp_path, "1e308", decimal=sign))
    assert fault.key == "check.too_large"
    assert "un 1 seguido de 18 ceros" in fault.text("es")
    assert only(quantities(tmp_path, "1e400", decimal=sign)).key == "check.not_finite"
    assert numbers(quantities(tmp_path, "1e18", decimal=sign)) == [1e18]


@pytest.mark.parametrize(
    ("cell", "month"),
    [("ene", 1), ("Ene.", 1), ("Setiembre", 9), ("sept", 9), ("MARÇO", 3), ("dez", 12)],
)
def test_the_name_of_a_month_is_told_with_its_number(tmp_path, cell, month):
    fault = only(asked(text_file(tmp_path, f"month;{HEADER}", f"{cell};2011;04;ajo;3;t")))
    assert (fault.key, fault.facts["example"]) == ("check.month_name", month)
    assert f"de 1 a 12: {month}." in fault.text("es")


@pytest.mark.parametrize("cell", ["en", "enero 2011", "xyz"])
def test_what_is_no_month_is_told_as_no_whole_number(tmp_path, cell):
    assert only(asked(text_file(tmp_path, f"month;{HEADER}", f"{cell};2011;04;ajo;3;t"))).key == "check.not_an_integer"


def test_a_number_too_small_to_be_told_from_zero_is_refused_and_a_zero_is_not(tmp_path):
    assert only(quantities(tmp_path, "1e-400", "0e-5", "0", "0.0")).key == "check.too_small"
