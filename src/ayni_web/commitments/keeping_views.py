"""Pages of all commitments of a cluster: the joint board, how promises are kept, the index of an organisation."""

from dataclasses import replace
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from ayni_web.commitments import board as joint
from ayni_web.commitments import keeping as counts
from ayni_web.commitments import queries
from ayni_web.commitments.access import sees_each, sees_index
from ayni_web.commitments.analysis import index as index_of
from ayni_web.commitments.analysis import rates
from ayni_web.commitments.kinds import title_of
from ayni_web.commitments.models import Commitment
from ayni_web.common.audience import Audience
from ayni_web.common.pages import page_of
from ayni_web.common.views import shown
from ayni_web.members.access import inside_audience, organisation_audience, represented
from ayni_web.members.models import Cluster
from ayni_web.members.queries import inner_clusters, visible_organisations


def _cluster(request: HttpRequest, pk: UUID) -> Cluster:
    return get_object_or_404(inner_clusters(request.user), pk=pk)


@login_required
def board(request: HttpRequest, cluster: UUID) -> HttpResponse:
    """Public and private commitments of a cluster side by side (#24)."""
    row = _cluster(request, cluster)
    found = joint.board_of(request.user, row)
    page = page_of(request, found.firsts, len(found.firsts))
    return shown(
        request, "commitments/board.html", inside_audience(row), cluster=row, section="commitments", page=page,
        pairs=joint.pairs(found, page.rows), amounts=found.amounts, without=found.without,
    )  # fmt: skip


@login_required
def keeping(request: HttpRequest, cluster: UUID) -> HttpResponse:
    """How promises of a cluster are kept: by kind and year; by organisation for those it concerns."""
    row = _cluster(request, cluster)
    each = sees_each(request.user, row)
    found = counts.counted(row)
    by_kind = sorted((replace(each, key=title_of(each.key)) for each in found.by_kind), key=lambda tally: tally.key)
    tallies = [by_kind, found.by_year, found.whole]
    by_kind, by_year, whole = tallies if each else map(counts.protected, tallies)
    own = represented(request.user)
    names = found.names if each else [(pk, name) for pk, name in found.names if pk in own]
    page = page_of(request, names, len(names))
    by_maker = rates([found.by_maker[pk] for pk, _ in page.rows])
    return shown(
        request, "commitments/keeping.html", Audience("keeping", {"cluster": row.name}), cluster=row,
        section="commitments", whole=rates(whole), by_kind=rates(by_kind), by_year=rates(by_year),
        page=page, by_maker=list(zip(page.rows, by_maker, strict=True)),
        arrears=queries.late_by(Commitment.objects.filter(cluster=row)).items() if each else (),
    )  # fmt: skip


@login_required
def index(request: HttpRequest, cluster: UUID, organisation: UUID) -> HttpResponse:
    """Commitment index of an organisation in a cluster, with its parts (#173)."""
    row = _cluster(request, cluster)
    party = get_object_or_404(visible_organisations(request.user), pk=organisation)
    if not sees_index(request.user, party):
        raise Http404
    return shown(request, "commitments/index.html", organisation_audience(party), cluster=row, organisation=party,
                 section="commitments", index=index_of(counts.parts_of(party, row)))  # fmt: skip
