"""How much: measures, targets and readings; and the one way to point at evidence."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from ayni_web.common.language import current

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

    class Whose(models.TextChoices):
        """For whom another put it in: ``words/evidence_whose.toml``."""

        REQUESTER = "requester"
        REVIEWER = "reviewer"
        RESPONDENT = "respondent"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.CharField(max_length=20)
    subject_id = models.CharField(max_length=40)
    version = models.ForeignKey("documents.Version", on_delete=models.PROTECT, null=True, related_name="evidence")
    event = models.ForeignKey("events.Event", on_delete=models.PROTECT, null=True, related_name="evidence")
    run = models.ForeignKey("studies.Run", on_delete=models.PROTECT, null=True, related_name="evidence")
    figure = models.CharField(max_length=200, blank=True)
    says = models.CharField(max_length=300, blank=True)
    whose = models.CharField(max_length=10, choices=Whose.choices, blank=True)
    whose_person = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
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
            models.CheckConstraint(
                condition=Q(whose__in=("", "requester", "reviewer", "respondent")), name="evidence_whose_is_known"
            ),
            models.CheckConstraint(
                condition=Q(whose_person__isnull=True) | (~Q(whose="") & ~Q(whose_person=models.F("added_by"))),
                name="evidence_put_in_for_another",
            ),
        )


class Measure(models.Model):
    """What a cluster counts: copied from an entry of the library, whose ``code`` it keeps, or made in the browser.

    Its definition never changes, so that readings stay comparable; a measure that is no more is ended.
    ``kinds`` are those of the members that tell it; empty: all of them.  ``texts`` holds ``title``, ``about``,
    ``weight`` and the ``values`` of a breakdown, each in one language or more.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cluster = models.ForeignKey("members.Cluster", on_delete=models.PROTECT, related_name="measures")
    code = models.CharField(max_length=40, blank=True)
    of = models.CharField(max_length=12)
    unit = models.CharField(max_length=20)
    better = models.CharField(max_length=10)
    period = models.CharField(max_length=10)
    roll_up = models.CharField(max_length=14)
    experience = models.BooleanField(default=False)
    texts = models.JSONField()
    parts = models.JSONField(default=list)
    kinds = models.JSONField(default=list)
    source = models.CharField(max_length=300, blank=True)
    added_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(db_default=Now(), editable=False)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "series_measure"
        ordering = ("added_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("cluster", "code"), condition=~Q(code="") & Q(ended_at__isnull=True), name="entry_copied_once"
            ),
            models.CheckConstraint(condition=Q(of__in=("organisation", "cluster")), name="measure_of_is_known"),
            models.CheckConstraint(condition=Q(better__in=("more", "less", "neither")), name="better_is_known"),
            models.CheckConstraint(
                condition=Q(period__in=("month", "quarter", "year", "farm_year")), name="period_is_known"
            ),
            models.CheckConstraint(
                condition=Q(roll_up__in=("sum", "mean", "weighted_mean", "none")), name="roll_up_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(of="cluster") | Q(roll_up="none"), name="of_the_cluster_is_not_rolled_up"
            ),
        )

    def __str__(self) -> str:
        return self.told("title")

    @property
    def weighted(self) -> bool:
        """Whether a reading tells what weighs it."""
        return self.roll_up == "weighted_mean"

    @property
    def told_by(self) -> Q:
        """Condition of the memberships whose organisations tell it."""
        return Q(kind__in=self.kinds) if self.kinds else Q()

    def told(self, name: str) -> str:
        """One of its texts, in the reader's language or in that in which it was written."""
        return in_language(self.texts.get(name, {}))

    def part_title(self, code: str) -> str:
        """What a part of the breakdown is called."""
        return in_language(self.texts.get("values", {}).get(code, {})) or code


def in_language(text: dict[str, str]) -> str:
    """Text in the reader's language, or in the first in which there is one."""
    return text.get(current()) or next((each for each in text.values() if each), "")


class Release(models.Model):
    """That members were shown a new total of a period, of which nobody could be found out: ``readings/protecting.py``.

    It takes in readings, and none leaves it; a total counts those of every release, but what a later one corrected.
    """

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="releases")
    starts_on = models.DateField()
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        db_table = "series_release"
        indexes = (models.Index(fields=("measure", "starts_on"), name="releases_by_period"),)


class Reading(models.Model):
    """A value in a period, of an organisation or (without one) of the cluster: the whole, or one ``part``.

    A correction ``revises`` an earlier reading, which stays.  ``weight`` is what weighs it in a weighted mean.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="readings")
    organisation = models.ForeignKey(
        "members.Organisation", on_delete=models.PROTECT, null=True, related_name="readings"
    )
    starts_on = models.DateField()
    part = models.CharField(max_length=40, blank=True)
    value = models.DecimalField(max_digits=18, decimal_places=4)
    weight = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    source = models.CharField(max_length=300)
    typed_for = models.BooleanField(default=False)
    revises = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="revised_by")
    why = models.CharField(max_length=300, blank=True)
    release = models.ForeignKey(Release, on_delete=models.PROTECT, null=True, related_name="readings")
    added_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        db_table = "series_reading"
        ordering = ("-starts_on", "added_at", "id")
        indexes = (
            models.Index(fields=("measure", "starts_on", "organisation"), name="readings_by_period"),
            models.Index(fields=("measure", "revises"), condition=Q(revises__isnull=False), name="corrections"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("measure", "organisation", "starts_on", "part"),
                condition=Q(revises__isnull=True, organisation__isnull=False), name="one_first_reading",
            ),
            models.UniqueConstraint(
                fields=("measure", "starts_on", "part"),
                condition=Q(revises__isnull=True, organisation__isnull=True), name="one_first_reading_of_the_cluster",
            ),
            models.CheckConstraint(condition=Q(weight__isnull=True) | Q(weight__gt=0), name="weight_is_above_nothing"),
            models.CheckConstraint(condition=~Q(source=""), name="reading_says_its_source"),
            models.CheckConstraint(
                condition=Q(revises__isnull=True, why="") | (Q(revises__isnull=False) & ~Q(why="")),
                name="revised_with_a_reason",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.measure}: {self.organisation or self.measure.cluster}"


class Verification(models.Model):
    """That somebody else than its author held a reading against its evidence: it is verified, of this value alone."""

    reading = models.OneToOneField(Reading, on_delete=models.PROTECT, related_name="verification")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        db_table = "series_verification"


class Target(models.Model):
    """What is meant to be reached in a period, together or by one ``organisation``.

    A later one of the same period takes its place, and both stay.
    """

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="targets")
    organisation = models.ForeignKey(
        "members.Organisation", on_delete=models.PROTECT, null=True, related_name="targets"
    )
    starts_on = models.DateField()
    value = models.DecimalField(max_digits=18, decimal_places=4)
    why = models.CharField(max_length=300, blank=True)
    set_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        db_table = "series_target"
        ordering = ("starts_on", "id")
        indexes = (models.Index(fields=("measure", "starts_on", "organisation"), name="targets_by_period"),)
