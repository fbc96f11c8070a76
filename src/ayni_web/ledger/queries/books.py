"""Reads of what lines stand on."""

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Case, Exists, F, OuterRef, QuerySet, When
from django.utils.text import slugify

from ayni_web.common.money import SIGNS
from ayni_web.ledger.models import Account, Fund, Heading, Period, Rate, Source
from ayni_web.members.models import Membership, Organisation

# A call, then what is its own, then each award with its activities.
_DEPTH = Case(When(kind="call", then=0), When(kind="award", then=1), default=2)
# The first currency of each account, then each time the next one: DISTINCT would read every line.
_WRITTEN = (
    "WITH RECURSIVE c(account, currency) AS (SELECT a.code, (SELECT MIN(l.currency) FROM ledger_line l "
    "WHERE l.account_id = a.code) FROM ledger_account a UNION ALL SELECT c.account, (SELECT MIN(l.currency) "
    "FROM ledger_line l WHERE l.account_id = c.account AND l.currency > c.currency) FROM c "
    "WHERE c.currency IS NOT NULL) SELECT DISTINCT currency FROM c WHERE currency IS NOT NULL"
)
_PLACES = (F("call_id").asc(nulls_first=True), F("award_id").asc(nulls_first=True), _DEPTH, "code")


def is_open() -> bool:
    """Whether the books were opened."""
    return Account.objects.exists()


def plan() -> dict[str, str]:
    """Code of the first open account of each purpose."""
    rows = Account.objects.filter(closed_at__isnull=True).order_by("-code").values_list("purpose", "code")
    return dict(rows)


def accounts_for(*purposes: str) -> QuerySet[Account]:
    """Open accounts of some purposes."""
    return Account.objects.filter(purpose__in=purposes, closed_at__isnull=True).order_by("code")


def open_periods() -> QuerySet[Period]:
    """Periods that entries may be dated into."""
    return Period.objects.filter(closed_at__isnull=True)


def head_and_count(alias: str = DEFAULT_DB_ALIAS) -> tuple[str, int]:
    """Hash of the last entry and how many there are."""
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT hash, number FROM ledger_entry ORDER BY number DESC LIMIT 1")
        return cursor.fetchone() or ("", 0)


def accounts() -> QuerySet[Account]:
    """Every account of the plan, in order of its code."""
    return Account.objects.order_by("code")


def open_funds() -> QuerySet[Fund]:
    """Funds that are not closed."""
    return Fund.objects.filter(closed_at__isnull=True)


def open_headings() -> QuerySet[Heading]:
    """Headings that are not closed, with those they stand within: a call before its awards and their activities."""
    found = Heading.objects.filter(closed_at__isnull=True).select_related("parent__parent")
    return found.order_by(*_PLACES)


def headings() -> QuerySet[Heading]:
    """Every heading with those it stands within, who receives it and what it was decided by."""
    found = Heading.objects.select_related("parent__parent", "organisation", "cluster")
    return found.order_by(*_PLACES)


def written_currencies() -> list[str]:
    """Currencies of the lines: a look into the index for each account and currency, however many lines there are."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(_WRITTEN)
        return sorted(currency for (currency,) in cursor.fetchall())


def currencies() -> list[str]:
    """Currencies that people may choose: the common ones, and those already written of."""
    used = {*written_currencies(), *Rate.objects.order_by().values_list("currency", flat=True).distinct()}  # fmt: skip
    return [*SIGNS, *sorted(used - set(SIGNS))]


def money_members() -> QuerySet[Organisation]:
    """Organisations that put money in or receive it: members of clusters, and those that hold an award."""
    member = Exists(Membership.objects.filter(organisation=OuterRef("pk"), state=Membership.State.MEMBER))
    holds = Exists(Heading.objects.filter(organisation=OuterRef("pk")))
    return Organisation.objects.filter(member | holds, merged_into__isnull=True).order_by("name")


def years() -> list[int]:
    """Years whose months are in the books, the last one first."""
    days = Period.objects.order_by("-starts_on").values_list("starts_on", flat=True)
    return list(dict.fromkeys(day.year for day in days))


def free_code(title: str, model: type[Account | Fund | Source | Heading], within: str = "") -> str:
    """Code made of a title (``CONVOCATORIA-2026``), or the next number within another: ``CONV-1-03``."""
    longest = model._meta.get_field("code").max_length or 16
    if within:
        begun = f"{within}-"
        taken = set(model.objects.filter(code__startswith=begun).values_list("code", flat=True))
        return next(code for code in (f"{begun}{n:02}" for n in range(1, 1000)) if code not in taken)
    code = slugify(title).upper()[: longest - 4].strip("-") or "A"
    taken = set(model.objects.filter(code__startswith=code).values_list("code", flat=True))
    return code if code not in taken else next(c for c in (f"{code}-{n}" for n in range(2, 999)) if c not in taken)
