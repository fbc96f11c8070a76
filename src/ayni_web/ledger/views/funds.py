"""What money is kept by, given by and for: funds, sources, headings; and rates of currencies."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from ayni_web.common.audience import ENTITY
from ayni_web.common.pages import page_of
from ayni_web.common.views import allowed, shown
from ayni_web.ledger import access
from ayni_web.ledger.actions import books as actions
from ayni_web.ledger.forms.books import FundForm, HeadingForm, RateForm, SourceForm
from ayni_web.ledger.models import Fund, Rate, Source
from ayni_web.ledger.queries.books import headings
from ayni_web.ledger.queries.papers import agreements
from ayni_web.ledger.views.answering import SECTION, form_page


@allowed(access.reads_books)
def funds(request: HttpRequest) -> HttpResponse:
    """Funds, sources and headings."""
    return shown(
        request, "ledger/funds.html", ENTITY, section=SECTION, funds=Fund.objects.select_related("cluster"),
        sources=Source.objects.select_related("organisation", "agreement__document"), headings=headings(),
        draws=access.may_draw(request.user), sets_up=access.may_set_up(request.user),
    )  # fmt: skip


@allowed(access.may_set_up)
def add_fund(request: HttpRequest) -> HttpResponse:
    """Add a fund."""
    back = reverse("ledger:funds")
    form = FundForm(request.POST or None)
    return form_page(request, form, actions.add_fund, "add_fund", to=lambda made: back, back=back)


@allowed(access.may_draw)
def add_source(request: HttpRequest) -> HttpResponse:
    """Add a source."""
    back = reverse("ledger:funds")
    form = SourceForm(request.POST or None, papers=agreements(request.user))
    return form_page(request, form, actions.add_source, "add_source", to=lambda made: back, back=back)


@allowed(access.may_draw)
def add_heading(request: HttpRequest) -> HttpResponse:
    """Add a heading."""
    back = reverse("ledger:funds")
    initial = {"kind": request.GET.get("kind"), "parent": request.GET.get("within")}
    form = HeadingForm(request.POST or None, papers=agreements(request.user), initial=initial)
    return form_page(request, form, actions.add_heading, "add_heading", to=lambda made: back, back=back)


@allowed(access.reads_books)
def rates(request: HttpRequest) -> HttpResponse:
    """Rates of currencies, each with its source."""
    page = page_of(request, Rate.objects.order_by("-day", "currency", "-id"))
    return shown(request, "ledger/rates.html", ENTITY, section=SECTION, page=page, draws=access.may_draw(request.user))


@allowed(access.may_draw)
def add_rate(request: HttpRequest) -> HttpResponse:
    """Note a rate."""
    back = reverse("ledger:rates")
    form = RateForm(request.POST or None)
    return form_page(request, form, actions.add_rate, "add_rate", to=lambda made: back, back=back)
