"""What a deployment says of itself by environment variables: strict readers that fail with a sentence."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from ayni.words import chosen_language, say


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
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query:
        raise _refused(name, came, "settings.an_address")
    if parts.scheme == "http" and parts.hostname not in {"127.0.0.1", "localhost"}:
        raise _refused(name, came, "settings.needs_https")
    return came
