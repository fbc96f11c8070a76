"""Studies run as jobs, the packages they publish, and the clusters formed from their candidates."""

import uuid
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from ayni_web.common.language import current

PERSON = settings.AUTH_USER_MODEL
# A step of the largest study takes minutes; a job that says nothing for longer has died.
SILENCE = timedelta(minutes=10)
PATIENCE = timedelta(minutes=1)


class Study(models.Model):
    """A question asked again and again: its file, and the runs made of it.

    ``config`` is the study file within ``studies/<id>`` of ``AYNI_HOME``; empty where only packages were published.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=200)
    titles = models.JSONField(default=dict)
    config = models.CharField(max_length=400, blank=True)
    public = models.BooleanField(default=False)
    added_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "studies_study"
        ordering = ("title",)
        constraints = (models.CheckConstraint(condition=~Q(title=""), name="study_has_a_title"),)

    def __str__(self) -> str:
        return self.titles.get(current()) or self.title

    @property
    def folder(self) -> Path:
        """Folder that holds its files; what the study file names lies within it."""
        return settings.HOME / "studies" / str(self.pk)


class Run(models.Model):
    """One computation of a study, and the package it left in the folder ``packages/<id>`` of ``AYNI_HOME``.

    ``mistake`` is the sentence in each complete language and ``faults`` those of a table, row by row.
    ``attempt`` counts how often the job was asked for: what an attempt that was given up writes is not taken.
    """

    class State(models.TextChoices):
        """``waiting``: asked for; ``running``, ``done``, ``failed``: by the worker; ``cancelled``: by a person."""

        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"

    OPEN = (State.WAITING, State.RUNNING)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="runs")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempt = models.PositiveSmallIntegerField(default=1)
    done = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveSmallIntegerField(default=0)
    mistake = models.JSONField(default=dict)
    faults = models.JSONField(default=list)
    package = models.CharField(max_length=120, blank=True)
    manifest_sha256 = models.CharField(max_length=64, blank=True)
    asked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    queued_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    progressed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "studies_run"
        ordering = ("-asked_at",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(state="done") | (~Q(package="") & ~Q(manifest_sha256="")), name="done_run_has_a_package"
            ),
            models.UniqueConstraint(
                fields=("study",), condition=Q(state__in=("waiting", "running")), name="one_open_run_of_a_study"
            ),
        )

    def __str__(self) -> str:
        return self.package or str(self.pk)

    @property
    def folder(self) -> Path:
        """Folder of its package."""
        return settings.PACKAGES / str(self.pk)

    @property
    def is_open(self) -> bool:
        """Whether it waits or runs."""
        return self.state in self.OPEN

    @property
    def has_died(self) -> bool:
        """Whether its job has said nothing for so long that it may be asked for again."""
        last = self.progressed_at or self.started_at
        return self.state == self.State.RUNNING and last is not None and timezone.now() - last > SILENCE

    @property
    def waits_long(self) -> bool:
        """Whether no worker took it within a minute."""
        return self.state == self.State.WAITING and timezone.now() - self.queued_at > PATIENCE

    @property
    def can_be_retried(self) -> bool:
        """Whether it ended without a package, or its job has died."""
        return self.state in (self.State.FAILED, self.State.CANCELLED) or self.has_died

    @property
    def told(self) -> str:
        """Why it failed, in the language being spoken."""
        return self.mistake.get(current()) or self.mistake.get("es", "")


class Origin(models.Model):
    """The candidate a cluster was formed from, with its evidence as it stood in the package."""

    cluster = models.OneToOneField("members.Cluster", on_delete=models.CASCADE, related_name="origin")
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="origins")
    candidate = models.CharField(max_length=120)
    evidence = models.JSONField(default=dict)
    formed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "studies_origin"
        indexes = (models.Index(fields=("candidate",), name="origins_by_candidate"),)
