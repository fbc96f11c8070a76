"""XLSX and ODS: sheets, typed cells, what spreadsheets do to codes, and files that are not what they seem."""

import zipfile
from datetime import date

import pytest
import xlsxwriter
from table_files import asked, keys, notes, only, open_document, told, workbook

from ayni.errors import UnknownName, UnreadableFile
from ayni.sources import archive

NAMES = ["year", "place", "product", "quantity", "quantity_unit"]
ROW = [2011, "04", "ajo", 12.5, "t"]
WRITERS = [workbook, open_document]


@pytest.mark.parametrize("write", WRITERS)
def test_a_sheet_is_read_with_its_types(tmp_path, write):
    names = [*NAMES, "complete", "observation", "area"]
    rows = [names, [*ROW, True, "ñ", 1.5], [2011.0, "15", "maíz", 3, "t", False, None, None]]
    result = asked(write(tmp_path, rows))
    frame = result.table.frame
    assert frame.drop("observation", "area").rows() == [
        (2011, "04", "ajo", "production", 12.5, "t", True),
        (2011, "15", "maíz", "production", 3.0, "t", False),
    ]
    assert frame["area"].to_list() == [1.5, None]
    assert result.provenance.kind == ("xlsx" if write is workbook else "ods")


@pytest.mark.parametrize("write", WRITERS)
def test_titles_notes_and_blank_rows_are_told_apart(tmp_path, write):
    rows = [["Anuario"], [], [None, *NAMES], [None, *ROW], [], [None, 2011, "15", "ajo", "x", "t"], [None, "Fuente: a"]]
    result = asked(write(tmp_path, rows))
    assert told(result) == [("not_a_number", 6, "quantity", "x")]
    assert {"title_rows", "note_at_foot"} <= set(notes(result))
    assert result.rows == 2


@pytest.mark.parametrize("write", WRITERS)
def test_numbers_stored_as_text_are_read(tmp_path, write):
    rows = [NAMES, ["2011", "04", "ajo", "1.234,5", "t"], ["2011", "15", "ajo", 7, "t"]]
    assert asked(write(tmp_path, rows)).table.frame["quantity"].to_list() == [1234.5, 7.0]


@pytest.mark.parametrize("write", WRITERS)
def test_a_code_that_became_a_number_has_lost_its_zeros(tmp_path, write):
    rows = [NAMES, ROW, [2011, 4, "maíz", 1, "t"], [2011, 15, "maíz", 1, "t"]]
    assert told(asked(write(tmp_path, rows))) == [("code_lost_zeros", 3, "place", "4")]
    texts = [NAMES, [2011, "15", "ajo", 1, "t"], [2011, 4, "maíz", 1, "t"]]
    assert told(asked(write(tmp_path, texts))) == [("code_lost_zeros", 3, "place", "4")]


def test_codes_that_all_came_as_numbers_are_taken_as_text_and_said(tmp_path):
    same = asked(workbook(tmp_path, [NAMES, [2011, 15, "ajo", 1, "t"], [2011, 21, "ajo", 1, "t"]]))
    assert same.table.frame["place"].to_list() == ["15", "21"]
    assert "codes_as_numbers" in notes(same)
    uneven = asked(workbook(tmp_path, [NAMES, [2011, 4, "ajo", 1, "t"], [2011, 21, "ajo", 1, "t"]]))
    assert "codes_uneven" in notes(uneven)
    held = asked(tmp_path / "table.xlsx", codes="ubigeo-inei")
    assert told(held) == [("code_lost_zeros", 2, "place", "4")]


def test_a_code_with_decimals_is_no_code(tmp_path):
    assert keys(asked(workbook(tmp_path, [NAMES, [2011, 4.5, "ajo", 1, "t"]]))) == ["code_with_decimals"]


@pytest.mark.parametrize("write", WRITERS)
def test_dates_that_the_spreadsheet_made_are_told(tmp_path, write):
    day = date(2011, 4, 1)
    rows = [NAMES, [day, "04", "ajo", 1, "t"], [2011, day, "ajo", 1, "t"], [2011, "15", "ajo", day, "t"]]
    if write is workbook:
        path = tmp_path / "dates.xlsx"
        with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    else:
        path = open_document(tmp_path, rows)
    assert told(asked(path)) == [
        ("date_for_integer", 2, "year", "2011-04-01"),
        ("date_for_code", 3, "place", "2011-04-01"),
        ("date_for_number", 4, "quantity", "2011-04-01"),
    ]


def test_a_period_that_became_a_date_is_told_with_how_to_write_it(tmp_path):
    path = tmp_path / "dates.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "mmm-yy"}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["subject", "variable", "period", "value", "unit", "source"])
        sheet.write_row(1, 0, ["PE", "fob", date(2010, 3, 1), 5, "USD", "BCRP"])
        sheet.write_row(2, 0, ["PE", "fob", 2010, 5, "USD", "BCRP"])
        sheet.write_row(3, 0, ["PE", "fob", 20.5, 5, "USD", "BCRP"])
    result = asked(path, "series")
    assert [key for key, *_ in told(result)] == ["date_for_period", "not_a_period"]
    assert "2010-03" in result.faults[0].text("es")


def test_error_cells_are_told_and_never_read_as_empty_or_zero(tmp_path):
    path = tmp_path / "errors.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name in ("portada & más", "datos"):
            sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, [*NAMES, "value", "value_unit"])
        for row in range(1, 4):
            sheet.write_row(row, 0, [2010 + row, *ROW[1:], 2, "PEN"])
        sheet.write_formula(1, 5, "=1/0", None, "#DIV/0!")
        sheet.write_formula(2, 1, "=NA()", None, "#N/A")
        sheet.write_formula(3, 5, "=2*3", None, 6)
    result = asked(path)
    assert told(result) == [("error_cell", 2, "value", "#DIV/0!"), ("error_cell", 3, "place", "#N/A")]


def test_error_cells_of_an_open_document_are_told(tmp_path):
    path = open_document(tmp_path, [NAMES, ROW, [2012, "04", "ajo", 77, "t"]])
    broken = tmp_path / "broken.ods"
    error = b'<table:table-cell office:value-type="float" office:value="0"><text:p>#DIV/0!</text:p></table:table-cell>'
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(broken, "w") as new:
        for member in old.namelist():
            content = old.read(member)
            cell = b'<table:table-cell office:value-type="float" office:value="77"/>'
            assert member != "content.xml" or cell in content
            new.writestr(member, content.replace(cell, error))
    assert told(asked(broken)) == [("error_cell", 3, "quantity", "#DIV/0!")]


def test_merged_cells_are_told_with_their_range(tmp_path):
    path = tmp_path / "merged.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, NAMES)
        for row in range(1, 5):
            sheet.write_row(row, 1, ["04", f"crop {row}", 1, "t"])
        sheet.merge_range(1, 0, 3, 0, 2011)
        sheet.write(4, 0, 2011)
    result = asked(path)
    assert told(result) == [("merged_cell", 3, "year", None), ("merged_cell", 4, "year", None)]
    assert "A2:A4" in result.faults[0].text("es")


@pytest.mark.parametrize(
    ("yes", "no"), [("VERDADERO", "FALSO"), ("sí", "no"), ("Verdadeiro", "não"), ("true", "FALSE"), (1, 0)]
)
def test_truth_is_known_in_three_languages(tmp_path, yes, no):
    rows = [[*NAMES, "complete"], [*ROW, yes], [2012, *ROW[1:], no], [2013, *ROW[1:], None]]
    assert asked(workbook(tmp_path, rows)).table.frame["complete"].to_list() == [True, False, None]


@pytest.mark.parametrize("cell", ["quizás", 2, "x"])
def test_what_says_neither_yes_nor_no_is_told(tmp_path, cell):
    assert keys(asked(workbook(tmp_path, [[*NAMES, "complete"], [*ROW, cell]]))) == ["not_a_boolean"]


@pytest.mark.parametrize("write", WRITERS)
def test_the_sheet_that_fits_is_read_and_the_others_are_said(tmp_path, write):
    result = asked(write(tmp_path, [["Portada"]], [NAMES, ROW], [["a", "b"], [1, 2]]))
    assert result.rows == 1
    assert "other_sheets" in notes(result)


@pytest.mark.parametrize("write", WRITERS)
def test_several_sheets_that_fit_are_asked_about(tmp_path, write):
    path = write(tmp_path, [NAMES, ROW], [NAMES, ROW, ROW], [NAMES])
    fault = only(asked(path))
    assert fault.key == "check.several_sheets"
    first, second = ("Sheet1", "Sheet2") if write is workbook else ("Hoja1", "Hoja2")
    assert f"{first}, {second}." in fault.text("es")
    assert keys(asked(path, sheet=second)) == ["repeated_key"]
    assert asked(path, sheet=first).provenance.sheet == first
    with pytest.raises(UnknownName) as error:
        asked(path, sheet="2011")
    assert second in error.value.text("en")


def test_a_hidden_sheet_is_read_only_when_no_other_fits(tmp_path):
    path = tmp_path / "hidden.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, shown in (("a", True), ("b", False)):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, NAMES)
            sheet.write_row(1, 0, ROW)
            if not shown:
                sheet.hide()
    assert asked(path).provenance.sheet == "a"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("a").write(0, 0, "portada")
        sheet = book.add_worksheet("b")
        sheet.write_row(0, 0, NAMES)
        sheet.write_row(1, 0, ROW)
        sheet.hide()
    assert "hidden_sheet" in notes(asked(path))


def test_hidden_rows_and_columns_are_read_and_said(tmp_path):
    path = tmp_path / "hidden.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("a & b")
        sheet.write_row(0, 0, NAMES)
        for row in range(1, 6):
            sheet.write_row(row, 0, [2010 + row, *ROW[1:]])
        for row in (2, 4):
            sheet.set_row(row, None, None, {"hidden": True})
        sheet.set_column(3, 3, None, None, {"hidden": True})
        sheet.set_column(5, 16_383, None, None, {"hidden": True})
    result = asked(path)
    assert result.rows == 5
    said = {note.key.removeprefix("check."): note.facts for note in result.notes}
    assert said["hidden_rows"] == {"n": 2, "row": 3}
    assert said["hidden_columns"] == {"n": 1, "columns": "quantity"}
    assert not {"hidden_rows", "hidden_columns"} & set(notes(asked(workbook(tmp_path, [NAMES, ROW]))))


def test_cells_beside_the_table_are_told(tmp_path):
    result = asked(workbook(tmp_path, [NAMES, [*ROW, None, "ojo"], [2012, *ROW[1:]]]))
    assert told(result) == [("column_without_name", None, "G", "ojo")]


def test_an_empty_workbook_has_nothing_in_it(tmp_path):
    for path in (workbook(tmp_path, []), open_document(tmp_path, [])):
        with pytest.raises(UnreadableFile) as error:
            asked(path)
        assert error.value.key == "check.nothing_in_it"


def _remade(path, changes):
    """The same archive with some members changed."""
    target = path.with_name(f"remade-{path.name}")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            new.writestr(member, changes.get(member, old.read(member)))
    return target


def test_an_archive_that_expands_beyond_the_limits_is_refused_before_it_is_read(tmp_path, monkeypatch):
    path = workbook(tmp_path, [NAMES, ROW])
    bomb = _remade(path, {"xl/sharedStrings.xml": b" " * (64 << 20)})
    with pytest.raises(UnreadableFile) as error:
        asked(bomb)
    assert error.value.key == "check.expands_too_much"
    monkeypatch.setattr(archive, "EXPANDED_LIMIT", 100)
    with pytest.raises(UnreadableFile):
        asked(path)


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="XFD1048576"><v>1</v></c>',
        "<c r='XFD1048576'><v>1</v></c>",
        '<c\n r = "xfd1048576"><v>1</v></c>',
        '<c r="A99999999"><v>1</v></c>',
        '<c r="AA4294967295"><v>1</v></c>',
    ],
)
def test_a_cell_in_the_far_corner_is_refused_before_it_fills_the_memory(tmp_path, cell):
    path = workbook(tmp_path, [NAMES, ROW])
    sheet = f'<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c>{cell}</row></sheetData></worksheet>'
    with pytest.raises(UnreadableFile) as error:
        asked(_remade(path, {"xl/worksheets/sheet1.xml": sheet.encode()}))
    assert error.value.key == "check.too_many_cells_in_sheet"


@pytest.mark.slow
def test_a_cell_far_down_is_no_danger(tmp_path):
    path = tmp_path / "far.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, NAMES)
        sheet.write_row(1, 0, ROW)
        sheet.write(1_048_575, 0, "Nota: fin de la hoja")
    assert asked(path).rows == 1


@pytest.mark.parametrize("member", ["xl/worksheets/sheet1.xml", "xl/workbook.xml"])
@pytest.mark.parametrize(
    "content", [b"", b"<", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "<worksheet/>".encode("utf-16")]
)
def test_a_broken_member_is_told_as_a_broken_file(tmp_path, member, content):
    path = _remade(workbook(tmp_path, [NAMES, ROW]), {member: content})
    with pytest.raises(UnreadableFile):
        asked(path)
