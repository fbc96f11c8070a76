"""What happened: what, when, where, who, how much; of kinds that are data (``events/kinds.toml``)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

PERSON = settings.AUTH_USER_MODEL


class Event(models.Model):
    """Something that happened or is planned: a meeting, a training, a fair, a delivery of a lot, a campaign.

    ``typed_for`` marks what someone else told for the one that did it (``told_by`` of its kind).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40, db_index=True)
    title = models.CharField(max_length=200)
    cluster = models.ForeignKey("members.Cluster", on_delete=models.PROTECT, null=True, related_name="events")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    place = models.CharField(max_length=6, blank=True)
    where = models.CharField(max_length=200, blank=True)
    lot = models.CharField(max_length=60, blank=True)
    quantity = models.DecimalField(max_digits=14, decimal_places=3, null=True)
    unit = models.CharField(max_length=20, blank=True)
    note = models.TextField(blank=True)
    typed_for = models.BooleanField(default=False)
    added_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    cancel_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "events_event"
        ordering = ("-starts_at", "id")
        constraints = (
            models.CheckConstraint(condition=~Q(title=""), name="event_has_a_title"),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")), name="event_ends_after"
            ),
            models.CheckConstraint(
                condition=Q(quantity__isnull=True) | (Q(quantity__gte=0) & ~Q(unit="")), name="quantity_has_a_unit"
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True) | (Q(cancelled_by__isnull=False) & ~Q(cancel_reason="")),
                name="cancelled_with_a_reason",
            ),
        )

    def __str__(self) -> str:
        return self.title


class Participation(models.Model):
    """Who took part in an event, and as what (``events/kinds.toml`` lists the roles of each kind)."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="participations")
    organisation = models.ForeignKey("members.Organisation", on_delete=models.PROTECT, related_name="participations")
    role = models.CharField(max_length=40)
    confirmed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "events_participation"
        constraints = (
            models.UniqueConstraint(fields=("event", "organisation", "role"), name="one_participation_once"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="confirmed_by_someone",
            ),
        )
