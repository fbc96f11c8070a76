"""On the page of a cluster or an organisation: what was promised and is due."""

from typing import Any

from ayni_web.commitments.access import sees_index
from ayni_web.commitments.queries import due_in, due_of
from ayni_web.members.access import may_manage
from ayni_web.members.models import Cluster, Organisation
from ayni_web.members.panels import SHOWN, Facts, Panel


def of_cluster(person: Any, cluster: Cluster) -> Facts | None:
    """Agreed commitments of a cluster, the nearest day first; one query where they are kept."""
    due = due_in(person, cluster, SHOWN)
    if not due.n and not may_manage(person, cluster):
        return None
    return {"n": due.n, "overdue": due.overdue, "rows": due.rows, "cluster": cluster}


def of_organisation(person: Any, organisation: Organisation) -> Facts | None:
    """What is open of an organisation, as far as the reader sees it; one query, and what tells how closely."""
    if not person.is_authenticated:
        return None
    rows = due_of(person, organisation, SHOWN)
    return {"rows": rows, "organisation": organisation} if rows or sees_index(person, organisation) else None


PANELS = (
    Panel("cluster", 20, "commitments/panel.html", of_cluster),
    Panel("organisation", 20, "commitments/due.html", of_organisation),
)
