"""What lines stand on: accounts, funds, sources, headings, periods; and rates to tell totals by."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

PERSON = settings.AUTH_USER_MODEL
CODE = r"^[A-Z0-9][A-Z0-9.-]*$"


class AccountKind(models.TextChoices):
    """What an account is (``account_kinds``); ``order`` accounts hold what is assigned, and touch no money."""

    ASSET = "asset"
    LIABILITY = "liability"
    EQUITY = "equity"
    INCOME = "income"
    EXPENSE = "expense"
    ORDER = "order"


class AccountPurpose(models.TextChoices):
    """What plain words use an account for (``account_purposes``); ``other`` ones are for the accountant alone."""

    BANK = "bank"
    CASH = "cash"
    ADVANCE = "advance"
    RECEIVABLE = "receivable"
    PAYABLE = "payable"
    GRANTS = "grants"
    CONTRIBUTIONS = "contributions"
    IN_KIND = "in_kind"
    SPENDING = "spending"
    EXCHANGE = "exchange"
    RESULTS = "results"
    GIVEN = "given"
    AVAILABLE = "available"
    ASSIGNED = "assigned"
    OTHER = "other"


class Account(models.Model):
    """Where money stands: a code of the plan of accounts. ``currency`` is empty where it may hold any."""

    code = models.CharField(max_length=16, primary_key=True)
    kind = models.CharField(max_length=10, choices=AccountKind.choices)
    purpose = models.CharField(max_length=16, choices=AccountPurpose.choices, db_index=True)
    texts = models.JSONField(default=dict)
    currency = models.CharField(max_length=3, blank=True)
    added_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(db_default=Now(), editable=False)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "ledger_account"
        ordering = ("code",)
        constraints = (
            models.CheckConstraint(condition=Q(code__regex=CODE), name="account_code_is_plain"),
            models.CheckConstraint(condition=Q(kind__in=AccountKind.values), name="account_kind_is_known"),
            models.CheckConstraint(condition=Q(purpose__in=AccountPurpose.values), name="account_purpose_is_known"),
            models.CheckConstraint(
                condition=Q(kind="order", purpose__in=("given", "available", "assigned"))
                | (~Q(kind="order") & ~Q(purpose__in=("given", "available", "assigned"))),
                name="order_accounts_are_for_what_is_assigned",
            ),
        )

    def __str__(self) -> str:
        return self.code


class Fund(models.Model):
    """Money that is kept apart; of a cluster, or of the entity."""

    code = models.CharField(max_length=24, primary_key=True)
    title = models.CharField(max_length=120)
    cluster = models.ForeignKey("members.Cluster", on_delete=models.PROTECT, null=True, related_name="funds")
    added_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(db_default=Now(), editable=False)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "ledger_fund"
        ordering = ("code",)
        constraints = (
            models.CheckConstraint(condition=Q(code__regex=CODE), name="fund_code_is_plain"),
            models.CheckConstraint(condition=~Q(title=""), name="fund_has_a_title"),
        )

    def __str__(self) -> str:
        return self.title


class SourceKind(models.TextChoices):
    """Who gave (``source_kinds``): what ``members`` put in is the group's own part in a co-financed award."""

    GOVERNMENT = "government"
    COOPERATION = "cooperation"
    MEMBERS = "members"
    OTHER = "other"


class Source(models.Model):
    """Who gave money, under which agreement. Its title is public: it names no person."""

    code = models.CharField(max_length=24, primary_key=True)
    kind = models.CharField(max_length=12, choices=SourceKind.choices)
    title = models.CharField(max_length=120)
    organisation = models.ForeignKey("members.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    agreement = models.ForeignKey("documents.Version", on_delete=models.PROTECT, null=True, related_name="+")
    added_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        db_table = "ledger_source"
        ordering = ("code",)
        constraints = (
            models.CheckConstraint(condition=Q(code__regex=CODE), name="source_code_is_plain"),
            models.CheckConstraint(condition=Q(kind__in=SourceKind.values), name="source_kind_is_known"),
            models.CheckConstraint(condition=~Q(title=""), name="source_has_a_title"),
        )

    def __str__(self) -> str:
        return self.title


class HeadingKind(models.TextChoices):
    """What money is for (``heading_kinds``): a call, an award of it, an activity of an award."""

    CALL = "call"
    AWARD = "award"
    ACTIVITY = "activity"


class Heading(models.Model):
    """What money is for.

    ``award`` is the award that it is, or is of.  ``cofinance``: hundredths of a percent of both parts that the group
    must have put in before money of others is paid out.
    """

    code = models.CharField(max_length=32, primary_key=True)
    kind = models.CharField(max_length=10, choices=HeadingKind.choices)
    title = models.CharField(max_length=120)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    call = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="within_call")
    award = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="within_award")
    organisation = models.ForeignKey("members.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    cluster = models.ForeignKey("members.Cluster", on_delete=models.PROTECT, null=True, related_name="headings")
    cofinance = models.PositiveIntegerField(null=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    rules = models.ForeignKey("documents.Version", on_delete=models.PROTECT, null=True, related_name="+")
    added_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(db_default=Now(), editable=False)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "ledger_heading"
        ordering = ("code",)
        constraints = (
            models.CheckConstraint(condition=Q(code__regex=CODE), name="heading_code_is_plain"),
            models.CheckConstraint(condition=~Q(title=""), name="heading_has_a_title"),
            models.CheckConstraint(
                condition=Q(kind="call", parent__isnull=True, call=F("code"), award__isnull=True)
                | Q(kind="award", award=F("code"))
                | Q(kind="activity"),
                name="heading_stands_in_its_place",
            ),
            models.CheckConstraint(
                condition=Q(cofinance__isnull=True) | Q(kind="award", cofinance__range=(1, 9_999)),
                name="an_award_is_cofinanced_in_part",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="heading_ends_after_it_starts",
            ),
        )

    def __str__(self) -> str:
        return self.title


class Period(models.Model):
    """A month of the books; closed in order, and never opened again."""

    starts_on = models.DateField(primary_key=True)
    ends_on = models.DateField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "ledger_period"
        ordering = ("starts_on",)
        constraints = (
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="period_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="somebody_closed_the_period",
            ),
        )


class Rate(models.Model):
    """What one unit of a currency was worth in the currency of the books on a day, in millionths, and who says so."""

    currency = models.CharField(max_length=3)
    day = models.DateField()
    millionths = models.PositiveBigIntegerField()
    source = models.CharField(max_length=200)
    added_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        db_table = "ledger_rate"
        ordering = ("currency", "day", "id")
        constraints = (
            models.CheckConstraint(condition=Q(millionths__gt=0), name="rate_is_above_zero"),
            models.CheckConstraint(condition=~Q(source=""), name="rate_has_a_source"),
        )

    @property
    def value(self) -> Decimal:
        """What one unit was worth."""
        return Decimal(self.millionths).scaleb(-6)
