"""Who writes, checks and reads money.

Everything posted is public but for what its memo holds; coordinators write drafts, and another of them posts each.
"""

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from ayni_web.accounts.access import is_auditor, is_director, is_staff, sees_entity
from ayni_web.ledger.models import Draft, Pledge
from ayni_web.ledger.models.entries import State
from ayni_web.members.access import managed, may_act_for, may_coordinate, represented
from ayni_web.members.models import Membership, Representation
from ayni_web.members.queries.organisations import identities


def may_draw(person: Any) -> bool:
    """Coordinators, who write drafts."""
    return is_staff(person)


def may_check(person: Any, draft: Draft) -> bool:
    """Coordinators, of a draft that waits and that another person wrote."""
    return is_staff(person) and draft.state == State.SENT and draft.maker_id != person.pk


def may_blank(person: Any, entry: Any) -> bool:
    """Directors, of the words of an entry that another person wrote."""
    return is_director(person) and entry.maker_id != person.pk


def may_set_up(person: Any) -> bool:
    """Directors, who open the books, add accounts and funds, and close periods."""
    return is_director(person)


def reads_books(person: Any) -> bool:
    """Those with a role in the entity, who read words, counterparts and members too."""
    return sees_entity(person)


def takes_all(person: Any) -> bool:
    """Auditors and directors, who take the whole ledger away."""
    return is_auditor(person) or is_director(person)


def may_pledge(person: Any) -> bool:
    """Coordinators and managers, who write pledges of members down."""
    return may_coordinate(person)


def may_pledge_for(person: Any, member: Any) -> bool:
    """Coordinators, and managers of a cluster of the member; never the member by itself, which agrees."""
    return may_coordinate(person) and may_act_for(person, member)


def pledging(person: Any) -> Q:
    """Condition of the memberships of those for whom a person may write a pledge."""
    return Q() if is_staff(person) else Q(cluster__in=managed(person))


def may_agree(person: Any, pledge: Pledge) -> bool:
    """Another than who wrote it, who acts for the member; coordinators for a member that nobody acts for."""
    if pledge.agreed_at or pledge.ended_at or not person.is_authenticated or pledge.made_by_id == person.pk:
        return False
    if pledge.member_id in reads_of(person):
        return True
    return is_staff(person) and not pledge.member.representations.filter(until__isnull=True).exists()


def agreeing(person: Any) -> Q:
    """Condition of the pledges that wait for this person's word, as ``may_agree`` has it."""
    found = Q(member__in=reads_of(person))
    if is_staff(person):
        found |= ~Exists(Representation.objects.filter(organisation=OuterRef("member"), until__isnull=True))
    return found & ~Q(made_by=person.pk)


def may_end(person: Any, pledge: Pledge) -> bool:
    """Coordinators; until it is agreed to also who wrote it, and the member, which says no to it so."""
    if pledge.ended_at or not person.is_authenticated:
        return False
    if is_staff(person):
        return True
    return pledge.agreed_at is None and (pledge.made_by_id == person.pk or pledge.member_id in reads_of(person))


def sees_pledges(person: Any) -> Q:
    """Condition of the pledges that a person sees: the entity all, a member its own, a manager those of members."""
    if sees_entity(person):
        return Q()
    within = Membership.objects.filter(cluster__in=managed(person), state=Membership.State.MEMBER).order_by()
    return Q(member__in=reads_of(person)) | (Q(member__in=within.values("organisation_id")) & of_own_clusters(person))


def of_own_clusters(person: Any) -> Q:
    """Condition of pledges and lines that are not for a cluster that somebody else manages."""
    found = Q(pk__isnull=False)
    for way in ("fund__cluster", "heading__award__cluster"):
        found &= Q(**{f"{way}__isnull": True}) | Q(**{f"{way}__in": managed(person)})
    return found


def keeps_pledges(person: Any) -> bool:
    """Those who have to do with pledges: the entity, managers, and who acts for an organisation."""
    return sees_entity(person) or bool(managed(person)) or bool(represented(person))


def sees_put_in(person: Any, member: Any) -> bool:
    """Those who read what a member promised and put in: itself, the entity, who manages a cluster of it."""
    if sees_entity(person) or member.pk in reads_of(person):
        return True
    within = member.memberships.filter(cluster__in=managed(person), state=Membership.State.MEMBER)
    return bool(managed(person)) and within.exists()


def sees_all_put_in(person: Any, member: Any) -> bool:
    """Those of them who read it whole; who manages a cluster reads what is for it, or for all."""
    return sees_entity(person) or member.pk in reads_of(person)


def reads_of(person: Any) -> frozenset[Any]:
    """Identifiers of the organisations whose own money a person reads beside what is public.

    Those they act for, and what was merged into these: the books name it still.
    """
    return frozenset(UUID(each) for own in represented(person) for each in identities(own))
