"""Pages of processes: what there is, one of them, what is copied and retired."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from ayni_web.accounts.access import is_staff
from ayni_web.common.audience import SIGNED_IN, Audience
from ayni_web.common.language import said
from ayni_web.common.views import allowed, shown
from ayni_web.members.access import inside_audience
from ayni_web.processes import analysis
from ayni_web.processes.access import may_edit, may_open, may_take_in, may_write
from ayni_web.processes.actions import rules as actions
from ayni_web.processes.forms import ClusterForm, Form
from ayni_web.processes.models import Process, Rules
from ayni_web.processes.queries import processes as queries
from ayni_web.processes.views.posting import posted

SECTION = "cases"


class RetireForm(Form):
    """Nothing but the key by which it counts once."""

    topic = "processes"


@login_required
def processes(request: HttpRequest) -> HttpResponse:
    """What there is: in use, drafts, and what the library has beside."""
    rows = list(queries.rules_in_force(request.user))
    counts = queries.open_counts(request.user, [each.process_id for each in rows])
    for each in rows:
        each.open_cases, each.may_open = counts.get(each.process_id, 0), may_open(request.user, each)
    writes = may_write(request.user)
    return shown(
        request, "processes/processes.html", SIGNED_IN, rules=rows, drafts=list(queries.drafts(request.user)),
        library=queries.not_in_use(request.user) if writes else {}, may_write=writes, section=SECTION,
    )  # fmt: skip


@login_required
def process(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One process: its steps, how long they take, the trade that it holds up."""
    row = get_object_or_404(queries.visible_processes(request.user), pk=pk)
    rules = queries.rules_to_show(row)
    if rules is None:
        raise Http404
    return shown(
        request, "processes/process.html", _audience(row), process=row, rules=rules, told=analysis.read(rules.document),
        source=rules.document["source"],
        times=queries.step_times(request.user, rules), blocked=queries.blocked(request.user, row),
        may_edit=may_edit(request.user, row), may_write=may_write(request.user),
        may_open=rules.state == Rules.State.IN_FORCE and may_open(request.user, rules),
        may_take_in=rules.state == Rules.State.IN_FORCE and may_take_in(request.user, rules), section=SECTION,
    )  # fmt: skip


@allowed(may_write)
def entry(request: HttpRequest, code: str) -> HttpResponse:
    """A process of the library, to be used as it is or copied and changed."""
    if code not in analysis.library():
        raise Http404
    form = _cluster_form(request)
    if request.method == "POST" and form.is_valid():
        act = actions.copy_entry if "copy" in request.POST else actions.use_entry
        made = form.carried_out(act, by=request.user, entry=code)
        if made:
            return _to(request, made)
    told = analysis.read(analysis.document_of(code))
    return shown(request, "processes/entry.html", SIGNED_IN, told=told, source=analysis.document_of(code)["source"],
                 form=form, section=SECTION)  # fmt: skip


@allowed(may_write)
def copy(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Copy a process, to change it."""
    row = get_object_or_404(queries.visible_processes(request.user), pk=pk)
    rules = queries.rules_to_show(row)
    if rules is None:
        raise Http404
    form = _cluster_form(request)
    if request.method == "POST" and form.is_valid():
        made = form.carried_out(actions.copy_rules, by=request.user, rules=rules)
        if made:
            return _to(request, made)
    return _form(request, row, form, said("processes.copy"), said("processes.copy_lede"), said("processes.copy_button"))


@login_required
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Begin, or go on with, the draft of the next version."""
    row = _own(request, pk)
    form = RetireForm(posted(request))
    if request.method == "POST" and form.is_valid():
        made = form.carried_out(actions.start_draft, by=request.user, process=row)
        if made:
            return redirect("processes:draft", pk=made.pk)
    return _form(request, row, form, said("processes.edit"), said("processes.edit_lede"), said("processes.edit_button"))


@login_required
def retire(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Retire a process."""
    row = _own(request, pk)
    form = RetireForm(posted(request))
    sent = request.method == "POST" and form.is_valid()
    if sent and form.carried_out(actions.retire, by=request.user, process=row):
        messages.success(request, said("processes.retired"))
        return redirect("processes:process", pk=row.pk)
    return _form(request, row, form, said("processes.retire"), said("processes.retire_lede"),
                 said("processes.retire_button"))  # fmt: skip


def _own(request: HttpRequest, pk: UUID) -> Process:
    row = get_object_or_404(queries.visible_processes(request.user), pk=pk)
    if not may_edit(request.user, row):
        raise Http404
    return row


def _cluster_form(request: HttpRequest) -> ClusterForm:
    return ClusterForm(
        posted(request), clusters=queries.writable_clusters(request.user), everywhere=is_staff(request.user)
    )


def _to(request: HttpRequest, made: Rules) -> HttpResponse:
    if made.state == Rules.State.DRAFT:
        messages.success(request, said("processes.copied"))
        return redirect("processes:draft", pk=made.pk)
    messages.success(request, said("processes.in_force_now"))
    return redirect("processes:process", pk=made.process_id)


def _audience(process: Process) -> Audience:
    return SIGNED_IN if process.cluster is None else inside_audience(process.cluster)


def _form(request: HttpRequest, process: Process, form: Any, title: str, lede: str, button: str) -> HttpResponse:
    name = queries.rules_to_show(process) or process.versions.first()
    return shown(request, "processes/process_form.html", _audience(process), process=process, name=name, form=form,
                 title=title, lede=lede, button=button, section=SECTION)  # fmt: skip
