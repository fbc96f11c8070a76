"""Whether the ledger adds up: every entry against its hash and its memo, the chain, the balance, heads known before.

One read of each table, in order of entries; nothing is held in memory but the entry at hand.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import Sum

from ayni_web.ledger import contents
from ayni_web.ledger.models import Entry, LedgerSeal, Line, Paper
from ayni_web.ledger.models.entries import Memo
from ayni_web.ledger.reading import content_of, entries
from ayni_web.ledger.sealing import told

Why = Literal["hash", "chain", "balance", "memo", "member", "lines", "cut", "seal"]


@dataclass(frozen=True, slots=True)
class Verified:
    """What came of verifying the ledger.

    Attributes
    ----------
    count : int
        Entries read that are sound.
    head : str
        Hash of the last sound entry; empty for a ledger without entries.
    broken : int or None
        Number of the first entry that is not sound; None where no entry is to blame.
    why : str
        What is wrong with it: ``hash`` it does not say what it was posted with, ``chain`` it does not stand on the one
        before, ``balance``, ``memo`` its words, ``member`` whose a line is, ``lines`` there are lines, papers or memos
        without an entry, ``cut`` a head and count known before is not met, ``seal`` a signature is not of its key.
    blanked : int
        Memos that were blanked for a person who was erased.
    """

    count: int
    head: str
    broken: int | None
    why: Why | Literal[""]
    blanked: int

    @property
    def sound(self) -> bool:
        """Whether everything adds up."""
        return not self.why


def verified(
    head: str = "", count: int | None = None, *, seals: Iterable[tuple[int, str]] = ()
) -> Verified:  # fmt: skip
    """Verification of the whole ledger, against heads and counts known from elsewhere when they are given."""
    known = {(at, sealed) for at, sealed in (*LedgerSeal.objects.values_list("count", "head"), *seals) if at}
    if head and count is not None:
        known.add((count, head))
    places, sought, previous, number, blanked = {at for at, _ in known}, head, "", 0, 0
    for row, lines, papers, memo in entries():
        why = _wrong(row, lines, papers, memo, number + 1, previous)
        if why:
            return Verified(number, previous, number + 1, why, blanked)
        number, previous = row["number"], row["hash"]
        blanked += memo is not None and memo["blanked_at"] is not None
        if number in places:
            known.discard((number, previous))
        sought = "" if previous == sought else sought
    if not all(told(row).holds for row in LedgerSeal.objects.order_by("day").iterator()):
        return Verified(number, previous, None, "seal", blanked)
    if _strays():
        return Verified(number, previous, None, "lines", blanked)
    cut = bool(known) or bool(sought) or (count is not None and not 0 <= count <= number)
    return Verified(number, previous, None, "cut" if cut else "", blanked)


def _wrong(
    row: dict[str, Any], lines: list[dict[str, Any]], papers: list[dict[str, Any]], memo: dict[str, Any] | None,
    number: int, previous: str,
) -> Why | Literal[""]:  # fmt: skip
    if row["number"] != number or row["previous"] != previous:
        return "chain"
    if contents.hash_of(content_of(row, lines, papers)) != row["hash"]:
        return "hash"
    if not _balances(lines):
        return "balance"
    if memo is None:
        return "memo"
    if memo["blanked_at"] is None:
        if contents.sha256(memo["body"]) != row["memo_digest"]:
            return "memo"
        if not _members_stand(memo["body"], lines):
            return "member"
    return ""


def _balances(lines: list[dict[str, Any]]) -> bool:
    left: dict[tuple[str, str, bool], int] = {}
    for line in lines:
        key = (line["fund_id"], line["currency"], line["kind"] == "order")
        left[key] = left.get(key, 0) + line["minor"]
    return len(lines) > 1 and not any(left.values())


def _members_stand(body: str, lines: list[dict[str, Any]]) -> bool:
    """Whether the member of each line is the one that its memo was sealed with."""
    sealed = json.loads(body)["members"]
    return sealed == {str(line["position"]): str(line["member_id"]) for line in lines if line["member_id"]}


def _strays() -> bool:
    """Whether anything stands without its entry, as only somebody who lifted the guards can write it."""
    numbers = Entry.objects.values("number")
    return any(model.objects.exclude(entry_id__in=numbers).exists() for model in (Line, Paper, Memo))


def left_over() -> dict[str, int]:
    """Sum of all lines in each currency: zero, or the ledger does not add up."""
    found = Line.objects.order_by().values("currency").annotate(n=Sum("minor"))
    return {row["currency"]: int(row["n"]) for row in found}
