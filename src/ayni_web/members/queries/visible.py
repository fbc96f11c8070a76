"""Every read of organisations, clusters and relations."""

from typing import Any

from django.db.models import Q, QuerySet

from ayni_web.accounts.access import sees_entity
from ayni_web.members.access import joined, managed, represented
from ayni_web.members.models import Cluster, Membership, Organisation, Relation, Right


def visible_organisations(person: Any) -> QuerySet[Organisation]:
    """Organisations that a person may see: all for the entity; else the own, and those of the own clusters.

    Those that gave an own one a directed right are seen, too: a right to what has no page would be none.
    What was merged into another is left out.  One query, whatever the number of rows.
    """
    standing = Organisation.objects.filter(merged_into__isnull=True)
    if sees_entity(person):
        return standing
    seen = (
        Membership.objects.filter(
            Q(cluster_id__in=managed(person), state__in=Membership.OPEN)
            | Q(cluster_id__in=joined(person), state=Membership.State.MEMBER)
        )
        .order_by()
        .values("organisation_id")
    )
    # Parts of one list, so that the database looks a row up in it instead of trying every row against each.
    others: list[QuerySet[Any]] = []
    if represented(person):
        given = Right.objects.filter(receiver_id__in=represented(person), until__isnull=True)
        own = Organisation.objects.filter(pk__in=represented(person))
        others += [given.order_by().values("giver_id"), own.order_by().values("pk")]
    if managed(person):
        others.append(Organisation.objects.filter(added_by=person.pk).order_by().values("pk"))
    return standing.filter(pk__in=seen.union(*others) if others else seen)


def visible_relations(person: Any) -> QuerySet[Relation]:
    """Relations that a person may see: all for the entity; managers those of their members; members the own."""
    relations = Relation.objects.select_related("source", "target")
    if sees_entity(person):
        return relations
    within = Membership.objects.filter(cluster_id__in=managed(person), state__in=Membership.OPEN)
    ids = within.values("organisation_id")
    own = represented(person)
    return relations.filter(Q(source_id__in=ids) | Q(target_id__in=ids) | Q(source_id__in=own) | Q(target_id__in=own))


def standing_clusters() -> QuerySet[Cluster]:
    """Clusters that have not ended: their name, field and territory are public."""
    return Cluster.objects.exclude(state=Cluster.State.ENDED)


def inner_clusters(person: Any) -> QuerySet[Cluster]:
    """Clusters whose inside a person sees."""
    return Cluster.objects.all() if sees_entity(person) else Cluster.objects.filter(
        pk__in=managed(person) | joined(person)
    )  # fmt: skip


def visible_memberships(person: Any) -> QuerySet[Membership]:
    """Who is in the clusters whose inside a person sees; who asks and waits, for the entity and their managers."""
    rows = Membership.objects.filter(state__in=Membership.OPEN).select_related("cluster", "organisation")
    if sees_entity(person):
        return rows
    closely, inside = Q(cluster_id__in=managed(person)), Q(cluster_id__in=joined(person))
    return rows.filter(closely | (inside & Q(state=Membership.State.MEMBER)))
