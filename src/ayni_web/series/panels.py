"""On the page of a cluster or an organisation: values of the last period that are still to be told."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from ayni_web.members.access import may_act_for, may_manage, may_see_closely_of, represented
from ayni_web.members.models import Cluster, Organisation
from ayni_web.members.panels import SHOWN, Facts, Panel
from ayni_web.series.models import Measure
from ayni_web.series.readings.access import visible_measures
from ayni_web.series.readings.periods import label
from ayni_web.series.readings.queries import Line, missing
from ayni_web.series.readings.sums import lines_of


def of_cluster(person: Any, cluster: Cluster) -> Facts | None:
    """Measures that wait for a value, those that lack most first, and the reader's own; at most five queries."""
    found = visible_measures(person).filter(cluster=cluster, ended_at__isnull=True)
    measures = list(found)
    if not measures:
        return {"cluster": cluster} if may_manage(person, cluster) else None
    lacking = sorted((line for line in lines_of(measures) if line.told < line.members), key=_share_told)
    own = _missing(represented(person), found)
    return {
        "n": len(lacking), "lines": lacking[:SHOWN], "own": own[:SHOWN], "tells": True, "of": len(measures),
        "cluster": cluster,
    }  # fmt: skip


def of_organisation(person: Any, organisation: Organisation) -> Facts | None:
    """What an organisation has not told, for whoever sees it closely; at most three queries."""
    if not may_see_closely_of(person, organisation):
        return None
    within = organisation.memberships.order_by().values("cluster")
    own = _missing(frozenset({organisation.pk}), visible_measures(person).filter(cluster__in=within))
    return {"own": own[:SHOWN], "n": len(own), "tells": may_act_for(person, organisation)} if own else None


def _missing(organisations: frozenset[UUID], measures: QuerySet[Measure]) -> list[tuple[Measure, UUID, str]]:
    found = missing(organisations, measures) if organisations else []
    return [(measure, organisation, label(measure.period, start)) for measure, organisation, start in found]


def _share_told(line: Line) -> float:
    return line.told / line.members


PANELS = (
    Panel("cluster", 40, "series/panel.html", of_cluster),
    Panel("organisation", 40, "series/panel.html", of_organisation),
)
