"""What is past its days goes: deleted, or left without what names a person."""

from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from ayni_web.accounts.models import Consent, Invitation, Notice, Person, PrivacyRequest, Reset, Token
from ayni_web.accounts.privacy.actions import carry_out_erasure
from ayni_web.accounts.privacy.erasing import is_last_director, write_erasures
from ayni_web.accounts.privacy.purposes import days_kept, purposes
from ayni_web.common.models import Sent


@dataclass(frozen=True, slots=True)
class Retained:
    """How many rows went, by what they were."""

    sent: int
    invitations: int
    resets: int
    notices: int
    tokens: int
    consents: int
    requests: int
    sessions: int
    accounts: int

    def counts(self) -> dict[str, int]:
        """Counts by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


@transaction.atomic
def retained() -> Retained:
    """What was taken away because it is past its days; a second time the same day finds nothing."""
    now = timezone.now()
    closed = Token.objects.filter(Q(closed_at__lt=_before("tokens", now)) | Q(expires_at__lt=_before("tokens", now)))
    return Retained(
        sent=Sent.objects.filter(made_at__lt=_before("sent", now)).delete()[0],
        invitations=_invitations(_before("invitations", now)),
        resets=Reset.objects.filter(asked_at__lt=_before("resets", now)).delete()[0],
        notices=Notice.objects.filter(read_at__lt=_before("notices", now)).delete()[0],
        tokens=closed.delete()[0],
        consents=Consent.objects.filter(withdrawn_at__lt=_before("consents", now)).delete()[0],
        requests=_requests(_before("requests", now)),
        sessions=_sessions(now),
        accounts=_accounts(now),
    )


def _before(what: str, now: datetime) -> datetime:
    return now - timedelta(days=days_kept(what))


def _invitations(moment: datetime) -> int:
    """Those nobody used go, with what they were for; of those that were used the name goes."""
    gone = Invitation.objects.filter(used_by__isnull=True, expires_at__lt=moment)
    count = gone.count()
    gone.delete()
    return count + Invitation.objects.filter(used_at__lt=moment).exclude(name="").update(name="")


def _requests(moment: datetime) -> int:
    closed = PrivacyRequest.objects.filter(answered_at__lt=moment)
    told = closed.exclude(text="", answer="", person__isnull=True)
    return told.update(text="", answer="", person=None)


def _sessions(now: datetime) -> int:
    over = Session.objects.filter(expire_date__lt=now)
    count = over.count()
    over.delete()
    standing = Session.objects.values("session_key")
    UserSession.objects.exclude(session_key__in=standing).delete()
    return count


def _accounts(now: datetime) -> int:
    """Closed accounts nobody came back to."""
    days = purposes()["account"].days or 0
    last_seen = Coalesce("last_login", "joined_at")
    closed = Person.objects.filter(is_active=False, erased_at__isnull=True).annotate(last_seen=last_seen)
    count = 0
    for person in closed.filter(last_seen__lt=now - timedelta(days=days)):
        if not is_last_director(person):
            carry_out_erasure(person, None)
            count += 1
    transaction.on_commit(write_erasures)
    return count
