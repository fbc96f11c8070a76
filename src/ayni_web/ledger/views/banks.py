"""Bank accounts: what their banks said, what of it the books have, and where both stand on a day."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from ayni_web.common.audience import ENTITY
from ayni_web.common.language import said
from ayni_web.common.money import known
from ayni_web.common.pages import page_of
from ayni_web.common.views import allowed, shown
from ayni_web.ledger import access
from ayni_web.ledger.actions import matching, statements
from ayni_web.ledger.bank.reading import known_layouts
from ayni_web.ledger.forms.banks import DayForm, MatchForm, PairForm, StatementForm
from ayni_web.ledger.forms.books import EmptyForm
from ayni_web.ledger.models import Account, BankStatement, Match, Movement
from ayni_web.ledger.models.entries import State
from ayni_web.ledger.purposes import OF_BANK
from ayni_web.ledger.queries import matching as queries
from ayni_web.ledger.queries.balances import there_is
from ayni_web.ledger.queries.books import accounts_for
from ayni_web.ledger.queries.reconciling import standing, told_until
from ayni_web.ledger.views.answering import SECTION

# Proposals and lines that a page shows at once.
SHOWN = 25


@allowed(access.reads_books)
def banks(request: HttpRequest) -> HttpResponse:
    """Bank accounts, each with how far its bank told and what waits."""
    rows = queries.banked(list(accounts_for("bank")), there_is())
    return shown(request, "ledger/banks.html", ENTITY, section=SECTION, rows=rows)


@allowed(access.reads_books)
def bank(request: HttpRequest, code: str, currency: str) -> HttpResponse:
    """One account: what may be the same, and what either side alone has."""
    account = _account(code, currency)
    found = queries.proposals(account, currency)
    proposed = {row.pk for each in found for row in each.movements}
    written = {line.pk for each in found for line in each.lines}
    alone = queries.unmatched_lines(account, currency).filter(undone=False).exclude(pk__in=written)
    return shown(
        request, "ledger/bank.html", ENTITY, section=SECTION, account=account, currency=currency,
        draws=access.may_draw(request.user), proposals=found[:SHOWN], proposed=len(found),
        sure=sum(each.sure for each in found), pair_form=EmptyForm(), dropped=State.DROPPED,
        page=page_of(request, queries.unmatched_movements(account, currency).exclude(pk__in=proposed)),
        lines=alone[:SHOWN], lines_count=alone.count(), until=told_until(account, currency),
        statements=queries.statements(account, currency)[:SHOWN],
        reconciled=queries.reconciliations(account, currency).first(),
    )  # fmt: skip


@allowed(access.may_draw)
def add_statement(request: HttpRequest, code: str, currency: str) -> HttpResponse:
    """Take in a file of the bank."""
    account = _account(code, currency)
    form = StatementForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        made = form.carried_out(statements.add_statement, by=request.user, account=account, currency=currency)
        if made:
            messages.success(request, said("bank.added", n=made.fresh, came=made.came))
            return _to_bank(account.pk, currency)
    return shown(
        request, "ledger/add_statement.html", ENTITY, section=SECTION, account=account, currency=currency, form=form,
        known=known_layouts(),
    )  # fmt: skip


@allowed(access.reads_books)
def statement(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One statement with what came with it first."""
    return _statement_page(request, pk)


@require_POST
@allowed(access.may_draw)
def take_out(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a statement out that came by mistake."""
    row = get_object_or_404(BankStatement, pk=pk)
    form = EmptyForm(request.POST)
    if form.is_valid() and form.carried_out(statements.take_out, by=request.user, statement=row):
        messages.success(request, said("bank.taken_out"))
        return _to_bank(row.account_id, row.currency)
    return _statement_page(request, pk, form)


@allowed(access.reads_books)
def movement(request: HttpRequest, pk: int) -> HttpResponse:
    """One movement: what it is, or may be; coordinators say so."""
    row = get_object_or_404(Movement.objects.select_related("account", "draft", "matched__match", "statement"), pk=pk)
    matched = getattr(row, "matched", None)
    if matched is not None:
        of_it = queries.matches(row.account, row.currency).get(pk=matched.match_id)
        return _movement_page(request, row, match=of_it, form=EmptyForm())
    form = MatchForm(
        request.POST or None, movement=row, lines=queries.candidates(row), others=queries.companions(row)
    )  # fmt: skip
    if request.method == "POST":
        if not access.may_draw(request.user):
            raise Http404
        if form.is_valid() and form.carried_out(matching.match, by=request.user):
            messages.success(request, said("bank.matched"))
            return _to_bank(row.account_id, row.currency)
    return _movement_page(request, row, form=form)


@require_POST
@allowed(access.may_draw)
def match(request: HttpRequest, code: str, currency: str) -> HttpResponse:
    """Take a proposal as it is."""
    return _matched(request, PairForm(request.POST), matching.match, _account(code, currency), currency)


@require_POST
@allowed(access.may_draw)
def match_sure(request: HttpRequest, code: str, currency: str) -> HttpResponse:
    """Take every proposal that leaves no doubt."""
    return _matched(request, EmptyForm(request.POST), matching.match_sure, _account(code, currency), currency)


@allowed(access.reads_books)
def matched(request: HttpRequest, code: str, currency: str) -> HttpResponse:
    """What was matched."""
    account = _account(code, currency)
    return shown(
        request, "ledger/matched.html", ENTITY, section=SECTION, account=account, currency=currency,
        page=page_of(request, queries.matches(account, currency)),
    )  # fmt: skip


@require_POST
@allowed(access.may_draw)
def take_apart(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that two things are not the same after all."""
    row = get_object_or_404(Match.objects.select_related("account"), pk=pk)
    first = row.movements.values_list("movement_id", flat=True).first()
    form = EmptyForm(request.POST)
    if form.is_valid() and form.carried_out(matching.take_apart, by=request.user, match=row):
        messages.success(request, said("bank.taken_apart"))
    else:
        _say_errors(request, form)
    return redirect("ledger:movement", pk=first)


@allowed(access.reads_books)
def reconciliation(request: HttpRequest, code: str, currency: str) -> HttpResponse:
    """Where books and bank stand on a day; coordinators sign it."""
    account = _account(code, currency)
    until = told_until(account, currency)
    form = DayForm(request.POST or request.GET or None, until=until)
    asked = form.cleaned_data["day"] if form.is_bound and form.is_valid() else until
    if request.method == "POST":
        if not access.may_draw(request.user):
            raise Http404
        if form.is_valid() and form.carried_out(
            matching.reconcile, by=request.user, account=account, currency=currency
        ):
            messages.success(request, said("bank.reconciled"))
            return redirect("ledger:reconciliation", code=code, currency=currency)
    found = standing(account, currency, asked) if asked else None
    return shown(
        request, "ledger/reconciliation.html", ENTITY, section=SECTION, account=account, currency=currency, form=form,
        found=found, until=until, beyond=bool(found and until and found.day > until),
        pending=list(found.pending.rows[: 4 * SHOWN]) if found else [], dropped=State.DROPPED,
        missing=list(found.missing.rows[: 4 * SHOWN]) if found else [],
        signed=list(queries.reconciliations(account, currency)[:SHOWN]), draws=access.may_draw(request.user),
    )  # fmt: skip


def _account(code: str, currency: str) -> Account:
    account = get_object_or_404(Account, pk=code, purpose="bank")
    if currency not in known() or account.currency not in ("", currency):
        raise Http404
    return account


def _to_bank(code: str, currency: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("ledger:bank", args=[code, currency]))


def _matched(request: HttpRequest, form: Any, act: Any, account: Account, currency: str) -> HttpResponse:
    if form.is_valid() and form.carried_out(act, by=request.user, account=account, currency=currency):
        messages.success(request, said("bank.matched"))
    else:
        _say_errors(request, form)
    return _to_bank(account.pk, currency)


def _say_errors(request: HttpRequest, form: Any) -> None:
    """A step of one button says on the next page why it was not taken."""
    for errors in form.errors.values():
        for error in errors:
            messages.error(request, error)


def _statement_page(request: HttpRequest, pk: UUID, form: Any = None) -> HttpResponse:
    row = get_object_or_404(BankStatement.objects.select_related("account", "added_by"), pk=pk)
    rows = row.movements.select_related("matched__match").order_by("day", "-opening", "pk")
    return shown(
        request, "ledger/statement.html", ENTITY, section=SECTION, statement=row, page=page_of(request, rows),
        draws=access.may_draw(request.user), form=form or EmptyForm(),
    )  # fmt: skip


def _movement_page(request: HttpRequest, row: Movement, **facts: Any) -> HttpResponse:
    drawn = row.draft if row.draft and row.draft.state != State.DROPPED else None
    return shown(
        request, "ledger/movement.html", ENTITY, section=SECTION, movement=row, drawn=drawn,
        draws=access.may_draw(request.user), purposes=OF_BANK[row.minor > 0], **facts,
    )  # fmt: skip
