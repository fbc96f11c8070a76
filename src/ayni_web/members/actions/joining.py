"""How people come to organisations and clusters: invited by a code, joined by it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from ayni_web.accounts.access import forget, is_staff
from ayni_web.accounts.actions import accept, invite, redeem
from ayni_web.accounts.models import Invitation, Notice, Person
from ayni_web.accounts.privacy.actions import consent
from ayni_web.common import chain
from ayni_web.common.acting import Mistake, action
from ayni_web.members.access import managed, may_invite_for, represented
from ayni_web.members.actions.holding import held
from ayni_web.members.models import Cluster, Invited, Management, Membership, Organisation, Representation

Sent = UUID | str | None


@transaction.atomic
def invite_representative(*, by: Any, organisation: Organisation, name: str, sent: Sent = None) -> Invitation:
    """Invitation to act for an organisation, with its ``code``, which is told now and never again."""
    if organisation.merged_into_id:
        raise Mistake("organisations.merged_already")
    if not may_invite_for(by, organisation):
        raise Mistake("joining.not_yours_to_invite")
    made = invite(by=by, name=name, sent=sent)
    Invited.objects.get_or_create(invitation=made, defaults={"organisation": organisation})
    return made


@transaction.atomic
def invite_manager(*, by: Any, cluster: Cluster, name: str, sent: Sent = None) -> Invitation:
    """Invitation to manage a cluster, made by an officer or director, with its ``code``."""
    if not is_staff(by):
        raise Mistake("joining.managers_by_the_entity")
    row = held(cluster)
    made = invite(by=by, name=name, sent=sent)
    Invited.objects.get_or_create(invitation=made, defaults={"cluster": row})
    return made


def join(
    *, by: Any, code: str, username: str = "", password: str = "", email: str = "", phone: str = "",
    language: str = "es", purposes: Iterable[str] = (), version: str = "", sent: Sent = None,
) -> Person:  # fmt: skip
    """Person who came in by a code, with what it was for; someone who is signed in (``by``) takes it for themselves.

    A new person agrees to ``purposes``, as their texts stand in ``version``.
    """
    if by is not None:
        _take(by=by, code=code, sent=sent)
        return by  # type: ignore[no-any-return]
    facts = {"username": username, "password": password, "email": email, "phone": phone, "language": language}
    return _come_in(by=None, code=code, purposes=purposes, version=version, sent=sent, **facts)


@action
def _take(*, by: Any, code: str) -> Invitation:
    """Invitation with what it was for: both count once, so that what ended since does not begin again."""
    taken = accept(by=by, code=code)
    _give(taken, by)
    return taken


@action
def _come_in(*, by: Any, code: str, purposes: Iterable[str], version: str, **facts: Any) -> Person:
    """New person with what the invitation was for: both count once."""
    person = redeem(by=by, code=code, **facts)
    consent(by=person, person=person, purposes=purposes, version=version)
    _give(person.invitations_used.select_related("made_by").earliest("used_at"), person)
    return person


def _give(invitation: Invitation, person: Person) -> None:
    """What an invitation is for, given by whoever made it, if they still may."""
    invited = Invited.objects.select_related("organisation__merged_into", "cluster").filter(invitation=invitation)
    row, giver = invited.first(), invitation.made_by
    if row is None:
        return
    if giver is not None and giver.pk == person.pk:
        raise Mistake("joining.own_invitation", field="code")
    if row.organisation:
        _let_act(row.organisation.merged_into or row.organisation, person, giver)
    if row.cluster:
        _let_manage(row.cluster, person, giver)
    forget(person)
    if giver is not None:
        Notice.objects.get_or_create(person=giver, key="joining.told_came",
                                     facts={"what": str(row.organisation or row.cluster)}, read_at=None)  # fmt: skip


def _let_act(organisation: Organisation, person: Person, giver: Person | None) -> None:
    if giver is not None and not _still_invites(giver, organisation):
        raise Mistake("invitations.withdrawn", field="code")
    _, new = Representation.objects.get_or_create(
        person=person, organisation=organisation, until=None, defaults={"since": timezone.now(), "given_by": giver}
    )
    if new:
        chain.append("representation.given", by=giver, organisation=str(organisation.pk),
                     person=chain.digest_of(person))  # fmt: skip


def _let_manage(cluster: Cluster, person: Person, giver: Person | None) -> None:
    if giver is not None and not is_staff(giver):
        raise Mistake("invitations.withdrawn", field="code")
    _, new = Management.objects.get_or_create(
        person=person, cluster=held(cluster), until=None, defaults={"since": timezone.now(), "given_by": giver}
    )
    if new:
        chain.append("management.given", by=giver, cluster=str(cluster.pk), person=chain.digest_of(person))


def _still_invites(giver: Person, organisation: Organisation) -> bool:
    """Whether whoever invited still coordinates, acts for the organisation, or manages it."""
    if may_invite_for(giver, organisation):
        return True
    own = organisation.memberships.filter(cluster_id__in=managed(giver), state=Membership.State.MEMBER)
    return organisation.pk in represented(giver) or own.exists()
