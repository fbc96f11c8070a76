"""Pictures: how many pixels one has, and the same picture without the place where it was taken.

A photograph of a receipt carries where and with what it was taken.  Those parts (EXIF, XMP, IPTC, notes) are left
out, and whatever follows the end of the picture; of EXIF only which way is up stays.
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from ayni_web.common.acting import Mistake

PIXEL_LIMIT = 60_000_000
_NOTES_PNG = {b"eXIf", b"tEXt", b"iTXt", b"zTXt", b"tIME"}
_NOTES_WEBP = {b"EXIF", b"XMP "}
_APP1, _APP13, _COMMENT, _SCAN, _END = 0xE1, 0xED, 0xFE, 0xDA, 0xD9
_FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
# Within a scan, 0xFF is followed by 0 or by a restart mark; anything else is the next segment.
_NEXT_MARK = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]")


@dataclass(frozen=True, slots=True)
class Picture:
    """Number of pixels of a picture, and its bytes without where it was taken."""

    pixels: int
    content: bytes


def picture(content: bytes, kind: str) -> Picture:
    """Picture of a kind (``jpeg``, ``png``, ``webp``); one that is broken is refused."""
    try:
        found = {"jpeg": _jpeg, "png": _png, "webp": _webp}[kind](content)
    except (struct.error, IndexError, ValueError):
        raise Mistake("uploads.broken") from None
    if not found.pixels:
        raise Mistake("uploads.broken")
    return found


def _jpeg(content: bytes) -> Picture:
    kept, pixels, up = [b"\xff\xd8"], 0, 1
    for mark, segment, scan in _segments(content):
        if mark in _FRAMES:
            height, width = struct.unpack(">HH", segment[5:9])
            pixels = max(pixels, height * width)
        if mark == _APP1 and segment[4:10] == b"Exif\0\0":
            up = _which_way_up(segment[10:])
        if mark not in (_APP1, _APP13, _COMMENT):
            kept.append(segment + scan)
    if up > 1:
        tiff = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01" + struct.pack(">HH", up, 0) + b"\0\0\0\0"
        kept.insert(1, b"\xff\xe1" + struct.pack(">H", len(tiff) + 8) + b"Exif\0\0" + tiff)
    return Picture(pixels, b"".join(kept))


def _segments(content: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Segments of a JPEG up to its end: mark, bytes with mark and length, and the scan that follows one."""
    at = 2
    while True:
        while content[at] == 0xFF and content[at + 1] == 0xFF:
            at += 1
        if content[at] != 0xFF:
            raise ValueError
        mark = content[at + 1]
        if mark == _END:
            yield mark, content[at : at + 2], b""
            return
        length = struct.unpack(">H", content[at + 2 : at + 4])[0]
        end = at + 2 + length
        if length < 2 or end > len(content):
            raise ValueError
        after = end
        if mark == _SCAN:
            following = _NEXT_MARK.search(content, end)
            if following is None:
                raise ValueError
            after = following.start()
        yield mark, content[at:end], content[end:after]
        at = after


def _which_way_up(tiff: bytes) -> int:
    """Orientation of EXIF, 1 to 8; 1 where none can be read."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 10:
        return 1
    start = struct.unpack(f"{order}I", tiff[4:8])[0]
    count = struct.unpack(f"{order}H", tiff[start : start + 2].ljust(2, b"\0"))[0]
    for entry in range(start + 2, min(start + 2 + 12 * count, len(tiff) - 11), 12):
        if struct.unpack(f"{order}H", tiff[entry : entry + 2])[0] == 0x0112:
            up = int(struct.unpack(f"{order}H", tiff[entry + 8 : entry + 10])[0])
            return up if up <= 8 else 1
    return 1


def _png(content: bytes) -> Picture:
    kept, at, pixels = [content[:8]], 8, 0
    while True:
        length, name = struct.unpack(">I4s", content[at : at + 8])
        end = at + 12 + length
        if end > len(content):
            raise ValueError
        if name == b"IHDR":
            width, height = struct.unpack(">II", content[at + 8 : at + 16])
            pixels = width * height
        if name not in _NOTES_PNG:
            kept.append(content[at:end])
        if name == b"IEND":
            return Picture(pixels, b"".join(kept))
        at = end


def _webp(content: bytes) -> Picture:
    whole = min(8 + struct.unpack("<I", content[4:8])[0], len(content))
    kept, at, pixels = [b""], 12, 0
    while at + 8 <= whole:
        name, length = struct.unpack("<4sI", content[at : at + 8])
        end = at + 8 + length
        if end > whole:
            raise ValueError
        body = content[at + 8 : end]
        pixels = max(pixels, _webp_pixels(name, body))
        if name == b"VP8X":
            body = bytes([body[0] & ~0x0C]) + body[1:]
        if name not in _NOTES_WEBP:
            kept.append(struct.pack("<4sI", name, length) + body + b"\0" * (length % 2))
        at = end + length % 2
    inside = b"".join(kept)
    return Picture(pixels, b"RIFF" + struct.pack("<I", len(inside) + 4) + b"WEBP" + inside)


def _webp_pixels(name: bytes, body: bytes) -> int:
    if name == b"VP8X":
        return (int.from_bytes(body[4:7], "little") + 1) * (int.from_bytes(body[7:10], "little") + 1)
    if name == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        return ((bits & 0x3FFF) + 1) * (((bits >> 14) & 0x3FFF) + 1)
    if name == b"VP8 ":
        width, height = struct.unpack("<HH", body[6:10])
        return int((width & 0x3FFF) * (height & 0x3FFF))
    return 0
