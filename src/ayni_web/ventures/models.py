"""What joining earns: plans of a cluster with their versions, what each comes to, who takes part, what was forecast."""

import json
import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from ayni_web.common.language import current

PERSON = settings.AUTH_USER_MODEL
# A plan is computed within seconds; a job that takes longer has died.
SILENCE = timedelta(minutes=5)
PATIENCE = timedelta(minutes=1)
BASES = ("alone", "together")


class Plan(models.Model):
    """A plan of a cluster: members by type, what they do, what it costs and brings; its content stands in versions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cluster = models.ForeignKey("members.Cluster", on_delete=models.PROTECT, related_name="plans")
    title = models.CharField(max_length=200)
    added_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        db_table = "ventures_plan"
        ordering = ("title", "id")
        constraints = (models.CheckConstraint(condition=~Q(title=""), name="plan_has_a_title"),)

    def __str__(self) -> str:
        return self.title


class Version(models.Model):
    """A version of a plan: ``content`` is the document that the TOML file tells, as canonical JSON, with its hash.

    ``figures_sha256`` is the hash of it without its assumptions: what was computed stands as long as that is the same.
    """

    class State(models.TextChoices):
        """``draft``: whoever manages the cluster; ``computed``: by the job; ``signed``: by another than its writers."""

        DRAFT = "draft"
        COMPUTED = "computed"
        SIGNED = "signed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    figures_sha256 = models.CharField(max_length=64)
    author = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now(), editable=False)
    signed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "ventures_version"
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("plan", "number"), name="one_version_of_a_plan_a_number"),
            models.CheckConstraint(condition=Q(state__in=("draft", "computed", "signed")), name="plan_state_is_known"),
            models.CheckConstraint(
                condition=Q(state="signed", signed_by__isnull=False, signed_at__isnull=False)
                | (~Q(state="signed") & Q(signed_by__isnull=True, signed_at__isnull=True)),
                name="plan_signed_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=models.F("author")), name="plan_signed_by_another"
            ),
        )

    def __str__(self) -> str:
        return f"{self.plan} · {self.number}"

    @property
    def document(self) -> dict[str, Any]:
        """The document, as it was read or typed."""
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
        db_table = "ventures_hand"
        constraints = (models.UniqueConstraint(fields=("version", "person"), name="one_hand_of_a_person"),)


class Assumption(models.Model):
    """Something that a version stands on, as its content tells it; without a source it is illustrative."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="assumptions")
    text = models.CharField(max_length=400)
    source = models.CharField(max_length=400, blank=True)
    expires_on = models.DateField()

    class Meta:
        db_table = "ventures_assumption"
        ordering = ("expires_on", "id")
        constraints = (models.UniqueConstraint(fields=("version", "text"), name="assumed_once"),)

    def __str__(self) -> str:
        return self.text

    @property
    def expired(self) -> bool:
        """Whether its day has passed: it must be looked at again."""
        return self.expires_on < timezone.localdate()


class Renewal(models.Model):
    """That somebody looked at an assumption again, and why it still holds."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="renewals")
    text = models.CharField(max_length=400)
    before = models.DateField()
    until = models.DateField()
    reason = models.CharField(max_length=400)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        db_table = "ventures_renewal"
        ordering = ("at", "id")
        constraints = (
            models.CheckConstraint(condition=~Q(reason=""), name="renewed_with_a_reason"),
            models.CheckConstraint(condition=Q(until__gt=models.F("before")), name="renewed_for_longer"),
        )


class Computation(models.Model):
    """One computation of a version by a job, and what the group comes to.

    ``group`` holds the rule, whether somebody would leave and who, the part of the members that gain; ``mistake`` the
    sentence in each complete language, ``step`` the step of the plan that it is about.
    """

    class State(models.TextChoices):
        """``waiting``: asked for; ``running``, ``done``, ``failed``: by the worker; ``replaced``: asked for again."""

        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        REPLACED = "replaced"

    OPEN = (State.WAITING, State.RUNNING)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="computations")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    figures_sha256 = models.CharField(max_length=64)
    engine = models.CharField(max_length=20, blank=True)
    draws = models.PositiveIntegerField(default=0)
    seed = models.PositiveIntegerField(default=0)
    group = models.JSONField(default=dict)
    mistake = models.JSONField(default=dict)
    step = models.CharField(max_length=20, blank=True)
    asked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "ventures_computation"
        ordering = ("-asked_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("version",), condition=Q(state__in=("waiting", "running")), name="one_open_computation"
            ),
        )

    @property
    def is_open(self) -> bool:
        """Whether it waits or runs."""
        return self.state in self.OPEN

    @property
    def has_died(self) -> bool:
        """Whether it runs for longer than any plan takes."""
        started = self.started_at
        return self.state == self.State.RUNNING and started is not None and timezone.now() - started > SILENCE

    @property
    def waits_long(self) -> bool:
        """Whether no worker took it within a minute."""
        return self.state == self.State.WAITING and timezone.now() - self.asked_at > PATIENCE

    @property
    def told(self) -> str:
        """Why it failed, in the language being spoken."""
        return self.mistake.get(current()) or self.mistake.get("es", "")


class MemberRow(models.Model):
    """What a version comes to for each member of a type; amounts of worth are today's, ``*_a_year`` spread evenly.

    ``twenty`` are twenty gains a year that stand for all futures, each as likely as another, rising; ``adds_a_year`` is
    what all together are worth less without one of them, before tax.
    """

    computation = models.ForeignKey(Computation, on_delete=models.CASCADE, related_name="members")
    position = models.PositiveSmallIntegerField()
    type = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    count = models.PositiveIntegerField()
    alone = models.FloatField()
    together = models.FloatField()
    gain = models.FloatField()
    alone_a_year = models.FloatField()
    together_a_year = models.FloatField()
    gain_a_year = models.FloatField()
    low_a_year = models.FloatField()
    high_a_year = models.FloatField()
    twenty = models.JSONField()
    chance_of_loss = models.FloatField()
    payback_periods = models.FloatField(null=True)
    internal_rate = models.FloatField(null=True)
    internal_rate_reason = models.CharField(max_length=20, blank=True)
    peak_working_capital = models.FloatField()
    adds_a_year = models.FloatField()

    class Meta:
        db_table = "ventures_member_row"
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=("computation", "type"), name="one_row_of_a_type"),)

    @property
    def joins(self) -> bool:
        """Whether it is not worse off together, but for rounding."""
        return self.gain >= -1e-9 * max(1.0, abs(self.alone), abs(self.together))


class YearRow(models.Model):
    """Money of a year, of each member of a type (after tax) or of the group: as planned, and 90 of 100 futures."""

    computation = models.ForeignKey(Computation, on_delete=models.CASCADE, related_name="years")
    year = models.PositiveSmallIntegerField()
    who = models.CharField(max_length=40)
    basis = models.CharField(max_length=10)
    value = models.FloatField()
    low = models.FloatField()
    high = models.FloatField()

    class Meta:
        db_table = "ventures_year_row"
        ordering = ("who", "basis", "year")
        constraints = (
            models.UniqueConstraint(fields=("computation", "who", "basis", "year"), name="one_row_of_a_year"),
            models.CheckConstraint(condition=Q(basis__in=BASES), name="year_basis_is_known"),
        )


class ScenarioRow(models.Model):
    """What a named future brings each member of a type, a year."""

    computation = models.ForeignKey(Computation, on_delete=models.CASCADE, related_name="scenarios")
    position = models.PositiveSmallIntegerField()
    scenario = models.CharField(max_length=40)
    title = models.CharField(max_length=200, blank=True)
    type = models.CharField(max_length=40)
    alone = models.FloatField()
    together = models.FloatField()
    gain = models.FloatField()

    class Meta:
        db_table = "ventures_scenario_row"
        ordering = ("position", "id")
        constraints = (models.UniqueConstraint(fields=("computation", "scenario", "type"), name="one_row_of_a_future"),)


class SwayRow(models.Model):
    """What one factor does to the gain a year of each member of a type, everything else as planned.

    ``low`` and ``high`` are what it is multiplied by, one year in ten lies beyond either; at ``break_even`` nothing is
    gained.
    """

    computation = models.ForeignKey(Computation, on_delete=models.CASCADE, related_name="sways")
    position = models.PositiveSmallIntegerField()
    factor = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    type = models.CharField(max_length=40)
    low = models.FloatField()
    high = models.FloatField()
    gain_low = models.FloatField()
    gain_high = models.FloatField()
    break_even = models.FloatField(null=True)

    class Meta:
        db_table = "ventures_sway_row"
        ordering = ("position", "id")
        constraints = (models.UniqueConstraint(fields=("computation", "factor", "type"), name="one_row_of_a_factor"),)


class Participant(models.Model):
    """That an organisation takes part in a plan as a member of a type, and reads its own page."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="participants")
    organisation = models.ForeignKey("members.Organisation", on_delete=models.PROTECT, related_name="plans_joined")
    type = models.CharField(max_length=40)
    added_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        db_table = "ventures_participant"
        ordering = ("type", "organisation__name")
        constraints = (models.UniqueConstraint(fields=("plan", "organisation"), name="takes_part_once"),)

    def __str__(self) -> str:
        return str(self.organisation)


class Forecast(models.Model):
    """What a signed version said of a year, kept to be scored when its day comes."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="forecasts")
    who = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    value = models.FloatField()
    low = models.FloatField()
    high = models.FloatField()

    class Meta:
        db_table = "ventures_forecast"
        ordering = ("due_on", "id")
        constraints = (models.UniqueConstraint(fields=("version", "who", "year"), name="forecast_once"),)


class Score(models.Model):
    """What came of a forecast, by the readings of a measure; of ``told`` members on average, or of the group."""

    forecast = models.ForeignKey(Forecast, on_delete=models.PROTECT, related_name="scores")
    measure = models.ForeignKey("series.Measure", on_delete=models.PROTECT, related_name="+")
    value = models.FloatField()
    told = models.PositiveIntegerField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        db_table = "ventures_score"
        ordering = ("at", "id")
        constraints = (models.CheckConstraint(condition=Q(told__gt=0), name="score_was_told"),)
