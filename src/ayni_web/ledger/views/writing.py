"""Writing a draft: what happened with the money, then what that asks for; or lines, as accountants do."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from ayni_web.common.audience import ENTITY
from ayni_web.common.language import said
from ayni_web.common.money import amount_of
from ayni_web.common.views import allowed, shown
from ayni_web.ledger import access
from ayni_web.ledger.actions import drafts
from ayni_web.ledger.actions.matching import draw_from
from ayni_web.ledger.forms.banks import movement_title
from ayni_web.ledger.forms.writing import MORE_ROWS, ROWS, LinesForm, PurposeForm, line_forms
from ayni_web.ledger.lines import Drawn, drawn
from ayni_web.ledger.models import Draft, Movement, Source
from ayni_web.ledger.purposes import PURPOSES
from ayni_web.ledger.queries.books import is_open, open_funds, open_headings
from ayni_web.ledger.queries.papers import papers_to_choose
from ayni_web.ledger.telling import purpose_title
from ayni_web.ledger.views.answering import SECTION

# What people look for, in the order of a fund's life.
GROUPS = (
    ("comes_in", ("receive_grant", "receive_contribution", "receive_in_kind")),
    ("is_for", ("assign", "release")),
    ("goes_out", ("pay_supplier", "owe_supplier", "settle_invoice", "pass_on")),
    ("is_told", ("account_for", "give_back")),
    ("stays", ("move", "change_currency")),
)


@allowed(access.may_draw)
def choose_purpose(request: HttpRequest) -> HttpResponse:
    """What happened with the money?"""
    return shown(
        request, "ledger/purposes.html", ENTITY, section=SECTION, groups=GROUPS, is_open=is_open(),
        lacks=_lacks(), sets_up=access.may_set_up(request.user),
    )  # fmt: skip


@allowed(access.may_draw)
def write(request: HttpRequest, purpose: str) -> HttpResponse:
    """Write a draft of a purpose."""
    if purpose not in PURPOSES or _lacks():
        raise Http404
    return _written_plainly(request, purpose, None)


def _written_plainly(request: HttpRequest, purpose: str, draft: Draft | None) -> HttpResponse:
    asked = {name: value for name, value in request.GET.items() if name in ("member", "heading", "source")}
    movement = _movement_asked(request) if draft is None else None
    asked |= _preset(movement, purpose) if movement else {}
    form = PurposeForm(
        request.POST or None, request.FILES or None, purpose=PURPOSES[purpose], draft=draft, initial=asked,
        papers=papers_to_choose(request.user, draft),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        made = _carried(form, drafts.draw, request, movement)
        if made:
            return _to_its_page(request, made)
    lacks_heading = "heading" in form.fields and form.fields["heading"].required and not open_headings().exists()
    return shown(
        request, "ledger/write.html", ENTITY, section=SECTION, form=form, purpose=purpose, draft=draft,
        title=purpose_title(purpose), lacks_heading=lacks_heading,
    )  # fmt: skip


@allowed(access.may_draw)
def write_lines(request: HttpRequest) -> HttpResponse:
    """Write a draft line by line."""
    if _lacks():
        raise Http404
    return _written_in_lines(request, None)


def _written_in_lines(request: HttpRequest, draft: Draft | None) -> HttpResponse:
    """Lines to fill in; ``more`` asks for further empty ones and keeps what was typed."""
    papers = papers_to_choose(request.user, draft)
    sent = request.method == "POST"
    movement = _movement_asked(request) if draft is None else None
    asked = {"occurred_on": movement.day, "text": movement_title(movement)} if movement else {}
    form = LinesForm(request.POST or None, request.FILES or None, papers=papers, draft=draft, initial=asked)
    if sent and "more" in request.POST:
        lines, form = line_forms(_with_more(request)), _unjudged(form)
    elif sent:
        lines = line_forms(request.POST)
        if form.is_valid() & lines.is_valid():
            told = [each.drawn for each in lines if each.drawn]
            made = _carried(form, drafts.draw_lines, request, movement, lines=told)
            if made:
                return _to_its_page(request, made)
    else:
        held = drawn(draft.lines) if draft else [_line_of(movement)] if movement else []
        lines = line_forms(rows=max(ROWS, len(held) + 1), lines=held)
    return shown(
        request, "ledger/write_lines.html", ENTITY, section=SECTION, form=form, lines=lines, draft=draft,
        title=said("ledger.write_lines"),
    )  # fmt: skip


@allowed(access.may_draw)
def correct(request: HttpRequest, pk: Any) -> HttpResponse:
    """Correct one's own open draft in the form that it was written in."""
    draft = Draft.objects.filter(pk=pk, maker=request.user.pk, state=Draft._meta.get_field("state").default).first()
    if draft is None or draft.reverses_id:
        raise Http404
    if draft.purpose in PURPOSES and draft.facts:
        return _written_plainly(request, draft.purpose, draft)
    return _written_in_lines(request, draft)


def _to_its_page(request: HttpRequest, draft: Draft) -> HttpResponse:
    messages.success(request, said("ledger.drawn"))
    return redirect("ledger:draft", pk=draft.pk)


def _movement_asked(request: HttpRequest) -> Movement | None:
    """Movement of a bank that is to be written of, not matched yet."""
    asked = request.GET.get("movement", "")
    if not asked.isdecimal():
        return None
    return Movement.objects.filter(pk=int(asked), matched__isnull=True).first()


def _preset(movement: Movement, purpose: str) -> dict[str, Any]:
    """What a movement says already of what happened."""
    bank = "to_bank" if purpose == "move" and movement.minor > 0 else "bank"
    return {
        "minor": amount_of(abs(movement.minor), movement.currency), "currency": movement.currency,
        bank: movement.account_id, "occurred_on": movement.day, "text": movement_title(movement),
    }  # fmt: skip


def _line_of(movement: Movement) -> Drawn:
    """The side of the bank; what it is for stays to be written."""
    funds = list(open_funds()[:2])
    return Drawn(movement.account_id, funds[0].pk if len(funds) == 1 else "", movement.currency, movement.minor)


def _carried(form: Any, draw: Any, request: HttpRequest, movement: Movement | None, **told: Any) -> Draft | None:
    """The draft of a form; with a movement that it was written of, that movement knows it."""
    if movement is None:
        return form.carried_out(draw, by=request.user, **told)  # type: ignore[no-any-return]
    return form.carried_out(draw_from, by=request.user, movement=movement, **told)  # type: ignore[no-any-return]


def _lacks() -> str:
    """What has to be there before money can be written: the books, a fund, a source."""
    if not is_open():
        return "books"
    if not open_funds().exists():
        return "fund"
    return "" if Source.objects.exists() else "source"


def _with_more(request: HttpRequest) -> Any:
    """What was sent, with further empty lines."""
    told = request.POST.copy()
    held = told.get("line-TOTAL_FORMS", "0")
    told["line-TOTAL_FORMS"] = str((int(held) if held.isdigit() and len(held) < 4 else 0) + MORE_ROWS)
    return told


def _unjudged(form: LinesForm) -> LinesForm:
    """The form with what was typed, before it is sent: nothing in it is wrong yet."""
    form.is_valid()
    form._errors = type(form.errors)()
    return form
