"""The page of a diagnosis, also to print."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from ayni_web.assessments.queries.rounds import visible_rounds
from ayni_web.commitments.queries import days_over, due_in
from ayni_web.common.language import said
from ayni_web.common.views import shown
from ayni_web.diagnosis.access import may_see_closely
from ayni_web.diagnosis.queries.counted import Known
from ayni_web.diagnosis.queries.dependence import dependences
from ayni_web.diagnosis.queries.judged import judged_of
from ayni_web.diagnosis.queries.phase import road_of
from ayni_web.diagnosis.queries.requirements import requirements_of, shown_by
from ayni_web.diagnosis.queries.results import results_of
from ayni_web.diagnosis.queries.rules import rules_held
from ayni_web.diagnosis.queries.ties import ties_of
from ayni_web.diagnosis.subjects import visible_managements
from ayni_web.members.access import inside_audience
from ayni_web.members.models import Cluster
from ayni_web.members.queries.chain import chain_of
from ayni_web.members.views.asking import SECTION, inside
from ayni_web.processes.queries.cases import found_cases

SHOWN = 5


@login_required
def charge(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is charged with coordinating a cluster, since when, and the paper that shows it."""
    row = get_object_or_404(visible_managements(request.user), pk=pk)
    return shown(request, "diagnosis/charge.html", inside_audience(row.cluster), charge=row, cluster=row.cluster,
                 section=SECTION, here=said("diagnosis.charge_crumb"))  # fmt: skip


@inside
def diagnosis(request: HttpRequest, cluster: Cluster) -> HttpResponse:
    """A cluster on one page: each part with its evidence, and what is not known said."""
    person, chain = request.user, chain_of(cluster)
    requirements, origin = requirements_of(person, cluster)
    sides, shows = dependences(cluster), shown_by(cluster, chain)
    known = Known(cluster, chain, origin, sides, shows)
    due = due_in(person, cluster, SHOWN)
    late = found_cases(person, which="late", cluster=cluster)
    return shown(
        request, "diagnosis/page.html", inside_audience(cluster), cluster=cluster, section=SECTION,
        here=said("diagnosis.crumb"), closely=may_see_closely(person, cluster), chain=chain,
        dependences=sides, ties=ties_of(cluster), requirements=requirements, origin=origin, shown=shows,
        road=road_of(known), rule_sets=rules_held(known), charges=list(cluster.managements.filter(until__isnull=True)),
        judged=judged_of(person, cluster), results=results_of(person, cluster),
        asked=visible_rounds(person).filter(cluster=cluster).exists(),
        due=[(each, days_over(each)) for each in due.rows], due_count=due.n, overdue=due.overdue,
        late=list(late[:SHOWN]), late_count=late.count(),
    )  # fmt: skip
