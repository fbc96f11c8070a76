"""Writes of invitations: made, used, withdrawn."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from ayni_web.accounts import codes, naming
from ayni_web.accounts.actions.roles import directs, given
from ayni_web.accounts.models import Invitation, Person, Role
from ayni_web.common import chain
from ayni_web.common.acting import Mistake, action

PURPOSE = "invitation"
LASTS = timedelta(days=14)


def invite(*, by: Any, name: str, role: str = "", sent: UUID | str | None = None) -> Invitation:
    """Invitation with its code on ``code``, which is told now and never again; a role is for directors to give.

    ``by`` is None for what is done on the server itself.
    """
    code = codes.new_code(PURPOSE, sent)
    made = _invite(by=by, name=name, role=role, digest=codes.digest(PURPOSE, code), sent=sent)
    made.code = code
    return made


@action
def _invite(*, by: Any, name: str, role: str, digest: str) -> Invitation:
    name = name.strip()
    if not name:
        raise Mistake("invitations.say_who", field="name")
    if len(name) > 120:
        raise Mistake("invitations.name_too_long", field="name", n=len(name))
    if role and role not in Role.values:
        raise Mistake("forms.invalid_choice", field="role", came=role[:60])
    if role and by is not None and not directs(by):
        raise Mistake("roles.given_by_directors", field="role")
    made = Invitation.objects.create(
        digest=digest, name=name, role=role, made_by=by, expires_at=timezone.now() + LASTS
    )  # fmt: skip
    chain.append("invitation.made", by=by, invitation=str(made.pk), role=role)
    return made


def redeem(
    *, code: str, username: str, password: str, language: str, email: str = "", phone: str = "",
    by: Any = None, sent: UUID | str | None = None,
) -> Person:  # fmt: skip
    """Person who came in by a code, with the role it was for; what ``members.Invited`` says is for members to give."""
    facts = {"code": code, "username": username, "password": password, "language": language}
    return _redeem(by=by, email=email, phone=phone, sent=sent, **facts)


@action
def _redeem(*, by: Any, code: str, username: str, password: str, language: str, email: str, phone: str) -> Person:
    row = _open_one(code)
    facts = {"name": row.name, "username": naming.free_username(username), "language": language}
    facts |= {"email": naming.free_email(email), "phone": naming.free_phone(phone)}
    naming.good_password(password, Person(**facts))
    person = Person.objects.create_user(password=password, **facts)
    row.used_by, row.used_at = person, timezone.now()
    row.save()
    chain.append("invitation.used", by=person, invitation=str(row.pk), person=chain.digest_of(person))
    if row.role:
        given(person, row.role, by=row.made_by)
    return person


@action
def accept(*, by: Any, code: str) -> Invitation:
    """Invitation that someone who has an account took, with the role it was for."""
    row = _open_one(code)
    if row.made_by_id == by.pk:
        raise Mistake("joining.own_invitation", field="code")
    row.used_by, row.used_at = by, timezone.now()
    row.save()
    chain.append("invitation.used", by=by, invitation=str(row.pk), person=chain.digest_of(by))
    if row.role:
        given(by, row.role, by=row.made_by)
    return row


@transaction.atomic
def good_invitation(code: str) -> Invitation:
    """Invitation of a code that is still good; otherwise refused with why."""
    return _open_one(code)


def _open_one(code: str) -> Invitation:
    """Invitation of a code, locked, that is still good."""
    sought = codes.digest(PURPOSE, codes.meant_code(code))
    row = Invitation.objects.select_for_update(of=("self",)).select_related("made_by").filter(digest=sought).first()
    if row is None:
        raise Mistake("invitations.unknown", field="code")
    if row.used_at:
        raise Mistake("invitations.used", field="code")
    # A role is no longer given when whoever gave it no longer may.
    gone = bool(row.role) and row.made_by is not None and not directs(row.made_by)
    if row.withdrawn_at or gone:
        raise Mistake("invitations.withdrawn", field="code")
    if row.expires_at <= timezone.now():
        raise Mistake("invitations.expired", field="code")
    return row


@action
def withdraw_invitation(*, by: Any, invitation: Invitation) -> Invitation:
    """Invitation that no longer lets anyone in: by whoever made it, or a director."""
    row = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if row.made_by_id != by.pk and not directs(by):
        raise Mistake("invitations.not_yours")
    if row.used_at or row.withdrawn_at:
        raise Mistake("invitations.closed_already")
    row.withdrawn_at = timezone.now()
    row.save()
    chain.append("invitation.withdrawn", by=by, invitation=str(row.pk))
    return row
