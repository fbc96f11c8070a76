"""What lines stand on, as tables to take away: no member, no memo and no person is in them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from ayni.words import say
from ayni_web.ledger.models import Account, Fund, Heading, Line, Paper, Rate, Source
from ayni_web.ledger.queries.balances import trial_balance

LANGUAGES = ("es", "en", "pt")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """A table to take away.

    Attributes
    ----------
    name : str
        Name of its files, without the ending.
    columns : dict of str to tuple
        Type and unit of each column; what it means is ``money_columns.<column>``.
    rows : callable
        ``rows(until)``: rows as of an entry.
    """

    name: str
    columns: dict[str, tuple[str, str]]
    rows: Callable[[int], Iterable[Row]]


def accounts(until: int) -> list[Row]:
    """Accounts, with their titles in each language where they were given."""
    return [
        {"code": row.code, "kind": row.kind, "purpose": row.purpose, "currency": row.currency or None,
         **{f"title_{language}": row.texts.get(language) for language in LANGUAGES}}
        for row in Account.objects.order_by("code")
    ]  # fmt: skip


def funds(until: int) -> list[Row]:
    """Funds, and the cluster each is of."""
    rows = Fund.objects.select_related("cluster").order_by("code")
    return [{"code": row.code, "title": row.title, "cluster": row.cluster.name if row.cluster else None}
            for row in rows]  # fmt: skip


def sources(until: int) -> list[Row]:
    """Who gave."""
    return list(Source.objects.order_by("code").values("code", "kind", "title"))


def headings(until: int) -> list[Row]:
    """What money is for; an organisation is named where it got public money by an award, never a natural person."""
    named = receivers()
    return [
        {"code": row.code, "kind": row.kind, "parent": row.parent_id, "call": row.call_id, "award": row.award_id,
         "title": row.title, "receiver": named.get(row.code), "cofinance": row.cofinance,
         "starts_on": _day(row.starts_on), "ends_on": _day(row.ends_on)}
        for row in Heading.objects.order_by("code")
    ]  # fmt: skip


def receivers() -> dict[str, str]:
    """By award, the organisation that got public money by it, by name; never one that is a natural person."""
    got = (
        Line.objects.filter(account__purpose__in=("advance", "spending"), heading__award__isnull=False)
        .exclude(source__kind="members").values("heading__award")
    )  # fmt: skip
    rows = (
        Heading.objects.filter(code__in=got, organisation__isnull=False)
        .exclude(Q(organisation__kind="producer") | Q(organisation__identifiers__personal=True))
    )  # fmt: skip
    return dict(rows.values_list("code", "organisation__name"))


def papers(until: int) -> Iterator[Row]:
    """Papers of entries, by hash; with their title where the document is public; read some at a time."""
    rows = Paper.objects.filter(entry__lte=until).order_by("entry", "id").select_related("version__document")
    for row in rows.iterator(chunk_size=2000):
        document = row.version.document
        title = document.title if document.audience == document.Audience.PUBLIC else None
        yield {"number": row.entry_id, "sha256": row.sha256, "title": title}


def rates(until: int) -> list[Row]:
    """Rates that totals are told by."""
    rows = Rate.objects.order_by("currency", "day", "id")
    return [{"currency": row.currency, "day": _day(row.day), "millionths": row.millionths, "rate_source": row.source}
            for row in rows]  # fmt: skip


def balances(until: int) -> list[Row]:
    """Trial balance, to hold one's own against."""
    return [{"account": each.account, "currency": each.currency, "debit": each.debit, "credit": each.credit}
            for each in trial_balance(entry=until)]  # fmt: skip


def _day(value: Any) -> str | None:
    return value.isoformat() if value else None


CODE, TEXT, DAY, WHOLE, YES = ("code", ""), ("text", ""), ("date", ""), ("integer", ""), ("boolean", "")
MINOR, HASH, MOMENT = ("integer", "minor units"), ("hexadecimal", "SHA-256"), ("moment", "UTC")
TITLES = {f"title_{language}": TEXT for language in LANGUAGES}
TABLES = (
    Table("accounts", {"code": CODE, "kind": CODE, "purpose": CODE, "currency": CODE, **TITLES}, accounts),
    Table("funds", {"code": CODE, "title": TEXT, "cluster": TEXT}, funds),
    Table("sources", {"code": CODE, "kind": CODE, "title": TEXT}, sources),
    Table("headings", {
        "code": CODE, "kind": CODE, "parent": CODE, "call": CODE, "award": CODE, "title": TEXT, "receiver": TEXT,
        "cofinance": ("integer", "1/100 %"), "starts_on": DAY, "ends_on": DAY,
    }, headings),
    Table("papers", {"number": WHOLE, "sha256": HASH, "title": TEXT}, papers),
    Table("rates", {"currency": CODE, "day": DAY, "millionths": ("integer", "PEN/1000000"), "rate_source": TEXT},
          rates),
    Table("balances", {"account": CODE, "currency": CODE, "debit": MINOR, "credit": MINOR}, balances),
)  # fmt: skip
# Columns of the files that are no tables of their own.
ENTRIES = {
    "number": WHOLE, "occurred_on": DAY, "posted_at": MOMENT, "purpose": CODE, "reverses": WHOLE, "maker": ("text", ""),
    "checker": ("text", ""), "memo": HASH, "papers": HASH, "lines": ("list", ""), "account": CODE, "fund": CODE,
    "source": CODE, "heading": CODE, "currency": CODE, "minor": MINOR, "passed_on": YES, "previous": HASH,
    "hash": HASH, "basis": CODE,
}  # fmt: skip
FLAT = {
    "number": WHOLE, "position": WHOLE, "occurred_on": DAY, "posted_at": MOMENT, "purpose": CODE, "account": CODE,
    "fund": CODE, "source": CODE, "heading": CODE, "currency": CODE, "debit": MINOR, "credit": MINOR, "passed_on": YES,
    "basis": CODE,
}  # fmt: skip
SEALS = {
    "day": DAY,
    "count": WHOLE,
    "head": HASH,
    "signature": ("hexadecimal", "Ed25519"),
    "key": ("hexadecimal", "Ed25519"),
}


def dictionary() -> Iterable[tuple[str, ...]]:
    """Every column of every file: file, column, type, unit, and what it means in each language."""
    files = {"ledger.jsonl": ENTRIES, "lines.csv": FLAT, "seals.jsonl": SEALS,
             **{f"{table.name}.csv": table.columns for table in TABLES}}  # fmt: skip
    for file, columns in files.items():
        for column, (type_, unit) in columns.items():
            meanings = (say(f"money_columns.{column}", language) for language in LANGUAGES)
            yield (file, column, type_, unit, *meanings)
