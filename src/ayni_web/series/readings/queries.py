"""Every read of measures: the list, one over its periods, who has not told yet."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Max, OuterRef, Q, QuerySet, Subquery, When
from django.utils import timezone

from ayni_web.members.models import Cluster, Membership, Organisation
from ayni_web.series.models import Measure, Reading, Target
from ayni_web.series.readings.periods import label, last_ended, moved
from ayni_web.series.readings.protecting import FEWEST, banded, changed
from ayni_web.series.readings.releasing import released
from ayni_web.series.readings.rolling import Own, Spread, Told, Whole, owns_of, rolled, spread
from ayni_web.series.readings.totals import together


@dataclass(slots=True)
class Period:
    """A measure in one period.

    Attributes
    ----------
    starts_on, label : date, str
        The period.
    value : Decimal or None
        What members come to, or what the cluster told; for whoever sees no single member, as it was shown last.
    whole, spread : Whole, Spread or None
        How members make it up, and how it lies over them.
    target : Decimal or None
        What was meant to be reached.
    verified, readings : int
        Readings, and how many of them another person verified.
    told, few : bool
        Whether whoever reads is told what members come to, and whether too few members have told it.
    waiting : int
        Members of whom what is shown does not count yet what they told.
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
    few: bool = False
    waiting: int = 0
    reached: bool | None = None
    weight: Decimal | None = None
    owns: Mapping[Any, Own] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Heard:
    """A reading, what it revises, whether a total shows it and whether another person verified it."""

    pk: UUID
    revises: UUID | None
    shown: bool
    verified: bool
    told: Told


@dataclass(frozen=True, slots=True)
class Held:
    """That an organisation of a kind was a member, from when to when."""

    organisation: UUID
    since: date | None
    until: date | None
    kind: str


def standing(measures: Any) -> QuerySet[Reading]:
    """Readings that no correction has taken the place of."""
    return Reading.objects.filter(measure__in=measures).exclude(pk__in=corrected(measures))


def corrected(measures: Any) -> QuerySet[Reading, Any]:
    """Identifiers of the readings that a correction took the place of: few, and found once by an index of their own."""
    return Reading.objects.filter(measure__in=measures, revises__isnull=False).order_by().values("revises")


LISTED = ("pk", "starts_on", "organisation__name", "part", "value", "verification")


def listed(measure: Measure, rows: QuerySet[Reading]) -> QuerySet[Reading, Any]:
    """What a list shows of the readings of a measure that stand, the last period first: columns, for rows are wide."""
    rows = rows.select_related(None).exclude(pk__in=corrected([measure.pk]))
    return rows.order_by("-starts_on", "organisation__name", "part", "pk").values_list(*LISTED, named=True)


def standing_count(rows: QuerySet[Reading]) -> int:
    """How many of these stand.

    Who sees a reading sees its correction: two counts by an index alone, where one would look at every row.
    """
    return rows.count() - rows.filter(revises__isnull=False).count()


def targets_of(measures: Any) -> dict[tuple[UUID, date], Decimal]:
    """Targets of all together by measure and period, the last that was set."""
    rows = Target.objects.filter(measure__in=measures, organisation__isnull=True).order_by("pk")
    return {(row.measure_id, row.starts_on): row.value for row in rows}


@dataclass(frozen=True, slots=True)
class Aim:
    """Target of one member in a period, what it told, and whether that reaches it; None: not told, or not judged."""

    organisation: Organisation
    label: str
    target: Decimal
    value: Decimal | None
    reached: bool | None


def aims_of(measure: Measure, targets: QuerySet[Target], periods: int) -> list[Aim]:
    """What members mean to reach in the last periods that have targets, the latest first; three queries."""
    starts = list(targets.order_by("-starts_on").values_list("starts_on", flat=True).distinct()[:periods])
    if not starts:
        return []
    last = {(row.starts_on, row.organisation_id): row for row in targets.filter(starts_on__in=starts).order_by("pk")}
    rows = standing([measure.pk]).filter(starts_on__in=starts, organisation__in={key[1] for key in last})
    told = {day: owns_of(measure.roll_up, measure.parts, [each.told for each in heard])
            for day, heard in _heard_of(rows).items()}  # fmt: skip
    found = []
    for (start, organisation), row in sorted(last.items(), key=lambda each: each[1].organisation.name):
        own = told.get(start, {}).get(organisation)
        value = own.value if own else None
        found.append((start, Aim(row.organisation, label(measure.period, start), row.value, value,
                                 reached(measure, value, row.value))))  # fmt: skip
    return [aim for _, aim in sorted(found, key=lambda each: each[0], reverse=True)]


def reached(measure: Measure, value: Decimal | None, target: Decimal | None) -> bool | None:
    """Whether a value reaches a target; None where something is missing, or neither more nor less is better."""
    if value is None or target is None or measure.better == "neither":
        return None
    return value <= target if measure.better == "less" else value >= target


def members_in(clusters: Iterable[Cluster]) -> dict[UUID, list[Held]]:
    """Who was in each cluster, from when to when; a member counts once whatever links it is in."""
    within = Membership.objects.filter(cluster__in=list(clusters), state__in=("member", "left"))
    found: dict[UUID, list[Held]] = defaultdict(list)
    for cluster, *row in within.values_list("cluster_id", "organisation_id", "since", "until", "kind"):
        found[cluster].append(Held(*row))
    return found


def in_period(rows: Iterable[Held], start: date, end: date, kinds: Sequence[str] = ()) -> list[UUID]:
    """Organisations that were members at some day of a period, each once; of some kinds, if any are said."""
    inside = (
        row.organisation for row in rows
        if (row.since is None or row.since <= end) and (row.until is None or row.until >= start)
        and (not kinds or row.kind in kinds)
    )  # fmt: skip
    return list(dict.fromkeys(inside))


def periods_of(measure: Measure, each: bool, closely: int = 0) -> list[Period]:
    """A measure over its periods, the earliest first; four queries.

    ``each``: the reader sees every member.  ``closely``: of how many periods, the last, it is read how they lie over
    the members (all: 0); of the others the database says what members come to, and their ``whole`` is None.
    """
    targets, rows = targets_of([measure.pk]), Reading.objects.filter(measure=measure)
    told = Reading.objects.filter(measure=measure).order_by().values_list("starts_on", flat=True).distinct()
    starts = sorted({day for _, day in targets} | set(told))
    near = starts[-closely:] if measure.of == "organisation" and closely else starts
    far = starts[: len(starts) - len(near)]
    # What the first of them is compared with.
    heard = _heard_of(rows.filter(starts_on__in=[*far[-1:], *near]) if far else rows)
    members = members_in([measure.cluster])[measure.cluster_id]
    found = _periods(measure, [*far[-1:], *near], heard, targets, members, each)
    return [*(_far(measure, far, targets, each) if far else ()), *found[len(far[-1:]) :]]


def _far(measure: Measure, starts: list[date], targets: dict[tuple[UUID, date], Decimal], each: bool) -> list[Period]:
    """What members come to in some periods, by one grouped query."""
    rows = (standing([measure.pk]) if each else released(measure)).filter(starts_on__in=starts)
    grouped = {row.pop("starts_on"): row for row in together(measure, rows, each)}
    found = []
    for start in starts:
        row = grouped.get(start, {"value": None, "told": 0, "weight": None})
        seen = each or row["told"] >= FEWEST
        found.append(_judged(measure, Period(
            start, label(measure.period, start), row["value"] if seen else None, None, None,
            targets.get((measure.pk, start)), 0, row["told"], told=seen, weight=row["weight"],
        )))  # fmt: skip
    return found


def last_periods_of(cluster: Cluster, measures: Iterable[Measure], each: bool) -> dict[UUID, list[Period]]:
    """The last two periods that somebody told of each measure of a cluster, the earlier first; four queries."""
    known = {measure.pk: measure for measure in measures}
    days = _last_days(list(known))
    told = Q(pk__in=())
    for pk, starts in days.items():
        told |= Q(measure=pk, starts_on__in=starts)
    rows, targets, members = _heard(Reading.objects.filter(told)), targets_of(list(known)), members_in([cluster])
    return {
        pk: _periods(known[pk], starts, rows[pk], targets, members[cluster.pk], each) for pk, starts in days.items()
    }


def _last_days(measures: list[UUID]) -> dict[UUID, list[date]]:
    """First days of the last two periods that somebody told, by measure; one look into the index for each."""
    told = Reading.objects.filter(measure=OuterRef("pk"), revised_by__isnull=True)
    told = told.order_by("-starts_on").values("starts_on")
    rows = Measure.objects.filter(pk__in=measures).annotate(last=Subquery(told[:1]))
    rows = rows.annotate(before=Subquery(told.filter(starts_on__lt=OuterRef("last"))[:1]))
    return {pk: [each for each in found if each] for pk, *found in rows.values_list("pk", "before", "last")}


COLUMNS = ("starts_on", "pk", "revises", "release", "verification", "organisation_id", "part", "value", "weight")


def _heard(rows: QuerySet[Reading]) -> dict[UUID, dict[date, list[Heard]]]:
    """What was told by measure and period; columns alone, for a cluster tells thousands."""
    found: dict[UUID, dict[date, list[Heard]]] = defaultdict(lambda: defaultdict(list))
    for measure, start, *row in rows.order_by().values_list("measure_id", *COLUMNS):
        found[measure][start].append(_heard_one(*row))
    return found


def _heard_of(rows: QuerySet[Reading]) -> dict[date, list[Heard]]:
    """The same of one measure."""
    found: dict[date, list[Heard]] = defaultdict(list)
    for start, *row in rows.order_by().values_list(*COLUMNS):
        found[start].append(_heard_one(*row))
    return found


def _heard_one(pk: UUID, revises: UUID | None, release: int | None, verified: int | None, *told: Any) -> Heard:
    return Heard(pk, revises, release is not None, verified is not None, Told(*told))


def _standing(rows: list[Heard]) -> list[Heard]:
    """Those that none of the others took the place of."""
    gone = {row.revises for row in rows}
    return [row for row in rows if row.pk not in gone]


def _periods(
    measure: Measure, starts: list[date], rows: dict[date, list[Heard]], targets: dict[tuple[UUID, date], Decimal],
    members: list[Held], each: bool,
) -> list[Period]:  # fmt: skip
    found: list[Period] = []
    for start in starts:
        ids = in_period(members, start, moved(measure.period, start, 1) - timedelta(days=1), measure.kinds)
        before: Mapping[Any, Own] = found[-1].owns if found else {}
        target = targets.get((measure.pk, start))
        found.append(_period(measure, start, rows.get(start, []), target, ids, before, each))
    return found


def _period(
    measure: Measure, start: date, rows: list[Heard], target: Decimal | None, members: list[UUID],
    before: Mapping[Any, Own], each: bool,
) -> Period:  # fmt: skip
    live = _standing(rows)
    told, verified, name = [row.told for row in live], sum(row.verified for row in live), label(measure.period, start)
    if measure.of == "cluster":
        own = owns_of("sum", measure.parts, told).get(None)
        return _judged(measure, Period(start, name, own.value if own else None, None, None, target, verified,
                                       len(live), owns={None: own} if own else {}))  # fmt: skip
    whole = rolled(measure.roll_up, measure.parts, told, members)
    shown = whole if each else _as_shown(measure, rows)
    weight = sum((own.weight or Decimal(0) for own in shown.owns.values()), Decimal(0)) or None
    seen = each or len(shown.told) >= FEWEST
    over = spread(measure.roll_up, measure.better, shown.owns, before)
    over = over if each else banded(over, len(shown.told))
    return _judged(measure, Period(
        start, name, shown.value if seen else None, whole, over if seen else None, target, verified, len(live),
        told=seen, few=len(whole.told) < FEWEST, waiting=len(changed(shown.owns, {**shown.owns, **whole.owns})),
        weight=weight, owns=shown.owns,
    ))  # fmt: skip


def _as_shown(measure: Measure, rows: list[Heard]) -> Whole:
    """What members see added up: the readings of totals that were shown, whoever has left since."""
    told = [row.told for row in _standing([row for row in rows if row.shown])]
    return rolled(measure.roll_up, measure.parts, told, [row.organisation for row in told])


def _judged(measure: Measure, period: Period) -> Period:
    period.reached = reached(measure, period.value, period.target)
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
    last = last_days({measure.period for measure in measures})
    told, members = _told_by(measures, last), _members_counted(measures, last)
    return [
        Line(measure, label(measure.period, last[measure.period]), told.get(measure.pk, 0),
             1 if measure.of == "cluster" else members.get((measure.cluster_id, measure.period, *measure.kinds), 0))
        for measure in measures
    ]  # fmt: skip


def last_days(periods: Iterable[str]) -> dict[str, date]:
    """First day of the last period of each length that has ended."""
    today = timezone.localdate()
    return {period: last_ended(period, today) for period in sorted(periods)}


def _told_by(measures: list[Measure], last: Mapping[str, date]) -> dict[UUID, int]:
    """How many members told the last period of each measure, 1 or 0 for the cluster's own; counted by the database."""
    alike: dict[Any, list[Measure]] = defaultdict(list)
    for measure in measures:
        alike[measure.cluster_id, measure.period, *measure.kinds].append(measure)
    asked = Q(pk__in=())
    for (cluster, period, *_), these in alike.items():
        start = last[period]
        inside = Membership.objects.filter(_within(period, start), these[0].told_by, cluster=cluster).order_by()
        theirs = Q(organisation__isnull=True) | Q(organisation__in=inside.values("organisation"))
        asked |= Q(measure__in=these, starts_on=start) & theirs
    told = Count("organisation", distinct=True) + Max(Case(When(organisation__isnull=True, then=1), default=0))
    rows = Reading.objects.filter(asked).order_by().values("measure").annotate(told=told)
    return dict(rows.values_list("measure", "told"))


def _members_counted(measures: list[Measure], last: Mapping[str, date]) -> dict[Any, int]:
    """How many were to tell in the last period, by cluster, length of the period and kinds of those who tell."""
    asked = {(measure.period, *measure.kinds): measure for measure in measures}
    counts = {
        f"n{number}": Count("organisation", distinct=True, filter=_within(key[0], last[key[0]]) & measure.told_by)
        for number, (key, measure) in enumerate(asked.items())
    }
    clusters = {measure.cluster_id for measure in measures}
    rows = Membership.objects.filter(cluster__in=clusters).order_by().values("cluster").annotate(**counts)
    return {(row["cluster"], *key): row[f"n{number}"] for row in rows for number, key in enumerate(asked)}


def _within(period: str, start: date) -> Q:
    """Condition of a membership that held at some day of a period."""
    ends = moved(period, start, 1) - timedelta(days=1)
    held = (Q(since__isnull=True) | Q(since__lte=ends)) & (Q(until__isnull=True) | Q(until__gte=start))
    return Q(state__in=("member", "left")) & held


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
        for organisation in in_period(inside[row.cluster_id], last[row.pk], today, row.kinds)
        if organisation in person_ids and (row.pk, organisation, last[row.pk]) not in told
    ]


def history_of(reading: Reading) -> list[Reading]:
    """A reading with those before and after it, the first first."""
    same = Q(measure=reading.measure_id, organisation=reading.organisation_id, starts_on=reading.starts_on)
    rows = Reading.objects.filter(same, part=reading.part).select_related("added_by", "verification__by")
    return list(rows.order_by("added_at", "pk"))
