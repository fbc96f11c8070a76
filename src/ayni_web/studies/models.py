"""Studies run as jobs, the packages they publish, and the clusters formed from their candidates."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

PERSON = settings.AUTH_USER_MODEL


class Study(models.Model):
    """A question asked again and again: its file, and the runs made of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=200)
    config = models.CharField(max_length=400)
    public = models.BooleanField(default=False)
    added_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "studies_study"
        ordering = ("title",)
        constraints = (models.CheckConstraint(condition=~Q(title=""), name="study_has_a_title"),)

    def __str__(self) -> str:
        return self.title


class Run(models.Model):
    """One computation of a study, and the package it left in the folder ``packages/<id>`` of ``AYNI_HOME``."""

    class State(models.TextChoices):
        """``waiting``: asked for; ``running`` and ``done``: by the worker; ``failed``: with the sentence why."""

        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="runs")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    done = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveSmallIntegerField(default=0)
    mistake = models.TextField(blank=True)
    package = models.CharField(max_length=120, blank=True)
    manifest_sha256 = models.CharField(max_length=64, blank=True)
    asked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "studies_run"
        ordering = ("-asked_at",)
        constraints = (
            models.CheckConstraint(condition=~Q(state="done") | ~Q(package=""), name="done_run_has_a_package"),
        )


class Origin(models.Model):
    """The candidate a cluster was formed from, with its evidence as it stood in the package."""

    cluster = models.OneToOneField("members.Cluster", on_delete=models.CASCADE, related_name="origin")
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="origins")
    candidate = models.CharField(max_length=120)
    evidence = models.JSONField(default=dict)
    formed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "studies_origin"
