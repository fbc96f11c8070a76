"""Commitments on any page: ``{% load commitments %}{% due organisation %}``, and how their kind is told."""

from typing import Any

from django import template

from ayni_web.commitments.access import sees_index
from ayni_web.commitments.kinds import title_of
from ayni_web.commitments.models import Commitment, State
from ayni_web.commitments.queries import SHOWN, days_over, due_of
from ayni_web.members.models import Organisation

register = template.Library()
_MARKS = {
    State.KEPT: "met", State.LATE: "met", State.BROKEN: "unmet", State.DECLINED: "unmet", State.WITHDRAWN: "unmet",
}  # fmt: skip


@register.filter
def promise_kind(code: str) -> str:
    """What a kind of promise is called."""
    return title_of(code)


@register.inclusion_tag("commitments/standing.html")
def standing(commitment: Commitment) -> dict[str, Any]:
    """State of a commitment, with how long its day has passed and whether the sides differ."""
    return {
        "commitment": commitment,
        "over": days_over(commitment),
        "mark": _MARKS.get(State(commitment.state), "wait"),
    }


@register.inclusion_tag("commitments/due.html", takes_context=True)
def due(context: template.Context, organisation: Organisation) -> dict[str, Any]:
    """What is open of an organisation, as far as the reader sees it; nothing for those who see none of it."""
    person = context["request"].user
    rows = due_of(person, organisation) if person.is_authenticated else []
    return {
        "rows": rows[:SHOWN], "more": len(rows) > SHOWN, "organisation": organisation,
        "closely": person.is_authenticated and sees_index(person, organisation),
    }  # fmt: skip
