"""Every write of evidence."""

from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from ayni_web.common import chain
from ayni_web.common.acting import Mistake, action
from ayni_web.documents.access import may_read, may_write_for
from ayni_web.documents.actions import add_document, receive_document
from ayni_web.documents.models import Version
from ayni_web.events.access import may_see
from ayni_web.events.models import Event
from ayni_web.series.access import may_attach, may_withdraw, owner_for, subject_of, visible_runs
from ayni_web.series.models import Evidence
from ayni_web.studies.models import Run

if TYPE_CHECKING:
    from ayni_web.accounts.models import Person


@action
def attach_evidence(
    *, by: "Person", subject: str, subject_id: Any, version: Version | None = None, event: Event | None = None,
    run: Run | None = None, figure: str = "", says: str = "", whose: str = "", whose_person: "Person | None" = None,
) -> Evidence:  # fmt: skip
    """Say that something is shown by a version of a document, an event, or a figure of a run: one of the three.

    ``whose`` and ``whose_person`` tell for whom it is put in, where that is another (``Evidence.Whose``).
    """
    row = _row(by, subject, subject_id)
    if row is None:
        raise Mistake("evidence.not_yours")
    if sum(each is not None for each in (version, event, run)) != 1 or bool(run) != bool(figure):
        raise Mistake("evidence.one_thing", field="version")
    seen = (
        (version and may_read(by, version.document))
        or (event and may_see(by, event))
        or (run and visible_runs(by).filter(pk=run.pk).exists())
    )
    if not seen:
        raise Mistake("evidence.not_seen")
    if event and event == row:
        raise Mistake("evidence.itself", field="event")
    points = {"version": version, "event": event, "run": run, "figure": figure}
    where = {"subject": subject, "subject_id": str(row.pk)}
    if Evidence.objects.filter(withdrawn_at__isnull=True, **where, **points).exists():
        raise Mistake("evidence.twice")
    another = {"whose": whose, "whose_person": whose_person}
    return Evidence.objects.create(**where, **points, **another, says=says, added_by=by)


@action
def attach_file(
    *, by: "Person", subject: str, subject_id: Any, file: UploadedFile | None, title: str, kind: str, says: str = "",
    whose: str = "", whose_person: "Person | None" = None,
) -> Evidence:  # fmt: skip
    """Send a paper or a photograph that shows something: it becomes a document of whom it is about."""
    row = _row(by, subject, subject_id)
    if row is None:
        raise Mistake("evidence.not_yours")
    owner, audience = owner_for(by, row)
    keep = add_document if may_write_for(by, owner) else receive_document
    document = keep(by=by, title=title, kind=kind, audience=audience, owner=owner, file=file)
    return attach_evidence(by=by, subject=subject, subject_id=subject_id, version=document.versions.get(), says=says,
                           whose=whose, whose_person=whose_person)  # fmt: skip


@action
def withdraw_evidence(*, by: "Person", evidence: Evidence, why: str) -> Evidence:
    """Withdraw a piece of evidence, with the reason: it stays in the list, marked so."""
    if not may_withdraw(by, evidence):
        raise Mistake("evidence.not_yours")
    evidence.withdrawn_at, evidence.withdrawn_by, evidence.withdrawn_why = timezone.now(), by, why
    evidence.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    chain.append("evidence.withdrawn", by=by, evidence=str(evidence.pk), subject=evidence.subject)
    return evidence


def _row(by: "Person", subject: str, subject_id: Any) -> Any:
    """Row that needs showing, if the person may show it."""
    row = subject_of(by, subject, subject_id)
    return row if row is not None and may_attach(by, row) else None
