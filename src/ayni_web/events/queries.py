"""Every read of events."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from ayni_web.accounts.access import is_staff
from ayni_web.events.access import seers
from ayni_web.events.models import Event, Participation
from ayni_web.members.access import joined, managed, represented
from ayni_web.members.models import Cluster, Membership, Organisation
from ayni_web.members.queries import standing_clusters, visible_organisations


def visible_events(person: Any) -> QuerySet[Event]:
    """Events that a person sees; none without an account."""
    return Event.objects.filter(seers(person)) if person.is_authenticated else Event.objects.none()


def found_events(
    person: Any, *, kind: str = "", cluster: Any = None, since: date | None = None, until: date | None = None
) -> QuerySet[Event]:
    """Events of a kind, of a cluster, from a day to a day, with how many took part and how many confirmed."""
    found = visible_events(person).select_related("cluster")
    if kind:
        found = found.filter(kind=kind)
    if cluster:
        found = found.filter(cluster=cluster)
    if since:
        found = found.filter(starts_at__gte=start_of(since))
    if until:
        found = found.filter(starts_at__lt=start_of(until + timedelta(days=1)))
    found = found.annotate(
        took_part=Count("participations"),
        confirmed=Count("participations", filter=Q(participations__confirmed_at__isnull=False)),
    )
    return found.order_by("-starts_at", "pk")


def start_of(day: date) -> datetime:
    """First moment of a day where the site is."""
    return timezone.make_aware(datetime.combine(day, time.min))


def participants(event: Event) -> QuerySet[Participation]:
    """Those who took part, with their organisations."""
    found = event.participations.select_related("organisation", "confirmed_by")
    return found.order_by("role", "organisation__name", "pk")


def clusters_to_write(person: Any) -> QuerySet[Cluster]:
    """Clusters in which a person writes down what happened."""
    return standing_clusters() if is_staff(person) else Cluster.objects.filter(pk__in=managed(person))


def deliverers(person: Any) -> QuerySet[Organisation]:
    """Organisations whose delivery a person may tell from a list: the own ones, and members of managed clusters."""
    within = Membership.objects.filter(cluster_id__in=managed(person), state=Membership.State.MEMBER)
    found = Organisation.objects.filter(Q(pk__in=represented(person)) | Q(pk__in=within.values("organisation_id")))
    return found.filter(merged_into__isnull=True)


def receivers(person: Any) -> QuerySet[Organisation]:
    """Organisations that may have received a delivery: members of the clusters a person manages or is in."""
    within = Membership.objects.filter(cluster_id__in=managed(person) | joined(person), state=Membership.State.MEMBER)
    return Organisation.objects.filter(pk__in=within.values("organisation_id"), merged_into__isnull=True)


def clusters_to_deliver(person: Any, *organisations: Organisation) -> QuerySet[Cluster]:
    """Clusters of some organisations in which a person tells a delivery."""
    members = Membership.objects.filter(organisation__in=organisations, state=Membership.State.MEMBER)
    found = standing_clusters().filter(pk__in=members.values("cluster_id"))
    return found if is_staff(person) else found.filter(pk__in=managed(person) | joined(person))


def may_take_part(person: Any, event: Event) -> QuerySet[Organisation]:
    """Organisations that a person may write down as having taken part: of the cluster, else those the person sees."""
    if event.cluster_id is None:
        return visible_organisations(person)
    within = Membership.objects.filter(cluster_id=event.cluster_id, state=Membership.State.MEMBER)
    return Organisation.objects.filter(
        Q(pk__in=within.values("organisation_id")) | Q(entity__isnull=False), merged_into__isnull=True
    )


def to_confirm(person: Any) -> QuerySet[Participation]:
    """What the organisations of a person are said to have taken part in, and have not confirmed."""
    found = Participation.objects.filter(
        organisation_id__in=represented(person), confirmed_at__isnull=True, event__cancelled_at__isnull=True
    )
    return found.select_related("event", "organisation").order_by("-event__starts_at", "pk")


def last_contact(organisation: Organisation) -> datetime | None:
    """When an organisation last took part in something that happened; None if it never did."""
    happened = organisation.participations.filter(
        event__starts_at__lte=timezone.now(), event__cancelled_at__isnull=True
    )
    return happened.aggregate(last=Max("event__starts_at"))["last"]
