"""Values of measures as people write them."""

from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from html import escape
from typing import Any, Literal
from uuid import UUID

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from ayni import words
from ayni_web.common.language import current, day, said
from ayni_web.series.models import Measure
from ayni_web.series.readings.periods import label
from ayni_web.series.readings.queries import Line
from ayni_web.series.readings.showing import written

register = template.Library()
NOBODY = UUID(int=0)
ROW = (
    '<tr><th scope="row"><a href="{address}">{period}<span class="vh"> {organisation} {part}</span></a></th>'
    '<td data-l="{of_label}">{whose}</td><td class="num" data-l="{value_label}">{value}</td>'
    '<td data-l="{state_label}">{state}</td></tr>\n'
)
STATE = (
    '<span class="verdict {mark}"><svg aria-hidden="true" focusable="false"><use href="#i-{mark}"/></svg>{told}</span>'
)
LINE = (
    '<tr><th scope="row"><a href="{address}">{name}</a></th><td data-l="{cluster_label}">{cluster}</td>'
    '<td data-l="{period_label}">{period}</td><td data-l="{last_label}">{last}</td>'
    '<td data-l="{told_label}">{told}</td></tr>\n'
)
LINE_COLUMNS = {
    "cluster_label": "cluster", "period_label": "period", "last_label": "last_period", "told_label": "told_of",
}  # fmt: skip
COLUMNS = {"of_label": "organisation", "value_label": "value", "state_label": "state"}


@register.filter
def value_of(value: Decimal | Literal[""] | None, measure: Measure) -> str:
    """Value with the unit of its measure; a dash for what is not there, which a template gives as an empty text."""
    return written(value, measure.unit) if isinstance(value, Decimal | float | int) else "—"


@register.simple_tag
def measure_rows(lines: Iterable[Line]) -> SafeString:
    """Lines of the list of measures, written at once; all is escaped."""
    labels = {name: escape(said(f"readings.{key}")) for name, key in LINE_COLUMNS.items()}
    address, every = reverse("series:measure", args=[NOBODY]), cache(lambda code: said(f"measure_periods.{code}"))
    rows = (
        LINE.format(
            address=address.replace(str(NOBODY), str(line.measure.pk)), name=escape(str(line.measure)),
            cluster=escape(str(line.measure.cluster)), period=escape(every(line.measure.period)),
            last=escape(line.label), told=_told(line), **labels,
        )
        for line in lines
    )  # fmt: skip
    return mark_safe("".join(rows))  # noqa: S308 - each part is escaped above


def _told(line: Line) -> str:
    """How many have told the last period; of a measure that ended, since when it is counted no more."""
    if line.measure.ended_at:
        return escape(said("readings.ended_on", day=day(line.measure.ended_at)))
    told, members = (words.number(each, current()) for each in (line.told, line.members))
    mark = "met" if line.told == line.members else "wait"
    return STATE.format(mark=mark, told=escape(said("readings.of_n", told=told, of=members)))


@register.simple_tag
def reading_rows(measure: Measure, rows: Iterable[Any]) -> SafeString:
    """Lines of the values of a measure, written at once: a template takes several times as long; all is escaped."""
    labels = {name: escape(said(f"readings.{key}")) for name, key in COLUMNS.items()}
    address = reverse("series:reading", args=[NOBODY])
    told = {mark: STATE.format(mark=mark, told=escape(said(f"readings.{key}")))
            for mark, key in (("met", "is_verified"), ("wait", "unverified"))}  # fmt: skip
    periods, parts = cache(lambda start: escape(label(measure.period, start))), cache(measure.part_title)
    lines = (
        ROW.format(
            address=address.replace(str(NOBODY), str(row.pk)), period=periods(row.starts_on),
            organisation=escape(row.organisation__name or ""), part=escape(parts(row.part) if row.part else ""),
            whose=_whose(measure, row.organisation__name, parts(row.part) if row.part else ""),
            value=escape(value_of(row.value, measure)), state=told["met" if row.verification else "wait"], **labels,
        )
        for row in rows
    )  # fmt: skip
    return mark_safe("".join(lines))  # noqa: S308 - each part is escaped above


def _whose(measure: Measure, organisation: str | None, part: str) -> str:
    """Whose a value is, and of which part."""
    whose = escape(organisation or measure.cluster.name)
    return f"{whose} · {escape(part)}" if part else whose
