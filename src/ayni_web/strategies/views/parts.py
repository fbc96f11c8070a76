"""Pages on which a strategy is written, part by part: every save is a draft."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from ayni.errors import AyniError
from ayni_web.common.forms import Form
from ayni_web.common.language import current, said, spoken
from ayni_web.strategies import actions, queries
from ayni_web.strategies.analysis import Part
from ayni_web.strategies.contents import Document, part_in, parts_in, reason_in, rows_in, with_reason, with_row
from ayni_web.strategies.contents import without_row as dropped
from ayni_web.strategies.forms import EvidenceForm, ReasonForm, RowForm, title_of_row
from ayni_web.strategies.models import Version
from ayni_web.strategies.telling import told_parts
from ayni_web.strategies.views.asking import shown_of, unsigned
from ayni_web.ventures.forms.plans import PressForm
from ayni_web.ventures.views.asking import pressed


@unsigned
def part(request: HttpRequest, version: Version, part: str) -> HttpResponse:
    """A part: its rows, what it lacks, and the reason where it is left out."""
    document = version.document
    found = _part(document, part)
    papers = queries.papers_in(request.user, document)
    told = next(each for each in told_parts(document, papers) if each.part.code == part)
    form = None
    if found.reason == "part":
        form = ReasonForm(request.POST or None, initial={"reason": reason_in(document, found)})
        if request.method == "POST" and form.is_valid():
            reason = form.cleaned_data["reason"]
            if _saved(request, form, version, lambda before: with_reason(before, found, reason)):
                return redirect("strategies:part", pk=version.pk, part=part)
    asked = queries.round_of_buyers(version.strategy, found.weights) if found.weights else None
    return shown_of(
        request, "part", version, told=told, form=form, of=_of(request, version), press=PressForm(), asked=asked,
        after=_after(document, found), new=len(told.rows) if found.rows == "free" or not told.rows else None,
    )  # fmt: skip


@unsigned
def row(request: HttpRequest, version: Version, part: str, at: int) -> HttpResponse:
    """A row of a part; the one after the last is a new one, where the part takes more."""
    document = version.document
    found = _part(document, part)
    rows = rows_in(document, found)
    if at > len(rows) or (at == len(rows) and found.rows != "free" and rows):
        raise Http404
    form = RowForm(request.POST or None, part=found, rows=rows, at=at)
    if request.method == "POST" and form.is_valid():
        typed = form.row()
        if _saved(request, form, version, lambda before: with_row(before, found, at, typed)):
            return redirect("strategies:part", pk=version.pk, part=part)
    return shown_of(
        request, "row", version, title=spoken(found.title), code=part, form=form, of=_of(request, version),
        name=title_of_row(found, rows, at), at=at, press=PressForm(),
        drops=found.rows != "given" and at < len(rows),
    )  # fmt: skip


@require_POST
@unsigned
def drop(request: HttpRequest, version: Version, part: str, at: int) -> HttpResponse:
    """Take a row out."""
    document = version.document
    found = _part(document, part)
    if found.rows == "given" or at >= len(rows_in(document, found)):
        raise Http404
    back = reverse("strategies:part", kwargs={"pk": version.pk, "part": part})
    return pressed(request, actions.write, back, "strategies.dropped", version=version, of=_of(request, version),
                   change=lambda before: dropped(before, found, at))  # fmt: skip


@unsigned
def evidence(request: HttpRequest, version: Version, part: str) -> HttpResponse:
    """Say which paper shows a part."""
    found = _part(version.document, part)
    papers = queries.papers_to_show(request.user, version.strategy)
    form = EvidenceForm(request.POST or None, papers=papers)
    if request.method == "POST" and form.is_valid():
        facts = {"version": version, "part": part, "of": _of(request, version)}
        if form.carried_out(actions.show_by, by=request.user, **facts):
            messages.success(request, said("strategies.saved"))
            return redirect("strategies:part", pk=version.pk, part=part)
    return shown_of(
        request, "evidence", version, title=spoken(found.title), code=part, form=form, of=_of(request, version),
        none=not papers.exists(),
    )  # fmt: skip


@require_POST
@unsigned
def show_no_longer(request: HttpRequest, version: Version, part: str, paper: UUID) -> HttpResponse:
    """Say that a paper shows a part no longer."""
    _part(version.document, part)
    back = reverse("strategies:part", kwargs={"pk": version.pk, "part": part})
    return pressed(request, actions.show_no_longer, back, "strategies.shown_no_longer", version=version, part=part,
                   paper=str(paper), of=_of(request, version))  # fmt: skip


@require_POST
@unsigned
def weigh(request: HttpRequest, version: Version, part: str) -> HttpResponse:
    """Take the weights that buyers gave."""
    if not _part(version.document, part).weights:
        raise Http404
    back = reverse("strategies:part", kwargs={"pk": version.pk, "part": part})
    return pressed(request, actions.weigh, back, "strategies.weighed_now", version=version, part=part,
                   of=_of(request, version))  # fmt: skip


def _part(document: Document, code: str) -> Part:
    found = part_in(document, code)
    if found is None:
        raise Http404
    return found


def _saved(request: HttpRequest, form: Form, version: Version, change: Callable[[Document], Document]) -> bool:
    """Whether what was typed is kept; else the form says why not."""
    try:
        actions.write(
            by=request.user, sent=form.sent_key(), version=version, of=_of(request, version), change=change
        )  # fmt: skip
    except AyniError as mistake:
        form.add_error(None, mistake.text(current()))
        return False
    messages.success(request, said("strategies.saved"))
    return True


def _of(request: HttpRequest, version: Version) -> str:
    """Hash of what is being changed: as the form that was opened said it."""
    return str(request.POST.get("of", ""))[:64] if request.method == "POST" else version.sha256


def _after(document: Any, found: Part) -> Part | None:
    """The part after this one."""
    parts = parts_in(document)
    at = next(at for at, each in enumerate(parts) if each.code == found.code)
    return parts[at + 1] if at + 1 < len(parts) else None
