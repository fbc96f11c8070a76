"""How well: questionnaires with their versions, rounds that ask with one, sheets of those asked, answers."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

PERSON = settings.AUTH_USER_MODEL


class Template(models.Model):
    """A questionnaire that may be edited: of the entity, or of one cluster.

    ``entry`` is the code of the library's entry it was copied from, ``copied_from`` the version of another template.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cluster = models.ForeignKey("members.Cluster", on_delete=models.PROTECT, null=True, related_name="+")
    entry = models.CharField(max_length=60, blank=True)
    copied_from = models.ForeignKey("assessments.Version", on_delete=models.PROTECT, null=True, related_name="copies")
    added_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        db_table = "assessments_template"
        ordering = ("-added_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(entry="") | Q(copied_from__isnull=True), name="template_is_copied_from_one"
            ),
        )


class Version(models.Model):
    """A questionnaire as it stood, in the shape of the library; once a round asks with it, it stays as it is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        db_table = "assessments_version"
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("template", "number"), name="one_questionnaire_a_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="questionnaires_count_from_one"),
        )


class Assessment(models.Model):
    """A round: some are asked with one version, until a day.

    It is of ``organisation`` where there is one, else of ``cluster``, else of the entity; whoever manages ``cluster``
    runs it, or the entity where there is none.
    """

    class State(models.TextChoices):
        """``open``: whoever runs it opened it; ``closed``: they closed it, and it stays so."""

        OPEN = "open"
        CLOSED = "closed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="assessments")
    cluster = models.ForeignKey("members.Cluster", on_delete=models.PROTECT, null=True, related_name="assessments")
    organisation = models.ForeignKey(
        "members.Organisation", on_delete=models.PROTECT, null=True, related_name="assessments"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    opened_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(db_default=Now(), editable=False)
    closes_on = models.DateField()
    closed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    reply = models.TextField(blank=True)
    replied_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    replied_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "assessments_assessment"
        ordering = ("-opened_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(state="open", closed_by__isnull=True, closed_at__isnull=True)
                | Q(state="closed", closed_by__isnull=False, closed_at__isnull=False),
                name="assessment_closed_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(replied_by__isnull=True, replied_at__isnull=True, reply="")
                | Q(replied_by__isnull=False, replied_at__isnull=False, state="closed"),
                name="reply_after_closing",
            ),
        )

    @property
    def subject(self) -> str:
        """Kind of what it is of: ``organisation``, ``cluster`` or ``entity``."""
        return "organisation" if self.organisation_id else "cluster" if self.cluster_id else "entity"

    @property
    def is_open(self) -> bool:
        """Whether it has not been closed."""
        return self.state == self.State.OPEN


class Sheet(models.Model):
    """Someone who is asked, and the answers of theirs; ``own``: they act for the organisation that it is of.

    Of who has no account nothing is kept but what the paper says: ``typed_by`` copied it, and ``paper`` is its number.
    """

    class State(models.TextChoices):
        """``asked``: whoever runs the round asked; ``draft``: the person began; ``sent``: the person sent it, once."""

        ASKED = "asked"
        DRAFT = "draft"
        SENT = "sent"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="sheets")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    typed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    paper = models.CharField(max_length=20, blank=True)
    organisation = models.ForeignKey("members.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    own = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    asked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_default=Now(), editable=False)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "assessments_sheet"
        ordering = ("asked_at", "id")
        constraints = (
            models.UniqueConstraint(fields=("assessment", "person"), name="one_sheet_a_person"),
            models.UniqueConstraint(fields=("assessment", "paper"), condition=~Q(paper=""), name="one_sheet_a_paper"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, typed_by__isnull=True, paper="")
                | (Q(person__isnull=True, typed_by__isnull=False) & ~Q(paper="")),
                name="sheet_of_a_person_or_a_paper",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("asked", "draft"), sent_at__isnull=True)
                | Q(state="sent", sent_at__isnull=False),
                name="sheet_sent_at_a_moment",
            ),
        )


class Answer(models.Model):
    """What a person says of one item; without ``kind`` only a note was written yet."""

    class Kind(models.TextChoices):
        """``value`` of the scale; the person does not know (``unknown``); it does not apply (``not_apply``)."""

        VALUE = "value"
        UNKNOWN = "unknown"
        NOT_APPLY = "not_apply"

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="answers")
    item = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=Kind.choices, blank=True)
    value = models.FloatField(null=True)
    note = models.CharField(max_length=1000, blank=True)

    class Meta:
        db_table = "assessments_answer"
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("sheet", "item"), name="one_answer_an_item"),
            models.CheckConstraint(
                condition=Q(kind="value", value__isnull=False)
                | Q(kind__in=("", "unknown", "not_apply"), value__isnull=True),
                name="answer_has_a_value_or_says_why_not",
            ),
        )
