"""Who sees or does what with strategies.

The entity and the managers of a cluster see its strategies with their drafts; its members read what is signed.
Managers and coordinators write, and sign what others wrote.
"""

from typing import Any

from django.db.models import Q

from ayni_web.accounts.access import sees_entity
from ayni_web.common.audience import Audience
from ayni_web.members.access import joined, managed, may_coordinate, may_manage
from ayni_web.strategies.models import Strategy, Version
from ayni_web.ventures.access import clusters_to_plan

__all__ = ["audience_of", "clusters_to_plan", "may_add", "may_sign", "may_write", "seers", "version_seers"]


def may_add(person: Any) -> bool:
    """Coordinators and managers of a cluster."""
    return may_coordinate(person)


def seers(person: Any) -> Q:
    """Condition of the strategies that a person sees, be it that only their signed versions."""
    if sees_entity(person):
        return Q()
    signed = Q(cluster_id__in=joined(person), versions__state=Version.State.SIGNED)
    return Q(cluster_id__in=managed(person)) | signed


def version_seers(person: Any) -> Q:
    """Condition of the versions that a person reads."""
    if sees_entity(person):
        return Q()
    signed = Q(strategy__cluster_id__in=joined(person), state=Version.State.SIGNED)
    return Q(strategy__cluster_id__in=managed(person)) | signed


def may_write(person: Any, strategy: Strategy) -> bool:
    """Those who manage the cluster."""
    return may_manage(person, strategy.cluster)


def may_sign(person: Any, version: Version) -> bool:
    """Those who manage the cluster, unless they wrote in this version."""
    if version.is_signed or not may_write(person, version.strategy):
        return False
    return version.author_id != person.pk and not version.hands.filter(person=person).exists()


def audience_of(strategy: Strategy) -> Audience:
    """Who sees a strategy."""
    return Audience("strategy", {"cluster": strategy.cluster.name})
