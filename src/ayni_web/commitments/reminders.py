"""What people are to do about commitments: answer, keep, tell, look again."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from ayni_web.commitments.models import Commitment, State
from ayni_web.common.reminders import Reminder
from ayni_web.members.access import represented

# How long before its day a promise is told to whoever keeps it.
AHEAD = timedelta(days=14)


def reminders(person: Any) -> list[Reminder]:
    """What is this person's to do, for the organisations they act for; one query."""
    own = represented(person)
    if not own:
        return []
    today = timezone.localdate()
    rows = Commitment.objects.filter(
        Q(state=State.PROPOSED)
        | Q(state=State.AGREED, due_on__lte=today + AHEAD)
        | Q(state=State.AGREED, review_on__lte=today + AHEAD)
        | Q(disputed=True),
        Q(maker_id__in=own) | Q(receiver_id__in=own),
    )
    found = rows.select_related("maker", "receiver").order_by("due_on", "pk")
    return [each for row in found for each in _of(row, own, today)]


def _of(row: Commitment, own: frozenset[Any], today: date) -> list[Reminder]:
    if row.state == State.PROPOSED:
        asked = row.receiver_id if row.proposed_side == "maker" else row.maker_id
        asking = row.maker if row.proposed_side == "maker" else row.receiver
        return [_reminder("countersign", row, asking)] if asked in own else []
    if row.disputed:
        return [_reminder("disputed_promise", row, row.maker)] if row.receiver_id in own else []
    found = []
    if row.maker_id in own and row.due_on <= today + AHEAD:
        found.append(_reminder("keep_promise", row, row.receiver, row.due_on))
    if row.receiver_id in own and row.due_on < today:
        found.append(_reminder("tell_promise", row, row.maker))
    if row.receiver_id in own and row.review_on and row.review_on <= today + AHEAD and row.due_on >= today:
        found.append(_reminder("review_promise", row, row.maker, row.review_on))
    return found


def _reminder(key: str, row: Commitment, other: Any, due: date | None = None) -> Reminder:
    address = reverse("commitments:commitment", args=[row.pk])
    return Reminder(key, address, {"what": str(row), "organisation": other.name}, due)
