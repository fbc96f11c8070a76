"""Writes of what is the same in the bank and in the books: matched, taken apart, drawn from a movement, reconciled."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from ayni_web.common import chain
from ayni_web.common.acting import Mistake, action
from ayni_web.common.money import amount
from ayni_web.ledger import access
from ayni_web.ledger.actions import drafts
from ayni_web.ledger.models import (
    Account,
    Draft,
    Line,
    Match,
    MatchedLine,
    MatchedMovement,
    Movement,
    Reconciliation,
)
from ayni_web.ledger.models.entries import State
from ayni_web.ledger.queries.matching import proposals
from ayni_web.ledger.queries.reconciling import standing, told_until

if TYPE_CHECKING:
    from ayni_web.accounts.models import Person


@action
def match(
    *, by: "Person", account: Account, currency: str, movements: Sequence[int], lines: Sequence[int]
) -> Match:  # fmt: skip
    """Say that some movements are some lines; both come to the same."""
    _hold(by, account)
    return _matched(by, account, currency, movements, lines)


@action
def match_sure(*, by: "Person", account: Account, currency: str) -> Match:
    """Say so of every proposal that leaves no doubt, as it is proposed now."""
    _hold(by, account)
    made = None
    for each in proposals(account, currency):
        if each.sure:
            made = _matched(by, account, currency, [row.pk for row in each.movements], [row.pk for row in each.lines])
    if made is None:
        raise Mistake("bank.nothing_sure")
    return made


@action
def take_apart(*, by: "Person", match: Match) -> Match:
    """Say that they are not the same after all, while nothing that was reconciled stands on it."""
    _hold(by, match.account)
    row = Match.objects.get(pk=match.pk)
    done = Reconciliation.objects.filter(
        account=row.account_id, currency=row.currency, day__gte=row.day, made_at__gte=row.made_at
    ).first()  # fmt: skip
    if done:
        raise Mistake("bank.match_reconciled", day=done.day.isoformat())
    row.movements.all().delete()
    row.lines.all().delete()
    row.delete()
    row.pk = match.pk
    return row


@action
def draw_from(*, by: "Person", movement: Movement, **told: Any) -> Draft:
    """Write a draft of what a movement is; once, unless that draft was thrown away.

    What else is told goes to :func:`ayni_web.ledger.actions.drafts.draw`, or with ``lines`` to ``draw_lines``.
    """
    row = Movement.objects.select_for_update(of=("self",)).select_related("draft").get(pk=movement.pk)
    if MatchedMovement.objects.filter(movement=row).exists():
        raise Mistake("bank.matched_already")
    if row.draft and row.draft.state != State.DROPPED:
        raise Mistake("bank.drawn_already")
    draw = drafts.draw_lines if "lines" in told else drafts.draw
    made: Draft = draw(by=by, **told)  # type: ignore[operator]
    Movement.objects.filter(pk=row.pk).update(draft=made)
    return made


@action
def reconcile(*, by: "Person", account: Account, currency: str, day: date) -> Reconciliation:
    """Sign that books and bank agree on a day: whatever differs is named one by one, and nothing is left over."""
    _hold(by, account)
    until = told_until(account, currency)
    if until is None or day > until:
        raise Mistake("bank.not_told_yet", field="day", until=until.isoformat() if until else "–")
    last = Reconciliation.objects.filter(account=account, currency=currency).order_by("-day").first()
    if last and day <= last.day:
        raise Mistake("bank.reconciled_later", field="day", day=last.day.isoformat())
    found = standing(account, currency, day)
    if found.difference:
        raise Mistake("bank.difference_left", field="day", difference=amount(found.difference, currency))
    made = Reconciliation.objects.create(
        account=account, currency=currency, day=day, books=found.books, bank=found.bank, pending=found.pending.minor,
        pending_count=found.pending.count, missing=found.missing.minor, missing_count=found.missing.count, made_by=by,
    )  # fmt: skip
    chain.append("ledger.reconciled", by=by, account=account.pk, currency=currency, day=day.isoformat(),
                 books=found.books, bank=found.bank)  # fmt: skip
    return made


def _hold(by: "Person", account: Account) -> None:
    if not access.may_draw(by):
        raise Mistake("money.not_yours")
    Account.objects.select_for_update(no_key=True).get(pk=account.pk)


def _matched(
    by: "Person", account: Account, currency: str, movements: Sequence[int], lines: Sequence[int]
) -> Match:  # fmt: skip
    moved = list(Movement.objects.filter(account=account, currency=currency, pk__in=set(movements)))
    written = list(Line.objects.filter(account=account, currency=currency, pk__in=set(lines)).select_related("entry"))
    if not moved or not written or len(moved) < len(set(movements)) or len(written) < len(set(lines)):
        raise Mistake("bank.choose_both")
    taken = MatchedMovement.objects.filter(movement__in=moved).exists()
    if taken or MatchedLine.objects.filter(line__in=written).exists():
        raise Mistake("bank.matched_already")
    bank, books = sum(each.minor for each in moved), sum(each.minor for each in written)
    if bank != books:
        raise Mistake("bank.sums_differ", bank=amount(bank, currency), books=amount(books, currency),
                      left=amount(bank - books, currency))  # fmt: skip
    row = Match(account=account, currency=currency, made_by=by,
                day=max([*(each.day for each in moved), *(each.entry.occurred_on for each in written)]))  # fmt: skip
    MatchedMovement.objects.bulk_create([MatchedMovement(match_id=row.pk, movement=each) for each in moved])
    MatchedLine.objects.bulk_create([MatchedLine(match_id=row.pk, line=each) for each in written])
    row.save(force_insert=True)
    return row
