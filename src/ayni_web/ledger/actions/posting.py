"""The one step that makes an entry of a draft: verified, numbered, chained and frozen, by another than its maker."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from ayni_web.common.acting import Mistake, action
from ayni_web.common.chain import digest_of
from ayni_web.ledger import access, contents
from ayni_web.ledger.lines import Drawn
from ayni_web.ledger.models import Draft, Entry
from ayni_web.ledger.models.entries import State
from ayni_web.ledger.queries.grounds import Waiting, held_draft, key_of
from ayni_web.ledger.rows import insertion, kept, write
from ayni_web.ledger.rules.balances import refuse_beyond, refuse_lines
from ayni_web.ledger.rules.cofinance import refuse_under_cofinance

if TYPE_CHECKING:
    from ayni_web.accounts.models import Person

ENTRY = tuple(field.attname for field in Entry._meta.concrete_fields)
POSTED = "UPDATE ledger_draft SET state = %s WHERE id = %s"


@action
def post(*, by: "Person", draft: Draft) -> Entry:
    """Post a draft that waits: from here on nobody changes it.

    Everything is verified under the lock of the ledger, and by the database again.  ``posted_at`` is now.
    """
    row = held_draft(draft)
    if row is None or row.state != State.SENT:
        raise Mistake("money.not_waiting")
    if not access.may_check(by, row):
        raise Mistake("money.another_checks")
    ground = refuse_lines(row.lines, row.occurred_on, row.ground)
    refuse_beyond(row.lines, ground)
    refuse_under_cofinance(row.lines, ground)
    entry = _posted(by, draft, row)
    draft.state = State.POSTED
    return entry


def _posted(by: "Person", draft: Draft, row: Waiting) -> Entry:
    """Entry with what it stands on: lines, papers and memo first, then the entry that its guards hold against them."""
    number, lines = row.count + 1, row.lines
    members = {position: line.member for position, line in enumerate(lines, 1) if line.member}
    memo = contents.memo(text=row.text, counterpart=row.counterpart, members=members, salt=secrets.token_hex(16))
    entry = Entry(
        number=number, draft=draft, purpose=row.purpose, occurred_on=row.occurred_on, posted_at=_now(),
        reverses_id=row.reverses_id, maker_id=row.maker.pk, checker=by, maker_digest=digest_of(row.maker),
        checker_digest=digest_of(by), memo_digest=contents.sha256(memo), basis=row.basis, previous=row.previous,
    )  # fmt: skip
    entry.hash = contents.hash_of(_content(entry, lines, [sha256 for _, sha256 in row.papers]))
    papers = [{"entry_id": number, "version_id": version, "sha256": sha256} for version, sha256 in row.papers]
    write(
        insertion("ledger_line", [_line(number, position, line) for position, line in enumerate(lines, 1)]),
        *([insertion("ledger_paper", papers)] if papers else ()),
        insertion("ledger_memo", [{"entry_id": number, "body": memo}]),
        insertion("ledger_entry", [{name: getattr(entry, name) for name in ENTRY}]),
        (POSTED, [State.POSTED.value, kept(draft.pk)]),
    )
    return entry


def _now() -> datetime:
    return timezone.now()


def _content(entry: Entry, lines: Sequence[Drawn], papers: Sequence[str]) -> dict[str, object]:
    told = [
        contents.line(account=line.account, fund=line.fund, source=line.source, heading=line.heading,
                      currency=line.currency, minor=line.minor, passed_on=line.passed_on)
        for line in lines
    ]  # fmt: skip
    return contents.entry(
        number=entry.number, occurred_on=entry.occurred_on, posted_at=entry.posted_at, purpose=entry.purpose,
        reverses=entry.reverses_id, maker=entry.maker_digest, checker=entry.checker_digest, memo=entry.memo_digest,
        lines=told, papers=papers, previous=entry.previous, basis=entry.basis,
    )  # fmt: skip


def _line(number: int, position: int, line: Drawn) -> dict[str, Any]:
    return {
        "entry_id": number, "position": position, "account_id": line.account, "fund_id": line.fund,
        "source_id": line.source or None, "heading_id": line.heading or None,
        "member_id": key_of(line.member) if line.member else None, "currency": line.currency, "minor": line.minor,
        "passed_on": line.passed_on,
    }  # fmt: skip
