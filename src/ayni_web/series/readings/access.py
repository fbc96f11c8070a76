"""Who sees a measure and its readings, who tells, verifies and sets targets.

Everybody inside a cluster sees its measures and, from five members on, what they come to together.  What one member
told is for itself, the managers of the cluster and the entity.
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from ayni_web.accounts.access import sees_entity
from ayni_web.documents.access import Owner
from ayni_web.members.access import joined, managed, may_act_for, may_manage, may_see_closely, represented
from ayni_web.members.models import Cluster, Membership, Organisation
from ayni_web.members.queries import inner_clusters
from ayni_web.series.models import Measure, Reading, Target


def visible_measures(person: Any) -> QuerySet[Measure]:
    """Measures of the clusters whose inside a person sees."""
    if not person.is_authenticated:
        return Measure.objects.none()
    return Measure.objects.filter(cluster__in=inner_clusters(person)).select_related("cluster")


def visible_readings(person: Any) -> QuerySet[Reading]:
    """Readings that a person sees one by one."""
    rows = Reading.objects.select_related("measure__cluster", "organisation", "added_by", "verification__by")
    if not person.is_authenticated:
        return rows.none()
    if sees_entity(person):
        return rows
    inside = Q(organisation__isnull=True, measure__cluster_id__in=managed(person) | joined(person))
    return rows.filter(Q(measure__cluster_id__in=managed(person)) | Q(organisation_id__in=represented(person)) | inside)


def may_define(person: Any, cluster: Cluster) -> bool:
    """Coordinators, and the managers of the cluster: those who say what is counted and what is meant to be reached."""
    return may_manage(person, cluster)


def tellers(person: Any, measure: Measure) -> QuerySet[Organisation]:
    """Members of a measure's cluster whose readings a person tells."""
    within = Membership.objects.filter(cluster=measure.cluster_id, state=Membership.State.MEMBER).order_by()
    within = within.filter(measure.told_by)
    found = Organisation.objects.filter(pk__in=within.values("organisation_id"), merged_into__isnull=True)
    return found if may_manage(person, measure.cluster) else found.filter(pk__in=represented(person))


def may_set_targets(person: Any, measure: Measure) -> bool:
    """Of all together and of each, those who say what is counted; of its own, whoever acts for a member."""
    return measure.ended_at is None and (
        may_define(person, measure.cluster) or (measure.of == "organisation" and tellers(person, measure).exists())
    )


def visible_targets(person: Any, measure: Measure) -> QuerySet[Target]:
    """Targets of single members that a person sees: the own ones; managers and the entity all."""
    rows = Target.objects.filter(measure=measure, organisation__isnull=False).select_related("organisation")
    return rows if sees_each(person, measure.cluster) else rows.filter(organisation__in=represented(person))


def standing_targets(person: Any) -> QuerySet[Target]:
    """Targets that a person sees, of all together and of single members; of each period the last that was set."""
    rows = Target.objects.filter(measure__in=visible_measures(person)).select_related(
        "measure__cluster", "organisation"
    )
    if not sees_entity(person):
        own = Q(organisation__in=represented(person)) | Q(measure__cluster_id__in=managed(person))
        rows = rows.filter(Q(organisation__isnull=True) | own)
    later = Target.objects.filter(
        measure=OuterRef("measure"), starts_on=OuterRef("starts_on"), pk__gt=OuterRef("pk")
    ).order_by()
    of_one = Q(Exists(later.filter(organisation=OuterRef("organisation"))))
    together = Q(organisation__isnull=True) & Q(Exists(later.filter(organisation__isnull=True)))
    return rows.filter(~of_one, ~together)


def may_tell(person: Any, measure: Measure) -> bool:
    """Who acts for a member; of what is of the cluster, whoever manages it."""
    if measure.ended_at is not None:
        return False
    if measure.of == "cluster":
        return may_manage(person, measure.cluster)
    return tellers(person, measure).exists()


def may_revise(person: Any, reading: Reading) -> bool:
    """Those who could have told it, while nothing has taken its place."""
    if hasattr(reading, "revised_by") or reading.measure.ended_at is not None:
        return False
    if reading.organisation is None:
        return may_manage(person, reading.measure.cluster)
    return may_act_for(person, reading.organisation)


def may_verify(person: Any, reading: Reading) -> bool:
    """Whoever manages the cluster, is not its author and acts not for whom it is of."""
    open_one = not hasattr(reading, "revised_by") and not hasattr(reading, "verification")
    another = reading.added_by_id != person.pk and reading.organisation_id not in represented(person)
    return open_one and another and may_manage(person, reading.measure.cluster)


def sees_each(person: Any, cluster: Cluster) -> bool:
    """Those who see what each member told: the entity and the managers of the cluster."""
    return may_see_closely(person, cluster)


def owner_of_paper(person: Any, reading: Reading) -> tuple[Owner, str]:
    """A paper that shows a reading is of whom the reading is of."""
    return (reading.organisation or reading.measure.cluster), "managers"
