"""What happened and what was written in the demonstration, and what falls due."""

from datetime import timedelta
from typing import Any

from ayni_web.accounts.models import PrivacyRequest
from ayni_web.demonstration.stage import Stage
from ayni_web.documents.actions import add_document, ask_signature, sign
from ayni_web.events.models import Event, Participation
from ayni_web.members.models import Cluster


def add_events(stage: Stage, cluster: Cluster, rows: list[dict[str, Any]], by: str) -> None:
    """Write what happened, and what is to come; the first of those who took part carried it."""
    events = [_event(stage, cluster, row, by) for row in rows]
    Event.objects.bulk_create(events)
    Participation.objects.bulk_create(
        Participation(event=event, organisation=stage.organisations[name], role=role)
        for event, row in zip(events, rows, strict=True)
        for name, role in zip(row["who"], row.get("roles", ["participant"] * len(row["who"])), strict=True)
    )


def _event(stage: Stage, cluster: Cluster, row: dict[str, Any], by: str) -> Event:
    starts = stage.moment(row["day"])
    return Event(
        kind=row["kind"], title=row["title"], cluster=cluster, starts_at=starts,
        ends_at=starts + timedelta(hours=row["hours"]) if "hours" in row else None,
        place=row["place"], where=row["where"], lot=row.get("lot", ""), quantity=row.get("quantity"),
        unit=row.get("unit", ""), added_by=stage.people[by],
    )  # fmt: skip


def add_documents(stage: Stage, cluster: Cluster, rows: list[dict[str, Any]], by: str) -> None:
    """Write documents, sign those that are signed, and ask for the signatures that are missing."""
    for row in rows:
        writer = stage.people[by]
        document = add_document(
            by=writer, title=row["title"], kind=row["kind"], audience=row["audience"], owner=cluster, text=row["text"]
        )
        version = document.versions.get()
        for username in row.get("signed_by", []):
            sign(by=stage.people[username], version=version)
        asked = [stage.organisations[name] for name in row.get("asked", [])]
        if asked:
            ask_signature(by=writer, version=version, organisations=asked)


def add_what_is_due(stage: Stage) -> None:
    """Leave a request about personal data to be answered within days."""
    PrivacyRequest.objects.create(
        person=stage.people["member"], kind=PrivacyRequest.Kind.ACCESS, due_on=stage.day(4),
    )  # fmt: skip
