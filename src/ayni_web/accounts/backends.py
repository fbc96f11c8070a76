"""Sign-in by user name, e-mail or phone number: a name, not a proof."""

import re
from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from ayni_web.accounts.models import Person


def phone_of(text: str) -> str | None:
    """Phone number in E.164; nine figures that begin with 9 are a Peruvian mobile. None for what is no number."""
    figures = re.sub(r"[\s().-]", "", text)
    if re.fullmatch(r"9\d{8}", figures):
        return f"+51{figures}"
    return figures if re.fullmatch(r"\+[1-9]\d{6,14}", figures) else None


def person_called(name: str) -> Person | None:
    """Active person of a user name, e-mail or phone number."""
    name = name.strip()
    field, value = ("email", name.lower()) if "@" in name else ("username", name.lower())
    if phone := phone_of(name):
        field, value = "phone", phone
    return Person.objects.filter(is_active=True, **{field: value}).first()


class NameBackend(BaseBackend):
    """A password held against the person of that name; as slow for a name that nobody has."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_: Any
    ) -> Person | None:
        """Person, or None."""
        if username is None or password is None:
            return None
        person = person_called(username)
        if person is None:
            Person().set_password(password)
            return None
        return person if person.check_password(password) else None

    def get_user(self, user_id: Any) -> Person | None:
        """Active person of a session."""
        return Person.objects.filter(pk=user_id, is_active=True).first()
