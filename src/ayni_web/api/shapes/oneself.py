"""Who asks."""

from datetime import datetime

from ninja import Schema

from ayni_web.api.shapes import Named


class Oneself(Schema):
    """Who asks, and what the key may do."""

    name: str
    username: str
    language: str
    roles: list[str]
    manages: list[Named]
    acts_for: list[Named]
    scopes: list[str] | None
    expires_at: datetime | None
