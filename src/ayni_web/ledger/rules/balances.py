"""What is wrong with lines: unbalanced, of a closed day or account, of more than there is."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from ayni_web.common.acting import Mistake
from ayni_web.common.money import amount
from ayni_web.ledger.lines import Drawn, sums
from ayni_web.ledger.models import Period
from ayni_web.ledger.models.entries import MOST_MINOR
from ayni_web.ledger.queries.grounds import LEFT, Ground, Pot, ground_of, left_in

# Accounts that money cannot be taken out of beyond what is there.
NEVER_BELOW_ZERO = frozenset({"bank", "cash", "advance", "available", "assigned"})


def refuse_lines(lines: Sequence[Drawn], occurred_on: date, ground: Ground | None = None) -> Ground:
    """Refuse lines that could never be posted: unbalanced, on closed accounts, of a closed or future day.

    What they stand on is returned; it is read where it was not yet.
    """
    if len([line for line in lines if line.minor]) < 2:
        raise Mistake("money.nothing_moves", field="minor")
    if any(abs(line.minor) > MOST_MINOR for line in lines):
        raise Mistake("money.too_much", field="minor")
    ground = ground or ground_of(lines, occurred_on)
    _refuse_day(ground, occurred_on)
    for code in sorted({line.account for line in lines} - set(ground.accounts)):
        raise Mistake("money.no_account", field="account", code=code or "–")
    left = sums(lines, frozenset(code for code, row in ground.accounts.items() if row.kind == "order"))
    for (fund, currency, _), minor in left.items():
        raise Mistake("money.unbalanced", field="minor", fund=fund, left=amount(minor, currency))
    _refuse_closed(lines, ground)
    return ground


def refuse_beyond(lines: Sequence[Drawn], ground: Ground) -> None:
    """Refuse to spend more than is assigned, and to take more than there is.

    To be called under the lock of the ledger: what there is and what is left to spend are read then, at once.
    """
    taken, spent = _taken(lines, ground), _spent(lines, ground)
    there, left = left_in(list(taken), list(spent))
    for pot, minor in left.items():
        if minor + spent[pot] < 0:
            raise Mistake(
                "money.more_than_assigned", field="heading", heading=pot.heading, left=amount(minor, pot.currency),
                asked=amount(-spent[pot], pot.currency),
            )  # fmt: skip
    for pot, minor in there.items():
        if minor + taken[pot] < 0:
            raise Mistake(
                "money.more_than_there_is", field="heading" if pot.heading else "minor", account=pot.account,
                fund=pot.fund, there=amount(minor, pot.currency), asked=amount(-taken[pot], pot.currency),
            )  # fmt: skip


def _taken(lines: Sequence[Drawn], ground: Ground) -> dict[Pot, int]:
    """What lines take from a bank, an advance, or what is available or assigned: below zero."""
    wanted: dict[Pot, int] = {}
    for line in lines:
        if ground.purpose(line) in NEVER_BELOW_ZERO:
            pot = _pot(line, ground.purpose(line))
            wanted[pot] = wanted.get(pot, 0) + line.minor
    return {pot: minor for pot, minor in wanted.items() if minor < 0}


def _spent(lines: Sequence[Drawn], ground: Ground) -> dict[Pot, int]:
    """What lines take from what a heading has left to spend: below zero.

    What is left is what is assigned less what was spent and advanced; what came in kind pays for itself.  So neither a
    payment nor taking an assignment away, also by a reversal, brings it below zero.
    """
    changes: dict[Pot, int] = {}
    for line in lines:
        sign = LEFT.get(ground.purpose(line))
        if line.heading and line.source and sign:
            pot = Pot(line.fund, line.currency, source=line.source, heading=line.heading)
            changes[pot] = changes.get(pot, 0) + sign * line.minor
    return {pot: minor for pot, minor in changes.items() if minor < 0}


def _refuse_day(ground: Ground, day: date) -> None:
    """Refuse a day that is still to come, or of a period that is closed or not there."""
    if day > timezone.localdate():
        raise Mistake("money.day_to_come", field="occurred_on")
    if ground.open_day is None:
        raise Mistake("money.no_period", field="occurred_on", day=day.isoformat())
    if not ground.open_day:
        first = Period.objects.filter(closed_at__isnull=True).order_by("starts_on").first()
        since = first.starts_on.isoformat() if first else "–"
        raise Mistake("money.period_closed", field="occurred_on", day=day.isoformat(), since=since)


def _refuse_closed(lines: Sequence[Drawn], ground: Ground) -> None:
    for line in lines:
        row = ground.accounts[line.account]
        if row.closed:
            raise Mistake("money.account_closed", field="account", code=line.account)
        if row.currency and row.currency != line.currency:
            raise Mistake("money.other_currency", field="currency", code=line.account, currency=row.currency)
    for code in sorted({line.fund for line in lines} - ground.funds):
        raise Mistake("money.fund_closed", field="fund", code=code or "–")


def _pot(line: Drawn, purpose: str) -> Pot:
    """What must not fall below zero: an account of a fund, and of an order account or an advance also whose it is."""
    return Pot(
        line.fund, line.currency, line.account,
        source="" if purpose in ("bank", "cash") else line.source,
        heading=line.heading if purpose in ("assigned", "advance") else "",
        member=line.member if purpose == "advance" else "",
    )  # fmt: skip
