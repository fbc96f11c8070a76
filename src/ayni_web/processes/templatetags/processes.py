"""What rules say, in the reader's language: ``{{ step.title|told }}``."""

from collections.abc import Mapping
from typing import Any

from django import template

from ayni_web.common.language import current

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
def step_of(process: Any, code: str) -> Any:
    """Step of a process by its code."""
    return process.step(code)
