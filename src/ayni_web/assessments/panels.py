"""On the page of a cluster or an organisation: rounds that are open, or what the last closed one says."""

from typing import Any

from ayni_web.assessments.access import may_ask_in
from ayni_web.assessments.models import Assessment
from ayni_web.assessments.queries.profiles import whole_of
from ayni_web.assessments.queries.rounds import found_rounds, is_told, to_answer
from ayni_web.assessments.texts import told
from ayni_web.members.models import Cluster, Organisation
from ayni_web.members.panels import SHOWN, Facts, Panel


def of_cluster(person: Any, cluster: Cluster) -> Facts | None:
    """Rounds of a cluster as a whole; at most five queries."""
    facts = _rounds(person, cluster=cluster, organisation__isnull=True)
    if facts is None:
        return {"query": f"cluster={cluster.pk}"} if may_ask_in(person, cluster) else None
    return {**facts, "query": f"cluster={cluster.pk}"}


def of_organisation(person: Any, organisation: Organisation) -> Facts | None:
    """Rounds of an organisation; at most five queries."""
    return _rounds(person, organisation=organisation)


def _rounds(person: Any, **of: Any) -> Facts | None:
    found = found_rounds(person).filter(**of)
    rows = list(found.filter(state=Assessment.State.OPEN).order_by("closes_on", "pk")[:SHOWN])
    if rows:
        mine = set(to_answer(person).order_by().values_list("assessment_id", flat=True))
        return {"open": [(row, _title(row), is_told(person, row.sent), row.pk in mine) for row in rows]}
    last = found.filter(state=Assessment.State.CLOSED).order_by("-closed_at", "pk").first()
    return {"last": last, "title": _title(last), "whole": whole_of(last)} if last else None


def _title(row: Assessment) -> str:
    return told(row.version.content["title"])


PANELS = (
    Panel("cluster", 30, "assessments/panel.html", of_cluster),
    Panel("organisation", 30, "assessments/panel.html", of_organisation),
)
