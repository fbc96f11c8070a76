"""The chain of a cluster as it is today: who is in which link, which roles nobody holds."""

from collections import Counter
from dataclasses import dataclass, field

from ayni_web.members.links import base_of, role_held, roles_in
from ayni_web.members.models import Cluster, Link, Membership, Organisation, Part

NAMED = 6


@dataclass(frozen=True, slots=True)
class RoleSeen:
    """A role in a link: how many organisations hold it; ``missing`` where it is expected and none does."""

    code: str
    count: int
    missing: bool = False


@dataclass(slots=True)
class LinkSeen:
    """A link with who is in it.

    Attributes
    ----------
    link : Link
    roles : list of RoleSeen
        Held, then missing.
    members : list of Organisation
        The first few by name.
    count : int
        Organisations with a part in it.
    work : float
        Sum of their shares: as many whole members as would do the same.
    first, last : bool
        Whether it stands at an end of the chain, or of what supports it.
    """

    link: Link
    roles: list[RoleSeen] = field(default_factory=list)
    members: list[Organisation] = field(default_factory=list)
    count: int = 0
    work: float = 0.0
    first: bool = False
    last: bool = False

    @property
    def missing(self) -> list[RoleSeen]:
        """Expected roles that nobody holds."""
        return [each for each in self.roles if each.missing]

    @property
    def held(self) -> list[RoleSeen]:
        """Roles that somebody holds."""
        return [each for each in self.roles if not each.missing]

    @property
    def more(self) -> int:
        """Organisations beyond those named."""
        return self.count - len(self.members)


@dataclass(frozen=True, slots=True)
class Chain:
    """The chain of a cluster.

    Attributes
    ----------
    links, support : list of LinkSeen
        In order; ``support`` stands beside the chain.
    count : int
        Members of the cluster.
    without : list of Organisation
        Members whose parts in the links nobody has written.
    """

    links: list[LinkSeen]
    support: list[LinkSeen]
    count: int
    without: list[Organisation]

    @property
    def every(self) -> list[LinkSeen]:
        """All links, those of the chain first."""
        return [*self.links, *self.support]

    @property
    def work(self) -> float:
        """Sum of all shares: the members whose parts are written."""
        return sum(each.work for each in self.every)

    @property
    def missing(self) -> list[tuple[LinkSeen, RoleSeen]]:
        """Expected roles that nobody holds, with their link."""
        return [(link, role) for link in self.every for role in link.missing]

    @property
    def empty(self) -> list[LinkSeen]:
        """Links of the chain that hold nobody."""
        return [link for link in self.links if not link.count]


def chain_of(cluster: Cluster) -> Chain:
    """Chain of a cluster: three queries, however many members it has."""
    links = {each.pk: LinkSeen(each) for each in cluster.links.all()}
    members = cluster.memberships.filter(state=Membership.State.MEMBER).select_related("organisation")
    known = {each.pk: each for each in members.order_by("organisation__name_folded")}
    parts = list(Part.objects.filter(membership__cluster=cluster, membership__state=Membership.State.MEMBER))
    order = {pk: at for at, pk in enumerate(known)}
    held: dict[object, Counter[str]] = {pk: Counter() for pk in links}
    inside: dict[object, set[object]] = {pk: set() for pk in links}
    for part in sorted(parts, key=lambda each: order.get(each.membership_id, 0)):
        member, seen = known[part.membership_id], links[part.link_id]
        held[part.link_id][role_held(seen.link.code, part.role, member.kind)] += 1
        seen.work += part.fraction
        if member.pk not in inside[part.link_id]:
            inside[part.link_id].add(member.pk)
            seen.count += 1
            seen.members += [member.organisation] * (len(seen.members) < NAMED)
    _tell_roles(list(links.values()), held)
    placed = {part.membership_id for part in parts}
    without = [each.organisation for pk, each in known.items() if pk not in placed]
    rows = [[each for each in links.values() if each.link.support == support] for support in (False, True)]
    for row in filter(None, rows):
        row[0].first = row[-1].last = True
    return Chain(*rows, len(known), without)


def _tell_roles(links: list[LinkSeen], held: dict[object, Counter[str]]) -> None:
    """Write the roles of each link; one that is expected is missed once, in the first link of its kind."""
    everywhere = {role for counted in held.values() for role, count in counted.items() if count}
    told: set[str] = set()
    for seen in links:
        counted = held[seen.link.pk]
        seen.roles = [RoleSeen(role, counted[role]) for role in sorted(counted, key=lambda each: -counted[each])]
        base = base_of(seen.link.code)
        if base not in told:
            told.add(base)
            seen.roles += [RoleSeen(role.code, 0, missing=True) for role in roles_in(seen.link.code)
                           if role.expected and role.code not in everywhere]  # fmt: skip
