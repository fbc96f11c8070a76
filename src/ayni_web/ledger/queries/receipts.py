"""What one member promised, delivered and paid, with the entries that show it: for one sheet of paper."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from ayni_web.ledger.models import Line
from ayni_web.ledger.queries.pledges import Due, dues, of_members, put_in_by
from ayni_web.members.models import Organisation


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a member promised and put in, as at a day.

    Attributes
    ----------
    member : Organisation
        Whose it is.
    dues : sequence of Due
        Parts of its pledges, by their day; also of those that were ended.
    lines : sequence of Line
        What it put in, the oldest first.
    sums : dict
        By currency, in minor units: ``promised``, ``paid`` in money, ``delivered`` in kind, ``missing``, ``late``.
    """

    member: Organisation
    dues: Sequence[Due]
    lines: Sequence[Line]
    sums: dict[str, Counter[str]]


def receipt(member: Organisation, as_at: date, *, condition: Q, names: Sequence[Any]) -> Receipt:
    """Receipt of a member under each of its ``names``, of pledges and lines that meet a condition; two queries."""
    found = dues(of_members(names).filter(condition), as_at)
    lines = list(put_in_by(member, as_at).filter(condition))
    return Receipt(member, found, lines, _sums(found, lines))


def _sums(found: Sequence[Due], lines: Sequence[Line]) -> dict[str, Counter[str]]:
    sums: dict[str, Counter[str]] = {}
    for line in lines:
        kind = "delivered" if line.account.purpose == "in_kind" else "paid"
        sums.setdefault(line.currency, Counter())[kind] -= line.minor
    for due in found:
        if due.ended:
            continue
        of = sums.setdefault(due.instalment.pledge.currency, Counter())
        of["promised"] += due.instalment.minor
        of["missing"] += due.left
        of["late"] += due.left if due.late else 0
    return dict(sorted(sums.items()))
