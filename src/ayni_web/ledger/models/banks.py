"""What banks say of their accounts, and which of it is which line of the books."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from ayni_web.ledger.models.entries import MOST_MINOR

PERSON = settings.AUTH_USER_MODEL


class BankStatement(models.Model):
    """A file of a bank about one of its accounts.  The file is not kept: its name, its hash and its movements are.

    ``opening`` and ``closing`` are what stood there before the first and after the last movement, in minor units; empty
    where the file does not say.  ``number`` is the bank's own of the account; ``came`` how many movements the file has,
    of which ``fresh`` were not there yet.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey("ledger.Account", on_delete=models.PROTECT, related_name="statements")
    currency = models.CharField(max_length=3)
    layout = models.CharField(max_length=16)
    number = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    since = models.DateField()
    until = models.DateField()
    opening = models.BigIntegerField(null=True)
    closing = models.BigIntegerField(null=True)
    came = models.PositiveIntegerField()
    fresh = models.PositiveIntegerField()
    added_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        db_table = "ledger_statement"
        ordering = ("-until", "-added_at")
        constraints = (
            models.UniqueConstraint(fields=("account", "currency", "sha256"), name="statement_comes_once"),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="statement_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(fresh__lte=F("came")), name="no_more_is_new_than_came"),
        )


class Movement(models.Model):
    """What a bank says came in (above zero) or went out, in minor units; ``balance`` is what stood after it.

    ``opening`` marks what was in the account before the first statement.  ``mark`` tells the same movement of another
    file; movements stand in the order of their day and of their number.  ``draft`` was written because of it.
    """

    statement = models.ForeignKey(BankStatement, on_delete=models.PROTECT, related_name="movements")
    account = models.ForeignKey("ledger.Account", on_delete=models.PROTECT, related_name="movements", db_index=False)
    currency = models.CharField(max_length=3)
    day = models.DateField()
    minor = models.BigIntegerField()
    text = models.CharField(max_length=300, blank=True)
    reference = models.CharField(max_length=80, blank=True)
    balance = models.BigIntegerField(null=True)
    opening = models.BooleanField(default=False)
    mark = models.CharField(max_length=64)
    draft = models.ForeignKey("ledger.Draft", on_delete=models.PROTECT, null=True, related_name="movements")

    class Meta:
        db_table = "ledger_movement"
        ordering = ("day", "-opening", "id")
        indexes = (models.Index(fields=("account", "currency", "day"), name="movements_of_account"),)
        constraints = (
            models.UniqueConstraint(fields=("account", "currency", "mark"), name="movement_counts_once"),
            models.UniqueConstraint(
                fields=("account", "currency"), condition=Q(opening=True), name="an_account_opens_once"
            ),
            models.CheckConstraint(condition=~Q(minor=0), name="movement_moves_something"),
            models.CheckConstraint(condition=Q(minor__range=(-MOST_MINOR, MOST_MINOR)), name="movement_fits"),
        )


class Match(models.Model):
    """That some movements are some lines: both come to the same amount.  ``day`` is the last one of either side."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey("ledger.Account", on_delete=models.PROTECT, related_name="matches")
    currency = models.CharField(max_length=3)
    day = models.DateField()
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        db_table = "ledger_match"
        ordering = ("-day", "-made_at")


class MatchedMovement(models.Model):
    """A movement of a match; it is written before the match."""

    match = models.ForeignKey(Match, on_delete=models.PROTECT, related_name="movements")
    movement = models.OneToOneField(Movement, on_delete=models.PROTECT, related_name="matched")

    class Meta:
        db_table = "ledger_match_movement"


class MatchedLine(models.Model):
    """A line of a match; it is written before the match."""

    match = models.ForeignKey(Match, on_delete=models.PROTECT, related_name="lines")
    line = models.OneToOneField("ledger.Line", on_delete=models.PROTECT, related_name="matched")

    class Meta:
        db_table = "ledger_match_line"


class Reconciliation(models.Model):
    """That the books and the bank agreed on a day, by whom: what differs is named, and nothing else is left.

    ``pending`` is what the books have and the bank did not yet on that day, ``missing`` what the bank had and the books
    did not, each with how many there were.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey("ledger.Account", on_delete=models.PROTECT, related_name="reconciliations")
    currency = models.CharField(max_length=3)
    day = models.DateField()
    books = models.BigIntegerField()
    bank = models.BigIntegerField()
    pending = models.BigIntegerField()
    pending_count = models.PositiveIntegerField()
    missing = models.BigIntegerField()
    missing_count = models.PositiveIntegerField()
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        db_table = "ledger_reconciliation"
        ordering = ("-day",)
        constraints = (
            models.UniqueConstraint(fields=("account", "currency", "day"), name="a_day_is_reconciled_once"),
            models.CheckConstraint(
                condition=Q(books=F("bank") + F("pending") - F("missing")), name="reconciled_without_difference"
            ),
        )
