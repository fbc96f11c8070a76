"""Who sees or does what with plans.

The entity and the managers of a cluster see its plans; its managers and coordinators write them.  A member who takes
part in a signed plan reads the own figures and those of the group, and no other member's.
"""

from typing import Any

from django.db.models import Q, QuerySet

from ayni_web.accounts.access import is_staff, sees_entity
from ayni_web.common.audience import Audience
from ayni_web.members.access import managed, may_coordinate, may_manage, represented
from ayni_web.members.models import Cluster
from ayni_web.ventures.models import Participant, Plan, Version


def may_add(person: Any) -> bool:
    """Coordinators and managers of a cluster."""
    return may_coordinate(person)


def clusters_to_plan(person: Any) -> QuerySet[Cluster]:
    """Clusters in which a person may write a plan."""
    standing = Cluster.objects.exclude(state=Cluster.State.ENDED).order_by("name")
    return standing if is_staff(person) else standing.filter(pk__in=managed(person))


def seers(person: Any) -> Q:
    """Condition of the plans that a person sees whole."""
    return Q() if sees_entity(person) else Q(cluster_id__in=managed(person))


def may_write(person: Any, plan: Plan) -> bool:
    """Those who manage the cluster."""
    return may_manage(person, plan.cluster)


def may_sign(person: Any, version: Version) -> bool:
    """Those who manage the cluster, unless they wrote in this version."""
    if version.state != Version.State.COMPUTED or not may_write(person, version.plan):
        return False
    return version.author_id != person.pk and not version.hands.filter(person=person).exists()


def own_participants(person: Any) -> QuerySet[Participant]:
    """What the person's organisations take part in."""
    return Participant.objects.filter(organisation_id__in=represented(person))


def may_see_member(person: Any, participant: Participant) -> bool:
    """Who acts for the member, and those who see the plan whole."""
    if participant.organisation_id in represented(person):
        return True
    return sees_entity(person) or participant.plan.cluster_id in managed(person)


def plan_audience(plan: Plan) -> Audience:
    """Who sees a plan whole."""
    return Audience("plan", {"cluster": plan.cluster.name})


def member_audience(participant: Participant) -> Audience:
    """Who sees what a member earns."""
    return Audience("plan_member", {"organisation": participant.organisation.name})
