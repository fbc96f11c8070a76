"""What people are to do about clusters, organisations and relations; a constant number of queries."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from ayni_web.accounts.access import is_staff
from ayni_web.common.reminders import Reminder, address
from ayni_web.members.access import managed, may_coordinate, represented
from ayni_web.members.models import Cluster, Duplicate, Membership, Organisation, Relation, Scope, Sponsor

# How long before a sponsor's term ends it is told, and how old a relation may be before it is asked about again.
ENDING = timedelta(days=60)
OLD = timedelta(days=365)


def reminders(person: Any) -> list[Reminder]:
    """What is this person's to do."""
    found = _to_confirm(person)
    if not may_coordinate(person):
        return found
    clusters = _clusters(person)
    found += [*_scopes(person, clusters), *_applications(clusters), *_sponsors(clusters), *_bare(clusters)]
    found += _relations(clusters, everything=is_staff(person))
    return [*found, *_duplicates()] if is_staff(person) else found


def _clusters(person: Any) -> QuerySet[Cluster]:
    standing = Cluster.objects.exclude(state=Cluster.State.ENDED)
    return standing if is_staff(person) else standing.filter(pk__in=managed(person))


def _to_confirm(person: Any) -> list[Reminder]:
    """Organisations of the person that somebody else typed."""
    if not represented(person):
        return []
    typed = Organisation.objects.filter(pk__in=represented(person), typed_for=True, confirmed_at__isnull=True)
    return [
        Reminder("confirm_organisation", reverse("members:organisation", args=[row.pk]), {"organisation": row.name})
        for row in typed
    ]


def _scopes(person: Any, clusters: QuerySet[Cluster]) -> list[Reminder]:
    proposed = Scope.objects.filter(cluster__in=clusters, state=Scope.State.PROPOSED).exclude(proposed_by=person)
    return [
        Reminder("scope_proposed", cluster_page(scope.cluster), {"cluster": scope.cluster.name})
        for scope in proposed.select_related("cluster").order_by("proposed_at")
    ]


def _applications(clusters: QuerySet[Cluster]) -> list[Reminder]:
    counted = clusters.annotate(n=Count("memberships", filter=Q(memberships__state=Membership.State.APPLIED)))
    return [
        Reminder("applications", cluster_page(cluster), {"cluster": cluster.name, "n": cluster.n})
        for cluster in counted.filter(n__gt=0)
    ]


def _sponsors(clusters: QuerySet[Cluster]) -> list[Reminder]:
    today = timezone.localdate()
    ending = Sponsor.objects.filter(cluster__in=clusters, until__range=(today, today + ENDING))
    return [
        Reminder(
            "sponsor_ends", cluster_page(sponsor.cluster),
            {"sponsor": sponsor.organisation.name, "cluster": sponsor.cluster.name}, sponsor.until,
        )
        for sponsor in ending.select_related("organisation", "cluster").order_by("until")
    ]  # fmt: skip


def _bare(clusters: QuerySet[Cluster]) -> list[Reminder]:
    """Clusters without anyone who backs them, and those without anyone who runs them."""
    today = timezone.localdate()
    backed = Sponsor.objects.filter(Q(until__isnull=True) | Q(until__gte=today), cluster=F("cluster"))
    no_sponsor = clusters.exclude(pk__in=backed.values("cluster_id"))
    no_manager = clusters.exclude(managements__until__isnull=True, managements__isnull=False)
    return [
        *(Reminder("no_manager", cluster_page(row), {"cluster": row.name}) for row in no_manager),
        *(Reminder("no_sponsor", cluster_page(row), {"cluster": row.name}) for row in no_sponsor),
    ]


def _relations(clusters: QuerySet[Cluster], everything: bool) -> list[Reminder]:
    """Relations nobody confirmed for a year, of the organisations of these clusters."""
    long_ago = timezone.now() - OLD
    open_ones = Relation.objects.filter(until__isnull=True, added_at__lt=long_ago)
    old = open_ones.filter(Q(confirmed_on__isnull=True) | Q(confirmed_on__lt=long_ago.date()))
    if not everything:
        within = Membership.objects.filter(cluster__in=clusters, state__in=Membership.OPEN).values("organisation_id")
        old = old.filter(Q(source_id__in=within) | Q(target_id__in=within))
    n = old.count()
    return [Reminder("relations_old", address("members:relations", "members:organisations"), {"n": n})] if n else []


def _duplicates() -> list[Reminder]:
    n = Duplicate.objects.filter(state=Duplicate.State.OPEN).count()
    return [Reminder("duplicates", reverse("members:duplicates"), {"n": n})] if n else []


def cluster_page(cluster: Cluster) -> str:
    """Address of a cluster's own page."""
    return address("members:cluster", "members:clusters", pk=cluster.pk)
