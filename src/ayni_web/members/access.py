"""Who may see or do what with organisations, clusters and relations.

Coordinators (director, officer) write; auditors read everything; a manager writes in the own clusters; a member sees
the own organisations and those of the own clusters.  A stranger gets 404.
"""

from typing import Any
from uuid import UUID

from ayni_web.accounts.access import is_staff, sees_entity
from ayni_web.common.audience import Audience
from ayni_web.members.models import Cluster, Management, Membership, Organisation, Relation, Representation


def managed(person: Any) -> frozenset[UUID]:
    """Identifiers of the clusters a person manages today."""
    if not person.is_authenticated or not person.is_active:
        return frozenset()
    if not hasattr(person, "_managed"):
        held = Management.objects.filter(person=person, until__isnull=True).values_list("cluster_id", flat=True)
        person._managed = frozenset(held)
    return person._managed


def represented(person: Any) -> frozenset[UUID]:
    """Identifiers of the organisations a person acts for today."""
    if not person.is_authenticated or not person.is_active:
        return frozenset()
    if not hasattr(person, "_represented"):
        held = Representation.objects.filter(person=person, until__isnull=True)
        person._represented = frozenset(held.values_list("organisation_id", flat=True))
    return person._represented


def joined(person: Any) -> frozenset[UUID]:
    """Identifiers of the clusters of which an organisation of the person is a member."""
    if not represented(person):
        return frozenset()
    if not hasattr(person, "_joined"):
        rows = Membership.objects.filter(organisation_id__in=represented(person), state=Membership.State.MEMBER)
        person._joined = frozenset(rows.values_list("cluster_id", flat=True))
    return person._joined


def is_manager(person: Any) -> bool:
    """Someone who manages a cluster."""
    return bool(managed(person))


def may_coordinate(person: Any) -> bool:
    """Coordinators, and managers within their clusters: those who add organisations."""
    return is_staff(person) or is_manager(person)


def may_manage(person: Any, cluster: Cluster) -> bool:
    """Coordinators and the managers of a cluster: those who write in it."""
    return is_staff(person) or cluster.pk in managed(person)


def may_see_inside(person: Any, cluster: Cluster) -> bool:
    """Those who see who is in a cluster: the entity, its managers, its members."""
    return sees_entity(person) or cluster.pk in managed(person) | joined(person)


def may_see_closely(person: Any, cluster: Cluster) -> bool:
    """Those who see what is not for every member: the entity and its managers."""
    return sees_entity(person) or cluster.pk in managed(person)


def may_act_for(person: Any, organisation: Organisation) -> bool:
    """Those who write for an organisation: its representatives, coordinators, managers of its clusters."""
    if is_staff(person) or organisation.pk in represented(person):
        return True
    own = organisation.memberships.filter(cluster_id__in=managed(person), state__in=Membership.OPEN)
    return is_manager(person) and (own.exists() or _added_alone(person, organisation))


def may_see_contacts(person: Any, organisation: Organisation) -> bool:
    """Those who see contacts and identifiers: who writes for it, the entity, and who was given that right."""
    if sees_entity(person) or may_act_for(person, organisation):
        return True
    return was_given(person, organisation, "contacts")


def was_given(person: Any, organisation: Organisation, what: str) -> bool:
    """Whether an organisation lets one of the person's see that of it (a directed right, open today)."""
    given = organisation.rights_given.filter(receiver_id__in=represented(person), what=what, until__isnull=True)
    return bool(represented(person)) and given.exists()


def may_see_closely_of(person: Any, organisation: Organisation) -> bool:
    """Those who see who changed an organisation, who acts for it, and what is noted of it."""
    return sees_entity(person) or may_act_for(person, organisation)


def may_represent(person: Any, organisation: Organisation) -> bool:
    """Those who speak for an organisation: its representatives, and coordinators of the entity."""
    return is_staff(person) or organisation.pk in represented(person)


def may_invite_for(person: Any, organisation: Organisation) -> bool:
    """Those who may invite someone to act for an organisation: coordinators and who acts for it already.

    A manager may for a member that nobody acts for yet, or for one that they added alone: never past its own people.
    """
    if is_staff(person) or organisation.pk in represented(person):
        return True
    if not is_manager(person) or organisation.representations.filter(until__isnull=True).exists():
        return False
    own = organisation.memberships.filter(cluster_id__in=managed(person), state=Membership.State.MEMBER)
    return own.exists() or _added_alone(person, organisation)


def may_write_relation(person: Any, relation: Relation) -> bool:
    """Those who write and confirm a relation: coordinators, who acts for a side, who manages a side's cluster."""
    sides = {relation.source_id, relation.target_id}
    if is_staff(person) or sides & represented(person):
        return True
    within = Membership.objects.filter(cluster_id__in=managed(person), organisation_id__in=sides)
    return is_manager(person) and within.filter(state=Membership.State.MEMBER).exists()


def _added_alone(person: Any, organisation: Organisation) -> bool:
    """A manager may write an organisation they added that is in nobody's cluster yet."""
    open_ones = organisation.memberships.filter(state__in=Membership.OPEN)
    return organisation.added_by_id == person.pk and not open_ones.exists()


def organisation_audience(organisation: Organisation) -> Audience:
    """Who sees the page of an organisation whole."""
    return Audience("organisation", {"organisation": organisation.name})


def inside_audience(cluster: Cluster) -> Audience:
    """Who sees who is in a cluster."""
    return Audience("cluster_members", {"cluster": cluster.name})


def managers_audience(cluster: Cluster) -> Audience:
    """Who sees what is for the managers of a cluster."""
    return Audience("cluster_managers", {"cluster": cluster.name})
