"""Words for what a session or a notice holds."""

import re

from allauth.usersessions.models import UserSession
from django import template

from ayni_web.accounts.models import Notice
from ayni_web.accounts.queries import notice_text
from ayni_web.common.language import said

register = template.Library()
# The first that stands in what a browser tells of itself; the order matters, since most name themselves after others.
BROWSERS = (("Edg", "Edge"), ("OPR|Opera", "Opera"), ("SamsungBrowser", "Samsung Internet"),
            ("Firefox|FxiOS", "Firefox"), ("Chrome|CriOS|Chromium", "Chrome"), ("Safari", "Safari"))  # fmt: skip
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone|iPad", "iOS"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@register.filter
def device(session: UserSession) -> str:
    """Browser and system of a session, as people call them."""
    browser, system = (
        next((name for pattern, name in known if re.search(pattern, session.user_agent)), "")
        for known in (BROWSERS, SYSTEMS)
    )
    if not browser:
        return said("sessions.unknown_device")
    return said("sessions.device_of", browser=browser, system=system) if system else browser


@register.filter
def told(notice: Notice) -> str:
    """Sentence of a notice."""
    return notice_text(notice)
