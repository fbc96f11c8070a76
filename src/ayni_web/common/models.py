"""The audit chain, its daily seals, and the forms that were sent."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q


class Entry(models.Model):
    """One link of the audit chain: what was done about rights, rules or decisions.

    ``hash`` is SHA-256 over the canonical JSON of ``number``, ``made_at``, ``previous`` and the content, which is that
    of ``kind`` and ``body``: each entry stands on the one before, and whoever may not read it checks it all the same.
    Nothing personal stands in ``body``: people are named by salted digests.  Its ``salt`` is random.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    made_at = models.CharField(max_length=32)
    kind = models.CharField(max_length=60, db_index=True)
    body = models.TextField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        db_table = "common_entry"
        ordering = ("number",)
        constraints = (models.CheckConstraint(condition=Q(number__gte=1), name="entry_counts_from_one"),)

    @property
    def when(self) -> datetime | None:
        """Moment it was made; None for what is none, in a chain that was tampered with."""
        try:
            return datetime.fromisoformat(self.made_at)
        except ValueError:
            return None


class Seal(models.Model):
    """Head and count of the chain on a day, as they were published."""

    day = models.DateField(primary_key=True)
    count = models.PositiveBigIntegerField()
    head = models.CharField(max_length=64)

    class Meta:
        db_table = "common_seal"
        ordering = ("-day",)


class Sent(models.Model):
    """A form that was sent: its key counts once, however often it arrives."""

    key = models.UUIDField(primary_key=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    action = models.CharField(max_length=120)
    made_at = models.DateTimeField(auto_now_add=True)
    model = models.CharField(max_length=80, blank=True)
    result = models.CharField(max_length=80, blank=True)

    class Meta:
        db_table = "common_sent"
        indexes = (models.Index(fields=("made_at",), name="sent_by_time"),)


class Recording(models.Model):
    """A page read aloud in a language, for those who would rather listen."""

    page = models.CharField(max_length=80)
    language = models.CharField(max_length=8)
    file = models.FileField(upload_to="recordings/", max_length=200)
    media_type = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "common_recording"
        constraints = (models.UniqueConstraint(fields=("page", "language"), name="one_recording_a_page"),)
