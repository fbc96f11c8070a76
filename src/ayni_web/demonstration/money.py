"""The invented money of the demonstration: what came in, what it was for, what was paid against which paper."""

from decimal import Decimal
from typing import Any

from ayni_web.common.money import minor_of
from ayni_web.demonstration.banks import add_statements
from ayni_web.demonstration.stage import Stage
from ayni_web.documents.actions import add_document
from ayni_web.documents.models import Version
from ayni_web.ledger.actions import books, drafts, pledges
from ayni_web.ledger.actions.posting import post
from ayni_web.ledger.models import Draft, Entry, Fund, Heading
from ayni_web.ledger.purposes import Facts
from ayni_web.ledger.rules.pledging import Part, monthly

# Days before today on which the first of it happened: the books are open since that year.
FIRST = 300


def add_money(stage: Stage, facts: dict[str, Any]) -> None:
    """Open the books and write what happened: the officer writes, the director posts, and some of it waits."""
    director, officer = stage.people["director"], stage.people["officer"]
    _open_books(stage, facts["plan"])
    books.add_fund(by=director, **facts["fund"])
    for row in facts["source"]:
        books.add_source(by=officer, code=row["code"], kind=row["kind"], title=row["title"])
    for row in facts["heading"]:
        _add_heading(stage, row)
    for row in facts["rate"]:
        day = stage.day(row["day"])
        books.add_rate(by=officer, currency=row["currency"], day=day, value=Decimal(row["value"]), source=row["source"])
    for row in facts["entry"]:
        _write(stage, row, facts["fund"]["code"])
    for row in facts["pledge"]:
        _add_pledge(stage, row, facts["fund"]["code"])
    add_statements(stage, facts["statement"])


def _open_books(stage: Stage, plan: str) -> None:
    director, first = stage.people["director"], stage.day(-FIRST).year
    books.open_books(by=director, plan=plan, year=first)
    for year in range(first + 1, stage.day(0).year + 1):
        books.open_year(by=director, year=year)


def _add_heading(stage: Stage, row: dict[str, Any]) -> None:
    books.add_heading(
        by=stage.people["officer"], code=row["code"], kind=row["kind"], title=row["title"],
        parent=Heading.objects.filter(pk=row.get("parent")).first(),
        organisation=stage.organisations[row["organisation"]] if "organisation" in row else None,
        cluster=stage.clusters.get(row.get("cluster", "")),
        cofinance=Decimal(row["cofinance"]) if "cofinance" in row else None,
    )  # fmt: skip


def _write(stage: Stage, row: dict[str, Any], fund: str) -> None:
    officer, day = stage.people["officer"], stage.day(row["day"])
    if "reverses" in row:
        wrong = Entry.objects.get(draft__text=row["reverses"])
        draft = drafts.draw_reversal(by=officer, entry=wrong, occurred_on=day, text=row["text"])
    else:
        draft = drafts.draw(
            by=officer, purpose=row["purpose"], facts=_facts(stage, row, fund), occurred_on=day, text=row["text"],
            counterpart=row.get("counterpart", ""), basis=row.get("basis", ""),
            papers=[_paper(stage, row)] if "paper" in row else (),
        )  # fmt: skip
    _carry(stage, draft, row.get("state", "posted"))


def _carry(stage: Stage, draft: Draft, state: str) -> None:
    if state in ("sent", "posted"):
        drafts.send(by=stage.people["officer"], draft=draft)
    if state == "posted":
        post(by=stage.people["director"], draft=draft)


def _facts(stage: Stage, row: dict[str, Any], fund: str) -> Facts:
    currency = row.get("currency", "PEN")
    names = ("source", "heading", "to_heading", "account", "bank", "to_bank", "to_currency")
    told = {name: row[name] for name in names if name in row}
    if "member" in row:
        told["member"] = str(stage.organisations[row["member"]].pk)
    if "to_amount" in row:
        told["to_minor"] = minor_of(Decimal(row["to_amount"]), row["to_currency"])
    return Facts(fund=fund, currency=currency, minor=minor_of(Decimal(row["amount"]), currency), **told)


def _add_pledge(stage: Stage, row: dict[str, Any], fund: str) -> None:
    """Write a pledge down, let somebody agree to it, and count what was put in."""
    member, officer = stage.organisations[row["member"]], stage.people["officer"]
    parts = [
        each for part in row["part"]
        for each in monthly(Part(stage.day(part["day"]), minor_of(Decimal(part["amount"]), "PEN"), "what" in part,
                                 part.get("what", "")), part.get("times", 1))
    ]  # fmt: skip
    made = pledges.pledge(
        by=officer, member=member, fund=Fund.objects.get(pk=fund), currency="PEN", parts=parts, text=row["text"],
        heading=Heading.objects.get(pk=row["heading"]),
    )  # fmt: skip
    if "agreed" in row:
        pledges.agree(by=stage.people[row["agreed"]], pledge=made)
        pledges.count_put_in(by=officer, member=member)


def _paper(stage: Stage, row: dict[str, Any]) -> Version:
    document = add_document(
        by=stage.people["officer"], title=row["paper"], kind=row.get("paper_kind", "receipt"), audience="public",
        text=row["paper_text"],
    )  # fmt: skip
    return document.versions.get()
