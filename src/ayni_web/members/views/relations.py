"""Pages of relations: those of a cluster listed and drawn, one, adding, changing, ending, confirming."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from ayni_web.accounts.access import is_staff
from ayni_web.common.audience import Audience
from ayni_web.common.pages import page_of
from ayni_web.common.views import allowed, shown
from ayni_web.members.access import is_manager, may_see_closely, may_write_relation, represented
from ayni_web.members.actions import relations as acts
from ayni_web.members.forms.relations import RelationChangeForm, RelationEndForm, RelationFilter, RelationForm
from ayni_web.members.models import Cluster, Relation
from ayni_web.members.network import network, sample
from ayni_web.members.queries import relations as found
from ayni_web.members.queries.visible import visible_organisations
from ayni_web.members.views.asking import SECTION, asked, inside, pressed


def may_relate(person: Any) -> bool:
    """Those who may write any relation at all."""
    return is_staff(person) or is_manager(person) or bool(represented(person))


def audience_of(relation: Relation) -> Audience:
    """Who sees a relation."""
    return Audience("relation", {"source": relation.source.name, "target": relation.target.name})


@inside
def relations(request: HttpRequest, cluster: Cluster) -> HttpResponse:
    """Relations of a cluster that the person sees: drawn, counted from link to link, listed."""
    form = RelationFilter(request.GET or None)
    rows = found.relations_of(request.user, cluster, **(form.wanted() if form.is_bound else {}))
    seen = found.woven(cluster, rows)
    drawn = network(seen)
    return shown(
        request, "members/relations/list.html", Audience("relations", {"cluster": cluster.name}), cluster=cluster,
        page=page_of(request, rows), form=form, woven=seen, drawn=drawn, closely=may_see_closely(request.user, cluster),
        key=[(kind, sample(kind)) for kind in drawn.kinds], may_add=may_relate(request.user), section=SECTION,
    )  # fmt: skip


@login_required
def relation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Page of one: its sides, share, days, and how it was written."""
    row = found.relation_seen(request.user, pk)
    return shown(
        request, "members/relations/page.html", audience_of(row), relation=row, section=SECTION,
        changes=found.changes_of(row), writes=may_write_relation(request.user, row),
    )  # fmt: skip


@allowed(may_relate)
def add(request: HttpRequest) -> HttpResponse:
    """Form of a relation."""
    among = visible_organisations(request.user)
    initial = {name: _name(among, request.GET.get(name, "")) for name in ("source", "target")}
    if not initial["source"] and len(represented(request.user)) == 1:
        initial["source"] = _name(among, str(next(iter(represented(request.user)))))
    return asked(
        request, RelationForm(request.POST or None, among=among, initial=initial), acts.add_relation,
        audience=Audience("relation_sides"), title="relations.add_title", lede="relations.add_lede",
        button="relations.add", done="relations.added", to=_address, back=reverse("members:clusters"),
    )  # fmt: skip


def _name(among: Any, text: str) -> str:
    try:
        row = among.filter(pk=UUID(text)).first()
    except ValueError:
        return ""
    return row.name if row else ""


def _address(row: Relation) -> str:
    return reverse("members:relation", args=[row.pk])


def _written_by(request: HttpRequest, pk: UUID) -> Relation:
    row = found.relation_seen(request.user, pk)
    if not may_write_relation(request.user, row):
        raise Http404
    return row


@login_required
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Form of what a relation is."""
    row = _written_by(request, pk)
    return asked(
        request, RelationChangeForm(request.POST or None, relation=row), acts.change_relation, to=_address(row),
        audience=audience_of(row), title="relations.change_title", button="relations.keep", done="relations.changed",
        back=_address(row), facts={"relation": row}, relation=row,
    )  # fmt: skip


@login_required
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Form of its end."""
    row = _written_by(request, pk)
    return asked(
        request, RelationEndForm(request.POST or None), acts.end_relation, to=_address(row), back=_address(row),
        audience=audience_of(row), title="relations.end_title", button="relations.end", done="relations.ended",
        facts={"relation": row}, relation=row,
    )  # fmt: skip


@login_required
@require_POST
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """That it still is so."""
    row = _written_by(request, pk)
    return pressed(request, acts.confirm_relation, "relations.confirmed", _address(row), relation=row)
