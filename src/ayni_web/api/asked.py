"""What may be asked for: pages of a list, and the texts and codes of its filters."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Generic, Literal, TypeVar
from uuid import UUID

from django.db.models import QuerySet
from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, Field

from ayni_web.documents.models import Document
from ayni_web.events.kinds import kinds
from ayni_web.members.models import Kind, Membership, Relation, SizeBand
from ayni_web.series.subjects import codes
from ayni_web.spreadsheets.contracts import CONTRACTS

Item = TypeVar("Item")
FARTHEST = 100_000
MOST = 200
# What no database keeps is no text.
Text = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]
Day = Annotated[date, BeforeValidator(lambda came: _written_day(came)), Field(examples=["2026-11-18"])]
KINDS = Literal[*Kind.values]  # type: ignore[valid-type]
SIZES = Literal[*SizeBand.values]  # type: ignore[valid-type]
RELATIONS = Literal[*Relation.Kind.values]  # type: ignore[valid-type]
EVENTS = Literal[*sorted(kinds())]  # type: ignore[valid-type]
DOCUMENTS = Literal[*Document.Kind.values]  # type: ignore[valid-type]
SUBJECTS = Literal[*codes()]  # type: ignore[valid-type]
SHEETS = Literal[*CONTRACTS]  # type: ignore[valid-type]
OPEN_STATES = Literal[*map(str, Membership.OPEN)]  # type: ignore[valid-type]


def _written_day(came: Any) -> Any:
    """Day written as ISO 8601 has it; a bare number is none."""
    if isinstance(came, str) and not (len(came) == len("2026-11-18") and came[4] == came[7] == "-"):
        raise ValueError(came)
    return came


class Asked(Schema):
    """What may be asked for; names that are not known are refused."""

    model_config = ConfigDict(extra="forbid")


class Paging(Asked):
    """Part of a list, counted from 1."""

    page: int = Field(1, ge=1, le=FARTHEST)
    size: int = Field(50, ge=1, le=MOST)


class OrganisationsAsked(Paging):
    """Filters of organisations."""

    q: Text | None = None
    kind: KINDS | None = None
    size_band: SIZES | None = None
    department: Annotated[str, Field(pattern=r"^(0[1-9]|1[0-9]|2[0-5])$")] | None = None
    cluster: UUID | None = None


class RelationsAsked(Paging):
    """Filters of relations."""

    organisation: UUID | None = None
    cluster: UUID | None = None
    kind: RELATIONS | None = None
    state: Literal["open", "stale", "over"] | None = None


class MembershipsAsked(Paging):
    """Filters of memberships."""

    cluster: UUID | None = None
    organisation: UUID | None = None
    state: OPEN_STATES | None = None


class DocumentsAsked(Paging):
    """Filters of documents."""

    q: Text | None = None
    kind: DOCUMENTS | None = None
    cluster: UUID | None = None


class EventsAsked(Paging):
    """Filters of events."""

    kind: EVENTS | None = None
    cluster: UUID | None = None
    since: Day | None = None
    until: Day | None = None


class EvidenceAsked(Asked):
    """What is to be shown by evidence."""

    subject: SUBJECTS
    id: Annotated[str, Field(max_length=40, pattern=r"^[0-9A-Za-z-]+$")]


class Listed(Schema, Generic[Item]):
    """Part of a list.

    Attributes
    ----------
    items : list
    total : int
        Rows of the whole list.
    page, pages : int
        Number of this part and of the last, counted from 1.
    """

    items: list[Item]
    total: int
    page: int
    pages: int


def paged(found: QuerySet[Any], asked: Paging, told: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
    """Part of a list: two queries, one to count and one for its rows; empty past the last one."""
    total, first = found.count(), (asked.page - 1) * asked.size
    rows = found[first : first + asked.size] if first < total else []
    pages = max(1, -(-total // asked.size))
    return {"items": [told(row) for row in rows], "total": total, "page": asked.page, "pages": pages}
