"""Every read of measures: the list, one over its periods, who has not told yet."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from ayni_web.members.models import Cluster, Membership
from ayni_web.series.models import Measure, Reading, Target
from ayni_web.series.readings.access import FEWEST
from ayni_web.series.readings.periods import label, last_ended, moved
from ayni_web.series.readings.rolling import Own, Spread, Told, Whole, owns_of, rolled, spread


@dataclass(slots=True)
class Period:
    """A measure in one period.

    Attributes
    ----------
    starts_on, label : date, str
        The period.
    value : Decimal or None
        What members come to, or what the cluster told.
    whole, spread : Whole, Spread or None
        How members make it up, and how it lies over them.
    target : Decimal or None
        What was meant to be reached.
    verified, readings : int
        Readings, and how many of them another person verified.
    told : bool
        Whether whoever reads is told what members come to.
    reached : bool or None
        Whether the target was reached; None where something is missing.
    """

    starts_on: date
    label: str
    value: Decimal | None
    whole: Whole | None
    spread: Spread | None
    target: Decimal | None
    verified: int
    readings: int
    told: bool = True
    reached: bool | None = None
    weight: Decimal | None = None
    owns: dict[Any, Own] = field(default_factory=dict)


def standing(measures: Any) -> QuerySet[Reading]:
    """Readings that no correction has taken the place of."""
    found = Reading.objects.filter(measure__in=measures, revised_by__isnull=True)
    return found.select_related("organisation", "added_by", "verification").order_by("starts_on", "added_at", "pk")


def targets_of(measures: Any) -> dict[tuple[UUID, date], Decimal]:
    """Targets by measure and period, the last that was set."""
    rows = Target.objects.filter(measure__in=measures).order_by("pk")
    return {(row.measure_id, row.starts_on): row.value for row in rows}


def members_in(clusters: Iterable[Cluster]) -> dict[UUID, list[tuple[UUID, date | None, date | None]]]:
    """Who was in each cluster, from when to when; a member counts once whatever links it is in."""
    within = Membership.objects.filter(cluster__in=list(clusters), state__in=("member", "left"))
    found: dict[UUID, list[tuple[UUID, date | None, date | None]]] = defaultdict(list)
    for cluster, organisation, since, until in within.values_list("cluster_id", "organisation_id", "since", "until"):
        found[cluster].append((organisation, since, until))
    return found


def in_period(rows: Iterable[tuple[UUID, date | None, date | None]], start: date, end: date) -> list[UUID]:
    """Organisations that were members at some day of a period, each once."""
    inside = (
        organisation for organisation, since, until in rows
        if (since is None or since <= end) and (until is None or until >= start)
    )  # fmt: skip
    return list(dict.fromkeys(inside))


def periods_of(measure: Measure, each: bool, last: int = 0) -> list[Period]:
    """A measure over its periods, the earliest first; at most four queries.

    ``each``: the reader sees every member.  ``last``: only so many of the last periods that somebody told.
    """
    by_start: dict[date, list[Reading]] = defaultdict(list)
    rows = standing([measure.pk])
    if last:
        starts = rows.order_by("-starts_on").values_list("starts_on", flat=True).distinct()[:last]
        rows = rows.filter(starts_on__in=list(starts))
    for row in rows:
        by_start[row.starts_on].append(row)
    targets = targets_of([measure.pk])
    members = members_in([measure.cluster])[measure.cluster_id]
    found: list[Period] = []
    aimed = set() if last else {day for _, day in targets}
    for start in sorted({*by_start, *aimed}):
        ids = in_period(members, start, moved(measure.period, start, 1) - timedelta(days=1))
        before = found[-1].owns if found else {}
        found.append(_period(measure, start, by_start[start], targets.get((measure.pk, start)), ids, before, each))
    return found


def _period(
    measure: Measure, start: date, rows: list[Reading], target: Decimal | None, members: list[UUID],
    before: dict[Any, Own], each: bool,
) -> Period:  # fmt: skip
    told = [Told(row.organisation_id, row.part, row.value, row.weight) for row in rows]
    verified = sum(hasattr(row, "verification") for row in rows)
    name = label(measure.period, start)
    if measure.of == "cluster":
        own = owns_of("sum", measure.parts, told).get(None)
        return _judged(measure, Period(start, name, own.value if own else None, None, None, target, verified,
                                       len(rows), owns={None: own} if own else {}))  # fmt: skip
    whole = rolled(measure.roll_up, measure.parts, told, members)
    kept = set(whole.told)
    owns = {key: own for key, own in owns_of(measure.roll_up, measure.parts, told).items() if key in kept}
    weight = sum((own.weight or Decimal(0) for own in owns.values()), Decimal(0)) or None
    seen = each or len(whole.told) >= FEWEST
    period = Period(start, name, whole.value if seen else None, whole,
                    spread(measure.roll_up, measure.better, owns, before) if seen else None, target, verified,
                    len(rows), told=seen, weight=weight, owns=owns)  # fmt: skip
    return _judged(measure, period)


def _judged(measure: Measure, period: Period) -> Period:
    if period.value is not None and period.target is not None and measure.better != "neither":
        less = measure.better == "less"
        period.reached = period.value <= period.target if less else period.value >= period.target
    return period


@dataclass(frozen=True, slots=True)
class Line:
    """A measure in a list: its last ended period, how many told it and how many have not."""

    measure: Measure
    label: str
    told: int
    members: int


def lines_of(measures: list[Measure]) -> list[Line]:
    """Measures with who told their last ended period; two queries, however many there are."""
    today = timezone.localdate()
    last = {measure.pk: last_ended(measure.period, today) for measure in measures}
    rows = standing(list(last)).filter(starts_on__in=set(last.values()))
    told: dict[UUID, set[Any]] = defaultdict(set)
    for measure, start, organisation in rows.values_list("measure_id", "starts_on", "organisation_id"):
        if start == last[measure]:
            told[measure].add(organisation)
    members = members_in({measure.cluster for measure in measures})
    found = []
    for measure in measures:
        start = last[measure.pk]
        inside = in_period(members[measure.cluster_id], start, moved(measure.period, start, 1) - timedelta(days=1))
        expected = {None} if measure.of == "cluster" else set(inside)
        found.append(Line(measure, label(measure.period, start), len(told[measure.pk] & expected), len(expected)))
    return found


def missing(person_ids: frozenset[UUID], measures: QuerySet[Measure]) -> list[tuple[Measure, UUID, date]]:
    """Measures that some organisations have not told of the last ended period, with its first day; two queries."""
    rows = list(measures.filter(of="organisation", ended_at__isnull=True))
    today = timezone.localdate()
    last = {row.pk: last_ended(row.period, today) for row in rows}
    told = set(
        Reading.objects.filter(measure__in=list(last), organisation_id__in=person_ids).values_list(
            "measure_id", "organisation_id", "starts_on"
        )
    )
    inside = members_in({row.cluster for row in rows})
    return [
        (row, organisation, last[row.pk])
        for row in rows
        for organisation in in_period(inside[row.cluster_id], last[row.pk], today)
        if organisation in person_ids and (row.pk, organisation, last[row.pk]) not in told
    ]


def history_of(reading: Reading) -> list[Reading]:
    """A reading with those before and after it, the first first."""
    same = Q(measure=reading.measure_id, organisation=reading.organisation_id, starts_on=reading.starts_on)
    rows = Reading.objects.filter(same, part=reading.part).select_related("added_by", "verification__by")
    return list(rows.order_by("added_at", "pk"))
