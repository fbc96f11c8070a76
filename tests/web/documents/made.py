"""Documents that tests ask for."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from ayni_web.documents import actions
from ayni_web.documents.models import Document


def sent_file(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def document(by: Any, owner: Any = None, audience: str = "members", **facts: Any) -> Document:
    facts = {"title": "Acta de noviembre", "kind": "minutes", "text": "Se acordó comprar juntos.", **facts}
    return actions.add_document(by=by, owner=owner, audience=audience, **facts)


def png(width: int = 2, height: int = 2, notes: bytes = b"") -> bytes:
    import struct
    import zlib

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    rows = zlib.compress(b"".join(b"\0" + b"\x7f" * width for _ in range(min(height, 100))))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = [
        chunk(b"IHDR", head),
        *([chunk(b"tEXt", notes)] if notes else []),
        chunk(b"IDAT", rows),
        chunk(b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def office(parts: dict[str, bytes], kind: str = "docx") -> bytes:
    import zipfile

    main = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}[kind]
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {"[Content_Types].xml": b"<Types/>", main: b"<document/>", **parts}.items():
            archive.writestr(name, content)
    return made.getvalue()
