"""Results as a distribution over members, never only a total (#1): the last told period of each measure."""

from dataclasses import dataclass
from typing import Any

from ayni_web.members.models import Cluster
from ayni_web.series.models import Measure
from ayni_web.series.readings.access import sees_each, visible_measures
from ayni_web.series.readings.queries import Period
from ayni_web.series.readings.sums import last_periods_of

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
    told = last_periods_of(cluster, measures, sees_each(person, cluster))
    return [Result(each, told[each.pk][-1]) for each in measures if told[each.pk]]
