"""On the page of a cluster or an organisation: its open cases with their clock, and the case a cluster came from."""

from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from ayni_web.members.access import may_manage
from ayni_web.members.models import Cluster, Organisation
from ayni_web.members.panels import SHOWN, Facts, Panel
from ayni_web.processes.models import Sequel
from ayni_web.processes.queries.cases import found_cases, is_late
from ayni_web.processes.queries.sequels import seen_case


def of_cluster(person: Any, cluster: Cluster) -> Facts | None:
    """Open cases of a cluster, the first due first, and the case by which it was formed; at most five queries."""
    sequel = Sequel.objects.filter(cluster=cluster).select_related("case").first()
    cases = _open(person, cluster=cluster)
    if not cases["n"] and sequel is None and not may_manage(person, cluster):
        return None
    formed_by = seen_case(person, sequel.case) if sequel else None
    return {**cases, "sequel": sequel, "formed_by": formed_by, "query": f"cluster={cluster.pk}"}


def of_organisation(person: Any, organisation: Organisation) -> Facts | None:
    """Open cases of an organisation that the person sees; two queries."""
    cases = _open(person, organisation=organisation)
    return cases if cases["n"] else None


def _open(person: Any, **of: Any) -> dict[str, Any]:
    found = found_cases(person, which="open").filter(**of)
    late = Q(due_on__lt=timezone.localdate(), paused=False)
    counted = found.order_by().aggregate(n=Count("pk"), late=Count("pk", filter=late))
    rows = list(found[:SHOWN]) if counted["n"] else []
    return {**counted, "rows": [(row, is_late(row)) for row in rows]}


PANELS = (
    Panel("cluster", 10, "processes/panel.html", of_cluster),
    Panel("organisation", 10, "processes/panel.html", of_organisation),
)
