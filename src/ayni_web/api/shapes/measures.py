"""What clusters count: measures, what they come to, readings, targets."""

from datetime import date, datetime
from uuid import UUID

from ninja import Schema

from ayni_web.api.shapes import Named


class MeasureLine(Schema):
    """A measure as lists have it: its last ended period, how many told it and how many were to tell."""

    id: UUID
    title: str
    cluster: Named
    code: str
    of: str
    unit: str
    better: str
    period: str
    roll_up: str
    kinds: list[str]
    ended_at: datetime | None
    last_period: str
    told: int
    members: int


class MeasurePart(Schema):
    """A part of the breakdown of a measure."""

    code: str
    title: str


class Measure(MeasureLine):
    """A measure whole, with what its periods say as the page writes it."""

    about: str
    weight: str
    experience: bool
    parts: list[MeasurePart]
    source: str
    trend: str
    experience_said: str
    flags: list[str]


class Spread(Schema):
    """How a period lies over the members; ``compared``: those who told the period before as well."""

    median: float | None
    worst: float | None
    best: float | None
    compared: int
    gained: int
    lost: int


class PartSum(MeasurePart):
    """Sum of a part over the members that told every part."""

    value: float


class MeasurePeriod(Schema):
    """What members come to in a period; ``value`` and ``spread`` only where nobody is found out by them.

    ``few``: too few told it; ``waiting``: members whose word is not in the value yet; ``parts``: for whoever sees each.
    """

    starts_on: date
    period: str
    value: float | None
    told: bool
    few: bool
    waiting: int
    target: float | None
    reached: bool | None
    readings: int
    verified: int
    missing: int | None
    spread: Spread | None
    parts: list[PartSum] | None


class Reading(Schema):
    """A value of a period; ``standing``: no correction took its place, which tells what it ``revises`` and ``why``."""

    id: UUID
    measure: Named
    organisation: Named | None
    starts_on: date
    period: str
    part: str
    value: float
    unit: str
    weight: float | None
    source: str
    told_by: str
    typed_for: bool
    told_at: datetime
    verified_by: str | None
    verified_at: datetime | None
    standing: bool
    revises: UUID | None
    why: str


class Target(Schema):
    """What is meant to be reached in a period, the last that was set; of all together where no organisation is told."""

    measure: Named
    organisation: Named | None
    starts_on: date
    period: str
    value: float
    unit: str
