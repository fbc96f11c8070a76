"""Who pledged what to whom in the cluster of a plan: put in and outstanding, as the books tell it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from ayni_web.ledger.access import sees_pledges
from ayni_web.ledger.models import Pledge
from ayni_web.ledger.queries.pledges import Due, dues, of_cluster, pledges_of, standing
from ayni_web.ventures.models import Plan

# A sheet to print holds so many; the list of pledges has them all.
MOST_PLEDGES = 40


@dataclass(frozen=True, slots=True)
class Pledged:
    """A pledge that was agreed to, as at a day, in minor units of its currency.

    Attributes
    ----------
    pledge : Pledge
        With its fund and heading.
    member : Organisation
        Who promised it; the one that it was merged into.
    promised, put_in, left, late : int
        In all; what was put in; what is missing; what is missing and whose day has passed.
    next_on : date or None
        First day of a part that is missing; None where nothing is.
    in_kind : str
        What is put in that is no money.
    """

    pledge: Pledge
    member: Any
    promised: int
    put_in: int
    left: int
    late: int
    next_on: date | None
    in_kind: str


@dataclass(frozen=True, slots=True)
class Promised:
    """Pledges that stand in a cluster; ``more`` are not shown, ``waiting`` nobody agreed to yet."""

    rows: list[Pledged]
    more: int
    waiting: int


def pledged_in(person: Any, plan: Plan, day: date) -> Promised:
    """Pledges in the cluster of a plan as far as a person sees them, what is late first; two queries and what is seen.

    One that was ended is owed no longer, and is left out.
    """
    found = pledges_of(sees_pledges(person) & of_cluster(plan.cluster_id)).filter(ended_at__isnull=True)
    parts: dict[Any, list[Due]] = {}
    for due in dues(found, day):
        parts.setdefault(due.instalment.pledge_id, []).append(due)
    rows = sorted((_pledged(each) for each in parts.values()), key=_order)
    waiting = found.filter(agreed_at__isnull=True).order_by().count()
    return Promised(rows[:MOST_PLEDGES], max(0, len(rows) - MOST_PLEDGES), waiting)


def _pledged(parts: list[Due]) -> Pledged:
    pledge, open_parts = parts[0].instalment.pledge, [each for each in parts if each.left]
    return Pledged(
        pledge=pledge, member=standing(pledge.member), promised=sum(each.instalment.minor for each in parts),
        put_in=sum(each.put_in for each in parts), left=sum(each.left for each in parts),
        late=sum(each.left for each in parts if each.late),
        next_on=min((each.instalment.due_on for each in open_parts), default=None),
        in_kind=", ".join(dict.fromkeys(each.instalment.text for each in parts if each.instalment.in_kind)),
    )  # fmt: skip


def _order(row: Pledged) -> tuple[bool, bool, date, str]:
    """What is late first, then by day, and what is whole last."""
    return row.late == 0, row.next_on is None, row.next_on or date.max, str(row.member)
