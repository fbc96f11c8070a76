"""Every write about personal data: consent, requests and their answers, erasure, breaches."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from ayni_web.accounts.access import is_director, is_staff, roles_of
from ayni_web.accounts.models import Breach, Consent, Erasure, Notice, Person, PrivacyRequest
from ayni_web.accounts.privacy.erasing import erased, hold_directors, is_last_director, read_erasures, write_erasures
from ayni_web.accounts.privacy.purposes import purposes as known_purposes
from ayni_web.accounts.privacy.purposes import required, text_sha256
from ayni_web.accounts.privacy.purposes import version as current_version
from ayni_web.accounts.privacy.rooms import withdrawn_above
from ayni_web.accounts.privacy.working_days import working_days_after
from ayni_web.common import chain
from ayni_web.common.acting import Mistake, action

# Working days to answer (regulation of Ley 29733, Supreme Decree 016-2024-JUS): access 20, the others 10.
DAYS = {"access": 20, "correction": 10, "erasure": 10, "objection": 10}
# Hours to tell the authority and, where they are harmed, the people (the same decree).
BREACH_HOURS = 48


@action
def consent(*, by: Person, person: Person, purposes: Iterable[str], version: str) -> Person:
    """Consent of a person to purposes, as their texts stand in the language in which they were shown.

    Refused when the version shown is no longer the one in force, or a required purpose is not among them.  A consent
    to an older version ends where the new one begins.
    """
    agreed = set(purposes)
    if version != current_version():
        raise Mistake("privacy.texts_changed", field="purposes")
    if not agreed <= set(known_purposes()):
        raise ValueError(f"no such purpose: {sorted(agreed - set(known_purposes()))}")
    if not required() <= agreed | _open_codes(person, version):
        raise Mistake("privacy.required_missing", field="purposes")
    person.consents.filter(purpose__in=agreed, withdrawn_at__isnull=True).exclude(version=version).update(
        withdrawn_at=timezone.now()
    )
    new = sorted(agreed - _open_codes(person, version))
    for code in new:
        Consent.objects.create(person=person, purpose=code, version=version, text_sha256=text_sha256(code))
    if new:
        chain.append("privacy.consented", by=by, person=chain.digest_of(person), purposes=new, version=version)
    return person


@action
def withdraw(*, by: Person, purpose: str) -> Person:
    """The end of the person's own consent to an optional purpose; what it was for stops at once."""
    if purpose in required():
        raise Mistake("privacy.required_withdrawn")
    ended = by.consents.filter(purpose=purpose, withdrawn_at__isnull=True).update(withdrawn_at=timezone.now())
    if ended:
        withdrawn_above(by, purpose)
        chain.append("privacy.withdrawn", by=by, purpose=purpose)
    return by


@action
def ask(*, by: Person, kind: str, text: str = "") -> PrivacyRequest:
    """Request of a person about their own data, due within the days of the law; one open request of a kind."""
    if kind == PrivacyRequest.Kind.ERASURE and is_last_director(by):
        raise Mistake("privacy.last_director", field="kind")
    if kind in (PrivacyRequest.Kind.CORRECTION, PrivacyRequest.Kind.OBJECTION) and not text:
        raise Mistake("privacy.say_what", field="text")
    if by.privacy_requests.filter(kind=kind, state=PrivacyRequest.State.OPEN).exists():
        raise Mistake("privacy.asked_already", field="kind")
    due_on = working_days_after(timezone.localdate(), DAYS[kind])
    made = PrivacyRequest.objects.create(person=by, kind=kind, text=text, due_on=due_on)
    chain.append("privacy.asked", by=by, request=str(made.pk), kind=kind, due_on=due_on.isoformat())
    return made


@action
def answer(*, by: Person, request: PrivacyRequest, decision: str, answer: str = "") -> PrivacyRequest:
    """Answer to a request, by another person: done or refused with the reason.  An erasure is carried out with it."""
    row = PrivacyRequest.objects.select_for_update().get(pk=request.pk)
    if row.state != PrivacyRequest.State.OPEN:
        raise Mistake("privacy.answered_already")
    if row.kind == PrivacyRequest.Kind.ERASURE:
        hold_directors()
    person = row.person
    _refuse_answer(by, person, row, decision, answer)
    row.state, row.answer, row.answered_by, row.answered_at = decision, answer, by, timezone.now()
    row.save()
    chain.append("privacy.answered", by=by, request=str(row.pk), kind=row.kind, state=decision)
    if row.kind == PrivacyRequest.Kind.ERASURE and decision == PrivacyRequest.State.DONE:
        if person is not None:
            carry_out_erasure(person, by)
        row.refresh_from_db()
    elif person is not None:
        Notice.objects.create(person=person, key=f"privacy.told_{decision}")
    return row


def _refuse_answer(by: Person, person: Person | None, row: PrivacyRequest, decision: str, answer: str) -> None:
    if not is_staff(by) or by == person:
        raise Mistake("privacy.answered_by_another")
    if decision == PrivacyRequest.State.REFUSED and not answer:
        raise Mistake("privacy.say_why", field="answer")
    erases = row.kind == PrivacyRequest.Kind.ERASURE and decision == PrivacyRequest.State.DONE
    if erases and person is not None and is_last_director(person):
        raise Mistake("privacy.last_director")
    if erases and person is not None and roles_of(person) and not is_director(by):
        raise Mistake("privacy.erased_by_a_director")


def carry_out_erasure(person: Person, by: Person | None, done_at: datetime | None = None) -> Erasure:
    """Erasure with its entry of the chain, which names by the old digest, and its line of the file once it stands."""
    digest = chain.digest_of(person)
    row = erased(person, by, done_at)
    chain.append("privacy.erased", by=by, person=digest)
    transaction.on_commit(write_erasures)
    return row


@transaction.atomic
def replay_erasures(path: Path) -> int:
    """People erased again after a restore: those of a file of erasures whom the restored rows still name.

    Nobody is spared: what was erased stays erased, whatever roles the old rows give.
    """
    count = 0
    for identifier, done_at in read_erasures(path):
        person = Person.objects.filter(pk=identifier).first()
        if person is not None and person.erased_at is None:
            carry_out_erasure(person, None, done_at)
            count += 1
        Erasure.objects.get_or_create(person_id=identifier, defaults={"done_at": done_at})
    transaction.on_commit(write_erasures)
    return count


@action
def record_breach(*, by: Person, found_at: datetime, what: str, people: int, done: str) -> Breach:
    """A breach of personal data, recorded by a director; the authority is to be told within 48 hours."""
    if not is_director(by):
        raise Mistake("privacy.directors_alone")
    if found_at > timezone.now() + timedelta(minutes=5):
        raise Mistake("privacy.not_yet", field="found_at")
    made = Breach.objects.create(found_at=found_at, what=what, people=people, done=done, recorded_by=by)
    chain.append("privacy.breach_recorded", by=by, breach=made.pk, people=people)
    return made


@action
def tell_of_breach(*, by: Person, breach: Breach, whom: str, at: datetime) -> Breach:
    """That the ``authority`` or the ``people`` were told of a breach, and when; noted once."""
    if not is_director(by):
        raise Mistake("privacy.directors_alone")
    row = Breach.objects.select_for_update().get(pk=breach.pk)
    column = {"authority": "authority_told_at", "people": "people_told_at"}[whom]
    if getattr(row, column) is not None:
        raise Mistake("privacy.told_already")
    if not row.found_at <= at <= timezone.now() + timedelta(minutes=5):
        raise Mistake("privacy.told_between", field="at")
    setattr(row, column, at)
    row.save(update_fields=[column])
    chain.append("privacy.breach_told", by=by, breach=row.pk, whom=whom, at=at.isoformat())
    return row


def _open_codes(person: Person, version: str) -> set[str]:
    held: Any = person.consents.filter(version=version, withdrawn_at__isnull=True)
    return set(held.values_list("purpose", flat=True))
