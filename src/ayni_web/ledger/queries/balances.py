"""Sums of lines: the trial balance, an account's lines, what each heading got and used."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, F, QuerySet, Sum, When
from django.db.models.functions import Coalesce

from ayni_web.ledger.models import Account, Line


@dataclass(frozen=True, slots=True)
class Balance:
    """What stands on an account in a currency, in minor units.

    Attributes
    ----------
    account, kind, currency : str
        Code and kind of the account; ISO 4217.
    debit, credit : int
        Sums of what was written on either side, both from zero up.
    """

    account: str
    kind: str
    currency: str
    debit: int
    credit: int

    @property
    def minor(self) -> int:
        """What is left: above zero on the debit side."""
        return self.debit - self.credit


def lines(*, until: date | None = None, fund: str = "", entry: int | None = None) -> QuerySet[Line]:
    """Posted lines, until a day or an entry, of a fund."""
    found = Line.objects.order_by()
    if entry is not None:
        found = found.filter(entry__lte=entry)
    if until:
        found = found.filter(entry__occurred_on__lte=until)
    return found.filter(fund=fund) if fund else found


def trial_balance(*, until: date | None = None, fund: str = "", entry: int | None = None) -> list[Balance]:
    """Debits and credits of each account and currency; one grouped sum in the database, read out of an index."""
    sides = {
        "debit": Coalesce(Sum(Case(When(minor__gt=0, then=F("minor")))), 0),
        "credit": Coalesce(Sum(Case(When(minor__lt=0, then=-F("minor")))), 0),
    }
    kinds = dict(Account.objects.values_list("code", "kind"))
    rows = lines(until=until, fund=fund, entry=entry).values("account_id", "currency").annotate(**sides)
    return [
        Balance(row["account_id"], kinds[row["account_id"]], row["currency"], int(row["debit"]), int(row["credit"]))
        for row in rows.order_by("account_id", "currency")
    ]


def totals(balances: Iterable[Balance]) -> dict[str, tuple[int, int]]:
    """Debits and credits of each currency; equal, or something is wrong."""
    found: dict[str, tuple[int, int]] = {}
    for each in balances:
        debit, credit = found.get(each.currency, (0, 0))
        found[each.currency] = (debit + each.debit, credit + each.credit)
    return found


def balance_of(account: str, currency: str, **of: Any) -> int:
    """What stands on an account, in minor units."""
    found = Line.objects.filter(account=account, currency=currency, **of).aggregate(n=Sum("minor"))["n"]
    return int(found or 0)


def there_is() -> list[tuple[Account, str, int]]:
    """What is in each bank and in cash, by currency, in minor units; one grouped sum."""
    rows = (
        Line.objects.order_by().filter(account__purpose__in=("bank", "cash"))
        .values("account_id", "currency").annotate(n=Sum("minor")).order_by("account_id", "currency")
    )  # fmt: skip
    held = list(rows)
    accounts = Account.objects.in_bulk({row["account_id"] for row in held})
    return [(accounts[row["account_id"]], row["currency"], int(row["n"])) for row in held]
