"""Reminders by mail: once a person and day, in the person's language, to those who have an address and agreed."""

from collections import Counter
from dataclasses import dataclass
from smtplib import SMTPException
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.urls import reverse
from django.utils import timezone, translation

from ayni_web.accounts.models import Person
from ayni_web.accounts.privacy.queries import consents_to
from ayni_web.common.language import DJANGO, said
from ayni_web.common.models import Sent
from ayni_web.common.reminders import Reminder
from ayni_web.home.reminders import reminders_of
from ayni_web.home.telling import as_text

ACTION = "remind"


@dataclass(frozen=True, slots=True)
class Mailed:
    """What came of it: people who have something waiting, and how each was reached."""

    waiting: int
    sent: int
    before: int
    without: int
    failed: int


def mailed() -> Mailed:
    """Mails of today; a second run the same day sends only what the first could not."""
    counts: Counter[str] = Counter()
    connection = get_connection() if settings.MAIL else None
    for person in Person.objects.filter(is_active=True).iterator():
        found = reminders_of(person)
        if found:
            counts["waiting"] += 1
            counts[_reached(person, found, connection) if settings.MAIL else "without"] += 1
    return Mailed(counts["waiting"], counts["sent"], counts["before"], counts["without"], counts["failed"])


def _reached(person: Person, found: list[Reminder], connection: object) -> str:
    if not person.email or not consents_to(person, "reminders"):
        return "without"
    # The key is of the person and the day: whoever writes the row first sends, however many commands run.
    _, new = Sent.objects.get_or_create(key=_key(person), defaults={"person": person, "action": ACTION})
    if not new:
        return "before"
    try:
        _message(person, found, connection).send()
    except (SMTPException, OSError):
        Sent.objects.filter(key=_key(person)).delete()
        return "failed"
    return "sent"


def _key(person: Person) -> UUID:
    return uuid5(NAMESPACE_URL, f"{ACTION}:{person.pk}:{timezone.localdate().isoformat()}")


def _message(person: Person, found: list[Reminder], connection: object) -> EmailMessage:
    with translation.override(DJANGO.get(person.language, person.language)):
        foot = said("reminders.mail_foot", address=f"{settings.SITE}{reverse('accounts:privacy_mine')}")
        body = f"{as_text(person, found)}\n-- \n{foot}\n"
        return EmailMessage(
            said("reminders.mail_subject", n=len(found)), body, None, [person.email], connection=connection
        )
