"""Pages of plans as a whole: the list, how one begins, its versions and who takes part."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from ayni_web.common.audience import SIGNED_IN
from ayni_web.common.language import current, said
from ayni_web.common.pages import page_of
from ayni_web.common.views import allowed, shown
from ayni_web.members.panels import panels_of
from ayni_web.ventures import access, queries, shelves
from ayni_web.ventures.actions import plans as actions
from ayni_web.ventures.analysis import is_workbook, wrong_by_cell
from ayni_web.ventures.contents import EMPTY, rows_of
from ayni_web.ventures.forms.plans import EmptyForm, ExampleForm, FileForm, PressForm, TakePartForm
from ayni_web.ventures.models import Plan, Version
from ayni_web.ventures.views.asking import SECTION, model_book, of_plan, pressed, written

# So many cells are told at once.
MOST_CELLS = 10
WAYS: dict[str, tuple[Any, Any]] = {
    "example": (ExampleForm, actions.add_example),
    "empty": (EmptyForm, actions.add_empty),
    "file": (FileForm, actions.add_file),
}


@login_required
def listed(request: HttpRequest) -> HttpResponse:
    """Plans that a person sees whole, and those in which they take part."""
    return shown(
        request, "ventures/list.html", SIGNED_IN, section=SECTION, own=queries.own_pages(request.user),
        page=page_of(request, queries.visible_plans(request.user)), may_add=access.may_add(request.user),
    )  # fmt: skip


@allowed(access.may_add)
def add(request: HttpRequest) -> HttpResponse:
    """Begin a plan: as an example, from nothing, or from a file."""
    way = request.POST.get("way", "")
    clusters = access.clusters_to_plan(request.user)
    offered = {name: each for name, each in WAYS.items() if name != "example" or shelves.examples()}
    forms = {
        name: form(request.POST if name == way else None, request.FILES if name == way else None, clusters=clusters,
                   auto_id=f"id_{name}_%s")
        for name, (form, _) in offered.items()
    }  # fmt: skip
    if way in forms and forms[way].is_valid():
        made = forms[way].carried_out(WAYS[way][1], by=request.user)
        if made is not None:
            messages.success(request, said("plans.added"))
            _told_by_cell(request, forms[way])
            return redirect("ventures:steps", pk=made.pk)
    return shown(
        request, "ventures/add.html", SIGNED_IN, section=SECTION, nowhere=not clusters.exists(),
        ways=[(name, said(f"plans.way_{name}"), said(f"plans.way_{name}_text"), said(f"plans.way_{name}_button"), form)
              for name, form in forms.items()],
    )  # fmt: skip


def _told_by_cell(request: HttpRequest, form: Any) -> None:
    """What is wrong in a workbook that came, with its cells, so that it can be mended there too."""
    file = form.cleaned_data.get("file")
    content = actions.content_of_file(file) if file is not None else b""
    if is_workbook(content):
        wrong = wrong_by_cell(content)
        for each in wrong[:MOST_CELLS]:
            messages.warning(request, each.text(current()))
        if len(wrong) > MOST_CELLS:
            messages.warning(request, said("plans.more_cells", n=len(wrong) - MOST_CELLS))


@allowed(access.may_add)
def model(request: HttpRequest) -> HttpResponse:
    """A workbook to fill in: the first example, or one without rows where there is none."""
    names = [name for name, _ in shelves.examples()]
    return model_book(shelves.example(names[0]) if names else EMPTY, "plan.xlsx")


@of_plan
def plan(request: HttpRequest, plan: Plan) -> HttpResponse:
    """A plan: its versions, and who takes part."""
    versions = list(queries.versions_of(plan))
    return _plan(request, plan, versions, _taking(request, plan, versions[0]))


@require_POST
@of_plan
@written
def take_part(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Say that a member takes part."""
    versions = list(queries.versions_of(plan))
    form = _taking(request, plan, versions[0])
    if form.is_valid() and form.carried_out(actions.take_part, by=request.user, plan=plan):
        messages.success(request, said("plans.takes_part"))
        return redirect("ventures:plan", pk=plan.pk)
    return _plan(request, plan, versions, form)


@require_POST
@of_plan
@written
def leave_out(request: HttpRequest, plan: Plan, participant: int) -> HttpResponse:
    """Take out a member that takes no part."""
    row = get_object_or_404(plan.participants, pk=participant)
    back = reverse("ventures:plan", kwargs={"pk": plan.pk})
    return pressed(request, actions.leave_out, back, "plans.left_out", participant=row)


def _taking(request: HttpRequest, plan: Plan, version: Version) -> TakePartForm:
    types = [(str(each.get("code")), str(each.get("title") or each.get("code")))
             for each in rows_of(version.document, "type") if each.get("code")]  # fmt: skip
    data = request.POST if request.method == "POST" else None
    return TakePartForm(data, organisations=queries.organisations_to_add(plan), types=types)


def _plan(request: HttpRequest, plan: Plan, versions: list[Version], form: TakePartForm) -> HttpResponse:
    titles = dict(form.fields["type"].choices)
    rows = page_of(request, queries.participants_of(plan))
    return shown(
        request, "ventures/plan.html", access.plan_audience(plan), section=SECTION, plan=plan, versions=versions,
        page=rows, participants=[(row, titles.get(row.type, row.type)) for row in rows.rows], form=form,
        press=PressForm(), may_write=access.may_write(request.user, plan),
        signed=next((each for each in versions if each.is_signed), None), panels=panels_of(request.user, plan),
    )  # fmt: skip
