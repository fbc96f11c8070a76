"""What personal data is kept for, and the texts people agree to."""

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from ayni import words
from ayni.words import say
from ayni_web.common.language import current


@dataclass(frozen=True, slots=True)
class Purpose:
    """A purpose.

    Attributes
    ----------
    code : str
        Its words are ``purposes.<code>``, ``purposes.<code>_text`` and ``purposes.<code>_kept``.
    required : bool
        Whether taking part is impossible without it.
    basis : str
        ``relation`` or ``consent``.
    days : int or None
        Days that data is kept once it is no longer needed; None for what stays with the record.
    """

    code: str
    required: bool
    basis: str
    days: int | None = None

    @property
    def text_key(self) -> str:
        """Name of the sentence that tells it in full."""
        return f"{self.code}_text"

    @property
    def kept_key(self) -> str:
        """Name of the sentence that tells how long."""
        return f"{self.code}_kept"


@cache
def _document() -> dict[str, Any]:
    return tomllib.loads(files("ayni_web.accounts").joinpath("purposes.toml").read_text(encoding="utf-8"))


@cache
def purposes() -> dict[str, Purpose]:
    """Purposes by code, in the order they are told."""
    return {code: Purpose(code, **facts) for code, facts in _document()["purpose"].items()}


def required() -> frozenset[str]:
    """Codes of the purposes that come with taking part."""
    return frozenset(code for code, purpose in purposes().items() if purpose.required)


def version() -> str:
    """Version of the texts."""
    return str(_document()["version"])


def recorded_sha256() -> str:
    """Hash of all the texts of this version, as it was recorded with it."""
    return str(_document()["sha256"])


def texts_sha256() -> str:
    """Hash of all the texts as they stand."""
    told = "\n".join(text_of(code, language) for code in purposes() for language in words.LANGUAGES)
    return hashlib.sha256(told.encode("utf-8")).hexdigest()


def days_kept(what: str) -> int:
    """Days that something is kept after it is no longer needed."""
    return int(_document()["kept"][what])


def kept() -> dict[str, int]:
    """Days by what is kept."""
    return dict(_document()["kept"])


def text_of(code: str, language: str | None = None) -> str:
    """Text that a person agrees to: what for, in full, and how long."""
    language = language or current()
    return "\n".join(say(f"purposes.{code}{part}", language) for part in ("", "_text", "_kept"))


def text_sha256(code: str) -> str:
    """Hash of the text as it is shown now, in the reader's language."""
    return hashlib.sha256(f"{version()}\n{text_of(code)}".encode()).hexdigest()
