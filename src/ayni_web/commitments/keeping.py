"""How promises are kept: counts by organisation, kind and year, protected where they are few; the index of one.

Two counts leave a third one bare: where a single line of a table is hidden, the smallest of the others is, too.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.db.models.functions import ExtractYear
from django.utils import timezone

from ayni_web.commitments.kinds import kind_called
from ayni_web.commitments.models import COUNTED, OUTCOMES, Commitment, State
from ayni_web.commitments.queries import written
from ayni_web.common.kept import kept
from ayni_web.events.models import Event, Participation
from ayni_web.members.models import Cluster, Membership, Organisation

FEWEST = 5
HORIZON_DAYS = 3652.5
GATHERINGS = ("meeting", "training")


@dataclass(slots=True)
class Tally:
    """Counts of the concluded promises of a group.

    Attributes
    ----------
    key : object
        What they have in common: an organisation, a kind, a year; None for all.
    kept, late, broken : int
        What counts: in time, after its day, not at all.
    aside : int
        Waived, and those on which the two sides differ.
    makers : set
        Organisations that promised.
    told : bool
        Whether the group is shown to whoever reads.
    """

    key: Any
    kept: int = 0
    late: int = 0
    broken: int = 0
    aside: int = 0
    makers: set[UUID] = field(default_factory=set)
    told: bool = True

    @property
    def counted(self) -> int:
        """Promises that count."""
        return self.kept + self.late + self.broken


@dataclass(frozen=True, slots=True)
class Line:
    """Promises of one organisation, kind, year and outcome."""

    maker: UUID
    kind: str
    year: int
    state: str
    disputed: bool
    count: int


@dataclass(frozen=True, slots=True)
class Counted:
    """Concluded promises of a cluster: by kind, by year, all together, and by who promised, with their names in order.

    Nobody changes these: what is hidden is hidden in a copy.
    """

    by_kind: list[Tally]
    by_year: list[Tally]
    whole: list[Tally]
    by_maker: dict[UUID, Tally]
    names: list[tuple[UUID, str]]


def counted(cluster: Cluster) -> Counted:
    """Concluded promises of a cluster, counted; one query where they are kept."""
    return kept(("keeping", cluster.pk), written(), lambda: _counted(cluster))


def _counted(cluster: Cluster) -> Counted:
    lines = lines_of(cluster)
    makers = {tally.key: tally for tally in tallied(lines, lambda line: line.maker)}
    names = Organisation.objects.filter(pk__in=list(makers)).order_by("name", "pk").values_list("pk", "name")
    return Counted(
        tallied(lines, lambda line: line.kind), tallied(lines, lambda line: line.year),
        tallied(lines, lambda line: None), makers, list(names),
    )  # fmt: skip


def lines_of(cluster: Cluster) -> list[Line]:
    """Concluded promises of a cluster; one query."""
    rows = Commitment.objects.filter(cluster=cluster, state__in=OUTCOMES).annotate(year=ExtractYear("due_on"))
    found = rows.order_by().values_list("maker_id", "kind", "year", "state", "disputed")
    return [Line(*row) for row in found.annotate(n=Count("pk"))]


def tallied(lines: Iterable[Line], key: Callable[[Line], Any]) -> list[Tally]:
    """Counts by what ``key`` tells of a line, in its order."""
    found: dict[Any, Tally] = {}
    for line in lines:
        tally = found.setdefault(key(line), Tally(key(line)))
        if line.disputed or line.state not in COUNTED:
            tally.aside += line.count
        else:
            setattr(tally, line.state, getattr(tally, line.state) + line.count)
            tally.makers.add(line.maker)
    return [found[each] for each in sorted(found, key=str)]


def protected(tallies: list[Tally], of_one: bool = False) -> list[Tally]:
    """A copy with the few hidden: under five promises or five organisations (``of_one``: promises alone)."""
    tallies = [
        replace(each, told=each.counted >= FEWEST and (of_one or len(each.makers) >= FEWEST)) for each in tallies
    ]
    hidden = [each for each in tallies if not each.told]
    others = sorted((each for each in tallies if each.told), key=lambda each: each.counted)
    if len(hidden) == 1 and others:
        others[0].told = False
    return tallies


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the commitment index.

    Attributes
    ----------
    name : str
        ``kept``, ``attendance``, ``cash`` or ``tenure``.
    value : float or None
        0 to 1; None where it is not known.
    held, of : int
        What it stands on; for ``tenure`` days.
    since : date or None
        For ``tenure``, when the organisation joined.
    """

    name: str
    value: float | None
    held: int
    of: int
    since: date | None = None


def parts_of(organisation: Organisation, cluster: Cluster) -> list[Part]:
    """Parts of the commitment index of an organisation in a cluster (#173); four queries."""
    rows = Commitment.objects.filter(maker=organisation, cluster=cluster, state__in=COUNTED, disputed=False)
    told = list(rows.values_list("kind", "state"))
    cash = [state for kind, state in told if (known := kind_called(kind)) and known.cash]
    member = Membership.objects.filter(organisation=organisation, cluster=cluster, state=Membership.State.MEMBER)
    since = member.values_list("since", flat=True).first()
    return [
        _share("kept", sum(state == State.KEPT for _, state in told), len(told)),
        _attendance(organisation, cluster, since),
        _share("cash", sum(state in (State.KEPT, State.LATE) for state in cash), len(cash)),
        _tenure(since),
    ]


def _share(name: str, held: int, of: int) -> Part:
    return Part(name, held / of if of else None, held, of)


def _attendance(organisation: Organisation, cluster: Cluster, since: date | None) -> Part:
    happened = Event.objects.filter(
        Q(starts_at__date__gte=since) if since else Q(), cluster=cluster, kind__in=GATHERINGS,
        cancelled_at__isnull=True, starts_at__lte=timezone.now(),
    )  # fmt: skip
    came = Participation.objects.filter(organisation=organisation, event__in=happened, confirmed_at__isnull=False)
    return _share("attendance", came.values("event_id").distinct().count(), happened.count())


def _tenure(since: date | None) -> Part:
    if since is None:
        return Part("tenure", None, 0, 0)
    days = max(0, (timezone.localdate() - since).days)
    return Part("tenure", min(days / HORIZON_DAYS, 1.0), days, round(HORIZON_DAYS), since)
