"""Text files with delimited columns, as offices make them: their encoding, their records, their rows in batches.

A row here is a record, numbered as a spreadsheet program numbers it: a quoted cell with line breaks inside is one
row, and a blank line is one, too.  Blocks of the file go through Polars when their quotes are well formed; what is
not goes through the ``csv`` module, slower and with the same result.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import numpy as np
import polars as pl

from ayni.errors import UnreadableFile
from ayni.sources.grid import HEAD_ROWS, Batch, Grid, text_cells
from ayni.sources.scan import BLOCK_BYTES, Scan

DELIMITERS = (";", ",", "\t", "|")
RECORDS_PER_BATCH = 50_000
QUOTE, LINE_END, RETURN = 34, 10, 13


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
