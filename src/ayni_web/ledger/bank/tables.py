"""A bank's table of movements, in one of the layouts: every row read, or the first that is not is told."""

import re
from collections.abc import Sequence

from ayni_web.common.acting import Mistake
from ayni_web.common.money import figures as written
from ayni_web.ledger.bank import figures
from ayni_web.ledger.bank.layouts import Cells, Placed, currency_words
from ayni_web.ledger.bank.told import Moved, Told

_NUMBER = re.compile(r"\d[\d-]{5,}\d")


def read_table(rows: Sequence[Cells], found: Placed, currency: str) -> Told:
    """Bank statement of a table; ``currency`` is that of the account, for a file that does not say."""
    told = _currency(rows, found) or currency
    moved = _in_order(_moved(rows, found, told), found, told)
    if not moved:
        raise Mistake("bank.no_movements", field="file")
    opening = None if moved[0].balance is None else moved[0].balance - moved[0].minor
    return Told(
        found.layout.code, _number(rows, found), _currency(rows, found), moved[0].day, moved[-1].day, opening,
        moved[-1].balance, moved,
    )  # fmt: skip


def _moved(rows: Sequence[Cells], found: Placed, currency: str) -> list[Moved]:
    told = []
    for at, row in enumerate(rows[found.heading + 1 :], found.heading + 2):
        filled = [cell for cell in row if cell.strip()]
        if filled and figures.folded(filled[0]).startswith("total"):
            break
        if not filled or not (found.cell(row, "day") or _minor(row, found, currency, at)):
            continue
        amount = _minor(row, found, currency, at)
        if amount:
            balance = found.cell(row, "balance")
            told.append(
                Moved(
                    at, figures.day(found.cell(row, "day"), at), amount, found.words(row)[:300],
                    found.cell(row, "reference")[:80], figures.minor(balance, currency, at) if balance else None,
                )
            )  # fmt: skip
    return told


def _minor(row: Cells, found: Placed, currency: str, at: int) -> int:
    """Amount of a row: with its sign, or what came in less what went out, each in its column."""
    if found.layout.amount:
        text = found.cell(row, "amount")
        return figures.minor(text, currency, at) if text else 0
    out, into = (found.cell(row, name) for name in ("debit", "credit"))
    gone = abs(figures.minor(out, currency, at)) if out else 0
    come = abs(figures.minor(into, currency, at)) if into else 0
    if gone and come:
        raise Mistake("bank.two_amounts", field="file", row=at, debit=out, credit=into)
    return come - gone


def _in_order(moved: list[Moved], found: Placed, currency: str) -> list[Moved]:
    """Movements with the oldest first: as their days stand, and as their balances follow each other."""
    if len(moved) < 2:
        return moved
    backwards = moved[0].day > moved[-1].day or (moved[0].day == moved[-1].day and found.layout.newest_first)
    likely, other = (moved[::-1], moved) if backwards else (moved, moved[::-1])
    at = _break(likely)
    if at is None:
        return likely
    if moved[0].day == moved[-1].day and _break(other) is None:
        return other
    before, this = likely[at - 1], likely[at]
    raise Mistake(
        "bank.balance_breaks", field="file", row=this.row, before=written(before.balance or 0, currency),
        moved=written(this.minor, currency), expected=written((before.balance or 0) + this.minor, currency),
        came=written(this.balance or 0, currency),
    )  # fmt: skip


def _break(moved: Sequence[Moved]) -> int | None:
    """Place of the first movement whose balance does not follow from the one before it."""
    for at in range(1, len(moved)):
        before, this = moved[at - 1].balance, moved[at].balance
        if before is not None and this is not None and before + moved[at].minor != this:
            return at
    return None


def _above(rows: Sequence[Cells], found: Placed, names: Sequence[str]) -> str:
    """What stands behind one of some labels above the table."""
    for row in rows[: found.heading]:
        filled = [cell.strip() for cell in row if cell.strip()]
        if len(filled) > 1 and figures.folded(filled[0]) in names:
            return filled[1]
    return ""


def _number(rows: Sequence[Cells], found: Placed) -> str:
    number = _NUMBER.search(_above(rows, found, found.layout.number))
    return number.group() if number else ""


def _currency(rows: Sequence[Cells], found: Placed) -> str:
    words = figures.folded(_above(rows, found, found.layout.currency)).split()
    return next((code for word in words if (code := currency_words().get(word))), "")
