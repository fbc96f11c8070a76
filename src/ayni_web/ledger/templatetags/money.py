"""Amounts of money and names of accounts in templates."""

from typing import Any

from django import template

from ayni import words
from ayni_web.common import money as amounts
from ayni_web.common.language import current, said
from ayni_web.ledger import naming
from ayni_web.ledger.queries.public import BOOKS

register = template.Library()


@register.filter
def money(minor: int | None, currency: str) -> str:
    """Amount with its currency; nothing for what is not there: ``{{ line.minor|money:line.currency }}``."""
    return "" if minor is None else amounts.amount(int(minor), currency)


@register.filter
def debit(minor: int, currency: str) -> str:
    """Amount on the debit side, without its currency; nothing for a credit."""
    return amounts.figures(minor, currency) if minor > 0 else ""


@register.filter
def credit(minor: int, currency: str) -> str:
    """Amount on the credit side, without its currency; nothing for a debit."""
    return amounts.figures(-minor, currency) if minor < 0 else ""


@register.filter
def account(row: Any) -> str:
    """What an account is called."""
    return naming.account_title(row) if row else ""


@register.filter
def heading(row: Any) -> str:
    """A heading after those it stands within."""
    return naming.heading_path(row) if row else ""


@register.filter
def figures(minor: int, currency: str) -> str:
    """Amount without its currency, also zero and below it: credit below."""
    return amounts.figures(int(minor), currency)


@register.simple_tag
def books_currency() -> str:
    """Currency of the books in the reader's language, with its code; CLDR still calls it the new sol in Portuguese."""
    return f"{said('money.sol')} ({BOOKS})"


@register.filter
def hundredths(share: int) -> str:
    """Percent of a share in hundredths of a percent: ``25``, and ``12,50`` where it is not whole."""
    return words.number(share / 100, current(), 2 if share % 100 else 0)
