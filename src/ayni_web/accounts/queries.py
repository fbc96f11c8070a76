"""Every read of people, roles and what they agreed to."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.sessions.backends.base import SessionBase
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from ayni_web.accounts import codes
from ayni_web.accounts.access import is_auditor, is_director, roles_of
from ayni_web.accounts.models import Appointment, Invitation, Notice, Person, Reset, Role, Token
from ayni_web.common.language import moment, said

# Set once a person of this session was seen with a second factor, so that no page asks the database again.
SEEN = "second_factor_seen"


def lacks_second_factor(person: Person, session: SessionBase) -> bool:
    """Whether a person must have a second factor and has none."""
    if session.get(SEEN) or not needs_second_factor(person):
        return False
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    if Authenticator.objects.filter(user=person, type__in=kinds).exists():
        session[SEEN] = True
        return False
    return True


def needs_second_factor(person: Any) -> bool:
    """Whether a person handles money or rights: a role in the entity, or the management of a cluster."""
    return bool(roles_of(person)) or person.managements.filter(until__isnull=True).exists()


def unread(person: Person) -> list[Notice]:
    """What a person was not told yet, the newest first."""
    return list(person.notices.filter(read_at__isnull=True))


def notice_text(notice: Notice) -> str:
    """Sentence of a notice, in the language being spoken."""
    facts = dict(notice.facts)
    if "role" in facts:
        facts["role"] = said(f"roles.{facts['role']}")
    if "moment" in facts:
        facts["moment"] = moment(datetime.fromisoformat(facts["moment"]))
    return said(notice.key, **facts)


@dataclass(frozen=True, slots=True)
class Held:
    """A role that a person holds, and why.

    Attributes
    ----------
    role : str
        ``director``, ``officer``, ``auditor`` or ``manager``.
    of : str
        Name of the cluster that is managed; empty for a role in the entity.
    since : datetime
        Since when.
    given_by : str
        Name of who gave it; empty where that was done on the server.
    """

    role: str
    of: str
    since: datetime
    given_by: str


def held_by(person: Any) -> list[Held]:
    """Roles that a person holds today, in the entity and in clusters: two queries."""
    given = person.appointments.filter(until__isnull=True).select_related("given_by").order_by("since")
    managed = person.managements.filter(until__isnull=True).select_related("given_by", "cluster").order_by("since")
    return [
        *(Held(row.role, "", row.since, row.given_by.name if row.given_by else "") for row in given),
        *(Held("manager", row.cluster.name, row.since, row.given_by.name if row.given_by else "") for row in managed),
    ]


def factors(person: Any) -> set[str]:
    """Kinds of second factor that a person has."""
    return set(Authenticator.objects.filter(user=person).values_list("type", flat=True))


def latest_notices(person: Any) -> list[Notice]:
    """What was not read, then what was, twenty at most."""
    return list(person.notices.order_by(F("read_at").desc(nulls_first=True), "-made_at")[:20])


def directors_here() -> int:
    """How many direct the entity and can sign in."""
    return Appointment.objects.filter(role=Role.DIRECTOR, until__isnull=True, person__is_active=True).count()


def appointments() -> QuerySet[Appointment]:
    """Roles that are held today, with who holds and who gave them."""
    return (
        Appointment.objects.filter(until__isnull=True)
        .select_related("person", "given_by")
        .order_by("role", "person__name", "pk")
    )


def ended_appointments() -> QuerySet[Appointment]:
    """Roles that have ended, the latest first."""
    rows = Appointment.objects.filter(until__isnull=False).select_related("person", "given_by", "ended_by")
    return rows.order_by("-until", "pk")


def invitations_of(person: Any) -> QuerySet[Invitation]:
    """Invitations that a person sees: directors and auditors all of them, others those they made."""
    rows = Invitation.objects.select_related("made_by", "used_by").order_by("-made_at", "pk")
    return rows if is_director(person) or is_auditor(person) else rows.filter(made_by=person)


def resets() -> QuerySet[Reset]:
    """Accesses asked to be given back, the latest first."""
    return Reset.objects.select_related("person", "asked_by", "approved_by").order_by("-asked_at", "pk")


def resets_waiting(person: Any) -> QuerySet[Reset]:
    """Those that this person may approve: asked by somebody else, for somebody else."""
    open_ones = resets().filter(approved_at__isnull=True, refused_at__isnull=True)
    return open_ones.exclude(Q(asked_by=person) | Q(person=person))


def tokens_of(person: Any) -> QuerySet[Token]:
    """Keys of programs that a person made and did not close."""
    return person.tokens.filter(closed_at__isnull=True).order_by("-made_at")


def token_of(text: str) -> Token | None:
    """Key of a program, when it is open, has not run out, and its person is here; the day of use is noted."""
    now = timezone.now()
    held = Token.objects.filter(closed_at__isnull=True, expires_at__gt=now, person__is_active=True)
    token = held.select_related("person").filter(digest=codes.digest("token", text)).first()
    if token is not None and token.used_on != timezone.localdate(now):
        token.used_on = timezone.localdate(now)
        Token.objects.filter(pk=token.pk).update(used_on=token.used_on)
    return token
