"""What people are to do about plans: sign what waits for another, and plan anew where an assumption has expired."""

from typing import Any

from django.db.models import Q
from django.urls import reverse

from ayni_web.accounts.access import is_staff
from ayni_web.common.reminders import Reminder
from ayni_web.members.access import managed
from ayni_web.ventures.models import Version
from ayni_web.ventures.queries import with_expired


def reminders(person: Any) -> list[Reminder]:
    """What is this person's to do; two queries, and none for whoever writes no plan."""
    if not is_staff(person) and not managed(person):
        return []
    own = Q() if is_staff(person) else Q(plan__cluster_id__in=managed(person))
    waiting = Version.objects.filter(own, state=Version.State.COMPUTED).exclude(hands__person=person)
    found = [_reminder("sign_plan", row) for row in waiting.select_related("plan").order_by("plan__title", "-number")]
    return found + [_reminder("expired_plan", row) for row in with_expired(person)]


def _reminder(key: str, row: Version) -> Reminder:
    return Reminder(key, reverse("ventures:version", args=[row.pk]), {"plan": row.plan.title, "number": row.number})
