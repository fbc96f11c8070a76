"""Writes done on the server itself: the coordinating entity and its first director; a director when none can enter."""

from django.db import transaction

from ayni_web.accounts.actions import invite
from ayni_web.accounts.models import Appointment, Invitation, Notice, Role
from ayni_web.common import chain
from ayni_web.common.acting import Mistake
from ayni_web.members.actions.organisations import add_organisation
from ayni_web.members.models import Entity, Kind


@transaction.atomic
def found(*, entity: str, director: str) -> Invitation:
    """Invitation of the first director of an entity that is founded; there is one entity."""
    if Entity.objects.exists():
        raise Mistake("founding.there_is_one")
    made = add_organisation(by=None, name=entity, kind=Kind.COORDINATING_ENTITY, formal=True)
    Entity.objects.create(organisation=made)
    invitation = invite(by=None, name=director, role=Role.DIRECTOR)
    chain.append("entity.founded", by=None, organisation=str(made.pk), invitation=str(invitation.pk))
    return invitation


@transaction.atomic
def invite_director(*, director: str) -> Invitation:
    """Invitation of a director, made on the server when no director can; those there are, are told."""
    if not Entity.objects.exists():
        raise Mistake("founding.there_is_none")
    invitation = invite(by=None, name=director, role=Role.DIRECTOR)
    chain.append("invitation.emergency", by=None, invitation=str(invitation.pk))
    held = Appointment.objects.filter(role=Role.DIRECTOR, until__isnull=True).values_list("person_id", flat=True)
    Notice.objects.bulk_create(
        Notice(person_id=person, key="notices.director_invited", facts={"name": director}) for person in held
    )
    return invitation
