"""Every read of relations: listed, and counted from link to link."""

import math
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from ayni_web.common.kept import kept
from ayni_web.common.language import said
from ayni_web.members.access import may_see_closely
from ayni_web.members.folding import folded
from ayni_web.members.models import Cluster, Link, Membership, Organisation, Part, Relation
from ayni_web.members.queries.stamps import Written, relations_written
from ayni_web.members.queries.visible import visible_relations

# As many as are drawn; a drawing of more would be read by nobody.
DRAWN = 300
DRAWN_OF = (
    "kind", "source", "target", "source__name", "source__name_folded", "target__name", "target__name_folded",
)  # fmt: skip
STEPS = 4


def relations_of(
    person: Any, cluster: Cluster, *, words: str = "", kind: str = "", state: str = "open"
) -> QuerySet[Relation]:
    """Relations of a cluster's members that a person sees; ``state``: open, stale (not confirmed in a year), over."""
    members = cluster.memberships.filter(state=Membership.State.MEMBER).values("organisation_id")
    found = visible_relations(person).filter(Q(source_id__in=members) | Q(target_id__in=members))
    for word in folded(words).split()[:8]:
        found = found.filter(Q(source__name_folded__contains=word) | Q(target__name_folded__contains=word))
    found = found.filter(kind=kind) if kind else found
    return in_state(found, state).order_by("source__name_folded", "kind", "target__name_folded", "id")


def in_state(found: QuerySet[Relation], state: str) -> QuerySet[Relation]:
    """Relations that are open, stale (open, and not confirmed in a year) or over."""
    found = found.filter(until__isnull=state != "over")
    if state != "stale":
        return found
    return found.filter(Relation.unconfirmed())


def relation_seen(person: Any, pk: UUID) -> Relation:
    """Relation that a person sees, or 404."""
    row = visible_relations(person).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def changes_of(relation: Relation) -> list[Any]:
    """How a relation was written, the last first."""
    return list(relation.history.select_related("history_user")[:30])


@dataclass(frozen=True, slots=True)
class Place:
    """Where an organisation stands in the drawing: the link of its largest part, or outside the cluster (None)."""

    organisation: Organisation
    link: Link | None


@dataclass(frozen=True, slots=True)
class Cell:
    """Relations from one link to another: how many, and how dark (0 to 4)."""

    count: int
    step: int


@dataclass(frozen=True, slots=True)
class Woven:
    """Relations of a cluster as they are drawn.

    Attributes
    ----------
    links : list of Link or None
        Links that are in play, in order; None is what lies outside the cluster.
    places : dict
        Place by identifier of the organisation.
    relations : list of Relation
    matrix : list of (Link or None, list of Cell)
        Rows and columns in the order of ``links``, in the way that goods, money or services go.
    total : int
        Relations that were found; more than those drawn, where there are very many.
    """

    links: list[Link | None]
    places: dict[UUID, Place]
    relations: list[Relation]
    matrix: list[tuple[Link | None, list[Cell]]]
    total: int
    busiest: tuple[Organisation, int] | None = field(default=None)

    @property
    def widest(self) -> tuple[Link | None, Link | None, int] | None:
        """Pair of links with most relations."""
        cells = [(row, column, cell.count) for row, told in self.matrix
                 for column, cell in zip(self.links, told, strict=True) if cell.count]  # fmt: skip
        return max(cells, key=lambda each: each[2]) if cells else None

    @property
    def widest_source(self) -> str:
        """Name of the link from which most relations go."""
        return column_name(self.widest[0]) if self.widest else ""

    @property
    def widest_target(self) -> str:
        """Name of the link to which they go."""
        return column_name(self.widest[1]) if self.widest else ""


def column_name(link: Link | None) -> str:
    """Name of a link in a drawing or matrix; None is what lies outside the cluster."""
    return str(link) if link else said("relations.outside")


def woven_of(person: Any, cluster: Cluster, chain: Written) -> Woven:
    """Relations of a cluster's members with the links of both sides, as far as a person sees them.

    Whoever sees it closely sees them all: that is kept for as long as nothing of it, nor of its ``chain``, is written.
    """

    def made() -> Woven:
        return woven(cluster, relations_of(person, cluster))

    if not may_see_closely(person, cluster):
        return made()
    return kept(("woven", cluster.pk), (relations_written(cluster), chain), made)


def woven(cluster: Cluster, found: QuerySet[Relation]) -> Woven:
    """Relations with the links of both sides: four queries, however many there are."""
    relations = list(found.only(*DRAWN_OF)[:DRAWN])
    total = found.count() if len(relations) == DRAWN else len(relations)
    homes = _homes(cluster)
    sides = {row.pk: row for each in relations for row in (each.source, each.target)}
    places = {pk: Place(row, homes.get(pk)) for pk, row in sides.items()}
    links: list[Link | None] = list(cluster.links.all())
    if any(each.link is None for each in places.values()):
        links.append(None)
    busy = Counter(pk for each in relations for pk in (each.source_id, each.target_id))
    most = busy.most_common(1)
    busiest = (sides[most[0][0]], most[0][1]) if most else None
    return Woven(links, places, relations, _matrix(links, places, relations), total, busiest)


def _homes(cluster: Cluster) -> dict[UUID, Link]:
    """Link of the largest part of each member, by organisation."""
    rows = Part.objects.filter(membership__cluster=cluster, membership__state=Membership.State.MEMBER)
    links = {each.pk: each for each in cluster.links.all()}
    told = rows.order_by("share", "-link__position").values_list("membership__organisation_id", "link_id")
    return {organisation: links[link] for organisation, link in told}


def _matrix(links: list[Link | None], places: dict[UUID, Place], relations: list[Relation]
            ) -> list[tuple[Link | None, list[Cell]]]:  # fmt: skip
    counted: Counter[tuple[Any, Any]] = Counter()
    for each in relations:
        giver, taker = each.flow
        counted[_pk(places[giver].link), _pk(places[taker].link)] += 1
    most = max(counted.values(), default=0)
    return [
        (row, [_cell(counted[_pk(row), _pk(column)], most) for column in links])
        for row in links
    ]  # fmt: skip


def _cell(count: int, most: int) -> Cell:
    return Cell(count, math.ceil(STEPS * count / most) if count else 0)


def _pk(link: Link | None) -> UUID | None:
    return link.pk if link else None
