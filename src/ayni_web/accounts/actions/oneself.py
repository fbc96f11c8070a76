"""Writes of one's own account: name, language, how one is reached; notices read."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.utils import timezone

from ayni_web.accounts import naming
from ayni_web.accounts.models import Notice, Person
from ayni_web.common.acting import Mistake, action


@action
def change_name(*, by: Any, name: str, language: str) -> Person:
    """Name that others see, and the language one is spoken to."""
    row = Person.objects.select_for_update().get(pk=by.pk)
    if not name.strip():
        raise Mistake("accounts.say_name", field="name")
    if language not in settings.OFFERED_LANGUAGES:
        raise Mistake("forms.invalid_choice", field="language", came=language[:60])
    row.name, row.language = name.strip()[:120], language
    row.save()
    return row


@action
def change_contact(*, by: Any, email: str, phone: str, password: str) -> Person:
    """E-mail and telephone, which are also names to sign in with; the password is asked again."""
    row = Person.objects.select_for_update().get(pk=by.pk)
    if not row.check_password(password):
        raise Mistake("accounts.error_incorrect_password", field="password")
    row.email, row.phone = naming.free_email(email, row), naming.free_phone(phone, row)
    row.save()
    return row


@action
def read_notice(*, by: Any, notice: Notice) -> Notice:
    """Notice that its person has read."""
    row = Notice.objects.select_for_update().get(pk=notice.pk, person=by)
    if row.read_at is None:
        row.read_at = timezone.now()
        row.save()
    return row


def end_session(*, by: Any, session: UserSession) -> None:
    """Session elsewhere that its person ended; whoever used it is asked to sign in again."""
    if session.user_id != by.pk:
        raise Mistake("sessions.not_yours")
    session.end()
