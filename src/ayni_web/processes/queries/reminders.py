"""Cases that wait for a person: late ones, and those due within a week."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from ayni_web.common.reminders import SOON, Reminder
from ayni_web.processes.access import owned
from ayni_web.processes.models import Case
from ayni_web.processes.queries.cases import whole

# Whoever has more waiting reads the list of cases.
MOST = 50


def reminders(person: Any) -> list[Reminder]:
    """What is this person's to do in a case; one query."""
    until = timezone.localdate() + SOON
    turn = Case.objects.filter(owned(person), ended_at__isnull=True, due_on__lte=until)
    rows = whole(Case.objects.filter(pk__in=turn.values("pk"))).filter(paused=False)
    return [
        Reminder("case_step", reverse("processes:case", args=[row.pk]),
                 {"case": row.title, "step": str(row.step)}, row.due_on)
        for row in rows.order_by("due_on", "pk")[:MOST]
    ]  # fmt: skip
