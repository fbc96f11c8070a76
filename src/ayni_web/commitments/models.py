"""Who promised what: to whom, by when, and what came of it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

PERSON = settings.AUTH_USER_MODEL


class State(models.TextChoices):
    """Where a commitment stands (``words/commitment_states.toml``; words of its history, ``commitment_turns.toml``).

    ``proposed`` by either side; ``agreed``: the other side countersigned; ``declined`` by the other side or
    ``withdrawn`` by the one that proposed, with the reason; ``kept``, ``late`` (done after its day), ``broken`` or
    ``waived`` (with the reason): the receiver told so.  Once the maker disputed that, the receiver may tell it anew.
    """

    PROPOSED = "proposed"
    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    KEPT = "kept"
    LATE = "late"
    BROKEN = "broken"
    WAIVED = "waived"


OUTCOMES = (State.KEPT, State.LATE, State.BROKEN, State.WAIVED)
COUNTED = (State.KEPT, State.LATE, State.BROKEN)
SIDES = ("maker", "receiver")


def shortened(content: str) -> str:
    """What a commitment says, as lists name it."""
    return content if len(content) <= 80 else f"{content[:79]}…"


class Commitment(models.Model):
    """What one organisation promised another; ``kind`` is an entry of the library (``promises``).

    Its terms are never rewritten: what changes is made anew.  ``state`` stands on the last of its ``turns``.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40, db_index=True)
    maker = models.ForeignKey("members.Organisation", on_delete=models.PROTECT, related_name="promised")
    receiver = models.ForeignKey("members.Organisation", on_delete=models.PROTECT, related_name="promises_received")
    cluster = models.ForeignKey("members.Cluster", on_delete=models.PROTECT, null=True, related_name="commitments")
    content = models.TextField()
    quantity = models.DecimalField(max_digits=14, decimal_places=3, null=True)
    unit = models.CharField(max_length=20, blank=True)
    due_on = models.DateField(db_index=True)
    inside = models.BooleanField(default=False)
    proposed_side = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    done_on = models.DateField(null=True)
    review_on = models.DateField(null=True)
    disputed = models.BooleanField(default=False)
    added_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        db_table = "commitments_commitment"
        ordering = ("due_on", "id")
        constraints = (
            models.CheckConstraint(condition=~Q(maker=F("receiver")), name="promised_to_another"),
            models.CheckConstraint(condition=~Q(content=""), name="promise_says_something"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="promise_state_is_known"),
            models.CheckConstraint(condition=Q(proposed_side__in=SIDES), name="promise_proposed_by_a_side"),
            models.CheckConstraint(
                condition=Q(quantity__isnull=True, unit="") | (Q(quantity__gt=0) & ~Q(unit="")),
                name="promised_quantity_has_a_unit",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("kept", "late"), done_on__isnull=False)
                | (~Q(state__in=("kept", "late")) & Q(done_on__isnull=True)),
                name="what_was_done_has_its_day",
            ),
            models.CheckConstraint(condition=~Q(state="kept") | Q(done_on__lte=F("due_on")), name="kept_is_by_its_day"),
            models.CheckConstraint(
                condition=~Q(state="late") | Q(done_on__gt=F("due_on")), name="late_is_after_its_day"
            ),
            models.CheckConstraint(
                condition=Q(disputed=False) | Q(state__in=[each.value for each in OUTCOMES]),
                name="an_outcome_is_disputed",
            ),
        )

    def __str__(self) -> str:
        return shortened(self.content)

    @property
    def is_open(self) -> bool:
        """Whether it is agreed and nobody has told what came of it."""
        return self.state == State.AGREED

    def organisation_of(self, side: str) -> object:
        """Identifier of the organisation of a side."""
        return self.maker_id if side == "maker" else self.receiver_id


class Turn(models.Model):
    """One word in the history of a commitment: who said what for which side, at the moment the database wrote it.

    ``typed_for``: somebody who acts for others told it for an organisation.  Nobody speaks for both sides.
    """

    class What(models.TextChoices):
        """``disputed``: the maker sees the outcome otherwise; ``reviewed``: the receiver looked, and it goes on.

        The others bring the commitment into the state of that name.
        """

        PROPOSED = "proposed"
        AGREED = "agreed"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"
        KEPT = "kept"
        LATE = "late"
        BROKEN = "broken"
        WAIVED = "waived"
        DISPUTED = "disputed"
        REVIEWED = "reviewed"

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="turns")
    what = models.CharField(max_length=10, choices=What.choices)
    side = models.CharField(max_length=10)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    typed_for = models.BooleanField(default=False)
    text = models.TextField(blank=True)
    done_on = models.DateField(null=True)
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        db_table = "commitments_turn"
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=Q(side__in=SIDES), name="turn_is_of_a_side"),
            models.CheckConstraint(condition=Q(what__in=(*State.values, "disputed", "reviewed")), name="turn_is_known"),
            models.CheckConstraint(
                condition=~Q(what__in=("declined", "withdrawn", "broken", "waived", "disputed")) | ~Q(text=""),
                name="turn_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(what__in=("kept", "late", "broken", "waived", "reviewed")) | Q(side="receiver"),
                name="receiver_tells_the_outcome",
            ),
            models.CheckConstraint(condition=~Q(what="disputed") | Q(side="maker"), name="maker_disputes"),
            models.UniqueConstraint(
                fields=("commitment", "what"), condition=Q(what__in=("proposed", "agreed", "declined", "withdrawn")),
                name="said_once",
            ),
        )  # fmt: skip


class Match(models.Model):
    """That a private commitment answers a public one (#24): the two columns of the joint board."""

    public = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="answered_by")
    private = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="answers")
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        db_table = "commitments_match"
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("public", "private"), name="matched_once"),
            models.CheckConstraint(condition=~Q(public=F("private")), name="matched_with_another"),
        )
