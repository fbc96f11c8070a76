"""Who may be asked in a round."""

from typing import Any

from django.db.models import Q, QuerySet

from ayni_web.accounts.access import is_staff
from ayni_web.accounts.models import Appointment, Person
from ayni_web.assessments.models import Assessment, Sheet
from ayni_web.members.models import Management, Membership, Organisation, Representation

LISTED = 200


def around(assessment: Assessment) -> QuerySet[Person]:
    """People around what a round is of: who acts for members, who manages, who is of the entity."""
    people = Q(pk__in=Appointment.objects.filter(until__isnull=True).values("person_id"))
    acting, managing = (model.objects.filter(until__isnull=True) for model in (Representation, Management))
    if assessment.cluster_id:
        members = Membership.objects.filter(cluster_id=assessment.cluster_id, state=Membership.State.MEMBER)
        acting = acting.filter(
            Q(organisation_id__in=members.values("organisation_id")) | Q(organisation_id=assessment.organisation_id)
        )
        managing = managing.filter(cluster_id=assessment.cluster_id)
    people |= Q(pk__in=acting.values("person_id")) | Q(pk__in=managing.values("person_id"))
    return Person.objects.filter(people, is_active=True).order_by("name", "pk")


def may_be_asked(person: Any, assessment: Assessment, words: str = "", *, anyone: bool = False) -> QuerySet[Person]:
    """People whom a person may ask and who are not asked yet; coordinators find anyone by name, or ask for all."""
    found = around(assessment)
    if (words or anyone) and is_staff(person):
        found = Person.objects.filter(is_active=True).order_by("name", "pk")
    for word in words.split()[:5]:
        found = found.filter(name__icontains=word)
    held = Sheet.objects.filter(assessment=assessment, person__isnull=False)
    return found.exclude(pk__in=held.values("person_id"))


def may_be_papers_of(assessment: Assessment) -> QuerySet[Organisation]:
    """Organisations for which a paper may have been answered: members of the cluster, and the one it is of."""
    members = Membership.objects.filter(cluster_id=assessment.cluster_id, state=Membership.State.MEMBER)
    within = Q(pk__in=members.values("organisation_id")) | Q(pk=assessment.organisation_id)
    return Organisation.objects.filter(within, merged_into__isnull=True).order_by("name", "pk")


def organisations_of(assessment: Assessment, people: list[Person]) -> dict[Any, Any]:
    """Organisation for which each is asked: the one that the round is of, else the member each acts for."""
    acting = Representation.objects.filter(person__in=people, until__isnull=True).order_by("since", "pk")
    if assessment.cluster_id:
        members = Membership.objects.filter(cluster_id=assessment.cluster_id, state=Membership.State.MEMBER)
        acting = acting.filter(
            Q(organisation_id__in=members.values("organisation_id")) | Q(organisation_id=assessment.organisation_id)
        )
    found: dict[Any, Any] = {}
    for person_id, organisation_id in acting.values_list("person_id", "organisation_id"):
        if organisation_id == assessment.organisation_id:
            found[person_id] = organisation_id
        else:
            found.setdefault(person_id, organisation_id)
    return found
