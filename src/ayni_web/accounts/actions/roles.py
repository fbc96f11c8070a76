"""Writes of the roles that people hold in the entity."""

from typing import Any

from django.utils import timezone

from ayni_web.accounts.access import forget
from ayni_web.accounts.models import Appointment, Invitation, Notice, Person, Role
from ayni_web.common import chain
from ayni_web.common.acting import Mistake, action


@action
def appoint(*, by: Any, person: Person, role: str) -> Appointment:
    """Role that a director gives somebody else."""
    if role not in Role.values:
        raise Mistake("forms.invalid_choice", field="role", came=role[:60])
    if not directs(by):
        raise Mistake("roles.given_by_directors", field="role")
    if person.pk == by.pk:
        raise Mistake("roles.not_to_oneself", field="person")
    row = Person.objects.select_for_update().get(pk=person.pk)
    if not row.is_active:
        raise Mistake("roles.no_longer_here", field="person")
    made = given(row, role, by=by)
    forget(person)
    Notice.objects.create(person=row, key="notices.role_given", facts={"role": role, "name": by.name})
    return made


def given(person: Person, role: str, *, by: Any) -> Appointment:
    """Role given, within the transaction of who gives it; who audits holds no other, since nobody audits oneself."""
    held = set(Appointment.objects.filter(person=person, until__isnull=True).values_list("role", flat=True))
    if role in held:
        raise Mistake("roles.held_already", field="role")
    if held and Role.AUDITOR in held | {role}:
        raise Mistake("roles.auditors_only_audit", field="role")
    made = Appointment.objects.create(person=person, role=role, since=timezone.now(), given_by=by)
    chain.append("role.given", by=by, person=chain.digest_of(person), role=role)
    forget(person)
    return made


@action
def end_appointment(*, by: Any, appointment: Appointment) -> Appointment:
    """Role that a director ended for somebody else; never that of the last director."""
    # All directors are held, so that of two who end each other at once one does not succeed.
    directors = {row.pk for row in _directors().order_by("pk").select_for_update(of=("self",))}
    if not directs(by):
        raise Mistake("roles.given_by_directors")
    row = Appointment.objects.select_for_update(of=("self",)).select_related("person").get(pk=appointment.pk)
    if row.until:
        raise Mistake("roles.ended_already")
    if row.person_id == by.pk:
        raise Mistake("roles.not_ones_own")
    if row.role == Role.DIRECTOR and not directors - {row.pk}:
        raise Mistake("roles.last_director")
    row.until, row.ended_by = timezone.now(), by
    row.save()
    if row.role == Role.DIRECTOR:
        _withdraw_what_was_given(row.person, by)
    forget(row.person)
    chain.append("role.ended", by=by, person=chain.digest_of(row.person), role=row.role)
    Notice.objects.create(person=row.person, key="notices.role_ended", facts={"role": row.role, "name": by.name})
    return row


def directs(person: Any) -> bool:
    """Whether a person is a director now; read anew, since it decides a write."""
    return _directors().filter(person=person).exists()


def _directors() -> Any:
    return Appointment.objects.filter(role=Role.DIRECTOR, until__isnull=True, person__is_active=True)


def _withdraw_what_was_given(person: Person, by: Any) -> None:
    """The roles that a director offered and nobody took yet go with the directorship."""
    waiting = Invitation.objects.filter(made_by=person, used_at__isnull=True, withdrawn_at__isnull=True).exclude(
        role=""
    )
    for pk in waiting.values_list("pk", flat=True):
        Invitation.objects.filter(pk=pk).update(withdrawn_at=timezone.now())
        chain.append("invitation.withdrawn", by=by, invitation=str(pk))
