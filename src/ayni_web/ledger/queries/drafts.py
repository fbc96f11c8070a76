"""Reads of drafts: which wait for whom, and what one would do to the balances."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, Sum

from ayni_web.common.acting import Mistake
from ayni_web.common.language import current
from ayni_web.ledger.lines import Drawn, drawn
from ayni_web.ledger.models import Account, Draft, Fund, Heading, Line, Source
from ayni_web.ledger.models.entries import State
from ayni_web.ledger.queries.grounds import ground_of
from ayni_web.ledger.rules.balances import refuse_beyond, refuse_lines
from ayni_web.ledger.rules.cofinance import refuse_under_cofinance
from ayni_web.ledger.rules.valuing import refuse_unvalued
from ayni_web.members.models import Organisation


@dataclass(frozen=True, slots=True)
class Told:
    """A line with the rows it names."""

    account: Account
    fund: Fund | None
    source: Source | None
    heading: Heading | None
    member: Organisation | None
    currency: str
    minor: int
    passed_on: bool


@dataclass(frozen=True, slots=True)
class Effect:
    """What stands on an account before and after, in minor units, where it is more than a passing line.

    Attributes
    ----------
    account, fund : Account, Fund
        Where it stands.
    heading : Heading or None
        What it is for; None for money that is for nothing yet, or may be for all.
    currency : str
        ISO 4217.
    before, after : int
        Debit above zero.
    """

    account: Account
    fund: Fund | None
    heading: Heading | None
    currency: str
    before: int
    after: int


def waiting_for_check(person: Any) -> QuerySet[Draft]:
    """Drafts that this person may post: sent by another."""
    found = Draft.objects.filter(state=State.SENT).exclude(maker=person.pk)
    return found.select_related("maker").order_by("made_at", "pk")


def own_drafts(person: Any) -> QuerySet[Draft]:
    """Drafts of a person that are neither posted nor dropped: those sent back first."""
    found = Draft.objects.filter(maker=person.pk, state__in=(State.OPEN, State.SENT))
    return found.order_by("-returned", "-made_at", "pk")


def told_lines(lines: Sequence[Drawn]) -> list[Told]:
    """Lines with the rows they name: five reads, however many lines."""
    accounts = Account.objects.in_bulk({each.account for each in lines})
    funds = Fund.objects.in_bulk({each.fund for each in lines})
    sources = Source.objects.in_bulk({each.source for each in lines if each.source})
    headings = Heading.objects.select_related("parent__parent").in_bulk(
        {each.heading for each in lines if each.heading}
    )
    members = {
        str(pk): row for pk, row in Organisation.objects.in_bulk({each.member for each in lines if each.member}).items()
    }
    return [
        Told(accounts[each.account], funds.get(each.fund), sources.get(each.source), headings.get(each.heading),
             members.get(each.member), each.currency, each.minor, each.passed_on)
        for each in lines
    ]  # fmt: skip


def effects(lines: Sequence[Told]) -> list[Effect]:
    """What lines would do to the balance of each account, fund and heading; one read."""
    moved: dict[tuple[str, str, str, str], int] = {}
    rows: dict[tuple[str, str, str, str], Told] = {}
    for each in lines:
        key = _place(each)
        moved[key] = moved.get(key, 0) + each.minor
        rows.setdefault(key, each)
    before: dict[tuple[str, str, str, str], int] = {}
    found = (
        Line.objects.filter(account__in={key[0] for key in moved}, fund__in={key[1] for key in moved})
        .order_by().values_list("account_id", "account__purpose", "fund_id", "heading_id", "currency")
        .annotate(n=Sum("minor"))
    )  # fmt: skip
    for account, purpose, fund, heading, currency, minor in found:
        key = (account, fund, (heading or "") if purpose in _BY_HEADING else "", currency)
        before[key] = before.get(key, 0) + int(minor)
    return [
        Effect(row.account, row.fund, row.heading if row.account.purpose in _BY_HEADING else None, row.currency,
               before.get(key, 0), before.get(key, 0) + moved[key])
        for key, row in rows.items() if moved[key]
    ]  # fmt: skip


def obstacle(draft: Draft) -> Mistake | None:
    """Why a draft could not be posted as things stand now; None where it could."""
    lines = drawn(draft.lines)
    try:
        ground = refuse_lines(lines, draft.occurred_on)
        refuse_unvalued(draft, ground)
        for refuse in (refuse_beyond, refuse_under_cofinance):
            refuse(lines, ground)
    except Mistake as mistake:
        return mistake
    return None


def lacks_a_value(draft: Draft) -> Mistake | None:
    """What is missing of the value of something in kind: of a draft that was sent before that was asked for."""
    lines = drawn(draft.lines)
    try:
        refuse_unvalued(draft, ground_of(lines, draft.occurred_on))
    except Mistake as mistake:
        return mistake
    return None


def obstacle_text(draft: Draft) -> str:
    """The same, as a sentence; empty where nothing stands in the way."""
    found = obstacle(draft)
    return found.text(current()) if found else ""


# Accounts whose balance is told by heading; the others hold money that is for many things.
_BY_HEADING = frozenset({"assigned", "advance", "spending"})


def _place(each: Told) -> tuple[str, str, str, str]:
    heading = each.heading.code if each.heading and each.account.purpose in _BY_HEADING else ""
    return each.account.code, each.fund.code if each.fund else "", heading, each.currency
