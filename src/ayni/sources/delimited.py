"""Text files with delimited columns, as offices make them: their encoding, their records, their rows in batches.

A row here is a record, numbered as a spreadsheet program numbers it: a quoted cell with line breaks inside is one
row, and a blank line is one, too.  Blocks of the file go through Polars when their quotes are well formed; what is
not goes through the ``csv`` module, slower and with the same result.
"""

import codecs
import csv
import hashlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import numpy as np
import polars as pl

from ayni.errors import UnreadableFile
from ayni.sources.grid import HEAD_ROWS, Batch, Grid, text_cells

DELIMITERS = (";", ",", "\t", "|")
BLOCK_BYTES = 1 << 24
RECORDS_PER_BATCH = 50_000
QUOTE, LINE_END, RETURN = 34, 10, 13
_UNDEFINED_IN_CP1252 = bytes((0x81, 0x8D, 0x8F, 0x90, 0x9D))
# What ñ, ó, ú, é, í of MS-DOS (code page 850) are in Windows-1252: signs that stand inside no word.
_DOS_WORD = re.compile(rb"[A-Za-z]*[A-Za-z][\xa4\xa2\xa3\x82\xa1][A-Za-z]+")
# What a letter with an accent becomes when UTF-8 is taken for Windows-1252 and written as UTF-8 once more.
_TWICE = re.compile(rb"[A-Za-z]*\xc3\x83\xc2[\x80-\xbf][A-Za-z]*")
_WEB_PAGE = (b"<!doctype", b"<html", b"<table", b"<?xml", b"<head", b"<meta")


@dataclass(frozen=True, slots=True)
class Scan:
    """What one pass over the bytes of a file tells.

    Attributes
    ----------
    sha256 : str
        Hash, hexadecimal.
    encoding : str
        ``utf-8-sig``, ``utf-16``, ``utf-8`` or ``cp1252``: mark at the start, else UTF-8 when all bytes are, else
        Windows-1252.
    quotes : bool
        There are quotation marks.
    lone_returns : bool
        Lines end with a carriage return alone, as on old computers.
    """

    sha256: str
    encoding: str
    quotes: bool
    lone_returns: bool


def file_hash(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def text_scan(path: Path) -> Scan:
    """What the bytes of a text file tell.

    Raises
    ------
    UnreadableFile
        The bytes are no text in any of the encodings, or are those of a web page.
    """
    with path.open("rb") as stream:
        start = stream.read(1024).lstrip(codecs.BOM_UTF8).lstrip().lower()
    if start.startswith(_WEB_PAGE):
        raise UnreadableFile("check.web_page", file=path.name)
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8, undefined, nul, quotes, lone_returns, last = True, False, False, False, False, b""
    dos_word = twice = None
    with path.open("rb") as stream:
        while block := stream.read(BLOCK_BYTES):
            digest.update(block)
            nul = nul or b"\0" in block
            quotes = quotes or b'"' in block
            lone_returns = lone_returns or _has_lone_return(last, block)
            last = block[-1:]
            is_utf8 = is_utf8 and _decodes(decoder, block)
            undefined = undefined or any(byte in block for byte in _UNDEFINED_IN_CP1252)
            dos_word = dos_word or _DOS_WORD.search(block)
            twice = twice or _TWICE.search(block)
    is_utf8 = is_utf8 and _decodes(decoder, b"", final=True)
    encoding = _encoding(path, is_utf8)
    if (nul and encoding != "utf-16") or (undefined and encoding == "cp1252"):
        raise UnreadableFile("check.not_text", file=path.name)
    return Scan(digest.hexdigest(), encoding, quotes, lone_returns or last == b"\r")


def text_grids(path: Path, scan: Scan) -> list[Grid]:
    """Grids of a text file, one per delimiter it may have been written with."""
    declared = _declared_delimiter(path, scan)
    return [_grid(path, scan, each, declared is not None) for each in ([declared] if declared else DELIMITERS)]


def records(
    path: Path, scan: Scan, delimiter: str, *, skipped: int = 0, row: int = 0
) -> Iterator[tuple[list[str], int]]:
    """Records of a text file with the count of lines read so far, below its first ``skipped`` lines and ``row`` rows.

    Raises
    ------
    UnreadableFile
        A quoted cell is never closed, or the text breaks off in the middle of a character.
    """
    kept: list[str] = []
    with path.open(encoding=scan.encoding, newline="") as stream:
        reader = csv.reader(_remembered(stream, kept), delimiter=delimiter)
        try:
            for _ in range(skipped):
                next(stream, None)
            for record in reader:
                row += 1
                if len(kept) > 1:
                    _refuse_unclosed(kept, delimiter, row, path)
                kept.clear()
                yield record, skipped + reader.line_num
        except csv.Error as error:
            raise UnreadableFile("check.unclosed_quote", file=path.name, row=row + 1) from error
        except UnicodeError as error:
            raise UnreadableFile("check.not_text", file=path.name) from error


def _decodes(decoder: codecs.IncrementalDecoder, block: bytes, final: bool = False) -> bool:
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError:
        return False
    return True


def _has_lone_return(last: bytes, block: bytes) -> bool:
    if last == b"\r" and block[:1] != b"\n":
        return True
    returns = block.count(b"\r")
    return returns > 0 and returns != block.count(b"\r\n") + (block[-1:] == b"\r")


def _encoding(path: Path, is_utf8: bool) -> str:
    with path.open("rb") as stream:
        start = stream.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig" if is_utf8 else "cp1252"
    return "utf-8" if is_utf8 else "cp1252"


def _remembered(lines: Iterable[str], kept: list[str]) -> Iterator[str]:
    for line in lines:
        kept.append(line)
        yield line


def _refuse_unclosed(lines: list[str], delimiter: str, row: int, path: Path) -> None:
    try:
        for _ in csv.reader(lines, delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        if "unexpected end" in str(error):
            raise UnreadableFile("check.unclosed_quote", file=path.name, row=row) from error


def _declared_delimiter(path: Path, scan: Scan) -> str | None:
    """Delimiter that a first line ``sep=;`` names; spreadsheets read that line and do not show it."""
    with path.open(encoding=scan.encoding, errors="replace", newline="") as stream:
        line = stream.readline(16).strip().strip('"')
    return line[4] if len(line) == 5 and line.lower().startswith("sep=") and line[4] in DELIMITERS else None


def _grid(path: Path, scan: Scan, delimiter: str, declared: bool) -> Grid:
    head = _head(path, scan, delimiter, int(declared))
    ends = [int(declared), *(lines for _, lines in head)]

    def batches(header: int) -> Iterator[Batch]:
        width = max((len(record) for record, _ in head[max(header - 1, 0) :]), default=1)
        if scan.lone_returns or scan.encoding == "utf-16" or not _well_quoted(path, scan, delimiter):
            return _slow_batches(path, scan, delimiter, header, ends[header])
        return _fast_batches(path, scan, delimiter, header + 1, ends[header], width)

    texts = [[cell.strip() for cell in record] for record, _ in head]
    return Grid(texts, batches, total=path.stat().st_size, delimiter=delimiter)


def _head(path: Path, scan: Scan, delimiter: str, skipped: int) -> list[tuple[list[str], int]]:
    """First records; a broken one ends them, since it may be broken under the wrong delimiter only."""
    head: list[tuple[list[str], int]] = []
    try:
        head.extend(islice(records(path, scan, delimiter, skipped=skipped), HEAD_ROWS))
    except UnreadableFile:
        if not head:
            raise
    return head


def _slow_batches(path: Path, scan: Scan, delimiter: str, header: int, skipped: int) -> Iterator[Batch]:
    size, row = path.stat().st_size, header + 1
    rows = (record for record, _ in records(path, scan, delimiter, skipped=skipped, row=header))
    while chunk := list(islice(rows, RECORDS_PER_BATCH)):
        yield _batch(_columns(chunk), len(chunk), row, size)
        row += len(chunk)


def _columns(chunk: list[list[str]]) -> list[pl.Series]:
    width = max(map(len, chunk))
    padded = [record if len(record) == width else record + [""] * (width - len(record)) for record in chunk]
    return [pl.Series(values, dtype=pl.String) for values in zip(*padded, strict=True)]


def _batch(columns: list[pl.Series], height: int, row: int, done: int) -> Batch:
    return Batch(row, [text_cells(column) for column in columns], height, done)


def _fast_batches(path: Path, scan: Scan, delimiter: str, row: int, skipped: int, width: int) -> Iterator[Batch]:
    with path.open("rb") as stream:
        for _ in range(skipped):
            stream.readline()
        for block in _blocks(stream, scan.quotes):
            text = block.decode("cp1252").encode() if scan.encoding == "cp1252" else block
            columns = _parsed(text, delimiter, width, scan.quotes)
            height = len(columns[0]) if columns else 0
            yield _batch(columns, height, row, stream.tell())
            row += height


def _blocks(stream: BinaryIO, quotes: bool) -> Iterator[bytes]:
    """Pieces of the file that end where a record ends."""
    rest = b""
    while block := stream.read(BLOCK_BYTES):
        block = rest + block
        end = _last_record_end(block, quotes)
        if end:
            yield block[:end]
        rest = block[end:]
    if rest:
        yield rest


def _last_record_end(block: bytes, quotes: bool) -> int:
    """Count of bytes up to the last line break that stands outside quotes."""
    end = block.rfind(b"\n") + 1
    odd = block.count(b'"', 0, end) % 2 if quotes else 0
    while odd and end:
        before = block.rfind(b"\n", 0, end - 1) + 1
        odd = (odd - block.count(b'"', before, end)) % 2
        end = before
    return end


def _parsed(text: bytes, delimiter: str, width: int, quotes: bool) -> list[pl.Series]:
    try:
        frame = pl.read_csv(
            io.BytesIO(text),
            has_header=False,
            separator=delimiter,
            quote_char='"' if quotes else None,
            schema={str(position): pl.String for position in range(width)},
            missing_columns="insert",
            infer_schema=False,
        )
    except (pl.exceptions.ComputeError, pl.exceptions.SchemaError):
        # A record with more cells than the head of the file: the slow way keeps them all.
        return _columns(list(csv.reader(io.StringIO(text.decode(), newline=""), delimiter=delimiter)))
    return frame.get_columns()


def _well_quoted(path: Path, scan: Scan, delimiter: str) -> bool:
    """Whether every quotation mark opens or closes a whole cell, or is doubled inside one."""
    if not scan.quotes:
        return True
    inside, before, held = 0, LINE_END, b""
    with path.open("rb") as stream:
        stream.read(3 if scan.encoding == "utf-8-sig" else 0)
        while block := held + stream.read(BLOCK_BYTES):
            at_end = len(block) <= len(held)
            body, held = (block, b"\n") if at_end else (block[:-1], block[-1:])
            well, inside = _quotes_fit(body, held, before, inside, ord(delimiter))
            if not well or at_end:
                return well and not inside
            before = body[-1] if body else before
    return not inside


def _quotes_fit(body: bytes, after: bytes, before: int, inside: int, delimiter: int) -> tuple[bool, int]:
    cells = np.frombuffer(bytes((before,)) + body + after, dtype=np.uint8)
    at = np.flatnonzero(cells[1:-1] == QUOTE) + 1
    opening = (np.arange(len(at)) + inside) % 2 == 0
    edges = np.array((delimiter, LINE_END, RETURN, QUOTE), dtype=np.uint8)
    beside = np.where(opening, cells[at - 1], cells[at + 1])
    return bool(np.isin(beside, edges).all()), (inside + len(at)) % 2
