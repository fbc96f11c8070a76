"""Files from people's devices: what may come in is decided by what a file holds, never by what it calls itself.

A file is read whole, within the limit of size, and leaves here with a safe name, its media type and its hash.
What expands beyond measure, carries programs or entities, or names another kind than it is, is refused.
"""

import hashlib
import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from unicodedata import category, normalize
from uuid import uuid4

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.utils import timezone

from ayni_web.common.acting import Mistake
from ayni_web.common.archives import office_kind
from ayni_web.common.pictures import PIXEL_LIMIT, picture

NAME_LIMIT = 120
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that may come in; ``endings`` are those a name of it may have, the usual one first."""

    media_type: str
    endings: tuple[str, ...]


KINDS = {
    "pdf": Kind("application/pdf", ("pdf",)),
    "png": Kind("image/png", ("png",)),
    "jpeg": Kind("image/jpeg", ("jpg", "jpeg")),
    "webp": Kind("image/webp", ("webp",)),
    "xlsx": Kind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ("xlsx",)),
    "docx": Kind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ("docx",)),
    "ods": Kind("application/vnd.oasis.opendocument.spreadsheet", ("ods",)),
    "odt": Kind("application/vnd.oasis.opendocument.text", ("odt",)),
    "parquet": Kind("application/vnd.apache.parquet", ("parquet",)),
    "text": Kind("text/plain", ("txt", "csv", "md")),
}
ACCEPTED = ",".join(f".{ending}" for kind in KINDS.values() for ending in kind.endings)
# What a browser may show where it is; it runs nothing. Anything else is handed over to be saved.
SHOWN = frozenset({"image/png", "image/jpeg", "image/webp"})


@dataclass(frozen=True, slots=True)
class Accepted:
    """A file that may be kept.

    Attributes
    ----------
    name : str
        Safe name, NFC, for people; it never becomes a path.
    media_type : str
        By what the file holds.
    content : bytes
        What is kept: for pictures without the place where they were taken.
    """

    name: str
    media_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        """Hash of what is kept, hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


def accepted(file: UploadedFile, field: str = "file") -> Accepted:
    """File that may be kept; refused with a sentence beside ``field``."""
    name = safe_name(file.name or "")
    if (file.size or 0) > settings.UPLOAD_LIMIT:
        raise Mistake("uploads.too_big", field=field, name=name, limit=settings.UPLOAD_LIMIT >> 20)
    file.seek(0)
    content = file.read(settings.UPLOAD_LIMIT + 1)
    try:
        code = kind_of(content)
        _refuse_other_name(name, code)
        if code in ("png", "jpeg", "webp"):
            seen = picture(content, code)
            if seen.pixels > PIXEL_LIMIT:
                raise Mistake("uploads.too_many_pixels", name=name, limit=PIXEL_LIMIT // 1_000_000)
            content = seen.content
    except Mistake as mistake:
        raise Mistake(mistake.key, field=field, **{"name": name, **mistake.facts}) from None
    return Accepted(name, _media_type(name, code), content)


def kind_of(content: bytes) -> str:
    """Code of :data:`KINDS`, by what a file holds."""
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:]:
        return "pdf"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "webp"
    if content.startswith(b"PAR1") and content.endswith(b"PAR1") and len(content) > 12:
        return "parquet"
    if content.startswith(b"PK\x03\x04"):
        return office_kind(content)
    if content.startswith(OLD_OFFICE):
        raise Mistake("uploads.old_or_locked")
    if _is_text(content):
        return "text"
    raise Mistake("uploads.unknown_kind", kinds=ACCEPTED.replace(",", " "))


def safe_name(name: str) -> str:
    """Name without a path, without what is not seen or what other systems cannot write, at most 120 letters."""
    name = normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    name = "".join(letter for letter in name if category(letter) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
    name = re.sub(r'[<>:"|?*]', "_", name).strip().lstrip(".").strip()
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 10:
        return name[:NAME_LIMIT].strip() or "_"
    return f"{stem[: NAME_LIMIT - len(ending) - 1].strip(' .') or '_'}.{ending}"


def hidden_place(row: Any, name: str) -> str:
    """Where a file lies: a random name without an ending, so that nothing serves or runs it by what it is called."""
    return f"{row._meta.app_label}/{timezone.localdate():%Y}/{uuid4().hex}"


class CutOff(FileUploadHandler):
    """Upload that is cut once it passes the limit, so that nobody fills the disk; what came is then refused."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Piece to keep, or nothing beyond the limit."""
        return raw_data if start <= settings.UPLOAD_LIMIT else None

    def file_complete(self, file_size: int) -> None:
        """The next handler has the file."""
        return


def _is_text(content: bytes) -> bool:
    """Text that is no markup: UTF-8, or the Windows code page of older spreadsheets."""
    if not content or re.search(rb"[\x00-\x08\x0e-\x1f]", content):
        return False
    return content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] != b"<"


def _ending(name: str) -> str:
    return PurePosixPath(name).suffix.lstrip(".").lower()


def _refuse_other_name(name: str, code: str) -> None:
    if _ending(name) not in KINDS[code].endings:
        raise Mistake("uploads.says_otherwise", held=KINDS[code].endings[0])


def _media_type(name: str, code: str) -> str:
    return "text/csv" if code == "text" and _ending(name) == "csv" else KINDS[code].media_type
