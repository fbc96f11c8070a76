"""Every read of evidence."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse

from ayni_web.documents.models import Document
from ayni_web.documents.queries import visible_documents
from ayni_web.events.models import Event
from ayni_web.events.queries import visible_events
from ayni_web.members.models import Organisation
from ayni_web.series.access import may_withdraw, visible_runs, visible_subjects
from ayni_web.series.models import Evidence
from ayni_web.series.subjects import told
from ayni_web.studies.figures import named

PAGES = {
    "organisation": "members:organisation",
    "cluster": "members:cluster",
    "relation": "members:relation",
    "sponsor": "members:cluster",
    "event": "events:event",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A piece of evidence as one person sees it.

    Attributes
    ----------
    row : Evidence
        The piece.
    kind : str
        ``version``, ``event`` or ``figure``.
    title, address : str
        What it is and where; both empty when the person may not see it.
    may_withdraw : bool
        Whether the person may withdraw it.
    """

    row: Evidence
    kind: str
    title: str
    address: str
    may_withdraw: bool


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that a document or an event shows: its kind, its name, its page."""

    kind: str
    name: str
    address: str
    says: str


def evidence_of(person: Any, subject: str, subject_id: Any) -> list[Shown]:
    """What a row is shown by: four queries, however many pieces there are."""
    rows = list(_whole(Evidence.objects.filter(subject=subject, subject_id__in=_with_merged(subject, subject_id))))
    documents = {row.version.document_id for row in rows if row.version_id}
    seen = {
        "document": _seen(visible_documents(person), documents),
        "event": _seen(visible_events(person), {row.event_id for row in rows if row.event_id}),
        "run": _seen(visible_runs(person), {row.run_id for row in rows if row.run_id}),
    }
    return [_shown(person, row, seen) for row in rows]


def shown_by(person: Any, thing: Document | Event) -> list[Subject]:
    """What a document or an event is evidence of, as far as the person sees it; at most five queries more."""
    wanted = {"version__document": thing} if isinstance(thing, Document) else {"event": thing}
    by_kind: dict[str, dict[str, str]] = defaultdict(dict)
    for row in Evidence.objects.filter(withdrawn_at__isnull=True, **wanted):
        by_kind[row.subject][row.subject_id] = row.says
    found = []
    for kind, says in by_kind.items():
        rows = visible_subjects(person, kind).filter(pk__in=list(says))
        found.extend(Subject(kind, name_of(row, kind), address_of(row, kind), says[str(row.pk)]) for row in rows)
    return found


def name_of(row: Any, kind: str) -> str:
    """Name of a row for people."""
    if kind == "relation":
        return f"{row.source} → {row.target}"
    return f"{row.organisation} → {row.cluster}" if kind == "sponsor" else str(row)


def address_of(row: Any, kind: str) -> str:
    """Page of a row; empty where it has none."""
    key = row.cluster_id if kind == "sponsor" else row.pk
    page = told()[kind].page if kind in told() else PAGES[kind]
    try:
        return reverse(page, kwargs={"pk": key})
    except NoReverseMatch:
        return ""


def _with_merged(subject: str, subject_id: Any) -> list[str]:
    """The row, and for an organisation those that were merged into it: evidence itself is never rewritten."""
    if subject != Evidence.Subject.ORGANISATION:
        return [str(subject_id)]
    merged = Organisation.objects.filter(merged_into=subject_id).values_list("pk", flat=True)
    return [str(subject_id), *map(str, merged)]


def _whole(rows: QuerySet[Evidence]) -> QuerySet[Evidence]:
    return rows.select_related("version__document", "event", "run__study", "added_by", "withdrawn_by")


def _seen(visible: QuerySet[Any], wanted: set[Any]) -> set[Any]:
    return set(visible.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()


def _shown(person: Any, row: Evidence, seen: dict[str, set[Any]]) -> Shown:
    withdraws = may_withdraw(person, row)
    if row.version_id:
        document = row.version.document
        address = reverse("documents:version", kwargs={"pk": document.pk, "number": row.version.number})
        title, seen_one, kind = document.title, document.pk in seen["document"], "version"
    elif row.event_id:
        address = reverse("events:event", kwargs={"pk": row.event_id})
        title, seen_one, kind = row.event.title, row.event_id in seen["event"], "event"
    else:
        seen_one, kind = row.run_id in seen["run"], "figure"
        title, address = named(row.run, row.figure) if seen_one else ("", "")
    return Shown(row, kind, title, address, withdraws) if seen_one else Shown(row, kind, "", "", withdraws)
