"""Files as people send them, and what came of them."""

import csv
import io

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from ayni_web.spreadsheets import actions


def xlsx(*rows, name="hoja.xlsx"):
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"strings_to_formulas": False, "default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, column, cell)
            elif cell is not None:
                sheet.write(number, column, cell)
    book.close()
    return SimpleUploadedFile(name, content.getvalue())


def text(*rows, name="hoja.csv", encoding="utf-8", delimiter=";"):
    content = io.StringIO()
    csv.writer(content, delimiter=delimiter).writerows(rows)
    return SimpleUploadedFile(name, content.getvalue().encode(encoding))


def taken(person, contract, *rows, **options):
    """Import of some rows, the first of them the names of the columns."""
    return actions.take_in(by=person, contract=contract, file=xlsx(*rows), **options)


def written(person, contract, *rows, decisions=None):
    held = taken(person, contract, *rows)
    assert held.faults == 0, told(held)
    return actions.import_rows(by=person, held=held, decisions=decisions or {})


def told(held):
    """Row, column and key of every fault."""
    return [(each["row"], each["column"], each["key"].partition(".")[2]) for each in held.found["faults"]]
