"""Reads of what is in the bank and in the books, matched or not yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from ayni_web.ledger.models import Account, BankStatement, Line, Match, Movement, Reconciliation
from ayni_web.ledger.models.entries import State
from ayni_web.ledger.queries.journal import memo_of
from ayni_web.ledger.rules.proposals import DAYS, Item, paired

# Movements for which lines are looked for at once, the oldest first, and lines that are looked at.
MOST_MOVEMENTS, MOST_LINES = 300, 3000


@dataclass(frozen=True, slots=True)
class Proposal:
    """Movements that may be lines, as rows; ``sure`` where nothing else comes into question."""

    movements: list[Movement]
    lines: list[Line]
    sure: bool

    @property
    def minor(self) -> int:
        """What either side comes to."""
        return sum(each.minor for each in self.movements)


def statements(account: Account, currency: str) -> QuerySet[BankStatement]:
    """Statements of an account, the last one first."""
    found = BankStatement.objects.filter(account=account, currency=currency).select_related("added_by")
    return found.order_by("-until", "-added_at")


def unmatched_movements(account: Account, currency: str) -> QuerySet[Movement]:
    """What the bank has and the books have not yet, the oldest first."""
    found = Movement.objects.filter(account=account, currency=currency, matched__isnull=True)
    return found.select_related("draft").order_by("day", "-opening", "pk")


def undone(until: Any = None) -> Any:
    """Whether a line that waits was taken back, or takes back, on the same account: together they wait for nothing.

    ``until`` leaves out what takes back later.
    """
    same = Line.objects.filter(account=OuterRef("account"), currency=OuterRef("currency"), matched__isnull=True)
    taken_back = same.filter(entry__reverses=OuterRef("entry"))
    if until:
        taken_back = taken_back.filter(entry__occurred_on__lte=until)
    return Exists(taken_back) | Exists(same.filter(entry=OuterRef("entry__reverses")))


def unmatched_lines(account: Account, currency: str) -> QuerySet[Line]:
    """What the books have and the bank has not yet, the oldest first; ``undone`` says what was taken back."""
    found = Line.objects.filter(account=account, currency=currency, matched__isnull=True).annotate(undone=undone())
    return found.select_related("entry__memo").order_by("entry__occurred_on", "entry_id", "position")


def proposals(account: Account, currency: str) -> list[Proposal]:
    """Which movements may be which lines: two reads, and a third for what was there before the first statement."""
    moved = list(unmatched_movements(account, currency).filter(opening=False)[:MOST_MOVEMENTS])
    found = _paired(account, currency, moved) if moved else []
    first = unmatched_movements(account, currency).filter(opening=True).first()
    if first:
        taken = {line.pk for each in found for line in each.lines}
        before = [line for line in candidates(first) if line.pk not in taken]
        if before and sum(line.minor for line in before) == first.minor:
            found.insert(0, Proposal([first], before, False))
    return found


def _paired(account: Account, currency: str, moved: list[Movement]) -> list[Proposal]:
    since, until = moved[0].day - timedelta(days=DAYS), moved[-1].day + timedelta(days=DAYS)
    near = unmatched_lines(account, currency).filter(entry__occurred_on__range=(since, until))
    entries: dict[int, list[Line]] = {}
    for line in near[:MOST_LINES]:
        entries.setdefault(line.entry_id, []).append(line)
    rows = {each.pk: each for each in moved}
    found = paired([_of_bank(each) for each in moved], [_of_books(lines) for lines in entries.values()])
    return [
        Proposal([rows[each.key] for each in pair.bank], [line for each in pair.books for line in entries[each.key]],
                 pair.sure)
        for pair in found
    ]  # fmt: skip


def candidates(movement: Movement, limit: int = 30) -> list[Line]:
    """Lines that a movement may be, alone or together: those of its amount, then those near its day.

    What was there before the first statement may be every line before its day.
    """
    found = unmatched_lines(movement.account, movement.currency)
    if movement.opening:
        return list(found.filter(entry__occurred_on__lt=movement.day, undone=False)[:MOST_LINES])
    same = list(found.filter(minor=movement.minor)[:limit])
    around = (movement.day - timedelta(days=5 * DAYS), movement.day + timedelta(days=5 * DAYS))
    near = list(found.filter(entry__occurred_on__range=around).exclude(minor=movement.minor)[: 3 * limit])
    near.sort(key=lambda line: (line.undone, (line.minor > 0) != (movement.minor > 0),
                                abs((line.entry.occurred_on - movement.day).days), line.entry_id))  # fmt: skip
    return [*same, *near][:limit]


def companions(movement: Movement, limit: int = 15) -> list[Movement]:
    """Other movements that may be the same line together with one: those near its day."""
    around = (movement.day - timedelta(days=DAYS), movement.day + timedelta(days=DAYS))
    found = unmatched_movements(movement.account, movement.currency).filter(day__range=around)
    return list(found.exclude(pk=movement.pk).exclude(opening=True)[:limit])


def matches(account: Account, currency: str) -> QuerySet[Match]:
    """What was matched, the last day first, with both sides."""
    found = Match.objects.filter(account=account, currency=currency).select_related("made_by")
    return found.prefetch_related("movements__movement", "lines__line__entry__memo").order_by("-day", "-made_at", "pk")


def reconciliations(account: Account, currency: str) -> QuerySet[Reconciliation]:
    """Days on which books and bank agreed, the last one first."""
    found = Reconciliation.objects.filter(account=account, currency=currency)
    return found.select_related("made_by").order_by("-day")


@dataclass(frozen=True, slots=True)
class Banked:
    """A bank account in a currency: until when its bank told of it, and how many movements wait to be matched."""

    account: Account
    currency: str
    minor: int
    until: Any
    waiting: int
    reconciled: Any


def banked(accounts: Sequence[Account], held: Sequence[tuple[Account, str, int]]) -> list[Banked]:
    """Bank accounts with each currency that the books or a statement have of them; three reads."""
    waiting = {
        (row["account_id"], row["currency"]): row["n"]
        for row in Movement.objects.filter(matched__isnull=True).order_by().values("account_id", "currency")
        .annotate(n=Count("pk"))
    }  # fmt: skip
    until: dict[tuple[str, str], Any] = {}
    for account, currency, day in BankStatement.objects.order_by("until").values_list("account", "currency", "until"):
        until[account, currency] = day
    done: dict[tuple[str, str], Any] = {}
    for account, currency, day in Reconciliation.objects.order_by("day").values_list("account", "currency", "day"):
        done[account, currency] = day
    there = {(account.pk, currency): minor for account, currency, minor in held}
    keys = {*(key for key in there), *until, *((each.pk, each.currency) for each in accounts if each.currency)}
    keys |= {(each.pk, "PEN") for each in accounts if not any(key[0] == each.pk for key in keys)}
    rows = {each.pk: each for each in accounts}
    return [
        Banked(rows[key[0]], key[1], there.get(key, 0), until.get(key), waiting.get(key, 0), done.get(key))
        for key in sorted(keys) if key[0] in rows
    ]  # fmt: skip


def _of_bank(row: Movement) -> Item:
    origin = row.draft_id if row.draft_id and row.draft.state != State.DROPPED else None  # type: ignore[union-attr]
    return Item(row.pk, row.day, row.minor, f"{row.text} {row.reference}", origin)


def _of_books(lines: list[Line]) -> Item:
    entry = lines[0].entry
    memo = memo_of(entry.memo)
    return Item(entry.pk, entry.occurred_on, sum(line.minor for line in lines),
                f"{memo['text']} {memo['counterpart']}", entry.draft_id, lines[0].undone)  # fmt: skip
