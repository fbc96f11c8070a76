"""Totals that were shown: a release takes in the readings that members see added up, and is never taken back."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Q, QuerySet

from ayni_web.members.models import Membership
from ayni_web.series.models import Measure, Reading, Release
from ayni_web.series.readings.periods import moved
from ayni_web.series.readings.protecting import FEWEST, Owns, may_be_shown, may_stand_beside
from ayni_web.series.readings.rolling import Told, owns_of

COLUMNS = ("pk", "revises", "release", "organisation_id", "part", "value", "weight")


def released(measure: Measure) -> QuerySet[Reading]:
    """Readings that the totals shown last count."""
    rows = Reading.objects.filter(measure=measure, release__isnull=False)
    return rows.exclude(pk__in=rows.filter(revises__isnull=False).order_by().values("revises"))


def release_what_may_be_shown(measure: Measure, starts_on: date) -> Release | None:
    """Show a new total of a period, if nobody is found out by it; None if members go on seeing the last one."""
    if measure.of != "organisation":
        return None
    # One at a time: two who tell at once would each count without the other.
    Measure.objects.select_for_update().get(pk=measure.pk)
    fresh = _of_members(measure, starts_on)
    if fresh.filter(revised_by__isnull=True).values("organisation").distinct().count() < FEWEST:
        return None
    ids = set(fresh.values_list("pk", flat=True))
    rows = list(Reading.objects.filter(measure=measure, starts_on=starts_on).order_by().values_list(*COLUMNS))
    now = _counted(measure, [row for row in rows if row[2] is not None or row[0] in ids])
    others = (state for other in _beside(measure) for state in _shown(other, _rows(other, starts_on)))
    if not may_be_shown(measure.roll_up, now, _shown(measure, rows)):
        return None
    if not all(may_stand_beside(now, other) for other in others):
        return None
    made = Release.objects.create(measure=measure, starts_on=starts_on)
    fresh.update(release=made)
    return made


def _of_members(measure: Measure, starts_on: date) -> QuerySet[Reading]:
    """Readings of whoever was a member in the period, that no total has shown yet."""
    ends = moved(measure.period, starts_on, 1) - timedelta(days=1)
    held = (Q(since__isnull=True) | Q(since__lte=ends)) & (Q(until__isnull=True) | Q(until__gte=starts_on))
    inside = Membership.objects.filter(
        held, measure.told_by, cluster=measure.cluster_id, state__in=("member", "left")
    ).order_by()
    rows = Reading.objects.filter(measure=measure, starts_on=starts_on, release__isnull=True)
    return rows.filter(organisation__in=inside.values("organisation")).order_by()


def _beside(measure: Measure) -> QuerySet[Measure]:
    """Other measures of the cluster that may count the same: those in the same unit, ended ones, too."""
    alike = Measure.objects.filter(cluster=measure.cluster_id, unit=measure.unit, of=measure.of)
    return alike.exclude(pk=measure.pk)


def _rows(measure: Measure, starts_on: date) -> list[Any]:
    rows = Reading.objects.filter(measure=measure, starts_on=starts_on, release__isnull=False)
    return list(rows.order_by().values_list(*COLUMNS))


def _shown(measure: Measure, rows: list[Any]) -> Iterable[Owns]:
    """What each member came to in every total that was shown of a period, one after the other."""
    held: list[Any] = []
    for _, group in groupby(sorted((row for row in rows if row[2] is not None), key=lambda row: row[2]),
                            key=lambda row: row[2]):  # fmt: skip
        held.extend(group)
        yield _counted(measure, held)


def _counted(measure: Measure, rows: list[Any]) -> Owns:
    gone = {row[1] for row in rows}
    owns = owns_of(measure.roll_up, measure.parts, [Told(*row[3:]) for row in rows if row[0] not in gone])
    return {key: own for key, own in owns.items() if own.value is not None}
