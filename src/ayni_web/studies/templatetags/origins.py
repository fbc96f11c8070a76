"""The candidate a cluster was formed from: ``{% load origins %}{% origin cluster %}``."""

from typing import Any

from django import template

from ayni_web.members.access import may_see_inside
from ayni_web.members.models import Cluster
from ayni_web.studies import queries
from ayni_web.studies.access import may_see_run
from ayni_web.studies.models import Origin

register = template.Library()


@register.inclusion_tag("studies/origin.html", takes_context=True)
def origin(context: template.Context, cluster: Cluster) -> dict[str, Any]:
    """Evidence that a cluster carries over; for those inside it, and for whoever may read the study."""
    person = context["request"].user
    row = Origin.objects.select_related("run__study").filter(cluster=cluster).first()
    if row is None or not (may_see_run(person, row.run) or may_see_inside(person, cluster)):
        return {"origin": None}
    told = row.evidence.get("told", {}).get(queries.spoken())
    return {"origin": row, "told": told, "may_see": may_see_run(person, row.run)}
