"""What every page knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from ayni.words import NAMES
from ayni_web.common.language import current


def page(request: HttpRequest) -> dict[str, Any]:
    """Language, languages offered, and whether this is a demonstration."""
    return {
        "language": current(),
        "languages": [(code, code.upper(), NAMES[code]) for code in settings.OFFERED_LANGUAGES],
        "demonstration": settings.DEMONSTRATION,
    }
