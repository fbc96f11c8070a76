"""Who sees and who writes what happened.

The entity sees everything; managers what happened in their clusters; members what is of the whole cluster (not the
deliveries of others, see ``inside`` in ``kinds.toml``) and that in which they took part; and whoever was given the
directed right ``events``, that in which the giver took part.
"""

from typing import Any

from django.db.models import Q

from ayni_web.accounts.access import is_staff, sees_entity
from ayni_web.common.audience import Audience
from ayni_web.events.kinds import kinds, seen_inside
from ayni_web.events.models import Event, Participation
from ayni_web.members.access import is_manager, joined, managed, may_act_for, may_manage, represented
from ayni_web.members.models import Cluster, Organisation, Right


def seers(person: Any) -> Q:
    """Condition of the events that a person sees."""
    if sees_entity(person):
        return Q()
    own = represented(person)
    given = Right.objects.filter(receiver_id__in=own, what=Right.What.EVENTS, until__isnull=True)
    part = Participation.objects.filter(Q(organisation_id__in=own) | Q(organisation_id__in=given.values("giver_id")))
    return (
        Q(cluster_id__in=managed(person))
        | Q(cluster_id__in=joined(person), kind__in=seen_inside())
        | Q(pk__in=part.values("event_id"))
    )


def may_see(person: Any, event: Event) -> bool:
    """Those who see an event."""
    return person.is_authenticated and Event.objects.filter(seers(person), pk=event.pk).exists()


def may_add(person: Any) -> bool:
    """Coordinators and managers: those who write down what happened in a cluster."""
    return is_staff(person) or is_manager(person)


def may_add_to(person: Any, cluster: Cluster | None) -> bool:
    """Coordinators anywhere; managers in their clusters."""
    return is_staff(person) if cluster is None else may_manage(person, cluster)


def may_deliver(person: Any) -> bool:
    """Those who tell a delivery: who acts for an organisation, and coordinators and managers for those they serve."""
    return may_add(person) or bool(represented(person))


def may_deliver_for(person: Any, organisation: Organisation) -> bool:
    """Those who tell the delivery of an organisation."""
    return may_act_for(person, organisation)


def may_write(person: Any, event: Event) -> bool:
    """Those who write an event: its cluster's managers, coordinators, and the member who told it."""
    if is_staff(person) or (event.cluster_id and event.cluster_id in managed(person)):
        return True
    own = event.added_by_id == person.pk and bool(represented(person))
    return own and event.participations.filter(organisation_id__in=represented(person)).exists()


def may_change(person: Any, event: Event) -> bool:
    """Those who write it, while nobody else confirmed it and it stands."""
    return event.cancelled_at is None and not confirmed_by_another(event) and may_write(person, event)


def may_cancel(person: Any, event: Event) -> bool:
    """Those who write it; what was confirmed is cancelled with its reason, never rewritten."""
    return event.cancelled_at is None and may_write(person, event)


def may_confirm(person: Any, participation: Participation) -> bool:
    """Those who act for the organisation that took part; nobody confirms for a member."""
    open_one = participation.confirmed_at is None and participation.event.cancelled_at is None
    return open_one and participation.organisation_id in represented(person)


def may_see_who_confirmed(person: Any, participation: Participation) -> bool:
    """Those who see by name who confirmed for an organisation: who acts for it, the cluster's managers, the entity."""
    closely = sees_entity(person) or participation.event.cluster_id in managed(person)
    return closely or participation.organisation_id in represented(person)


def confirmed_by_another(event: Event) -> bool:
    """Whether someone else than who wrote it confirmed having taken part."""
    return event.participations.filter(confirmed_at__isnull=False).exclude(confirmed_by=event.added_by_id).exists()


def audience_of(event: Event) -> Audience:
    """Who sees an event, for the foot of its page."""
    if event.cluster is None:
        return Audience("event_alone")
    inside = event.kind in kinds() and kinds()[event.kind].inside
    return Audience("event_members" if inside else "event_few", {"cluster": event.cluster.name})
