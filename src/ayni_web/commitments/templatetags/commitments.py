"""How commitments and their kinds are told on pages."""

from collections.abc import Iterable
from functools import cache
from html import escape
from typing import Any
from uuid import UUID

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from ayni_web.commitments.kinds import title_of
from ayni_web.commitments.models import State, shortened
from ayni_web.commitments.queries import days_over
from ayni_web.common.language import day, said
from ayni_web.events.templatetags.quantities import quantity

register = template.Library()
_MARKS = {
    State.KEPT: "met", State.LATE: "met", State.BROKEN: "unmet", State.DECLINED: "unmet", State.WITHDRAWN: "unmet",
}  # fmt: skip
NOBODY = UUID(int=0)
TAG = ' <span class="tag">{}</span>'
STANDING = (
    '<span class="verdict {mark}"><svg aria-hidden="true" focusable="false"><use href="#i-{icon}"/></svg>{told}</span>'
    "{disputed}"
)
COLUMNS = {
    "kind_label": "kind", "parties_label": "parties", "amount_label": "how_much", "due_label": "due",
    "state_label": "state",
}  # fmt: skip
PAIR = '<tr><td data-l="{public_label}">{public}</td><td data-l="{private_label}">{private}</td></tr>\n'
CELL = '<p><a class="tap" href="{address}">{name}</a></p><p class="small">{maker}{amount} · {due}</p><p>{state}</p>'
NONE = '<span class="soft">{}</span>'
UNMATCHED = '<span class="verdict wait"><svg aria-hidden="true" focusable="false"><use href="#i-wait"/></svg>{}</span>'
ROW = (
    '<tr><th scope="row"><a href="{address}">{name}</a></th><td data-l="{kind_label}">{kind}</td>'
    '<td data-l="{parties_label}">{parties}</td><td class="num" data-l="{amount_label}">{amount}</td>'
    '<td data-l="{due_label}">{due}</td><td data-l="{state_label}">{state}</td></tr>\n'
)


@register.filter
def promise_kind(code: str) -> str:
    """What a kind of promise is called."""
    return title_of(code)


@register.simple_tag
def standing(commitment: Any) -> SafeString:
    """State of a commitment, with how long its day has passed and whether the sides differ."""
    return _standing(commitment.state, days_over(commitment), commitment.disputed)


def _standing(state: str, over: int, is_disputed: bool) -> SafeString:
    mark = _MARKS.get(State(state), "wait")
    told = said("commitments.days_over", n=over) if over else said(f"commitment_states.{state}")
    disputed = TAG.format(escape(said("commitments.is_disputed"))) if is_disputed else ""
    verdict = STANDING.format(mark=mark, icon="late" if over else mark, told=escape(told), disputed=disputed)
    return mark_safe(verdict)  # noqa: S308 - each part is escaped above


@register.simple_tag
def commitment_rows(lines: Iterable[Any]) -> SafeString:
    """Rows of the list, written at once: a template takes several times as long for each; all of it is escaped."""
    labels = {label: escape(said(f"commitments.{name}")) for label, name in COLUMNS.items()}
    kinds, days, states = cache(title_of), cache(day), cache(_standing)
    rows = (
        ROW.format(
            address=_address(line.pk), name=escape(shortened(line.content)), kind=escape(kinds(line.kind)),
            due=escape(days(line.due_on)), state=states(line.state, days_over(line), line.disputed),
            parties=escape(said("commitments.from_whom", maker=line.maker__name, receiver=line.receiver__name)),
            amount="—" if line.quantity is None else escape(quantity(line.quantity, line.unit)), **labels,
        )
        for line in lines
    )  # fmt: skip
    return mark_safe("".join(rows))  # noqa: S308 - each part is escaped above


@register.simple_tag
def board_rows(pairs: Iterable[Any]) -> SafeString:
    """Lines of the joint board, written at once as those of the list are; all of it is escaped."""
    labels = {f"{side}_label": escape(said(f"commitments.{side}_column")) for side in ("public", "private")}
    alone = NONE.format(escape(said("commitments.answers_none")))
    unmatched = UNMATCHED.format(escape(said("commitments.unmatched")))
    rows = (
        PAIR.format(public=_cell(pair.public) if pair.public else alone,
                    private="".join(map(_cell, pair.private)) or unmatched, **labels)
        for pair in pairs
    )  # fmt: skip
    return mark_safe("".join(rows))  # noqa: S308 - each part is escaped above


def _cell(line: Any) -> str:
    amount = "" if line.quantity is None else f" · {escape(quantity(line.quantity, line.unit))}"
    return CELL.format(
        address=_address(line.pk), name=escape(shortened(line.content)), maker=escape(line.maker__name), amount=amount,
        due=escape(day(line.due_on)), state=standing(line),
    )  # fmt: skip


def _address(pk: UUID) -> str:
    """Address of a commitment: looked up once, as Django takes its time for each."""
    return _page_of_nobody().replace(str(NOBODY), str(pk))


@cache
def _page_of_nobody() -> str:
    return reverse("commitments:commitment", args=[NOBODY])
