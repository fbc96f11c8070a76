"""Tables written to files that others open: Parquet, CSV, XLSX."""

import datetime as dt
import errno
import io
import os
import re
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl

from ayni.errors import AyniError

_FIXED_DAY = dt.datetime(2000, 1, 1)  # noqa: DTZ001 (the file format knows no zone)
WIDEST = 60
# A sheet of XLSX has no more rows; one of them is the head.
MOST_ROWS = 1_048_576 - 1
FORMATS = (".parquet", ".csv", ".xlsx")


class UnwritableFile(AyniError):
    """A place that cannot be written to: no right, no room, or no kind of file we write."""


def write_table(table: pl.DataFrame, path: Path, *, sheet: str = "table", unlike: Path | None = None) -> None:
    """Write a table as Parquet, CSV (UTF-8 with its mark, so that spreadsheets show ñ) or XLSX, by its ending.

    The file appears whole or not at all, and never in place of ``unlike``, the table it was made from.

    Raises
    ------
    UnwritableFile
        Another ending, more rows than a sheet holds, no right to write, or no room.
    """
    writers: dict[str, Callable[[Path], object]] = {
        ".parquet": lambda part: table.write_parquet(part, statistics=False),
        ".csv": lambda part: neutralised(table).write_csv(part, include_bom=True),
        ".xlsx": lambda part: write_workbook({sheet: table}, part),
    }
    if path.suffix.lower() not in writers:
        raise UnwritableFile("writing.unknown_ending", file=path.name, known=", ".join(FORMATS))
    if path.suffix.lower() == ".xlsx" and table.height > MOST_ROWS:
        raise UnwritableFile("writing.too_many_rows", file=path.name, n=table.height, most=MOST_ROWS)
    if unlike is not None and path.resolve() == unlike.resolve():
        raise UnwritableFile("writing.same_as_input", file=path.name)
    with whole_file(path) as part:
        writers[path.suffix.lower()](part)


def write_bytes(content: bytes, path: Path, *, unlike: Path | None = None) -> None:
    """Write a file whole or not at all, and never in place of ``unlike``, the file it was made from.

    Raises
    ------
    UnwritableFile
        No right to write, no room, or the place of ``unlike``.
    """
    if unlike is not None and path.resolve() == unlike.resolve():
        raise UnwritableFile("writing.same_as_input", file=path.name)
    with whole_file(path) as part:
        part.write_bytes(content)


def neutralised(table: pl.DataFrame) -> pl.DataFrame:
    """Table whose texts no spreadsheet takes for a formula: a leading = + - @ gets an apostrophe before it."""
    texts = [name for name, kind in table.schema.items() if kind == pl.String]
    risky = [pl.col(name).str.contains(r"^[=+\-@\t\r]") for name in texts]
    return table.with_columns(
        pl.when(is_risky).then(pl.lit("'") + pl.col(name)).otherwise(pl.col(name)).alias(name)
        for name, is_risky in zip(texts, risky, strict=True)
    )


def write_workbook(
    tables: Mapping[str, pl.DataFrame], path: Path, *, front: list[tuple[str, ...]] | None = None, front_name: str = ""
) -> None:
    """Write an XLSX with a sheet per table, heads frozen and filtered, after an optional front sheet of text."""
    import xlsxwriter

    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True})
    # A fixed day keeps the bytes of the same content the same.
    book.set_properties({"created": _FIXED_DAY})
    head = book.add_format({"bold": True, "bottom": 2, "valign": "top"})
    if front:
        _front_sheet(book, front_name, front, head)
    for name, table in tables.items():
        _table_sheet(book, name, table, head)
    book.close()
    path.write_bytes(content.getvalue())


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Path beside ``path`` that takes its place once the block ends well, and disappears otherwise."""
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield part
        part.replace(path)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def ready_folder(path: Path) -> Path:
    """The folder, made where it is not there yet, once something could be written in it.

    Raises
    ------
    UnwritableFile
        No right to write there, no room, or a file stands in its place.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".ayni-", dir=path):
            return path
    except OSError as error:
        raise _unwritable(path, error) from error


@contextmanager
def whole_folder(path: Path, *, ours: str, owned: Callable[[Path], Collection[str]]) -> Iterator[Path]:
    """Folder beside ``path`` that takes its place once the block ends well, and disappears otherwise.

    Parameters
    ----------
    path : Path
        Folder to make.  One that already stands there is replaced only when it is empty or holds the file ``ours``,
        the sign that Ayni made it.
    ours : str
        Name of that file.
    owned : callable
        Relative paths of the files of such a folder that Ayni wrote.  All others are the user's and are carried over.
    """
    path = path.resolve()
    if path.exists() and (not path.is_dir() or (any(path.iterdir()) and not (path / ours).exists())):
        raise UnwritableFile("writing.not_ours", folder=str(path))
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        _sweep(path)
        part.mkdir(parents=True)
        yield part
        if path.exists():
            _carry_over(path, part, owned(path))
            shutil.rmtree(path)
        part.replace(path)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _sweep(path: Path) -> None:
    """Remove what processes that were killed left half made."""
    for left in path.parent.glob(f".{path.name}.*.part"):
        found = re.search(r"\.(\d+)\.part$", left.name)
        if found and not _alive(int(found.group(1))):
            shutil.rmtree(left, ignore_errors=True)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _carry_over(old: Path, new: Path, owned: Collection[str]) -> None:
    for file in old.rglob("*"):
        name = file.relative_to(old)
        if str(name) not in owned and not (new / name).exists():
            if file.is_dir() and not file.is_symlink():
                (new / name).mkdir(parents=True, exist_ok=True)
            else:
                (new / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(file, new / name, follow_symlinks=False)


def _unwritable(path: Path, error: OSError) -> UnwritableFile:
    # Polars' errors hold the system's number in their text alone.
    told = re.search(r"os error (\d+)", str(error))
    number = error.errno or (int(told.group(1)) if told else None)
    if number == errno.ENOSPC:
        return UnwritableFile("writing.no_room", file=str(path))
    if number in (errno.EACCES, errno.EPERM, errno.EROFS):
        return UnwritableFile("writing.no_right", file=str(path))
    return UnwritableFile("writing.unwritable", file=str(path))


def _front_sheet(book: Any, name: str, lines: list[tuple[str, ...]], head: Any) -> None:
    sheet = book.add_worksheet(name[:31])
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 90)
    for row, line in enumerate(lines):
        for column, text in enumerate(line):
            sheet.write_string(row, column, text, head if len(line) == 1 else wrapped)


def _table_sheet(book: Any, name: str, table: pl.DataFrame, head: Any) -> None:
    sheet = book.add_worksheet(name[:31])
    sheet.freeze_panes(1, 1)
    for column, (title, values) in enumerate(zip(table.columns, table.iter_columns(), strict=True)):
        sheet.write_string(0, column, title, head)
        sheet.set_column(column, column, _width(title, values))
        _write_column(sheet, column, values)
    if table.height:
        sheet.autofilter(0, 0, table.height, table.width - 1)


def _write_column(sheet: Any, column: int, values: pl.Series) -> None:
    if values.dtype.is_numeric():
        write = sheet.write_number
    elif values.dtype == pl.Boolean:
        write = sheet.write_boolean
    else:
        write = sheet.write_string
        values = values.cast(pl.String)
    for row, value in enumerate(values, start=1):
        if value is not None and value == value:
            write(row, column, value)


def _width(title: str, values: pl.Series) -> int:
    if values.dtype != pl.String or values.is_empty():
        return max(len(title) + 3, 12)
    longest = values.str.len_chars().max()
    return min(max(len(title) + 3, longest if isinstance(longest, int) else 0), WIDEST)
