"""Text files: encodings, delimiters, records, title rows and notes."""

import pytest
from table_files import HEADER, ROW, asked, keys, notes, only, text_file, told

from ayni.errors import UnreadableFile
from ayni.sources import delimited

CROP = "piña ñandú – “café”"
LINES = ("año;lugar;producto;cantidad;unidad", f"2011;04;{CROP};12.5;t", "2011;15;ajo;3;t")


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("cp1252", "Windows-1252"),
        ("utf-16", "UTF-16"),
        ("utf-16-be", "UTF-16"),
    ],
)
def test_each_encoding_keeps_its_letters(tmp_path, encoding, said):
    path = text_file(tmp_path, *LINES, encoding=encoding)
    if encoding == "utf-16-be":
        path.write_bytes(b"\xfe\xff" + path.read_bytes())
    result = asked(path)
    assert result.table.frame["product"].to_list() == [CROP, "ajo"]
    assert result.provenance.encoding == said


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_delimiter_and_the_line_end_are_found(tmp_path, delimiter, end):
    path = text_file(tmp_path, *(line.replace(";", delimiter) for line in LINES), end=end)
    result = asked(path)
    assert result.table.frame["quantity"].to_list() == [12.5, 3.0]
    assert result.provenance.delimiter == delimiter


def test_the_name_of_the_file_does_not_matter(tmp_path):
    assert asked(text_file(tmp_path, *LINES, name="tabla.xlsx")).rows == 2
    assert asked(text_file(tmp_path, *(line.replace(";", "\t") for line in LINES), name="tabla.txt")).rows == 2


def test_the_line_that_names_the_separator_is_no_row(tmp_path):
    result = asked(text_file(tmp_path, "sep=;", *LINES, "2011;21;ajo;x;t"))
    assert told(result) == [("not_a_number", 4, "cantidad", "x")]


def test_a_row_is_a_record_and_not_a_line(tmp_path):
    path = text_file(
        tmp_path,
        f"{HEADER};note",
        f'{ROW};"first\nsecond\nthird"',
        '2011;15;"ajo;rojo";x;t;',
        "2011;21;ajo;y;t;",
    )
    assert told(asked(path)) == [("not_a_number", 3, "quantity", "x"), ("not_a_number", 4, "quantity", "y")]


def test_quoted_cells_keep_their_marks_and_line_breaks(tmp_path):
    path = text_file(tmp_path, f"{HEADER};note", f'{ROW};"a ""b"" ; c\nd"', f'{ROW.replace("04", "15")};""')
    frame = asked(path).table.frame
    assert frame["note"].to_list() == ['a "b" ; c\nd', None]


def test_a_quotation_mark_inside_a_cell_is_a_letter(tmp_path):
    path = text_file(tmp_path, f"{HEADER};note", f'{ROW};tubo de 5"', '2011;15;ajo;1;t;6" y 7"', "2011;21;ajo;1;t;x")
    assert asked(path).table.frame["note"].to_list() == ['tubo de 5"', '6" y 7"', "x"]


def test_a_quoted_cell_that_never_closes_is_told_with_its_row(tmp_path):
    path = text_file(tmp_path, HEADER, ROW, '2011;15;"ajo;1;t', "2011;21;ajo;1;t")
    with pytest.raises(UnreadableFile) as error:
        asked(path)
    assert error.value.key == "check.unclosed_quote"
    assert error.value.facts["row"] == 3
    long = text_file(tmp_path, HEADER, ROW, '2011;15;"ajo;1;t', *(ROW for _ in range(20_000)))
    with pytest.raises(UnreadableFile) as error:
        asked(long)
    assert error.value.facts["row"] == 3


def test_blank_rows_are_passed_over_and_counted_in_the_row_numbers(tmp_path):
    path = text_file(tmp_path, "", "", HEADER, "", ROW, ";;;;", "", "2011;15;ajo;x;t", "", "")
    result = asked(path)
    assert told(result) == [("not_a_number", 8, "quantity", "x")]
    assert result.rows == 2


def test_empty_columns_at_the_end_are_no_columns(tmp_path):
    path = text_file(tmp_path, f"{HEADER};;;", f"{ROW};;;", "2011;15;ajo;1;t;;;;;;")
    assert asked(path).table.frame.width == 6


def test_a_row_with_more_cells_than_columns_is_told(tmp_path):
    path = text_file(tmp_path, *(line.replace(";", ",") for line in (HEADER, ROW)), "2011,15,ajo,1,250,t")
    result = asked(path)
    assert ("too_many_cells", 3, "F", "t") in told(result)


def test_a_short_row_lacks_its_last_cells(tmp_path):
    assert told(asked(text_file(tmp_path, HEADER, ROW, "2011;15;ajo;4"))) == [("needs_unit", 3, "quantity_unit", None)]


def test_notes_at_the_foot_are_left_out_and_said(tmp_path):
    foot = ("", "Nota: no incluye Lima", "(1) Dato revisado", "Elaboración de la oficina regional", "p/ Preliminar")
    result = asked(text_file(tmp_path, HEADER, ROW, *foot))
    assert result.rows == 1
    said = [note.facts for note in result.notes if note.key == "check.note_at_foot"]
    assert [(each["row"], each["text"]) for each in said] == [
        *((4, "Nota: no incluye Lima"), (5, "(1) Dato revisado")),
        *((6, "Elaboración de la oficina regional"), (7, "p/ Preliminar")),
    ]


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("Preliminar", "loose_text"),
        ("Total;;;55;t", "total_row"),
        ("2011;;Total general;55;t", "total_row"),
        ("2011;04;TOTAL;55;t", "total_row"),
        ("2012", "empty_cell"),
        ("Nota;;;55;t", "not_an_integer"),
    ],
)
def test_a_row_that_may_be_anything_is_a_fault_and_no_note(tmp_path, line, key):
    result = asked(text_file(tmp_path, HEADER, ROW, line))
    assert key in keys(result)
    assert "note_at_foot" not in notes(result)


def test_text_between_the_rows_is_a_fault(tmp_path):
    path = text_file(tmp_path, HEADER, ROW, "Departamento de Lima;;;;", "2011;15;ajo;1;t", "Fuente: oficina;;;;")
    result = asked(path)
    assert told(result) == [("text_between", 3, None, "Departamento de Lima")]
    assert notes(result).count("note_at_foot") == 1


def test_a_table_of_names_alone_has_no_rows(tmp_path):
    assert only(asked(text_file(tmp_path, HEADER))).key == "check.no_rows"
    assert only(asked(text_file(tmp_path, HEADER, "", ";;;;"))).key == "check.no_rows"


@pytest.mark.parametrize("size", [64, 1000])
def test_blocks_end_where_records_do(tmp_path, monkeypatch, size):
    rows = [f'{2000 + n % 20};{n:04d};"crop {n}\n{"x" * (n % 50)}";{n}.5;t' for n in range(300)]
    path = text_file(tmp_path, HEADER, *rows, "2011;0001;ajo;bad;t")
    whole = told(asked(path))
    monkeypatch.setattr(delimited, "BLOCK_BYTES", size)
    result = asked(path)
    assert told(result) == whole == [("not_a_number", 302, "quantity", "bad")]
    assert result.rows == 301


def test_a_block_with_a_longer_row_is_read_whole(tmp_path, monkeypatch):
    monkeypatch.setattr(delimited, "BLOCK_BYTES", 2000)
    rows = [f"2011;{n:04d};ajo;{n};t" for n in range(2000)]
    rows[1500] += ";;;here"
    result = asked(text_file(tmp_path, HEADER, *rows))
    assert told(result) == [("too_many_cells", 1502, "H", "here")]
    assert result.rows == 2000


def test_progress_is_told_up_to_the_end(tmp_path, monkeypatch):
    monkeypatch.setattr(delimited, "BLOCK_BYTES", 2000)
    path = text_file(tmp_path, HEADER, *(f"2011;{n:04d};ajo;{n};t" for n in range(2000)))
    told_of: list[tuple[int, int | None]] = []
    asked(path, progress=lambda done, total: told_of.append((done, total)))
    assert told_of == sorted(told_of)
    assert told_of[-1] == (path.stat().st_size, path.stat().st_size)


def test_control_signs_are_not_shown_to_the_terminal(tmp_path):
    fault = only(asked(text_file(tmp_path, HEADER, "2011;04;ajo;\x1b[31mred\x07;t")))
    assert fault.came == "[31mred"
    assert len(only(asked(text_file(tmp_path, HEADER, f"2011;04;ajo;{'x' * 5000};t"))).came) == 60


def test_text_of_ms_dos_is_told_and_not_misread(tmp_path):
    with pytest.raises(UnreadableFile) as error:
        asked(text_file(tmp_path, "Año;lugar;producto;cantidad;unidad", "2011;04;ajo;1;t", encoding="cp850"))
    assert error.value.key == "check.dos_text"
    assert error.value.facts["example"] == "A¤o"


def test_letters_written_twice_are_told_and_not_misread(tmp_path):
    spoilt = "piña".encode().decode("cp1252")
    with pytest.raises(UnreadableFile) as error:
        asked(text_file(tmp_path, HEADER, f"2011;04;{spoilt};1;t"))
    assert error.value.key == "check.written_twice"
    assert error.value.facts["example"] == spoilt


def test_letters_that_were_lost_are_told(tmp_path):
    assert told(asked(text_file(tmp_path, HEADER, "2011;04;pi\ufffda;1;t"))) == [
        ("lost_letters", 2, "product", "pi\ufffda")
    ]


def test_a_row_of_units_below_the_names_is_told_once(tmp_path):
    assert told(asked(text_file(tmp_path, HEADER, ";;;(t);unidad", ROW))) == [("loose_text", 2, None, "(t)")]


def test_a_note_that_holds_the_delimiter_is_one_note(tmp_path):
    result = asked(text_file(tmp_path, HEADER, ROW, "Nota: cifras de 2011; no citar"))
    note = next(note for note in result.notes if note.key == "check.note_at_foot")
    assert note.facts == {"row": 3, "text": "Nota: cifras de 2011 no citar"}


@pytest.mark.parametrize(
    ("sign", "said"), [("\x1b", "U+001B"), ("\x07", "U+0007"), ("\u200b", "U+200B"), ("\u202e", "U+202E")]
)
@pytest.mark.parametrize("column", [2, 5])
def test_a_sign_that_cannot_be_seen_is_refused_with_its_number(tmp_path, sign, said, column):
    cells = ["2011", "04", "ajo", "1", "t", "MIDAGRI"]
    cells[column] += f"{sign}x"
    fault = only(asked(text_file(tmp_path, f"{HEADER};source", ";".join(cells))))
    assert (fault.key, fault.row, fault.facts["sign"]) == ("check.invisible_sign", 2, said)
