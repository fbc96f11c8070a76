"""Rows of text out of a file: separated by commas, semicolons or tabs, or the first sheet of a workbook."""

import csv
from collections.abc import Iterator
from datetime import date
from io import BytesIO, StringIO
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from ayni_web.common.acting import Mistake
from ayni_web.common.archives import office_kind

MOST_ROWS = 20_000
DELIMITERS = ",;\t|"


def grids(content: bytes) -> Iterator[list[list[str]]]:
    """What the rows of a file may be: one way for a workbook, one for each sign that may stand between cells."""
    if content.startswith(b"PK\x03\x04"):
        yield _sheet(content)
        return
    text = decoded(content)
    for delimiter in DELIMITERS:
        if delimiter in text:
            rows = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter))
            _refuse_many(len(rows))
            yield rows


def decoded(content: bytes) -> str:
    """Text in UTF-8 or, as banks of Peru still write it, the Windows code page of the West."""
    if b"\x00" in content:
        raise Mistake("bank.no_table", field="file")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _sheet(content: bytes) -> list[list[str]]:
    if office_kind(content) not in ("xlsx", "ods"):
        raise Mistake("bank.no_table", field="file")
    try:
        rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    except CalamineError:
        raise Mistake("bank.no_table", field="file") from None
    _refuse_many(len(rows))
    return [[_cell(value) for value in row] for row in rows]


def _cell(value: Any) -> str:
    if isinstance(value, float):
        # A workbook keeps 0.10 as the nearest fraction of two: what differs beyond a millionth is no such noise.
        return f"{value:.2f}" if abs(round(value, 2) - value) < 1e-6 else repr(value)
    return value.isoformat()[:10] if isinstance(value, date) else str(value)


def _refuse_many(rows: int) -> None:
    if rows > MOST_ROWS:
        raise Mistake("bank.too_many_rows", field="file", n=rows, most=MOST_ROWS)
