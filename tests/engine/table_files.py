"""Files made by the tests of reading and checking, and short ways to ask what was found in them."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import xlsxwriter
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table as OdfTable
from odf.table import TableCell, TableRow
from odf.text import P

from ayni.errors import Fault
from ayni.sources import Checked, checked, contract_named
from ayni.words import LANGUAGES

HEADER = "year;place;product;quantity;quantity_unit"
ROW = "2011;04;ajo;12.5;t"


def text_file(folder: Path, *lines: str, encoding: str = "utf-8", end: str = "\n", name: str = "table.csv") -> Path:
    """Text file of some lines."""
    path = folder / name
    path.write_bytes("".join(line + end for line in lines).encode(encoding))
    return path


def workbook(folder: Path, *sheets: Sequence[Sequence[object]], name: str = "table.xlsx") -> Path:
    """XLSX whose sheets hold some rows; text stays text, and None is an empty cell."""
    path = folder / name
    with xlsxwriter.Workbook(path) as book:
        for rows in sheets:
            sheet = book.add_worksheet()
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if isinstance(cell, str):
                        sheet.write_string(row, column, cell)
                    elif cell is not None:
                        sheet.write(row, column, cell)
    return path


def asked(path: Path, contract: str = "activity", **options) -> Checked:
    """What came of checking a file; every sentence is said once in every language."""
    result = checked(path, contract_named(contract), **options)
    for language in LANGUAGES:
        for said in (*result.faults, *result.notes):
            assert "{" not in said.text(language)
    assert result.total == len(result.faults) or options.get("most") is not None
    assert (result.table is None) == (result.total > 0 or options.get("keep") is False)
    return result


def told(result: Checked) -> list[tuple[str, int | None, str | None, str | None]]:
    """Faults in short: sentence without its topic, row, column, what came."""
    return [(fault.key.removeprefix("check."), fault.row, fault.column, fault.came) for fault in result.faults]


def keys(result: Checked) -> list[str]:
    """Sentences of the faults, without their topic."""
    return [fault.key.removeprefix("check.") for fault in result.faults]


def notes(result: Checked) -> list[str]:
    """Sentences of the notes, without their topic."""
    return [note.key.removeprefix("check.") for note in result.notes]


def only(result: Checked) -> Fault:
    """The one fault of a result."""
    assert len(result.faults) == 1, told(result)
    return result.faults[0]


def open_document(folder: Path, *sheets: Sequence[Sequence[object]], name: str = "table.ods") -> Path:
    """ODS whose sheets hold some rows; None is an empty cell."""
    book = OpenDocumentSpreadsheet()
    for number, rows in enumerate(sheets, start=1):
        table = OdfTable(name=f"Hoja{number}")
        for cells in rows:
            line = TableRow()
            for cell in cells:
                line.addElement(_odf_cell(cell))
            table.addElement(line)
        book.spreadsheet.addElement(table)
    path = folder / name
    book.save(str(path))
    return path


def _odf_cell(value: object) -> TableCell:
    if value is None:
        return TableCell()
    if isinstance(value, bool):
        return TableCell(valuetype="boolean", booleanvalue="true" if value else "false")
    if isinstance(value, int | float):
        return TableCell(valuetype="float", value=repr(value))
    if isinstance(value, date):
        return TableCell(valuetype="date", datevalue=value.isoformat())
    cell = TableCell(valuetype="string")
    cell.addElement(P(text=str(value)))
    return cell
