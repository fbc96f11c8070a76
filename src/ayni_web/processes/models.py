"""Which step: processes with their rules, cases that walk through them, and what was done."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from ayni.library.processes import COUNTINGS, ENDS, ROLES
from ayni_web.common.language import current
from ayni_web.members.places import place_name

PERSON = settings.AUTH_USER_MODEL


class Process(models.Model):
    """A way of doing something step by step: of the entity, or of one cluster (``cluster``).

    ``entry`` is the entry of the library that it was copied from, ``copied_from`` the rules of another.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cluster = models.ForeignKey("members.Cluster", on_delete=models.PROTECT, null=True, related_name="processes")
    entry = models.CharField(max_length=80, blank=True)
    copied_from = models.ForeignKey("processes.Rules", on_delete=models.PROTECT, null=True, related_name="copies")
    added_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(db_default=Now(), editable=False)
    retired_at = models.DateTimeField(null=True)
    retired_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "processes_process"
        ordering = ("added_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(retired_at__isnull=True, retired_by__isnull=True)
                | Q(retired_at__isnull=False, retired_by__isnull=False),
                name="process_retired_by_someone",
            ),
        )


class Rules(models.Model):
    """A version of a process; a case keeps the one it was opened with."""

    class State(models.TextChoices):
        """``draft``: whoever edits it; ``in_force``: an editor put it so; ``replaced``: by the next, or retired."""

        DRAFT = "draft"
        IN_FORCE = "in_force"
        REPLACED = "replaced"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    document = models.JSONField()
    title = models.JSONField()
    openers = models.JSONField(default=list)
    subjects = models.JSONField(default=list)
    blocks = models.BooleanField(default=False)
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now(), editable=False)
    put_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    put_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "processes_rules"
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("process", "number"), name="one_version_of_rules_a_number"),
            models.UniqueConstraint(fields=("process",), condition=Q(state="draft"), name="one_draft_of_rules"),
            models.UniqueConstraint(fields=("process",), condition=Q(state="in_force"), name="one_rules_in_force"),
            models.CheckConstraint(condition=Q(state__in=("draft", "in_force", "replaced")), name="rules_state_known"),
            models.CheckConstraint(
                condition=Q(state="draft", put_by__isnull=True, put_at__isnull=True)
                | (~Q(state="draft") & Q(put_by__isnull=False, put_at__isnull=False)),
                name="rules_put_in_force_by_someone",
            ),
        )

    def __str__(self) -> str:
        return str(self.title.get(current()) or self.title["es"])


class Step(models.Model):
    """A step of rules that were put in force; never changed."""

    rules = models.ForeignKey(Rules, on_delete=models.PROTECT, related_name="steps")
    code = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField()
    title = models.JSONField()
    asks = models.JSONField(default=dict)
    owner = models.CharField(max_length=12, blank=True)
    days = models.PositiveSmallIntegerField(null=True)
    counting = models.CharField(max_length=10)
    documents = models.JSONField(default=list)
    by_another = models.BooleanField(default=False)
    pause = models.BooleanField(default=False)
    ending = models.CharField(max_length=10, blank=True)
    leads_to = models.CharField(max_length=60, blank=True)

    class Meta:
        db_table = "processes_step"
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("rules", "code"), name="one_step_a_code"),
            models.UniqueConstraint(fields=("rules", "position"), name="one_step_a_position"),
            models.CheckConstraint(condition=Q(counting__in=COUNTINGS), name="step_counting_known"),
            models.CheckConstraint(
                condition=Q(ending="", owner__in=ROLES) | Q(ending__in=ENDS, owner=""), name="step_has_owner_or_ends"
            ),
            models.CheckConstraint(condition=Q(leads_to="") | Q(ending="done"), name="only_a_good_end_leads_on"),
        )

    def __str__(self) -> str:
        return str(self.title.get(current()) or self.title["es"])


class Way(models.Model):
    """A move that rules allow, from a step to another; never changed."""

    origin = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="ways")
    target = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="ways_here")
    position = models.PositiveSmallIntegerField()
    title = models.JSONField()
    by = models.JSONField()
    reason = models.BooleanField(default=False)
    by_another = models.BooleanField(default=False)

    class Meta:
        db_table = "processes_way"
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("origin", "target"), name="one_way_to_a_step"),
            models.CheckConstraint(condition=~Q(origin=models.F("target")), name="way_leads_elsewhere"),
        )

    def __str__(self) -> str:
        return str(self.title.get(current()) or self.title["es"])


class Case(models.Model):
    """Something that walks through the steps of rules: of a cluster, of an organisation, or a request of a person.

    ``step``, ``entered_at`` and ``brought_by`` are those of its last move; ``due_on`` is the last day allowed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rules = models.ForeignKey(Rules, on_delete=models.PROTECT, related_name="cases")
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    cluster = models.ForeignKey("members.Cluster", on_delete=models.PROTECT, null=True, related_name="cases")
    organisation = models.ForeignKey("members.Organisation", on_delete=models.PROTECT, null=True, related_name="cases")
    blocked_usd = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    opened_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(db_default=Now(), editable=False)
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="cases")
    entered_at = models.DateTimeField(db_default=Now())
    brought_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "processes_case"
        ordering = ("-opened_at", "id")
        indexes = (models.Index(fields=("ended_at", "due_on"), name="case_by_due_day"),)
        constraints = (
            models.CheckConstraint(condition=~Q(title=""), name="case_has_a_title"),
            models.CheckConstraint(
                condition=Q(blocked_usd__isnull=True) | Q(blocked_usd__gte=0), name="case_blocks_no_less_than_nothing"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(due_on__isnull=True), name="case_that_ended_is_not_due"
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def number(self) -> str:
        """Number to be read aloud and written on paper: the first figures of its key."""
        return f"{self.pk.hex[:4]}-{self.pk.hex[4:8]}".upper()


class Intake(models.Model):
    """Who asked for a case without an account, taken in by whoever opened it; ``reach`` is how they are told.

    What names them is read by the entity and by whoever took it in, and goes when they ask for that.
    """

    class Came(models.TextChoices):
        """How it came: ``words/intake_ways.toml``."""

        IN_PERSON = "in_person"
        TELEPHONE = "telephone"
        LETTER = "letter"

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="intake")
    name = models.CharField(max_length=120, blank=True)
    reach = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=6, blank=True)
    came_by = models.CharField(max_length=10, choices=Came.choices)
    came_on = models.DateField()
    forgotten_at = models.DateTimeField(null=True)
    forgotten_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "processes_intake"
        constraints = (
            models.CheckConstraint(
                condition=(Q(forgotten_at__isnull=True, forgotten_by__isnull=True) & ~Q(name="") & ~Q(reach="")
                           & ~Q(place=""))
                | Q(forgotten_at__isnull=False, forgotten_by__isnull=False, name="", reach="", place=""),
                name="intake_names_who_asked_or_is_forgotten",
            ),
            models.CheckConstraint(
                condition=Q(came_by__in=("in_person", "telephone", "letter")), name="intake_came_some_way"
            ),
        )  # fmt: skip

    @property
    def long_place(self) -> str:
        """Place with what it lies in."""
        return place_name(self.place) if self.place else ""


class Sequel(models.Model):
    """What was made of a case that ended well: another case, or a cluster; once, and by a person."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="sequel")
    following = models.OneToOneField(Case, on_delete=models.PROTECT, null=True, related_name="origin")
    cluster = models.OneToOneField(
        "members.Cluster", on_delete=models.PROTECT, null=True, related_name="formed_by"
    )  # fmt: skip
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        db_table = "processes_sequel"
        constraints = (
            models.CheckConstraint(
                condition=Q(following__isnull=False, cluster__isnull=True)
                | Q(following__isnull=True, cluster__isnull=False),
                name="sequel_is_a_case_or_a_cluster",
            ),
            models.CheckConstraint(
                condition=Q(following__isnull=True) | ~Q(following=models.F("case")), name="sequel_is_another_case"
            ),
        )


class Move(models.Model):
    """That a person brought a case to a step; the first one opened it (``way`` is none). Never changed."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="moves")
    number = models.PositiveIntegerField()
    way = models.ForeignKey(Way, on_delete=models.PROTECT, null=True, related_name="moves")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="moves")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    made_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        db_table = "processes_move"
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("case", "number"), name="one_move_a_number"),
            models.CheckConstraint(
                condition=Q(number=1, way__isnull=True) | Q(number__gt=1, way__isnull=False),
                name="first_move_opens_the_case",
            ),
        )


class Pause(models.Model):
    """That the clock of a case stands still, with the reason."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="pauses")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField(db_default=Now(), editable=False)
    until = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "processes_pause"
        ordering = ("since", "id")
        constraints = (
            models.UniqueConstraint(fields=("case",), condition=Q(until__isnull=True), name="one_open_pause"),
            models.CheckConstraint(condition=~Q(reason=""), name="pause_has_a_reason"),
            models.CheckConstraint(
                condition=Q(until__isnull=True, ended_by__isnull=True) | Q(until__isnull=False, ended_by__isnull=False),
                name="pause_ended_by_someone",
            ),
        )


class Reviewer(models.Model):
    """Someone who was named to review a case: neither who opened it nor who names."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reviewers")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    named_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        db_table = "processes_reviewer"
        ordering = ("named_at", "id")
        constraints = (
            models.UniqueConstraint(fields=("case", "person"), name="one_reviewer_once"),
            models.CheckConstraint(condition=~Q(person=models.F("named_by")), name="reviewer_named_by_another"),
        )
