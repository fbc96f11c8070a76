"""Pages of the links of a chain, of the scope, of seats and sponsors."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from ayni_web.common.acting import arrived_before
from ayni_web.common.language import spoken
from ayni_web.common.views import shown
from ayni_web.members.access import inside_audience, managers_audience, may_manage
from ayni_web.members.actions import chain as link_acts
from ayni_web.members.actions import scopes as scope_acts
from ayni_web.members.actions import seats as seat_acts
from ayni_web.members.actions import sponsors as sponsor_acts
from ayni_web.members.forms.clusters import (
    ChainForm,
    DecideForm,
    LinkForm,
    MergeForm,
    RenameForm,
    ScopeForm,
    SeatForm,
    SplitForm,
    SponsorEndForm,
    SponsorForm,
)
from ayni_web.members.links import known_chains
from ayni_web.members.models import Cluster, Kind, Link, Scope, SeatLimit, Sponsor
from ayni_web.members.queries import clusters as found
from ayni_web.members.queries.chain import chain_of
from ayni_web.members.queries.visible import visible_organisations
from ayni_web.members.views.asking import SECTION, asked, inside, page_of_cluster, pressed, written


def _of(model: Any, request: HttpRequest, pk: Any) -> Any:
    """Row that hangs on a cluster which the person manages, or 404."""
    row = get_object_or_404(model.objects.select_related("cluster"), pk=pk)
    if not may_manage(request.user, row.cluster):
        raise Http404
    return row


@inside
def links(request: HttpRequest, cluster: Cluster) -> HttpResponse:
    """Links of a chain, who is in each, and what can be done with them."""
    return shown(request, "members/clusters/links.html", inside_audience(cluster), cluster=cluster, section=SECTION,
                 chain=chain_of(cluster), writes=may_manage(request.user, cluster))  # fmt: skip


@written
def add_link(request: HttpRequest, cluster: Cluster) -> HttpResponse:
    """Form of a link of the cluster's own."""
    return _asked_of_links(request, cluster, LinkForm(request.POST or None), link_acts.add_link, "add",
                           {"cluster": cluster})  # fmt: skip


@written
def chains(request: HttpRequest, cluster: Cluster) -> HttpResponse:
    """Chains of the library that the cluster may take, and the one that it has."""
    return shown(request, "members/clusters/chains.html", managers_audience(cluster), cluster=cluster, section=SECTION,
                 chains=known_chains().values(), now={each.chain for each in cluster.links.all()})  # fmt: skip


@written
def take_chain(request: HttpRequest, cluster: Cluster, chain: str) -> HttpResponse:
    """A chain of the library with its roles, and where those go who stand in a link today."""
    found, to = known_chains().get(chain), page_of_cluster("links", cluster)
    if found is None:
        raise Http404
    if request.method == "POST":
        # Sent once more, it asks for links that are gone.
        taken = arrived_before(link_acts.take_chain, by=request.user, sent=request.POST.get("sent"))
        if taken is not None:
            return redirect(to)
    form = ChainForm(request.POST or None, cluster=cluster, chain_called=chain)
    return asked(
        request, form, link_acts.take_chain, cluster=cluster, audience=managers_audience(cluster),
        title="links.take_title", lede="links.take_lede" if form.held else "links.take_free_lede", button="links.take",
        done="links.take_done", to=to, back=page_of_cluster("chains", cluster), of=spoken(found.title), chain=found,
        facts={"cluster": cluster, "chain_called": chain}, template="members/clusters/take_chain.html",
    )  # fmt: skip


@login_required
def rename_link(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Form of another name."""
    link = _of(Link, request, pk)
    form = RenameForm(request.POST or None, initial={"name": link.name})
    return _asked_of_links(request, link.cluster, form, link_acts.rename_link, "rename", {"link": link})


@login_required
def split_link(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Form of a split."""
    link = _of(Link, request, pk)
    form = SplitForm(request.POST or None, link=link)
    return _asked_of_links(request, link.cluster, form, link_acts.split_link, "split", {"link": link})


@login_required
def merge_links(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Form of a merge; sent once more, when its link is gone, it leads where the first one led."""
    if request.method == "POST":
        into = arrived_before(link_acts.merge_links, by=request.user, sent=request.POST.get("sent"))
        if into is not None:
            return redirect(page_of_cluster("links", into.cluster))
    link = _of(Link, request, pk)
    form = MergeForm(request.POST or None, link=link)
    return _asked_of_links(request, link.cluster, form, link_acts.merge_links, "merge", {"link": link})


def _asked_of_links(request: HttpRequest, cluster: Cluster, form: Any, act: Any, name: str, facts: dict[str, Any]
                    ) -> HttpResponse:  # fmt: skip
    to = page_of_cluster("links", cluster)
    return asked(
        request, form, act, cluster=cluster, audience=managers_audience(cluster), title=f"links.{name}_title",
        lede=f"links.{name}_lede", button=f"links.{name}", done=f"links.{name}_done", to=to, back=to, facts=facts,
        of=facts.get("link"),
    )  # fmt: skip


@login_required
@require_POST
def move_link(request: HttpRequest, pk: UUID, way: str) -> HttpResponse:
    """One place earlier or later."""
    link = _of(Link, request, pk)
    to = page_of_cluster("links", link.cluster)
    return pressed(request, link_acts.move_link, "links.move_done", to, link=link, way=way)


@login_required
@require_POST
def drop_link(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take an empty link away."""
    link = _of(Link, request, pk)
    return pressed(request, link_acts.drop_link, "links.drop_done", page_of_cluster("links", link.cluster), link=link)


@inside
def scopes(request: HttpRequest, cluster: Cluster) -> HttpResponse:
    """Every version of a scope."""
    rows = found.scopes_of(cluster)
    return shown(
        request, "members/clusters/scopes.html", inside_audience(cluster), cluster=cluster, scopes=rows,
        writes=may_manage(request.user, cluster), section=SECTION,
        proposed=next((each for each in rows if each.state == Scope.State.PROPOSED), None),
    )  # fmt: skip


@written
def propose_scope(request: HttpRequest, cluster: Cluster) -> HttpResponse:
    """Form of the next version."""
    last, to = found.scope_in_force(cluster), page_of_cluster("scopes", cluster)
    form = ScopeForm(request.POST or None, initial={"inside": last.inside, "outside": last.outside} if last else {})
    return asked(
        request, form, scope_acts.propose_scope, cluster=cluster, audience=managers_audience(cluster),
        title="scopes.propose_title", lede="scopes.propose_lede", button="scopes.propose", done="scopes.proposed_done",
        to=to, back=to, facts={"cluster": cluster},
    )  # fmt: skip


@login_required
def decide_scope(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Form of a decision; the proposal stands above it."""
    scope = _of(Scope, request, pk)
    to = page_of_cluster("scopes", scope.cluster)
    return asked(
        request, DecideForm(request.POST or None), scope_acts.decide_scope, cluster=scope.cluster, to=to, back=to,
        audience=managers_audience(scope.cluster), title="scopes.decide_title", lede="scopes.decide_lede",
        button="scopes.decide", done="scopes.decided_done", facts={"scope": scope}, scope=scope,
    )  # fmt: skip


@inside
def seats(request: HttpRequest, cluster: Cluster) -> HttpResponse:
    """Seats of each kind: how many, taken, waiting."""
    return shown(request, "members/clusters/seats.html", inside_audience(cluster), cluster=cluster, section=SECTION,
                 seats=found.seats_of(cluster), writes=may_manage(request.user, cluster))  # fmt: skip


@written
def limit_seats(request: HttpRequest, cluster: Cluster) -> HttpResponse:
    """Form of a limit."""
    kind = request.GET.get("kind", "")
    limit = cluster.seat_limits.filter(kind=kind).first() if kind in Kind.values else None
    initial = {"kind": limit.kind, "most": limit.most, "why": limit.why} if limit else {}
    to = page_of_cluster("seats", cluster)
    return asked(
        request, SeatForm(request.POST or None, initial=initial), seat_acts.limit_seats, cluster=cluster, to=to,
        audience=managers_audience(cluster), title="seats.limit_title", lede="seats.limit_lede", button="seats.limit",
        done="seats.limited", back=to, facts={"cluster": cluster},
    )  # fmt: skip


@login_required
@require_POST
def lift_limit(request: HttpRequest, pk: int) -> HttpResponse:
    """Any number of a kind again."""
    row = _of(SeatLimit, request, pk)
    return pressed(request, seat_acts.lift_limit, "seats.lifted", page_of_cluster("seats", row.cluster), limit=row)


@inside
def sponsors(request: HttpRequest, cluster: Cluster) -> HttpResponse:
    """Sponsors with their terms, and those whose terms are over."""
    running = found.sponsors_of(cluster)
    return shown(
        request, "members/clusters/sponsors.html", inside_audience(cluster), cluster=cluster, sponsors=running,
        soon=found.ends_soon(running), former=found.former_sponsors(cluster), section=SECTION,
        writes=may_manage(request.user, cluster),
    )  # fmt: skip


@written
def add_sponsor(request: HttpRequest, cluster: Cluster) -> HttpResponse:
    """Form of a sponsor."""
    form = SponsorForm(request.POST or None, among=visible_organisations(request.user),
                       initial={"since": timezone.localdate()})  # fmt: skip
    to = page_of_cluster("sponsors", cluster)
    return asked(
        request, form, sponsor_acts.add_sponsor, cluster=cluster, audience=managers_audience(cluster), to=to, back=to,
        title="sponsors.add_title", lede="sponsors.add_lede", button="sponsors.add", done="sponsors.added",
        facts={"cluster": cluster},
    )  # fmt: skip


@login_required
def end_sponsor(request: HttpRequest, pk: int) -> HttpResponse:
    """Form of the day on which terms end."""
    row = _of(Sponsor, request, pk)
    form = SponsorEndForm(request.POST or None, initial={"until": row.until})
    to = page_of_cluster("sponsors", row.cluster)
    return asked(
        request, form, sponsor_acts.end_sponsor, cluster=row.cluster, audience=managers_audience(row.cluster), to=to,
        back=to, title="sponsors.end_title", button="sponsors.end", done="sponsors.ended", facts={"sponsor": row},
        of=row.organisation,
    )  # fmt: skip
