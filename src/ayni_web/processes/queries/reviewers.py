"""Who may review a case: people who look at it from outside."""

from django.db.models import Q, QuerySet

from ayni_web.accounts.models import Appointment, Person
from ayni_web.members.models import Management, Representation
from ayni_web.processes.models import Case


def may_review(case: Case) -> QuerySet[Person]:
    """Those with a role in the entity and managers of other clusters; not who opened it, nor who acts for its own."""
    entity = Appointment.objects.filter(until__isnull=True).values("person_id")
    managers = Management.objects.filter(until__isnull=True)
    others = managers.exclude(cluster_id=case.cluster_id) if case.cluster_id else managers
    outside = Person.objects.filter(Q(pk__in=entity) | Q(pk__in=others.values("person_id")), is_active=True)
    outside = outside.exclude(pk=case.opened_by_id)
    if case.cluster_id:
        outside = outside.exclude(pk__in=managers.filter(cluster_id=case.cluster_id).values("person_id"))
    if case.organisation_id:
        acting = Representation.objects.filter(organisation_id=case.organisation_id, until__isnull=True)
        outside = outside.exclude(pk__in=acting.values("person_id"))
    return outside.order_by("name", "pk")
