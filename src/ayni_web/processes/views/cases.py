"""Pages of cases: the list, one case, what is done with it."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from ayni.library.processes import CLUSTER
from ayni_web.common.audience import SIGNED_IN
from ayni_web.common.language import said
from ayni_web.common.pages import page_of
from ayni_web.common.views import shown
from ayni_web.members.queries import inner_clusters
from ayni_web.processes.access import (
    audience_of,
    holds,
    is_kept_back,
    may_forget,
    may_make_sequel,
    may_move,
    may_name_reviewers,
    may_open,
    may_pause,
    may_put_in,
    may_see_names,
    may_see_requester,
    may_take_in,
)
from ayni_web.processes.actions import cases as actions
from ayni_web.processes.forms import BlockedForm, MoveForm, OpenForm, PauseForm, ReviewerForm, Search
from ayni_web.processes.models import Case
from ayni_web.processes.queries import cases as queries
from ayni_web.processes.queries.opening import clusters_to_open, organisations_to_open
from ayni_web.processes.queries.papers import GIVEN_UP, asked_papers
from ayni_web.processes.queries.processes import rules_in_force, visible_processes
from ayni_web.processes.queries.reviewers import may_review
from ayni_web.processes.queries.sequels import rules_after, seen_case
from ayni_web.processes.views.posting import posted

View = Callable[..., HttpResponse]
SECTION = "cases"


def visible(view: View) -> View:
    """View of a case for those who see it."""

    @wraps(view)
    def seen(request: HttpRequest, pk: UUID, **kwargs: Any) -> HttpResponse:
        found = queries.whole(queries.visible_cases(request.user)).select_related(
            "opened_by", "rules__process", "intake", "sequel__cluster", "sequel__following", "origin__case"
        )
        return view(request, get_object_or_404(found.prefetch_related("reviewers__person"), pk=pk), **kwargs)

    return login_required(seen)


@login_required
def cases(request: HttpRequest) -> HttpResponse:
    """List of cases."""
    search = Search(
        request.GET or None, processes=visible_processes(request.user), clusters=inner_clusters(request.user)
    )
    asked = search.cleaned_data if search.is_valid() else {}
    wanted = {name: asked[name] for name in ("words", "which", "process", "cluster") if asked.get(name)}
    page = page_of(request, queries.found_cases(request.user, **wanted))
    for row in page.rows:
        row.late = queries.is_late(row)
    # Whoever sees none has none to move on.
    mine = queries.found_cases(request.user, which="mine")[:10] if page.rows and not wanted else []
    return shown(request, "processes/cases.html", SIGNED_IN, search=search, page=page, mine=mine, section=SECTION)


@login_required
def choose(request: HttpRequest) -> HttpResponse:
    """Which process a case is opened with."""
    found = []
    for each in rules_in_force(request.user):
        each.may_open, each.may_take_in = may_open(request.user, each), may_take_in(request.user, each)
        if each.may_open or each.may_take_in:
            found.append(each)
    return shown(request, "processes/choose.html", SIGNED_IN, rules=found, section=SECTION)


@login_required
def open_case(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open a case with rules in force."""
    rules = get_object_or_404(rules_in_force(request.user), pk=pk)
    if not may_open(request.user, rules):
        raise Http404
    form = OpenForm(
        posted(request), rules=rules, clusters=clusters_to_open(request.user, rules),
        organisations=organisations_to_open(request.user),
        initial={"cluster": request.GET.get("cluster"), "organisation": request.GET.get("organisation")},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        made = form.carried_out(actions.open_case, by=request.user, rules=rules)
        if made:
            messages.success(request, said("cases.opened"))
            return redirect("processes:case", pk=made.pk)
    return shown(request, "processes/open.html", SIGNED_IN, form=form, rules=rules, first=rules.steps.first(),
                 section=SECTION)  # fmt: skip


@visible
def case(request: HttpRequest, case: Case) -> HttpResponse:
    """One case: where it is, what is asked now, what was done."""
    stages = queries.stages(case)
    ways = [] if case.ended_at else list(case.step.ways.select_related("target"))
    for each in ways:
        each.open = may_move(request.user, case, each)
    main = next((each for each in ways if each.open and each.target.ending not in GIVEN_UP), None)
    pause = case.pauses.filter(until__isnull=True).select_related("by").first()
    return shown(
        request, "processes/case.html", audience_of(case), case=case, stages=stages, ahead=queries.ahead(case, stages),
        ways=ways, main=main, missing=[] if case.ended_at else asked_papers(case), pause=pause,
        late=queries.is_late(case), names=may_see_names(request.user, case),
        may_pause=may_pause(request.user, case) and pause is None,
        may_resume=pause is not None and holds(request.user, case, case.step.owner),
        kept_back=any(is_kept_back(request.user, case, each) for each in ways),
        may_name=may_name_reviewers(request.user, case), days_left=_days_left(case), days_late=-(_days_left(case) or 0),
        may_tell=case.rules.blocks and not case.ended_at and actions.holds_some(request.user, case), section=SECTION,
        **_around(request.user, case),
    )  # fmt: skip


def _around(person: Any, case: Case) -> dict[str, Any]:
    """Who asked without an account, and what stands before and after the case."""
    origin, sequel = getattr(case, "origin", None), getattr(case, "sequel", None)
    may_follow = may_make_sequel(person, case)
    return {
        "intake": getattr(case, "intake", None), "sees_requester": may_see_requester(person, case),
        "may_put_in": may_put_in(person, case), "may_forget": may_forget(person, case), "may_follow": may_follow,
        "rules_after": rules_after(case) if may_follow and case.step.leads_to != CLUSTER else None,
        "leads_to_cluster": case.step.leads_to == CLUSTER, "sequel": sequel,
        "before": seen_case(person, origin and origin.case), "after": seen_case(person, sequel and sequel.following),
    }  # fmt: skip


@visible
def move(request: HttpRequest, case: Case, way: int) -> HttpResponse:
    """Take a case on, with what is to be said of it."""
    chosen = get_object_or_404(case.step.ways.select_related("target"), pk=way)
    if case.ended_at or not may_move(request.user, case, chosen):
        raise Http404
    form = MoveForm(posted(request), needed=chosen.reason)
    sent = request.method == "POST" and form.is_valid()
    if sent and form.carried_out(actions.move_case, by=request.user, case=case, way=chosen):
        messages.success(request, said("cases.moved", step=str(chosen.target)))
        return redirect("processes:case", pk=case.pk)
    lede = said("cases.move_lede", step=str(case.step), target=str(chosen.target))
    return form_of(request, case, form, str(chosen), lede, said("cases.move_button"))


@visible
def pause(request: HttpRequest, case: Case) -> HttpResponse:
    """Stop the clock."""
    if not may_pause(request.user, case) or case.paused:
        raise Http404
    form = PauseForm(posted(request))
    sent = request.method == "POST" and form.is_valid()
    if sent and form.carried_out(actions.pause_case, by=request.user, case=case):
        messages.success(request, said("cases.paused"))
        return redirect("processes:case", pk=case.pk)
    return form_of(request, case, form, said("cases.pause"), said("cases.pause_lede"), said("cases.pause_button"))


@require_POST
@visible
def resume(request: HttpRequest, case: Case) -> HttpResponse:
    """Let the clock go on."""
    if not case.paused or not holds(request.user, case, case.step.owner):
        raise Http404
    actions.resume_case(by=request.user, case=case)
    messages.success(request, said("cases.resumed"))
    return redirect("processes:case", pk=case.pk)


@visible
def reviewer(request: HttpRequest, case: Case) -> HttpResponse:
    """Name who reviews."""
    if not may_name_reviewers(request.user, case):
        raise Http404
    form = ReviewerForm(posted(request), people=may_review(case).exclude(pk=request.user.pk))
    sent = request.method == "POST" and form.is_valid()
    if sent and form.carried_out(actions.name_reviewer, by=request.user, case=case):
        messages.success(request, said("cases.reviewer_named"))
        return redirect("processes:case", pk=case.pk)
    return form_of(request, case, form, said("cases.name_reviewer"), said("cases.name_reviewer_lede"),
                 said("cases.name_reviewer_button"))  # fmt: skip


@visible
def blocked(request: HttpRequest, case: Case) -> HttpResponse:
    """Say how much trade the case holds up."""
    if case.ended_at or not case.rules.blocks or not actions.holds_some(request.user, case):
        raise Http404
    form = BlockedForm(posted(request), initial={"blocked_usd": case.blocked_usd})
    sent = request.method == "POST" and form.is_valid()
    if sent and form.carried_out(actions.tell_blocked, by=request.user, case=case):
        messages.success(request, said("cases.told"))
        return redirect("processes:case", pk=case.pk)
    return form_of(request, case, form, said("cases.tell_blocked"), said("cases.tell_blocked_lede"),
                 said("cases.tell_blocked_button"))  # fmt: skip


def _days_left(case: Case) -> int | None:
    return None if case.due_on is None else (case.due_on - timezone.localdate()).days


def form_of(request: HttpRequest, case: Case, form: Any, title: str, lede: str, button: str) -> HttpResponse:
    """Page of a form about a case."""
    return shown(request, "processes/form.html", audience_of(case), case=case, form=form, title=title, lede=lede,
                 button=button, section=SECTION)  # fmt: skip
