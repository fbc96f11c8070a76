"""On the page of a cluster, and of a plan: the strategies, and which are open again."""

from typing import Any

from ayni_web.members.access import may_manage
from ayni_web.members.models import Cluster
from ayni_web.members.panels import SHOWN, Facts, Panel
from ayni_web.strategies.models import Strategy
from ayni_web.strategies.queries import reopened_by, standing_versions, visible_strategies
from ayni_web.ventures.models import Plan


def of_cluster(person: Any, cluster: Cluster) -> Facts | None:
    """Strategies of a cluster, the first few; three queries."""
    found = visible_strategies(person).filter(cluster=cluster)
    return _facts(list(found[:SHOWN]), cluster, None, may_manage(person, cluster))


def of_plan(person: Any, plan: Plan) -> Facts | None:
    """Strategies that a plan goes with; three queries."""
    rows = list(visible_strategies(person).filter(plan=plan)[:SHOWN])
    return _facts(rows, plan.cluster, plan, may_manage(person, plan.cluster))


def _facts(rows: list[Strategy], cluster: Cluster, plan: Plan | None, writes: bool) -> Facts | None:
    if not rows and not writes:
        return None
    versions = standing_versions().filter(strategy__in=rows).prefetch_related("reopenings") if rows else []
    open_again = {each.strategy_id for each in versions if reopened_by(each, each.document)}
    told = [(row, row.pk in open_again) for row in rows]
    return {"rows": told, "cluster": cluster, "plan": plan, "may_add": writes}


PANELS = (
    Panel("cluster", 25, "strategies/panel.html", of_cluster),
    Panel("plan", 10, "strategies/panel.html", of_plan),
)
