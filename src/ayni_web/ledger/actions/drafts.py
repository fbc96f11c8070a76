"""Writes of drafts: written, corrected, sent to be posted, sent back, dropped."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from ayni_web.common.acting import Mistake, action
from ayni_web.documents.actions import add_document
from ayni_web.documents.models import Version
from ayni_web.ledger import access
from ayni_web.ledger.lines import Drawn, drawn, mirrored, told
from ayni_web.ledger.models import Draft, DraftPaper, Entry
from ayni_web.ledger.models.entries import State
from ayni_web.ledger.purposes import CLOSING, FREE, PURPOSES, REVERSAL, Facts
from ayni_web.ledger.queries.books import plan
from ayni_web.ledger.rules.balances import refuse_lines
from ayni_web.ledger.rules.valuing import refuse_unvalued

if TYPE_CHECKING:
    from ayni_web.accounts.models import Person


@action
def draw(
    *, by: "Person", purpose: str, facts: Facts, occurred_on: date, text: str, counterpart: str = "",
    papers: Iterable[Version] = (), file: Any = None, public: bool = False, draft: Draft | None = None,
    basis: str = "",
) -> Draft:  # fmt: skip
    """Write a draft in plain words, or write one's own open draft anew; ``file`` is a paper that comes with it.

    What comes in kind needs the ``basis`` of its value, and as counterpart who or what tells it.
    """
    asked = PURPOSES.get(purpose)
    if asked is None:
        raise Mistake("money.no_purpose", field="purpose")
    lines = asked.drawn(facts, plan())
    row = _written(by, draft, purpose, lines, occurred_on, text, counterpart, papers, file=file, public=public,
                   basis=basis)  # fmt: skip
    row.facts = asdict(facts)
    row.save(update_fields=["facts"])
    return row


@action
def draw_lines(
    *, by: "Person", lines: Sequence[Drawn], occurred_on: date, text: str, counterpart: str = "",
    papers: Iterable[Version] = (), file: Any = None, public: bool = False, draft: Draft | None = None,
    purpose: str = FREE, basis: str = "",
) -> Draft:  # fmt: skip
    """Write a draft line by line, as accountants do."""
    return _written(by, draft, purpose, lines, occurred_on, text, counterpart, papers, file=file, public=public,
                    basis=basis)  # fmt: skip


@action
def draw_reversal(*, by: "Person", entry: Entry, occurred_on: date, text: str) -> Draft:
    """Write the draft that takes an entry back; it says why, and has the papers of that entry."""
    if Entry.objects.filter(reverses=entry).exists():
        raise Mistake("money.reversed_already", number=entry.number)
    if Draft.objects.filter(reverses=entry, state__in=(State.OPEN, State.SENT)).exists():
        raise Mistake("money.being_reversed", number=entry.number)
    lines = [
        Drawn(row.account_id, row.fund_id, row.currency, row.minor, row.source_id or "", row.heading_id or "",
              str(row.member_id or ""), row.passed_on)
        for row in entry.lines.order_by("position")
    ]  # fmt: skip
    papers = [paper.version for paper in entry.papers.select_related("version")]
    return _written(by, None, REVERSAL, mirrored(lines), occurred_on, text, "", papers, reverses=entry)


@action
def send(*, by: "Person", draft: Draft) -> Draft:
    """Send one's own draft to be posted by another person; what is wrong in it is said now."""
    row = _own(by, draft)
    refuse_unvalued(row, refuse_lines(drawn(row.lines), row.occurred_on))
    asked = PURPOSES.get(row.purpose)
    if (asked is None or asked.paper) and row.purpose not in (REVERSAL, CLOSING) and not row.papers.exists():
        raise Mistake("money.no_paper", field="papers")
    row.state, row.returned = State.SENT, ""
    row.save(update_fields=["state", "returned"])
    return row


@action
def take_back(*, by: "Person", draft: Draft) -> Draft:
    """Take one's own draft back, to correct it, before anybody posted it."""
    row = _held(draft)
    if row.maker_id != by.pk or row.state != State.SENT:
        raise Mistake("money.not_your_draft")
    row.state = State.OPEN
    row.save(update_fields=["state"])
    return row


@action
def send_back(*, by: "Person", draft: Draft, reason: str) -> Draft:
    """Send a draft back to its maker, with the reason."""
    row = _held(draft)
    if not access.may_check(by, row):
        raise Mistake("money.another_checks")
    row.state, row.returned = State.OPEN, reason
    row.save(update_fields=["state", "returned"])
    return row


@action
def drop(*, by: "Person", draft: Draft) -> Draft:
    """Throw one's own open draft away; that it was there stays."""
    row = _own(by, draft)
    row.state = State.DROPPED
    row.save(update_fields=["state"])
    return row


def _written(
    by: "Person", draft: Draft | None, purpose: str, lines: Sequence[Drawn], occurred_on: date, text: str,
    counterpart: str, papers: Iterable[Version], reverses: Entry | None = None, file: Any = None,
    public: bool = False, basis: str = "",
) -> Draft:  # fmt: skip
    if not access.may_draw(by):
        raise Mistake("money.not_yours")
    ground = refuse_lines(lines, occurred_on)
    row = _own(by, draft) if draft else Draft(maker=by)
    row.purpose, row.lines, row.occurred_on, row.reverses = purpose, told(lines), occurred_on, reverses
    row.text, row.counterpart, row.basis = text, counterpart, basis
    row.facts = {}
    refuse_unvalued(row, ground)
    row.save()
    if file:
        audience = "public" if public else "entity"
        made = add_document(by=by, title=text[:200], kind="receipt", audience=audience, file=file)
        papers = [*papers, made.versions.get()]
    row.papers.all().delete()
    DraftPaper.objects.bulk_create([DraftPaper(draft=row, version=each) for each in dict.fromkeys(papers)])
    return row


def _own(by: "Person", draft: Draft) -> Draft:
    row = _held(draft)
    if row.maker_id != by.pk or row.state != State.OPEN:
        raise Mistake("money.not_your_draft")
    return row


def _held(draft: Draft) -> Draft:
    return Draft.objects.select_for_update().get(pk=draft.pk)
