"""The language of who is reading."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone, translation

from ayni import words

# Django's own sentences (of its forms and of allauth) know Portuguese as pt-br.
DJANGO = {"es": "es", "en": "en", "pt": "pt-br"}
_SPOKEN = translation.get_language


def current() -> str:
    """Code of the language being spoken."""
    code = (_SPOKEN() or "es").lower()
    return code if code in words.languages() else code[:2] if code[:2] in words.languages() else "es"


def said(key: str, /, **facts: Any) -> str:
    """Sentence in the language being spoken."""
    return words.say(key, current(), **facts)


def day(value: date | datetime | None) -> str:
    """Date as people write it: ``18 nov 2026``."""
    from babel.dates import format_date

    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    patterns = {"en": "d MMM y"}
    language = current()
    text = str(format_date(value, patterns.get(language, "d MMM y"), locale=words.LOCALES[language]))
    return text.replace(".", "")


def moment(value: datetime | None) -> str:
    """Date and time as people write them: ``18 nov 2026, 14:05``."""
    return f"{day(value)}, {timezone.localtime(value):%H:%M}" if value else ""
