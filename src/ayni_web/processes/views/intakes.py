"""Pages for who has no account: a case taken in, a slip to take home, papers put in for others; and to forget."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from ayni_web.common.audience import ONLY_YOU
from ayni_web.common.language import said
from ayni_web.common.views import shown
from ayni_web.members.models import Entity
from ayni_web.processes.access import (
    may_forget,
    may_put_in,
    may_see_requester,
    may_take_in,
    requester_audience,
)
from ayni_web.processes.actions import intakes as actions
from ayni_web.processes.forms import ForgetForm, IntakeForm, PutInForm
from ayni_web.processes.models import Case
from ayni_web.processes.queries.opening import clusters_to_open, organisations_to_open
from ayni_web.processes.queries.processes import rules_in_force
from ayni_web.processes.views.cases import SECTION, form_of, visible
from ayni_web.processes.views.posting import posted


@login_required
def take_in(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open a case for someone without an account."""
    rules = get_object_or_404(rules_in_force(request.user), pk=pk)
    if not may_take_in(request.user, rules):
        raise Http404
    form = IntakeForm(
        posted(request), request.FILES or None, rules=rules, clusters=clusters_to_open(request.user, rules),
        organisations=organisations_to_open(request.user),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        made = form.carried_out(actions.take_in_case, by=request.user, rules=rules)
        if made:
            messages.success(request, said("intakes.taken_in"))
            return redirect("processes:slip", pk=made.pk)
    return shown(request, "processes/take_in.html", ONLY_YOU, form=form, rules=rules, section=SECTION)


@visible
def slip(request: HttpRequest, case: Case) -> HttpResponse:
    """What is printed or read aloud to who asked: the number of the case, where it is, and the next day."""
    if not may_see_requester(request.user, case):
        raise Http404
    entity = Entity.objects.select_related("organisation").first()
    return shown(request, "processes/slip.html", requester_audience(case), case=case, intake=case.intake, entity=entity,
                 section=SECTION)  # fmt: skip


@visible
def put_in(request: HttpRequest, case: Case) -> HttpResponse:
    """Put a paper in for who asked, or for a reviewer."""
    if not may_put_in(request.user, case):
        raise Http404
    reviewers = {str(each.pk): each for each in case.reviewers.all() if each.person_id != request.user.pk}
    asked = [(actions.REQUESTER, said("evidence_whose.requester"))] if hasattr(case, "intake") else []
    people = asked + [(key, f"{said('evidence_whose.reviewer')}: {each.person}") for key, each in reviewers.items()]
    if not people:
        raise Http404
    form = PutInForm(posted(request), request.FILES or None, people=people)
    if request.method == "POST" and form.is_valid():
        reviewer = reviewers.get(form.cleaned_data.pop("whose"))
        if form.carried_out(actions.put_in_paper, by=request.user, case=case, reviewer=reviewer):
            messages.success(request, said("intakes.put_in_done"))
            return redirect("processes:case", pk=case.pk)
    return form_of(
        request, case, form, said("intakes.put_in"), said("intakes.put_in_lede"), said("intakes.put_in_button")
    )


@visible
def forget(request: HttpRequest, case: Case) -> HttpResponse:
    """Take away what names who asked."""
    if not may_forget(request.user, case):
        raise Http404
    form = ForgetForm(posted(request))
    sent = request.method == "POST" and form.is_valid()
    if sent and form.carried_out(actions.forget_requester, by=request.user, case=case):
        messages.success(request, said("intakes.forgotten"))
        return redirect("processes:case", pk=case.pk)
    return form_of(
        request, case, form, said("intakes.forget"), said("intakes.forget_lede"), said("intakes.forget_button")
    )
