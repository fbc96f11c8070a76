"""Filters of the list of organisations, as they are shown.

A list of thousands is opened again and again: what does not change from one time to the next is written once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from ayni.words import say
from ayni_web.common.language import current
from ayni_web.members.access import may_coordinate
from ayni_web.members.forms.organisations import STATES
from ayni_web.members.models import Kind, SizeBand
from ayni_web.members.places import departments
from ayni_web.members.queries import inner_clusters

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Control:
    """A control with its label."""

    name: str
    label: str
    html: SafeString


def controls(person: Any, wanted: Mapping[str, Any]) -> list[Control]:
    """Filters that a person may set, with what is set."""
    language = current()
    clusters = tuple((str(pk), name) for pk, name in inner_clusters(person).values_list("pk", "name"))
    shown = [
        ("words", _written(str(wanted.get("words", "")))),
        ("kind", _coded("kinds", tuple(Kind.values), language, wanted.get("kind", ""), "kind")),
        ("department", _department(language, wanted.get("department", ""))),
        ("size", _coded("sizes", tuple(SizeBand.values), language, wanted.get("size", ""), "size")),
    ]
    if clusters:
        shown.append(("cluster", _select("cluster", clusters, language, wanted.get("cluster", ""))))
    if may_coordinate(person):
        shown.append(("state", _coded("organisations", STATES, language, wanted.get("state", ""), "state")))
    return [Control(name, say(f"organisations.{name}", language), html) for name, html in shown]


def _written(words: str) -> SafeString:
    return format_html('<input type="search" name="words" id="id_words" maxlength="80" value="{}">', words)


@lru_cache(maxsize=1 << 10)
def _coded(topic: str, codes: tuple[str, ...], language: str, chosen: str, name: str) -> SafeString:
    return _select(name, tuple((code, say(f"{topic}.{code}", language)) for code in codes), language, chosen)


@lru_cache(maxsize=1 << 8)
def _department(language: str, chosen: str) -> SafeString:
    return _select("department", tuple((each.code, each.name) for each in departments()), language, chosen)


def _select(name: str, choices: Choices, language: str, chosen: str) -> SafeString:
    marked = (
        (code, mark_safe(" selected") if code == chosen else "", text)
        for code, text in (("", say("forms.choose", language)), *choices)
    )
    options = format_html_join("", '<option value="{}"{}>{}</option>', marked)
    return format_html('<select name="{}" id="id_{}">{}</select>', name, name, options)
