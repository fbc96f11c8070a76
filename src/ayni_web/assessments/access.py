"""Who sees, runs and answers rounds, and who writes questionnaires.

A round of a cluster, or of an organisation within it, is run by the cluster's managers and by coordinators; one of the
entity by coordinators.  Those asked see its profile once it is closed, and so do those who act for the organisation
that it is of.  Single answers are seen by whoever gave them; in a round whose questionnaire says so beforehand
(``named``), by those who run it and by auditors, too.
"""

from typing import Any

from django.db.models import Q

from ayni_web.accounts.access import is_auditor, is_staff, sees_entity
from ayni_web.assessments.models import Assessment, Sheet, Template
from ayni_web.common.audience import Audience
from ayni_web.members.access import is_manager, managed, may_manage, represented
from ayni_web.members.models import Cluster

# Below this many answers nobody is told a profile of a round without names.
FEWEST = 5


def seers(person: Any) -> Q:
    """Condition of the rounds that a person sees."""
    if sees_entity(person):
        return Q()
    asked = Sheet.objects.filter(person=person).values("assessment_id")
    return Q(cluster_id__in=managed(person)) | Q(pk__in=asked) | Q(organisation_id__in=represented(person))


def template_seers(person: Any) -> Q:
    """Condition of the questionnaires that a person may ask with: of the entity, and of the own clusters."""
    if sees_entity(person):
        return Q()
    return Q(cluster__isnull=True) | Q(cluster_id__in=managed(person))


def may_ask(person: Any) -> bool:
    """Coordinators and managers: those who open rounds and write questionnaires."""
    return is_staff(person) or is_manager(person)


def may_see_questionnaires(person: Any) -> bool:
    """Those who open rounds, and auditors."""
    return may_ask(person) or is_auditor(person)


def may_ask_in(person: Any, cluster: Cluster | None) -> bool:
    """Those who open and run rounds of a cluster, or of the entity."""
    return is_staff(person) if cluster is None else may_manage(person, cluster)


def may_edit(person: Any, template: Template) -> bool:
    """Those who write a questionnaire: coordinators; of a cluster's, its managers as well."""
    return may_ask_in(person, template.cluster)


def may_run(person: Any, assessment: Assessment) -> bool:
    """Those who run a round: they ask, extend and close."""
    return may_ask_in(person, assessment.cluster)


def may_answer(person: Any, sheet: Sheet) -> bool:
    """Who was asked, while the round is open and the sheet is not sent."""
    return sheet.person_id == person.pk and sheet.state != Sheet.State.SENT and sheet.assessment.is_open


def may_see_answers(person: Any, assessment: Assessment, *, named: bool) -> bool:
    """Those who see who answered what, where the questionnaire says so: who runs the round, and auditors."""
    return named and not assessment.is_open and (may_run(person, assessment) or is_auditor(person))


def may_reply(person: Any, assessment: Assessment) -> bool:
    """Who acts for the organisation that a closed round is of: they answer to it, once."""
    able = assessment.organisation_id and assessment.organisation_id in represented(person)
    return bool(able) and not assessment.is_open and assessment.replied_at is None


def audience_of(assessment: Assessment) -> Audience:
    """Who sees a round, for the foot of its page."""
    if assessment.cluster:
        return Audience("assessment_cluster", {"cluster": assessment.cluster.name})
    return Audience("assessment_entity")
