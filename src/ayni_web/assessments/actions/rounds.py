"""Rounds: opened, people asked, extended, closed, replied to."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from ayni_web.accounts.models import Person as People
from ayni_web.assessments.access import may_ask_in, may_reply, may_run
from ayni_web.assessments.models import Assessment, Sheet, Template, Version
from ayni_web.assessments.queries.asking import may_be_asked, organisations_of
from ayni_web.assessments.queries.templates import last_version, read, visible_templates
from ayni_web.common import chain
from ayni_web.common.acting import Mistake, action
from ayni_web.members.access import may_act_for
from ayni_web.members.models import Cluster, Organisation

if TYPE_CHECKING:
    from ayni_web.accounts.models import Person

LONGEST = timedelta(days=366)


@action
def open_assessment(
    *, by: "Person", template: Template, closes_on: date, cluster: Cluster | None = None,
    organisation: Organisation | None = None,
) -> Assessment:  # fmt: skip
    """Open a round with the last version of a questionnaire, of an organisation, a cluster, or the entity."""
    if not may_ask_in(by, cluster) or not visible_templates(by).filter(pk=template.pk).exists():
        raise Mistake("assessments.not_yours")
    if organisation and not may_act_for(by, organisation):
        raise Mistake("assessments.not_yours", field="organisation")
    if template.cluster_id and template.cluster_id != (cluster.pk if cluster else None):
        raise Mistake("assessments.questionnaire_of_another", field="cluster")
    _refuse_bad_day(closes_on)
    version = last_version(template)
    made = Assessment(version=version, cluster=cluster, organisation=organisation, opened_by=by, closes_on=closes_on)
    _refuse_other_subject(made)
    if _open_ones(made).exists():
        raise Mistake("assessments.open_already")
    made.save()
    chain.append("assessment.opened", by=by, assessment=str(made.pk), version=str(version.pk))
    return made


@action
def ask_people(*, by: "Person", assessment: Assessment, people: Iterable[People]) -> Assessment:
    """Ask some people; who is asked already is not asked twice."""
    held = _held(by, assessment)
    chosen = list(people)
    able = set(
        may_be_asked(by, held, anyone=True).filter(pk__in=[each.pk for each in chosen]).values_list("pk", flat=True)
    )
    acting = organisations_of(held, chosen)
    own_may = read(held.version).own
    for each in chosen:
        own = held.organisation_id is not None and acting.get(each.pk) == held.organisation_id
        if own and not own_may:
            raise Mistake("assessments.not_their_own", field="people", person=each.name)
        if each.pk in able:
            Sheet.objects.create(
                assessment=held, person=each, organisation_id=acting.get(each.pk), own=own, asked_by=by
            )
    return held


@action
def withdraw_sheet(*, by: "Person", sheet: Sheet) -> Assessment:
    """Ask someone no more, who has not begun to answer."""
    held = _held(by, sheet.assessment)
    row = Sheet.objects.select_for_update().get(pk=sheet.pk)
    if row.state != Sheet.State.ASKED:
        raise Mistake("assessments.begun")
    row.delete()
    return held


@action
def extend_assessment(*, by: "Person", assessment: Assessment, closes_on: date) -> Assessment:
    """Give more days; never fewer than were promised."""
    held = _held(by, assessment)
    _refuse_bad_day(closes_on)
    if closes_on <= held.closes_on:
        raise Mistake("assessments.not_later", field="closes_on")
    held.closes_on = closes_on
    held.save(update_fields=["closes_on"])
    chain.append("assessment.extended", by=by, assessment=str(held.pk), closes_on=closes_on.isoformat())
    return held


@action
def close_assessment(*, by: "Person", assessment: Assessment) -> Assessment:
    """Close a round: nothing more is answered, and those asked see the profile."""
    held = _held(by, assessment)
    Assessment.objects.filter(pk=held.pk).update(state=Assessment.State.CLOSED, closed_by=by, closed_at=Now())
    chain.append("assessment.closed", by=by, assessment=str(held.pk))
    return Assessment.objects.get(pk=held.pk)


@action
def reply_to_assessment(*, by: "Person", assessment: Assessment, reply: str) -> Assessment:
    """Answer for one's organisation to what a round says of it, once; it stands beside the profile."""
    held = Assessment.objects.select_for_update().get(pk=assessment.pk)
    if not may_reply(by, held):
        raise Mistake("assessments.not_yours")
    if not reply.strip():
        raise Mistake("assessments.empty_reply", field="reply")
    Assessment.objects.filter(pk=held.pk).update(reply=reply, replied_by=by, replied_at=Now())
    chain.append("assessment.replied", by=by, assessment=str(held.pk))
    return Assessment.objects.get(pk=held.pk)


def _held(by: "Person", assessment: Assessment) -> Assessment:
    """Open round that the person runs, locked."""
    Assessment.objects.select_for_update().get(pk=assessment.pk)
    held = Assessment.objects.select_related("version", "cluster", "organisation").get(pk=assessment.pk)
    if not may_run(by, held):
        raise Mistake("assessments.not_yours")
    if not held.is_open:
        raise Mistake("assessments.is_closed")
    return held


def _refuse_bad_day(closes_on: date) -> None:
    today = timezone.localdate()
    if closes_on < today:
        raise Mistake("assessments.past_day", field="closes_on")
    if closes_on > today + LONGEST:
        raise Mistake("assessments.far_day", field="closes_on")


def _refuse_other_subject(made: Assessment) -> None:
    subjects = read(made.version).subjects
    if made.subject not in subjects:
        raise Mistake(f"assessments.only_of_{subjects[0]}", field="organisation" if made.cluster_id else "cluster")


def _open_ones(made: Assessment) -> QuerySet[Assessment]:
    versions = Version.objects.filter(template_id=made.version.template_id)
    return Assessment.objects.filter(
        version__in=versions, cluster=made.cluster, organisation=made.organisation, state=Assessment.State.OPEN
    )
