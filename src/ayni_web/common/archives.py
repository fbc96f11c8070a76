"""Documents of an office are archives: what one expands to is looked at, within limits, before it is kept."""

import re
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO

from ayni_web.common.acting import Mistake

EXPANDED_LIMIT = 300 << 20
RATIO_LIMIT = 200
RATIO_MATTERS_FROM = 20 << 20
MEMBER_LIMIT = 5000
# A chart in a text holds its own sheet; nothing holds an archive within that.
DEPTH_LIMIT = 1
_PIECE = 1 << 20
_OVERLAP = 16
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)
_PROGRAM = re.compile(
    r"(^|/)(vbaProject\.bin|vbaData\.xml)$|^(Basic|Scripts|macrosheets)/|/macrosheets/|activeX/", re.IGNORECASE
)
_OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.text": "odt",
}


@dataclass(slots=True)
class _Budget:
    """What may still be expanded; counted as it comes out, never as the archive says."""

    packed: int
    expanded: int = 0
    members: int = 0

    def spend(self, size: int) -> None:
        self.expanded += size
        ratio = self.expanded / max(self.packed, 1)
        if self.expanded > EXPANDED_LIMIT or (self.expanded > RATIO_MATTERS_FROM and ratio > RATIO_LIMIT):
            raise Mistake("uploads.expands", limit=EXPANDED_LIMIT >> 20)

    def count(self, members: int) -> None:
        self.members += members
        if self.members > MEMBER_LIMIT:
            raise Mistake("uploads.expands", limit=EXPANDED_LIMIT >> 20)


def office_kind(content: bytes) -> str:
    """``xlsx``, ``docx``, ``ods`` or ``odt``; any other archive, and one that is not safe, is refused."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            kind = _kind(archive)
            _look_through(archive, _Budget(len(content)), 0)
    except _BROKEN:
        raise Mistake("uploads.broken") from None
    return kind


def _kind(archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    if "[Content_Types].xml" in names:
        for part, kind in (("xl/workbook.xml", "xlsx"), ("word/document.xml", "docx")):
            if part in names:
                return kind
    if {"mimetype", "content.xml"} <= names:
        with archive.open("mimetype") as stream:
            kind = _OPEN_DOCUMENT.get(stream.read(100).strip(), "")
        if kind:
            return kind
    raise Mistake("uploads.archive")


def _look_through(archive: zipfile.ZipFile, budget: _Budget, depth: int) -> None:
    budget.count(len(archive.infolist()))
    for member in archive.infolist():
        if _PROGRAM.search(member.filename):
            raise Mistake("uploads.programs")
        if member.flag_bits & 1:
            raise Mistake("uploads.old_or_locked")
        _look_at(archive, member, budget, depth)


def _look_at(archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: _Budget, depth: int) -> None:
    """Read a member whole, piece by piece; only an archive within is held in memory."""
    inner, tail = BytesIO(), b""
    nested = marked = None
    with archive.open(member) as stream:
        while piece := stream.read(_PIECE):
            budget.spend(len(piece))
            if nested is None:
                nested, marked = piece.startswith(b"PK\x03\x04"), _is_markup(member.filename, piece)
            if nested:
                inner.write(piece)
            if marked:
                _refuse_entities(tail + piece)
                tail = piece[-_OVERLAP:]
    if inner.tell():
        if depth >= DEPTH_LIMIT:
            raise Mistake("uploads.nested")
        with zipfile.ZipFile(inner) as within:
            _look_through(within, budget, depth + 1)


def _is_markup(name: str, piece: bytes) -> bool:
    start = piece.lstrip(b"\xef\xbb\xbf \t\r\n")
    return name.lower().endswith((".xml", ".rels", ".vml", ".rdf")) or start.startswith((b"<?xml", b"<!"))


def _refuse_entities(piece: bytes) -> None:
    """Refuse what an XML reader would expand; a zero byte hides such marks in another encoding."""
    if b"<!DOCTYPE" in piece or b"<!ENTITY" in piece or b"\0" in piece:
        raise Mistake("uploads.entities")
