"""What may be asked for: pages of a list, and the texts and codes of its filters."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated, Any, Generic, Literal, TypeVar
from uuid import UUID

from django.db.models import QuerySet
from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, Field

from ayni.library import KINDS as SHELVES
from ayni.library.promises import promises
from ayni_web.assessments.models import Assessment
from ayni_web.commitments.forms import STATES, WHOSE
from ayni_web.documents.models import Document
from ayni_web.events.kinds import kinds
from ayni_web.members.models import Kind, Membership, Relation, SizeBand
from ayni_web.processes.queries.cases import FILTERS
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
PROMISES = Literal[*sorted(promises())]  # type: ignore[valid-type]
PARTS_OF_LIBRARY = Literal[*SHELVES]  # type: ignore[valid-type]
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


class CommitmentsAsked(Paging):
    """Filters of commitments."""

    whose: Literal[*WHOSE] | None = None  # type: ignore[valid-type]
    state: Literal[*STATES] | None = None  # type: ignore[valid-type]
    kind: PROMISES | None = None
    cluster: UUID | None = None
    organisation: UUID | None = None


class MeasuresAsked(Paging):
    """Filters of measures."""

    cluster: UUID | None = None


class ReadingsAsked(Paging):
    """Filters of readings and of targets."""

    cluster: UUID | None = None
    measure: UUID | None = None
    organisation: UUID | None = None


class AssessmentsAsked(Paging):
    """Filters of rounds."""

    state: Literal[*Assessment.State.values] | None = None  # type: ignore[valid-type]
    cluster: UUID | None = None


class CasesAsked(Paging):
    """Filters of cases; ``q``: words of the title, or a number, whole or begun."""

    q: Text | None = None
    which: Literal[*FILTERS] | None = None  # type: ignore[valid-type]
    process: UUID | None = None
    cluster: UUID | None = None


class LibraryAsked(Paging):
    """Filters of the library."""

    kind: PARTS_OF_LIBRARY | None = None


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


def paged(found: QuerySet[Any] | Sequence[Any], asked: Paging, told: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
    """Part of a list: two queries, one to count and one for its rows; empty past the last one."""
    return paged_together(found, asked, lambda rows: [told(row) for row in rows])


def paged_together(
    found: QuerySet[Any] | Sequence[Any], asked: Paging, told: Callable[[list[Any]], list[dict[str, Any]]]
) -> dict[str, Any]:
    """The same, of rows that are told together."""
    total = found.count() if isinstance(found, QuerySet) else len(found)
    first = (asked.page - 1) * asked.size
    rows = list(found[first : first + asked.size]) if first < total else []
    pages = max(1, -(-total // asked.size))
    return {"items": told(rows), "total": total, "page": asked.page, "pages": pages}
