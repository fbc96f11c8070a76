"""The workbook of a plan: its formulas come to what the engine has, and to what it would have after a change."""

import io
import os
import shutil
import subprocess
import tomllib
from pathlib import Path

import numpy as np
import pytest
from python_calamine import CalamineWorkbook
from tests.engine.sheet_formulas import Sheets
from tests.engine.test_venture_plan import EXAMPLE, small

from ayni.venture.book import Agreed, workbook
from ayni.venture.reading import plan_of, read_plan
from ayni.venture.returns import net_present_value
from ayni.venture.tables import told
from ayni.venture.worth import after_tax, counts, money_by_period, rate, split, streams
from ayni.words import LANGUAGES

CENT = 0.005
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


def made(plan, language="es"):
    money = streams(plan)
    return workbook(plan, money, split(plan, money), language)


def opened(plan):
    return Sheets(io.BytesIO(made(plan)))


def rich(**head):
    """The small plan with everything else in it: growth, months, credits of each schedule, a grant, a factor, tax."""
    model = small(tax=0.25, step="month", starts="2027-03", periods=30, **head)
    model["factor"] = [{"code": "price", "deviation": 0.2}, {"code": "rain", "deviation": 0.1}]
    model["flow"][1] |= {"growth": 0.05, "months": [4, 8], "price_factor": "price", "quantity_factor": "rain",
                         "quantity": 3.5}  # fmt: skip
    model["flow"].append({"title": "Semilla", "kind": "cost", "who": "grower", "price": 2.5, "every": "month",
                          "starts": 3, "ends": 20, "currency": "USD", "illustrative": True})  # fmt: skip
    model["exchange"] = [{"currency": "USD", "worth": 3.75, "factor": "price", "source": "Banco central"}]
    credit = {"kind": "credit", "who": "group", "amount": 60, "rate": 0.16, "periods": 9, "grace": 2, "at": 2}
    model["financing"] = [
        credit, {**credit, "schedule": "straight", "rate": 0.0}, {**credit, "schedule": "bullet", "who": "grower"},
        {**credit, "rate_factor": "rain"}, {**credit, "currency": "USD", "rate_factor": "rain"},
        {"kind": "grant", "who": "group", "amount": 7, "at": 20, "currency": "USD"},
        # Longer than the plan: what is owed is repaid in its last period; and one that comes in that period.
        {**credit, "periods": 48, "at": 20}, {**credit, "at": 30}, {"kind": "grant", "who": "buyer", "amount": 20},
        {"kind": "own", "who": "grower", "amount": 5},
    ]  # fmt: skip
    return model


def learned():
    """The rich plan in which a cost falls with what was made, sales follow the buyers, and a saving was measured."""
    model = rich()
    told = {"illustrative": True}
    model["curve"] = [{"code": "wash", "title": "Lavar", "ratio": 0.8, "ratio_low": 0.7, "ratio_high": 0.9,
                       "before": 20, **told}]  # fmt: skip
    model["adoption"] = [
        {"code": "shops", "title": "Tiendas", "market": 9, "market_low": 8, "market_high": 10, "innovation": 0.03,
         "innovation_low": 0.02, "innovation_high": 0.05, "imitation": 0.4, "imitation_low": 0.3, "imitation_high": 0.5,
         "starts": 4, "before": 1.5, **told},
    ]  # fmt: skip
    model["adoption"].append({**model["adoption"][0], "code": "again", "title": "Otra vez", "again": True})
    model["flow"][1]["adoption"] = "shops"
    cost = {"title": "Lavado", "kind": "cost", "who": "group", "per": "grower", "activity": "sell", "quantity": 7,
            "price": 1.5, "months": [3, 6], "curve": "wash", "adoption": "again", **told}  # fmt: skip
    model["flow"] += [cost, {**cost, "title": "Propio", "who": "grower", "per": "", "every": "month", "adoption": ""}]
    model["saving"] = [{"code": "dry", "title": "Secado", "who": "grower", "planned": 5, **told}]
    model["measured"] = [{"saving": "dry", "year": 2, "value": 4.5, "source": "Recibos"}]
    return model


PLANS = {"example": lambda: read_plan(EXAMPLE), "small": lambda: plan_of(small()), "rich": lambda: plan_of(rich()),
         "learned": lambda: plan_of(learned()),
         "one period": lambda: plan_of(small(periods=1))}  # fmt: skip


@pytest.mark.parametrize("name", PLANS)
def test_every_formula_comes_to_the_value_it_carries(name):
    sheets = opened(PLANS[name]())
    formulas = sheets.formulas()
    assert len(formulas) > 50
    for where in formulas:
        found, carried = sheets[where], sheets.written(*where)
        assert found == pytest.approx(carried, abs=CENT, rel=1e-9) or isinstance(found, str), (where, found, carried)


@pytest.mark.parametrize("name", PLANS)
def test_the_summary_says_what_the_tables_of_the_plan_say(name):
    plan = PLANS[name]()
    sheets, members = opened(plan), told(plan, draws=5).members
    for each, row in zip(plan.types, members.iter_rows(named=True), strict=True):
        at = sheets.row_of("Resumen", each.title)
        values = [sheets["Resumen", f"{column}{at}"] for column in "BCDEH"]
        names = ("count", "alone", "together", "gain", "peak_working_capital")
        assert values == pytest.approx([row[name] for name in names], abs=CENT)
        if row["internal_rate"] is not None:
            assert sheets["Resumen", f"G{at}"] == pytest.approx(row["internal_rate"], rel=1e-6)
    total = sheets.row_of("Resumen", "Todos")
    assert sheets["Resumen", f"E{total}"] == pytest.approx(members["gain"].to_numpy() @ members["count"].to_numpy())


def test_members_add_up_to_the_group_in_every_period():
    sheets = opened(plan_of(rich()))
    row = sheets.row_of("Miembros", "Comprobación: los miembros menos el grupo (0)")
    cells = [cell for sheet, cell in sheets.formulas() if sheet == "Miembros" and cell.endswith(str(row))]
    assert len([cell for cell in cells if cell.rstrip("0123456789") + str(row) == cell]) == 31
    assert all(sheets["Miembros", cell] == 0 for cell in cells if cell.rstrip("0123456789") + str(row) == cell)


def of_line(title, column):
    return lambda sheets: ("Datos", f"{column}{sheets.row_of('Datos', title)}")


# What is changed in the plan, where that stands in the workbook, and to what.
CHANGES = {
    "price": (lambda m, to: m["flow"][1].update(price=to), of_line("Venta", "D"), 260),
    "quantity": (lambda m, to: m["flow"][1].update(quantity=to), of_line("Venta", "C"), 2),
    "growth": (lambda m, to: m["flow"][1].update(growth=to), of_line("Venta", "E"), 0.2),
    "rate": (lambda m, to: m["plan"].update(discount_rate=to), of_line("Tasa al año", "B"), 0.2),
    "credit": (lambda m, to: m["financing"][0].update(amount=to), of_line("Crédito", "B"), 90),
    "interest": (lambda m, to: m["financing"][0].update(rate=to), of_line("Crédito", "D"), 0.3),
    "no interest": (lambda m, to: m["financing"][0].update(rate=to), of_line("Crédito", "D"), 0.0),
    "grace": (lambda m, to: m["financing"][0].update(grace=to), of_line("Crédito", "F"), 4),
    "when": (lambda m, to: m["financing"][0].update(at=to), of_line("Crédito", "C"), 6),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_changed_input_comes_to_what_the_engine_says_by_the_same_split(name):
    change, cell, to = CHANGES[name]
    before = plan_of(rich())
    agreed = split(before, streams(before))
    sheets = opened(before)
    sheets.change(*cell(sheets), to)
    model = rich()
    change(model, to)
    after = plan_of(model)
    found = money_by_period(after, streams(after), agreed)
    worth = net_present_value(flows=found.together, rate=rate(after))
    for at, each in enumerate(after.types):
        row = sheets.row_of("Miembros", f"{each.title}: juntos")
        assert sheets["Miembros", f"B{row}"] == pytest.approx(worth[at], abs=CENT)


@pytest.mark.parametrize(
    ("change", "title", "column", "to"),
    [
        (lambda m: m["curve"][0].update(ratio=0.75), "Lavar", "B", 0.75),
        (lambda m: m["curve"][0].update(before=35), "Lavar", "C", 35),
        (lambda m: m["adoption"][0].update(market=8.5), "Tiendas", "B", 8.5),
        (lambda m: m["adoption"][1].update(imitation=0.5), "Otra vez", "D", 0.5),
    ],
)
def test_a_changed_curve_comes_to_what_the_engine_says(change, title, column, to):
    before, model = plan_of(learned()), learned()
    agreed = split(before, streams(before))
    sheets = opened(before)
    sheets.change("Datos", f"{column}{sheets.row_of('Datos', title)}", to)
    change(model)
    after = plan_of(model)
    worth = net_present_value(
        flows=money_by_period(after, streams(after), agreed).together, rate=rate(after)
    )  # fmt: skip
    row = sheets.row_of("Miembros", "grower: juntos")
    assert sheets["Miembros", f"B{row}"] == pytest.approx(worth[0], abs=CENT)


def test_a_changed_tax_comes_to_what_the_engine_says():
    before, after = plan_of(rich()), plan_of({**rich(), "plan": {**rich()["plan"], "tax": 0.4}})
    agreed = split(before, streams(before))
    sheets = opened(before)
    sheets.change(*of_line("Impuesto sobre lo que gana cada uno en el año", "B")(sheets), 0.4)
    left = after_tax(after, money_by_period(after, streams(after), agreed).together)
    row = sheets.row_of("Miembros", "grower: juntos, después de impuestos")
    worth = net_present_value(flows=left, rate=rate(after))[0]
    assert sheets["Miembros", f"B{row}"] == pytest.approx(worth, abs=CENT)


def test_a_year_of_a_factor_moves_that_year_alone():
    plan = plan_of(rich())
    sheets, agreed = opened(plan), split(plan, streams(plan))
    sheets.change("Datos", f"C{sheets.row_of('Datos', 'price')}", 0.5)
    found = money_by_period(plan, streams(plan), agreed, {0: np.array([1, 0.5, 1])})
    row = sheets.row_of("Miembros", "grower: juntos")
    worth = net_present_value(flows=found.together, rate=rate(plan))[0]
    assert sheets["Miembros", f"B{row}"] == pytest.approx(worth, abs=CENT)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_opens_in_each_language_and_a_title_that_looks_like_a_formula_stays_text(language):
    model = small(title="=1+1")
    model["flow"][0]["title"] = "=HYPERLINK(0)"
    plan = plan_of(model)
    money = streams(plan)
    agreed = split(plan, money)
    found = workbook(plan, money, Agreed(agreed.tilt, agreed.runs), language)
    sheets = Sheets(io.BytesIO(found))
    assert len(sheets.cells) == 5
    assert CalamineWorkbook.from_filelike(io.BytesIO(found)).get_sheet_by_index(0).to_python()[0][0] == "=1+1"
    assert counts(plan).sum() == 3


@pytest.mark.skipif(OFFICE is None and "CI" not in os.environ, reason="needs LibreOffice (libreoffice-calc-nogui)")
@pytest.mark.slow
@pytest.mark.parametrize("name", ["example", "rich", "learned"])
def test_libreoffice_comes_to_the_same_totals_to_the_cent(name, tmp_path):
    plan = PLANS[name]()
    (tmp_path / "plan.xlsx").write_bytes(made(plan))
    _always_recomputed(tmp_path / "profile")
    subprocess.run(
        [OFFICE, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to",
         "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "out"), str(tmp_path / "plan.xlsx")],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    ours, theirs = Sheets(io.BytesIO(made(plan))), CalamineWorkbook.from_path(str(tmp_path / "out" / "plan.xlsx"))
    for sheet in ours.cells:
        rows = theirs.get_sheet_by_name(sheet).to_python()
        for where, cell in ours.formulas():
            if where != sheet:
                continue
            letters = cell.rstrip("0123456789")
            column = sum((ord(letter) - 64) * 26**at for at, letter in enumerate(reversed(letters))) - 1
            found = rows[int(cell[len(letters) :]) - 1][column]
            assert found == pytest.approx(ours.written(sheet, cell), abs=CENT, rel=1e-9), (sheet, cell)


def _always_recomputed(profile: Path):
    """Profile in which a workbook is computed anew as it is opened, whatever values it carries."""
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        '<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">'
        "<value>0</value></prop></item></oor:items>",
        encoding="utf-8",
    )


def test_the_file_of_the_example_is_light():
    assert len(made(read_plan(EXAMPLE))) < 400_000
    assert tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))["plan"]["rule"] == "nucleolus"
