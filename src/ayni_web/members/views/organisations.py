"""Pages of organisations: the list, one, adding, changing, confirming, numbers and contacts, the person's own."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from ayni_web.accounts.access import is_staff
from ayni_web.common.audience import ONLY_YOU, SIGNED_IN, Audience
from ayni_web.common.forms import Form
from ayni_web.common.language import said
from ayni_web.common.pages import page_of
from ayni_web.common.views import allowed, shown
from ayni_web.members.access import may_act_for, may_coordinate, may_represent, organisation_audience, represented
from ayni_web.members.actions import organisations as acts
from ayni_web.members.actions.duplicates import note_likely
from ayni_web.members.folding import folded
from ayni_web.members.forms.filters import controls
from ayni_web.members.forms.organisations import AddForm, ChangeForm, ContactForm, FilterForm, NumberForm
from ayni_web.members.likeness import Likeness
from ayni_web.members.models import Organisation
from ayni_web.members.panels import panels_of
from ayni_web.members.queries import duplicates as duplicates_of
from ayni_web.members.queries import organisations as found

SECTION = "organisations"


@login_required
def organisations(request: HttpRequest) -> HttpResponse:
    """List of the organisations that a person sees."""
    wanted = FilterForm(request.GET, person=request.user).wanted() if request.GET else {}
    by_name, filters = controls(request.user, wanted)
    page = page_of(request, found.listed(found.found_organisations(request.user, **wanted)))
    return shown(
        request, "members/organisations/list.html", SIGNED_IN, page=page,
        by_name=by_name, filters=filters, filtered=bool(set(wanted) - {"q"}),
        rows=found.lines(page.rows), wanted=wanted, section=SECTION,
        may_add=may_coordinate(request.user), may_decide=is_staff(request.user),
    )  # fmt: skip


@login_required
def organisation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Page of one; an old address leads to the one that was kept."""
    row = found.organisation_for(request.user, pk)
    if row.pk != pk:
        return redirect("members:organisation", pk=row.pk)
    person = request.user
    return shown(
        request, "members/organisations/page.html", Audience("organisation_members", {"organisation": row.name}),
        sheet=found.sheet(person, row), organisation=row, section=SECTION, may_change=may_act_for(person, row),
        may_decide=is_staff(person), own=row.pk in represented(person), speaks=may_represent(person, row),
        panels=panels_of(person, row),
    )  # fmt: skip


@allowed(may_coordinate)
def add(request: HttpRequest) -> HttpResponse:
    """Form of a new organisation; the likely ones are shown before it is written."""
    form = AddForm(request.POST or None)
    likely: list[tuple[Organisation, Likeness]] = []
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["asked_about"] != folded(form.cleaned_data["name"]):
            likely = duplicates_of.likely(request.user, **form.facts())
        made = None if likely else form.carried_out(acts.add_organisation, by=request.user)
        if made:
            note_likely(made)
            return _told(request, made, "organisations.added")
        if likely:
            form.data = form.data.copy()
            form.data["asked_about"] = folded(form.cleaned_data["name"])
    return _form(request, form, title="organisations.add_title", lede="organisations.add_lede",
                 button="organisations.add_new" if likely else "organisations.add_button", likely=likely)  # fmt: skip


@login_required
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Form of what an organisation is."""
    row = _written_by(request, pk)
    form = ChangeForm(request.POST or None, organisation=row)
    if request.method == "POST" and form.is_valid():
        changed = form.carried_out(acts.change_organisation, by=request.user, organisation=row)
        if changed:
            if changed.name != row.name:
                note_likely(changed)
            return _told(request, changed, "organisations.changed")
    return _form(request, form, row, title="organisations.change_title", button="organisations.change_button")


@login_required
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What someone else typed for a member, for the member to confirm or correct."""
    row = found.organisation_for(request.user, pk)
    if row.pk not in represented(request.user) or not row.typed_for:
        raise Http404
    form = ChangeForm(request.POST or None, organisation=row)
    del form.fields["note"]
    if request.method == "POST" and form.is_valid():
        confirmed = form.carried_out(acts.confirm_organisation, by=request.user, organisation=row)
        if confirmed:
            return _told(request, confirmed, "organisations.confirmed_by_you")
    return _form(request, form, row, title="organisations.confirm_title", lede="organisations.confirm_lede",
                 button="organisations.confirm_button")  # fmt: skip


@login_required
def add_number(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One more number."""
    return _one_more(request, pk, NumberForm, acts.add_identifier, "number")


@login_required
def add_contact(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One more contact."""
    return _one_more(request, pk, ContactForm, acts.add_contact, "contact")


@login_required
@require_POST
def drop_number(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """Take a number away."""
    row = _written_by(request, pk)
    _of(row.identifiers.all(), number)
    acts.drop_identifier(by=request.user, organisation=row, identifier=number)
    return _told(request, row, "organisations.number_dropped")


@login_required
@require_POST
def drop_contact(request: HttpRequest, pk: UUID, contact: int) -> HttpResponse:
    """Take a contact away."""
    row = _written_by(request, pk)
    _of(row.contacts.all(), contact)
    acts.drop_contact(by=request.user, organisation=row, contact=contact)
    return _told(request, row, "organisations.contact_dropped")


@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """A person's own organisations, their clusters, and what waits."""
    return shown(request, "members/organisations/mine.html", ONLY_YOU, mine=found.mine(request.user),
                 notices=found.unread(request.user))  # fmt: skip


def _one_more(request: HttpRequest, pk: UUID, kind: type[Form], act: Any, name: str) -> HttpResponse:
    row = _written_by(request, pk)
    form = kind(request.POST or None)
    if request.method == "POST" and form.is_valid() and form.carried_out(act, by=request.user, organisation=row):
        return _told(request, row, f"organisations.{name}_added")
    return _form(request, form, row, title=f"organisations.{name}_title", button=f"organisations.{name}_button")


def _written_by(request: HttpRequest, pk: UUID) -> Organisation:
    """Organisation that the person may write; else 404."""
    row = found.organisation_for(request.user, pk)
    if not may_act_for(request.user, row):
        raise Http404
    return row


def _of(rows: QuerySet[Any], pk: int) -> None:
    if not rows.filter(pk=pk).exists():
        raise Http404


def _form(
    request: HttpRequest, form: Form, row: Organisation | None = None, *, title: str, button: str, lede: str = "",
    likely: Any = (),
) -> HttpResponse:  # fmt: skip
    back = reverse("members:organisation", kwargs={"pk": row.pk}) if row else reverse("members:organisations")
    return shown(
        request, "members/organisations/form.html", organisation_audience(row) if row else ONLY_YOU,
        form=form, title=said(title), lede=said(lede) if lede else "", button=said(button), back=back,
        eyebrow=row.name if row else "", likely=likely, section=SECTION,
    )  # fmt: skip


def _told(request: HttpRequest, row: Organisation, key: str) -> HttpResponseRedirect:
    messages.success(request, said(key))
    return redirect("members:organisation", pk=row.pk)
