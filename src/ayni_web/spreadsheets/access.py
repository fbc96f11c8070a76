"""Who may send spreadsheets: those who write for the entity or for a cluster; each sees the own ones alone."""

from typing import Any

from ayni_web.members.access import may_coordinate
from ayni_web.spreadsheets.models import Import


def may_import(person: Any) -> bool:
    """Coordinators everything; managers what is of their clusters, row by row."""
    return may_coordinate(person)


def may_see(person: Any, held: Import) -> bool:
    """Whoever sent it."""
    return held.person_id == person.pk and may_import(person)
