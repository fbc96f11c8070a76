"""A file, opened by what it holds and not by what its name says."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from mmap import ACCESS_READ, mmap
from pathlib import Path

from ayni.errors import UnreadableFile
from ayni.sources.archive import safe_archive
from ayni.sources.columnar import looks_like_parquet, parquet_grid
from ayni.sources.delimited import text_grids
from ayni.sources.grid import Grid
from ayni.sources.scan import file_hash, text_scan
from ayni.sources.table import Provenance
from ayni.sources.workbook import workbook_grids

_ZIP, _OLD_OFFICE, _GZIP, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"%PDF"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ENCODINGS = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows-1252"}


@dataclass(frozen=True, slots=True)
class Opened:
    """A file with the grids of cells in it.

    Attributes
    ----------
    provenance : Provenance
        What is known of the file before its rows are read.
    grids : list of Grid
        Its sheets; or its one text, read with each delimiter.
    """

    provenance: Provenance
    grids: list[Grid]


def opened(path: Path) -> Opened:
    """File with the grids of cells in it.

    Raises
    ------
    UnreadableFile
        The file is missing, is a folder, is empty, may not be read, needs a password, is broken or is of another
        kind; the sentence says which and what to do.
    """
    try:
        return _opened(path)
    except FileNotFoundError as error:
        raise UnreadableFile("check.no_file", file=str(path)) from error
    except IsADirectoryError as error:
        raise UnreadableFile("check.folder", file=str(path)) from error
    except OSError as error:
        raise UnreadableFile("check.cannot_open", file=str(path)) from error


def _opened(path: Path) -> Opened:
    with path.open("rb") as stream:
        start = stream.read(8)
    if not start:
        raise UnreadableFile("check.empty_file", file=path.name)
    if start.startswith(_OLD_OFFICE):
        raise UnreadableFile("check.password" if _is_encrypted(path) else "check.old_office", file=path.name)
    if start.startswith((_GZIP, _PDF)):
        raise UnreadableFile("check.unknown_kind", file=path.name)
    status = path.stat()
    about = Provenance(
        file=path.name,
        kind="csv",
        sha256="",
        size=status.st_size,
        modified=datetime.fromtimestamp(status.st_mtime, UTC),
    )
    if start.startswith(_ZIP):
        archive = safe_archive(path)
        return Opened(replace(about, kind=archive.kind, sha256=file_hash(path)), workbook_grids(path, archive))
    if looks_like_parquet(path):
        return Opened(replace(about, kind="parquet", sha256=file_hash(path)), [parquet_grid(path)])
    scan = text_scan(path)
    found = replace(about, sha256=scan.sha256, encoding=_ENCODINGS[scan.encoding])
    return Opened(found, text_grids(path, scan))


def _is_encrypted(path: Path) -> bool:
    """Whether an old Office container holds an encrypted package; its directory may stand anywhere in the file."""
    with path.open("rb") as stream, mmap(stream.fileno(), 0, access=ACCESS_READ) as content:
        return content.find(_ENCRYPTED) >= 0
