"""What templates say and draw: sentences, numbers, dates, marks, fields of forms."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect, Textarea
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ayni import words
from ayni_web.common import language
from ayni_web.common.audience import Audience
from ayni_web.common.models import Recording

register = template.Library()


@register.simple_tag
def say(key: str, /, **facts: Any) -> str:
    """Sentence of ``words/`` in the reader's language; its facts are escaped."""
    return language.said(key, **facts)


@register.filter
def sentence(name: str, topic: str) -> str:
    """Sentence of a topic, by the name a row carries: ``{{ organisation.kind|sentence:"kinds" }}``."""
    return language.said(f"{topic}.{name}")


@register.filter
def spoken(text: Mapping[str, str]) -> str:
    """Text of an entry of the library in the language being spoken."""
    return language.spoken(text)


@register.filter
def number(value: float | Decimal | None, decimals: int = 0) -> str:
    """Number as the language writes it; nothing for what is not there."""
    return "" if value is None else words.number(float(value), language.current(), int(decimals))


@register.filter
def percent(share: float | Decimal | None, decimals: int = 0) -> str:
    """Share (1 is the whole) as a percentage."""
    return "" if share is None else words.percent(float(share), language.current(), int(decimals))


@register.filter
def day(value: date | datetime | None) -> str:
    """Date as people write it."""
    return language.day(value)


@register.filter
def moment(value: datetime | None) -> str:
    """Date and time as people write them."""
    return language.moment(value)


@register.simple_tag
def icon(name: str, kind: str = "") -> SafeString:
    """Mark from the sprite: ``met``, ``unmet``, ``unk``, ``wait``, ``late``; never alone, a word follows."""
    attributes = format_html(' class="{}"', kind) if kind else ""
    return format_html('<svg aria-hidden="true" focusable="false"{}><use href="#i-{}"/></svg>', attributes, name)


@register.simple_tag
def who_sees(audience: Audience | str | None) -> str:
    """Who sees the page, and why."""
    if not isinstance(audience, Audience):
        return language.said("audience.anyone")
    return language.said(f"audience.{audience.key}", **audience.facts)


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """Field of a form: label above, hint under it, error between hint and field, joined for those who listen."""
    widget = bound.field.widget
    described = " ".join([f"{bound.auto_id}-h"] * bool(bound.help_text) + [f"{bound.auto_id}-e"] * bool(bound.errors))
    attributes: dict[str, Any] = {}
    if described:
        attributes["aria-describedby"] = described
    if bound.errors:
        attributes["aria-invalid"] = "true"
    facts = {
        "bound": bound,
        "input": bound.as_widget(attrs=attributes),
        "grouped": isinstance(widget, RadioSelect | CheckboxSelectMultiple),
        "ticked": isinstance(widget, CheckboxInput),
        "long": isinstance(widget, Textarea),
        "unit": getattr(bound.field, "unit", ""),
        "mark": bound.form.mark_of(bound) if hasattr(bound.form, "mark_of") else _mark(bound),
    }
    return SafeString(render_to_string("common/field.html", facts))


def _mark(bound: BoundField) -> str:
    return "" if bound.field.required else "page.optional"


@register.inclusion_tag("common/download.html", takes_context=True)
def download(context: Any, name: str, **asked: Any) -> dict[str, Any]:
    """Ways to take a list away, with the filters of its page: ``{% download "relations" cluster=cluster.pk %}``."""
    kept = {key: value for key, value in context["request"].GET.items() if value and key != "page"}
    query = urlencode({**kept, **{key: str(value) for key, value in asked.items()}})
    return {"name": name, "query": f"?{query}" if query else ""}


@register.inclusion_tag("common/pager.html")
def pager(page: Any) -> dict[str, Any]:
    """Ways to the other pages of a list."""
    return {"page": page}


@register.inclusion_tag("common/recording.html")
def recording(page: str) -> dict[str, Any]:
    """The page read aloud: in the reader's language, and in those that are spoken here and not yet written."""
    heard = Recording.objects.filter(page=page).order_by("language")
    spoken = [row for row in heard if row.language == language.current() or row.language not in words.LANGUAGES]
    return {"recordings": [(row, words.NAMES.get(row.language, row.language)) for row in spoken]}
