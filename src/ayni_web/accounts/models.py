"""People, the roles they hold in the entity, how they come in, and what they agreed to."""

import secrets
import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q


class Role(models.TextChoices):
    """What a person does for the coordinating entity; each is explained on screen (``roles.director``)."""

    DIRECTOR = "director"
    OFFICER = "officer"
    AUDITOR = "auditor"


def new_salt() -> str:
    """Salt of a person's digests in the audit chain, 32 hexadecimal digits."""
    return secrets.token_hex(16)


class People(BaseUserManager["Person"]):
    """People, by the name they sign in with."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        """Person of that user name."""
        return self.get(username=username)

    def create_user(self, username: str, password: str | None = None, **facts: Any) -> "Person":
        """New person; without a password, only an invitation or a reset lets them in."""
        person = self.model(username=username, **facts)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Someone with an account.

    ``username`` has letters, figures, points and hyphens and begins with a letter; with ``email`` and ``phone``
    (E.164) it makes three name spaces that never meet, since a name is typed into one field to sign in.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    email = models.EmailField(null=True, unique=True)
    phone = models.CharField(max_length=20, null=True, unique=True)
    language = models.CharField(max_length=8, default="es")
    is_active = models.BooleanField(default=True)
    salt = models.CharField(max_length=32, default=new_salt, editable=False)
    joined_at = models.DateTimeField(auto_now_add=True)
    erased_at = models.DateTimeField(null=True)

    objects: ClassVar[People] = People()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        db_table = "accounts_person"
        ordering = ("name", "username")
        constraints = (
            models.CheckConstraint(condition=~Q(username__contains="@"), name="username_is_no_email"),
            models.CheckConstraint(condition=~Q(username__startswith="+"), name="username_is_no_phone"),
            models.CheckConstraint(condition=~Q(username=""), name="username_is_there"),
            models.CheckConstraint(condition=Q(phone__isnull=True) | Q(phone__startswith="+"), name="phone_is_e164"),
            models.CheckConstraint(condition=Q(email__isnull=True) | Q(email__contains="@"), name="email_has_at"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def short_name(self) -> str:
        """First name and the initial of the next, as the masthead shows it."""
        first, _, rest = self.name.partition(" ")
        return f"{first} {rest[0]}." if rest else first

    def has_perm(self, permission: str, row: object = None) -> bool:
        """Whether the rules (``access.py``) let this person do that."""
        import rules

        return bool(self.is_active and rules.has_perm(permission, self, row))


class Appointment(models.Model):
    """A role in the entity, from a day to a day, given by someone else."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=20, choices=Role.choices)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "accounts_appointment"
        constraints = (
            models.UniqueConstraint(fields=("person", "role"), condition=Q(until__isnull=True), name="one_open_role"),
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="role_ends_after"),
            models.CheckConstraint(condition=~Q(given_by=F("person")), name="role_given_by_another"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="role_is_known"),
        )


class Invitation(models.Model):
    """A short code to print or read aloud, good for one person and some days.

    The code itself is never kept, only its keyed digest.  What a person is invited to in organisations and clusters
    hangs on it in ``members``.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    digest = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=20, choices=Role.choices, blank=True)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="invitations")
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    # Someone who has an account may take further ones, to other organisations and clusters.
    used_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="invitations_used")
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "accounts_invitation"
        ordering = ("-made_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(used_by__isnull=True, used_at__isnull=True)
                | Q(used_by__isnull=False, used_at__isnull=False),
                name="invitation_used_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(withdrawn_at__isnull=True), name="used_or_withdrawn"
            ),
        )


class Reset(models.Model):
    """A lost access given back by two people: one asks, another approves; the owner is told at the next sign-in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="resets")
    why = models.CharField(max_length=300)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    approved_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, null=True, unique=True)
    expires_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "accounts_reset"
        ordering = ("-asked_at",)
        constraints = (
            models.CheckConstraint(condition=~Q(asked_by=F("person")), name="reset_asked_by_another"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | (~Q(approved_by=F("asked_by")) & ~Q(approved_by=F("person"))),
                name="reset_takes_two",
            ),
        )


class Notice(models.Model):
    """Something a person is told at the next sign-in and on their own page."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notices")
    key = models.CharField(max_length=80)
    facts = models.JSONField(default=dict)
    made_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "accounts_notice"
        ordering = ("-made_at",)


class Token(models.Model):
    """Key of a program: reads and imports, never approves, signs or pays."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.CharField(max_length=200)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "accounts_token"
        ordering = ("-made_at",)


class Consent(models.Model):
    """What a person agreed to: a purpose, the version of the text shown, and its hash."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    text_sha256 = models.CharField(max_length=64)
    given_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "accounts_consent"
        ordering = ("purpose", "-given_at")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "purpose"), condition=Q(withdrawn_at__isnull=True), name="one_open_consent"
            ),
        )


class PrivacyRequest(models.Model):
    """What a person asks about their own data, answered within the days of the law."""

    class Kind(models.TextChoices):
        """Rights of Ley 29733."""

        ACCESS = "access"
        CORRECTION = "correction"
        ERASURE = "erasure"
        OBJECTION = "objection"

    class State(models.TextChoices):
        """``open``: sent by the person; ``done`` and ``refused``: by an officer, with the answer."""

        OPEN = "open"
        DONE = "done"
        REFUSED = "refused"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="privacy_requests")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    text = models.TextField(blank=True)
    state = models.CharField(max_length=20, choices=State.choices, default=State.OPEN)
    asked_at = models.DateTimeField(auto_now_add=True)
    due_on = models.DateField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "accounts_privacy_request"
        ordering = ("due_on",)
        constraints = (
            models.CheckConstraint(
                condition=Q(state="open", answered_at__isnull=True) | (~Q(state="open") & Q(answered_at__isnull=False)),
                name="privacy_answered_when_closed",
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | Q(person__isnull=True) | ~Q(answered_by=F("person")),
                name="privacy_answered_by_another",
            ),
        )


class Breach(models.Model):
    """A breach of personal data: what, whose, what was done, when the authority and the people were told."""

    found_at = models.DateTimeField()
    what = models.TextField()
    people = models.PositiveIntegerField()
    done = models.TextField()
    authority_told_at = models.DateTimeField(null=True)
    people_told_at = models.DateTimeField(null=True)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "accounts_breach"
        ordering = ("-found_at",)


class Erasure(models.Model):
    """That an account was erased: its identifier alone, so that a restored backup erases it again."""

    person_id = models.UUIDField(primary_key=True)
    done_at = models.DateTimeField()

    class Meta:
        db_table = "accounts_erasure"
        ordering = ("done_at",)
