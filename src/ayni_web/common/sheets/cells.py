"""Cells: text that no spreadsheet takes for a formula or for nothing, and the same text when it comes back."""

import re
from datetime import date, datetime
from unicodedata import normalize

from django.utils import timezone

from ayni_web.common.days import is_meant

# What a spreadsheet would run, take for an error (#N/A), or the engine read as an empty cell.
_FORMULA = re.compile(r"[=+\-@\t\r](?!-{0,2}$)")
_TAKEN = re.compile(r"'*(?:[=+\-@\t\r#]|(?:n\.d\.|n/d|s/d|s\.d\.|–|—|…|\.\.\.?)$)", re.IGNORECASE)
# Signs that nobody sees: a name would pass for another, and no file with them is read.
_INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
_NEW_LINE = re.compile(r"\r\n?")
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00)?)?|(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_MOMENT = re.compile(r"(\S+)[ T](\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?")


def plain(text: str) -> str:
    """Text as a cell holds it: NFC, lines parted by one sign, nothing unseen, no blanks at its ends."""
    if text.isascii() and text.isprintable():
        return text.strip()
    return _INVISIBLE.sub("", _NEW_LINE.sub("\n", normalize("NFC", text))).strip()


def guarded(text: str) -> str:
    """Text that is text in every spreadsheet: an apostrophe stands before what would be taken for something else."""
    return f"'{text}" if _TAKEN.match(text) else text


def unguarded(text: str) -> str:
    """Text without the apostrophe that :func:`guarded` put before it."""
    return text[1:] if text.startswith("'") and _TAKEN.match(text[1:]) else text


def runs(text: str) -> bool:
    """Whether a spreadsheet could take a text for a formula."""
    return bool(_FORMULA.match(text))


def day_meant(text: str) -> date | None:
    """Day of a text: 2026-11-18, or with the day first 18/11/2026; None for what is no day."""
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    year, month, day, first, second, last = found.groups()
    try:
        meant = date(int(year), int(month), int(day)) if year else date(int(last), int(second), int(first))
    except ValueError:
        return None
    return meant if is_meant(meant) else None


def moment_meant(text: str) -> datetime | None:
    """Moment, where the site is, of a day with its hour (2026-11-18 14:30), or of a day alone, at its first minute."""
    if day := day_meant(text):
        return timezone.make_aware(datetime(day.year, day.month, day.day))  # noqa: DTZ001 (made aware at once)
    found = _MOMENT.fullmatch(text)
    day = day_meant(found.group(1)) if found else None
    if found is None or day is None or int(found.group(2)) > 23 or int(found.group(3)) > 59:
        return None
    hour, minute = int(found.group(2)), int(found.group(3))
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour, minute))  # noqa: DTZ001
