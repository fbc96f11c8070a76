"""Studies, their runs, and every row and figure of a package."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Schema

from ayni_web.api.shapes import Named


class StudyLine(Schema):
    """A study: a question asked again and again."""

    id: UUID
    title: str
    public: bool
    packages: int
    last_run: UUID | None
    last_ended: datetime | None


class Table(Schema):
    """A table of a package."""

    name: str
    rows: int
    key: list[str]
    sha256: str


class Run(Schema):
    """A run, with the tables and files of its package once it is done."""

    id: UUID
    study: Named
    state: str
    done: int
    total: int
    package: str
    manifest_sha256: str
    asked_at: datetime
    ended_at: datetime | None
    message: str
    tables: list[Table]
    files: list[str]


class Row(Schema):
    """A row of a table of a package: by column, with its sentences told in the language asked for."""

    values: dict[str, Any]


class Figure(Schema):
    """One figure: what it says, how it is computed, where the data are from."""

    pointer: str
    label: str
    value: str
    source: str
    table: str
    formula: str
    formula_source: str
    row: dict[str, str]
