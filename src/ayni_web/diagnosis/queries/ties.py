"""What holds the members together (#48, #85): relations between them, who has none, which nobody confirmed."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ayni_web.common.kept import kept
from ayni_web.diagnosis.analysis import cohesion_of
from ayni_web.members.models import Cluster, Membership, Organisation, Relation
from ayni_web.members.queries.stamps import relations_written

if TYPE_CHECKING:
    from ayni.measures.cohesion import Cohesion

NAMED = 10
COLUMNS = ("pk", "source_id", "target_id", "kind", "confirmed_on", "source__name_folded")


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
    """Relations between members; one query where they are kept, four more where they are not."""
    stamp = (*relations_written(cluster), Relation.stale_before())
    return kept(("ties", cluster.pk), stamp, lambda: _ties(cluster))


def _ties(cluster: Cluster) -> Ties:
    members = cluster.memberships.filter(state=Membership.State.MEMBER).order_by("organisation__name_folded", "pk")
    ids = list(members.values_list("organisation_id", flat=True))
    place = {pk: at for at, pk in enumerate(ids)}
    found = Relation.objects.filter(until__isnull=True, source__in=members.order_by().values("organisation_id"))
    rows = [each for each in found.order_by().values_list(*COLUMNS) if each[2] in place]
    cohesion = cohesion_of(len(ids), [(place[source], place[target]) for _, source, target, *_ in rows])
    before = Relation.stale_before()
    stale = [(name, kind, pk) for pk, _, _, kind, day, name in rows if day is None or day < before]
    # Sorted here: the database would join and sort them all for the few that are named.
    first = [pk for *_, pk in sorted(stale)[:NAMED]]
    shown = Relation.objects.select_related("source", "target").in_bulk(first)
    named = Organisation.objects.in_bulk([ids[at] for at in cohesion.alone[:NAMED]])
    return Ties(cohesion, list(named.values()), [shown[pk] for pk in first], len(rows), len(stale))
