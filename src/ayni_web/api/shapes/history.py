"""The audit chain."""

from typing import Any

from ninja import Schema


class Entry(Schema):
    """An entry of the audit chain; ``hash`` and ``content`` are the SHA-256 of what ``docs/how-to/api.md`` says."""

    number: int
    made_at: str
    content: str
    previous: str
    hash: str
    kind: str | None
    body: dict[str, Any] | None


class Head(Schema):
    """The last entry of the audit chain, and how many there are."""

    head: str
    count: int
