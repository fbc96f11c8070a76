"""Pages of strategies as a whole: the list, how one begins, its versions and its plan."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from ayni_web.common.audience import SIGNED_IN
from ayni_web.common.language import said
from ayni_web.common.pages import page_of
from ayni_web.common.views import allowed, shown
from ayni_web.strategies import access, actions, queries
from ayni_web.strategies.forms import AddForm, PlanForm
from ayni_web.strategies.views.asking import SECTION
from ayni_web.ventures.queries import visible_plans


@login_required
def listed(request: HttpRequest) -> HttpResponse:
    """Strategies that a person reads."""
    return shown(
        request, "strategies/list.html", SIGNED_IN, section=SECTION, may_add=access.may_add(request.user),
        page=page_of(request, queries.visible_strategies(request.user)),
    )  # fmt: skip


@allowed(access.may_add)
def add(request: HttpRequest) -> HttpResponse:
    """Begin a strategy."""
    clusters = access.clusters_to_plan(request.user)
    initial = {name: request.GET[name] for name in ("cluster", "plan") if name in request.GET}
    form = AddForm(request.POST or None, clusters=clusters, plans=visible_plans(request.user), initial=initial)
    if request.method == "POST" and form.is_valid():
        made = form.carried_out(actions.add, by=request.user)
        if made is not None:
            messages.success(request, said("strategies.added"))
            return redirect("strategies:version", pk=made.pk)
    return shown(
        request, "strategies/add.html", SIGNED_IN, section=SECTION, form=form, nowhere=not clusters.exists()
    )  # fmt: skip


@login_required
def strategy(request: HttpRequest, pk: str) -> HttpResponse:
    """A strategy: its versions, and the plan that goes with it."""
    row = get_object_or_404(queries.visible_strategies(request.user), pk=pk)
    versions = queries.visible_versions(request.user).filter(strategy=row)
    writes = access.may_write(request.user, row)
    plans = visible_plans(request.user).filter(cluster=row.cluster_id)
    form = PlanForm(plans=plans, initial={"plan": row.plan_id}) if writes else None
    return shown(
        request, "strategies/strategy.html", access.audience_of(row), section=SECTION, strategy=row,
        versions=list(versions), form=form, sees_plan=row.plan_id and plans.filter(pk=row.plan_id).exists(),
    )  # fmt: skip


@require_POST
@login_required
def plan(request: HttpRequest, pk: str) -> HttpResponse:
    """Say which plan goes with a strategy."""
    row = get_object_or_404(queries.visible_strategies(request.user), pk=pk)
    if not access.may_write(request.user, row):
        raise Http404
    form = PlanForm(request.POST, plans=visible_plans(request.user).filter(cluster=row.cluster_id))
    if form.is_valid() and form.carried_out(actions.link_plan, by=request.user, strategy=row):
        messages.success(request, said("strategies.saved"))
    for error in [each for found in form.errors.values() for each in found]:
        messages.error(request, error)
    return redirect("strategies:strategy", pk=row.pk)
