"""Commitments as a list to take away, with the filters of their page."""

from typing import Any

from ayni_web.commitments.forms import Search
from ayni_web.commitments.kinds import title_of
from ayni_web.commitments.queries import days_over, found_commitments
from ayni_web.members.queries import inner_clusters, visible_organisations
from ayni_web.spreadsheets.exports.lists import Asked, List, Rows, signed_in, told
from ayni_web.spreadsheets.reading import word


def commitments(person: Any, asked: Asked) -> Rows:
    """Commitments that a person sees."""
    search = Search(asked or None, clusters=inner_clusters(person), organisations=visible_organisations(person))
    return told(found_commitments(person, **search.wanted()), lambda row: [
        str(row.pk), title_of(row.kind), row.maker.name, row.receiver.name, row.cluster.name if row.cluster else "",
        row.content, row.quantity, word("units", row.unit), row.due_on, word("commitment_states", row.state),
        row.done_on, days_over(row) or None, row.disputed, row.added_at,
    ])  # fmt: skip


LISTS = (
    List("commitments", ("id", "kind", "maker", "receiver", "cluster", "promised", "quantity", "unit", "due", "state",
                         "done_on", "days_over", "disputed", "proposed_at"), commitments, signed_in),
)  # fmt: skip
