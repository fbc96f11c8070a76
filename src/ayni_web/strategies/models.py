"""Strategies of a cluster for a product in a market: their versions, who wrote in them, what reopened them."""

import json
import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from ayni.codes import nomenclature
from ayni_web.common.language import current

PERSON = settings.AUTH_USER_MODEL


class Strategy(models.Model):
    """A strategy of a cluster for a product in a market (``market`` is a country); what it says stands in versions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cluster = models.ForeignKey("members.Cluster", on_delete=models.PROTECT, related_name="strategies")
    plan = models.ForeignKey("ventures.Plan", on_delete=models.PROTECT, null=True, related_name="strategies")
    product = models.CharField(max_length=200)
    hs_code = models.CharField(max_length=10)
    market = models.CharField(max_length=2)
    added_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        db_table = "strategies_strategy"
        ordering = ("product", "market", "id")
        constraints = (
            models.CheckConstraint(condition=~Q(product=""), name="strategy_of_a_product"),
            models.UniqueConstraint(fields=("cluster", "hs_code", "market"), name="one_strategy_of_a_market"),
        )

    def __str__(self) -> str:
        return f"{self.product} · {self.market_name}"

    @property
    def market_name(self) -> str:
        """Market, in the language being spoken."""
        names = nomenclature("iso3166").names
        return (names.get(current()) or names["es"]).get(self.market, self.market)


class Version(models.Model):
    """A version of a strategy: what it says of each part, as canonical JSON with its hash.

    ``content`` holds the parts of the library as they were when it began beside what was written in them: a part that
    changes later changes nothing here.
    """

    class State(models.TextChoices):
        """``draft``: whoever manages the cluster; ``signed``: by another than its writers."""

        DRAFT = "draft"
        SIGNED = "signed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    strategy = models.ForeignKey(Strategy, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    author = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now(), editable=False)
    signed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "strategies_version"
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("strategy", "number"), name="one_version_of_a_strategy_a_number"),
            models.CheckConstraint(condition=Q(state__in=("draft", "signed")), name="strategy_state_is_known"),
            models.CheckConstraint(
                condition=Q(state="signed", signed_by__isnull=False, signed_at__isnull=False)
                | Q(state="draft", signed_by__isnull=True, signed_at__isnull=True),
                name="strategy_signed_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=models.F("author")),
                name="strategy_signed_by_another",
            ),
        )

    def __str__(self) -> str:
        return f"{self.strategy} · {self.number}"

    @property
    def document(self) -> dict[str, Any]:
        """What it says, as it was typed."""
        found: dict[str, Any] = json.loads(self.content)
        return found

    @property
    def is_signed(self) -> bool:
        """Whether it is frozen."""
        return self.state == self.State.SIGNED


class Hand(models.Model):
    """That a person wrote in a version: whoever did does not sign it."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="hands")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        db_table = "strategies_hand"
        constraints = (models.UniqueConstraint(fields=("version", "person"), name="one_hand_in_a_strategy"),)


class Reopening(models.Model):
    """That a sign of a signed version came true on a day, and what was seen; ``row`` is its code in ``part``."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="reopenings")
    part = models.CharField(max_length=40)
    row = models.CharField(max_length=40)
    seen = models.CharField(max_length=400)
    seen_on = models.DateField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        db_table = "strategies_reopening"
        ordering = ("at", "id")
        constraints = (
            models.CheckConstraint(condition=~Q(seen=""), name="reopened_by_what_was_seen"),
            models.UniqueConstraint(fields=("version", "part", "row"), name="a_sign_comes_true_once"),
        )
