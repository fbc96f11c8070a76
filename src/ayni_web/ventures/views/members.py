"""A member's own page: alone and together, how sure that is, what it rests on, and why the split is fair."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from ayni_web.common.audience import Audience
from ayni_web.common.views import shown
from ayni_web.ventures import access, drawing, queries
from ayni_web.ventures.models import MemberRow, Participant, Version
from ayni_web.ventures.telling import member_of, sways_told, told_of, why_mine, years_told
from ayni_web.ventures.views.asking import SECTION, of_version


@login_required
def own(request: HttpRequest, pk: UUID, organisation: UUID) -> HttpResponse:
    """What a plan that was signed earns a member."""
    rows = Participant.objects.select_related("plan__cluster", "organisation")
    participant = get_object_or_404(rows, plan=pk, organisation=organisation)
    version = queries.signed_version(participant.plan)
    if version is None or not access.may_see_member(request.user, participant):
        raise Http404
    return _page(request, version, participant.type, access.member_audience(participant), participant)


@of_version
def of_type(request: HttpRequest, version: Version, code: str) -> HttpResponse:
    """What a version earns each member of a type, as such a member will read it."""
    return _page(request, version, code, access.plan_audience(version.plan), None)


def _page(
    request: HttpRequest, version: Version, code: str, audience: Audience, participant: Participant | None
) -> HttpResponse:
    computation = queries.standing_computation(version)
    if computation is None:
        raise Http404
    results = queries.results_of(computation)
    row = next((each for each in results.members if each.type == code), None)
    if row is None:
        raise Http404
    return shown(
        request, "ventures/member.html", audience, section=SECTION, version=version, plan=version.plan,
        participant=participant, told=told_of(version, results), **_own(version, row, results),
        assumptions=list(version.assumptions.all()), whole=participant is None or _sees_whole(request, participant),
    )  # fmt: skip


def _own(version: Version, row: MemberRow, results: queries.Results) -> dict[str, object]:
    group = results.computation.group
    currency = group["currency"]
    sways = list(results.computation.sways.filter(type=row.type))
    return {
        "mine": member_of(row, currency, group["step"]), "bars": drawing.alone_together(row, currency),
        "dots": drawing.twenty(row, currency), "losing": drawing.losing(row), "why_mine": why_mine(row, group),
        "years": years_told(queries.years_of(results.computation, row.type), group),
        "sways": sways_told(sways, currency), "safe": queries.group_is_safe(results.members, row.type),
    }  # fmt: skip


def _sees_whole(request: HttpRequest, participant: Participant) -> bool:
    return queries.visible_plans(request.user).filter(pk=participant.plan_id).exists()
