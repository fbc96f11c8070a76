"""What was written: texts and files, each version with its hash, and who signed which version when."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from ayni_web.common.uploads import hidden_place

PERSON = settings.AUTH_USER_MODEL


KINDS = ("rules", "minutes", "agreement", "contract", "strategy", "report", "receipt", "photograph", "other")
AUDIENCES = ("entity", "managers", "members", "public")


class Document(models.Model):
    """Something written, of an organisation, of a cluster, or of the entity (neither).

    ``sent_by`` sent it in without writing for its owner: a requester of no organisation, an expert; they read it, too.
    """

    class Kind(models.TextChoices):
        """What it is: ``words/document_kinds.toml``."""

        RULES = "rules"
        MINUTES = "minutes"
        AGREEMENT = "agreement"
        CONTRACT = "contract"
        STRATEGY = "strategy"
        REPORT = "report"
        RECEIPT = "receipt"
        PHOTOGRAPH = "photograph"
        OTHER = "other"

    class Audience(models.TextChoices):
        """Who may read it: ``entity``; ``managers`` of the cluster; its ``members``; ``public``."""

        ENTITY = "entity"
        MANAGERS = "managers"
        MEMBERS = "members"
        PUBLIC = "public"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    cluster = models.ForeignKey("members.Cluster", on_delete=models.PROTECT, null=True, related_name="documents")
    organisation = models.ForeignKey(
        "members.Organisation", on_delete=models.PROTECT, null=True, related_name="documents"
    )
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.ENTITY)
    added_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    sent_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "documents_document"
        ordering = ("-added_at",)
        constraints = (
            models.CheckConstraint(condition=~Q(title=""), name="document_has_a_title"),
            models.CheckConstraint(
                condition=Q(cluster__isnull=True) | Q(organisation__isnull=True), name="document_of_one_owner"
            ),
            models.CheckConstraint(
                condition=Q(sent_by__isnull=True) | Q(sent_by=models.F("added_by")), name="document_sent_by_its_adder"
            ),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="document_kind_is_known"),
            models.CheckConstraint(condition=Q(audience__in=AUDIENCES), name="document_audience_is_known"),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.title


class Version(models.Model):
    """A text or a file as it stood, never changed afterwards; ``sha256`` is over its bytes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    file = models.FileField(upload_to=hidden_place, blank=True, max_length=200)
    name = models.CharField(max_length=200, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    what_changed = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        db_table = "documents_version"
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("document", "number"), name="one_version_a_number"),
            models.CheckConstraint(
                condition=(Q(text="") & ~Q(file="")) | (~Q(text="") & Q(file="")), name="version_is_text_or_file"
            ),
        )

    @property
    def missing(self) -> list[Any]:
        """Organisations that were asked and have not signed."""
        given = {signature.organisation_id for signature in self.signatures.all()}
        return [asked.organisation for asked in self.asked.all() if asked.organisation_id not in given]


class Signature(models.Model):
    """That a person signed a version, at the moment the database wrote it: it cannot be back-dated.

    ``organisation`` is the one that was signed for; none when the person signed for nobody else.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="signatures")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="signatures")
    organisation = models.ForeignKey("members.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    sha256 = models.CharField(max_length=64)
    signed_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        db_table = "documents_signature"
        ordering = ("signed_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("version", "person"), condition=Q(organisation__isnull=True), name="signed_once"
            ),
            models.UniqueConstraint(fields=("version", "person", "organisation"), name="signed_once_for_each"),
        )


class AskedSignature(models.Model):
    """That an organisation is asked to sign a version."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="asked")
    organisation = models.ForeignKey("members.Organisation", on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "documents_asked_signature"
        ordering = ("asked_at", "id")
        constraints = (models.UniqueConstraint(fields=("version", "organisation"), name="asked_once"),)


class Opening(models.Model):
    """That a person opened a version that is for few (``entity``, ``managers``); one row a person, version and day."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="openings")
    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()

    class Meta:
        db_table = "documents_opening"
        ordering = ("-day", "id")
        constraints = (models.UniqueConstraint(fields=("version", "person", "day"), name="opened_once_a_day"),)
