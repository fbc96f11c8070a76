"""Books and bank held against each other on a day: what each has and the other has not, and what is left over."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Sum

from ayni_web.ledger.models import Account, BankStatement, Line, Movement
from ayni_web.ledger.queries.matching import undone


@dataclass(frozen=True, slots=True)
class Side:
    """What one side has and the other has not on a day: minor units, how many, and the rows."""

    minor: int
    count: int
    rows: QuerySet[Any]


@dataclass(frozen=True, slots=True)
class Standing:
    """Books and bank on a day, in minor units.

    Attributes
    ----------
    day, currency : date, str
        Of what.
    books, bank : int
        What each says is there.
    pending, missing : Side
        What the books have and the bank has not; what the bank has and the books have not.
    unexplained : int
        What the bank says is there beyond its own movements: statements are missing in between.
    """

    day: date
    currency: str
    books: int
    bank: int
    pending: Side
    missing: Side
    unexplained: int

    @property
    def expected(self) -> int:
        """What the books would say, going by the bank and by what either lacks."""
        return self.bank + self.pending.minor - self.missing.minor

    @property
    def missing_taken(self) -> int:
        """What the bank has and the books have not, taken away."""
        return -self.missing.minor

    @property
    def difference(self) -> int:
        """What is left over: zero, or something is matched, told or written wrongly."""
        return self.books - self.expected


def told_until(account: Account, currency: str) -> date | None:
    """Last day that a statement tells of."""
    found = BankStatement.objects.filter(account=account, currency=currency).aggregate(day=Max("until"))
    return found["day"]  # type: ignore[no-any-return]


def standing(account: Account, currency: str, day: date) -> Standing:
    """Books and bank on a day; what was matched counts as settled once both sides of it had happened."""
    lines = Line.objects.filter(account=account, currency=currency, entry__occurred_on__lte=day).order_by()
    moved = Movement.objects.filter(account=account, currency=currency, day__lte=day).order_by()
    open_yet = Q(matched__isnull=True) | Q(matched__match__day__gt=day)
    pending = lines.filter(open_yet).exclude(Q(matched__isnull=True) & Q(undone(day))).select_related("entry__memo")
    missing = moved.filter(open_yet).select_related("draft")
    summed, said = _sum(moved), _said(moved)
    return Standing(
        day, currency, _sum(lines), said, _side(pending.order_by("entry__occurred_on", "entry_id", "position")),
        _side(missing.order_by("day", "-opening", "pk")), said - summed,
    )  # fmt: skip


def _said(moved: QuerySet[Movement]) -> int:
    """What the bank says is there: the last balance that it told, and what moved since."""
    last = moved.filter(balance__isnull=False).order_by("-day", "opening", "-pk").first()
    if last is None:
        return _sum(moved)
    after = moved.filter(Q(day__gt=last.day) | Q(day=last.day, pk__gt=last.pk)).exclude(opening=True)
    if last.opening:
        after = moved.exclude(opening=True)
    return (last.balance or 0) + _sum(after)


def _sum(rows: QuerySet[Any]) -> int:
    return int(rows.order_by().aggregate(n=Sum("minor"))["n"] or 0)


def _side(rows: QuerySet[Any]) -> Side:
    found = rows.order_by().aggregate(n=Count("pk"), minor=Sum("minor"))
    return Side(int(found["minor"] or 0), found["n"], rows)
