"""Drafts: those that wait for whoever looks, and one with what it would do."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from ayni_web.common.audience import ENTITY
from ayni_web.common.language import current, said
from ayni_web.common.pages import page_of
from ayni_web.common.views import allowed, shown
from ayni_web.ledger import access
from ayni_web.ledger.actions import drafts as actions
from ayni_web.ledger.actions.pledges import count_put_in
from ayni_web.ledger.actions.posting import post as post_draft
from ayni_web.ledger.forms.books import EmptyForm
from ayni_web.ledger.forms.reading import SendBackForm
from ayni_web.ledger.lines import drawn
from ayni_web.ledger.models import Draft, Entry
from ayni_web.ledger.models.entries import State
from ayni_web.ledger.queries import cofinancing
from ayni_web.ledger.queries import drafts as queries
from ayni_web.ledger.queries.pledges import counts, who_put_in
from ayni_web.ledger.telling import basis_title, purpose_title, told_of
from ayni_web.ledger.views.answering import SECTION, sums_of


@allowed(access.reads_books)
def drafts(request: HttpRequest) -> HttpResponse:
    """What waits for me, and what is mine."""
    return shown(
        request, "ledger/drafts.html", ENTITY, section=SECTION, draws=access.may_draw(request.user),
        own=list(queries.own_drafts(request.user)), page=page_of(request, queries.waiting_for_check(request.user)),
    )  # fmt: skip


@allowed(access.reads_books)
def draft(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One draft."""
    return _page(request, _found(pk))


@require_POST
@allowed(access.may_draw)
def send(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send it to be posted by another person."""
    return _stepped(request, pk, actions.send, "sent", own=True)


@require_POST
@allowed(access.may_draw)
def take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take it back, to correct it."""
    return _stepped(request, pk, actions.take_back, "taken_back", own=True)


@require_POST
@allowed(access.may_draw)
def drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Throw it away."""
    return _stepped(request, pk, actions.drop, "dropped", own=True)


@require_POST
@allowed(access.may_draw)
def post(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Post it, for another than its maker."""
    row = _found(pk)
    form = EmptyForm(request.POST)
    lacks = queries.lacks_a_value(row) if row.state == State.SENT else None
    if lacks:
        form.add_error(None, lacks.text(current()))
    made = form.is_valid() and form.carried_out(post_draft, by=request.user, draft=row)
    if made:
        messages.success(request, said("ledger.posted", number=made.number))
        _count_put_in(request, made)
        return redirect("ledger:entry", number=made.number)
    return _page(request, _found(pk), post_form=form)


def _count_put_in(request: HttpRequest, entry: Entry) -> None:
    """Count what members put in by an entry for what they promised."""
    for member in who_put_in(entry):
        if counts(member):
            count_put_in(by=request.user, member=member)
            messages.success(request, said("pledges.counted", member=member.name))


@require_POST
@allowed(access.may_draw)
def send_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send it back to its maker, with the reason."""
    row = _found(pk)
    form = SendBackForm(request.POST)
    if form.is_valid() and form.carried_out(actions.send_back, by=request.user, draft=row):
        messages.success(request, said("ledger.sent_back"))
        return redirect("ledger:drafts")
    return _page(request, _found(pk), back_form=form)


def _found(pk: UUID) -> Draft:
    rows = Draft.objects.select_related("maker", "entry", "reverses").prefetch_related("papers__version__document")
    return get_object_or_404(rows, pk=pk)


def _stepped(request: HttpRequest, pk: UUID, act: Any, done: str, *, own: bool) -> HttpResponse:
    row = _found(pk)
    if own and row.maker_id != request.user.pk:
        raise Http404
    form = EmptyForm(request.POST)
    if form.is_valid() and form.carried_out(act, by=request.user, draft=row):
        messages.success(request, said(f"ledger.draft_{done}"))
        return redirect("ledger:draft", pk=pk)
    return _page(request, _found(pk), step_form=form)


def _page(request: HttpRequest, row: Draft, **forms: Any) -> HttpResponse:
    lines = queries.told_lines(drawn(row.lines))
    live = row.state in (State.OPEN, State.SENT)
    mine = row.maker_id == request.user.pk
    awards = cofinancing.after(lines) if live else []
    return shown(
        request, "ledger/draft.html", ENTITY, section=SECTION, draft=row, lines=lines, sums=sums_of(lines),
        title=purpose_title(row.purpose), basis=basis_title(row.basis),
        sentence=told_of(row.purpose, row.facts, row.counterpart),
        effects=queries.effects(lines) if live else [], obstacle=queries.obstacle_text(row) if live else "",
        awards=awards, would_be_under=[each for each in awards if each.under],
        may_write=mine and row.state == State.OPEN, may_take_back=mine and row.state == State.SENT,
        may_correct=mine and row.state == State.OPEN and not row.reverses_id,
        may_check=access.may_check(request.user, row), step_form=forms.get("step_form") or EmptyForm(),
        post_form=forms.get("post_form") or EmptyForm(), back_form=forms.get("back_form") or SendBackForm(),
    )  # fmt: skip
