"""What a person may be called by when signing in, and what is a good password: told in sentences."""

import re
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from ayni_web.accounts.backends import phone_of
from ayni_web.accounts.models import Person
from ayni_web.common.acting import Mistake

# What a password can lack, by the code of whichever rule refused it.
WEAK = {
    "password_too_short": "accounts.password_too_short",
    "password_too_common": "accounts.password_too_common",
    "password_too_similar": "accounts.password_too_similar",
    "password_entirely_numeric": "accounts.password_entirely_numeric",
}
USERNAME = re.compile(r"[a-z][a-z0-9.-]{2,59}")


def free_username(text: str) -> str:
    """User name in small letters, when it is well formed and nobody has it."""
    name = text.strip().lower()
    if not USERNAME.fullmatch(name):
        raise Mistake("accounts.username_form", field="username", came=text[:60])
    if Person.objects.filter(username=name).exists():
        raise Mistake("accounts.username_taken", field="username", came=name)
    return name


def free_email(text: str, person: Person | None = None) -> str | None:
    """Address in small letters, None where none was given, when nobody else has it."""
    address = text.strip().lower()
    if not address:
        return None
    try:
        validate_email(address)
    except ValidationError:
        raise Mistake("accounts.email_form", field="email", came=text[:60]) from None
    _refuse_taken("email", address, person)
    return address


def free_phone(text: str, person: Person | None = None) -> str | None:
    """Number in E.164, None where none was given, when nobody else has it."""
    if not text.strip():
        return None
    number = phone_of(text.strip())
    if number is None:
        raise Mistake("accounts.phone_form", field="phone", came=text[:60])
    _refuse_taken("phone", number, person)
    return number


def _refuse_taken(column: str, value: str, person: Person | None) -> None:
    others = Person.objects.filter(**{column: value}).exclude(pk=person.pk if person else None)
    if others.exists():
        raise Mistake(f"accounts.{column}_taken", field=column, came=value)


def good_password(password: str, person: Any = None, field: str = "password") -> str:
    """Password, when it is long enough and nobody would guess it."""
    try:
        validate_password(password, person)
    except ValidationError as refused:
        error = refused.error_list[0]
        raise Mistake(WEAK[error.code], field=field) from None
    return password
