"""What the bytes of a text file tell before it is read: its hash, its encoding, what spoilt its letters."""

import codecs
import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path

from ayni.errors import UnreadableFile

BLOCK_BYTES = 1 << 24
_UNDEFINED_IN_CP1252 = bytes((0x81, 0x8D, 0x8F, 0x90, 0x9D))
# What ñ, ó, ú, é, í of MS-DOS (code page 850) are in Windows-1252: signs that stand inside no word.
_DOS_LETTER = re.compile(rb"[A-Za-z][\xa4\xa2\xa3\x82\xa1][A-Za-z]")
# What a letter with an accent becomes when UTF-8 is taken for Windows-1252 and written as UTF-8 once more.
_TWICE = re.compile(rb"\xc3\x83\xc2[\x80-\xbf]")
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
    seen = _Seen()
    with path.open("rb") as stream:
        while block := stream.read(BLOCK_BYTES):
            seen.take(block)
    seen.end()
    encoding = _encoding(path, seen.is_utf8)
    if encoding != "utf-16":
        _refuse_spoilt(seen, encoding, path)
    return Scan(seen.digest.hexdigest(), encoding, seen.quotes, seen.lone_returns)


@dataclass(slots=True)
class _Seen:
    """What has been seen of a text file so far, block by block."""

    digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)
    decoder: codecs.IncrementalDecoder = field(default_factory=codecs.getincrementaldecoder("utf-8"))
    is_utf8: bool = True
    undefined: bool = False
    nul: bool = False
    quotes: bool = False
    lone_returns: bool = False
    last: bytes = b""
    spoilt: tuple[str, str] | None = None

    def take(self, block: bytes) -> None:
        """Look at one block more."""
        self.digest.update(block)
        self.nul = self.nul or b"\0" in block
        self.quotes = self.quotes or b'"' in block
        self.lone_returns = self.lone_returns or _has_lone_return(self.last, block)
        self.is_utf8 = self.is_utf8 and _decodes(self.decoder, block)
        self.undefined = self.undefined or any(byte in block for byte in _UNDEFINED_IN_CP1252)
        self.spoilt = self.spoilt or _spoilt_letters(block, self.is_utf8)
        self.last = block[-1:]

    def end(self) -> None:
        """Look at what is known only at the end."""
        self.is_utf8 = self.is_utf8 and _decodes(self.decoder, b"", final=True)
        self.lone_returns = self.lone_returns or self.last == b"\r"


def _refuse_spoilt(seen: _Seen, encoding: str, path: Path) -> None:
    if seen.nul:
        raise UnreadableFile("check.not_text", file=path.name)
    if seen.spoilt is not None:
        key, example = seen.spoilt
        raise UnreadableFile(key, file=path.name, example=example)
    if seen.undefined and encoding == "cp1252":
        raise UnreadableFile("check.not_text", file=path.name)


def _spoilt_letters(block: bytes, is_utf8: bool) -> tuple[str, str] | None:
    """Sentence for letters spoilt on the way here, with a word that shows it; None when there are none."""
    found = _TWICE.search(block) if is_utf8 else _DOS_LETTER.search(block)
    if found is None:
        return None
    # The word around it: spaces, delimiters and line ends part words in every encoding here.
    before = re.split(rb"[\s;,|\"]", block[max(found.start() - 30, 0) : found.start()])[-1]
    after = re.split(rb"[\s;,|\"]", block[found.start() : found.end() + 30])[0]
    word = (before + after).decode("utf-8" if is_utf8 else "cp1252", errors="replace")
    return ("check.written_twice" if is_utf8 else "check.dos_text"), word


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
