"""Reads of what was posted: the journal, the lines of one account, budgets against what was used."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet, Sum, Window
from django.db.models.functions import Coalesce

from ayni_web.ledger.models import Entry, Heading, Line, Source
from ayni_web.ledger.models.entries import Memo


def found_entries(
    *, account: Any = None, fund: Any = None, source: Any = None, heading: Any = None, purpose: str = "",
    since: date | None = None, until: date | None = None,
) -> QuerySet[Entry]:  # fmt: skip
    """Entries with a line of an account, fund, source or heading (and what is within it), the last one first."""
    of = Q()
    for name, row in (("account", account), ("fund", fund), ("source", source)):
        of &= Q(**{name: row}) if row else Q()
    if heading:
        of &= Q(heading=heading) | Q(heading__award=heading) | Q(heading__call=heading)
    found = Entry.objects.all()
    if of:
        found = found.filter(pk__in=Line.objects.filter(of).order_by().values("entry_id"))
    if purpose:
        found = found.filter(purpose=purpose)
    if since:
        found = found.filter(occurred_on__gte=since)
    if until:
        found = found.filter(occurred_on__lte=until)
    return found.select_related("memo").prefetch_related("lines__account").order_by("-number")


def amounts_of(entry: Entry) -> list[tuple[int, str]]:
    """What an entry moves in each currency: its debits of money, or of order accounts where it moves no money."""
    lines = list(entry.lines.all())
    money = [line for line in lines if line.account.kind != "order"] or lines
    found: dict[str, int] = {}
    for line in money:
        found[line.currency] = found.get(line.currency, 0) + max(0, line.minor)
    return [(minor, currency) for currency, minor in found.items()]


def memo_of(memo: Memo) -> dict[str, str]:
    """Words of an entry and who was paid; empty where the law had them blanked."""
    return json.loads(memo.body) if memo.body else {"text": "", "counterpart": ""}


def account_lines(account: Any, *, fund: Any = None, currency: str = "") -> QuerySet[Line]:
    """Lines of an account in one currency, by day, each with what stood after it: the last one first."""
    found = Line.objects.filter(account=account, currency=currency)
    if fund:
        found = found.filter(fund=fund)
    order = (F("entry__occurred_on").asc(), F("entry_id").asc(), F("position").asc())
    found = found.annotate(after=Window(Sum("minor"), order_by=order)).select_related(
        "entry__memo", "fund", "source", "heading__parent__parent", "member"
    )
    return found.order_by("-entry__occurred_on", "-entry_id", "-position")


def account_currencies(account: Any) -> list[str]:
    """Currencies that an account holds lines of."""
    return list(Line.objects.filter(account=account).order_by("currency").values_list("currency", flat=True).distinct())


@dataclass(frozen=True, slots=True)
class Budget:
    """What a heading got of a source and what became of it, in minor units.

    Attributes
    ----------
    heading, source : Heading, Source or None
        What it is for, and who gave it.
    currency : str
        ISO 4217.
    assigned : int
        What stands assigned to it, and was not assigned on to what is within it.
    paid, advanced, in_kind : int
        What was spent in money; what groups hold and have not accounted for; what was put in and used in kind.
    """

    heading: Heading
    source: Source | None
    currency: str
    assigned: int
    paid: int
    advanced: int
    in_kind: int

    @property
    def left(self) -> int:
        """What may still be paid or passed on."""
        return self.assigned - self.paid - self.advanced


def budgets(*, source: Any = None, fund: Any = None) -> list[Budget]:
    """Budgets against what was used, by heading, source and currency: one grouped sum, and the rows it names."""
    found = Line.objects.filter(heading__isnull=False)
    for name, row in (("source", source), ("fund", fund)):
        found = found.filter(**{name: row}) if row else found
    sums = (
        found.order_by().values("heading_id", "source_id", "currency")
        .annotate(assigned=_sum("assigned"), used=_sum("spending"), advanced=_sum("advance"), kind=_sum("in_kind"))
    )  # fmt: skip
    rows = list(sums)
    headings = Heading.objects.select_related("parent__parent").in_bulk({row["heading_id"] for row in rows})
    sources = Source.objects.in_bulk({row["source_id"] for row in rows if row["source_id"]})
    told = [
        Budget(headings[row["heading_id"]], sources.get(row["source_id"]), row["currency"], int(row["assigned"]),
               int(row["used"] + row["kind"]), int(row["advanced"]), -int(row["kind"]))
        for row in rows
    ]  # fmt: skip
    moved = (each for each in told if each.assigned or each.paid or each.advanced or each.in_kind)
    return sorted(moved, key=lambda each: (each.heading.call_id or "", each.heading.award_id or "",
                                           each.heading.kind != "award", each.heading.code,
                                           each.source.code if each.source else "", each.currency))  # fmt: skip


def _sum(purpose: str) -> Any:
    return Coalesce(Sum("minor", filter=Q(account__purpose=purpose)), 0)
