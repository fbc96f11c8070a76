"""The one way to point at evidence: a version of a document, an event, or a figure of a study."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

PERSON = settings.AUTH_USER_MODEL


class Evidence(models.Model):
    """That something is shown by something: ``subject`` is the row that needs showing, as ``relation`` and its id.

    Evidence is never taken away: it is withdrawn, with a reason.
    """

    class Subject(models.TextChoices):
        """What can have evidence in the rooms below; those above tell theirs (``subjects.py``)."""

        RELATION = "relation"
        ORGANISATION = "organisation"
        CLUSTER = "cluster"
        SPONSOR = "sponsor"
        EVENT = "event"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.CharField(max_length=20)
    subject_id = models.CharField(max_length=40)
    version = models.ForeignKey("documents.Version", on_delete=models.PROTECT, null=True, related_name="evidence")
    event = models.ForeignKey("events.Event", on_delete=models.PROTECT, null=True, related_name="evidence")
    run = models.ForeignKey("studies.Run", on_delete=models.PROTECT, null=True, related_name="evidence")
    figure = models.CharField(max_length=200, blank=True)
    says = models.CharField(max_length=300, blank=True)
    added_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_why = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "series_evidence"
        ordering = ("added_at",)
        indexes = (models.Index(fields=("subject", "subject_id"), name="evidence_by_subject"),)
        constraints = (
            models.CheckConstraint(
                condition=(
                    Q(version__isnull=False, event__isnull=True, run__isnull=True, figure="")
                    | Q(version__isnull=True, event__isnull=False, run__isnull=True, figure="")
                    | (Q(version__isnull=True, event__isnull=True, run__isnull=False) & ~Q(figure=""))
                ),
                name="evidence_is_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_why="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_why="")),
                name="evidence_withdrawn_with_a_reason",
            ),
        )
