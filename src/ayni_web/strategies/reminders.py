"""What people are to do about strategies: sign what waits for another, and write anew what was reopened."""

from typing import Any

from django.db.models import Q
from django.urls import reverse

from ayni_web.accounts.access import is_staff
from ayni_web.common.reminders import Reminder
from ayni_web.members.access import managed
from ayni_web.strategies.contents import lacks_of
from ayni_web.strategies.models import Version
from ayni_web.strategies.queries import reopened_by, standing_versions


def reminders(person: Any) -> list[Reminder]:
    """What is this person's to do; three queries, and none for whoever writes no strategy."""
    if not is_staff(person) and not managed(person):
        return []
    own = Q() if is_staff(person) else Q(strategy__cluster_id__in=managed(person))
    drafts = Version.objects.filter(own, state=Version.State.DRAFT).exclude(hands__person=person)
    whole = [row for row in drafts.select_related("strategy") if not lacks_of(row.document)]
    signed = standing_versions().filter(own).prefetch_related("reopenings")
    again = [row for row in signed if reopened_by(row, row.document)]
    newer = set(
        Version.objects.filter(strategy__in=[row.strategy_id for row in again], state=Version.State.DRAFT)
        .values_list("strategy_id", flat=True)
    )  # fmt: skip
    return [
        *(_reminder("sign_strategy", row) for row in whole),
        *(_reminder("strategy_begun" if row.strategy_id in newer else "strategy_reopened", row) for row in again),
    ]


def _reminder(key: str, row: Version) -> Reminder:
    facts = {"strategy": str(row.strategy), "number": row.number}
    return Reminder(key, reverse("strategies:version", args=[row.pk]), facts)
