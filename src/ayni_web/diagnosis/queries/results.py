"""Results as a distribution over members, never only a total (#1): the last told period of each measure."""

from dataclasses import dataclass
from typing import Any

from ayni_web.members.models import Cluster
from ayni_web.series.models import Measure
from ayni_web.series.readings.access import sees_each, visible_measures
from ayni_web.series.readings.queries import Period, periods_of

SHOWN = 6


@dataclass(frozen=True, slots=True)
class Result:
    """A measure in the last period that somebody told."""

    measure: Measure
    period: Period


def results_of(person: Any, cluster: Cluster) -> list[Result]:
    """Results of a cluster, those that are counted member by member first; a few of them."""
    open_ones = visible_measures(person).filter(cluster=cluster, ended_at__isnull=True)
    measures = sorted(open_ones, key=lambda each: (each.of != "organisation", each.added_at))[:SHOWN]
    found = ((each, periods_of(each, sees_each(person, cluster), last=2)) for each in measures)
    return [Result(each, told[0]) for each, periods in found if (told := _told(periods))]


def _told(periods: list[Period]) -> list[Period]:
    """Periods that somebody told, the last first."""
    return sorted((each for each in periods if each.readings), key=lambda each: each.starts_on, reverse=True)
