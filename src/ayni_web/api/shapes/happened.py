"""What was written, what happened, and what is shown by it."""

from datetime import datetime
from uuid import UUID

from ninja import Schema

from ayni_web.api.shapes import Named


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
