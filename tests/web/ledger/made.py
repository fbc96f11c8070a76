"""Books that tests may ask for: a year open, one fund, two sources, a call with a co-financed award."""

import hashlib
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from ayni_web.documents.models import Document, Version
from ayni_web.ledger.actions import books, drafts, posting
from ayni_web.ledger.models import Entry
from ayni_web.ledger.purposes import Facts
from ayni_web.ledger.queries.books import is_open

FUND, GOVERNMENT, MEMBERS = "FONDO", "GORE", "SOCIOS"
CALL, AWARD, ACTIVITY = "CONV-1", "CONV-1-03", "CONV-1-03-A"
BANK, CASH = "1100", "1000"
# What the value of something in kind stands on, and who tells it.
VALUED = {"basis": "appraisal", "counterpart": "Ing. Rosa Apaza"}


def paper(world: Any, text: str = "Factura F001-2214") -> Version:
    document = Document.objects.create(
        kind="agreement", title=text, organisation=world.entity, audience="entity", added_by=world.officer
    )
    return Version.objects.create(
        document=document, number=1, text=text, size=len(text), sha256=hashlib.sha256(text.encode()).hexdigest(),
        made_by=world.officer,
    )  # fmt: skip


def opened(world: Any, cofinance: str | None = None, since: date | None = None) -> None:
    """The books with the short plan and months from that of a day on, and what money is given by and for; once."""
    if is_open():
        return
    this = timezone.localdate().year
    first = since.year if since else this
    books.open_books(by=world.director, plan="short", year=first)
    for year in range(first + 1, this + 1):
        books.open_year(by=world.director, year=year)
    books.add_fund(by=world.director, code=FUND, title="Fondo de prueba")
    books.add_source(by=world.officer, code=GOVERNMENT, kind="government", title="Gobierno regional")
    books.add_source(by=world.officer, code=MEMBERS, kind="members", title="Socios")
    call = books.add_heading(by=world.officer, code=CALL, kind="call", title="Convocatoria 1")
    award = books.add_heading(
        by=world.officer, code=AWARD, kind="award", title="Planta de lavado", parent=call,
        organisation=world.cooperative, cluster=world.cluster, cofinance=Decimal(cofinance) if cofinance else None,
    )  # fmt: skip
    books.add_heading(by=world.officer, code=ACTIVITY, kind="activity", title="Lavadora", parent=award)


def facts(minor: int, **more: Any) -> Facts:
    return Facts(**{"fund": FUND, "currency": "PEN", "minor": minor, "source": GOVERNMENT, **more})


def drawn(world: Any, purpose: str, told: Facts, *, day: date | None = None, text: str = "Prueba") -> Any:
    made = drafts.draw(
        by=world.officer, purpose=purpose, facts=told, occurred_on=day or timezone.localdate(), text=text,
        papers=[paper(world)], **(VALUED if purpose == "receive_in_kind" else {}),
    )  # fmt: skip
    return drafts.send(by=world.officer, draft=made)


def posted(world: Any, purpose: str, told: Facts, **more: Any) -> Entry:
    return posting.post(by=world.director, draft=drawn(world, purpose, told, **more))


def granted(world: Any, minor: int = 100_000) -> Entry:
    return posted(world, "receive_grant", facts(minor, bank=BANK))


def assigned(world: Any, minor: int) -> None:
    """From what is available to the call, the award and its activity."""
    posted(world, "assign", facts(minor, to_heading=CALL))
    posted(world, "assign", facts(minor, heading=CALL, to_heading=AWARD))
    posted(world, "assign", facts(minor, heading=AWARD, to_heading=ACTIVITY))
