"""Drafts, and the entries, lines, papers and memos that they become once another person posts them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

PERSON = settings.AUTH_USER_MODEL
# Ten million million minor units: products with a share in hundredths of a percent still fit in 64 bits.
MOST_MINOR = 10**13


class State(models.TextChoices):
    """Where a draft stands (``draft_states``): ``open`` its maker writes it, also after it was sent back; ``sent`` it
    waits for another person; ``posted`` by that person; ``dropped`` by its maker.
    """

    OPEN = "open"
    SENT = "sent"
    POSTED = "posted"
    DROPPED = "dropped"


class Basis(models.TextChoices):
    """What the value of something put in in kind stands on (``value_bases``); the counterpart of its draft says who
    or what tells it: whose price, which invoice, who appraised it, who agreed the rate of a day.
    """

    MARKET = "market"
    INVOICE = "invoice"
    APPRAISAL = "appraisal"
    DAY_RATE = "day_rate"


class Draft(models.Model):
    """What its maker wrote.

    ``lines`` are as ``ledger.lines.Drawn`` tells them, and count once they are posted; ``facts`` are what plain words
    asked for (``purposes.Facts``), to correct it by; empty for lines that were written freely.  ``basis`` is told of
    what comes in kind alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField(max_length=24)
    occurred_on = models.DateField()
    text = models.CharField(max_length=300)
    counterpart = models.CharField(max_length=120, blank=True)
    basis = models.CharField(max_length=10, choices=Basis.choices, blank=True)
    lines = models.JSONField(default=list)
    facts = models.JSONField(default=dict)
    reverses = models.ForeignKey("ledger.Entry", on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    returned = models.CharField(max_length=600, blank=True)
    maker = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        db_table = "ledger_draft"
        ordering = ("-made_at",)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=State.values), name="draft_state_is_known"),
            models.CheckConstraint(condition=~Q(text=""), name="draft_says_what_for"),
            models.CheckConstraint(condition=Q(basis__in=("", *Basis.values)), name="basis_is_known"),
        )

    def __str__(self) -> str:
        return self.text


class DraftPaper(models.Model):
    """A paper that shows what a draft says."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="papers")
    version = models.ForeignKey("documents.Version", on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "ledger_draft_paper"
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("draft", "version"), name="paper_of_a_draft_once"),)


class Entry(models.Model):
    """What was posted: numbered without gaps, never changed, chained (``ledger/contents.py``).

    ``maker_digest`` and ``checker_digest`` name people in the chain, also after an erasure took their salt;
    ``memo_digest`` is of what is not public.  ``basis`` is its draft's, chained with it; empty where nothing came in
    kind, and for what was posted before it was chained.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    draft = models.OneToOneField(Draft, on_delete=models.PROTECT, related_name="entry")
    purpose = models.CharField(max_length=24)
    occurred_on = models.DateField(db_index=True)
    posted_at = models.DateTimeField()
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")
    maker = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    checker = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    maker_digest = models.CharField(max_length=32)
    checker_digest = models.CharField(max_length=32)
    memo_digest = models.CharField(max_length=64)
    basis = models.CharField(max_length=10, choices=Basis.choices, blank=True, db_default="", default="")
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        db_table = "ledger_entry"
        ordering = ("number",)
        constraints = (
            models.CheckConstraint(condition=Q(number__gte=1), name="ledger_counts_from_one"),
            models.CheckConstraint(condition=~Q(maker=F("checker")), name="maker_is_not_checker"),
            models.CheckConstraint(condition=~Q(maker_digest=F("checker_digest")), name="two_digests_of_two_people"),
            models.CheckConstraint(condition=Q(basis__in=("", *Basis.values)), name="basis_of_an_entry_is_known"),
        )

    def __str__(self) -> str:
        return str(self.number)

    @property
    def stands_on(self) -> str:
        """Basis of the value of what came in kind; that of its draft where it was posted before it was chained."""
        return self.basis or self.draft.basis


class Line(models.Model):
    """An amount on an account: ``minor`` whole minor units, debit above zero, credit below."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="lines", db_index=False)
    position = models.PositiveSmallIntegerField()
    account = models.ForeignKey("ledger.Account", on_delete=models.PROTECT, related_name="lines", db_index=False)
    fund = models.ForeignKey("ledger.Fund", on_delete=models.PROTECT, related_name="lines")
    source = models.ForeignKey("ledger.Source", on_delete=models.PROTECT, null=True, related_name="lines")
    heading = models.ForeignKey(
        "ledger.Heading", on_delete=models.PROTECT, null=True, related_name="lines", db_index=False
    )
    member = models.ForeignKey("members.Organisation", on_delete=models.PROTECT, null=True, related_name="money_lines")
    currency = models.CharField(max_length=3)
    minor = models.BigIntegerField()
    passed_on = models.BooleanField(default=False)

    class Meta:
        db_table = "ledger_line"
        ordering = ("entry", "position")
        # Sums are read out of these alone, whatever else a line says.
        indexes = (
            models.Index(
                fields=("account", "currency", "fund", "source", "heading", "member", "minor"), name="line_by_account"
            ),
            models.Index(fields=("heading", "currency", "fund", "source", "account", "minor"), name="line_by_heading"),
        )
        constraints = (
            models.UniqueConstraint(fields=("entry", "position"), name="one_line_a_position"),
            models.CheckConstraint(condition=~Q(minor=0), name="line_moves_something"),
            models.CheckConstraint(condition=Q(minor__range=(-MOST_MINOR, MOST_MINOR)), name="line_fits"),
            models.CheckConstraint(condition=Q(currency__regex=r"^[A-Z]{3}$"), name="currency_is_a_code"),
        )


class Paper(models.Model):
    """A paper of an entry, by its hash."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="papers")
    version = models.ForeignKey("documents.Version", on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)

    class Meta:
        db_table = "ledger_paper"
        ordering = ("entry", "id")
        constraints = (models.UniqueConstraint(fields=("entry", "version"), name="paper_of_an_entry_once"),)


class Memo(models.Model):
    """What of an entry is not public, as canonical JSON with a salt; blanked where a person is erased."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True, related_name="memo")
    body = models.TextField()
    blanked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "ledger_memo"
        constraints = (
            models.CheckConstraint(
                condition=(Q(blanked_at__isnull=True) & ~Q(body="")) | Q(blanked_at__isnull=False, body=""),
                name="memo_is_whole_or_blanked",
            ),
        )
