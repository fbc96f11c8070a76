"""Pages of who is in a cluster: members, the queue, asking to join, and parts in the links."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from ayni_web.accounts.access import is_staff
from ayni_web.common.audience import SIGNED_IN
from ayni_web.common.pages import page_of
from ayni_web.common.views import allowed, shown
from ayni_web.members.access import (
    inside_audience,
    managed,
    managers_audience,
    may_manage,
    may_see_closely,
    organisation_audience,
    represented,
)
from ayni_web.members.actions import memberships as acts
from ayni_web.members.forms.clusters import (
    AdmitForm,
    ApplyForm,
    LeaveForm,
    MemberFilter,
    MemberForm,
    PartsForm,
    ReasonForm,
)
from ayni_web.members.models import Cluster, Membership
from ayni_web.members.queries import clusters as found
from ayni_web.members.queries.visible import visible_organisations
from ayni_web.members.views.asking import SECTION, asked, inside, page_of_cluster, written

State = Membership.State


@inside
def members(request: HttpRequest, cluster: Cluster) -> HttpResponse:
    """Members with their links; for the managers, who asks and who waits."""
    closely = may_see_closely(request.user, cluster)
    form = MemberFilter(request.GET or None, cluster=cluster)
    page = page_of(request, found.members_of(cluster, **(form.wanted() if form.is_bound else {})))
    queue = list(found.waiting(cluster)[:200]) if closely else []
    for row in queue:
        row.turn = found.has_turn(row)
    return shown(
        request, "members/clusters/members.html", inside_audience(cluster), cluster=cluster, page=page, form=form,
        asking=found.asking(cluster) if closely else [], queue=queue, closely=closely, section=SECTION,
        writes=may_manage(request.user, cluster), represented=represented(request.user),
    )  # fmt: skip


@written
def add_member(request: HttpRequest, cluster: Cluster) -> HttpResponse:
    """Form by which a manager puts an organisation in."""
    form = MemberForm(request.POST or None, among=visible_organisations(request.user),
                      initial=_named(request, "organisation"))  # fmt: skip
    to = page_of_cluster("members", cluster)
    return asked(
        request, form, acts.add_member, cluster=cluster, audience=managers_audience(cluster), to=to, back=to,
        title="memberships.add_title", lede="memberships.add_lede", button="memberships.add", done=_done,
        facts={"cluster": cluster}, beside=(reverse("members:organisation_add"), "memberships.new_organisation"),
    )  # fmt: skip


def _named(request: HttpRequest, name: str) -> dict[str, Any]:
    """Name of an organisation that an address brought along, when the person sees it."""
    try:
        row = visible_organisations(request.user).filter(pk=UUID(request.GET.get(name, ""))).first()
    except ValueError:
        return {}
    return {name: row.name} if row else {}


def _done(made: Membership) -> str:
    return "memberships.admitted" if made.state == State.MEMBER else "memberships.queued"


@allowed(lambda person: bool(represented(person)))
def apply(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Form by which an organisation asks to join."""
    cluster = found.cluster_called(pk)
    rows = found.own_organisations(request.user)
    to = page_of_cluster("cluster", cluster)
    return asked(
        request, ApplyForm(request.POST or None, organisations=rows), acts.apply, cluster=cluster, audience=SIGNED_IN,
        title="memberships.apply_title", lede="memberships.apply_lede", button="memberships.apply",
        done="memberships.applied", to=to, back=to, facts={"cluster": cluster},
    )  # fmt: skip


@login_required
def admit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Form of an admission."""
    return _decided(request, pk, AdmitForm, acts.admit, "admit", _done)


@login_required
def refuse(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Form of a refusal, with its reason."""
    return _decided(request, pk, ReasonForm, acts.refuse, "refuse", "memberships.refused")


def _decided(request: HttpRequest, pk: UUID, form: Any, act: Any, name: str, done: Any) -> HttpResponse:
    row = _row(pk)
    if not may_manage(request.user, row.cluster):
        raise Http404
    to = page_of_cluster("members", row.cluster)
    return asked(
        request, form(request.POST or None), act, cluster=row.cluster, audience=managers_audience(row.cluster), to=to,
        back=to, title=f"memberships.{name}_title", lede=f"memberships.{name}_lede", button=f"memberships.{name}",
        done=done, facts={"membership": row}, of=row.organisation,
    )  # fmt: skip


@login_required
def leave(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Form by which a member goes, or a manager ends a membership with the reason."""
    row, person = _row(pk), request.user
    own = row.organisation_id in represented(person)
    if not (own or may_manage(person, row.cluster)):
        raise Http404
    to = page_of_cluster("cluster" if own else "members", row.cluster)
    return asked(
        request, (LeaveForm if own else ReasonForm)(request.POST or None), acts.leave, cluster=row.cluster, to=to,
        back=to, audience=organisation_audience(row.organisation), title="memberships.leave_title",
        lede="memberships.leave_lede", button="memberships.leave", done="memberships.left", facts={"membership": row},
        of=row.organisation,
    )  # fmt: skip


@login_required
def parts(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Form of a member's parts in the links."""
    row, person = _row(pk), request.user
    own = row.organisation_id in represented(person)
    if not (own or is_staff(person) or row.cluster_id in managed(person)):
        raise Http404
    form = PartsForm(request.POST or None, membership=row, links=row.cluster.links.all())
    to = page_of_cluster("members" if row.state == State.MEMBER or not own else "cluster", row.cluster)
    return asked(
        request, form, acts.set_parts, cluster=row.cluster, audience=inside_audience(row.cluster), to=to, back=to,
        title="memberships.parts_title", lede="memberships.parts_lede", button="memberships.parts_keep",
        done="memberships.parts_done", facts={"membership": row}, of=row.organisation,
        template="members/clusters/parts.html",
    )  # fmt: skip


def _row(pk: UUID) -> Membership:
    # Also of one that was decided: a form that arrives twice is answered as the first time.
    return get_object_or_404(Membership.objects.select_related("cluster", "organisation"), pk=pk)
