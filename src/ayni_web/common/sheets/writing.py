"""A list as CSV, piece by piece, or as XLSX; both read back equal."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from ayni.words import LOCALES
from ayni_web.common.language import said
from ayni_web.common.sheets.cells import guarded, plain, runs

Cell = str | int | float | Decimal | bool | date | datetime | None
BOM = "\ufeff"
LINES_A_PIECE = 500
WIDE, WIDEST = 18, 48
# The calendar of the format begins here; an earlier day is written as text.
FIRST_YEAR = 1900


class AsItCame(str):
    """Text of a file of a person's, written into a sheet as it came: what was an error in it still is one."""

    __slots__ = ()


def csv_pieces(headers: Sequence[str], rows: Iterable[Sequence[Cell]], language: str) -> Iterator[bytes]:
    """Bytes of a CSV: UTF-8 with its mark, parted and with the decimal sign as the language has it."""
    comma = _decimal_comma(language)
    held = io.StringIO()
    written = csv.writer(held, delimiter=";" if comma else ",", lineterminator="\r\n")
    held.write(BOM)
    written.writerow([guarded(header) for header in headers])
    for number, row in enumerate(rows, 1):
        written.writerow([_text(cell, comma) for cell in row])
        if number % LINES_A_PIECE == 0:
            yield held.getvalue().encode()
            held.seek(0)
            held.truncate()
    yield held.getvalue().encode()


def xlsx(title: str, headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Bytes of an XLSX; rows are written to the disk as they come and only what they are packed into is held."""
    import xlsxwriter

    packed = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(packed, {**options, "strings_to_numbers": False})
    sheet = book.add_worksheet(_sheet_name(title))
    looks = _Looks(book)
    for column, header in enumerate(headers):
        sheet.set_column(column, column, min(max(WIDE, len(header) + 3), WIDEST))
    sheet.freeze_panes(1, 1)
    for column, header in enumerate(headers):
        sheet.write_string(0, column, guarded(header), looks.head)
    for row, cells in enumerate(rows, 1):
        for column, cell in enumerate(cells):
            _write(sheet, row, column, cell, looks)
    book.close()
    return packed.getvalue()


class _Looks:
    """How cells look; ``kept`` is text that begins like a formula, marked so that editing it makes none."""

    def __init__(self, book: Any) -> None:
        self.head = book.add_format({"bold": True, "bottom": 2, "valign": "top", "text_wrap": True})
        self.kept = book.add_format({"quote_prefix": True})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})


def _write(sheet: Any, row: int, column: int, cell: Cell, looks: _Looks) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, date) and cell.year >= FIRST_YEAR:
        moment = _here(cell) if isinstance(cell, datetime) else None
        sheet.write_datetime(row, column, moment or cell, looks.moment if moment else looks.day)
    elif isinstance(cell, int | float | Decimal) and not isinstance(cell, bool):
        sheet.write_number(row, column, cell)
    elif isinstance(cell, AsItCame):
        sheet.write_string(row, column, cell, looks.kept if runs(cell) else None)
    elif isinstance(cell, str) and runs(plain(cell)):
        # The mark is in the look of the cell: people see the text alone.
        sheet.write_string(row, column, plain(cell), looks.kept)
    else:
        sheet.write_string(row, column, _text(cell, False))


def _text(cell: Cell, comma: bool) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return guarded(plain(cell))
    if isinstance(cell, bool):
        return said("sheets.yes") if cell else said("sheets.no")
    if isinstance(cell, datetime):
        return f"{_here(cell):%Y-%m-%d %H:%M}"
    if isinstance(cell, date):
        return cell.isoformat()
    return _number(cell, comma)


def _number(cell: int | float | Decimal, comma: bool) -> str:
    """Number without separators; with three decimals a fourth, since 1.234 alone may be a thousand and more."""
    whole, point, part = f"{Decimal(str(cell)):f}".partition(".")
    part = part.rstrip("0")
    if not part:
        return whole
    return f"{whole}{',' if comma else point}{part}{'0' if len(part) == 3 else ''}"


def _here(moment: datetime) -> datetime:
    """Moment as the clocks of the site show it, to the minute."""
    naive = timezone.make_naive(moment) if timezone.is_aware(moment) else moment
    return naive.replace(second=0, microsecond=0)


def _decimal_comma(language: str) -> bool:
    from babel.numbers import get_decimal_symbol

    return bool(get_decimal_symbol(LOCALES[language]) == ",")


def _sheet_name(title: str) -> str:
    return "".join(letter for letter in title if letter not in "[]:*?/\\'")[:31].strip() or "Ayni"
