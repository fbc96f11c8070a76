"""Lists of this room as files."""

from typing import Any

from ayni_web.members.queries import inner_clusters
from ayni_web.processes.forms import Search
from ayni_web.processes.models import Case
from ayni_web.processes.queries.cases import found_cases, is_late
from ayni_web.processes.queries.processes import open_counts, rules_in_force, visible_processes
from ayni_web.spreadsheets.exports.lists import Asked, List, Rows, signed_in, told
from ayni_web.spreadsheets.reading import word


def cases(person: Any, asked: Asked) -> Rows:
    """Cases that a person sees, with the filters of their page."""
    search = Search(asked or None, processes=visible_processes(person), clusters=inner_clusters(person))
    given = search.cleaned_data if search.is_valid() else {}
    wanted = {name: given[name] for name in ("words", "which", "process", "cluster") if given.get(name)}
    return told(found_cases(person, **wanted), _case)


def _case(row: Case) -> list[Any]:
    return [
        str(row.pk), row.title, str(row.rules), row.cluster.name if row.cluster else "",
        row.organisation.name if row.organisation else "", str(row.step),
        word("case_roles", row.step.owner) if row.step.owner else "", row.opened_at, row.entered_at, row.due_on,
        is_late(row), word("case_ends", row.step.ending) if row.step.ending else "", row.ended_at, row.blocked_usd,
    ]  # fmt: skip


def processes(person: Any, asked: Asked) -> Rows:
    """Processes in force that a person sees."""
    rows = list(rules_in_force(person))
    counts = open_counts(person, [each.process_id for each in rows])
    for row in rows:
        cluster = row.process.cluster.name if row.process.cluster else ""
        yield [str(row.process_id), str(row), cluster, row.number, row.put_at, counts.get(row.process_id, 0)]


LISTS = (
    List("cases", ("id", "title", "process", "cluster", "organisation", "step", "owner", "opened_at", "entered_at",
                   "due_on", "late", "state", "ended_at", "blocked_usd"), cases, signed_in),
    List("processes", ("id", "title", "cluster", "version", "since", "open_cases"), processes, signed_in),
)  # fmt: skip
