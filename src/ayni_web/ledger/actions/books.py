"""Writes of what lines stand on: the books opened, accounts, funds, sources and headings added, periods closed."""

from calendar import monthrange
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from ayni.library.plans import plans
from ayni_web.common import chain, money
from ayni_web.common.acting import Mistake, action
from ayni_web.ledger import access
from ayni_web.ledger.models import Account, Draft, Fund, Heading, Period, Rate, Source
from ayni_web.ledger.models.books import AccountKind, HeadingKind
from ayni_web.ledger.models.entries import State
from ayni_web.ledger.queries.grounds import hold_ledger

if TYPE_CHECKING:
    from ayni_web.accounts.models import Person

MONTHS = 12


@action
def open_books(*, by: "Person", plan: str, year: int) -> Period:
    """Open the books with a plan of accounts of the library and the months of a year; once."""
    _directors(by)
    if Account.objects.exists():
        raise Mistake("money.books_are_open")
    known = plans().get(plan)
    if known is None:
        raise Mistake("money.no_plan", field="plan")
    Account.objects.bulk_create(
        [Account(code=each.code, kind=each.kind, purpose=each.purpose, texts=dict(each.title), added_by=by)
         for each in known.accounts]
    )  # fmt: skip
    first = _year(year)
    chain.append("ledger.opened", by=by, plan=plan, year=year)
    return first


@action
def open_year(*, by: "Person", year: int) -> Period:
    """Open the months of the year that follows the last one."""
    _directors(by)
    last = Period.objects.order_by("-starts_on").first()
    if last is None or year != last.starts_on.year + 1:
        raise Mistake("money.next_year", field="year", year=last.starts_on.year + 1 if last else year)
    first = _year(year)
    chain.append("ledger.year_opened", by=by, year=year)
    return first


@action
def close_period(*, by: "Person", period: Period) -> Period:
    """Close a month, once those before it are closed and nothing of it waits; it is never opened again."""
    _directors(by)
    # Whoever posts has read that the month is open: it is closed before that or after, and not in between.
    hold_ledger()
    row = Period.objects.select_for_update().get(pk=period.pk)
    if row.closed_at:
        raise Mistake("money.closed_already")
    if row.ends_on >= timezone.localdate():
        raise Mistake("money.not_over_yet", day=row.ends_on.isoformat())
    if Period.objects.filter(starts_on__lt=row.starts_on, closed_at__isnull=True).exists():
        raise Mistake("money.earlier_first")
    waiting = Draft.objects.filter(state=State.SENT, occurred_on__range=(row.starts_on, row.ends_on)).count()
    if waiting:
        raise Mistake("money.drafts_wait", n=waiting)
    row.closed_at, row.closed_by = timezone.now(), by
    row.save(update_fields=["closed_at", "closed_by"])
    chain.append("ledger.period_closed", by=by, period=row.starts_on.isoformat())
    return row


@action
def add_account(
    *, by: "Person", code: str, kind: str, purpose: str, title: str, currency: str = ""
) -> Account:  # fmt: skip
    """Add an account to the plan; its code, kind, purpose and currency never change."""
    _directors(by)
    _new(Account, code)
    row = Account(code=code, kind=kind, purpose=purpose, texts={"es": title}, currency=_currency(currency), added_by=by)
    if (kind == AccountKind.ORDER) != (purpose in ("given", "available", "assigned")):
        raise Mistake("money.purpose_of_its_kind", field="purpose")
    row.save(force_insert=True)
    chain.append("ledger.account_added", by=by, account=code, kind=kind)
    return row


@action
def add_fund(*, by: "Person", code: str, title: str, cluster: Any = None) -> Fund:
    """Add a fund: money kept apart."""
    _directors(by)
    _new(Fund, code)
    row = Fund.objects.create(code=code, title=title, cluster=cluster, added_by=by)
    chain.append("ledger.fund_added", by=by, fund=code)
    return row


@action
def add_source(
    *, by: "Person", code: str, kind: str, title: str, organisation: Any = None, agreement: Any = None
) -> Source:  # fmt: skip
    """Add who gives money, with the agreement."""
    _drawers(by)
    _new(Source, code)
    row = Source.objects.create(
        code=code, kind=kind, title=title, organisation=organisation, agreement=agreement, added_by=by
    )
    chain.append("ledger.source_added", by=by, source=code)
    return row


@action
def add_heading(
    *, by: "Person", code: str, kind: str, title: str, parent: Heading | None = None, organisation: Any = None,
    cluster: Any = None, cofinance: Decimal | None = None, starts_on: date | None = None, ends_on: date | None = None,
    rules: Any = None,
) -> Heading:  # fmt: skip
    """Add what money is for; ``cofinance`` is a share of both parts, in percent, that the group puts in."""
    _drawers(by)
    _new(Heading, code)
    allowed = {HeadingKind.CALL: (None,), HeadingKind.AWARD: (None, "call"),
               HeadingKind.ACTIVITY: (None, "call", "award")}  # fmt: skip
    if (parent.kind if parent else None) not in allowed[HeadingKind(kind)]:
        raise Mistake("money.heading_out_of_place", field="parent")
    if cofinance is not None and kind != HeadingKind.AWARD:
        raise Mistake("money.only_awards_are_cofinanced", field="cofinance")
    row = Heading(
        code=code, kind=kind, title=title, parent=parent, organisation=organisation, cluster=cluster, rules=rules,
        cofinance=int(cofinance * 100) if cofinance else None, starts_on=starts_on, ends_on=ends_on, added_by=by,
    )  # fmt: skip
    row.call_id = code if kind == HeadingKind.CALL else parent.call_id if parent else None
    row.award_id = code if kind == HeadingKind.AWARD else parent.award_id if parent else None
    row.save(force_insert=True)
    chain.append("ledger.heading_added", by=by, heading=code, kind=kind, cofinance=row.cofinance)
    return row


@action
def add_rate(*, by: "Person", currency: str, day: date, value: Decimal, source: str) -> Rate:
    """Note what one unit of a currency was worth on a day, and who says so."""
    _drawers(by)
    return Rate.objects.create(
        currency=_currency(currency), day=day, millionths=int(value.scaleb(6)), source=source, added_by=by
    )


def _directors(by: "Person") -> None:
    if not access.may_set_up(by):
        raise Mistake("money.directors")


def _drawers(by: "Person") -> None:
    if not access.may_draw(by):
        raise Mistake("money.not_yours")


def _year(year: int) -> Period:
    rows = [
        Period(starts_on=date(year, month, 1), ends_on=date(year, month, monthrange(year, month)[1]))
        for month in range(1, MONTHS + 1)
    ]
    Period.objects.bulk_create(rows)
    return rows[0]


def _new(model: Any, code: str) -> None:
    if model.objects.filter(code=code).exists():
        raise Mistake("money.code_is_taken", field="code", code=code)


def _currency(code: str) -> str:
    if code and code not in money.known():
        raise Mistake("money.no_currency", field="currency", came=code)
    return code
