"""Recorded audio: what may come in is decided by what a file holds."""

import hashlib
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile

from ayni_web.common.acting import Mistake

LIMIT = 3 << 20
ACCEPTED = ".ogg,.oga,.opus,.mp3,.m4a,.wav"
_MP4_SOUND = {b"M4A ", b"M4B ", b"mp41", b"mp42", b"isom", b"iso2", b"dash"}
_FRAME_BYTES = 4


@dataclass(frozen=True, slots=True)
class Sound:
    """A recording that may be kept.

    Attributes
    ----------
    media_type : str
        By what the file holds.
    content : bytes
        The file.
    """

    media_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        """Hash of the file, hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


def sound(file: UploadedFile, field: str = "file") -> Sound:
    """Recording that may be kept; refused with a sentence beside ``field``."""
    if (file.size or 0) > LIMIT:
        raise Mistake("recordings.too_big", field=field, limit=LIMIT >> 20)
    content = file.read(LIMIT + 1)
    media_type = media_type_of(content)
    if not media_type:
        raise Mistake("recordings.no_sound", field=field)
    return Sound(media_type, content)


def media_type_of(content: bytes) -> str:
    """Media type of a recording by its first bytes; empty for anything else."""
    if content.startswith(b"OggS\0"):
        return "audio/ogg"
    if content.startswith(b"RIFF") and content[8:12] == b"WAVE":
        return "audio/wav"
    if content[4:8] == b"ftyp" and content[8:12] in _MP4_SOUND:
        return "audio/mp4"
    return "audio/mpeg" if content.startswith(b"ID3") or _is_frame(content) else ""


def _is_frame(content: bytes) -> bool:
    """Whether a frame of MPEG sound begins here: its mark, and values of its head that are in use."""
    if len(content) < _FRAME_BYTES or content[0] != 0xFF or content[1] & 0xE0 != 0xE0:
        return False
    version, layer = content[1] >> 3 & 3, content[1] >> 1 & 3
    bitrate, rate = content[2] >> 4, content[2] >> 2 & 3
    return version != 1 and layer != 0 and bitrate not in (0, 15) and rate != 3
