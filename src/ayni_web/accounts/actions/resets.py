"""Writes of accesses given back: two people, and the owner is told."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.utils import timezone

from ayni_web.accounts import codes, naming
from ayni_web.accounts.backends import person_called
from ayni_web.accounts.models import Appointment, Notice, Person, Reset, Role
from ayni_web.accounts.privacy.erasing import close_sessions
from ayni_web.common import chain
from ayni_web.common.acting import Mistake, action

PURPOSE = "reset"
LASTS = timedelta(days=3)


@action
def ask_reset(*, by: Any, person: str, why: str) -> Reset:
    """Access that somebody lost, asked for by a director or officer who heard it from them."""
    _refuse_others(by)
    owner = person_called(person)
    if owner is None:
        raise Mistake("resets.nobody", field="person", came=person[:60])
    if owner.pk == by.pk:
        raise Mistake("resets.not_ones_own", field="person")
    why = why.strip()
    if not why:
        raise Mistake("resets.say_why", field="why")
    # The owner is held, so that of two who ask at once only one does.
    Person.objects.select_for_update().get(pk=owner.pk)
    if _open(owner).exists():
        raise Mistake("resets.asked_already", field="person")
    made = Reset.objects.create(person=owner, why=why[:300], asked_by=by)
    chain.append("reset.asked", by=by, reset=str(made.pk), person=chain.digest_of(owner))
    return made


def approve_reset(*, by: Any, reset: Reset, sent: UUID | str | None = None) -> Reset:
    """Reset that a second person approved, with the code to hand over on ``code``, told now and never again."""
    code = codes.new_code(PURPOSE, sent)
    row = _approve(by=by, reset=reset, digest=codes.digest(PURPOSE, code), sent=sent)
    row.code = code
    return row


@action
def _approve(*, by: Any, reset: Reset, digest: str) -> Reset:
    row = _second(by, reset)
    row.approved_by, row.approved_at = by, timezone.now()
    row.digest, row.expires_at = digest, timezone.now() + LASTS
    row.save()
    chain.append("reset.approved", by=by, reset=str(row.pk), person=chain.digest_of(row.person))
    return row


@action
def refuse_reset(*, by: Any, reset: Reset) -> Reset:
    """Reset that a second person refused."""
    row = _second(by, reset)
    row.refused_at = timezone.now()
    row.save()
    chain.append("reset.refused", by=by, reset=str(row.pk), person=chain.digest_of(row.person))
    return row


def use_reset(*, code: str, password: str, by: Any = None, sent: UUID | str | None = None) -> Reset:
    """Reset that its owner used: a new password, no second factor, every session and key closed."""
    return _use(by=by, code=code, password=password, sent=sent)


@action
def _use(*, by: Any, code: str, password: str) -> Reset:
    sought = codes.digest(PURPOSE, codes.meant_code(code))
    now = timezone.now()
    rows = Reset.objects.select_for_update(of=("self",)).select_related("person", "asked_by", "approved_by")
    row = rows.filter(digest=sought, used_at__isnull=True, expires_at__gt=now, person__is_active=True).first()
    if row is None:
        raise Mistake("resets.unknown", field="code")
    person = row.person
    naming.good_password(password, person)
    person.set_password(password)
    person.save()
    Authenticator.objects.filter(user=person).delete()
    close_sessions(person)
    person.tokens.filter(closed_at__isnull=True).update(closed_at=now)
    row.used_at = now
    row.save()
    facts = {"asked": row.asked_by.name, "approved": row.approved_by.name, "moment": now.isoformat()}
    Notice.objects.create(person=person, key="notices.access_given_back", facts=facts)
    chain.append("reset.used", by=person, reset=str(row.pk), person=chain.digest_of(person))
    return row


def _second(by: Any, reset: Reset) -> Reset:
    """Reset, locked, for a second person: neither who asked nor the owner."""
    _refuse_others(by)
    row = Reset.objects.select_for_update(of=("self",)).select_related("person").get(pk=reset.pk)
    if row.approved_at or row.refused_at:
        raise Mistake("resets.decided_already")
    if by.pk in {row.asked_by_id, row.person_id}:
        raise Mistake("resets.takes_two")
    return row


def _refuse_others(by: Any) -> None:
    held = Appointment.objects.filter(person=by, until__isnull=True, role__in=(Role.DIRECTOR, Role.OFFICER))
    if not held.exists():
        raise Mistake("resets.by_staff")


def _open(person: Person) -> Any:
    rows = Reset.objects.filter(person=person, refused_at__isnull=True, used_at__isnull=True)
    return rows.filter(approved_at__isnull=True) | rows.filter(expires_at__gt=timezone.now())
