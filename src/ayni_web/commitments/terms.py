"""What a kind lets be promised: between whom, by which day, how much; the same on a page and in a spreadsheet."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from ayni.library.promises import Promise
from ayni_web.commitments.months import months_after
from ayni_web.common.acting import Mistake
from ayni_web.members.models import Organisation

MOST_YEARS = 30


def fits(kind: Promise, role: str, party: Organisation) -> bool:
    """Whether an organisation is of those that make, or receive, promises of a kind."""
    allowed = kind.makers if role == "maker" else kind.receivers
    return not allowed or party.kind in allowed


def refuse_kinds(kind: Promise, maker: Organisation, receiver: Organisation, side: str) -> None:
    """Refuse who does not make or receive promises of a kind; ``side`` is that of whoever proposes."""
    for role, party in (("maker", maker), ("receiver", receiver)):
        if not fits(kind, role, party):
            field = "organisation" if role == side else "other"
            raise Mistake("commitments.not_of_its_kind", field=field, organisation=party.name)


def refuse_day(kind: Promise, due_on: date) -> None:
    """Refuse a day that has passed, and one that lies further ahead than the kind has it."""
    today = timezone.localdate()
    if due_on < today:
        raise Mistake("commitments.day_has_passed", field="due_on")
    if kind.within and due_on > months_after(today, kind.within):
        raise Mistake("commitments.within_months", field="due_on", n=kind.within)
    if due_on > months_after(today, 12 * MOST_YEARS):
        raise Mistake("commitments.too_far", field="due_on", n=MOST_YEARS)


def counted(kind: Promise, quantity: Decimal | None, unit: str) -> dict[str, Any]:
    """Quantity of a commitment with its unit, one of those of the kind; neither where nothing is counted."""
    if quantity is None:
        return {"quantity": None, "unit": ""}
    if unit not in kind.units:
        raise Mistake("commitments.quantity_needs_a_unit", field="unit")
    return {"quantity": quantity, "unit": unit}
