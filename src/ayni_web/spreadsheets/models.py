"""Spreadsheets that came in: kept from the preview until they are written, or until they are past their days."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from ayni_web.common.uploads import hidden_place

PERSON = settings.AUTH_USER_MODEL
CONTRACTS = ("organisations", "relations", "memberships", "events", "readings", "targets", "commitments")
STATES = ("faulty", "checked", "done", "dropped")


class Import(models.Model):
    """A file that a person sent, what came of checking it, and whether it was written.

    ``found`` holds what the preview shows.  The file goes once the import is done, dropped or past its days, and with
    it what was read of it: the counts stay.
    """

    class State(models.TextChoices):
        """``faulty``: to be mended and sent again; ``checked``: the person may write it; ``done``: it was written;
        ``dropped``: the person let it go, or its days were over."""

        FAULTY = "faulty"
        CHECKED = "checked"
        DONE = "done"
        DROPPED = "dropped"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="imports")
    contract = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    file = models.FileField(upload_to=hidden_place, blank=True, max_length=200)
    sha256 = models.CharField(max_length=64)
    decimal = models.CharField(max_length=5, blank=True)
    language = models.CharField(max_length=8)
    state = models.CharField(max_length=10, choices=State.choices)
    rows = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    faults = models.PositiveIntegerField(default=0)
    found = models.JSONField(default=dict)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "spreadsheets_import"
        ordering = ("-made_at", "id")
        indexes = (models.Index(fields=("person", "-made_at"), name="imports_of_a_person"),)
        constraints = (
            models.CheckConstraint(condition=Q(contract__in=CONTRACTS), name="import_contract_is_known"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="import_state_is_known"),
            models.CheckConstraint(condition=~Q(state="faulty") | Q(faults__gte=1), name="faulty_import_has_faults"),
            models.CheckConstraint(
                condition=Q(state__in=("faulty", "dropped")) | Q(faults=0), name="import_with_faults_is_not_written"
            ),
            models.CheckConstraint(
                condition=Q(state="done", done_at__isnull=False) | (~Q(state="done") & Q(done_at__isnull=True)),
                name="import_done_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("faulty", "checked")) | Q(file=""), name="import_over_keeps_no_file"
            ),
        )

    def __str__(self) -> str:
        return self.name
