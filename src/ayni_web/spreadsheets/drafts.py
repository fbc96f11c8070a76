"""What an import would write: each row as new, changed or the same, with what changes cell by cell."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, Literal
from uuid import UUID

from ayni.errors import Fault

State = Literal["new", "changed", "same"]


@dataclass(frozen=True, slots=True)
class Change:
    """A cell that differs from what is kept: the column, what stands there, what would."""

    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Likely:
    """An organisation that a row may be.

    Attributes
    ----------
    pk : str
        Its identifier; empty where it is another row of the file.
    name : str
    score : int
        0 to 100: over 80 it is taken to be the same, from 50 on a person decides.
    row : int
        Row of the file, where it is one.
    """

    pk: str
    name: str
    score: int
    row: int = 0


@dataclass(slots=True)
class Draft:
    """What is made of a row.

    Attributes
    ----------
    at : int
        Place of the row among those read.
    row : int
        Row as the spreadsheet shows it.
    title : str
        What people know it by.
    state : str
        ``new``, ``changed`` or ``same``.
    pk : UUID or None
        What it is in the database already.
    values : dict
        What would be written.
    changes : list of Change
    likely : list of Likely
        Organisations that a new row may be, the likeliest first.
    note : str
        Sentence of ``words/draft_notes.toml`` said beside it.
    """

    at: int
    row: int
    title: str
    state: State = "new"
    pk: UUID | None = None
    values: dict[str, Any] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    likely: list[Likely] = field(default_factory=list)
    note: str = ""

    def document(self) -> dict[str, Any]:
        """What the preview keeps of it."""
        return {
            "row": self.row, "title": self.title, "state": self.state, "pk": str(self.pk or ""), "note": self.note,
            "changes": [asdict(each) for each in self.changes], "likely": [asdict(each) for each in self.likely],
        }  # fmt: skip


@dataclass(slots=True)
class Prepared:
    """What came of a file: drafts of its rows and every fault; with a fault, nothing is written."""

    drafts: list[Draft]
    faults: list[Fault]

    def count(self, state: State) -> int:
        """How many rows are new, changed or the same."""
        return sum(each.state == state for each in self.drafts)


def compared(draft: Draft, differing: Iterable[tuple[str, str, str]]) -> None:
    """Let a draft of something that is kept already be changed or the same."""
    draft.changes = [Change(*each) for each in differing]
    draft.state = "changed" if draft.changes else "same"
