"""The chain of a cluster as it is today: who is in which link, which roles nobody holds."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from ayni_web.common.kept import kept
from ayni_web.members.links import link_in, role_held, role_name
from ayni_web.members.models import Cluster, Link, Membership, Part
from ayni_web.members.queries.stamps import PART, Written, chain_written

NAMED = 6
# A share is told in hundredths of a percent.
WHOLE = 10_000
MEMBER = ("pk", "kind", "organisation_id", "organisation__name")


@dataclass(frozen=True, slots=True)
class Named:
    """An organisation by its key and name."""

    pk: UUID
    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class RoleSeen:
    """A role in a link: how many organisations hold it; ``missing`` where it is expected and none does."""

    code: str
    count: int
    chain: str
    missing: bool = False

    @property
    def name(self) -> str:
        """What it is called; empty where nobody said which role it is."""
        return role_name(self.chain, self.code) if self.code else ""


@dataclass(slots=True)
class LinkSeen:
    """A link with who is in it.

    Attributes
    ----------
    link : Link
    roles : list of RoleSeen
        Held, then missing.
    members : list of Named
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
    members: list[Named] = field(default_factory=list)
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
    without : list of Named
        Members whose parts in the links nobody has written.
    """

    links: list[LinkSeen]
    support: list[LinkSeen]
    count: int
    without: list[Named]

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


def chain_of(cluster: Cluster, stamp: Written | None = None) -> Chain:
    """Chain of a cluster, kept for as long as nothing of it is written; three queries more where it is not.

    ``stamp``: what it stands on, where that is known already.
    """
    return kept(("chain", cluster.pk), stamp or chain_written(cluster), lambda: _chain(cluster))


def _chain(cluster: Cluster) -> Chain:
    links = {each.pk: LinkSeen(each) for each in cluster.links.all()}
    members = cluster.memberships.filter(state=Membership.State.MEMBER).order_by("organisation__name_folded")
    # Columns alone: a row for each of hundreds of members takes ten times as long.
    known = {pk: (kind, Named(*named)) for pk, kind, *named in members.values_list(*MEMBER)}
    parts: dict[object, list[tuple[Any, str, int]]] = {pk: [] for pk in known}
    for member, *part in Part.objects.filter(membership__in=members.order_by()).values_list(*PART):
        parts[member].append(tuple(part))
    held: dict[object, Counter[str]] = {pk: Counter() for pk in links}
    for member, (kind, organisation) in known.items():
        for link, role, share in parts[member]:
            seen = links[link]
            held[link][role_held(seen.link.chain, seen.link.code, role, kind)] += 1
            seen.work += share / WHOLE
        for link in {link for link, *_ in parts[member]}:
            links[link].count += 1
            links[link].members += [organisation] * (len(links[link].members) < NAMED)
    _tell_roles(list(links.values()), held)
    without = [organisation for pk, (_, organisation) in known.items() if not parts[pk]]
    rows = [[each for each in links.values() if each.link.support == support] for support in (False, True)]
    for row in filter(None, rows):
        row[0].first = row[-1].last = True
    return Chain(*rows, len(known), without)


def _tell_roles(links: list[LinkSeen], held: dict[object, Counter[str]]) -> None:
    """Write the roles of each link; one that is expected is missed once, in the first link of its kind."""
    everywhere = {role for counted in held.values() for role, count in counted.items() if count}
    told = set()
    for seen in links:
        counted, chain = held[seen.link.pk], seen.link.chain
        seen.roles = [RoleSeen(role, counted[role], chain) for role in sorted(counted, key=lambda each: -counted[each])]
        found = link_in(chain, seen.link.code)
        if found is not None and (chain, found.code) not in told:
            told.add((chain, found.code))
            seen.roles += [RoleSeen(role.code, 0, chain, missing=True) for role in found.roles
                           if role.expected and role.code not in everywhere]  # fmt: skip
