"""OFX, the file of movements that many banks hand over: 1.x (SGML, whose elements are left open) and 2.x (XML).

One small reader for both, of the bank statement response alone (STMTRS; OFX 1.6 and 2.2, chapter 11): marks and the
text behind each.  No document type and no entity is read, so that nothing is fetched or expanded.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import unescape

from ayni_web.common.acting import Mistake
from ayni_web.ledger.bank.figures import ofx_day, ofx_minor
from ayni_web.ledger.bank.told import OFX, Moved, Told, with_closing

_MARK = re.compile(r"<(/?)([A-Za-z0-9._]+)\s*>([^<]*)")
_DECLARED = re.compile(r"<!(?:DOCTYPE|ENTITY|ELEMENT)", re.IGNORECASE)
MOST_MOVEMENTS = 20_000


@dataclass(frozen=True, slots=True)
class _Mark:
    name: str
    closes: bool
    text: str


def is_ofx(text: str) -> bool:
    """Whether a text says that it is OFX."""
    head = text[:1000].upper()
    return "OFXHEADER" in head or "<OFX>" in head


def encoding_of(content: bytes) -> str:
    """Encoding that the head of a file names: UTF-8, or that of Windows which version 1 has for everything else."""
    head = content[:1000].upper()
    if content.startswith(b"\xef\xbb\xbf") or b"ENCODING:UTF-8" in head or b"CHARSET:UTF-8" in head:
        return "utf-8-sig"
    declared = re.search(rb'<\?XML[^>]*ENCODING="([\w-]+)"', head)
    if declared:
        return "utf-8" if declared.group(1) in (b"UTF-8", b"UTF8") else "cp1252"
    return "cp1252" if b"OFXHEADER:100" in head else "utf-8"


def read_ofx(text: str) -> Told:
    """Bank statement of an OFX file."""
    if _DECLARED.search(text):
        raise Mistake("bank.ofx_declares", field="file")
    marks = [_Mark(found[2].upper(), found[1] == "/", unescape(found[3]).strip()) for found in _MARK.finditer(text)]
    inside = _only_statement(marks)
    currency = _text(inside, "CURDEF")
    if not re.fullmatch(r"[A-Z]{3}", currency):
        raise Mistake("bank.ofx_lacks", field="file", name="CURDEF")
    # What a file tells twice under one identifier is one movement.
    once = {(each.known_by, each.day, each.minor): each for each in _moved(inside, currency)}
    moved = sorted(once.values(), key=lambda each: each.day)
    if not moved:
        raise Mistake("bank.no_movements", field="file")
    since = _day(_text(inside, "DTSTART")) or moved[0].day
    until = max(_day(_text(inside, "DTEND")) or moved[-1].day, moved[-1].day)
    closing = _closing(inside, currency, moved[-1], until)
    opening = None if closing is None else closing - sum(each.minor for each in moved)
    return Told(
        OFX, _text(inside, "ACCTID")[:40], currency, min(since, moved[0].day), until, opening, closing,
        with_closing(moved, closing),
    )  # fmt: skip


def _only_statement(marks: list[_Mark]) -> list[_Mark]:
    """Marks of the one bank statement response of a file."""
    found = [at for at, mark in enumerate(marks) if mark.name == "STMTRS" and not mark.closes]
    if len(found) != 1:
        raise Mistake("bank.ofx_statements", field="file", n=len(found))
    after = marks[found[0] + 1 :]
    end = next((at for at, mark in enumerate(after) if mark.closes and mark.name == "STMTRS"), None)
    if end is None:
        raise Mistake("bank.ofx_lacks", field="file", name="/STMTRS")
    return after[:end]


def _moved(inside: list[_Mark], currency: str) -> Iterator[Moved]:
    for row, part in enumerate(_parts(inside, "STMTTRN"), 1):
        if row > MOST_MOVEMENTS:
            raise Mistake("bank.too_many_rows", field="file", n=row, most=MOST_MOVEMENTS)
        told = {mark.name: mark.text for mark in part if not mark.closes}
        for name in ("DTPOSTED", "TRNAMT", "FITID"):
            if not told.get(name):
                raise Mistake("bank.ofx_lacks_in", field="file", name=name, row=row)
        words = [" ".join(told.get(name, "").split()) for name in ("NAME", "MEMO")]
        amount = ofx_minor(told["TRNAMT"], currency, row)
        if amount:
            yield Moved(
                row, ofx_day(told["DTPOSTED"], row), amount, " · ".join(dict.fromkeys(filter(None, words)))[:300],
                (told.get("CHECKNUM") or told.get("REFNUM") or "")[:80], known_by=told["FITID"],
            )  # fmt: skip


def _parts(marks: list[_Mark], name: str) -> Iterator[list[_Mark]]:
    """What stands within each element of a name, whether its end is marked or only that of the next one begins."""
    part: list[_Mark] | None = None
    for mark in marks:
        if mark.name == name or (mark.closes and mark.name == "BANKTRANLIST"):
            if part:
                yield part
            part = None if mark.closes else []
        elif part is not None:
            part.append(mark)
    if part:
        yield part


def _text(marks: list[_Mark], name: str) -> str:
    return next((mark.text for mark in marks if mark.name == name and not mark.closes), "")


def _day(text: str) -> date | None:
    return ofx_day(text, 0) if text else None


def _closing(inside: list[_Mark], currency: str, last: Moved, until: date) -> int | None:
    """What stood there at the end, where the balance of the file is of a day between the last movement and its end."""
    told = next(iter(_parts(inside, "LEDGERBAL")), [])
    amount, day = _text(told, "BALAMT"), _day(_text(told, "DTASOF"))
    if not amount or day is None or not last.day <= day <= until:
        return None
    return ofx_minor(amount, currency, 0)
