"""Writes of bank statements: a file comes in, whole or not at all; one that came by mistake is taken out again."""

from typing import TYPE_CHECKING

from django.db.models import Q, Sum

from ayni_web.common import chain
from ayni_web.common.acting import Mistake, action
from ayni_web.common.money import amount
from ayni_web.ledger import access
from ayni_web.ledger.bank.reading import marks, read
from ayni_web.ledger.bank.told import Moved, Told
from ayni_web.ledger.models import Account, BankStatement, MatchedMovement, Movement, Reconciliation
from ayni_web.ledger.models.books import AccountPurpose

if TYPE_CHECKING:
    from ayni_web.accounts.models import Person

OPENING = "opening"


@action
def add_statement(
    *, by: "Person", account: Account, currency: str, name: str, content: bytes, sha256: str
) -> BankStatement:  # fmt: skip
    """Take in what a file of the bank says of an account; what came before in another file is not counted again."""
    held = _held(by, account)
    if BankStatement.objects.filter(account=held, currency=currency, sha256=sha256).exists():
        raise Mistake("bank.same_file", field="file", name=name)
    told = read(content, currency)
    _refuse_another(told, held, currency)
    known = dict.fromkeys(marks(told.moved), True)
    there = Movement.objects.filter(account=held, currency=currency, mark__in=known).values_list("mark", flat=True)
    new = [(mark, moved) for mark, moved in zip(marks(told.moved), told.moved, strict=True) if mark not in set(there)]
    _refuse_reconciled(new, held, currency)
    made = BankStatement.objects.create(
        account=held, currency=currency, layout=told.layout, number=told.number, name=name, sha256=sha256,
        since=told.since, until=told.until, opening=told.opening, closing=told.closing, came=len(told.moved),
        fresh=len(new), added_by=by,
    )  # fmt: skip
    _open(held, currency)
    Movement.objects.bulk_create([_movement(made, mark, moved) for mark, moved in new])
    _refuse_uneven(made, told)
    chain.append("ledger.statement_added", by=by, account=held.pk, sha256=sha256, fresh=len(new))
    return made


@action
def take_out(*, by: "Person", statement: BankStatement) -> BankStatement:
    """Take a statement out that came by mistake, with the movements that came with it and are no lines' yet."""
    held = _held(by, statement.account)
    row = BankStatement.objects.get(pk=statement.pk)
    own = row.movements.all()
    if MatchedMovement.objects.filter(movement__in=own).exists() or own.filter(draft__isnull=False).exists():
        raise Mistake("bank.statement_in_use")
    if Reconciliation.objects.filter(account=held, currency=row.currency, day__gte=row.since).exists():
        raise Mistake("bank.statement_reconciled")
    later = BankStatement.objects.filter(account=held, currency=row.currency, added_at__gt=row.added_at)
    if later.exists():
        raise Mistake("bank.later_statement_first", name=later.order_by("-added_at")[0].name)
    chain.append("ledger.statement_taken_out", by=by, account=held.pk, sha256=row.sha256)
    own.delete()
    row.delete()
    _open(held, row.currency)
    row.pk = statement.pk
    return row


def _held(by: "Person", account: Account) -> Account:
    """The account, held against others who change what the bank says of it; posting does not wait for it."""
    if not access.may_draw(by):
        raise Mistake("money.not_yours")
    held = Account.objects.select_for_update(no_key=True).get(pk=account.pk)
    if held.purpose != AccountPurpose.BANK:
        raise Mistake("bank.no_bank_account")
    return held


def _refuse_another(told: Told, account: Account, currency: str) -> None:
    """Refuse the file of another account, currency or form than what came before."""
    if told.currency and told.currency != currency:
        raise Mistake("bank.other_currency", field="file", came=told.currency, expected=currency)
    before = BankStatement.objects.filter(account=account, currency=currency)
    other = before.exclude(number="").exclude(number=told.number).order_by("-added_at").first()
    if told.number and other:
        raise Mistake("bank.other_account", field="file", came=told.number, expected=other.number)
    # The same movement is not known again in another form: its words differ.
    mixed = before.exclude(layout=told.layout).filter(since__lte=told.until, until__gte=told.since).first()
    if mixed:
        raise Mistake("bank.other_form", field="file", since=mixed.since.isoformat(), until=mixed.until.isoformat())


def _refuse_reconciled(new: list[tuple[str, Moved]], account: Account, currency: str) -> None:
    done = Reconciliation.objects.filter(account=account, currency=currency).order_by("-day").first()
    late = [moved for _, moved in new if done and moved.day <= done.day]
    if done and late:
        raise Mistake("bank.day_reconciled", field="file", row=late[0].row, day=done.day.isoformat())


def _open(account: Account, currency: str) -> None:
    """What was there before the first statement, as a movement of its own: it is matched as any other."""
    first = BankStatement.objects.filter(account=account, currency=currency).order_by("since", "added_at").first()
    row = Movement.objects.filter(account=account, currency=currency, opening=True).first()
    if row and first and (row.statement_id, row.minor) == (first.pk, first.opening):
        return
    if row:
        if MatchedMovement.objects.filter(movement=row).exists() or row.draft_id:
            raise Mistake("bank.opening_in_use", field="file", day=row.day.isoformat())
        row.delete()
    if first and first.opening:
        Movement.objects.create(
            statement=first, account=account, currency=currency, day=first.since, minor=first.opening,
            balance=first.opening, opening=True, mark=OPENING,
        )  # fmt: skip


def _movement(made: BankStatement, mark: str, moved: Moved) -> Movement:
    return Movement(
        statement=made, account=made.account, currency=made.currency, day=moved.day, minor=moved.minor,
        text=moved.text, reference=moved.reference, balance=moved.balance, mark=mark,
    )  # fmt: skip


def _refuse_uneven(made: BankStatement, told: Told) -> None:
    """Refuse a file whose days were there before with other movements: with them its balance does not come out."""
    if told.opening is None or told.closing is None:
        return
    rows = Movement.objects.filter(account=made.account, currency=made.currency)
    ours = list(rows.filter(mark__in=marks(told.moved)).order_by("day", "pk"))
    first, last = ours[0], ours[-1]
    before = Q(day__lt=first.day) | Q(day=first.day, pk__lt=first.pk) | Q(opening=True)
    until = Q(day__lt=last.day) | Q(day=last.day, pk__lte=last.pk) | Q(opening=True)
    held = {name: rows.filter(of).aggregate(n=Sum("minor"))["n"] or 0 for name, of in (("b", before), ("u", until))}
    if held["u"] - held["b"] != told.closing - told.opening:
        raise Mistake(
            "bank.overlap_differs", field="file", since=made.since.isoformat(), until=made.until.isoformat(),
            came=amount(told.closing - told.opening, made.currency), there=amount(held["u"] - held["b"], made.currency),
        )  # fmt: skip
