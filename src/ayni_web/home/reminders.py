"""Reminders of every room, for one person."""

from collections.abc import Callable
from datetime import date
from importlib import import_module
from typing import Any

from django.urls import reverse

from ayni_web.common.reminders import Reminder
from ayni_web.documents.queries import waiting_for
from ayni_web.events.queries import to_confirm

# Each room that has something to remind of, by the dotted name of its ``reminders(person)``.
ROOMS = (
    "ayni_web.accounts.reminders.reminders",
    "ayni_web.members.queries.reminders.reminders",
    "ayni_web.home.reminders.of_documents",
    "ayni_web.home.reminders.of_events",
    "ayni_web.processes.queries.reminders.reminders",
    "ayni_web.assessments.queries.reminders.reminders",
    "ayni_web.commitments.reminders.reminders",
    "ayni_web.ledger.reminders.reminders",
    "ayni_web.series.reminders.reminders",
    "ayni_web.ventures.reminders.reminders",
    "ayni_web.strategies.reminders.reminders",
)


def reminders_of(person: Any) -> list[Reminder]:
    """What is a person's to do: what has a day first, the earliest first; the rest as the rooms tell it."""
    found = [reminder for room in ROOMS for reminder in _asked(room)(person)]
    return sorted(found, key=lambda reminder: reminder.due or date.max)


def of_documents(person: Any) -> list[Reminder]:
    """Signatures that the person's organisations were asked for."""
    return [
        Reminder("sign", reverse("documents:version", args=[asked.version.document_id, asked.version.number]),
                 {"document": asked.version.document.title, "organisation": asked.organisation.name})
        for asked in waiting_for(person)
    ]  # fmt: skip


def of_events(person: Any) -> list[Reminder]:
    """What the person's organisations are said to have taken part in, an event once."""
    events = {each.event_id: each.event for each in to_confirm(person)}
    return [
        Reminder("confirm_event", reverse("events:event", args=[event.pk]), {"event": event.title})
        for event in events.values()
    ]


def _asked(room: str) -> Callable[[Any], list[Reminder]]:
    module, _, name = room.rpartition(".")
    found: Callable[[Any], list[Reminder]] = getattr(import_module(module), name)
    return found
