"""The language of who is reading."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.utils import timezone, translation

from ayni import words

# Django's own sentences (of its forms and of allauth) know Portuguese as pt-br.
DJANGO = {"es": "es", "en": "en", "pt": "pt-br"}
_SPOKEN = translation.get_language


def current() -> str:
    """Code of the language being spoken."""
    spoken_here = _SPOKEN() or "es"
    if spoken_here in words.LANGUAGES:
        return spoken_here
    code = spoken_here.lower()
    return code if code in words.languages() else code[:2] if code[:2] in words.languages() else "es"


def said(key: str, /, **facts: Any) -> str:
    """Sentence in the language being spoken."""
    return words.say(key, current(), **facts)


def spoken(text: Mapping[str, str]) -> str:
    """Text of the library in the language being spoken; in Spanish where it is not told in that one."""
    return text.get(current()) or text.get("es", "")


def day(value: date | datetime | None) -> str:
    """Date as people write it: ``18 nov 2026``."""
    if value is None:
        return ""
    return _day_in(timezone.localtime(value).date() if isinstance(value, datetime) else value, current())


@lru_cache(maxsize=1 << 13)
def _day_in(value: date, language: str) -> str:
    from babel.dates import format_date

    return str(format_date(value, "d MMM y", locale=words.LOCALES[language])).replace(".", "")


def moment(value: datetime | None) -> str:
    """Date and time as people write them: ``18 nov 2026, 14:05``."""
    return f"{day(value)}, {timezone.localtime(value):%H:%M}" if value else ""
