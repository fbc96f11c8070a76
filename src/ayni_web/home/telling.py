"""Reminders as a text: to copy into a message, or to send by mail."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils import timezone

from ayni_web.common.language import day, said
from ayni_web.common.reminders import Reminder


def as_text(person: Any, reminders: Sequence[Reminder]) -> str:
    """Reminders of a person, numbered, each with its day and its address; plain text."""
    head = said("reminders.list_of", name=person.name, day=day(timezone.localdate()))
    if not reminders:
        return f"{head}\n\n{said('reminders.nothing')}\n"
    return "\n\n".join([head, *(_told(at, each) for at, each in enumerate(reminders, 1))]) + "\n"


def _told(number: int, reminder: Reminder) -> str:
    due = ""
    if reminder.due:
        due = f" ({said('reminders.overdue' if reminder.late else 'reminders.due', day=day(reminder.due))})"
    return f"{number}. {reminder.title}{due}\n   {reminder.text}\n   {settings.SITE}{reminder.address}"
