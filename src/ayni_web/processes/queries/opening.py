"""Of which clusters and organisations a person opens a case."""

from typing import Any

from django.db.models import QuerySet

from ayni_web.accounts.access import is_staff
from ayni_web.events.queries import deliverers
from ayni_web.members.access import joined, managed
from ayni_web.members.models import Cluster, Organisation
from ayni_web.members.queries import standing_clusters, visible_organisations
from ayni_web.processes.models import Rules


def clusters_to_open(person: Any, rules: Rules) -> QuerySet[Cluster]:
    """Clusters of which a person opens a case with these rules."""
    found = standing_clusters()
    if rules.process.cluster_id:
        found = found.filter(pk=rules.process.cluster_id)
    return found if is_staff(person) else found.filter(pk__in=managed(person) | joined(person))


def organisations_to_open(person: Any) -> QuerySet[Organisation]:
    """Organisations of which a person opens a case: own ones, members of managed clusters; all for the entity."""
    return visible_organisations(person) if is_staff(person) else deliverers(person)
