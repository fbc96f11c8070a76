"""Reads of pledges: what is due when, what was put in on it, and what was put in and counts for none."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from ayni_web.ledger.models import Entry, Fulfilment, Instalment, Line, Pledge
from ayni_web.ledger.rules.ageing import LATE, aged, band
from ayni_web.ledger.rules.pledging import Held, counted
from ayni_web.members.models import Membership, Organisation
from ayni_web.members.queries.organisations import identities

PUT_IN = ("contributions", "in_kind")


@dataclass(frozen=True, slots=True)
class Due:
    """A part of a pledge as at a day, in minor units.

    Attributes
    ----------
    instalment : Instalment
        With its pledge, its member, fund and heading.
    put_in : int
        What was put in on it until that day.
    band : str
        How late what is left is (``ageing.ALL``); empty where nothing is left, or the pledge was ended.
    ended : bool
        Whether its pledge was ended by then.
    """

    instalment: Instalment
    put_in: int
    band: str
    ended: bool = False

    @property
    def left(self) -> int:
        """What is missing."""
        return max(0, self.instalment.minor - self.put_in)

    @property
    def late(self) -> bool:
        """Whether its day has passed and something is missing."""
        return self.band in LATE


@dataclass(slots=True)
class Arrears:
    """What a member, or all of them, promised in a currency and what is missing of it, in minor units.

    Attributes
    ----------
    member : Organisation or None
        None for the sum of all.
    currency : str
        ISO 4217.
    promised, put_in : int
        In all.
    bands : dict
        What is missing, by how late it is.
    """

    member: Organisation | None
    currency: str
    promised: int = 0
    put_in: int = 0
    bands: dict[str, int] = field(default_factory=lambda: aged((), date.min))

    @property
    def late(self) -> int:
        """What is missing and whose day has passed."""
        return sum(self.bands[code] for code in LATE)

    def add(self, due: Due) -> None:
        """Count a part of a pledge."""
        self.promised += due.instalment.minor
        self.put_in += due.put_in
        if due.band:
            self.bands[due.band] += due.left


def stands(as_at: date | None = None, within: str = "") -> Q:
    """Condition of what counts for an instalment: not ended, of an entry until a day that was not taken back by it.

    ``within`` is the way to the fulfilment, with its underscores.
    """
    back = Q(**{f"{within}line__entry__reversed_by__isnull": True})
    found = Q(**{f"{within}ended_at__isnull": True})
    if as_at is None:
        return found & back
    later = Q(**{f"{within}line__entry__reversed_by__occurred_on__gt": as_at})
    return found & (back | later) & Q(**{f"{within}line__entry__occurred_on__lte": as_at})


def dues(pledges: QuerySet[Pledge], as_at: date | None = None) -> list[Due]:
    """Parts of the pledges that were agreed to, as at a day or with all that is posted, by their day; one query.

    A pledge that was ended by then is owed no longer: what was put in on it is told, and nothing is missing.
    """
    put_in = Coalesce(Sum("fulfilments__minor", filter=stands(as_at, "fulfilments__")), 0)
    found = (
        Instalment.objects.filter(pledge__in=pledges, pledge__agreed_at__isnull=False).annotate(put_in=put_in)
        .select_related("pledge__member__merged_into", "pledge__fund", "pledge__heading").order_by("due_on", "pk")
    )  # fmt: skip
    return [_due(row, as_at or localdate()) for row in found]


def proposed(pledge: Pledge) -> list[Due]:
    """Parts of a pledge that nobody agreed to yet: nothing of it is due."""
    return [Due(row, 0, "") for row in pledge.instalments.order_by("due_on", "pk")]


def _due(row: Any, as_at: date) -> Due:
    put_in = int(row.put_in)
    ended = row.pledge.ended_at is not None and localdate(row.pledge.ended_at) <= as_at
    return Due(row, put_in, "" if ended or put_in >= row.minor else band(row.due_on, as_at), ended)


def arrears(found: Iterable[Due]) -> tuple[list[Arrears], list[Arrears]]:
    """What each member owes in each currency, the latest first, and the sum of each currency."""
    members: dict[tuple[Any, str], Arrears] = {}
    sums: dict[str, Arrears] = {}
    for due in found:
        if due.ended:
            continue
        member, currency = standing(due.instalment.pledge.member), due.instalment.pledge.currency
        members.setdefault((member.pk, currency), Arrears(member, currency)).add(due)
        sums.setdefault(currency, Arrears(None, currency)).add(due)
    by_lateness = sorted(members.values(), key=lambda each: (each.currency, -each.late, each.member.name))  # type: ignore[union-attr]
    return by_lateness, [sums[currency] for currency in sorted(sums)]


def standing(member: Organisation) -> Organisation:
    """Organisation that stands for one: itself, or the one that it was merged into."""
    while member.merged_into_id:
        member = member.merged_into  # type: ignore[assignment]
    return member


def pledges_of(condition: Q) -> QuerySet[Pledge]:
    """Pledges that a person sees, those that wait first."""
    found = Pledge.objects.filter(condition).select_related("member", "fund", "heading", "made_by", "agreed_by")
    return found.order_by(F("ended_at").asc(nulls_first=True), F("agreed_at").asc(nulls_first=True), "-made_at", "pk")


def of_cluster(cluster: Any) -> Q:
    """Condition of the pledges for a cluster, and of those of its members that are for no cluster by itself."""
    member = Membership.objects.filter(cluster=cluster, state=Membership.State.MEMBER).order_by()
    within = member.values("organisation_id")
    of_member = Q(member__in=within) | Q(member__merged_into__in=within)
    for_none = Q(fund__cluster__isnull=True, heading__award__cluster__isnull=True)
    return Q(fund__cluster=cluster) | Q(heading__award__cluster=cluster) | (of_member & for_none)


def of_members(members: Iterable[Any]) -> QuerySet[Pledge]:
    """Pledges of organisations."""
    return Pledge.objects.filter(member__in=list(members))


def family(member: Organisation) -> list[str]:
    """Identifiers under which money stands for a member: its own, and those of what was merged into it."""
    return identities(member.pk)


def put_in_by(member: Organisation, as_at: date | None = None) -> QuerySet[Line]:
    """Lines by which a member put something in and that were not taken back, the oldest first, with what counts."""
    return put_in_lines(Line.objects.filter(member__in=family(member)), as_at)


def put_in_lines(lines: QuerySet[Line], as_at: date | None = None) -> QuerySet[Line]:
    """Those of some lines by which something was put in that was not taken back, the oldest first."""
    back = Q(entry__reversed_by__isnull=True)
    if as_at:
        back = (back | Q(entry__reversed_by__occurred_on__gt=as_at)) & Q(entry__occurred_on__lte=as_at)
    found = lines.filter(back, account__purpose__in=PUT_IN, minor__lt=0, entry__reverses__isnull=True)
    used = Coalesce(Sum("fulfilments__minor", filter=Q(fulfilments__ended_at__isnull=True)), 0)
    return (
        found.annotate(whole=-F("minor"), free=-F("minor") - used)
        .select_related("entry__draft", "account", "fund", "heading").order_by("entry__occurred_on", "entry_id", "pk")
    )  # fmt: skip


def free_lines(lines: QuerySet[Line]) -> QuerySet[Line]:
    """Those of them of which something counts for no pledge yet."""
    return put_in_lines(lines).filter(free__gt=0)


def who_put_in(entry: Entry) -> list[Organisation]:
    """Members that put something in by an entry."""
    lines = Line.objects.filter(entry=entry, account__purpose__in=PUT_IN, minor__lt=0, member__isnull=False)
    found = Organisation.objects.filter(pk__in=lines.values("member_id")).select_related("merged_into")
    return list({row.pk: row for row in map(standing, found)}.values())


def uncounted(member: Organisation) -> QuerySet[Line]:
    """Those of which something counts for no pledge yet."""
    return free_lines(Line.objects.filter(member__in=family(member)))


def fulfilments_of(pledge: Pledge) -> QuerySet[Fulfilment]:
    """What counts for a pledge, by day."""
    found = Fulfilment.objects.filter(stands(), instalment__pledge=pledge)
    return found.select_related("line__entry", "line__account").order_by("line__entry__occurred_on", "pk")


def members_to_pledge(condition: Q) -> QuerySet[Organisation]:
    """Members of clusters for which a pledge may be written, by name."""
    member = Membership.objects.filter(condition, state=Membership.State.MEMBER).order_by().values("organisation_id")
    return Organisation.objects.filter(pk__in=member, merged_into__isnull=True).order_by("name")


def waiting_pledges() -> QuerySet[Pledge]:
    """Pledges that nobody agreed to yet, the oldest first."""
    found = Pledge.objects.filter(agreed_at__isnull=True, ended_at__isnull=True)
    return found.select_related("member", "made_by").order_by("made_at", "pk")


def contribution(line: Any) -> Held:
    """What a member put in, as it is counted."""
    heading = line.heading
    within = {heading.pk, heading.award_id, heading.call_id} - {None} if heading else set()
    return Held(line.pk, int(line.free), _fits(line, line.account.purpose == "in_kind"), frozenset(within))


def missing(names: Iterable[Any]) -> list[Held]:
    """What is missing of the parts of pledges that are in force, by day, of an organisation under each of its names."""
    live = of_members(names).filter(ended_at__isnull=True)
    return [_part(each) for each in dues(live) if each.left]


def _part(due: Due) -> Held:
    pledge = due.instalment.pledge
    fits = _fits(pledge, due.instalment.in_kind)
    return Held(due.instalment.pk, due.left, fits, frozenset({pledge.heading_id} - {None}))


def _fits(row: Any, in_kind: bool) -> tuple[str, str, bool]:
    return row.fund_id, row.currency, in_kind


def counts(member: Organisation) -> list[tuple[int, int, int]]:
    """Line, instalment and minor units of what a member put in and would count for its pledges."""
    lines = [contribution(row) for row in uncounted(member)]
    return list(counted(lines, missing(family(member)))) if lines else []


def with_something_to_count() -> list[Organisation]:
    """Members that put in what would count for a pledge of theirs and does not yet, by name; two queries."""
    lines: dict[Organisation, list[Held]] = {}
    for row in free_lines(Line.objects.filter(member__isnull=False)).select_related("member__merged_into"):
        lines.setdefault(standing(row.member), []).append(contribution(row))
    if not lines:
        return []
    owed: dict[Organisation, list[Held]] = {}
    known = list(lines)
    of = Q(member__in=known) | Q(member__merged_into__in=known) | Q(member__merged_into__merged_into__in=known)
    for due in dues(Pledge.objects.filter(of, ended_at__isnull=True)):
        if due.left:
            owed.setdefault(standing(due.instalment.pledge.member), []).append(_part(due))
    found = [member for member, each in lines.items() if any(counted(each, owed.get(member, [])))]
    return sorted(found, key=lambda member: str(member.name))
