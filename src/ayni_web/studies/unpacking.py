"""Files of a study from a zip: only plain tables and texts, by what they hold, and nothing outside their folder."""

import re
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from ayni_web.common.acting import Mistake
from ayni_web.common.archives import EXPANDED_LIMIT, RATIO_LIMIT, RATIO_MATTERS_FROM
from ayni_web.common.uploads import kind_of
from ayni_web.studies.shelves import STUDY_FILE

FILES_LIMIT = 200
TABLES = {
    "text": (".toml", ".csv", ".tsv", ".txt", ".md", ".json", ".geojson"),
    "xlsx": (".xlsx",), "ods": (".ods",), "parquet": (".parquet",),
}  # fmt: skip
# What the systems of those who send leave in every zip.
LITTER = re.compile(r"(^|/)(__MACOSX/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\._[^/]*$)")
NAME = re.compile(r"[^\x00-\x1f\\/:*?\"<>|]{1,120}")
_LINK = 0o120000
_PIECE = 1 << 20
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, UnicodeError)


def unpack(file: UploadedFile, folder: Path) -> None:
    """Write the files of a zip into a folder: ``study.toml`` at its root, or all of it within one folder."""
    name = (file.name or "")[-80:]
    if (file.size or 0) > settings.UPLOAD_LIMIT:
        raise Mistake("uploads.too_big", field="file", name=name, limit=settings.UPLOAD_LIMIT >> 20)
    file.seek(0)
    if file.read(4) != b"PK\x03\x04":
        raise Mistake("studies.not_a_zip", field="file", name=name)
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            _write(archive, _members(archive), folder, file.size or 1, name)
    except _BROKEN:
        raise Mistake("uploads.broken", field="file", name=name) from None


def _members(archive: zipfile.ZipFile) -> dict[PurePosixPath, zipfile.ZipInfo]:
    """Files by their path within the study; the folder around ``study.toml`` is left out."""
    rows = [row for row in archive.infolist() if not row.is_dir() and not LITTER.search(row.filename)]
    if len(rows) > FILES_LIMIT:
        raise Mistake("studies.too_many_files", field="file", n=FILES_LIMIT)
    paths = {_safe_path(row): row for row in rows}
    roots = [path.parent for path in paths if path.name == STUDY_FILE]
    if len(roots) != 1:
        raise Mistake("studies.no_study_file", field="file")
    within = {path.relative_to(roots[0]): row for path, row in paths.items() if path.is_relative_to(roots[0])}
    if len({str(path).casefold() for path in within}) != len(rows):
        raise Mistake("studies.unclear_files", field="file")
    return within


def _safe_path(row: zipfile.ZipInfo) -> PurePosixPath:
    """Path of a file, refused where it would lie elsewhere, is a link, or is locked."""
    path = PurePosixPath(row.filename)
    unsafe = path.is_absolute() or any(part == ".." or not NAME.fullmatch(part) for part in path.parts)
    if unsafe or len(path.parts) > 6 or (row.external_attr >> 16) & 0o170000 == _LINK:
        raise Mistake("studies.unsafe_name", field="file", came=row.filename[:80])
    if row.flag_bits & 1:
        raise Mistake("uploads.old_or_locked", field="file", name=row.filename[:80])
    return path


def _write(
    archive: zipfile.ZipFile, members: dict[PurePosixPath, zipfile.ZipInfo], folder: Path, packed: int, name: str
) -> None:
    expanded = 0
    for path, row in members.items():
        content = bytearray()
        with archive.open(row) as stream:
            # Counted as it comes out, never as the archive says.
            while piece := stream.read(_PIECE):
                content += piece
                expanded += len(piece)
                steep = expanded > RATIO_MATTERS_FROM and expanded / packed > RATIO_LIMIT
                if expanded > EXPANDED_LIMIT or steep:
                    raise Mistake("uploads.expands", field="file", name=name, limit=EXPANDED_LIMIT >> 20)
        _refuse_other_kinds(path, bytes(content))
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def _refuse_other_kinds(path: PurePosixPath, content: bytes) -> None:
    """Refuse what is neither a table nor a text, by what it holds; an empty file says nothing and is left to say so."""
    try:
        kind = kind_of(content) if content else "text"
    except Mistake as mistake:
        raise Mistake(mistake.key, field="file", **{"name": path.name, **mistake.facts}) from None
    if path.suffix.lower() not in TABLES.get(kind, ()):
        raise Mistake("studies.other_kind", field="file", name=path.name)
