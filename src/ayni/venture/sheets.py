"""The model of a plan as a workbook: one sheet for each table of its file, one column for each of its names.

The first sheet explains; a row whose first cell begins with # is read by nobody.  What the file writes in lists stands
in one cell, parted by semicolons; what it writes by code (needs, factors, levels) has a column for each:
``needs.grower``.
"""

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal, get_args

import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook
from xlsxwriter.utility import xl_col_to_name

from ayni.sources.archive import safe_archive
from ayni.venture.fields import BadVenture
from ayni.venture.plan import Every, FinancingKind, Kind, Rule
from ayni.words import say

Kinds = Literal["text", "number", "yes", "numbers", "texts", "day", "period", "by_code"]
ASIDE = "#"
PARTED = ";"
HEAD = "plan"
MOST_ROWS, MOST_COLUMNS = 2_000, 120
MOST_CELLS = 2_000_000
XLSX = b"PK\x03\x04"
WIDE, NARROW = 30, 14
_SOURCE = {"source": "text", "illustrative": "yes"}
# Tables in the order of their sheets, with the names that each may say and what stands in their cells.
SHEETS: dict[str, dict[str, Kinds]] = {
    HEAD: {
        "title": "text", "currency": "text", "starts": "period", "step": "text", "periods": "number",
        "discount_rate": "number", "prices": "text", "prices_of": "number", "tax": "number", "rule": "text",
    },
    "type": {"code": "text", "title": "text", "count": "number", "weight": "number", "claim": "number"},
    "activity": {"code": "text", "title": "text", "starts": "number", "ends": "number", "needs": "by_code"},
    "flow": {
        "title": "text", "kind": "text", "who": "text", "alone": "yes", "activity": "text", "quantity": "number",
        "unit": "text", "price": "number", "per": "text", "every": "text", "months": "numbers", "starts": "number",
        "ends": "number", "growth": "number", "price_factor": "text", "quantity_factor": "text", "curve": "text",
        "adoption": "text", "below_cost": "text", "currency": "text", **_SOURCE,  # type: ignore[dict-item]
    },
    "financing": {
        "title": "text", "kind": "text", "who": "text", "amount": "number", "at": "number", "rate": "number",
        "periods": "number", "grace": "number", "schedule": "text", "rate_factor": "text", "currency": "text",
        **_SOURCE,  # type: ignore[dict-item]
    },
    "factor": {"code": "text", "title": "text", "deviation": "number", "persistence": "number"},
    "exchange": {"currency": "text", "worth": "number", "factor": "text", **_SOURCE},  # type: ignore[dict-item]
    "correlation": {"between": "texts", "value": "number"},
    "scenario": {"code": "text", "title": "text", "factors": "by_code"},
    "curve": {
        "code": "text", "title": "text", "ratio": "number", "ratio_low": "number", "ratio_high": "number",
        "volumes": "numbers", "costs": "numbers", "costs_of": "number", "before": "number",
        **_SOURCE,  # type: ignore[dict-item]
    },
    "adoption": {
        "code": "text", "title": "text", "market": "number", "market_low": "number", "market_high": "number",
        "innovation": "number", "innovation_low": "number", "innovation_high": "number", "imitation": "number",
        "imitation_low": "number", "imitation_high": "number", "sales": "numbers", "starts": "number",
        "before": "number", "again": "yes", **_SOURCE,  # type: ignore[dict-item]
    },
    "saving": {
        "code": "text", "title": "text", "who": "text", "planned": "number", "starts": "number", "ends": "number",
        **_SOURCE,  # type: ignore[dict-item]
    },
    "measured": {"saving": "text", "year": "number", "value": "number", **_SOURCE},  # type: ignore[dict-item]
    "coordination": {
        "who": "text", "each": "number", "pair": "number", "most": "number",
        **_SOURCE,  # type: ignore[dict-item]
    },
    "skill": {"code": "text", "title": "text", "levels": "by_code", **_SOURCE},  # type: ignore[dict-item]
    "objective": {
        "title": "text", "who": "text", "measure": "text", "target": "number", "unit": "text", "starts": "day",
        "due": "day", "rests_on": "text", "contact": "text", "reached": "number", "reached_source": "text",
    },
    "assumption": {"text": "text", **_SOURCE, "expires": "day"},  # type: ignore[dict-item]
}  # fmt: skip
# Which table has the codes by which something is told.
BY_CODE = {"needs": "type", "factors": "factor", "levels": "type"}
CHOICES: dict[tuple[str, str], tuple[str, ...]] = {
    (HEAD, "step"): ("month", "year"), (HEAD, "prices"): ("constant", "current"), (HEAD, "rule"): get_args(Rule),
    ("flow", "kind"): get_args(Kind), ("flow", "every"): get_args(Every),
    ("financing", "kind"): get_args(FinancingKind), ("financing", "schedule"): ("annuity", "straight", "bullet"),
}  # fmt: skip


class Placed(dict[str, Any]):
    """A row of a sheet that knows where it stands: ``where`` names the row, ``at`` the cell of a name."""

    def __init__(self, sheet: str, row: int, columns: Mapping[str, str], told: Mapping[str, Any]) -> None:
        super().__init__(told)
        self.where = f"{sheet}!{row}"
        self._sheet, self._row, self._columns = sheet, row, dict(columns)

    def at(self, name: str) -> str:
        """Cell of a name, or the row where it has no column."""
        column = self._columns.get(name)
        return f"{self._sheet}!{column}{self._row}" if column else self.where


class PlacedHead(Placed):
    """The plan as a whole, whose names stand below each other."""

    def __init__(self, rows: Mapping[str, int], told: Mapping[str, Any]) -> None:
        super().__init__(HEAD, 1, {}, told)
        self._rows = dict(rows)

    def at(self, name: str) -> str:
        """Cell of a name, or the sheet where it has no row."""
        return f"{HEAD}!B{self._rows[name]}" if name in self._rows else HEAD


def is_workbook(content: bytes) -> bool:
    """Whether bytes are those of a workbook, by how they begin."""
    return content.startswith(XLSX)


def document_of_workbook(path: Path) -> dict[str, Any]:
    """What a workbook says, as its TOML file would, each row knowing its cells.

    Raises
    ------
    BadVenture
        A sheet or column that no plan has, twice the same, or more rows than a plan has.
    UnreadableFile
        What is no XLSX, is broken, or expands beyond the limits.
    """
    archive = safe_archive(path, cells=MOST_CELLS)
    if archive.kind != "xlsx":
        raise BadVenture("bad_venture.no_xlsx", where=path.name)
    try:
        book = CalamineWorkbook.from_path(path)
        names = [name for name in book.sheet_names if not name.startswith(ASIDE)]
        _known_sheets(names)
        grids = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in names}
    except CalamineError as wrong:
        raise BadVenture("bad_venture.no_xlsx", where=path.name) from wrong
    for name, rows in grids.items():
        for (row, column), text in (archive.sheets[name].errors if name in archive.sheets else {}).items():
            if row < len(rows) and column < len(rows[row]):
                rows[row][column] = text
        if len(rows) > MOST_ROWS or any(len(row) > MOST_COLUMNS for row in rows[:1]):
            raise BadVenture("bad_venture.sheet_too_large", sheet=name, most=MOST_ROWS)
    found: dict[str, Any] = {name: _rows(name, rows) for name, rows in grids.items() if name != HEAD}
    if HEAD in grids:
        found[HEAD] = _head(grids[HEAD])
    return {name: each for name, each in found.items() if each or name == HEAD}


def _known_sheets(names: Sequence[str]) -> None:
    for name in names:
        if name not in SHEETS:
            raise BadVenture("bad_venture.no_sheet", sheet=name, known=", ".join(SHEETS))


def _head(rows: list[list[Any]]) -> PlacedHead:
    told: dict[str, Any] = {}
    places: dict[str, int] = {}
    for at, row in enumerate(rows, 1):
        name = str(row[0]).strip() if row else ""
        if not name or name.startswith(ASIDE):
            continue
        if name in places:
            raise BadVenture("bad_venture.column_twice", sheet=HEAD, name=name)
        places[name] = at
        value = _value(row[1] if len(row) > 1 else "", SHEETS[HEAD].get(name, "text"))
        if value is not None:
            told[name] = value
    if "starts" in told:
        told["starts"] = _fitting(told["starts"], str(told.get("step", "year")))
    return PlacedHead(places, told)


def _fitting(starts: str, step: str) -> str:
    """First period as its step writes it: a spreadsheet makes a day of a month."""
    return starts[: len("2027-01") if step == "month" else len("2027")] if len(starts) == len("2027-01-01") else starts


def _rows(sheet: str, rows: list[list[Any]]) -> list[Placed]:
    told = [(at, row) for at, row in enumerate(rows, 1) if _begins(row) != ASIDE]
    filled = [(at, row) for at, row in told if any(_filled(value) for value in row)]
    if not filled:
        return []
    (_, head), below = filled[0], filled[1:]
    names = [str(value).strip() for value in head]
    for name in names:
        if name and names.count(name) > 1:
            raise BadVenture("bad_venture.column_twice", sheet=sheet, name=name)
    columns = {name: xl_col_to_name(at) for at, name in enumerate(names) if name}
    return [_row(sheet, at, names, columns, row) for at, row in below]


def _row(sheet: str, at: int, names: list[str], columns: Mapping[str, str], row: list[Any]) -> Placed:
    told: dict[str, Any] = {}
    for place, value in enumerate(row):
        name = names[place] if place < len(names) else ""
        if not _filled(value):
            continue
        if not name:
            raise BadVenture("bad_venture.no_column", cell=f"{sheet}!{xl_col_to_name(place)}{at}")
        whole, _, code = name.partition(".")
        kind = SHEETS[sheet].get(whole, "text")
        if kind == "by_code":
            told.setdefault(whole, {})[code or name] = _by_code(value)
        else:
            told[name] = _value(value, kind)
    return Placed(sheet, at, columns, told)


def _begins(row: list[Any]) -> str:
    return str(row[0]).strip()[:1] if row else ""


def _filled(value: Any) -> bool:
    return bool(str(value).strip()) if isinstance(value, str) else value is not None


def _value(value: Any, kind: Kinds) -> Any:
    """What a cell says, as the file would say it; None where it is empty.  What it cannot be is left for the reader."""
    if not _filled(value):
        return None
    if kind == "numbers":
        return [_number(each) for each in _parted(value)]
    if kind == "texts":
        return [str(each).strip() for each in _parted(value)]
    if kind == "yes":
        return _yes(value)
    if kind in ("text", "day", "period"):
        return _text(value)
    return _number(value)


def _by_code(value: Any) -> Any:
    found = [_number(each) for each in _parted(value)]
    return found[0] if len(found) == 1 else found


def _parted(value: Any) -> list[Any]:
    return [each for each in value.split(PARTED) if each.strip()] if isinstance(value, str) else [value]


def _number(value: Any) -> Any:
    """Number of a cell, whole where it is; a text that is none stays as it came."""
    if isinstance(value, str):
        try:
            value = float(value.strip())
        except ValueError:
            return value.strip()
    whole = isinstance(value, float) and value.is_integer() and abs(value) < 2**53
    return int(value) if whole else value if isinstance(value, int | float | bool) else _text(value)


def _yes(value: Any) -> Any:
    known = {"true": True, "false": False}
    return known.get(value.strip().lower(), value.strip()) if isinstance(value, str) else value


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def workbook_of_document(document: Mapping[str, Any], language: str) -> bytes:
    """Bytes of an XLSX that says what a document says: to be filled in, and read again."""
    packed = io.BytesIO()
    book = xlsxwriter.Workbook(packed, {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True})
    looks = {"name": book.add_format({"bold": True}), "aside": book.add_format({"italic": True, "text_wrap": True})}
    front = book.add_worksheet(f"{ASIDE} {say('plan_sheets.front', language)}")
    front.set_column(0, 0, 110)
    lines = ("front_how", "front_aside", "front_lists", "front_codes", "front_yes", "front_read")
    told = [*(say(f"plan_sheets.{name}", language) for name in lines),
            *(f"{name}: {say(f'plan_sheets.table_{name}', language)}" for name in SHEETS)]  # fmt: skip
    for row, line in enumerate(told):
        front.write_string(row, 0, line, looks["aside"])
    head = document.get(HEAD)
    for name, fields in SHEETS.items():
        sheet = book.add_worksheet(name)
        if name == HEAD:
            _written_head(sheet, head if isinstance(head, Mapping) else {}, fields, looks, language)
        else:
            _written_rows(sheet, name, document, fields, looks, language)
    book.close()
    return packed.getvalue()


def _written_head(sheet: Any, told: Mapping[str, Any], fields: Mapping[str, Kinds], looks: Any, language: str) -> None:
    sheet.set_column(0, 0, NARROW + 4, looks["name"])
    sheet.set_column(1, 1, WIDE)
    sheet.set_column(2, 2, 3 * WIDE, looks["aside"])
    sheet.write_string(0, 0, f"{ASIDE} {say('plan_sheets.name', language)}", looks["aside"])
    sheet.write_string(0, 1, say("plan_sheets.what", language), looks["aside"])
    for row, name in enumerate(fields, 1):
        sheet.write_string(row, 0, name, looks["name"])
        _write(sheet, row, 1, told.get(name), fields[name])
        sheet.write_string(row, 2, say(f"plan_sheets.{name}", language), looks["aside"])
        _offer(sheet, (HEAD, name), row, row, 1)


def _written_rows(
    sheet: Any, table: str, document: Mapping[str, Any], fields: Mapping[str, Kinds], looks: Any, language: str
) -> None:
    """Names in the first row, what they mean in the second, then the rows of the document."""
    rows = _told_rows(document, table)
    columns = [each for name, kind in fields.items() for each in _columns(document, rows, name, kind)]
    sheet.freeze_panes(2, 1)
    for at, (name, code) in enumerate(columns):
        wide = fields[name] == "text" and name in ("title", "source", "text", "measure", "rests_on", "who")
        sheet.set_column(at, at, WIDE if wide else NARROW)
        sheet.write_string(0, at, f"{name}.{code}" if code else name, looks["name"])
        hint = say(f"plan_sheets.{name}", language)
        sheet.write_string(1, at, f"{ASIDE} {hint}" if not at else hint, looks["aside"])
        _offer(sheet, (table, name), 2, MOST_ROWS - 1, at)
    for row, told in enumerate(rows, 2):
        for at, (name, code) in enumerate(columns):
            value = told.get(name)
            if code:
                value = value.get(code) if isinstance(value, Mapping) else None
            _write(sheet, row, at, value, fields[name])


def _told_rows(document: Mapping[str, Any], table: str) -> list[Mapping[str, Any]]:
    """Rows of a table as far as they are rows."""
    found = document.get(table, [])
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []


def _columns(document: Mapping[str, Any], rows: Any, name: str, kind: Kinds) -> list[tuple[str, str]]:
    """Columns of a name: one, or one for each code of which it is told or may be."""
    if kind != "by_code":
        return [(name, "")]
    known = [str(each.get("code")) for each in _told_rows(document, BY_CODE[name]) if each.get("code")]
    said = [code for each in rows if isinstance(each.get(name), Mapping) for code in each[name]]
    return [(name, code) for code in dict.fromkeys((*known, *said))]


def _offer(sheet: Any, field: tuple[str, str], first: int, last: int, column: int) -> None:
    if field in CHOICES:
        sheet.data_validation(first, column, last, column, {"validate": "list", "source": list(CHOICES[field])})


def _write(sheet: Any, row: int, column: int, value: Any, kind: Kinds) -> None:
    if value is None or value == "":
        return
    if isinstance(value, list):
        sheet.write_string(row, column, f"{PARTED} ".join(str(each) for each in value))
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float) and kind in ("number", "numbers", "by_code"):
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, str(value))
