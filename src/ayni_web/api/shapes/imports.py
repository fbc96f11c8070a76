"""Spreadsheets that come in."""

from datetime import datetime
from uuid import UUID

from ninja import Schema


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
