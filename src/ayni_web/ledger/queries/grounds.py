"""What lines stand on, read at once: everything that is verified before they are posted, in few statements.

Plain SQL, for this is what every posting waits for: Django would take longer to write these statements than both
databases to answer them.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from ayni_web.ledger.lines import Drawn, drawn
from ayni_web.ledger.models import Draft
from ayni_web.ledger.rows import Statement, kept, read

# Serialises those who post on PostgreSQL; SQLite has one writer at a time.
LOCK = 0x6C656467


@dataclass(frozen=True, slots=True)
class Maker:
    """Who wrote a draft, as the chain names people; the salt is empty once they are erased."""

    pk: Any
    salt: str


@dataclass(frozen=True, slots=True)
class Stood:
    """An account that lines stand on.

    Attributes
    ----------
    kind, purpose, currency : str
        As the account has them; the currency is empty where it may hold any.
    closed : bool
        Whether it takes nothing more.
    """

    kind: str
    purpose: str
    currency: str
    closed: bool


@dataclass(frozen=True, slots=True)
class Ground:
    """What lines stand on.

    Attributes
    ----------
    accounts : mapping of str to Stood
        By code; what is not there is not in it.
    funds : frozenset of str
        Codes of those that are open.
    own : frozenset of str
        Codes of sources that are the members'.
    cofinanced : mapping of str to str
        Code of the award of each heading of an award that its group puts a share in.
    open_day : bool or None
        Whether the period of the day takes entries; None where there is no period.
    """

    accounts: Mapping[str, Stood]
    funds: frozenset[str]
    own: frozenset[str]
    cofinanced: Mapping[str, str]
    open_day: bool | None

    def purpose(self, line: Drawn) -> str:
        """What the account of a line is for."""
        return self.accounts[line.account].purpose


@dataclass(frozen=True, slots=True)
class Waiting:
    """A draft as it stands under the lock of the ledger, and what its entry is to follow.

    Attributes
    ----------
    purpose, text, counterpart, basis, state : str
        As its maker wrote it, and where it stands.
    occurred_on : date
        Its day.
    lines : list of Drawn
        Its lines.
    reverses_id : int or None
        Number of the entry that it takes back.
    maker : Maker
        Who wrote it.
    papers : list of tuple
        Identifier and SHA-256 of each paper, in order.
    previous, count : str, int
        Hash of the last entry, and how many there are.
    ground : Ground or None
        What its lines stand on; None where they are not those that whoever posts it saw.
    """

    purpose: str
    text: str
    counterpart: str
    basis: str
    state: str
    occurred_on: date
    lines: list[Drawn]
    reverses_id: int | None
    maker: Maker
    papers: list[tuple[Any, str]]
    previous: str
    count: int
    ground: Ground | None

    @property
    def maker_id(self) -> Any:
        """Who wrote it, by key."""
        return self.maker.pk


@dataclass(frozen=True, slots=True)
class Pot:
    """Lines that are summed up together; what is empty is not looked at.

    Attributes
    ----------
    fund, currency : str
        Code of the fund; ISO 4217.
    account, source, heading, member : str
        Codes, and the identifier of an organisation.
    """

    fund: str
    currency: str
    account: str = ""
    source: str = ""
    heading: str = ""
    member: str = ""


# Columns of every part: what it is, its code, kind, purpose or award, currency, and whether it is closed.
_PARTS = {
    "account": "SELECT 'account', code, kind, purpose, currency, closed_at IS NOT NULL FROM ledger_account "
               "WHERE code IN ({})",
    "fund": "SELECT 'fund', code, '', '', '', closed_at IS NOT NULL FROM ledger_fund WHERE code IN ({})",
    "source": "SELECT 'source', code, kind, '', '', FALSE FROM ledger_source WHERE kind = 'members' AND code IN ({})",
    "heading": "SELECT 'heading', h.code, '', w.code, '', FALSE FROM ledger_heading h JOIN ledger_heading w "
               "ON w.code = h.award_id WHERE w.cofinance IS NOT NULL AND h.code IN ({})",
}  # fmt: skip
_PERIOD = ("SELECT 'period', '', '', '', '', closed_at IS NOT NULL FROM ledger_period "
           "WHERE starts_on <= %s AND ends_on >= %s")  # fmt: skip
# A member under each of its names: itself, what it was merged into, and what was merged into either.
_FAMILY = (
    "WITH RECURSIVE f(id, up) AS (SELECT id, merged_into_id FROM members_organisation WHERE id = %s UNION "
    "SELECT o.id, o.merged_into_id FROM members_organisation o JOIN f ON o.merged_into_id = f.id OR o.id = f.up) "
    "SELECT id FROM f"
)
_SUM = "SELECT {at}, COALESCE(SUM(l.minor), 0) FROM ledger_line l WHERE {where}"
# How a line on an account of a purpose changes what its heading has left to spend.
LEFT = {"assigned": 1, "spending": -1, "advance": -1, "in_kind": -1}
_SIGNED = " ".join(f"WHEN '{purpose}' THEN {sign} * l.minor" for purpose, sign in LEFT.items())
_LEFT_TO_SPEND = (
    f"SELECT {{at}}, COALESCE(SUM(CASE a.purpose {_SIGNED} ELSE 0 END), 0) "  # noqa: S608 (the words above)
    "FROM ledger_line l JOIN ledger_account a ON a.code = l.account_id WHERE {where}"
)


def ground_of(lines: Sequence[Drawn], day: date) -> Ground:
    """What lines of a day stand on."""
    return _ground(read(_asked(lines, day))[0])


def _asked(lines: Sequence[Drawn], day: date) -> Statement:
    parts: list[str] = [_PERIOD]
    values: list[Any] = [kept(day), kept(day)]
    for name, part in _PARTS.items():
        codes = {getattr(line, name) for line in lines} - {""}
        if codes:
            parts.append(part.format(", ".join(["%s"] * len(codes))))
            values.extend(codes)
    return " UNION ALL ".join(parts), values


def _ground(rows: Sequence[tuple[Any, ...]]) -> Ground:
    found: dict[str, dict[str, Stood]] = {name: {} for name in ("period", *_PARTS)}
    for what, code, kind, purpose, currency, closed in rows:
        found[what][code] = Stood(kind, purpose, currency, bool(closed))
    return Ground(
        accounts=found["account"],
        funds=frozenset(code for code, each in found["fund"].items() if not each.closed),
        own=frozenset(found["source"]),
        cofinanced={code: each.purpose for code, each in found["heading"].items()},
        open_day=next((not each.closed for each in found["period"].values()), None),
    )


def left_in(pots: Sequence[Pot], spendable: Sequence[Pot]) -> tuple[dict[Pot, int], dict[Pot, int]]:
    """What stands in each pot, and what was assigned to the heading of each spendable one and is left, minor units."""
    parts, values = [], []
    asked = [*((pot, _SUM) for pot in pots), *((pot, _LEFT_TO_SPEND) for pot in spendable)]
    for at, (pot, statement) in enumerate(asked):
        told = list(_told(pot))
        parts.append(statement.format(at=at, where=" AND ".join(where for where, _ in told)))
        values.extend(value for _, value in told)
    found = dict(read((" UNION ALL ".join(parts), values))[0]) if parts else {}
    sums = [int(found[at]) for at in range(len(asked))]
    return (dict(zip(pots, sums, strict=False)), dict(zip(spendable, sums[len(pots) :], strict=True)))


# What posting begins with: the lock, the draft with its maker, the end of the chain, the papers, what its lines as they
# were seen stand on.
_HELD = "SELECT pg_advisory_xact_lock(%s)"
_DRAFT = (
    "SELECT d.purpose, d.text, d.counterpart, d.basis, d.state, d.occurred_on, d.lines, d.reverses_id, p.id, p.salt "
    "FROM ledger_draft d JOIN accounts_person p ON p.id = d.maker_id WHERE d.id = %s"
)
_HEAD = "SELECT hash, number FROM ledger_entry ORDER BY number DESC LIMIT 1"
_PAPERS = (
    "SELECT p.version_id, v.sha256 FROM ledger_draft_paper p JOIN documents_version v ON v.id = p.version_id "
    "WHERE p.draft_id = %s ORDER BY p.id"
)


def hold_ledger() -> None:
    """Hold the ledger until the transaction is over: what is verified of it now is so when it ends."""
    if connection.vendor == "postgresql":
        read((_HELD, [LOCK]))


def held_draft(draft: Draft) -> Waiting | None:
    """A draft as it stands, once the ledger is held: nobody posts, and nobody changes it, until this is over."""
    pk, seen, own_day = draft.pk, drawn(draft.lines), draft.occurred_on
    own = connection.vendor == "postgresql"
    asked: list[Statement] = [(_HELD, [LOCK])] if own else []
    asked += [(f"{_DRAFT} FOR UPDATE OF d" if own else _DRAFT, [kept(pk)]), (_HEAD, []), (_PAPERS, [kept(pk)])]
    found, head, papers, stood = read(*asked, _asked(seen, own_day))[-4:]
    if not found:
        return None
    purpose, text, counterpart, basis, state, day, lines, reverses, maker, salt = found[0]
    previous, count = head[0] if head else ("", 0)
    day, lines = date.fromisoformat(day) if isinstance(day, str) else day, drawn(json.loads(lines))
    return Waiting(
        purpose, text, counterpart, basis, state, day, lines, reverses, Maker(_identifier(maker), salt), papers,
        previous, count, _ground(stood) if (lines, day) == (seen, own_day) else None,
    )  # fmt: skip


def _identifier(key: Any) -> Any:
    """Key of a person as Django tells it: SQLite keeps an identifier as text."""
    return UUID(key) if isinstance(key, str) else key


def _told(pot: Pot) -> Iterator[tuple[str, str]]:
    """Conditions of the lines of a pot, each with its value."""
    yield "l.fund_id = %s", pot.fund
    yield "l.currency = %s", pot.currency
    for name in ("account", "source", "heading"):
        if value := getattr(pot, name):
            yield f"l.{name}_id = %s", value
    if pot.member:
        yield f"l.member_id IN ({_FAMILY})", key_of(pot.member)


def key_of(identifier: str) -> str:
    """Identifier as the database keeps it: SQLite has no type for it."""
    return identifier.replace("-", "") if connection.vendor == "sqlite" else identifier
