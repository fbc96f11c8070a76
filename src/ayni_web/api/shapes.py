"""What is answered: the shape of each thing.

A field that is ``null`` is not known, or not for the person whose key asks to see; ``docs/how-to/api.md`` says which.
Codes are those of the pages' words; shares lie between 0 and 1; moments are UTC.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Schema


class Wrong(Schema):
    """What is wrong with a request."""

    code: str
    message: str
    field: str | None = None


class Refusal(Schema):
    """Every answer that is an error."""

    error: Wrong


class Named(Schema):
    """Something by its name."""

    id: UUID
    name: str


class Oneself(Schema):
    """Who asks, and what the key may do."""

    name: str
    username: str
    language: str
    roles: list[str]
    manages: list[Named]
    acts_for: list[Named]
    scopes: list[str] | None
    expires_at: datetime | None


class OrganisationLine(Schema):
    """An organisation as lists have it."""

    id: UUID
    name: str
    kind: str
    place: str
    place_name: str
    country: str
    size_band: str
    formal: bool | None


class Identifier(Schema):
    """A number; of a person only its last two figures are told."""

    scheme: str
    value: str
    personal: bool


class Contact(Schema):
    """A way to reach an organisation."""

    name: str
    means: str
    value: str


class Organisation(OrganisationLine):
    """An organisation whole."""

    mission: str
    interests: str
    note: str | None
    typed_for: bool
    confirmed_at: datetime | None
    changed_at: datetime | None
    identifiers: list[Identifier] | None
    contacts: list[Contact] | None


class Relation(Schema):
    """That one organisation supplies, buys from, finances, ... another."""

    id: UUID
    source: Named
    kind: str
    target: Named
    share_of_value: float | None
    since: date | None
    until: date | None
    confirmed_on: date | None
    stale: bool
    note: str


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


class DocumentLine(Schema):
    """A document as lists have it."""

    id: UUID
    title: str
    kind: str
    audience: str
    cluster: Named | None
    organisation: Named | None
    version: int
    changed_at: datetime
    signatures: int


class Signature(Schema):
    """Who signed a version and when."""

    person: str | None
    organisation: str | None
    signed_at: datetime


class Version(Schema):
    """A version; ``text`` where it was written on the site, else its bytes stand at ``file``."""

    number: int
    name: str
    media_type: str
    size: int
    sha256: str
    what_changed: str
    made_at: datetime
    file: str
    signatures: list[Signature]
    missing: list[str] | None


class Document(Schema):
    """A document with its versions, the last first."""

    id: UUID
    title: str
    kind: str
    audience: str
    cluster: Named | None
    organisation: Named | None
    added_at: datetime
    versions: list[Version]


class EventLine(Schema):
    """Something that happened or is planned."""

    id: UUID
    kind: str
    title: str
    cluster: Named | None
    starts_at: datetime
    ends_at: datetime | None
    place: str
    where: str
    lot: str
    quantity: float | None
    unit: str
    cancelled: bool
    took_part: int
    confirmed: int


class Participation(Schema):
    """Who took part, and as what."""

    organisation: Named
    role: str
    confirmed_at: datetime | None


class Event(EventLine):
    """An event whole."""

    note: str
    typed_for: bool
    cancel_reason: str
    participations: list[Participation]


class Evidence(Schema):
    """What a row is shown by: ``version``, ``event`` or ``figure``; without name or address where it is not yours."""

    id: UUID
    kind: str
    name: str
    address: str
    says: str
    added_at: datetime
    withdrawn_at: datetime | None
    withdrawn_why: str


class StudyLine(Schema):
    """A study: a question asked again and again."""

    id: UUID
    title: str
    public: bool
    packages: int
    last_run: UUID | None
    last_ended: datetime | None


class Table(Schema):
    """A table of a package."""

    name: str
    rows: int
    key: list[str]
    sha256: str


class Run(Schema):
    """A run, with the tables and files of its package once it is done."""

    id: UUID
    study: Named
    state: str
    done: int
    total: int
    package: str
    manifest_sha256: str
    asked_at: datetime
    ended_at: datetime | None
    message: str
    tables: list[Table]
    files: list[str]


class Row(Schema):
    """A row of a table of a package: by column, with its sentences told in the language asked for."""

    values: dict[str, Any]


class Figure(Schema):
    """One figure: what it says, how it is computed, where the data are from."""

    pointer: str
    label: str
    value: str
    source: str
    table: str
    formula: str
    formula_source: str
    row: dict[str, str]


class Entry(Schema):
    """An entry of the audit chain; ``hash`` and ``content`` are the SHA-256 of what ``docs/how-to/api.md`` says."""

    number: int
    made_at: str
    content: str
    previous: str
    hash: str
    kind: str | None
    body: dict[str, Any] | None


class Head(Schema):
    """The last entry of the audit chain, and how many there are."""

    head: str
    count: int


class Fault(Schema):
    """What is wrong with a cell: its row as the spreadsheet shows it, the column, and the sentence."""

    row: int | None
    column: str | None
    value: str | None
    code: str
    message: str


class Change(Schema):
    """A cell that would change."""

    column: str
    before: str
    after: str


class Likely(Schema):
    """An organisation that a row may be; by its number where it is another row of the file."""

    id: str
    name: str
    score: int
    row: int


class Draft(Schema):
    """What would be made of a row."""

    row: int
    title: str
    state: str
    id: str
    changes: list[Change]
    likely: list[Likely]


class ImportLine(Schema):
    """A file that was sent: what came of checking it, and whether it was written."""

    id: UUID
    contract: str
    name: str
    state: str
    rows: int
    new: int
    changed: int
    same: int
    faults: int
    made_at: datetime
    expires_at: datetime


class Import(ImportLine):
    """A file with every fault, or with what would be written of its rows."""

    messages: list[Fault]
    notes: list[str]
    drafts: list[Draft]
