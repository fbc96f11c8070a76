"""Files that others open: whole or not at all, and never a formula."""

import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from ayni.study.writing import UnwritableFile, neutralised, whole_file, whole_folder, write_table, write_workbook

TABLE = pl.DataFrame({"place": ["04", "=1+1"], "value": [1.5, None], "complete": [True, None]})


def nothing(folder):
    """Files of a package that Ayni wrote: in these tests, the manifest alone."""
    return {"manifest.json"}


@pytest.mark.parametrize("ending", ["parquet", "csv", "xlsx"])
def test_a_table_reads_back(tmp_path, ending):
    path = tmp_path / f"table.{ending}"
    write_table(TABLE, path)
    if ending == "parquet":
        assert pl.read_parquet(path).equals(TABLE)
    elif ending == "csv":
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        assert pl.read_csv(path, infer_schema=False)["place"].to_list() == ["04", "'=1+1"]
    else:
        rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
        assert rows == [["place", "value", "complete"], ["04", 1.5, True], ["=1+1", "", ""]]


def test_cells_that_spreadsheets_take_for_formulas_are_neutralised():
    texts = ["=A1", "+1", "-1", "@x", "\tx", "plain", "a=b"]
    safe = neutralised(pl.DataFrame({"text": texts}))["text"].to_list()
    assert safe == ["'=A1", "'+1", "'-1", "'@x", "'\tx", "plain", "a=b"]


def test_a_formula_is_written_to_a_workbook_as_text(tmp_path):
    import zipfile

    write_table(TABLE, tmp_path / "table.xlsx")
    with zipfile.ZipFile(tmp_path / "table.xlsx") as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet


def test_the_same_tables_give_the_same_workbook_to_the_byte(tmp_path):
    for name in ("one.xlsx", "two.xlsx"):
        write_workbook({"table": TABLE}, tmp_path / name)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_another_ending_is_refused_with_those_that_exist(tmp_path):
    with pytest.raises(UnwritableFile, match=r"\.parquet, \.csv, \.xlsx"):
        write_table(TABLE, tmp_path / "table.doc")


def test_a_folder_of_somebody_else_is_left_alone(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")
    with pytest.raises(UnwritableFile), whole_folder(tmp_path / "mine", ours="manifest.json", owned=nothing):
        pass
    assert (tmp_path / "mine" / "letter.txt").read_text() == "dear"


def test_a_failure_leaves_the_earlier_package_and_nothing_half_made(tmp_path):
    target = tmp_path / "package"
    with whole_folder(target, ours="manifest.json", owned=nothing) as folder:
        (folder / "manifest.json").write_text("first")
    with pytest.raises(RuntimeError), whole_folder(target, ours="manifest.json", owned=nothing) as folder:
        (folder / "manifest.json").write_text("second")
        raise RuntimeError
    assert (target / "manifest.json").read_text() == "first"
    assert [path.name for path in tmp_path.iterdir()] == ["package"]


def test_no_room_or_no_right_is_a_sentence(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(UnwritableFile):
        write_table(TABLE, tmp_path / "file" / "table.csv")


def test_rows_beyond_a_sheet_are_refused_not_cut(tmp_path, monkeypatch):
    monkeypatch.setattr("ayni.study.writing.MOST_ROWS", 1)
    with pytest.raises(UnwritableFile) as mistake:
        write_table(TABLE, tmp_path / "table.xlsx")
    assert ".parquet" in mistake.value.text("es")
    assert not (tmp_path / "table.xlsx").exists()


@pytest.mark.parametrize(
    ("error", "key"),
    [
        (OSError(28, "No space left on device"), "writing.no_room"),
        (OSError("No space left on device (os error 28)"), "writing.no_room"),
        (PermissionError(13, "Permission denied"), "writing.no_right"),
        (NotADirectoryError(20, "Not a directory"), "writing.unwritable"),
    ],
)
def test_why_nothing_could_be_written_is_said(tmp_path, error, key):
    with pytest.raises(UnwritableFile) as caught, whole_file(tmp_path / "table.csv"):
        raise error
    assert caught.value.key == key
    assert list(tmp_path.iterdir()) == []


def test_what_the_user_put_into_a_package_is_carried_over(tmp_path):
    target = tmp_path / "package"
    for text in ("first", "second"):
        with whole_folder(target, ours="manifest.json", owned=nothing) as folder:
            (folder / "manifest.json").write_text(text)
        (target / "answers").mkdir(exist_ok=True)
        (target / "answers" / "notes.txt").write_text("mine")
    assert (target / "manifest.json").read_text() == "second"
    assert (target / "answers" / "notes.txt").read_text() == "mine"


def test_what_a_killed_process_left_is_swept(tmp_path):
    left = tmp_path / ".package.999999999.part"
    left.mkdir()
    with whole_folder(tmp_path / "package", ours="manifest.json", owned=nothing) as folder:
        (folder / "manifest.json").write_text("x")
    assert not left.exists()


def test_a_result_never_takes_the_place_of_its_input(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("year\n2011\n")
    with pytest.raises(UnwritableFile):
        write_table(TABLE, path, unlike=tmp_path / "." / "mine.csv")
    assert path.read_text() == "year\n2011\n"
