"""The model of a plan as a workbook: what is written is read back, and what is wrong is told with its cell."""

import io
import tomllib
from datetime import date

import pytest
import xlsxwriter
from tests.engine.test_venture_book import learned, rich
from tests.engine.test_venture_layers import layered
from tests.engine.test_venture_plan import EXAMPLE, small

from ayni.cli import main
from ayni.errors import UnreadableFile
from ayni.venture.fields import BadVenture
from ayni.venture.reading import LISTS, FaultyPlan, plan_and_faults, plan_of, read_plan
from ayni.venture.sheets import HEAD, SHEETS, document_of_workbook, workbook_of_document
from ayni.words import LANGUAGES

MODELS = {
    "example": lambda: tomllib.loads(EXAMPLE.read_text(encoding="utf-8")),
    "small": small,
    "rich": rich,
    "learned": learned,
    "layered": layered,
    "month": lambda: {**small(starts="2027-01", step="month")},
}


def saved(folder, document, language="es"):
    path = folder / "model.xlsx"
    path.write_bytes(workbook_of_document(document, language))
    return path


def book(folder, **sheets):
    """Workbook with rows of values by sheet."""
    path = folder / "model.xlsx"
    made = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False})
    day = made.add_format({"num_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        sheet = made.add_worksheet(name)
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(at, column, value, day)
                elif value is not None:
                    sheet.write(at, column, value)
    made.close()
    return path


def filled(**sheets):
    """Sheets of the small plan by months, with some of them otherwise."""
    return {
        "plan": [["title", "Dos y uno"], ["currency", "PEN"], ["step", "month"], ["starts", date(2027, 1, 1)],
                 ["periods", 12], ["discount_rate", 0.1], ["prices_of", 2026]],
        "type": [["code", "count"], ["grower", 2], ["buyer", 1]],
        "activity": [["code", "needs.grower", "needs.buyer"], ["sell", 1, 1]],
        "flow": [["title", "kind", "who", "per", "activity", "price", "months", "illustrative"],
                 ["Venta", "income", "group", "grower", "sell", 200, "5; 6", True]],
        **sheets,
    }  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", MODELS)
def test_a_plan_written_as_a_workbook_is_read_back_as_the_same_plan(name, language, tmp_path):
    document = MODELS[name]()
    back = document_of_workbook(saved(tmp_path, document, language))
    assert plan_of(back) == plan_of(document)
    assert {table: len(back.get(table, [])) for table in LISTS} == {table: len(document.get(table, []))
                                                                   for table in LISTS}  # fmt: skip


def test_every_table_and_name_of_the_file_has_its_sheet_and_column():
    assert set(SHEETS) == {HEAD, *LISTS}
    # Each row says all that its sheet has a column for: nothing is unknown to the reader, and nothing is left out.
    for table, fields in SHEETS.items():
        row = dict.fromkeys((*fields, "none_such"), "x")
        document = {table: row if table == HEAD else [row]}
        unknown = [each.mistake for each in plan_and_faults(document)[1] if each.mistake.key == "bad_venture.unknown"]
        assert [each.facts["name"] for each in unknown] == ["none_such"]
        known = set(unknown[0].facts["known"].split(", "))
        assert known == set(fields), table


def test_the_command_reads_a_workbook_and_writes_one_to_fill_in(tmp_path, capsys):
    assert main(["plan", str(EXAMPLE), "--out", str(tmp_path / "one"), "--draws", "30"]) == 0
    model = tmp_path / "one" / "model.xlsx"
    assert main(["plan", str(model), "--out", str(tmp_path / "two"), "--draws", "30"]) == 0
    for name in ("members", "cash_flow", "layers", "savings"):
        one, two = (tmp_path / folder / f"{name}.parquet" for folder in ("one", "two"))
        assert one.read_bytes() == two.read_bytes()
    # It never takes the place of what it was made from.
    before = model.read_bytes()
    assert main(["plan", str(model), "--out", str(tmp_path / "one"), "--draws", "30"]) != 0
    assert model.read_bytes() == before
    assert read_plan(model) == read_plan(EXAMPLE)


def test_what_a_spreadsheet_makes_of_what_is_typed_is_understood(tmp_path):
    objective = [["title", "who", "measure", "target", "due", "rests_on"],
                 ["Lavar", "Planta", "t", 5, date(2027, 12, 31), "Acta"]]  # fmt: skip
    path = book(tmp_path, **filled(objective=objective), **{"# notas": [["lo que sea"]]})
    document = document_of_workbook(path)
    plan = plan_of(document)
    assert (plan.starts, plan.flows[0].months, plan.activities[0].needs) == (
        "2027-01",
        (5, 6),
        {"grower": 1, "buyer": 1},
    )
    assert plan.objectives[0].due == "2027-12-31"
    yearly = [["step", "year"], ["starts", 2027], ["title", 2030]]
    assert dict(document_of_workbook(book(tmp_path, plan=yearly))["plan"]) == {
        "step": "year", "starts": "2027", "title": "2030"
    }  # fmt: skip


CELLS = [
    ("number", "flow!F2", {"flow": [["title", "kind", "who", "per", "activity", "price", "illustrative"],
                                    ["Venta", "income", "group", "grower", "sell", "caro", True]]}),
    ("number", "flow!F4", {"flow": [["title", "kind", "who", "per", "activity", "price", "illustrative"], ["# nota"],
                                    [None], ["Venta", "income", "group", "grower", "sell", "4,6", True]]}),
    ("missing", "flow!2:", {"flow": [["title", "kind", "who", "illustrative"], ["Venta", "income", "group", True]]}),
    ("missing", "flow!D2", {"flow": [["title", "kind", "who", "price", "illustrative"],
                                     ["Venta", "income", "group", None, True]]}),
    ("no_such", "flow!C2", {"flow": [["title", "kind", "who", "price", "illustrative"],
                                     ["Venta", "income", "miner", 1, True]]}),
    ("unknown", "flow!E2", {"flow": [["title", "kind", "who", "price", "colour"],
                                     ["Venta", "income", "group", 1, "x"]]}),
    ("yes_no", "flow!E2", {"flow": [["title", "kind", "who", "price", "illustrative"],
                                    ["Venta", "income", "group", 1, "quizás"]]}),
    ("whole", "type!B2", {"type": [["code", "count"], ["grower", 2.5], ["buyer", 1]]}),
    ("whole", "plan!B5", {"plan": [["title", "x"], ["currency", "PEN"], ["step", "month"], ["starts", "2027-01"],
                                   ["periods", 500], ["discount_rate", 0.1], ["prices_of", 2026]]}),
    ("currency", "plan!B2", {"plan": [["title", "x"], ["currency", "soles"], ["step", "month"], ["starts", "2027-01"],
                                      ["periods", 5], ["discount_rate", 0.1], ["prices_of", 2026]]}),
    ("day", "objective!C2", {"objective": [["title", "who", "due", "measure", "target", "rests_on"],
                                           ["Lavar", "Planta", "pronto", "t", 1, "Acta"]]}),
]  # fmt: skip


@pytest.mark.parametrize(("key", "cell", "sheets"), CELLS, ids=[f"{each[0]}-{each[1]}" for each in CELLS])
def test_what_is_wrong_is_told_with_its_cell(key, cell, sheets, tmp_path):
    faults = plan_and_faults(document_of_workbook(book(tmp_path, **filled(**sheets))))[1]
    told = [each.mistake for each in faults if each.mistake.key == f"bad_venture.{key}"]
    assert told, [each.mistake.key for each in faults]
    for language in LANGUAGES:
        assert cell in told[0].text(language)


def test_a_cell_that_holds_an_error_is_refused_with_what_it_shows(tmp_path):
    path = tmp_path / "model.xlsx"
    made = xlsxwriter.Workbook(str(path))
    sheet = made.add_worksheet("flow")
    for column, (name, value) in enumerate({"title": "Venta", "kind": "income", "who": "group", "source": "x"}.items()):
        sheet.write(0, column, name)
        sheet.write(1, column, value)
    sheet.write(0, 4, "price")
    sheet.write_formula(1, 4, "=NA()", None, "#N/A")
    made.close()
    faults = plan_and_faults(document_of_workbook(path))[1]
    assert any("flow!E2" in each.mistake.text("es") and "#N/A" in each.mistake.text("es") for each in faults)


REFUSED = [
    ("no_sheet", {"ventas": [["a"]]}),
    ("column_twice", {"flow": [["title", "title"], ["a", "b"]]}),
    ("column_twice", {"plan": [["title", "a"], ["title", "b"]]}),
    ("no_column", {"flow": [["title"], ["a", "b"]]}),
    ("sheet_too_large", {"flow": [["title"], *[["a"]] * 2_000]}),
]


@pytest.mark.parametrize(("key", "sheets"), REFUSED)
def test_a_workbook_that_is_none_of_a_plan_is_refused(key, sheets, tmp_path):
    with pytest.raises(BadVenture) as refused:
        document_of_workbook(book(tmp_path, **sheets))
    assert refused.value.key == f"bad_venture.{key}"
    for language in LANGUAGES:
        assert refused.value.text(language)


def test_what_only_begins_like_a_workbook_is_refused(tmp_path):
    path = tmp_path / "model.xlsx"
    path.write_bytes(b"PK\x03\x04 and nothing more")
    with pytest.raises(UnreadableFile):
        read_plan(path)
    far = io.BytesIO()
    made = xlsxwriter.Workbook(far)
    made.add_worksheet("flow").write("XFD1000", "far away")
    made.close()
    path.write_bytes(far.getvalue())
    with pytest.raises(UnreadableFile):
        read_plan(path)


def test_every_fault_of_a_file_is_told_at_once(tmp_path):
    document = small(tax=3)
    document["flow"][0]["price"] = -1
    with pytest.raises(FaultyPlan) as refused:
        read_plan(saved(tmp_path, document))
    said = refused.value.text("es")
    assert "plan!B10" in said and "flow!H3" in said and len(said.splitlines()) == 3
