"""Pledges: who owes what since when, one pledge with what counts for it, and the sheet of a member."""

from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from ayni_web.accounts.qr import qr_svg
from ayni_web.common.audience import Audience
from ayni_web.common.language import said
from ayni_web.common.pages import page_of
from ayni_web.common.views import allowed, shown
from ayni_web.ledger import access
from ayni_web.ledger.actions import pledges as actions
from ayni_web.ledger.forms.books import EmptyForm
from ayni_web.ledger.forms.pledges import OPEN_ROWS, CountForm, EndForm, PledgeForm, PledgeSearch, part_forms
from ayni_web.ledger.models import Fulfilment, Instalment, Pledge
from ayni_web.ledger.queries import pledges as queries
from ayni_web.ledger.queries.books import head_and_count
from ayni_web.ledger.queries.receipts import receipt
from ayni_web.ledger.rules.ageing import ALL
from ayni_web.ledger.views.answering import SECTION, form_page
from ayni_web.members.models import Entity, Organisation

PLEDGES = Audience("pledges")


@allowed(access.keeps_pledges)
def pledges(request: HttpRequest) -> HttpResponse:
    """What each member promised, put in and owes, as at a day; and the pledges that wait for an answer."""
    search = PledgeSearch(request.GET or None)
    wanted = search.wanted()
    as_at, condition = wanted.get("as_at") or timezone.localdate(), access.sees_pledges(request.user)
    found = Pledge.objects.filter(condition)
    waiting = queries.waiting_pledges().filter(condition)
    if "fund" in wanted:
        found = found.filter(fund=wanted["fund"])
    members, sums = queries.arrears(queries.dues(found, as_at))
    return shown(
        request, "ledger/pledges.html", PLEDGES, section=SECTION, search=search, as_at=as_at, sums=sums, bands=ALL,
        page=page_of(request, members, len(members)), waiting=waiting, may_pledge=access.may_pledge(request.user),
    )  # fmt: skip


@allowed(access.may_pledge)
def add_pledge(request: HttpRequest) -> HttpResponse:
    """Write down what a member will put in, and by when."""
    members = queries.members_to_pledge(access.pledging(request.user))
    asked = {"member": request.GET["member"]} if request.GET.get("member") else {}
    form, parts = PledgeForm(request.POST or None, members=members, initial=asked), part_forms(request.POST or None)
    if request.method == "POST" and form.is_valid() & parts.is_valid():
        told = [part for each in parts for part in each.parts]
        made = form.carried_out(actions.pledge, by=request.user, parts=told)
        if made:
            messages.success(request, said("pledges.added"))
            return redirect("ledger:pledge", pk=made.pk)
    rows = list(parts)
    return shown(
        request, "ledger/pledge_add.html", PLEDGES, section=SECTION, form=form, parts=parts, rows=rows[:OPEN_ROWS],
        more=rows[OPEN_ROWS:], more_open=any(each.is_written for each in rows[OPEN_ROWS:]), opened=OPEN_ROWS,
        nobody=not members.exists(),
    )  # fmt: skip


@allowed(access.keeps_pledges)
def pledge(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One pledge: its parts, what counts for each, and what may be done about it."""
    return _page(request, _found(request, pk))


@require_POST
@allowed(access.keeps_pledges)
def agree_to_pledge(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Agree to it, for its member."""
    row = _found(request, pk)
    if not access.may_agree(request.user, row):
        raise Http404
    form = EmptyForm(request.POST)
    if form.is_valid() and form.carried_out(actions.agree, by=request.user, pledge=row):
        messages.success(request, said("pledges.agreed"))
        return redirect("ledger:pledge", pk=pk)
    return _page(request, _found(request, pk), form)


@allowed(access.keeps_pledges)
def end_pledge(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End it, and say why."""
    row = _found(request, pk)
    if not access.may_end(request.user, row):
        raise Http404
    back = reverse("ledger:pledge", args=[pk])
    name = "end_pledge" if row.agreed_at else "decline_pledge"
    return form_page(
        request, EndForm(request.POST or None), actions.end, name, audience=PLEDGES,
        to=lambda made: back, back=back, pledge=row,
    )  # fmt: skip


@require_POST
@allowed(access.may_draw)
def count_put_in(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Count what a member put in for its pledges, what is due first before the rest."""
    member = get_object_or_404(Organisation, pk=pk, merged_into__isnull=True)
    form = EmptyForm(request.POST)
    if form.is_valid() and form.carried_out(actions.count_put_in, by=request.user, member=member):
        messages.success(request, said("pledges.counted", member=member.name))
    for error in form.non_field_errors():
        messages.warning(request, error)
    return redirect("ledger:put_in", pk=pk)


@allowed(access.may_draw)
def count_for_part(request: HttpRequest, pk: int) -> HttpResponse:
    """Count something that was put in for one part of a pledge."""
    part = get_object_or_404(Instalment.objects.select_related("pledge__member__merged_into"), pk=pk)
    lines = queries.uncounted(queries.standing(part.pledge.member))
    back = reverse("ledger:pledge", args=[part.pledge_id])
    return form_page(
        request, CountForm(request.POST or None, instalment=part, lines=lines), actions.count_for, "count_part",
        audience=PLEDGES, to=lambda made: back, back=back, instalment=part,
    )  # fmt: skip


@require_POST
@allowed(access.may_draw)
def uncount(request: HttpRequest, pk: int) -> HttpResponse:
    """Count it no longer for that part."""
    row = get_object_or_404(Fulfilment.objects.select_related("instalment"), pk=pk, ended_at__isnull=True)
    form = EmptyForm(request.POST)
    if form.is_valid() and form.carried_out(actions.uncount, by=request.user, fulfilment=row):
        messages.success(request, said("pledges.uncounted"))
    return redirect("ledger:pledge", pk=row.instalment.pledge_id)


@allowed(access.keeps_pledges)
def put_in(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a member promised, delivered and paid, on a sheet to print, with the entries that show it."""
    member = get_object_or_404(Organisation.objects.select_related("merged_into"), pk=pk)
    if not access.sees_put_in(request.user, member):
        raise Http404
    member, as_at = queries.standing(member), _as_at(request)
    whole = access.sees_all_put_in(request.user, member)
    condition = Q() if whole else access.of_own_clusters(request.user)
    head, count = head_and_count()
    address = f"{settings.SITE}{reverse('ledger:download')}"
    entity = Entity.objects.select_related("organisation").first()
    draws = access.may_draw(request.user)
    return shown(
        request, "ledger/put_in.html", PLEDGES, section=SECTION, as_at=as_at, whole=whole, head=head, count=count,
        receipt=receipt(member, as_at, condition=condition, names=queries.family(member)), entity=entity,
        site=settings.SITE, address=address, picture=qr_svg(address, address), draws=draws, search=PledgeSearch(),
        to_count=len(queries.counts(member)) if draws else 0, may_pledge=access.may_pledge_for(request.user, member),
    )  # fmt: skip


def _as_at(request: HttpRequest) -> date:
    found: date | None = PledgeSearch(request.GET or None).wanted().get("as_at")
    return found or timezone.localdate()


def _found(request: HttpRequest, pk: UUID) -> Pledge:
    return get_object_or_404(queries.pledges_of(access.sees_pledges(request.user)), pk=pk)


def _page(request: HttpRequest, row: Pledge, form: Any = None) -> HttpResponse:
    parts = queries.dues(Pledge.objects.filter(pk=row.pk)) if row.agreed_at else queries.proposed(row)
    counts: dict[int, list[Fulfilment]] = {}
    for each in queries.fulfilments_of(row):
        counts.setdefault(each.instalment_id, []).append(each)
    return shown(
        request, "ledger/pledge.html", PLEDGES, section=SECTION, pledge=row, member=queries.standing(row.member),
        parts=[(each, counts.get(each.instalment.pk, [])) for each in parts], form=form or EmptyForm(),
        may_agree=access.may_agree(request.user, row), may_end=access.may_end(request.user, row),
        draws=access.may_draw(request.user) and row.agreed_at and not row.ended_at,
        total=sum(each.instalment.minor for each in parts), got=sum(each.put_in for each in parts),
        left=sum(each.left for each in parts if not each.ended),
    )  # fmt: skip
