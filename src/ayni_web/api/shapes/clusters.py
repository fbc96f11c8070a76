"""Clusters and who is in them."""

from datetime import date
from uuid import UUID

from ninja import Schema

from ayni_web.api.shapes import Named


class Place(Schema):
    """A place of a territory."""

    code: str
    name: str


class ClusterLine(Schema):
    """A cluster as everybody sees it; a small number of members is not told to the public."""

    id: UUID
    name: str
    field: str
    state: str
    places: list[Place]
    members: int | None
    started_on: date
    ended_on: date | None


class Scope(Schema):
    """What a cluster is for and what it is not."""

    version: int
    inside: str
    outside: str


class Sponsor(Schema):
    """Who backs a cluster, and on which terms."""

    organisation: str
    terms: str
    since: date
    until: date | None


class Role(Schema):
    """A role of a link: how many hold it; ``missing`` where it is expected and nobody does."""

    code: str
    count: int
    missing: bool


class Link(Schema):
    """A link of the chain; ``work``: sum of the shares of its members."""

    id: UUID
    code: str
    name: str
    support: bool
    members: int
    work: float
    roles: list[Role]


class Seats(Schema):
    """Seats of a kind of members."""

    kind: str
    taken: int
    waiting: int
    most: int | None
    free: int | None


class Cluster(ClusterLine):
    """A cluster whole; ``links``, ``seats`` and ``managers`` are for those inside."""

    scope: Scope | None
    sponsors: list[Sponsor]
    links: list[Link] | None
    seats: list[Seats] | None
    managers: list[str] | None


class Part(Schema):
    """What part of a member's work is in a link."""

    link: Named
    role: str
    share: float


class Membership(Schema):
    """An organisation in a cluster."""

    id: UUID
    cluster: Named
    organisation: Named
    kind: str
    state: str
    since: date | None
    parts: list[Part]
