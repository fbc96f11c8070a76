"""Pages of evidence; what there is stands on the page of what it shows (``templatetags/evidence.py``)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from ayni_web.common.audience import SIGNED_IN
from ayni_web.common.language import said
from ayni_web.common.views import shown
from ayni_web.series import actions
from ayni_web.series.access import may_attach, may_withdraw, subject_of
from ayni_web.series.forms import AttachForm, FileForm, WithdrawForm
from ayni_web.series.models import Evidence
from ayni_web.series.queries import address_of, name_of


def _subject(request: HttpRequest, subject: str, subject_id: str) -> Any:
    row = subject_of(request.user, subject, subject_id)
    if row is None or not may_attach(request.user, row):
        raise Http404
    return row


@login_required
def attach(request: HttpRequest, subject: str, subject_id: str) -> HttpResponse:
    """Point at something that is in Ayni already."""
    row = _subject(request, subject, subject_id)
    form = AttachForm(request.POST or None, person=request.user)
    sent = request.method == "POST" and form.is_valid()
    if sent and form.carried_out(actions.attach_evidence, by=request.user, subject=subject, subject_id=subject_id):
        messages.success(request, said("evidence.attached"))
        return redirect(address_of(row, subject) or "home:home")
    return _form(request, row, subject, form, said("evidence.attach"), said("evidence.attach_button"))


@login_required
def attach_file(request: HttpRequest, subject: str, subject_id: str) -> HttpResponse:
    """Send a paper or a photograph."""
    row = _subject(request, subject, subject_id)
    form = FileForm(request.POST or None, request.FILES or None)
    sent = request.method == "POST" and form.is_valid()
    if sent and form.carried_out(actions.attach_file, by=request.user, subject=subject, subject_id=subject_id):
        messages.success(request, said("evidence.attached"))
        return redirect(address_of(row, subject) or "home:home")
    return _form(request, row, subject, form, said("evidence.attach_file"), said("evidence.attach_file_button"))


@login_required
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Withdraw a piece of evidence."""
    evidence = get_object_or_404(Evidence, pk=pk)
    row = subject_of(request.user, evidence.subject, evidence.subject_id)
    if row is None or not may_withdraw(request.user, evidence):
        raise Http404
    form = WithdrawForm(request.POST or None)
    sent = request.method == "POST" and form.is_valid()
    if sent and form.carried_out(actions.withdraw_evidence, by=request.user, evidence=evidence):
        messages.success(request, said("evidence.withdrawn"))
        return redirect(address_of(row, evidence.subject) or "home:home")
    return _form(request, row, evidence.subject, form, said("evidence.withdraw"), said("evidence.withdraw_button"))


def _form(request: HttpRequest, row: Any, subject: str, form: Any, title: str, button: str) -> HttpResponse:
    return shown(request, "series/form.html", SIGNED_IN, form=form, title=title, button=button,
                 name=name_of(row, subject), back=address_of(row, subject))  # fmt: skip
