"""What people are to do about accounts and personal data; a constant number of queries."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone

from ayni_web.accounts.access import is_director, is_staff
from ayni_web.accounts.models import Appointment, Breach, Invitation, PrivacyRequest, Reset, Role
from ayni_web.accounts.privacy.actions import BREACH_HOURS
from ayni_web.accounts.privacy.purposes import version
from ayni_web.common.reminders import Reminder, address

# How long before an invitation runs out whoever made it is told.
AHEAD = timedelta(days=3)


def reminders(person: Any) -> list[Reminder]:
    """What is this person's to do, the pressing first."""
    found = [*_texts(person), *_invitations(person)]
    if is_staff(person):
        found += [*_requests(person), *_resets(person)]
    if is_director(person):
        found += [*_breaches(), *_directors()]
    return found


def _texts(person: Any) -> list[Reminder]:
    """A text that changed since the person agreed to it."""
    open_ones = person.consents.filter(withdrawn_at__isnull=True)
    held = open_ones.aggregate(all=Count("pk"), old=Count("pk", filter=~Q(version=version())))
    return [Reminder("texts_changed", reverse("accounts:privacy_mine"))] if held["old"] else []


def _invitations(person: Any) -> list[Reminder]:
    now = timezone.now()
    waiting = Invitation.objects.filter(made_by=person, used_at__isnull=True, withdrawn_at__isnull=True)
    held = waiting.filter(expires_at__gt=now, expires_at__lt=now + AHEAD).aggregate(
        n=Count("pk"), due=Min("expires_at")
    )
    return _counted("invitations", held, address("accounts:invitations", "accounts:me"))


def _requests(person: Any) -> list[Reminder]:
    waiting = PrivacyRequest.objects.filter(state=PrivacyRequest.State.OPEN).exclude(person=person)
    return _counted(
        "privacy_requests", waiting.aggregate(n=Count("pk"), due=Min("due_on")), address("accounts:privacy_queue")
    )


def _resets(person: Any) -> list[Reminder]:
    waiting = Reset.objects.filter(approved_at__isnull=True, refused_at__isnull=True)
    held = waiting.exclude(Q(asked_by=person) | Q(person=person)).aggregate(n=Count("pk"))
    return _counted("resets", held, address("accounts:resets", "accounts:me"))


def _breaches() -> list[Reminder]:
    held = Breach.objects.filter(authority_told_at__isnull=True).aggregate(n=Count("pk"), due=Min("found_at"))
    if held["due"]:
        held["due"] += timedelta(hours=BREACH_HOURS)
    return _counted("breaches", held, address("accounts:privacy_breaches"))


def _directors() -> list[Reminder]:
    open_ones = Appointment.objects.filter(role=Role.DIRECTOR, until__isnull=True, person__is_active=True)
    return [Reminder("one_director", address("accounts:roles", "accounts:me"))] if open_ones.count() == 1 else []


def _counted(key: str, held: dict[str, Any], where: str) -> list[Reminder]:
    if not held["n"]:
        return []
    due = held.get("due")
    day = timezone.localtime(due).date() if hasattr(due, "hour") else due
    return [Reminder(key, where, {"n": held["n"]}, day)]
