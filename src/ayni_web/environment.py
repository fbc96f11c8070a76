"""What a deployment says of itself by environment variables: strict readers that fail with a sentence."""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit
from zoneinfo import available_timezones

from ayni.words import chosen_language, say

MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
SECRET_LENGTH = 50


class UnclearSetting(SystemExit):
    """A setting that cannot be followed: the start ends with its sentence."""


def _refused(name: str, came: str, reason: str) -> UnclearSetting:
    language = chosen_language()
    return UnclearSetting(say("settings.unclear", language, name=name, came=came, reason=say(reason, language)))


def flag(name: str, default: bool) -> bool:
    """Truth of a variable: ``yes`` or ``no``."""
    came = os.environ.get(name, "").strip().lower()
    if not came:
        return default
    if came not in {"yes", "no"}:
        raise _refused(name, came, "settings.yes_or_no")
    return came == "yes"


def local_flag(name: str, secure: bool) -> bool:
    """Truth of a variable that opens what only this machine may see: refused for a site that others reach."""
    asked = flag(name, False)
    if asked and secure:
        raise _refused(name, "yes", "settings.local_only")
    return asked


def listed(name: str, default: str) -> list[str]:
    """Words of a variable, parted by commas."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def folder(name: str, default: Path) -> Path:
    """Folder that a variable names; made when it is not there."""
    path = Path(os.environ.get(name) or default).expanduser().resolve()
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:
        raise _refused(name, str(path), "settings.no_folder") from None
    return path


def site(name: str, default: str) -> str:
    """Address of the site, as ``https://ayni.example.pe``: scheme and host, nothing more.

    Plain ``http`` is for this machine alone: a site that others reach needs ``https``.
    """
    came = os.environ.get(name, "").strip().rstrip("/") or default
    parts = urlsplit(came)
    if parts.scheme not in {"http", "https"} or parts.path or parts.query or parts.fragment or not _is_host(parts):
        raise _refused(name, came, "settings.an_address")
    if parts.scheme == "http" and parts.hostname not in {"127.0.0.1", "localhost"}:
        raise _refused(name, came, "settings.needs_https")
    return came


def _is_host(parts: SplitResult) -> bool:
    """Whether an address has a host, a port that is a number where there is one, and nobody's password."""
    try:
        return bool(parts.hostname) and parts.port != 0 and "@" not in parts.netloc
    except ValueError:
        return False


def time_zone(name: str, default: str) -> str:
    """Zone of the database of time zones, as ``America/Lima``."""
    came = os.environ.get(name, "").strip() or default
    if came not in available_timezones():
        raise _refused(name, came, "settings.a_zone")
    return came


@dataclass(frozen=True, slots=True)
class Mail:
    """How mail is sent."""

    host: str
    port: int
    user: str
    password: str
    ssl: bool
    tls: bool


def mail(name: str) -> Mail | None:
    """Server that sends mail, as ``smtps://user:password@host:465``; None where the variable is empty.

    ``smtps`` is encrypted from the start, ``smtp+tls`` after a greeting; plain ``smtp`` is for this machine alone.
    """
    came = os.environ.get(name, "").strip()
    if not came:
        return None
    parts = urlsplit(came)
    local = parts.hostname in {"127.0.0.1", "localhost"}
    try:
        port = parts.port or MAIL_PORTS[parts.scheme]
    except (ValueError, KeyError):
        port = 0
    if not port or not parts.hostname or parts.path.strip("/") or (parts.scheme == "smtp" and not local):
        # What came may hold a password: it is not told.
        raise _refused(name, f"{parts.scheme}://…", "settings.a_mail_server")
    return Mail(parts.hostname, port, unquote(parts.username or ""), unquote(parts.password or ""),
                ssl=parts.scheme == "smtps", tls=parts.scheme == "smtp+tls")  # fmt: skip


def secret(name: str) -> str:
    """Secret of at least 50 characters; empty where the variable is."""
    came = os.environ.get(name, "")
    if came and len(came) < SECRET_LENGTH:
        raise _refused(name, "…", "settings.a_long_secret")
    return came
