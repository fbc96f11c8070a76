"""Money as lists to take away: lines of entries, the trial balance, budgets; amounts in units of their currency."""

from collections.abc import Iterator
from typing import Any

from django.utils.timezone import localdate

from ayni_web.common.money import amount_of
from ayni_web.common.sheets.writing import Cell
from ayni_web.ledger.access import keeps_pledges, reads_books, sees_pledges
from ayni_web.ledger.forms.banks import movement_title
from ayni_web.ledger.forms.pledges import PledgeSearch
from ayni_web.ledger.forms.reading import BalanceSearch, BudgetSearch, JournalSearch
from ayni_web.ledger.models import Account, Line, Movement, Pledge
from ayni_web.ledger.naming import account_title, heading_path
from ayni_web.ledger.queries.balances import trial_balance
from ayni_web.ledger.queries.journal import budgets, found_entries, memo_of
from ayni_web.ledger.queries.pledges import dues, standing
from ayni_web.spreadsheets.exports.lists import Asked, List, Rows, told
from ayni_web.spreadsheets.reading import word


def money_lines(person: Any, asked: Asked) -> Rows:
    """Lines of the entries that the journal shows, with its filters."""
    entries = found_entries(**JournalSearch(asked or None).wanted()).order_by().values("pk")
    rows = Line.objects.filter(entry_id__in=entries).order_by("entry_id", "position").select_related(
        "entry__memo", "account", "fund", "source", "heading__parent__parent", "member"
    )  # fmt: skip
    return told(rows, _line)


def _line(row: Line) -> list[Cell]:
    debit, credit = max(row.minor, 0), max(-row.minor, 0)
    return [
        row.entry_id, row.position, row.entry.occurred_on, word("money_purposes", row.entry.purpose),
        memo_of(row.entry.memo)["text"], row.account_id, account_title(row.account), row.fund.title,
        row.source.title if row.source else "", heading_path(row.heading) if row.heading else "",
        row.member.name if row.member else "", row.currency, amount_of(debit, row.currency) if debit else None,
        amount_of(credit, row.currency) if credit else None, row.passed_on, row.entry.posted_at, row.entry.hash,
    ]  # fmt: skip


def trial_balances(person: Any, asked: Asked) -> Iterator[list[Cell]]:
    """The trial balance, of a fund and up to a day."""
    wanted = BalanceSearch(asked or None).wanted()
    found = trial_balance(until=wanted.get("until"), fund=wanted["fund"].pk if "fund" in wanted else "")
    accounts = Account.objects.in_bulk({each.account for each in found})
    for each in found:
        yield [
            each.account, account_title(accounts[each.account]), word("account_kinds", each.kind), each.currency,
            amount_of(each.debit, each.currency), amount_of(each.credit, each.currency),
            amount_of(each.minor, each.currency),
        ]  # fmt: skip


def budget_rows(person: Any, asked: Asked) -> Iterator[list[Cell]]:
    """Budgets against what was used."""
    for each in budgets(**BudgetSearch(asked or None).wanted()):
        minor = (each.assigned, each.paid, each.advanced, each.in_kind, each.left)
        yield [
            each.heading.code, heading_path(each.heading), word("heading_kinds", each.heading.kind),
            each.source.title if each.source else "", each.currency,
            *(amount_of(value, each.currency) for value in minor),
        ]  # fmt: skip


def pledge_parts(person: Any, asked: Asked) -> Iterator[list[Cell]]:
    """Parts of the pledges that a person sees, as at a day."""
    wanted = PledgeSearch(asked or None).wanted()
    as_at, found = wanted.get("as_at") or localdate(), Pledge.objects.filter(sees_pledges(person))
    for each in dues(found.filter(fund=wanted["fund"]) if "fund" in wanted else found, as_at):
        part, pledge = each.instalment, each.instalment.pledge
        amounts = (amount_of(minor, pledge.currency) for minor in (part.minor, each.put_in, each.left))
        yield [
            standing(pledge.member).name, pledge.fund.title, heading_path(pledge.heading) if pledge.heading else "",
            part.due_on, word("pledge_kinds", "in_kind" if part.in_kind else "money"), part.text, pledge.currency,
            *amounts, max((as_at - part.due_on).days, 0) if each.late else 0, each.ended,
        ]  # fmt: skip


def bank_movements(person: Any, asked: Asked) -> Rows:
    """What the banks told, of an account and its currency where these are asked for, and what of the books it is."""
    wanted = {name: asked[name] for name in ("account", "currency") if asked.get(name)}
    rows = Movement.objects.filter(**wanted).select_related("account", "statement", "matched__match")
    return told(rows.prefetch_related("matched__match__lines__line").order_by(
        "account", "currency", "day", "-opening", "pk"), _movement)  # fmt: skip


def _movement(row: Movement) -> list[Cell]:
    pair = row.matched.match if hasattr(row, "matched") else None
    numbers = sorted({each.line.entry_id for each in pair.lines.all()}) if pair else []
    return [
        row.account_id, account_title(row.account), row.currency, row.day, movement_title(row), row.reference,
        amount_of(row.minor, row.currency), None if row.balance is None else amount_of(row.balance, row.currency),
        ", ".join(map(str, numbers)), pair.made_at if pair else None, row.statement.name, row.statement.sha256,
    ]  # fmt: skip


LISTS = (
    List("entries", ("entry", "row", "day", "purpose", "title", "code", "account", "fund", "source", "heading",
                         "member", "currency", "debit", "credit", "passed_on", "posted_at", "hash"),
         money_lines, reads_books),
    List("balances", ("code", "account", "kind", "currency", "debit", "credit", "left_over"), trial_balances,
         reads_books),
    List("budgets", ("code", "heading", "kind", "source", "currency", "assigned", "paid", "advanced", "in_kind",
                     "left"), budget_rows, reads_books),
    List("pledges", ("member", "fund", "heading", "due_on", "kind", "title", "currency", "promised", "put_in",
                     "is_missing", "days_late", "ended"), pledge_parts, keeps_pledges),
    List("movements", ("code", "account", "currency", "day", "title", "reference", "amount", "balance", "entries",
                       "matched_at", "statement", "hash"), bank_movements, reads_books),
)  # fmt: skip
