"""Which step: processes and cases."""

from datetime import date, datetime
from uuid import UUID

from ninja import Schema

from ayni_web.api.shapes import Named


class ProcessLine(Schema):
    """A process with its rules in force; without a cluster it is for all."""

    id: UUID
    title: str
    about: str
    cluster: Named | None
    version: int
    since: datetime | None
    open_cases: int


class Way(Schema):
    """A move that the rules allow."""

    to: str
    title: str
    by: list[str]
    reason: bool


class Step(Schema):
    """A step of rules; ``median``: days it takes, ``begun`` and ``going_on``: how many it stands on, unless ``few``."""

    code: str
    title: str
    asks: str
    owner: str
    days: int | None
    counting: str
    documents: list[str]
    by_another: bool
    pause: bool
    ending: str
    leads_to: str
    moves: list[Way]
    few: bool
    median: float | None
    begun: int | None
    going_on: int | None


class Process(ProcessLine):
    """A process whole; ``blocked_usd``: trade a year that ``blocked_cases`` hold up, where they are not too few."""

    source: str
    retired_at: datetime | None
    steps: list[Step]
    blocked_usd: float | None
    blocked_cases: int | None


class Where(Schema):
    """A step where a case is, or that lies ahead."""

    code: str
    title: str
    owner: str


class CaseLine(Schema):
    """A case as lists have it."""

    id: UUID
    number: str
    title: str
    process: Named
    cluster: Named | None
    organisation: Named | None
    step: Where
    opened_at: datetime
    entered_at: datetime
    due_on: date | None
    late: bool
    paused: bool
    ended_at: datetime | None
    ending: str
    blocked_usd: float | None


class StoodStill(Schema):
    """That the clock stood still."""

    since: datetime
    until: datetime | None
    reason: str


class Stay(Where):
    """A stay at a step; ``days``: with the clock going, ``over``: beyond those ``allowed``; ``way``: what led here."""

    entered_at: datetime
    left_at: datetime | None
    way: str
    person: str | None
    reason: str
    days: int
    allowed: int | None
    counting: str
    over: int
    pauses: list[StoodStill]


class Ahead(Where):
    """A step that lies ahead where everything goes well."""

    allowed: int | None
    counting: str


class Came(Schema):
    """How a case came that somebody without an account asked for; who it was is on no address."""

    by: str
    on: date


class Case(CaseLine):
    """A case whole; people by name for those who see them on its page. ``missing``: papers that its step asks for."""

    text: str
    version: int
    opened_by: str | None
    reviewers: list[str] | None
    asks: str
    missing: list[str]
    days_left: int | None
    came: Came | None
    stays: list[Stay]
    ahead: list[Ahead]
    before: Named | None
    after: Named | None
    formed: Named | None
