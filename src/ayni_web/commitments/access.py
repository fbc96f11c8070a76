"""Who sees a commitment, who speaks for which side of it, and who is told how promises are kept.

Its two sides, the managers of its cluster and the entity see it; every member of the cluster sees the kinds that are
of all (``inside``) once they are agreed.  Nobody speaks for both sides of one.
"""

from typing import Any

from django.db.models import Q

from ayni_web.accounts.access import is_staff, sees_entity
from ayni_web.commitments.models import Commitment, State
from ayni_web.common.audience import Audience
from ayni_web.members.access import joined, managed, may_act_for, may_coordinate, may_manage, represented
from ayni_web.members.models import Cluster, Membership, Organisation

_UNSEEN = (State.PROPOSED, State.DECLINED, State.WITHDRAWN)


def seers(person: Any) -> Q:
    """Condition of the commitments that a person sees."""
    if sees_entity(person):
        return Q()
    own = represented(person)
    within = Membership.objects.filter(cluster_id__in=managed(person), state=Membership.State.MEMBER)
    ids = within.order_by().values("organisation_id")
    alone = Q(cluster__isnull=True) & (Q(maker_id__in=ids) | Q(receiver_id__in=ids))
    return (
        Q(maker_id__in=own)
        | Q(receiver_id__in=own)
        | Q(cluster_id__in=managed(person))
        | alone
        | (Q(cluster_id__in=joined(person), inside=True) & ~Q(state__in=_UNSEEN))
    )


def sight(person: Any) -> Any:
    """What decides which commitments a person sees, beside who is a member of which cluster: alike, they see alike."""
    return "all" if sees_entity(person) else (represented(person), managed(person), joined(person))


def may_propose(person: Any) -> bool:
    """Who acts for an organisation, and coordinators and managers for those they serve."""
    return may_coordinate(person) or bool(represented(person))


def may_propose_for(person: Any, organisation: Organisation) -> bool:
    """Those who write for an organisation."""
    return may_act_for(person, organisation)


def sides_of(person: Any, commitment: Commitment) -> frozenset[str]:
    """Sides that a person speaks for: the own organisation's alone, and never another than before."""
    if not person.is_authenticated:
        return frozenset()
    parties = {"maker": commitment.maker, "receiver": commitment.receiver}
    own = {side for side, party in parties.items() if party.pk in represented(person)}
    found = own or {side for side, party in parties.items() if may_act_for(person, party)}
    spoken = set(commitment.turns.filter(by=person).values_list("side", flat=True))
    return frozenset(found & spoken if spoken else found)


def typed_for(person: Any, organisation: Organisation) -> bool:
    """Whether a person who speaks for an organisation does so for another than their own."""
    return organisation.pk not in represented(person)


def other_side(side: str) -> str:
    """The side across."""
    return "receiver" if side == "maker" else "maker"


def may_countersign(commitment: Commitment, sides: frozenset[str]) -> bool:
    """The side that did not propose, while it waits."""
    return commitment.state == State.PROPOSED and other_side(commitment.proposed_side) in sides


def may_withdraw(commitment: Commitment, sides: frozenset[str]) -> bool:
    """The side that proposed, until the other countersigned."""
    return commitment.state == State.PROPOSED and commitment.proposed_side in sides


def may_tell(commitment: Commitment, sides: frozenset[str]) -> bool:
    """The receiver, of what was agreed; and anew once the maker disputed it."""
    return (commitment.is_open or commitment.disputed) and "receiver" in sides


def may_dispute(commitment: Commitment, sides: frozenset[str]) -> bool:
    """The maker, of an outcome that does not say it was kept."""
    told = commitment.state in (State.LATE, State.BROKEN, State.WAIVED)
    return told and not commitment.disputed and "maker" in sides


def may_review(commitment: Commitment, sides: frozenset[str]) -> bool:
    """The receiver, of what is looked at again and again."""
    return commitment.is_open and commitment.review_on is not None and "receiver" in sides


def may_attach(person: Any, commitment: Commitment) -> bool:
    """Either side, once it is agreed, and the managers of its cluster."""
    return bool(sides_of(person, commitment))


def may_match(person: Any, commitment: Commitment) -> bool:
    """Who manages the cluster of a commitment, and who acts for whoever made it."""
    if commitment.cluster is None or commitment.state in _UNSEEN:
        return False
    return may_manage(person, commitment.cluster) or commitment.maker_id in represented(person)


def sees_each(person: Any, cluster: Cluster) -> bool:
    """Those who are told how each organisation of a cluster keeps its promises: the entity and its managers."""
    return sees_entity(person) or cluster.pk in managed(person)


def sees_index(person: Any, organisation: Organisation) -> bool:
    """Those who are told the commitment index of an organisation: itself, who manages its clusters, the entity."""
    return sees_entity(person) or is_staff(person) or may_act_for(person, organisation)


def audience_of(commitment: Commitment) -> Audience:
    """Who sees a commitment, for the foot of its page."""
    if commitment.cluster and commitment.inside and commitment.state not in _UNSEEN:
        return Audience("commitment_members", {"cluster": commitment.cluster.name})
    return Audience("commitment_sides")
