"""Pages of all commitments of a cluster: the joint board, how promises are kept, the index of an organisation."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from ayni_web.commitments import keeping as counts
from ayni_web.commitments import queries
from ayni_web.commitments.access import sees_each, sees_index
from ayni_web.commitments.analysis import index as index_of
from ayni_web.commitments.analysis import rates
from ayni_web.commitments.kinds import title_of
from ayni_web.commitments.models import Commitment
from ayni_web.common.audience import Audience
from ayni_web.common.views import shown
from ayni_web.members.access import inside_audience, organisation_audience, represented
from ayni_web.members.models import Cluster, Organisation
from ayni_web.members.queries import inner_clusters, visible_organisations


def _cluster(request: HttpRequest, pk: UUID) -> Cluster:
    return get_object_or_404(inner_clusters(request.user), pk=pk)


@login_required
def board(request: HttpRequest, cluster: UUID) -> HttpResponse:
    """Public and private commitments of a cluster side by side (#24)."""
    row = _cluster(request, cluster)
    return shown(request, "commitments/board.html", inside_audience(row), cluster=row, section="commitments",
                 pairs=queries.board(request.user, row))  # fmt: skip


@login_required
def keeping(request: HttpRequest, cluster: UUID) -> HttpResponse:
    """How promises of a cluster are kept: by kind and year; by organisation for those it concerns."""
    row = _cluster(request, cluster)
    each = sees_each(request.user, row)
    lines = counts.lines_of(row)
    names = _names(request, lines, each)
    by_kind = counts.tallied(lines, lambda line: title_of(line.kind))
    by_year = counts.tallied(lines, lambda line: line.year)
    whole = counts.tallied(lines, lambda line: None)
    if not each:
        for tallies in (by_kind, by_year, whole):
            counts.protected(tallies)
    own = [line for line in lines if line.maker in names]
    by_maker = sorted(counts.tallied(own, lambda line: line.maker), key=lambda tally: names[tally.key])
    return shown(
        request, "commitments/keeping.html", Audience("keeping", {"cluster": row.name}), cluster=row,
        section="commitments", lines=lines, whole=rates(whole), by_kind=rates(by_kind), by_year=rates(by_year),
        by_maker=[(names[rate.tally.key], rate) for rate in rates(by_maker)],
        arrears=queries.late_by(Commitment.objects.filter(cluster=row)).items() if each else (),
    )  # fmt: skip


def _names(request: HttpRequest, lines: list[counts.Line], each: bool) -> dict[Any, str]:
    """Organisations whose own rate the reader is told, by identifier."""
    wanted = {line.maker for line in lines}
    told = wanted if each else wanted & represented(request.user)
    return dict(Organisation.objects.filter(pk__in=told).values_list("pk", "name"))


@login_required
def index(request: HttpRequest, cluster: UUID, organisation: UUID) -> HttpResponse:
    """Commitment index of an organisation in a cluster, with its parts (#173)."""
    row = _cluster(request, cluster)
    party = get_object_or_404(visible_organisations(request.user), pk=organisation)
    if not sees_index(request.user, party):
        raise Http404
    return shown(request, "commitments/index.html", organisation_audience(party), cluster=row, organisation=party,
                 section="commitments", index=index_of(counts.parts_of(party, row)))  # fmt: skip
