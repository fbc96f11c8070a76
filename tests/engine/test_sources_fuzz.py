"""Whatever is written is read back the same, and whatever is broken is told: never a traceback."""

import csv
import io
import string
import zipfile
from pathlib import Path
from random import Random
from unittest.mock import patch

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from table_files import asked, open_document, workbook

from ayni.errors import AyniError, UnreadableFile
from ayni.sources import checked, contract_named
from ayni.sources import delimited as delimited_text
from ayni.sources.delimited import text_grids
from ayni.sources.scan import text_scan
from ayni.words import LANGUAGES

NAMES = ["year", "place", "product", "quantity", "quantity_unit", "complete"]
LETTERS = string.ascii_letters + "áéíóúñÑüçãõ€’ ;,|\"'()%&<>=+-@.\t\n0123456789"
WORDS = st.text(alphabet=LETTERS, min_size=0, max_size=12).map(lambda text: f"p{text}q")
ROWS = st.lists(
    st.tuples(
        st.integers(1900, 2100),
        st.sampled_from(["01", "04", "15", "25"]),
        WORDS,
        st.one_of(st.just(0.0), st.floats(1e-6, 1e15)),
        st.just("t"),
        st.booleans(),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda row: row[:3],
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Folder that all examples of a test write to, one after the other."""
    return tmp_path_factory.mktemp("tables")


def delimited(folder: Path, rows, delimiter: str, comma: bool, encoding: str) -> Path:
    """CSV of some rows, every text in quotes."""
    lines = [delimiter.join(NAMES)]
    for year, place, product, quantity, unit, complete in rows:
        number = repr(quantity).replace(".", ",") if comma else repr(quantity)
        cells = [str(year), place, product.replace('"', '""'), number, unit, str(complete)]
        lines.append(delimiter.join(f'"{cell}"' for cell in cells))
    path = folder / "table.csv"
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


def same(path: Path, rows, **options) -> None:
    frame = asked(path, **options).table.frame
    assert frame.select(NAMES).rows() == [tuple(row) for row in rows]


@settings(max_examples=60, deadline=None)
@given(ROWS, st.sampled_from([";", ",", "\t", "|"]), st.booleans(), st.sampled_from(["utf-8", "utf-8-sig", "cp1252"]))
def test_a_table_written_as_text_is_read_back_the_same(folder, rows, delimiter, comma, encoding):
    same(delimited(folder, rows, delimiter, comma, encoding), rows, decimal="comma" if comma else "dot")


@settings(max_examples=40, deadline=None)
@given(ROWS)
def test_a_table_written_as_a_workbook_is_read_back_the_same(folder, rows):
    frame = asked(workbook(folder, [NAMES, *rows])).table.frame
    expected = [(*row[:3], pytest.approx(row[3], rel=1e-14), *row[4:]) for row in rows]
    assert frame.select(NAMES).rows() == expected


@settings(max_examples=25, deadline=None)
@given(ROWS)
def test_a_table_written_as_an_open_document_is_read_back_the_same(folder, rows):
    # A paragraph of ODF folds spaces and breaks lines by elements of their own.
    plain = [(*row[:2], " ".join(row[2].split()), *row[3:]) for row in rows]
    if len({row[:3] for row in plain}) == len(plain):
        same(open_document(folder, [NAMES, *plain]), plain)


@settings(max_examples=40, deadline=None)
@given(ROWS)
def test_a_table_written_as_parquet_is_read_back_the_same(folder, rows):
    path = folder / "table.parquet"
    pl.DataFrame(rows, schema=NAMES, orient="row").write_parquet(path)
    same(path, rows)


SPOILT = {
    "year": ["", "20x1", "2011.5", "99", "#N/A", "s/d", "2008p"],
    "place": ["", "#REF!", "...", "-"],
    "product": ["", "#N/D", "Total"],
    "quantity": ["-1", "S/ 5", "1,2,3", "#DIV/0!", "inf", "abc", "1.5.5", "(3)"],
    "quantity_unit": ["", "quintal", "xyz"],
    "complete": ["tal vez", "2", "#N/A"],
}


@settings(max_examples=80, deadline=None)
@given(ROWS, st.data())
def test_one_spoilt_cell_is_always_told_with_its_row_and_column(folder, rows, data):
    row = data.draw(st.integers(0, len(rows) - 1))
    name = data.draw(st.sampled_from(sorted(SPOILT)))
    cell = data.draw(st.sampled_from(SPOILT[name]))
    spoilt = [[str(value) if type(value) is not float else repr(value) for value in each] for each in rows]
    spoilt[row][NAMES.index(name)] = cell
    lines = ["\t".join(f'"{value.replace(chr(34), chr(34) * 2)}"' for value in each) for each in [NAMES, *spoilt]]
    path = folder / "table.txt"
    path.write_text("\n".join(lines), encoding="utf-8", newline="")
    result = asked(path, decimal="dot")
    assert any(fault.row == row + 2 and fault.column == name for fault in result.faults)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet='ab;;""\n\n\r é', max_size=60), st.sampled_from([8, 1 << 24]))
def test_the_fast_way_through_a_text_reads_what_the_csv_module_reads(folder, text, block):
    path = folder / "quotes.csv"
    path.write_text("h;k;l\n" + text, encoding="utf-8", newline="")
    scan = text_scan(path)
    with patch.object(delimited_text, "BLOCK_BYTES", block):
        try:
            grid = next(grid for grid in text_grids(path, scan) if grid.delimiter == ";")
            read = [
                [cells.text[at] for cells in batch.columns] for batch in grid.batches(1) for at in range(batch.height)
            ]
        except UnreadableFile:
            return
    expected = [
        [cell.strip() or None for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=";")
    ]
    width = max(map(len, [*read, *expected]), default=0)
    assert [row + [None] * (width - len(row)) for row in read] == [
        row + [None] * (width - len(row)) for row in expected
    ]


def _tried(folder: Path, content: bytes, name: str) -> None:
    """Check a file of any content: a mistake that is said in every language, or what came of it."""
    path = folder / name
    path.write_bytes(content)
    try:
        result = checked(path, contract_named("activity"), most=20)
    except AyniError as error:
        said = [error.text(language) for language in LANGUAGES]
    else:
        said = [each.text(language) for each in (*result.faults, *result.notes) for language in LANGUAGES]
        assert result.total or result.rows
    assert all(said)


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"PK\x03\x04", b"PAR1", b"\xef\xbb\xbf", b"\xff\xfe", b"year;place;product\n"]),
    st.sampled_from(["a.csv", "a.xlsx", "a.ods", "a.parquet"]),
)
def test_any_bytes_under_any_name_give_no_traceback(folder, content, start, name):
    _tried(folder, start + content, name)


GOOD = [NAMES, [2011, "04", "ajo", 12.5, "t", True], [2012, "15", "maíz", 3.25, "t", False]]


def _spoilt(content: bytes, chance: Random) -> bytes:
    """Content with some bytes changed, cut out or put in."""
    bytes_ = bytearray(content)
    for _ in range(chance.randint(1, 5)):
        at = chance.randrange(len(bytes_) + 1)
        done = chance.choice(("change", "cut", "put", "end"))
        if done == "cut":
            del bytes_[at : at + chance.randint(1, 30)]
        elif done == "end":
            del bytes_[max(at, 1) :]
        else:
            span = 1 if done == "change" else 0
            bytes_[at : at + span] = chance.choice((b'"', b"\n", b"\r", b"9" * 9, b"<", b"\xff", b"\0", b"NaN", b";"))
    return bytes(bytes_)


def _archive_with_a_spoilt_member(path: Path, chance: Random) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        victim = chance.choice(old.namelist())
        for member in old.namelist():
            content = old.read(member)
            new.writestr(member, _spoilt(content, chance) if member == victim else content)
    return target.getvalue()


@pytest.mark.parametrize("write", [workbook, open_document])
def test_spoilt_spreadsheets_give_no_traceback(tmp_path, folder, write):
    path = write(tmp_path, GOOD)
    for seed in range(80):
        chance = Random(seed)
        content = _archive_with_a_spoilt_member(path, chance) if seed % 3 else _spoilt(path.read_bytes(), chance)
        _tried(folder, content, path.name)


def test_spoilt_text_gives_no_traceback(tmp_path, folder):
    path = delimited(tmp_path, GOOD[1:], ";", comma=True, encoding="cp1252")
    for seed in range(120):
        _tried(folder, _spoilt(path.read_bytes(), Random(seed)), path.name)


def test_spoilt_parquet_gives_no_traceback(tmp_path, folder):
    path = tmp_path / "table.parquet"
    pl.DataFrame(GOOD[1:], schema=NAMES, orient="row").write_parquet(path)
    for seed in range(80):
        _tried(folder, _spoilt(path.read_bytes(), Random(seed)), path.name)
