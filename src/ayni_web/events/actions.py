"""Every write of events."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from ayni_web.common.acting import Mistake, action
from ayni_web.common.language import said
from ayni_web.events.access import may_add_to, may_cancel, may_change, may_confirm, may_deliver_for, may_write
from ayni_web.events.kinds import Kind, kinds
from ayni_web.events.models import Event, Participation
from ayni_web.events.queries import clusters_to_deliver, may_take_part, receivers
from ayni_web.members.access import represented
from ayni_web.members.models import Cluster, Organisation

if TYPE_CHECKING:
    from ayni_web.accounts.models import Person

FACTS = ("title", "starts_at", "ends_at", "place", "where", "lot", "quantity", "unit", "note")


@action
def add_event(*, by: "Person", kind: str, cluster: Cluster | None = None, **facts: Any) -> Event:
    """Write down something that happened or is planned; ``facts`` are those of :data:`FACTS`."""
    if not may_add_to(by, cluster):
        raise Mistake("events.not_yours", field="cluster")
    return Event.objects.create(kind=kind, cluster=cluster, added_by=by, **fitting(_known(kind), facts))


@action
def change_event(*, by: "Person", event: Event, **facts: Any) -> Event:
    """Correct an event that nobody else confirmed."""
    if not may_change(by, event):
        raise Mistake("events.no_longer_changed")
    for name, value in fitting(_known(event.kind), facts).items():
        setattr(event, name, value)
    event.save()
    return event


@action
def cancel_event(*, by: "Person", event: Event, reason: str) -> Event:
    """Cancel an event, with the reason; it stays in the list."""
    if not may_cancel(by, event):
        raise Mistake("events.not_yours")
    event.cancelled_at, event.cancelled_by, event.cancel_reason = timezone.now(), by, reason
    event.save(update_fields=["cancelled_at", "cancelled_by", "cancel_reason"])
    return event


@action
def add_participants(*, by: "Person", event: Event, role: str, organisations: Iterable[Organisation]) -> Event:
    """Write down who took part as what; the own organisations are confirmed at once."""
    if not may_write(by, event) or event.cancelled_at:
        raise Mistake("events.not_yours")
    kind = _known(event.kind)
    if role not in kind.roles:
        raise Mistake("events.not_that_role", field="role")
    chosen = list(organisations)
    known = set(may_take_part(by, event).filter(pk__in=[each.pk for each in chosen]).values_list("pk", flat=True))
    for organisation in chosen:
        if organisation.pk not in known:
            raise Mistake("events.not_of_the_cluster", field="organisations", organisation=organisation.name)
        _take_part(by, event, organisation, role)
    return event


@action
def remove_participant(*, by: "Person", participation: Participation) -> Event:
    """Take out someone who was written down by mistake and has not confirmed."""
    event = participation.event
    if participation.confirmed_at or event.cancelled_at or not may_write(by, event):
        raise Mistake("events.no_longer_changed")
    participation.delete()
    return event


@action
def confirm_participation(*, by: "Person", participation: Participation) -> Participation:
    """Say for one's organisation that it took part as it is written."""
    participation = Participation.objects.select_for_update().select_related("event").get(pk=participation.pk)
    if not may_confirm(by, participation):
        raise Mistake("events.not_yours_to_confirm")
    participation.confirmed_by, participation.confirmed_at = by, timezone.now()
    participation.save(update_fields=["confirmed_by", "confirmed_at"])
    return participation


@action
def deliver(
    *, by: "Person", organisation: Organisation, on: date, quantity: Decimal, unit: str,
    receiver: Organisation | None = None, cluster: Cluster | None = None, lot: str = "", note: str = "",
) -> Event:  # fmt: skip
    """Tell that an organisation delivered a lot, in few words; told for another, it is marked so."""
    if not may_deliver_for(by, organisation):
        raise Mistake("events.not_yours", field="organisation")
    if receiver == organisation:
        raise Mistake("events.to_itself", field="receiver")
    if receiver and not receivers(by).filter(pk=receiver.pk).exists():
        raise Mistake("events.not_of_the_cluster", field="receiver", organisation=receiver.name)
    cluster = _cluster_of(by, organisation, receiver, cluster)
    facts = {
        "title": said("events.delivery_of", organisation=organisation.name), "starts_at": _moment_of(on),
        "quantity": quantity, "unit": unit, "lot": lot, "note": note,
    }  # fmt: skip
    event = Event.objects.create(kind="delivery", cluster=cluster, added_by=by, **fitting(_known("delivery"), facts))
    _take_part(by, event, organisation, "delivers")
    if receiver:
        _take_part(by, event, receiver, "receives")
    return event


def _cluster_of(
    by: "Person", organisation: Organisation, receiver: Organisation | None, asked: Cluster | None
) -> Cluster | None:
    """Cluster in which something was delivered: the one asked for, else the only one that it can be."""
    able = clusters_to_deliver(by, organisation)
    if asked:
        if asked not in able:
            raise Mistake("events.not_of_the_cluster", field="cluster", organisation=organisation.name)
        return asked
    if receiver and len(able) > 1:
        able = able.filter(memberships__organisation=receiver, memberships__state="member") or able
    if len(able) > 1:
        raise Mistake("events.which_cluster", field="cluster")
    return able.first()


def _known(kind: str) -> Kind:
    if kind not in kinds():
        raise Mistake("events.not_that_kind", field="kind")
    return kinds()[kind]


def _moment_of(day: date) -> datetime:
    """Now for today; noon for an earlier day, whose hour nobody told."""
    now = timezone.localtime()
    if day > now.date():
        raise Mistake("events.not_yet", field="on")
    if day < now.date() - timedelta(days=3660):
        raise Mistake("events.too_long_ago", field="on")
    return now if day == now.date() else timezone.make_aware(datetime.combine(day, time(12)))


def fitting(kind: Kind, facts: dict[str, Any]) -> dict[str, Any]:
    """Facts that an event of a kind can have; what does not fit is refused beside its field."""
    quantity, unit = facts.get("quantity"), facts.get("unit") or ""
    if quantity is not None and unit not in kind.units:
        raise Mistake("events.quantity_needs_a_unit", field="unit")
    if facts.get("ends_at") and (not kind.ends or facts["ends_at"] < facts["starts_at"]):
        raise Mistake("events.ends_before", field="ends_at")
    if facts.get("lot") and not kind.lot:
        raise Mistake("events.no_lot", field="lot")
    known = {name: facts[name] for name in FACTS if name in facts}
    return {**known, "unit": unit if quantity is not None else ""}


def _take_part(by: "Person", event: Event, organisation: Organisation, role: str) -> None:
    own = organisation.pk in represented(by)
    confirmed = {"confirmed_by": by, "confirmed_at": timezone.now()} if own else {}
    event.participations.get_or_create(organisation=organisation, role=role, defaults=confirmed)
    if role == _known(event.kind).told_by and not own and not event.typed_for:
        event.typed_for = True
        event.save(update_fields=["typed_for"])
