"""How well: rounds and their profiles."""

from datetime import date, datetime
from uuid import UUID

from ninja import Schema

from ayni_web.api.shapes import Named


class AssessmentLine(Schema):
    """A round as lists have it; ``sent`` is not told where it is small."""

    id: UUID
    title: str
    version: int
    cluster: Named | None
    organisation: Named | None
    state: str
    opened_at: datetime
    closes_on: date
    closed_at: datetime | None
    asked: int
    sent: int | None


class Score(Schema):
    """Score of a group, or of the whole: 0 to 100, with what the weights do to it; shares lie between 0 and 1.

    ``own``: what the organisation says of itself; ``change``: points since the round before.
    """

    code: str
    title: str
    score: float | None
    low: float | None
    high: float | None
    weight: float
    known: float
    own: float | None
    change: float | None


class Said(Schema):
    """How many gave a value of the scale."""

    text: str
    count: int


class ItemSaid(Schema):
    """What was said of an item; only ``few`` where too few answered it."""

    text: str
    group: str
    few: bool
    score: float | None
    answers: list[Said]
    unknown: int | None
    not_apply: int | None
    consensus: float | None
    dissent: int | None
    notes: list[str]


class Reversal(Schema):
    """Groups that change places under other weights, the one that leads now first."""

    first: str
    second: str


class Profile(Schema):
    """What a closed round says; ``alpha``: Krippendorff's, of those who judged; ``reliability``: Cronbach's."""

    sheets: int
    typed: int
    groups: list[Score]
    whole: Score | None
    items: list[ItemSaid]
    missing: int
    agreement: str
    alpha: float | None
    alpha_low: float | None
    alpha_high: float | None
    reliability: float | None
    imbalance: float | None
    reversals: list[Reversal]
    turns: bool
    weighed: bool


class Reply(Schema):
    """What the organisation says to it."""

    text: str
    person: str
    at: datetime


class Assessment(AssessmentLine):
    """A round whole; ``profile`` once it is closed and enough answered, with that of the round ``before`` beside it."""

    about: str
    named: bool
    next_on: date | None
    before: UUID | None
    profile: Profile | None
    reply: Reply | None
