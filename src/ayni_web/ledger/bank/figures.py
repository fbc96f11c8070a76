"""Days and amounts as banks write them; what could mean two things is refused."""

import re
from datetime import date, datetime
from decimal import Decimal
from unicodedata import combining, normalize

from ayni_web.common.acting import Mistake
from ayni_web.common.money import decimals, minor_of

# 1,234.56 or 1234.5, and with the other sign 1.234,56: what stands in threes alone (1,234) could be either.
_POINT = re.compile(r"(?:\d+|\d{1,3}(?:,\d{3})+)\.\d{1,2}|\d+")
_COMMA = re.compile(r"(?:\d+|\d{1,3}(?:\.\d{3})+),\d{1,2}")
_AROUND = re.compile(r"^(?:S/\.?|US\$|\$|PEN|USD)?\s*", re.IGNORECASE)
_DAYS = (
    (re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})"), (3, 2, 1)),
    (re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00:00)?"), (1, 2, 3)),
)


def folded(text: str) -> str:
    """Heading without accents, capitals, dots, colons and blanks that mean nothing."""
    plain = "".join(letter for letter in normalize("NFKD", text) if not combining(letter))
    return " ".join(plain.casefold().replace(".", " ").replace(":", " ").replace("º", "o").split())


def day(text: str, row: int) -> date:
    """Day of a cell, the day before the month."""
    for pattern, order in _DAYS:
        found = pattern.fullmatch(text.strip())
        if found:
            try:
                return date(*(int(found.group(at)) for at in order))
            except ValueError:
                break
    raise Mistake("bank.wrong_day", field="file", row=row, came=text)


def minor(text: str, currency: str, row: int) -> int:
    """Minor units of a cell: below zero with a sign before or behind it, or within brackets."""
    told = text.replace("\u00a0", " ").replace("\u2212", "-").strip()
    inner = _AROUND.sub("", told.strip("()+- "))
    below = told.startswith(("-", "(")) or told.endswith("-") or inner.startswith("-")
    bare = inner.strip("+- ")
    if _POINT.fullmatch(bare):
        amount = Decimal(bare.replace(",", ""))
    elif _COMMA.fullmatch(bare):
        amount = Decimal(bare.replace(".", "").replace(",", "."))
    else:
        raise Mistake("bank.wrong_amount", field="file", row=row, came=text)
    try:
        found = minor_of(amount, currency)
    except ValueError:
        raise Mistake("bank.wrong_amount", field="file", row=row, came=text) from None
    return -found if below else found


def ofx_minor(text: str, currency: str, row: int) -> int:
    """Minor units of an amount of OFX: a sign, figures, a point or a comma for decimals, nothing for thousands."""
    found = re.fullmatch(r"([+-]?)(\d+)(?:[.,](\d*))?", text.strip())
    places = decimals(currency)
    if found is None or len((found.group(3) or "").rstrip("0")) > places:
        raise Mistake("bank.wrong_amount", field="file", row=row, came=text)
    whole = int(found.group(2)) * 10**places + int((found.group(3) or "")[:places].ljust(places, "0") or 0)
    return -whole if found.group(1) == "-" else whole


def ofx_day(text: str, row: int) -> date:
    """Day of OFX: ``YYYYMMDD``, whatever hour and zone stand behind it."""
    try:
        return datetime.strptime(text.strip()[:8], "%Y%m%d").date()  # noqa: DTZ007 (the day as the bank tells it)
    except ValueError:
        raise Mistake("bank.wrong_ofx_day", field="file", row=row, came=text) from None
