"""Who promised what, and how promises are kept."""

from datetime import date, datetime
from uuid import UUID

from ninja import Schema

from ayni_web.api.shapes import Named


class CommitmentLine(Schema):
    """A commitment as lists have it; ``days_over``: days since its day, while nobody has told what came of it."""

    id: UUID
    kind: str
    content: str
    maker: Named
    receiver: Named
    cluster: Named | None
    quantity: float | None
    unit: str
    due_on: date
    state: str
    disputed: bool
    done_on: date | None
    days_over: int


class Turn(Schema):
    """What a side said; ``person`` for the two sides and the entity."""

    what: str
    side: str
    organisation: Named
    person: str | None
    typed_for: bool
    text: str
    done_on: date | None
    at: datetime


class Commitment(CommitmentLine):
    """A commitment whole, with its history and those across the joint board."""

    review_on: date | None
    turns: list[Turn]
    matched: list[CommitmentLine]


class Rate(Schema):
    """How a group keeps its promises; only ``few`` where they are too few to be told.

    ``aside``: waived, or the sides differ; ``low`` and ``high``: interval of 95 % of ``share``.
    """

    few: bool
    counted: int | None
    kept: int | None
    late: int | None
    broken: int | None
    aside: int | None
    share: float | None
    low: float | None
    high: float | None


class RateOfKind(Rate):
    """Promises of a kind."""

    kind: str


class RateOfYear(Rate):
    """Promises whose day lies in a year."""

    year: int


class RateOfOrganisation(Rate):
    """Promises that an organisation made."""

    organisation: Named


class Arrears(Schema):
    """Open commitments whose day passed up to 30 days ago, up to 90, and longer ago."""

    month: int
    quarter: int
    more: int


class Keeping(Schema):
    """How promises of a cluster are kept; ``arrears`` for its managers and the entity."""

    cluster: Named
    whole: Rate | None
    by_kind: list[RateOfKind]
    by_year: list[RateOfYear]
    arrears: Arrears | None
