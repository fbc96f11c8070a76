"""What happened and what was written in the demonstration, and what falls due."""

from datetime import timedelta
from typing import Any

from ayni_web.accounts.models import PrivacyRequest
from ayni_web.demonstration.stage import Stage
from ayni_web.documents.actions import add_document, ask_signature, sign
from ayni_web.events.actions import add_event, add_participants
from ayni_web.events.kinds import kinds
from ayni_web.members.models import Cluster


def add_events(stage: Stage, cluster: Cluster, rows: list[dict[str, Any]], by: str) -> None:
    """Write what happened, and what is to come; the first of those who took part carried it."""
    writer = stage.people[by]
    for row in rows:
        starts = stage.moment(row["day"])
        told = {name: row[name] for name in ("title", "place", "where", "lot", "quantity", "unit") if name in row}
        ends = starts + timedelta(hours=row["hours"]) if "hours" in row else None
        event = add_event(by=writer, kind=row["kind"], cluster=cluster, starts_at=starts, ends_at=ends, **told)
        first, others = row.get("roles") or kinds()[row["kind"]].roles[:2]
        names = [stage.organisations[name] for name in row["who"]]
        add_participants(by=writer, event=event, role=first, organisations=names[:1])
        add_participants(by=writer, event=event, role=others, organisations=names[1:])


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
