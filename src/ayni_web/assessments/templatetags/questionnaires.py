"""Texts of questionnaires in templates."""

from collections.abc import Mapping

from django import template

from ayni import words
from ayni_web.assessments import texts
from ayni_web.common.language import current

register = template.Library()


@register.filter
def told(text: Mapping[str, str]) -> str:
    """Text in the reader's language."""
    return texts.told(text)


@register.filter
def signed(value: float) -> str:
    """Whole number with its sign."""
    return words.number(value, current(), 0, sign=True)
