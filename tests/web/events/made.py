"""Events that tests ask for."""

from decimal import Decimal
from typing import Any

from django.utils import timezone

from ayni_web.events import actions
from ayni_web.events.models import Event, Participation


def meeting(by: Any, cluster: Any = None, **facts: Any) -> Event:
    facts = {"kind": "meeting", "title": "Asamblea de noviembre", "starts_at": timezone.now(), **facts}
    return actions.add_event(by=by, cluster=cluster, **facts)


def delivery(by: Any, organisation: Any, receiver: Any = None, **facts: Any) -> Event:
    facts = {"on": timezone.localdate(), "quantity": Decimal(20), "unit": "quintal_46", "lot": "L-7", **facts}
    return actions.deliver(by=by, organisation=organisation, receiver=receiver, **facts)


def part(event: Event, organisation: Any) -> Participation:
    return event.participations.get(organisation=organisation)
