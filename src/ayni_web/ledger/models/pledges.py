"""What members will put in, by which days."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from ayni_web.ledger.models.entries import MOST_MINOR

PERSON = settings.AUTH_USER_MODEL


class Pledge(models.Model):
    """What a member will put into a fund, for a heading or for the whole; it counts once the member agreed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey("members.Organisation", on_delete=models.PROTECT, related_name="pledges")
    fund = models.ForeignKey("ledger.Fund", on_delete=models.PROTECT, related_name="pledges")
    heading = models.ForeignKey("ledger.Heading", on_delete=models.PROTECT, null=True, related_name="pledges")
    currency = models.CharField(max_length=3)
    text = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now(), editable=False)
    agreed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    typed_for = models.BooleanField(default=False)
    ended_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    why_ended = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "ledger_pledge"
        ordering = ("-made_at",)
        constraints = (
            models.CheckConstraint(condition=~Q(made_by=F("agreed_by")), name="pledge_agreed_by_another"),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True, agreed_at__isnull=True)
                | Q(agreed_by__isnull=False, agreed_at__isnull=False),
                name="somebody_agreed_to_the_pledge",
            ),
            models.CheckConstraint(
                condition=Q(ended_by__isnull=True, ended_at__isnull=True, why_ended="")
                | (Q(ended_by__isnull=False, ended_at__isnull=False) & ~Q(why_ended="")),
                name="somebody_ended_the_pledge_and_said_why",
            ),
        )


class Instalment(models.Model):
    """A part of a pledge, with its day; ``text`` says what is put in where it is no money."""

    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="instalments")
    due_on = models.DateField()
    minor = models.BigIntegerField()
    in_kind = models.BooleanField(default=False)
    text = models.CharField(max_length=120, blank=True)

    class Meta:
        db_table = "ledger_instalment"
        ordering = ("due_on", "id")
        constraints = (
            models.CheckConstraint(condition=Q(minor__range=(1, MOST_MINOR)), name="instalment_is_above_zero"),
            models.CheckConstraint(condition=Q(in_kind=False) | ~Q(text=""), name="instalment_in_kind_says_what"),
        )


class Fulfilment(models.Model):
    """What of a posted line counts for an instalment, in minor units above zero.

    Its guards keep that no line counts for more than it holds and no instalment for more than was promised.  One that
    was made by mistake is ended, and stays.
    """

    instalment = models.ForeignKey(Instalment, on_delete=models.PROTECT, related_name="fulfilments")
    line = models.ForeignKey("ledger.Line", on_delete=models.PROTECT, related_name="fulfilments")
    minor = models.BigIntegerField()
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now(), editable=False)
    ended_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "ledger_fulfilment"
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=Q(minor__range=(1, MOST_MINOR)), name="fulfilment_is_above_zero"),
            models.CheckConstraint(
                condition=Q(ended_by__isnull=True, ended_at__isnull=True)
                | Q(ended_by__isnull=False, ended_at__isnull=False),
                name="somebody_ended_the_fulfilment",
            ),
        )
