"""Amounts as everybody first reads them."""

from django import template

from ayni_web.common.money import amount

register = template.Library()


@register.filter
def whole_money(minor: int, currency: str) -> str:
    """Amount without cents, for a figure that stands large; the tables beside it are exact."""
    return amount(int(minor), currency, cents=False)
