"""Cells of the tables of how promises are kept, written at once: ``{% load rates %}{% rate_rows by_year %}``."""

from collections.abc import Iterable
from html import escape
from typing import Any
from uuid import UUID

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from ayni import words
from ayni_web.common.language import current, said
from ayni_web.members.models import Cluster

register = template.Library()
NOBODY = UUID(int=0)
COLUMNS = {
    "counted": "commitments.counted", "kept": "commitment_states.kept", "late": "commitment_states.late",
    "broken": "commitment_states.broken", "in_time": "commitments.in_time", "interval": "commitments.interval",
    "aside": "commitments.not_counted",
}  # fmt: skip
NUMBERS = ("counted", "kept", "late", "broken", "in_time", "aside")
CELL = '<td class="num" data-l="{}">{}</td>'
TEXT = '<td data-l="{}">{}</td>'
FEW = '<td colspan="7" data-l="{}"><span class="soft">{}</span></td>'
ROW = '<tr><th scope="row">{}</th>{}</tr>'
LINK = '<a href="{}">{}</a>'


@register.simple_tag
def rate_cells(rate: Any) -> SafeString:
    """Cells of one rate."""
    return _cells(rate, _labels())


@register.simple_tag
def rate_rows(rates: Iterable[Any]) -> SafeString:
    """Lines of rates, each called by what its promises have in common."""
    labels = _labels()
    rows = (ROW.format(escape(str(rate.tally.key)), _cells(rate, labels)) for rate in rates)
    return mark_safe("".join(rows))  # noqa: S308 - each part is escaped


@register.simple_tag
def maker_rows(cluster: Cluster, lines: Iterable[tuple[tuple[UUID, str], Any]]) -> SafeString:
    """Lines of who promised, each with the way to its index."""
    labels, address = _labels(), reverse("commitments:index", args=[cluster.pk, NOBODY])
    rows = (
        ROW.format(LINK.format(address.replace(str(NOBODY), str(pk)), escape(name)), _cells(rate, labels))
        for (pk, name), rate in lines
    )
    return mark_safe("".join(rows))  # noqa: S308 - each part is escaped


def _labels() -> dict[str, str]:
    return {name: escape(said(key)) for name, key in COLUMNS.items()}


def _cells(rate: Any, labels: dict[str, str]) -> SafeString:
    """Counts, share in time with its interval, and what is not counted; one cell that says so where they are few."""
    if not rate.tally.told:
        few = FEW.format(labels["counted"], escape(said("commitments.too_few")))
        return mark_safe(few)  # noqa: S308 - each part is escaped
    language, tally = current(), rate.tally
    told = {name: words.number(getattr(tally, name), language) for name in NUMBERS if name != "in_time"}
    told["in_time"] = told["interval"] = "—"
    if rate.share is not None:
        told["in_time"] = words.percent(rate.share, language, 0)
        low, high = (words.percent(each, language, 0) for each in (rate.low, rate.high))
        told["interval"] = said("commitments.from_to", low=low, high=high)
    cells = ((CELL if name in NUMBERS else TEXT).format(label, escape(told[name])) for name, label in labels.items())
    return mark_safe("".join(cells))  # noqa: S308 - each part is escaped
