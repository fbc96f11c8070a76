"""What rules say, in the reader's language: ``{{ step.title|told }}``."""

from collections.abc import Mapping
from typing import Any

from django import template

from ayni.library.processes import CLUSTER
from ayni_web.common.language import current, said
from ayni_web.processes.analysis import library

register = template.Library()


@register.filter
def told(text: Mapping[str, str] | None) -> str:
    """Text in the language being spoken."""
    return "" if not text else text.get(current()) or text["es"]


@register.filter
def at(table: Mapping[str, Any], key: str) -> Any:
    """What a table has under a key; nothing where it has none."""
    return table.get(key)


@register.filter
def sequel(code: str) -> str:
    """What an end leads to, by its name."""
    return said("drafts.leads_to_cluster") if code == CLUSTER else told(library()[code]["title"])


@register.filter
def step_of(process: Any, code: str) -> Any:
    """Step of a process by its code."""
    return process.step(code)
