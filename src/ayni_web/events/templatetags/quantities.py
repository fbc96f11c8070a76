"""Quantities as people write them."""

from decimal import Decimal

from django import template

from ayni import words
from ayni_web.common.language import current, said

register = template.Library()


@register.filter
def quantity(value: Decimal, unit: str) -> str:
    """Quantity with its unit: ``20 quintales de 46 kg``; decimals only where there are some."""
    shortened = value.normalize()
    decimals = max(0, -int(shortened.as_tuple().exponent))
    return said(f"units.of_{unit}", value=words.number(float(value), current(), decimals))
