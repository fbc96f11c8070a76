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
    within = Membership.objects.filter(
        Q(cluster_id__in=managed(person), state__in=Membership.OPEN)
        | Q(cluster_id__in=joined(person), state=Membership.State.MEMBER)
    )
    given = Right.objects.filter(receiver_id__in=represented(person), until__isnull=True)
    own = Q(pk__in=represented(person)) | Q(pk__in=within.values("organisation_id"))
    if represented(person):
        own |= Q(pk__in=given.values("giver_id"))
    return standing.filter(own | Q(added_by=person.pk) if managed(person) else own)


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
