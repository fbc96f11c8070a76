"""Sums of measures as pages show them, kept while what they stand on is the same (``common/kept.py``)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from ayni_web.common.kept import counts, kept
from ayni_web.common.language import current
from ayni_web.members.models import Cluster
from ayni_web.members.queries.stamps import members_written
from ayni_web.series.models import Measure, Reading, Release, Target, Verification
from ayni_web.series.readings import queries
from ayni_web.series.readings.joining import since_joining
from ayni_web.series.readings.parting import Parted, parted_of
from ayni_web.series.readings.queries import Line, Period, Whole
from ayni_web.series.readings.rolling import Spread
from ayni_web.series.readings.showing import Shown, shown_of

Stamp = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Summed:
    """A measure over its periods, the earliest first, what is said of them, and how many of its readings stand.

    ``aimed``: whether some member has a target of its own.  ``parted`` and
    ``joined``, how members do against what they told before they joined, are for whoever sees each.
    """

    periods: list[Period]
    shown: Shown
    readings: int
    aimed: bool
    parted: Parted | None
    joined: Spread | None


def summed(measure: Measure, each: bool, closely: int, stamp: Stamp | None = None) -> Summed:
    """Periods of a measure as ``periods_of`` adds them up, with what is said of them; one query where it is kept.

    ``stamp``: what it stands on, where that is known already.
    """
    key = ("measure", measure.pk, each, closely, current())
    return kept(key, stamp or written(measure), lambda: _summed(measure, each, closely))


def written(measure: Measure) -> Stamp:
    """What sums and lists of a measure stand on; one query."""
    return _written([measure], [measure.cluster_id])


@dataclass(frozen=True, slots=True)
class Readings(Sequence[Any]):
    """Values of a measure that stand, for whoever sees each of them, a part at a time; no query where it is kept."""

    measure: Measure
    stamp: Stamp
    count: int

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, part: Any) -> Any:
        rows = Reading.objects.filter(measure=self.measure)
        key = ("readings", self.measure.pk, part.start, part.stop)
        return kept(key, self.stamp, lambda: list(queries.listed(self.measure, rows)[part]))


def _summed(measure: Measure, each: bool, closely: int) -> Summed:
    periods, rows = queries.periods_of(measure, each, closely), Reading.objects.filter(measure=measure)
    said, readings = shown_of(measure, periods), queries.standing_count(rows)
    parted = parted_of(measure, periods) if each and measure.parts else None
    joined = since_joining(measure, periods) if each else None
    aimed = Target.objects.filter(measure=measure, organisation__isnull=False).exists()
    return Summed([_lighter(period) for period in periods], said, readings, aimed, parted, joined)


def _lighter(period: Period) -> Period:
    """The same without what each member told, which no page shows and would be held for long."""
    whole = period.whole and Whole(period.whole.value, period.whole.parts, [], period.whole.missing,
                                   period.whole.apart, {})  # fmt: skip
    return replace(period, whole=whole, owns={})


def _written(measures: list[Measure], clusters: list[UUID]) -> tuple[int, ...]:
    """What sums of some measures stand on."""
    of = {"measure": [measure.pk for measure in measures]}
    return counts((Reading, of), (Release, of), (Target, of), Verification, *members_written(clusters))


def lines_of(measures: list[Measure]) -> list[Line]:
    """Measures with who told their last ended period; one query where it is kept."""
    if not measures:
        return []
    pks = [measure.pk for measure in measures]
    days = queries.last_days({measure.period for measure in measures})
    told = {"measure": pks, "starts_on": set(days.values())}
    stamp = (*days.values(), *counts((Reading, told), *members_written({row.cluster_id for row in measures})))

    def made() -> list[Any]:
        return [(line.label, line.told, line.members) for line in queries.lines_of(measures)]

    found = kept(("told", *pks, current()), stamp, made)
    return [Line(measure, *line) for measure, line in zip(measures, found, strict=True)]


def last_periods_of(cluster: Cluster, measures: list[Measure], each: bool) -> dict[UUID, list[Period]]:
    """The last two periods that somebody told of each measure of a cluster; one query where they are kept."""
    stamp = _written(measures, [cluster.pk])

    def made() -> dict[UUID, list[Any]]:
        found = queries.last_periods_of(cluster, measures, each)
        return {pk: [_lighter(period) for period in periods] for pk, periods in found.items()}

    return kept(("last", cluster.pk, *(row.pk for row in measures), each, current()), stamp, made)
