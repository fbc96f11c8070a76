"""Lists of people: roles, invitations, requests about personal data; each for those who see its page."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from ayni_web.accounts import queries
from ayni_web.accounts.access import may_see_roles
from ayni_web.accounts.privacy import queries as privacy_queries
from ayni_web.accounts.privacy.views import may_read
from ayni_web.common.sheets.writing import Cell
from ayni_web.members.models import Management
from ayni_web.spreadsheets.exports.lists import Asked, List, Rows, told
from ayni_web.spreadsheets.reading import word


def roles(person: Any, asked: Asked) -> Rows:
    """Who holds which role, and who held it; managers with their cluster."""
    given = (
        [row.person.name, word("roles", row.role), "", row.since, row.until, _name(row.given_by), _name(row.ended_by)]
        for rows in (queries.appointments(), queries.ended_appointments()) for row in rows.iterator(chunk_size=2000)
    )  # fmt: skip
    return chain(given, _managers())


def _managers() -> Iterator[list[Cell]]:
    rows = Management.objects.select_related("person", "cluster", "given_by")
    yield from told(rows.order_by("cluster__name", "since", "pk"), lambda row: [
        row.person.name, word("roles", "manager"), row.cluster.name, row.since, row.until, _name(row.given_by), "",
    ])  # fmt: skip


def _name(person: Any) -> str:
    return person.name if person else ""


def may_see_invitations(person: Any) -> bool:
    """Directors and auditors; others where they made one."""
    return may_see_roles(person) or (person.is_authenticated and queries.invitations_of(person).exists())


def invitations(person: Any, asked: Asked) -> Rows:
    """Invitations that a person sees; their codes are not kept."""
    return told(queries.invitations_of(person), lambda row: [
        row.name, word("roles", row.role), row.made_by.name if row.made_by else "", row.made_at, row.expires_at,
        _name(row.used_by), row.used_at, row.withdrawn_at,
    ])  # fmt: skip


def privacy(person: Any, asked: Asked) -> Rows:
    """Requests about personal data: those that wait, then those that have an answer."""
    rows = (privacy_queries.queue(), privacy_queries.answered().select_related("person", "answered_by"))
    return chain.from_iterable(told(each, lambda row: [
        _name(row.person), word("privacy_kinds", row.kind), word("privacy_states", row.state), row.asked_at, row.due_on,
        _name(row.answered_by), row.answered_at,
    ]) for each in rows)  # fmt: skip


PEOPLE = (
    List("roles", ("person", "role", "cluster", "since", "until", "given_by", "ended_by"), roles, may_see_roles),
    List("invitations", ("person", "role", "made_by", "made_at", "expires_at", "used_by", "used_at", "withdrawn_at"),
         invitations, may_see_invitations),
    List("privacy", ("person", "request", "state", "asked_at", "due_on", "answered_by", "answered_at"), privacy,
         may_read),
)  # fmt: skip
