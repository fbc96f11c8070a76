"""Pages of what happened."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from ayni_web.common.audience import SIGNED_IN
from ayni_web.common.language import current, said
from ayni_web.common.pages import page_of
from ayni_web.common.views import allowed, shown
from ayni_web.events import actions, queries
from ayni_web.events.access import (
    audience_of,
    may_add,
    may_cancel,
    may_change,
    may_confirm,
    may_deliver,
    may_see_who_confirmed,
    may_write,
)
from ayni_web.events.forms import CancelForm, DeliveryForm, EventForm, ParticipantsForm, Search
from ayni_web.events.kinds import Kind, kinds
from ayni_web.events.models import Event, Participation
from ayni_web.events.units import kilograms
from ayni_web.members.access import may_act_for, may_coordinate
from ayni_web.members.folding import folded
from ayni_web.members.models import Organisation
from ayni_web.members.places import place_name
from ayni_web.members.queries import inner_clusters

View = Callable[..., HttpResponse]
LISTED = 200


def visible(view: View) -> View:
    """View of an event for those who see it."""

    @wraps(view)
    def seen(request: HttpRequest, pk: UUID, **kwargs: Any) -> HttpResponse:
        found = queries.visible_events(request.user).select_related("cluster", "added_by", "cancelled_by")
        return view(request, get_object_or_404(found, pk=pk), **kwargs)

    return login_required(seen)


@login_required
def events(request: HttpRequest) -> HttpResponse:
    """List of what happened."""
    search = Search(request.GET or None, clusters=inner_clusters(request.user))
    asked = search.cleaned_data if search.is_valid() else {}
    wanted = {name: asked[name] for name in ("kind", "cluster", "since", "until") if asked.get(name)}
    found = queries.found_events(request.user, **wanted)
    return shown(
        request, "events/events.html", SIGNED_IN, search=search, page=page_of(request, found), section="events",
        may_add=may_add(request.user), may_deliver=may_deliver(request.user),
        may_import=may_coordinate(request.user),
        to_confirm=queries.to_confirm(request.user)[:10],
    )  # fmt: skip


@visible
def event(request: HttpRequest, event: Event) -> HttpResponse:
    """One event: what, when, where, how much, who."""
    took_part = list(queries.participants(event))
    for each in took_part:
        each.event = event
        each.may_be_confirmed = may_confirm(request.user, each)
        each.by_name = may_see_who_confirmed(request.user, each)
    return shown(
        request, "events/event.html", audience_of(event), event=event, took_part=took_part, section="events",
        place=place_name(event.place, current()) if event.place else "",
        kilograms=kilograms(event.quantity, event.unit) if event.unit != "kg" else None,
        may_change=may_change(request.user, event), may_cancel=may_cancel(request.user, event),
        may_write=may_write(request.user, event) and not event.cancelled_at,
    )  # fmt: skip


@allowed(may_add)
def choose_kind(request: HttpRequest) -> HttpResponse:
    """What kind of thing happened."""
    return shown(request, "events/kinds.html", SIGNED_IN, kinds=list(kinds()), section="events")


@allowed(may_add)
def add(request: HttpRequest, kind: str) -> HttpResponse:
    """Write down what happened."""
    known = _kind(kind)
    form = EventForm(
        request.POST or None, kind=known, clusters=queries.clusters_to_write(request.user),
        initial={"cluster": request.GET.get("cluster")},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        made = form.carried_out(actions.add_event, by=request.user, kind=kind)
        if made:
            messages.success(request, said("events.added"))
            return redirect("events:participants", pk=made.pk)
    return shown(
        request, "events/form.html", SIGNED_IN, form=form, title=said(f"event_kinds.{kind}"),
        lede=said("events.add_lede"), button=said("events.add_button"), section="events",
    )  # fmt: skip


@visible
def change(request: HttpRequest, event: Event) -> HttpResponse:
    """Correct an event while nobody else confirmed it."""
    if not may_change(request.user, event):
        raise Http404
    now = {name: getattr(event, name) for name in actions.FACTS}
    form = EventForm(
        request.POST or None, kind=_kind(event.kind),
        initial={**now, "place": place_name(event.place, current()) if event.place else ""},
    )  # fmt: skip
    sent = request.method == "POST" and form.is_valid()
    if sent and form.carried_out(actions.change_event, by=request.user, event=event):
        messages.success(request, said("events.changed"))
        return redirect("events:event", pk=event.pk)
    return _form(request, event, form, said("events.change"), said("events.change_lede"), said("events.change_button"))


@visible
def cancel(request: HttpRequest, event: Event) -> HttpResponse:
    """Cancel an event with its reason."""
    if not may_cancel(request.user, event):
        raise Http404
    form = CancelForm(request.POST or None)
    sent = request.method == "POST" and form.is_valid()
    if sent and form.carried_out(actions.cancel_event, by=request.user, event=event):
        messages.success(request, said("events.cancelled_now"))
        return redirect("events:event", pk=event.pk)
    return _form(request, event, form, said("events.cancel"), said("events.cancel_lede"), said("events.cancel_button"))


@visible
def participants(request: HttpRequest, event: Event) -> HttpResponse:
    """Write down who took part."""
    if event.cancelled_at or not may_write(request.user, event):
        raise Http404
    choosable = queries.may_take_part(request.user, event)
    name = request.GET.get("q", "").strip()
    offered = choosable
    for word in folded(name).split()[:8]:
        offered = offered.filter(name_folded__contains=word)
    # What is sent is held against all who may take part; what is shown is what fits on a page.
    form = ParticipantsForm(
        request.POST or None, kind=_kind(event.kind), organisations=choosable if request.POST else _first(offered)
    )
    sent = request.method == "POST" and form.is_valid()
    if sent and form.carried_out(actions.add_participants, by=request.user, event=event):
        messages.success(request, said("events.participants_added"))
        return redirect("events:event", pk=event.pk)
    return shown(request, "events/participants.html", audience_of(event), event=event, form=form, name=name,
                 many=choosable.count() > LISTED, section="events")  # fmt: skip


@require_POST
@login_required
def confirm(request: HttpRequest, pk: UUID, participation: int) -> HttpResponse:
    """Say that one's organisation took part."""
    found = Participation.objects.filter(event__in=queries.visible_events(request.user), event_id=pk)
    row = get_object_or_404(found.select_related("event"), pk=participation)
    if not may_confirm(request.user, row):
        raise Http404
    actions.confirm_participation(by=request.user, participation=row)
    messages.success(request, said("events.confirmed_now"))
    return redirect("events:event", pk=pk)


@require_POST
@login_required
def remove(request: HttpRequest, pk: UUID, participation: int) -> HttpResponse:
    """Take out someone written down by mistake."""
    found = Participation.objects.filter(event__in=queries.visible_events(request.user), event_id=pk)
    row = get_object_or_404(found.select_related("event"), pk=participation)
    if not may_write(request.user, row.event):
        raise Http404
    actions.remove_participant(by=request.user, participation=row)
    messages.success(request, said("events.removed"))
    return redirect("events:event", pk=pk)


@allowed(may_deliver)
def deliver(request: HttpRequest) -> HttpResponse:
    """I delivered a lot: the form for a phone."""
    deliverers, receivers = _deliverers(request), queries.receivers(request.user)
    clusters = queries.clusters_to_deliver(request.user, *deliverers)
    form = DeliveryForm(request.POST or None, deliverers=deliverers, receivers=receivers, clusters=clusters)
    if request.method == "POST" and form.is_valid():
        made = form.carried_out(actions.deliver, by=request.user)
        if made:
            messages.success(request, said("events.delivered_now"))
            return redirect("events:event", pk=made.pk)
    return shown(request, "events/deliver.html", SIGNED_IN, form=form, nobody=not deliverers.exists(),
                 section="events")  # fmt: skip


def _deliverers(request: HttpRequest) -> Any:
    """The organisation an address names, if the person writes for it; else those of the person's list."""
    asked = request.GET.get("organisation")
    if not asked:
        return queries.deliverers(request.user)
    try:
        organisation = get_object_or_404(Organisation, pk=UUID(asked), merged_into__isnull=True)
    except ValueError:
        raise Http404 from None
    if not may_act_for(request.user, organisation):
        raise Http404
    return Organisation.objects.filter(pk=organisation.pk)


def _first(offered: Any) -> Any:
    return Organisation.objects.filter(pk__in=list(offered.values_list("pk", flat=True)[:LISTED]))


def _kind(code: str) -> Kind:
    if code not in kinds():
        raise Http404
    return kinds()[code]


def _form(request: HttpRequest, event: Event, form: Any, title: str, lede: str, button: str) -> HttpResponse:
    return shown(request, "events/form.html", audience_of(event), event=event, form=form, title=title, lede=lede,
                 button=button, eyebrow=event.title, section="events")  # fmt: skip
