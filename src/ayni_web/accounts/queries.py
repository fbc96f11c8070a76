"""Every read of people, roles and what they agreed to."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.sessions.backends.base import SessionBase

from ayni_web.accounts.access import roles_of
from ayni_web.accounts.models import Person

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
