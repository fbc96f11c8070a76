"""Who may read, write and sign what was written.

The audience of a document widens what its owner has: ``entity``, then ``managers`` of the cluster (or of the clusters
of the organisation), then its ``members``, then anyone.  An organisation always reads its own; one that was given the
directed right ``documents`` reads the giver's, save those for the entity alone.  Whoever sent a paper in reads it.
"""

from typing import Any

from django.db.models import Q

from ayni_web.accounts.access import is_staff, sees_entity
from ayni_web.common.audience import ANYONE, ENTITY, Audience
from ayni_web.documents.models import Document
from ayni_web.members.access import (
    inside_audience,
    joined,
    managed,
    managers_audience,
    may_act_for,
    may_manage,
    organisation_audience,
    represented,
)
from ayni_web.members.models import Cluster, Membership, Organisation, Right

Owner = Cluster | Organisation | None
_ENTITY, _MANAGERS, _MEMBERS, _PUBLIC = Document.Audience.values
# What is for few leaves a trace when it is opened.
FEW = (_ENTITY, _MANAGERS)


def readers(person: Any) -> Q:
    """Condition of the documents that a person may read."""
    if sees_entity(person):
        return Q()
    anyone = Q(audience=_PUBLIC)
    if not person.is_authenticated:
        return anyone
    sent = Q(sent_by=person.pk)
    return anyone | sent | _of_clusters(person) | _of_the_entity(person) | _of_organisations(person)


def _of_clusters(person: Any) -> Q:
    return Q(audience=_MANAGERS, cluster_id__in=managed(person)) | Q(
        audience=_MEMBERS, cluster_id__in=managed(person) | joined(person)
    )


def _of_the_entity(person: Any) -> Q:
    """The entity's own papers: some are for every manager, some for every member."""
    audiences = [_MANAGERS] * bool(managed(person)) + [_MEMBERS] * bool(managed(person) | joined(person))
    return Q(cluster__isnull=True, organisation__isnull=True, audience__in=audiences)


def _of_organisations(person: Any) -> Q:
    own = represented(person)
    members = Membership.objects.filter(cluster_id__in=joined(person), state=Membership.State.MEMBER)
    within = Membership.objects.filter(cluster_id__in=managed(person), state__in=Membership.OPEN)
    given = Right.objects.filter(receiver_id__in=own, what=Right.What.DOCUMENTS, until__isnull=True)
    return (
        Q(organisation_id__in=own)
        | Q(organisation_id__in=within.values("organisation_id"), audience__in=(_MANAGERS, _MEMBERS))
        | Q(organisation_id__in=members.values("organisation_id"), audience=_MEMBERS)
        | Q(organisation_id__in=given.values("giver_id"), audience__in=(_MANAGERS, _MEMBERS))
    )


def may_read(person: Any, document: Document) -> bool:
    """Those who may read a document, and take away its files."""
    return Document.objects.filter(readers(person), pk=document.pk).exists()


def may_write_for(person: Any, owner: Owner) -> bool:
    """Those who add documents for an owner; the entity's own are for coordinators."""
    if not person.is_authenticated or not person.is_active:
        return False
    if owner is None:
        return is_staff(person)
    return may_manage(person, owner) if isinstance(owner, Cluster) else may_act_for(person, owner)


def may_change(person: Any, document: Document) -> bool:
    """Those who add a version, choose the readers and ask for signatures."""
    return may_write_for(person, owner_of(document)) and may_read(person, document)


def owner_of(document: Document) -> Owner:
    """Cluster or organisation whose document it is; none for the entity's."""
    return document.cluster or document.organisation


def audiences_for(person: Any, owner: Owner) -> tuple[str, ...]:
    """Audiences that a writer may choose; what is for the entity alone is written by it, or by the organisation."""
    if is_staff(person) or (isinstance(owner, Organisation) and owner.pk in represented(person)):
        return _ENTITY, _MANAGERS, _MEMBERS, _PUBLIC
    return _MANAGERS, _MEMBERS, _PUBLIC


def may_sign(person: Any, document: Document) -> bool:
    """Those who take part in what a document is about, and read it; a passer-by does not sign what is public."""
    if not person.is_authenticated or not may_read(person, document):
        return False
    takes_part = (
        is_staff(person)
        or document.cluster_id in managed(person) | joined(person)
        or document.organisation_id in represented(person)
        or (owner_of(document) is None and bool(managed(person) | joined(person)))
    )
    return takes_part or document.versions.filter(asked__organisation_id__in=represented(person)).exists()


def may_widen(person: Any, document: Document) -> bool:
    """Those who let more people read: of an organisation's, whoever acts for it, coordinators, and who wrote it."""
    if document.organisation_id is None or is_staff(person):
        return True
    return document.organisation_id in represented(person) or document.added_by_id == person.pk


def is_wider(audience: str, before: str) -> bool:
    """Whether more people read what is for an audience than what is for another."""
    order = (_ENTITY, _MANAGERS, _MEMBERS, _PUBLIC)
    return order.index(audience) > order.index(before)


def may_see_who(person: Any, document: Document) -> bool:
    """Those who see who wrote, signed and was asked to sign: whoever it is for, not who passes by what is public."""
    if not person.is_authenticated:
        return False
    inside = document.audience != _PUBLIC or sees_entity(person)
    return inside or may_sign(person, document) or may_change(person, document)


def may_sign_for(person: Any, organisation: Organisation) -> bool:
    """Those who represent an organisation; coordinators for the entity. Nobody signs for a member who is not theirs."""
    of_the_entity = is_staff(person) and hasattr(organisation, "entity")
    return organisation.pk in represented(person) or of_the_entity


def audience_of(document: Document) -> Audience:
    """Who reads a document, for the foot of its page."""
    if document.audience == _PUBLIC:
        return ANYONE
    if document.cluster:
        return {_ENTITY: ENTITY, _MANAGERS: managers_audience(document.cluster),
                _MEMBERS: inside_audience(document.cluster)}[document.audience]  # fmt: skip
    if document.organisation:
        facts = {"organisation": document.organisation.name}
        return {_ENTITY: Audience("organisation_alone", facts), _MANAGERS: organisation_audience(document.organisation),
                _MEMBERS: Audience("organisation_members", facts)}[document.audience]  # fmt: skip
    return {_ENTITY: ENTITY, _MANAGERS: Audience("every_manager"), _MEMBERS: Audience("every_member")}[
        document.audience
    ]
