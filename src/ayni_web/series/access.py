"""Who sees what needs showing, who may show it, and who sees what it is shown with."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, QuerySet

from ayni_web.accounts.access import is_staff, sees_entity
from ayni_web.documents.access import Owner, may_write_for
from ayni_web.events.access import may_write
from ayni_web.events.kinds import kinds
from ayni_web.events.models import Event
from ayni_web.events.queries import visible_events
from ayni_web.members.access import may_act_for, may_manage, represented
from ayni_web.members.models import Cluster, Organisation, Relation, Sponsor
from ayni_web.members.queries import inner_clusters, visible_organisations, visible_relations
from ayni_web.series.models import Evidence
from ayni_web.series.subjects import codes, told, told_of
from ayni_web.studies.models import Run

_Subject = Evidence.Subject


def visible_subjects(person: Any, subject: str) -> QuerySet[Any]:
    """Rows of a kind that a person sees."""
    if subject in told():
        return told()[subject].visible(person)
    if subject == _Subject.RELATION:
        return visible_relations(person)
    if subject == _Subject.ORGANISATION:
        return visible_organisations(person)
    if subject == _Subject.CLUSTER:
        return inner_clusters(person)
    if subject == _Subject.SPONSOR:
        return Sponsor.objects.filter(cluster__in=inner_clusters(person)).select_related("organisation", "cluster")
    return visible_events(person)


def subject_of(person: Any, subject: str, subject_id: Any) -> models.Model | None:
    """Row that needs showing, if there is one that the person sees."""
    if subject not in codes() or not person.is_authenticated:
        return None
    try:
        return visible_subjects(person, subject).filter(pk=subject_id).first()
    except (ValidationError, ValueError):
        return None


def may_attach(person: Any, row: models.Model) -> bool:
    """Those who may say what something is shown by: whoever writes it."""
    kind = told_of(row)
    if kind:
        return kind.may_attach(person, row)
    if isinstance(row, Relation):
        return may_act_for(person, row.source) or may_act_for(person, row.target)
    if isinstance(row, Organisation):
        return may_act_for(person, row)
    if isinstance(row, Event):
        return may_write(person, row) or row.participations.filter(organisation_id__in=represented(person)).exists()
    return may_manage(person, row if isinstance(row, Cluster) else row.cluster)


def may_withdraw(person: Any, evidence: Evidence) -> bool:
    """Whoever attached it, and coordinators."""
    return evidence.withdrawn_at is None and (is_staff(person) or evidence.added_by_id == person.pk)


def visible_runs(person: Any) -> QuerySet[Run]:
    """Runs that are done, of studies that are public; for the entity, of all."""
    seen = Q() if sees_entity(person) else Q(study__public=True)
    return Run.objects.filter(seen, state=Run.State.DONE).select_related("study")


def owner_for(person: Any, row: models.Model) -> tuple[Owner, str]:
    """Whose a paper is that a person sends to show something, and who reads it."""
    kind = told_of(row)
    if kind:
        return kind.owner(person, row)
    if isinstance(row, Event):
        return _owner_for_event(person, row)
    if isinstance(row, Relation):
        return (row.source if may_act_for(person, row.source) else row.target), "managers"
    if isinstance(row, Sponsor):
        return row.cluster, "members"
    return row, "members" if isinstance(row, Cluster) else "managers"


def _owner_for_event(person: Any, event: Event) -> tuple[Owner, str]:
    """The one whose word it is, else the own organisation that took part, else the cluster."""
    kind = kinds()[event.kind]
    took_part = sorted(
        event.participations.select_related("organisation"), key=lambda each: (each.role != kind.told_by, each.pk)
    )
    if event.cluster and kind.inside and may_write_for(person, event.cluster):
        return event.cluster, "members"
    for each in took_part:
        if may_write_for(person, each.organisation):
            return each.organisation, "managers"
    return event.cluster, "managers" if event.cluster else "entity"
