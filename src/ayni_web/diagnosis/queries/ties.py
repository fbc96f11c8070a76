"""What holds the members together (#48, #85): relations between them, who has none, which nobody confirmed."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ayni_web.diagnosis.analysis import cohesion_of
from ayni_web.members.models import Cluster, Membership, Organisation, Relation

if TYPE_CHECKING:
    from ayni.measures.cohesion import Cohesion

NAMED = 10


@dataclass(frozen=True, slots=True)
class Ties:
    """Relations between the members of a cluster.

    Attributes
    ----------
    cohesion : ayni.measures.cohesion.Cohesion
    alone : list of Organisation
        The first members, by name, without a relation to another member.
    stale : list of Relation
        The first that nobody confirmed within a year.
    relations, stale_count : int
        Open relations between members, and how many of them are stale.
    """

    cohesion: "Cohesion"
    alone: list[Organisation]
    stale: list[Relation]
    relations: int
    stale_count: int

    @property
    def alone_count(self) -> int:
        """Members without a relation to another member."""
        return len(self.cohesion.alone)


def ties_of(cluster: Cluster) -> Ties:
    """Relations between members: two queries, however many there are."""
    rows = cluster.memberships.filter(state=Membership.State.MEMBER).select_related("organisation")
    members = [each.organisation for each in rows.order_by("organisation__name_folded", "pk")]
    place = {each.pk: at for at, each in enumerate(members)}
    found = Relation.objects.filter(until__isnull=True, source__in=list(place), target__in=list(place))
    relations = list(found.select_related("source", "target").order_by("source__name_folded", "kind", "pk"))
    stale = [each for each in relations if each.stale]
    cohesion = cohesion_of(len(members), [(place[each.source_id], place[each.target_id]) for each in relations])
    alone = [members[at] for at in cohesion.alone[:NAMED]]
    return Ties(cohesion, alone, stale[:NAMED], len(relations), len(stale))
