"""On the page of a cluster: its plans, and for a member those in which its organisations take part."""

from typing import Any

from ayni_web.members.access import may_manage
from ayni_web.members.models import Cluster
from ayni_web.members.panels import SHOWN, Facts, Panel
from ayni_web.ventures.queries import own_pages, visible_plans


def of_cluster(person: Any, cluster: Cluster) -> Facts | None:
    """Plans of a cluster, the first few, and the reader's own; at most three queries."""
    rows = list(visible_plans(person).filter(cluster=cluster)[:SHOWN])
    own = [row for row, signed in own_pages(person) if signed and row.plan.cluster_id == cluster.pk][:SHOWN]
    may_add = may_manage(person, cluster) and cluster.state != Cluster.State.ENDED
    return {"rows": rows, "own": own, "may_add": may_add} if rows or own or may_add else None


PANELS = (Panel("cluster", 24, "ventures/panel.html", of_cluster),)
