"""The books as a whole: their first page, their opening, accounts and months."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from ayni_web.common.audience import ANYONE, ENTITY
from ayni_web.common.language import day as spoken_day
from ayni_web.common.language import said
from ayni_web.common.views import allowed, shown
from ayni_web.ledger import access
from ayni_web.ledger.actions import books as actions
from ayni_web.ledger.forms.books import AccountForm, EmptyForm, OpenForm
from ayni_web.ledger.models import Period
from ayni_web.ledger.queries import books as queries
from ayni_web.ledger.queries.balances import there_is
from ayni_web.ledger.queries.drafts import own_drafts, waiting_for_check
from ayni_web.ledger.views.answering import SECTION, form_page


def books(request: HttpRequest) -> HttpResponse:
    """What stands in the books, and what waits for whoever looks."""
    person, head_and_count = request.user, queries.head_and_count()
    reads, draws = access.reads_books(person), access.may_draw(person)
    facts = {"is_open": queries.is_open(), "head": head_and_count[0], "count": head_and_count[1]}
    if reads:
        facts |= {"money": there_is(), "no_fund": not queries.open_funds().exists()}
    if draws:
        facts |= {"waiting": waiting_for_check(person).count(), "own": own_drafts(person).count()}
    return shown(
        request, "ledger/books.html", ENTITY if reads else ANYONE, section=SECTION, reads=reads, draws=draws,
        sets_up=access.may_set_up(person), pledges=access.keeps_pledges(person), **facts,
    )  # fmt: skip


@allowed(access.may_set_up)
def open_books(request: HttpRequest) -> HttpResponse:
    """Open the books, once."""
    if queries.is_open():
        raise Http404
    back = reverse("ledger:books")
    form = OpenForm(request.POST or None)
    return form_page(
        request, form, actions.open_books, "open_books", to=lambda made: reverse("ledger:funds"), back=back
    )


@allowed(access.reads_books)
def accounts(request: HttpRequest) -> HttpResponse:
    """The plan of accounts, and the months with the next one to close."""
    periods = list(Period.objects.select_related("closed_by"))
    first_open = next((each for each in periods if not each.closed_at), None)
    return shown(
        request, "ledger/accounts.html", ENTITY, section=SECTION, accounts=queries.accounts(), periods=periods,
        to_close=first_open if first_open and first_open.ends_on < timezone.localdate() else None,
        sets_up=access.may_set_up(request.user), next_year=periods[-1].starts_on.year + 1 if periods else None,
    )  # fmt: skip


@allowed(access.may_set_up)
def add_account(request: HttpRequest) -> HttpResponse:
    """Add an account to the plan."""
    back = reverse("ledger:accounts")
    form = AccountForm(request.POST or None)
    return form_page(request, form, actions.add_account, "add_account", to=lambda made: back, back=back)


@allowed(access.may_set_up)
def open_year(request: HttpRequest) -> HttpResponse:
    """Open the months of the next year."""
    known = queries.years()
    if not known:
        raise Http404
    back, year = reverse("ledger:accounts"), known[0] + 1
    return form_page(
        request, EmptyForm(request.POST or None), actions.open_year, "open_year", to=lambda made: back, back=back,
        lede=said("ledger.open_year_lede", year=str(year)), year=year,
    )  # fmt: skip


@allowed(access.may_set_up)
def close_period(request: HttpRequest, day: str) -> HttpResponse:
    """Close a month; what that means is said before."""
    period = get_object_or_404(Period, starts_on=_day(day))
    back = reverse("ledger:accounts")
    lede = said("ledger.close_period_lede", since=spoken_day(period.starts_on), until=spoken_day(period.ends_on))
    return form_page(
        request, EmptyForm(request.POST or None), actions.close_period, "close_period", to=lambda made: back,
        back=back, lede=lede, period=period,
    )  # fmt: skip


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
