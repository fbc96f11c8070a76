"""Amounts of money: whole minor units of a currency inside, decimals at the edge, never floats."""

from decimal import Decimal
from functools import cache

from babel.numbers import get_currency_precision, list_currencies

from ayni import words
from ayni_web.common.language import current

SIGNS = {"PEN": "S/", "USD": "US$", "EUR": "€", "BRL": "R$"}


@cache
def known() -> frozenset[str]:
    """Codes of currencies (ISO 4217)."""
    return frozenset(list_currencies())


def decimals(currency: str) -> int:
    """Decimals of a currency: 2 for soles, 0 for yen."""
    return int(get_currency_precision(currency))


def minor_of(amount: Decimal, currency: str) -> int:
    """Whole minor units of an amount; ``ValueError`` for an amount with more decimals than the currency has."""
    scaled = amount.scaleb(decimals(currency))
    if scaled != scaled.to_integral_value():
        raise ValueError(f"{amount} has more decimals than {currency}")
    return int(scaled)


def amount_of(minor: int, currency: str) -> Decimal:
    """Amount of some minor units."""
    return Decimal(minor).scaleb(-decimals(currency))


def amount(minor: int, currency: str, *, cents: bool = True) -> str:
    """Amount with the sign of its currency, as the reader's language writes it: ``S/ 178 560,00``."""
    return f"{SIGNS.get(currency, currency)}\u00a0{figures(minor, currency, cents=cents)}"


def figures(minor: int, currency: str, *, cents: bool = True) -> str:
    """Amount as the reader's language writes it, without its currency; exact, whatever its size."""
    places = decimals(currency) if cents else 0
    value = amount_of(minor, currency)
    whole, _, rest = f"{abs(value):.{places}f}".partition(".")
    text = words.number(int(whole), current(), 0)
    point = words.number(0.1, current(), 1)[1]
    sign = "\u2212" if minor < 0 else ""
    return f"{sign}{text}{point}{rest}" if rest else f"{sign}{text}"
