"""What is answered: the shape of each thing.

A field that is ``null`` is not known, or not for the person whose key asks to see; ``docs/how-to/api.md`` says which.
Codes are those of the pages' words; shares lie between 0 and 1; moments are UTC.
"""

from uuid import UUID

from ninja import Schema


class Wrong(Schema):
    """What is wrong with a request."""

    code: str
    message: str
    field: str | None = None


class Refusal(Schema):
    """Every answer that is an error."""

    error: Wrong


class Named(Schema):
    """Something by its name."""

    id: UUID
    name: str
