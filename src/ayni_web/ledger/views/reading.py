"""The books as accountants read them: journal, entry, account, trial balance, budgets, a year's end."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from ayni_web.common.audience import ENTITY
from ayni_web.common.pages import page_of
from ayni_web.common.views import allowed, shown
from ayni_web.ledger import access
from ayni_web.ledger.actions.blanking import blank_memo
from ayni_web.ledger.actions.closing import draw_closing
from ayni_web.ledger.actions.drafts import draw_reversal
from ayni_web.ledger.forms.books import EmptyForm
from ayni_web.ledger.forms.reading import (
    AccountSearch,
    BalanceSearch,
    BudgetSearch,
    ClosingForm,
    JournalSearch,
    ReverseForm,
)
from ayni_web.ledger.models import Account, Draft, Entry
from ayni_web.ledger.models.entries import State
from ayni_web.ledger.queries import journal as queries
from ayni_web.ledger.queries.balances import totals, trial_balance
from ayni_web.ledger.queries.books import head_and_count
from ayni_web.ledger.telling import basis_title, purpose_title, told_of
from ayni_web.ledger.views.answering import SECTION, Sum, form_page, sums_of


@allowed(access.reads_books)
def journal(request: HttpRequest) -> HttpResponse:
    """Entries, the last one first."""
    search = JournalSearch(request.GET or None)
    page = page_of(request, queries.found_entries(**search.wanted()))
    for row in page.rows:
        row.words = queries.memo_of(row.memo)
        row.amounts = queries.amounts_of(row)
    return shown(request, "ledger/journal.html", ENTITY, section=SECTION, search=search, page=page)


@allowed(access.reads_books)
def entry(request: HttpRequest, number: int) -> HttpResponse:
    """One entry: lines, papers, who made and who checked it, its place in the chain."""
    found = Entry.objects.select_related("memo", "maker", "checker", "draft", "reverses")
    row = get_object_or_404(found.prefetch_related("papers__version__document"), pk=number)
    lines = list(row.lines.select_related("account", "fund", "source", "heading__parent__parent", "member"))
    reversed_by = Entry.objects.filter(reverses=row).first()
    being = Draft.objects.filter(reverses=row, state__in=(State.OPEN, State.SENT)).first()
    words = queries.memo_of(row.memo)
    return shown(
        request, "ledger/entry.html", ENTITY, section=SECTION, entry=row, lines=lines, sums=sums_of(lines),
        words=words, title=purpose_title(row.purpose), basis=basis_title(row.stands_on),
        reversed_by=reversed_by, being_reversed=being,
        sentence=told_of(row.purpose, row.draft.facts, words["counterpart"]) if not row.memo.blanked_at else "",
        next=Entry.objects.filter(pk=number + 1).exists(), count=head_and_count()[1],
        may_blank=access.may_blank(request.user, row) and not row.memo.blanked_at,
        may_reverse=access.may_draw(request.user) and not reversed_by and not being,
    )  # fmt: skip


@allowed(access.may_draw)
def reverse_entry(request: HttpRequest, number: int) -> HttpResponse:
    """Write the draft that takes an entry back."""
    row = get_object_or_404(Entry, pk=number)
    return form_page(
        request, ReverseForm(request.POST or None), draw_reversal, "reverse", entry=row,
        to=lambda made: reverse("ledger:draft", args=[made.pk]), back=reverse("ledger:entry", args=[number]),
    )  # fmt: skip


@allowed(access.may_set_up)
def blank_entry(request: HttpRequest, number: int) -> HttpResponse:
    """Blank the words of an entry that hold personal data; what that means is said before."""
    row = get_object_or_404(Entry.objects.select_related("memo"), pk=number)
    if row.memo.blanked_at or not access.may_blank(request.user, row):
        raise Http404
    back = reverse("ledger:entry", args=[number])
    return form_page(
        request, EmptyForm(request.POST or None), blank_memo, "blank_words", entry=row, to=lambda made: back, back=back
    )


@allowed(access.reads_books)
def account(request: HttpRequest, code: str) -> HttpResponse:
    """Lines of an account, with what stood after each."""
    row = get_object_or_404(Account, pk=code)
    held = queries.account_currencies(row)
    search = AccountSearch(request.GET or None, held=held)
    wanted = search.wanted()
    currency = wanted.get("currency") or (held[0] if held else "")
    page = page_of(request, queries.account_lines(row, fund=wanted.get("fund"), currency=currency))
    for line in page.rows:
        line.words = queries.memo_of(line.entry.memo)
    return shown(
        request, "ledger/account.html", ENTITY, section=SECTION, account=row, search=search, page=page,
        currency=currency, held=held,
    )  # fmt: skip


@allowed(access.reads_books)
def balance(request: HttpRequest) -> HttpResponse:
    """Trial balance, of a fund and up to a day."""
    search = BalanceSearch(request.GET or None)
    wanted = search.wanted()
    fund = wanted.get("fund")
    found = trial_balance(until=wanted.get("until"), fund=fund.pk if fund else "")
    accounts = Account.objects.in_bulk({each.account for each in found})
    rows = [(accounts[each.account], each) for each in found]
    sums = [Sum(currency, *sides) for currency, sides in totals(found).items()]
    return shown(request, "ledger/balance.html", ENTITY, section=SECTION, search=search, rows=rows, sums=sums)


@allowed(access.reads_books)
def budgets(request: HttpRequest) -> HttpResponse:
    """What each heading got, and what became of it."""
    search = BudgetSearch(request.GET or None)
    rows = queries.budgets(**search.wanted())
    return shown(
        request, "ledger/budgets.html", ENTITY, section=SECTION, search=search, rows=rows,
        draws=access.may_draw(request.user),
    )  # fmt: skip


@allowed(access.may_draw)
def close_year(request: HttpRequest) -> HttpResponse:
    """Write the draft that ends a year."""
    form = ClosingForm(request.POST or None)
    if not form.fields["year_over"].choices and request.method == "POST":
        raise Http404
    return form_page(
        request, form, draw_closing, "close_year", back=reverse("ledger:accounts"),
        to=lambda made: reverse("ledger:draft", args=[made.pk]),
    )  # fmt: skip
