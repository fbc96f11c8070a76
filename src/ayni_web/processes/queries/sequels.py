"""What may follow a case, and what it came of."""

from typing import Any

from django.db.models import F, Q, QuerySet

from ayni_web.members.models import Cluster
from ayni_web.members.queries import standing_clusters
from ayni_web.processes.models import Case, Rules
from ayni_web.processes.queries.cases import visible_cases


def rules_after(case: Case) -> Rules | None:
    """Rules in force of the process that the end of a case leads to; those of its cluster before the entity's."""
    of = Q(process__cluster=None) | Q(process__cluster=case.cluster_id)
    found = Rules.objects.filter(of, process__entry=case.step.leads_to, state=Rules.State.IN_FORCE)
    # A copy that was changed stands beside what is used as it is: the newest is meant.
    return found.order_by(F("process__cluster").asc(nulls_last=True), "-process__added_at").first()


def forming_clusters() -> QuerySet[Cluster]:
    """Clusters that are being formed: of those the next case may be."""
    return standing_clusters().filter(state=Cluster.State.FORMING)


def seen_case(person: Any, case: Case | None) -> Case | None:
    """A case beside another, where the person sees it."""
    return visible_cases(person).filter(pk=case.pk).first() if case else None
