"""Organisations and their relations."""

from datetime import date, datetime
from uuid import UUID

from ninja import Schema

from ayni_web.api.shapes import Named


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
