"""Erasure: what names a person goes, what others rely on stays under an erased person."""

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from ayni.words import say
from ayni_web.accounts.access import forget
from ayni_web.accounts.models import Appointment, Erasure, Invitation, Notice, Person, Role, new_salt
from ayni_web.accounts.privacy.rooms import erase_above
from ayni_web.common.models import Sent


def is_last_director(person: Person) -> bool:
    """Whether nobody else directs the entity."""
    open_ones = Appointment.objects.filter(role=Role.DIRECTOR, until__isnull=True, person__is_active=True)
    return open_ones.filter(person=person).exists() and not open_ones.exclude(person=person).exists()


def hold_directors() -> None:
    """Hold who directs the entity, so that of two who erase each other at once only one does."""
    rows = Appointment.objects.filter(role=Role.DIRECTOR, until__isnull=True).order_by("pk")
    list(rows.select_for_update().values_list("pk", flat=True))


def erased(person: Person, by: Person | None, done_at: datetime | None = None) -> Erasure:
    """Erasure of a person, within the transaction of who asks for it; the salt goes, so that no digest names them."""
    erase_above(person)
    close_sessions(person)
    for rows in (
        EmailAddress.objects.filter(user=person), Authenticator.objects.filter(user=person),
        person.notices, person.tokens, person.consents, person.resets, Sent.objects.filter(person=person),
    ):  # fmt: skip
        rows.all().delete()
    person.appointments.filter(until__isnull=True).update(until=timezone.now(), ended_by=by)
    person.privacy_requests.update(text="", answer="", person=None)
    Invitation.objects.filter(used_by=person).update(name="")
    _forget_in_notices(person)
    _unname(person)
    moment = done_at or person.erased_at or timezone.now()
    return Erasure.objects.get_or_create(person_id=person.pk, defaults={"done_at": moment})[0]


def close_sessions(person: Person) -> None:
    """End every session of a person; those that allauth did not note are looked for one by one."""
    UserSession.objects.filter(user=person).delete()
    for session in Session.objects.filter(expire_date__gte=timezone.now()).iterator():
        if session.get_decoded().get("_auth_user_id") == str(person.pk):
            session.delete()


def _unname(person: Person) -> None:
    person.name = say("privacy.erased_person", settings.OFFERED_LANGUAGES[0])
    person.username = f"erased.{person.pk.hex}"
    person.email = person.phone = person.last_login = None
    person.language, person.salt, person.is_active = settings.OFFERED_LANGUAGES[0], new_salt(), False
    person.erased_at = timezone.now()
    person.set_unusable_password()
    person.save()
    forget(person)


def _forget_in_notices(person: Person) -> None:
    """Take away what others were told about the person by name."""
    names = {name for name in (person.name, person.username, person.email, person.phone) if name}
    for notice in Notice.objects.exclude(facts={}).iterator():
        if names & {str(fact) for fact in notice.facts.values()}:
            notice.delete()


def file_of_erasures() -> Path:
    """Where it is written who was erased, to be erased again after a restore."""
    return Path(settings.HOME) / "erasures.jsonl"


def write_erasures() -> int:
    """Lines added to the file of erasures: those of the database that it lacks; an identifier and a time, no more."""
    path = file_of_erasures()
    written = {person for person, _ in read_erasures(path)}
    missing = [row for row in Erasure.objects.order_by("done_at") if row.person_id not in written]
    if missing:
        with path.open("a", encoding="utf-8") as file:
            for row in missing:
                file.write(json.dumps({"person": str(row.person_id), "done_at": row.done_at.isoformat()}) + "\n")
    return len(missing)


def read_erasures(path: Path) -> Iterable[tuple[UUID, datetime]]:
    """Identifier and time of each line of a file of erasures; nothing where there is no file."""
    if not path.is_file():
        return []
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [(UUID(line["person"]), datetime.fromisoformat(line["done_at"])) for line in lines]
