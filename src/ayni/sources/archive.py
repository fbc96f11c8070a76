"""Spreadsheet files are archives: what one expands to is looked at before anything reads it.

A small archive can be made to expand to more than a machine holds, and one cell in the far corner of a sheet makes
a reader lay out every cell before it.  Both are refused here, with the limit said.  Cells that hold an error of the
spreadsheet (``#N/A``) are found here, too: the reader takes them for empty ones, or for zeros.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import IO, Literal
from xml.etree import ElementTree

import numpy as np
import numpy.typing as npt

from ayni.errors import UnreadableFile
from ayni.sources.grid import Unseen

EXPANDED_LIMIT = 1 << 30
RATIO_LIMIT = 200
RATIO_MATTERS_FROM = 50 << 20
CELL_LIMIT = 100_000_000
ROW_LIMIT = 1_048_576

Errors = Mapping[tuple[int, int], str]
"""Text of the cells that hold an error, by row and column counted from 0."""

Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int64]

_PIECE = 1 << 22
_LONGEST_REFERENCE = 16
_EQUALS, _MARK, _R, _SPACE = b'="r '
_REFERENCE = re.compile(rb'\br\s*=\s*["\']([A-Za-z]*)([0-9]+)')
_ERROR_CELL = re.compile(
    rb'<(?:\w+:)?c\b(?=[^>]*\bt="e")[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*>(?:<(?:\w+:)?f\b.*?)?<(?:\w+:)?v>([^<]*)<',
    re.DOTALL,
)
_HIDDEN = b'hidden="'
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\b(?=[^>]*\shidden="(?:1|true)")[^>]*?\sr="([0-9]{1,7})"')
_HIDDEN_COLUMNS = re.compile(
    rb'<(?:\w+:)?col\b(?=[^>]*\shidden="(?:1|true)")(?=[^>]*\smin="([0-9]{1,5})")[^>]*?\smax="([0-9]{1,5})"'
)
_TAG = re.compile(r"<(?:\w+:)?(sheet|Relationship)\b([^>]*)>")
_ATTRIBUTE = re.compile(r'([\w:]+)\s*=\s*"([^"]*)"')
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_ODS_ERRORS = (b'value-type="error"', b":p>#", b":p>Err:")


@dataclass(frozen=True, slots=True)
class Inside:
    """What the reader of cells does not tell of one sheet.

    Attributes
    ----------
    errors : Errors
        Cells that hold an error.
    unseen : Unseen
        Rows and columns that the sheet hides.
    """

    errors: Errors = field(default_factory=dict)
    unseen: Unseen = field(default_factory=Unseen)


PLAIN = Inside()


@dataclass(frozen=True, slots=True)
class Archive:
    """A spreadsheet file that is safe to read.

    Attributes
    ----------
    kind : str
        ``xlsx`` or ``ods``.
    sheets : mapping of str to Inside
        What else is in each sheet, by its name; a sheet with nothing of the sort may be left out.
    """

    kind: Literal["xlsx", "ods"]
    sheets: Mapping[str, Inside]


def safe_archive(path: Path, *, cells: int = CELL_LIMIT) -> Archive:
    """Spreadsheet file that is safe to read, with the errors in its cells and what it hides.

    Parameters
    ----------
    path : Path
    cells : int
        The most that a sheet of an XLSX may lay out.

    Raises
    ------
    UnreadableFile
        The archive is broken, is no spreadsheet, expands beyond the limits or lays out more cells than a machine
        holds.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_bomb(archive, path)
            kind = _kind(archive, path)
            sheets = _xlsx_sheets(archive, path, cells) if kind == "xlsx" else _ods_sheets(archive, path)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise UnreadableFile("check.broken_file", file=path.name) from error
    return Archive(kind, sheets)


def _refuse_bomb(archive: zipfile.ZipFile, path: Path) -> None:
    expanded = sum(member.file_size for member in archive.infolist())
    packed = max(sum(member.compress_size for member in archive.infolist()), 1)
    if expanded > EXPANDED_LIMIT or (expanded > RATIO_MATTERS_FROM and expanded / packed > RATIO_LIMIT):
        raise UnreadableFile("check.expands_too_much", file=path.name, limit=EXPANDED_LIMIT >> 20, size=expanded >> 20)


def _kind(archive: zipfile.ZipFile, path: Path) -> Literal["xlsx", "ods"]:
    names = set(archive.namelist())
    if "xl/workbook.xml" in names:
        return "xlsx"
    if {"mimetype", "content.xml"} <= names and archive.read("mimetype").startswith(_ODS_TYPE):
        return "ods"
    raise UnreadableFile("check.unknown_kind", file=path.name)


def _xlsx_sheets(archive: zipfile.ZipFile, path: Path, cells: int) -> dict[str, Inside]:
    found: dict[str, Inside] = {}
    for member in archive.infolist():
        if not member.is_dir() and not member.filename.startswith("xl/media/"):
            with archive.open(member) as stream:
                inside = _inside(stream, path, cells)
            if inside != PLAIN:
                found[member.filename] = inside
    return {name: found[target] for name, target in _sheet_targets(archive).items() if target in found} if found else {}


def _inside(stream: IO[bytes], path: Path, cells: int) -> Inside:
    """What else is in one sheet, having made sure that the sheet can be laid out."""
    errors: dict[tuple[int, int], str] = {}
    rows_hidden: list[int] = []
    columns_hidden: list[tuple[int, int]] = []
    width = height = 0
    for piece in _pieces(stream, path):
        columns, rows = _corner(piece)
        width, height = max(width, columns), max(height, rows)
        if height > ROW_LIMIT or width * height > cells:
            raise UnreadableFile("check.too_many_cells_in_sheet", file=path.name, limit=-(-cells // 1_000_000))
        if b't="e"' in piece:
            for letters, row, text in _ERROR_CELL.findall(piece):
                errors[int(row) - 1, _column_number(letters) - 1] = unescape(text.decode(errors="replace"))
        if _HIDDEN in piece:
            rows_hidden += map(int, _HIDDEN_ROW.findall(piece))
            columns_hidden += [(int(first), int(last)) for first, last in _HIDDEN_COLUMNS.findall(piece)]
    return Inside(errors, Unseen(tuple(rows_hidden), tuple(columns_hidden)))


def _pieces(stream: IO[bytes], path: Path) -> Iterator[bytes]:
    """Pieces of an XML member, each ending where a row of the sheet does."""
    rest = b""
    while piece := stream.read(_PIECE):
        if b"\0" in piece or b"<!DOCTYPE" in piece or b"<!ENTITY" in piece:
            raise UnreadableFile("check.broken_file", file=path.name)
        piece = rest + piece
        end = max(piece.rfind(b"</row>"), piece.rfind(b"</c>"))
        end = end if end > 0 else max(piece.rfind(b"<"), 0) or len(piece)
        rest = piece[end:]
        yield piece[:end]
    yield rest


def _corner(piece: bytes) -> tuple[int, int]:
    """Largest column and row that a piece of a sheet refers to, counted from 1."""
    cells = np.frombuffer(piece + b" " * _LONGEST_REFERENCE, dtype=np.uint8)
    equals = np.flatnonzero(cells == _EQUALS)
    if (cells[equals - 1] <= _SPACE).any() or (cells[equals + 1] != _MARK).any():
        found = _REFERENCE.findall(piece)
        columns = max((_column_number(letters) for letters, _ in found), default=0)
        return columns, max((int(row) for _, row in found), default=0)
    at = equals[(cells[equals - 1] == _R) & (cells[equals - 2] <= _SPACE)] + 2
    columns, at = _largest_column(cells, at)
    return columns, _largest_row(cells, at)


def _largest_column(cells: Bytes, at: Places) -> tuple[int, Places]:
    """Largest column of the references at some places, and the places where their row numbers begin."""
    number = np.zeros(len(at), dtype=np.int64)
    begins = at.copy()
    going = np.arange(len(at))
    for _ in range(_LONGEST_REFERENCE // 2):
        letter = (cells[begins[going]] & 0xDF) - ord("A")
        going = going[letter < 26]
        if not len(going):
            break
        number[going] = number[going] * 26 + letter[letter < 26] + 1
        begins[going] += 1
    return int(number.max(initial=0)), begins


def _largest_row(cells: Bytes, begins: Places) -> int:
    number = np.zeros(len(begins), dtype=np.int64)
    going = np.arange(len(begins))
    for step in range(_LONGEST_REFERENCE // 2):
        digit = cells[begins[going] + step] - ord("0")
        going = going[digit < 10]
        if not len(going):
            break
        number[going] = number[going] * 10 + digit[digit < 10]
    return int(number.max(initial=0))


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _sheet_targets(archive: zipfile.ZipFile) -> dict[str, str]:
    """Member of the archive that holds each sheet, by name of the sheet."""
    relations = {
        tag.get("Id", ""): tag.get("Target", "")
        for kind, tag in _tags(archive, "xl/_rels/workbook.xml.rels")
        if kind == "Relationship"
    }
    sheets = [tag for kind, tag in _tags(archive, "xl/workbook.xml") if kind == "sheet"]
    return {tag.get("name", ""): _member(relations.get(_identifier(tag), "")) for tag in sheets}


def _tags(archive: zipfile.ZipFile, name: str) -> list[tuple[str, dict[str, str]]]:
    text = archive.read(name).decode("utf-8", errors="replace") if name in archive.namelist() else ""
    return [
        (kind, {key: unescape(value) for key, value in _ATTRIBUTE.findall(inner)}) for kind, inner in _TAG.findall(text)
    ]


def _identifier(tag: dict[str, str]) -> str:
    return next((value for key, value in tag.items() if key.endswith(":id")), "")


def _member(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _ods_sheets(archive: zipfile.ZipFile, path: Path) -> dict[str, Inside]:
    with archive.open("content.xml") as stream:
        suspected = [any(mark in piece for mark in _ODS_ERRORS) for piece in _pieces(stream, path)]
    if not any(suspected):
        return {}
    with archive.open("content.xml") as stream:
        try:
            return {name: Inside(errors) for name, errors in _ods_error_cells(stream).items()}
        except ElementTree.ParseError as error:
            raise UnreadableFile("check.broken_file", file=path.name) from error


def _ods_error_cells(stream: IO[bytes]) -> Mapping[str, Errors]:
    """Error cells of each sheet; repeated cells and rows are written once in the file and counted here."""
    sheets: dict[str, dict[tuple[int, int], str]] = {}
    errors: dict[tuple[int, int], str] = {}
    row = column = 0
    # No entity is ever expanded: pieces with a document type were refused above.
    for event, tag in ElementTree.iterparse(stream, events=("start", "end")):  # noqa: S314
        if event == "start" and tag.tag == f"{_TABLE}table":
            errors = sheets.setdefault(tag.get(f"{_TABLE}name", ""), {})
            row = 0
        elif event == "end" and tag.tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            text = "".join(text for paragraph in tag.findall(f"{_TEXT}p")[:1] for text in paragraph.itertext())
            if text.startswith(("#", "Err:")):
                errors[row, column] = text
            column += int(tag.get(f"{_TABLE}number-columns-repeated", 1))
        elif event == "end" and tag.tag == f"{_TABLE}table-row":
            row += int(tag.get(f"{_TABLE}number-rows-repeated", 1))
            column = 0
            tag.clear()
    return sheets
