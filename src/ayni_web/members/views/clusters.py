"""Pages of clusters: the list, one, opening, changing, constituting, ending, its history and managers."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from ayni_web.accounts.access import is_director, is_staff
from ayni_web.common.audience import ANYONE, ENTITY, Audience
from ayni_web.common.pages import page_of
from ayni_web.common.views import allowed, shown
from ayni_web.members.access import (
    inside_audience,
    joined,
    managed,
    managers_audience,
    may_manage,
    may_see_closely,
    may_see_inside,
)
from ayni_web.members.actions import clusters as acts
from ayni_web.members.forms.clusters import ClusterForm, EndForm, WhyForm
from ayni_web.members.models import Cluster, Management
from ayni_web.members.panels import panels_of
from ayni_web.members.queries import clusters as found
from ayni_web.members.queries.chain import chain_of
from ayni_web.members.queries.relations import woven_of
from ayni_web.members.queries.stamps import chain_written
from ayni_web.members.queries.week import tasks
from ayni_web.members.views.asking import SECTION, asked, inside, of_cluster, page_of_cluster, pressed, written

# Steps of the road, and the one a cluster is at by its state.
ROAD = ("identify", "diagnose", "plan", "coordinate", "follow", "share")
AT = {Cluster.State.FORMING: "diagnose", Cluster.State.CONSTITUTED: "plan", Cluster.State.ENDED: ""}


def clusters(request: HttpRequest) -> HttpResponse:
    """List of clusters, for everybody."""
    person = request.user
    page = page_of(request, found.listed_clusters(person))
    own = managed(person) | joined(person)
    for row in page.rows:
        row.own, row.inside = row.pk in own, may_see_inside(person, row)
        row.told = row.members if row.inside else found.shown_to_public(row.members)
    return shown(request, "members/clusters/list.html", ANYONE, page=page, may_open=is_staff(person), section=SECTION)


def cluster(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Page of a cluster: what is public for everybody, the chain and the rest for those inside."""
    row, person = found.cluster_called(pk), request.user
    within = may_see_inside(person, row)
    sponsors = found.sponsors_of(row)
    facts: dict[str, Any] = {"scope": found.scope_in_force(row), "sponsors": sponsors, "road": _road(row),
                             "soon": found.ends_soon(sponsors), "own": found.own_memberships(person, row)}  # fmt: skip
    if row.state != Cluster.State.ENDED and person.is_authenticated:
        facts["may_apply"] = found.may_apply(person, row).exists()
    if within:
        facts |= _within(person, row, sponsors)
    else:
        facts["told"] = found.shown_to_public(found.members_count(row))
    audience = Audience("cluster_page", {"cluster": row.name}) if within else ANYONE
    return shown(request, "members/clusters/page.html", audience, cluster=row, inside=within, section=SECTION, **facts)


def _within(person: Any, row: Cluster, sponsors: list[Any]) -> dict[str, Any]:
    stamp = chain_written(row)
    chain, managers = chain_of(row, stamp), found.managers_of(row)
    writes = may_manage(person, row) and row.state != Cluster.State.ENDED
    return {
        "chain": chain, "managers": managers, "told": chain.count, "writes": writes,
        "closely": may_see_closely(person, row), "woven": woven_of(person, row, stamp),
        "panels": panels_of(person, row),
        "week": tasks(person, row, chain, len(managers), sponsors) if writes else [],
        "may_constitute": is_staff(person) and row.state == Cluster.State.FORMING,
        "may_end": is_director(person) and row.state != Cluster.State.ENDED,
    }  # fmt: skip


def _road(row: Cluster) -> list[tuple[str, str]]:
    at = ROAD.index(AT[Cluster.State(row.state)]) if AT[Cluster.State(row.state)] else len(ROAD)
    return [(step, "done" if place < at else "now" if place == at else "") for place, step in enumerate(ROAD)]


@allowed(is_staff)
def open_cluster(request: HttpRequest) -> HttpResponse:
    """Form of a new cluster."""
    return asked(
        request, ClusterForm(request.POST or None), acts.open_cluster, audience=ENTITY, title="cluster.open_title",
        lede="cluster.open_lede", button="cluster.open", done="cluster.opened",
        to=lambda made: page_of_cluster("cluster", made), back=reverse("members:clusters"),
    )  # fmt: skip


@written
def change(request: HttpRequest, cluster: Cluster) -> HttpResponse:
    """Form of what a cluster is."""
    to = page_of_cluster("cluster", cluster)
    return asked(
        request, ClusterForm(request.POST or None, cluster=cluster), acts.change_cluster, cluster=cluster,
        audience=managers_audience(cluster), title="cluster.change_title", button="cluster.keep",
        done="cluster.changed", to=to, back=to, facts={"cluster": cluster},
    )  # fmt: skip


@of_cluster(lambda person, _: is_staff(person))
def constitute(request: HttpRequest, cluster: Cluster) -> HttpResponse:
    """Form by which an officer registers a cluster as constituted."""
    to = page_of_cluster("cluster", cluster)
    return asked(
        request, WhyForm(request.POST or None), acts.constitute_cluster, cluster=cluster, audience=ENTITY,
        title="cluster.constitute_title", lede="cluster.constitute_lede", button="cluster.constitute",
        done="cluster.constituted", to=to, back=to, facts={"cluster": cluster},
    )  # fmt: skip


@of_cluster(lambda person, _: is_director(person))
def end(request: HttpRequest, cluster: Cluster) -> HttpResponse:
    """Form by which a director ends a cluster."""
    to = page_of_cluster("cluster", cluster)
    return asked(
        request, EndForm(request.POST or None), acts.end_cluster, cluster=cluster, audience=ENTITY,
        title="cluster.end_title", lede="cluster.end_lede", button="cluster.end", done="cluster.ended", to=to,
        back=to, facts={"cluster": cluster},
    )  # fmt: skip


@inside
def history(request: HttpRequest, cluster: Cluster) -> HttpResponse:
    """Who changed what of a cluster, when and why."""
    return shown(request, "members/clusters/history.html", inside_audience(cluster), cluster=cluster,
                 changes=found.changes_of(cluster), section=SECTION)  # fmt: skip


@inside
def managers(request: HttpRequest, cluster: Cluster) -> HttpResponse:
    """Those who manage a cluster, and those who did."""
    staff = is_staff(request.user)
    return shown(
        request, "members/clusters/managers.html", inside_audience(cluster), cluster=cluster, section=SECTION,
        managers=found.managers_of(cluster), former=found.former_managers(cluster), may_give=staff,
        writes=may_manage(request.user, cluster),
    )  # fmt: skip


@login_required
@require_POST
def end_management(request: HttpRequest, pk: int) -> HttpResponse:
    """End of someone's managing."""
    row = get_object_or_404(Management.objects.select_related("cluster"), pk=pk)
    if not (is_staff(request.user) or row.person_id == request.user.pk):
        raise Http404
    return pressed(request, acts.end_management, "cluster.manager_ended", page_of_cluster("cluster", row.cluster),
                   management=row)  # fmt: skip
