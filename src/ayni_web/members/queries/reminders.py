"""What people are to do about clusters, organisations and relations; a constant number of queries."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from ayni_web.accounts.access import is_staff
from ayni_web.common.reminders import Reminder
from ayni_web.members.access import managed, may_coordinate, represented
from ayni_web.members.models import Cluster, Duplicate, Management, Membership, Organisation, Relation, Scope, Sponsor

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
        Reminder("scope_proposed", reverse("members:scope_decide", args=[scope.pk]), {"cluster": scope.cluster.name})
        for scope in proposed.select_related("cluster").order_by("proposed_at")
    ]


def _applications(clusters: QuerySet[Cluster]) -> list[Reminder]:
    counted = clusters.annotate(n=Count("memberships", filter=Q(memberships__state=Membership.State.APPLIED)))
    return [
        Reminder(
            "applications", reverse("members:members", args=[cluster.pk]), {"cluster": cluster.name, "n": cluster.n}
        )
        for cluster in counted.filter(n__gt=0)
    ]


def _sponsors(clusters: QuerySet[Cluster]) -> list[Reminder]:
    today = timezone.localdate()
    ending = Sponsor.objects.filter(cluster__in=clusters, until__range=(today, today + ENDING))
    return [
        Reminder(
            "sponsor_ends", reverse("members:sponsors", args=[sponsor.cluster_id]),
            {"sponsor": sponsor.organisation.name, "cluster": sponsor.cluster.name}, sponsor.until,
        )
        for sponsor in ending.select_related("organisation", "cluster").order_by("until")
    ]  # fmt: skip


def _bare(clusters: QuerySet[Cluster]) -> list[Reminder]:
    """Clusters without anyone who runs them, and those without anyone who backs them."""
    backed = Sponsor.objects.filter(Q(until__isnull=True) | Q(until__gte=timezone.localdate()), cluster=OuterRef("pk"))
    run = Management.objects.filter(until__isnull=True, person__is_active=True, cluster=OuterRef("pk"))
    return [
        *(_of_cluster("no_manager", "members:managers", row) for row in clusters.filter(~Exists(run))),
        *(_of_cluster("no_sponsor", "members:sponsors", row) for row in clusters.filter(~Exists(backed))),
    ]


def _of_cluster(key: str, view: str, cluster: Cluster, **facts: Any) -> Reminder:
    return Reminder(key, reverse(view, args=[cluster.pk]), {"cluster": cluster.name, **facts})


def _relations(clusters: QuerySet[Cluster], everything: bool) -> list[Reminder]:
    """Relations nobody confirmed for a year, by cluster; coordinators are told of those outside every cluster, too."""
    long_ago = timezone.now() - OLD
    open_ones = Relation.objects.filter(until__isnull=True, added_at__lt=long_ago)
    old = list(open_ones.filter(Q(confirmed_on__isnull=True) | Q(confirmed_on__lt=long_ago.date())))
    if not old:
        return []
    found, within = [], Membership.objects.filter(cluster__in=clusters, state__in=Membership.OPEN)
    members: dict[Any, set[Any]] = {}
    for cluster, organisation in within.values_list("cluster_id", "organisation_id"):
        members.setdefault(cluster, set()).add(organisation)
    for row in clusters:
        n = sum(not members.get(row.pk, set()).isdisjoint((each.source_id, each.target_id)) for each in old)
        if n:
            found.append(_of_cluster("relations_old", "members:relations", row, n=n))
    inside = set().union(*members.values())
    n = sum(inside.isdisjoint((each.source_id, each.target_id)) for each in old)
    if everything and n:
        found.append(Reminder("relations_outside", reverse("members:organisations"), {"n": n}))
    return found


def _duplicates() -> list[Reminder]:
    n = Duplicate.objects.filter(state=Duplicate.State.OPEN).count()
    return [Reminder("duplicates", reverse("members:duplicates"), {"n": n})] if n else []
