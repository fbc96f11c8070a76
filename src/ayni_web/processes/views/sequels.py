"""The page on which what follows a case is made: its next case, or a cluster."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from ayni.library.processes import CLUSTER
from ayni_web.common.language import said
from ayni_web.members.forms.territory import written
from ayni_web.processes.access import may_make_sequel
from ayni_web.processes.actions.sequels import make_sequel
from ayni_web.processes.forms import SequelForm
from ayni_web.processes.models import Case
from ayni_web.processes.queries.sequels import forming_clusters, rules_after
from ayni_web.processes.views.cases import form_of, visible
from ayni_web.processes.views.posting import posted


@visible
def follow(request: HttpRequest, case: Case) -> HttpResponse:
    """Make what the end of a case leads to."""
    opens_cluster = case.step.leads_to == CLUSTER
    rules = None if opens_cluster else rules_after(case)
    if not may_make_sequel(request.user, case) or not (opens_cluster or rules):
        raise Http404
    first = {"title": case.title, "name": case.title, "territory": _territory(case)}
    form = SequelForm(posted(request), case=case, clusters=forming_clusters(), asks_title=not opens_cluster)
    form.initial |= first
    if request.method == "POST" and form.is_valid():
        made = form.carried_out(make_sequel, by=request.user, case=case)
        if made:
            messages.success(request, said("sequels.constituted" if case.cluster and opens_cluster else "sequels.made"))
            return redirect("processes:case", pk=made.following_id) if made.following_id else redirect(
                "members:cluster", pk=made.cluster_id)  # fmt: skip
    title, lede, button = _told(case, rules)
    return form_of(request, case, form, title, lede, button)


def _told(case: Case, rules: Any) -> tuple[str, str, str]:
    if rules is not None:
        lede = said("sequels.next_lede_cluster" if case.cluster_id is None else "sequels.next_lede")
        return said("sequels.next", process=str(rules)), lede, said("sequels.next_button")
    if case.cluster is None:
        return said("sequels.open"), said("sequels.open_lede"), said("sequels.open_button")
    name = case.cluster.name
    return said("sequels.constitute", cluster=name), said("sequels.constitute_lede"), said("sequels.constitute_button")


def _territory(case: Case) -> str:
    """Place that the request came from, to begin with."""
    of = getattr(case, "intake", None) or case.organisation
    return written([of.place]) if of and of.place else ""
