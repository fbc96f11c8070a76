"""Filters of the list of organisations, as they are shown.

A list of thousands is opened again and again: what does not change from one time to the next is written once.
"""

from collections.abc import Mapping
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
FIELD = '<div class="field"><label for="id_{}">{}</label>{}</div>'


def controls(person: Any, wanted: Mapping[str, Any]) -> tuple[SafeString, SafeString]:
    """Field for the name, and the filters that a person may set, with what is set."""
    language = current()
    parts = [_coded(name, language, wanted.get(name, "")) for name in ("kind", "department", "size")]
    if clusters := tuple((str(pk), name) for pk, name in inner_clusters(person).values_list("pk", "name")):
        parts.append(_select("cluster", clusters, language, wanted.get("cluster", "")))
    if may_coordinate(person):
        parts.append(_coded("state", language, wanted.get("state", "")))
    return _words(language, str(wanted.get("q", ""))), SafeString("".join(parts))


@lru_cache(maxsize=1 << 8)
def _words(language: str, words: str) -> SafeString:
    control = format_html('<input type="search" name="q" id="id_q" maxlength="80" value="{}">', words)
    return format_html(FIELD, "q", say("organisations.q", language), control)


@lru_cache(maxsize=1 << 10)
def _coded(name: str, language: str, chosen: str) -> SafeString:
    if name == "department":
        return _select(name, tuple((each.code, each.name) for each in departments()), language, chosen)
    topic, codes = {"kind": ("kinds", Kind.values), "size": ("sizes", SizeBand.values),
                    "state": ("organisations", STATES)}[name]  # fmt: skip
    return _select(name, tuple((code, say(f"{topic}.{code}", language)) for code in codes), language, chosen)


@lru_cache(maxsize=1 << 8)
def _select(name: str, choices: Choices, language: str, chosen: str) -> SafeString:
    marked = (
        (code, mark_safe(" selected") if code == chosen else "", text)
        for code, text in (("", say("organisations.any", language)), *choices)
    )
    options = format_html_join("", '<option value="{}"{}>{}</option>', marked)
    control = format_html('<select name="{}" id="id_{}">{}</select>', name, name, options)
    return format_html(FIELD, name, say(f"organisations.{name}", language), control)
